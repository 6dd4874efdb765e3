"""The files with a report of progress."""

from django.db import transaction
from django.utils.translation import gettext as _

from networks.services import delete_recorded, save_recorded, system_user, today

from ..models import Evidence, ProgressState
from .attaching import NotTaken, check, keep, let_go
from .file_kinds import MAIL
from .informing import CannotInform, check_may_write, lock_report

MOST_FILES = 10


def attach(*, report_id, upload, by, now, is_source=False):
    """Keep a file with a draft, or with what is to be confirmed. Gives the Evidence.

    upload: a Django UploadedFile, read in chunks. Taken are PDF, DOCX, XLSX, PNG, JPEG, WebP and GIF, and a mail
    (.eml) where it is the source itself. by: None behind the link by which the report came. Effects: the file under a
    name of its own; nothing of it stays on disk if the transaction does not go through. The same file a second time is
    kept once. Raises NotTaken.
    """
    with transaction.atomic():
        report = _open_report(report_id, by=by, now=now)
        checked = check(upload, also=(MAIL,) if is_source else ())
        there = list(report.evidence.all())
        for evidence in there:
            if evidence.sha256 == checked.sha256:
                return evidence
        if len(there) >= MOST_FILES:
            raise NotTaken(_("A report has at most %(most)s files.") % {"most": MOST_FILES})
        evidence = Evidence(report=report, is_source=is_source, **checked._asdict())
        evidence.file = keep(evidence, upload)
        return save_recorded(evidence, by=by or system_user())


def remove(*, evidence_id, by, now):
    """Take a file away before the report is sent or confirmed; what it was called stays in the history.

    What came out of a mail keeps that as its source until it is confirmed. Raises NotTaken.
    """
    with transaction.atomic():
        evidence = Evidence.objects.get(pk=evidence_id)
        report = _open_report(evidence.report_id, by=by, now=now)
        if evidence.is_source and report.state != ProgressState.DRAFT:
            raise NotTaken(_("The mail or note out of which it was entered stays with it."))
        let_go(evidence)
        delete_recorded(evidence, by=by or system_user())


def _open_report(report_id, *, by, now):
    report, networks = lock_report(report_id)
    try:
        check_may_write(report, by, networks, on=today(now=now))
    except CannotInform as refusal:
        raise NotTaken(str(refusal)) from refusal
    return report
