"""The files with a report of progress."""

from django.db import transaction
from django.utils.translation import gettext as _

from networks.services import delete_recorded, public_change, save_recorded, system_user, today
from networks.standing import standing_of

from .. import policies
from ..models import CHANGEABLE, Evidence, ProgressState
from .attaching import NotTaken, check, keep, let_go
from .file_kinds import MAIL
from .informing import CannotInform, check_may_write, lock_report

MOST_FILES = 10


def attach(*, report_id, upload, by, now, is_source=False):
    """Keep a file with a draft, or with what is to be confirmed. Gives the Evidence.

    upload: a Django UploadedFile, read in chunks. Taken are PDF, DOCX, XLSX, PNG, JPEG, WebP and GIF, and a mail
    (.eml) where it is the source itself. by: None behind the link by which the report came. Effects: the file under a
    name of its own; nothing of it stays on disk if the transaction does not go through. The same file a second time is
    kept once, and as the source once it was given as that. Raises NotTaken.
    """
    with transaction.atomic():
        report = _open_report(report_id, by=by, now=now)
        checked = check(upload, also=(MAIL,) if is_source else ())
        there = list(report.evidence.all())
        for evidence in there:
            if evidence.sha256 == checked.sha256:
                return _as_source(evidence, by=by) if is_source and not evidence.is_source else evidence
        if len(there) >= MOST_FILES:
            raise NotTaken(_("A report has at most %(most)s files.") % {"most": MOST_FILES})
        evidence = Evidence(report=report, is_source=is_source, **checked._asdict())
        evidence.file = keep(evidence, upload)
        return save_recorded(evidence, by=by or system_user())


def _as_source(evidence, *, by):
    """Keep from other readers what was attached for them before it was given as the source."""
    evidence.is_source = True
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


def withdraw(*, report_id, evidence_id, by, reason, now):
    """Take one file out of a report that is not changed any more: one that should never have been there.

    Effects: the file is gone once the transaction is through, and its address opens nothing from then on; what it was
    called, who withdrew it, when and why stays in the history, out of which `withdrawn_from` tells. The source itself
    can be withdrawn, too. Raises NotTaken.
    """
    with public_change():
        report, _networks = lock_report(report_id)
        check_may_withdraw(report, by, on=today(now=now))
        if not reason.strip():
            raise NotTaken(_("Please say why; the reason stays in the history."))
        evidence = report.evidence.filter(pk=evidence_id).first()
        if evidence is None:
            raise NotTaken(_("Somebody has withdrawn this file in the meantime."))
        let_go(evidence)
        delete_recorded(evidence, by=by, reason=reason.strip())


def check_may_withdraw(report, by, *, on):
    """Raise NotTaken unless `by` may take a file out of the report on the day `on`, and it is not changed any more."""
    if report.state in CHANGEABLE:
        raise NotTaken(
            _("This report is “%(state)s”: its files are taken away where it is changed.")
            % {"state": report.get_state_display()}
        )
    if not policies.may_withdraw_files(standing_of(by, on=on), report):
        raise NotTaken(_("The Technical Secretariat withdraws a file of what was informed."))


def withdrawn_from(reports):
    """{key of a report: the history rows of the files withdrawn from it, the first one first}; one query at most.

    What was taken away before a report was sent is not among them: it left no reason behind.
    """
    if not reports:
        return {}
    gone = Evidence.history.filter(report__in=[report.pk for report in reports], history_type="-")
    rows = gone.filter(history_change_reason__gt="").select_related("history_user")
    found: dict[int, list] = {}
    for row in rows.order_by("history_date", "history_id"):
        found.setdefault(row.report_id, []).append(row)
    return found


def _open_report(report_id, *, by, now):
    report, networks = lock_report(report_id)
    try:
        check_may_write(report, by, networks, on=today(now=now))
    except CannotInform as refusal:
        raise NotTaken(str(refusal)) from refusal
    return report
