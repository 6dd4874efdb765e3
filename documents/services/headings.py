"""What a document says of its meeting, put right before it is filed; and bodies nobody knew."""

import hashlib
import json

from django.db import transaction
from django.utils.translation import gettext as _

from actions.models import ReportState
from actions.services.assigning import name_becomes_delegation
from actions.services.editing import CannotEdit, ChangedMeanwhile
from networks.services import make_delegation

from ..models import Upload, UploadState

HEADING_FIELDS = ("network_id", "starts_on", "ends_on", "city", "country_id", "venue", "participants", "meeting_id")


def heading_stamp(upload):
    """A digest of the heading as a form shows it."""
    shown = [str(getattr(upload, field)) for field in HEADING_FIELDS]
    return hashlib.sha256("\x1f".join(shown).encode()).hexdigest()[:16]


def reading_stamp(upload):
    """A digest of an agenda's items as a form shows them."""
    return hashlib.sha256(json.dumps(upload.reading.get("agenda"), sort_keys=True).encode()).hexdigest()[:16]


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


def body_becomes_delegation(*, upload_id, as_written, code, kind, by):
    """Make a body that a document names a delegation, wherever the document has that name.

    Raises CannotMakeDelegation, CannotEdit.
    """
    with transaction.atomic():
        upload = lock_reviewed(upload_id)
        delegation = make_delegation(name=as_written, code=code, kind=kind, by=by)
        upload.participants = _renamed(upload.participants, as_written, delegation.code)
        for entry in upload.reading.get("agenda", ()):
            for part in (entry, *entry["children"]):
                part["leads"] = _renamed(part["leads"], as_written, delegation.code)
        upload.save(update_fields=["participants", "reading"])
        if upload.report_id and upload.report.state == ReportState.DRAFT:
            name_becomes_delegation(report_id=upload.report_id, as_written=as_written, delegation=delegation, by=by)
        return delegation


def name_in_draft_becomes_delegation(*, report_id, as_written, code, kind, by):
    """Make a body that a draft typed here names a delegation. Raises CannotMakeDelegation, CannotEdit."""
    with transaction.atomic():
        delegation = make_delegation(name=as_written, code=code, kind=kind, by=by)
        name_becomes_delegation(report_id=report_id, as_written=as_written, delegation=delegation, by=by)
        return delegation


def settle_doubts(doubts, *, settled=True):
    """Say that a person has looked at these doubts (a QuerySet), or that they are open after all."""
    return doubts.update(settled=settled)


def _renamed(names, as_written, code):
    folded = as_written.casefold()
    return list(dict.fromkeys(code if name.casefold() == folded else name for name in names))
