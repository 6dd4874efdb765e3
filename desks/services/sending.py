"""A delegation's word with its files, as one step."""

from django.db import transaction

from actions.models import ProgressState
from actions.services import asking, following, informing
from actions.services.entering import enter_reports
from actions.services.evidence import attach
from correspondence.services.telling import tell_of_answer, tell_of_question, tell_of_report, tell_of_reports
from networks.services import public_change

from .monday import tick_answer
from .source_files import keep_source


def inform(*, delegation, commitment_ids, words, informant, files, key, now, on, source=None, send=True):
    """Write a report of progress with its files and send it, or keep it as a draft. Gives the ProgressReport.

    files: what is evidence, for whoever may read the report; source: the mail or note out of which it is entered, for
    the delegation and staff alone. All or nothing: a file that is not taken leaves no report behind. key: the form's;
    sent twice it is one report. Raises informing.CannotInform and attaching.NotTaken.
    """
    with public_change():
        report = informing.begin_report(
            delegation=delegation,
            commitment_ids=commitment_ids,
            words=words,
            informant=informant,
            now=now,
            on=on,
            key=key,
        )
        if report.state != ProgressState.DRAFT:
            return report
        by = informant.entered_by or informant.user
        if source:
            # First: the same file once more among the evidence is still the source.
            attach(report_id=report.pk, upload=source, by=by, now=now, is_source=True)
        for upload in files:
            attach(report_id=report.pk, upload=upload, by=by, now=now)
        return send_and_tell(report=report, by=by, now=now, on=on) if send else report


def send_and_tell(*, report, by, now, on):
    """Send a draft and tell whom it concerns. Gives the ProgressReport. Raises informing.CannotInform."""
    with public_change():
        return _told(informing.send_report(report_id=report.pk, by=by, now=now, on=on), now=now)


def enter_and_tell(*, entries, by, now, on, progress=None):
    """Enter many reports on behalf of delegations and tell whom they concern. Gives the ProgressReports, in order.

    entries, progress: as `entering.enter_reports` has them. Raises entering.CannotEnter.
    """
    with public_change():
        informed = enter_reports(entries=entries, by=by, now=now, on=on, progress=progress)
        tell_of_reports(informed=informed, now=now)
        return [one.report for one in informed]


def confirm_and_tell(*, report, by, now, on):
    """Confirm what came by a link and tell whom it concerns. Raises informing.CannotInform."""
    with public_change():
        return _told(informing.confirm_report(report_id=report.pk, by=by, now=now, on=on), now=now)


def ask_and_tell(*, commitment_id, text, by, now):
    """Put the secretariat's question to whoever bears the commitment and tell its officers. Gives the Remark.

    Raises asking.CannotAsk.
    """
    with transaction.atomic():
        remark = asking.ask(commitment_id=commitment_id, text=text, by=by, now=now)
        tell_of_question(remark=remark, now=now)
        return remark


def answer_and_tell(*, commitment_id, text, by_name, by_post, delegation, now):
    """Answer the secretariat by the link of a mail and tell the delegation's officers. Gives the Remark.

    delegation: for which the link stands. Raises asking.CannotAsk.
    """
    with transaction.atomic():
        remark = asking.answer(commitment_id=commitment_id, text=text, by_name=by_name, by_post=by_post, now=now)
        tell_of_answer(remark=remark, delegation=delegation, now=now)
        return remark


def enter_answer(*, commitment_id, text, source_words, by, now, source=None):
    """Enter what a delegation answered out of a mail, a note or a call; seen by who entered it. Gives the Remark.

    source: the mail or note itself. Raises asking.CannotAsk and attaching.NotTaken.
    """
    with transaction.atomic():
        remark = asking.answer_on_behalf(
            commitment_id=commitment_id, text=text, source_words=source_words, by=by, now=now
        )
        tick_answer(remark=remark, by=by, now=now)
        keep_source(source, by=by, now=now, remark=remark)
        return remark


def take_part(*, commitment_id, takes_part, by, now, on, words="", source=None):
    """Record whether a delegation that was absent takes part, with the mail or note itself. Gives the Commitment.

    words: as `following.take_part` has them. Raises following.CannotTakePart and attaching.NotTaken.
    """
    with public_change():
        commitment = following.take_part(commitment_id=commitment_id, takes_part=takes_part, by=by, on=on, words=words)
        keep_source(source, by=by, now=now, commitment=commitment)
        return commitment


def join_call(*, action_id, delegation, by, now, on, words="", source=None):
    """Make an open call also this delegation's, with the mail or note itself. Gives the Commitment.

    words: as `following.join_call` has them. Raises following.CannotJoin and attaching.NotTaken.
    """
    with public_change():
        commitment = following.join_call(action_id=action_id, delegation=delegation, by=by, on=on, words=words)
        keep_source(source, by=by, now=now, commitment=commitment)
        return commitment


def _told(informed, *, now):
    tell_of_report(report=informed.report, closed_with=informed.closed_with, now=now)
    return informed.report
