"""What a document says of its meeting, put right before it is filed; and the doubts about it."""

import hashlib
import json

from django.db import transaction
from django.utils.translation import gettext as _

from actions.services.editing import CannotEdit, ChangedMeanwhile

from ..models import Upload, UploadState

HEADING_FIELDS = ("network_id", "starts_on", "ends_on", "city", "country_id", "venue", "participants", "meeting_id")


def heading_stamp(upload):
    """A digest of the heading as a form shows it."""
    shown = [str(getattr(upload, field)) for field in HEADING_FIELDS]
    return hashlib.sha256("\x1f".join(shown).encode()).hexdigest()[:16]


def reading_stamp(upload):
    """A digest of an agenda's items as a form shows them."""
    return digest(upload.reading.get("agenda"))


def digest(shown):
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:16]


def lock_reviewed(upload_id):
    """The row of a document under review, locked until the transaction ends. Raises CannotEdit."""
    upload = Upload.objects.select_for_update(of=("self",)).get(pk=upload_id)
    if upload.state != UploadState.READ:
        raise CannotEdit(_("This document is not under review any more."))
    return upload


def write_heading(*, upload_id, seen=None, **fields):
    """Write what is known of the meeting. fields: any of `HEADING_FIELDS`. Raises CannotEdit."""
    if unknown := set(fields) - set(HEADING_FIELDS):
        raise TypeError(f"unknown fields: {', '.join(sorted(unknown))}")
    with transaction.atomic():
        upload = lock_reviewed(upload_id)
        if seen is not None and seen != heading_stamp(upload):
            raise ChangedMeanwhile(_("Somebody else changed this in the meantime. Nothing of theirs was overwritten."))
        for field, value in fields.items():
            setattr(upload, field, value)
        if upload.starts_on and upload.ends_on and upload.ends_on < upload.starts_on:
            raise CannotEdit(_("The meeting ends before it begins."))
        upload.save(update_fields=[field.removesuffix("_id") for field in fields])
        return upload


def settle_doubts(doubts, *, settled=True):
    """Say that a person has looked at these doubts (a QuerySet), or that they are open after all."""
    return doubts.update(settled=settled)
