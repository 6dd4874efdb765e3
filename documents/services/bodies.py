"""Bodies that a document or draft names and nobody knew: made a delegation, or found to be one, wherever they stand."""

from django.db import transaction

from actions.models import ReportState
from actions.services.assigning import name_becomes_delegation
from networks.services import make_delegation

from .headings import lock_reviewed


def body_becomes_delegation(*, as_written, code, kind, by, upload_id=None, report_id=None):
    """Make a body a delegation, with the effects of `body_is_delegation`.

    Raises CannotMakeDelegation, CannotEdit.
    """
    with transaction.atomic():
        delegation = make_delegation(name=as_written, code=code, kind=kind, by=by)
        body_is_delegation(
            as_written=as_written, delegation=delegation, by=by, upload_id=upload_id, report_id=report_id
        )
        return delegation


def body_is_delegation(*, as_written, delegation, by, upload_id=None, report_id=None):
    """Say which delegation a name stands for, in a document under review or in a draft typed here (`report_id`).

    Effects: the delegation is present, leads and is responsible wherever the name was; the doubt about the name is
    settled. Raises CannotEdit.
    """
    with transaction.atomic():
        if upload_id is None:
            name_becomes_delegation(report_id=report_id, as_written=as_written, delegation=delegation, by=by)
            return
        upload = lock_reviewed(upload_id)
        upload.participants = _renamed(upload.participants, as_written, delegation.code)
        for entry in upload.reading.get("agenda", ()):
            for part in (entry, *entry["children"]):
                part["leads"] = _renamed(part["leads"], as_written, delegation.code)
        upload.save(update_fields=["participants", "reading"])
        upload.doubts.filter(as_written__iexact=as_written).update(settled=True)
        if upload.report_id and upload.report.state == ReportState.DRAFT:
            name_becomes_delegation(report_id=upload.report_id, as_written=as_written, delegation=delegation, by=by)


def _renamed(names, as_written, code):
    folded = as_written.casefold()
    return list(dict.fromkeys(code if name.casefold() == folded else name for name in names))
