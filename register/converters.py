class ReportReference:
    """A report's reference in an address: CP/2016-06, CP/2016-06b."""

    regex = r"[A-Za-z0-9-]+/\d{4}-\d{2}[a-z]*"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value
