"""What may still change about a meeting: pure predicates."""


def is_on_record(meeting):
    """A report was filed for it: its days, its place and who was present stand in that report's snapshot."""
    report = getattr(meeting, "report", None)
    return report is not None and report.reference is not None
