"""An agenda under review: its items, kept in the upload until it is filed."""

import contextlib
import copy
import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from actions.services.editing import CannotEdit, ChangedMeanwhile

from .headings import digest, lock_reviewed, reading_stamp

KINDS = ("session", "break")
EMPTY: dict[str, Any] = {
    "day": 1,
    "starts_at": None,
    "ends_at": None,
    "kind": "session",
    "title": "",
    "leads": [],
    "notes": [],
    "children": [],
    "takes_up": [],
}


def write_item(*, upload_id, index, seen=None, **fields):
    """Write the item at the 0-based `index`, or a new one at the end where `index` is None.

    seen: the `item_stamp` of what was there; where others moved meanwhile, the item that has it is written. fields: any
    of day, starts_at, ends_at ("08:15" or None), kind, title, leads, notes, children. Raises CannotEdit.
    """
    if unknown := set(fields) - set(EMPTY):
        raise TypeError(f"unknown fields: {', '.join(sorted(unknown))}")
    _check(fields)
    with _items(upload_id, None) as entries:
        if index is None:
            entries.append({**copy.deepcopy(EMPTY), **fields})
        elif seen is None:
            _at(entries, index).update(fields)
        else:
            place = place_of(entries, index, seen)
            if place is None:
                raise ChangedMeanwhile(_("Somebody else changed this item or took it out in the meantime."))
            entries[place].update(fields)


def item_stamp(entry):
    """A digest of one item as a form shows it."""
    return digest(entry)


def place_of(entries, index, seen):
    """The index of the item that has the stamp `seen`: `index` itself, or where it was moved to; None if none has."""
    places = [place for place, entry in enumerate(entries) if item_stamp(entry) == seen]
    return min(places, key=lambda place: abs(place - index), default=None)


def move_item(*, upload_id, index, steps, seen=None):
    """Move an item up (-1) or down (1). Raises CannotEdit."""
    with _items(upload_id, seen) as entries:
        entry = _at(entries, index)
        del entries[index]
        entries.insert(min(max(index + steps, 0), len(entries)), entry)


def drop_item(*, upload_id, index, seen=None):
    """Take an item out; where it stood is still in the original beside it. Raises CannotEdit."""
    with _items(upload_id, seen) as entries:
        _at(entries, index)
        del entries[index]


def drop_reference(*, upload_id, index, reference, seen=None):
    """Take out the 0-based `reference` to an earlier agreement from an item. Raises CannotEdit."""
    with _items(upload_id, seen) as entries:
        references = _at(entries, index)["takes_up"]
        if not 0 <= reference < len(references):
            raise CannotEdit(_("This is not in the agenda any more."))
        del references[reference]


@contextlib.contextmanager
def _items(upload_id, seen):
    """The items of an agenda under lock, written back when the block ends well."""
    with transaction.atomic():
        upload = lock_reviewed(upload_id)
        if seen is not None and seen != reading_stamp(upload):
            raise ChangedMeanwhile(_("Somebody else changed this in the meantime. Nothing of theirs was overwritten."))
        yield upload.reading["agenda"]
        upload.save(update_fields=["reading"])


def _at(entries, index):
    if not 0 <= index < len(entries):
        raise CannotEdit(_("This is not in the agenda any more."))
    return entries[index]


def _check(fields):
    for field in ("starts_at", "ends_at"):
        if fields.get(field):
            try:
                datetime.time.fromisoformat(fields[field])
            except ValueError:
                raise CannotEdit(_("A time is written like 08:15.")) from None
    if fields.get("kind", "session") not in KINDS:
        raise CannotEdit(_("“%(value)s” is not one of the list.") % {"value": fields["kind"]})
    if "title" in fields and not fields["title"].strip():
        raise CannotEdit(_("An agenda item needs a title."))
