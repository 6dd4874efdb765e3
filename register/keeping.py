"""What is counted once and kept in this process until something on the record changes."""

import hashlib

from django.core.cache import caches

from actions.models.reports import states_visible_to

KEPT_SECONDS = 24 * 60 * 60


def kept_under_version(*name, reader, compute):
    """What `compute()` gives, computed once for all readers who may see the same, on one day, under one version.

    name: strings that tell one figure from another. Only for what follows from the record alone: every write to the
    record raises the version, a write to drafts or accounts does not.
    """
    seen = (reader.public_version, reader.today.isoformat(), states_visible_to(reader.user), reader.sees_follow_up)
    key = "-".join(["kept", hashlib.sha256(repr((name, seen)).encode()).hexdigest()])
    found = caches["pages"].get(key)
    if found is None:
        found = compute()
        caches["pages"].set(key, found, KEPT_SECONDS)
    return found
