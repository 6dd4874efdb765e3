"""What is found in the whole record once, and kept in this process until the record or the day changes."""

from django.core.cache import caches

KEPT_SECONDS = 24 * 60 * 60


def kept(*name, on, rows, version):
    """The `rows` of a query over the whole record as a list, asked for once a public version and day.

    name: strings that tell one from another. version: what `public_version()` gave before anything else was read.
    Only for what follows from the record alone: every write to it raises the version.
    """
    key = "-".join(["desks", *name, str(version), on.isoformat()])
    found = caches["pages"].get(key)
    if found is None:
        found = list(rows)
        caches["pages"].set(key, found, KEPT_SECONDS)
    return found
