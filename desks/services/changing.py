"""What was written and is not sent or confirmed yet: changed with its files, as one step."""

from actions.models import ProgressState
from actions.services import informing
from actions.services.evidence import attach, remove
from networks.services import public_change

from . import sending


def change(
    *, report, commitment_ids, words, files, without, by, now, on, out_of=None, source=None, seen=None, onward=False
):
    """Write a draft, or what is to be confirmed, anew. Gives the ProgressReport.

    files: what is attached besides; without: the Evidence that is taken away. out_of: (Source, which one) of what staff
    enter on behalf; source: the mail or note itself. seen: the stamp of what was there. onward: it is sent, or
    confirmed, with it. All or nothing. Raises informing.CannotInform, editing.ChangedMeanwhile and attaching.NotTaken.
    """
    with public_change():
        report = informing.write_report(
            report_id=report.pk, words=words, commitment_ids=commitment_ids, by=by, on=on, source=out_of, seen=seen
        )
        for evidence in without:
            remove(evidence_id=evidence.pk, by=by, now=now)
        if source:
            attach(report_id=report.pk, upload=source, by=by, now=now, is_source=True)
        for upload in files:
            attach(report_id=report.pk, upload=upload, by=by, now=now)
        if not onward:
            return report
        is_draft = report.state == ProgressState.DRAFT
        step = sending.send_and_tell if is_draft else sending.confirm_and_tell
        return step(report=report, by=by, now=now, on=on)
