"""The presidency's leave to read a draft: it is opened to those designated, observers included, and closed again."""

from django.utils.translation import gettext as _

from networks.reasons import in_both_languages
from networks.services import public_change, save_recorded

from ..models import Report, ReportState
from ..stamps import REPORT_TEXTS


class CannotOpen(Exception):
    """The draft cannot be opened, or closed, as it stands; the message may be shown to the user."""


def open_draft(*, report_id, by, on, reason=""):
    """Let whoever is designated read a draft from the day `on`, until it is closed or filed; nobody is told.

    reason: staff have to give it, since they act for the presidency; like the person and the day it stays in the
    history. Effects: the report's row, and its history. Raises CannotOpen.
    """
    with public_change():
        report = _locked(report_id, by=by, reason=reason)
        if report.opened_on:
            raise CannotOpen(_("The draft is open already."))
        if report.meeting_id is None:
            raise CannotOpen(_("Say first which meeting this report is of."))
        if not _has_text(report):
            raise CannotOpen(_("Nothing is written in this draft yet."))
        report.opened_on = on
        return save_recorded(report, by=by, reason=reason.strip() or in_both_languages(lambda: _("Draft opened")))


def close_draft(*, report_id, by, reason=""):
    """Take the leave back: from now on staff and the body's chairs alone read the draft. reason: as in `open_draft`.

    Effects: the report's row, and its history. Raises CannotOpen.
    """
    with public_change():
        report = _locked(report_id, by=by, reason=reason)
        if report.opened_on is None:
            raise CannotOpen(_("The draft is not open."))
        report.opened_on = None
        return save_recorded(report, by=by, reason=reason.strip() or in_both_languages(lambda: _("Draft closed")))


def _locked(report_id, *, by, reason):
    report = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
    if report.state != ReportState.DRAFT:
        raise CannotOpen(_("This report is no draft any more."))
    if by.is_staff and not reason.strip():
        raise CannotOpen(_("Please say who asked for it; the reason stays in the history."))
    return report


def _has_text(report):
    return any(getattr(report, field).strip() for field in REPORT_TEXTS) or any(
        text.strip() for texts in report.agreements.values_list("text_en", "text_es") for text in texts
    )
