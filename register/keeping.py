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
    key = _key(name, reader)
    found = caches["pages"].get(key)
    if found is None:
        found = compute()
        caches["pages"].set(key, found, KEPT_SECONDS)
    return found


def many_kept_under_version(names, *, reader, compute):
    """The same for many small things at once: name → what `compute` gives for it.

    compute: takes the names that are not kept yet and gives a dict; it is asked also for an empty list of names, so
    that a page without rows asks the database what a page with rows does.
    """
    keys = {name: _key(name, reader) for name in names}
    kept = caches["rows"].get_many(keys.values())
    found = {name: kept[key] for name, key in keys.items() if key in kept}
    missing = [name for name in names if name not in found]
    if missing or not names:
        made = compute(missing)
        caches["rows"].set_many({keys[name]: value for name, value in made.items()}, KEPT_SECONDS)
        found |= made
    return found


def _key(name, reader):
    seen = (reader.public_version, reader.today.isoformat(), states_visible_to(reader.standing), reader.sees_follow_up)
    return "-".join(["kept", hashlib.sha256(repr((name, seen)).encode()).hexdigest()])
