"""A reviewed document becomes part of the record, with its meeting; and how that is undone."""

import datetime

from django.utils.translation import gettext as _

from actions.models import Report, ReportState, TakesUp
from actions.services import expanding, filing
from actions.services.discarding import discard_draft
from actions.services.editing import set_fields
from actions.services.filing import CannotFile, CannotUndo
from actions.services.lineage import named_point
from actions.services.translating import fill_language, take_back_language
from meetings.services import (
    CannotPlan,
    ItemPlan,
    make_meeting,
    record_attendance,
    remove_agenda,
    remove_meeting,
    set_agenda,
    take_out_attendance,
)
from networks.models import Delegation, Network
from networks.services import delete_recorded, public_change, save_recorded

from ..models import Doubt, Upload, UploadKind, UploadState
from .matching import counterpart_with_a_meeting, report_in_the_way
from .pairing import pair, texts_of

__all__ = [
    "CannotFile",
    "CannotUndo",
    "file_agenda",
    "file_draft",
    "file_upload",
    "join_other_language",
    "undo_joining",
    "undo_report",
    "undo_upload",
]


def file_upload(*, upload_id, by, on, now, publish, followed):
    """File the report read from a document.

    Effects, all or none: the meeting is made or the offered one taken, who was present is written down, the report is
    filed as `actions.services.filing.file_report` says, and every document of it counts as filed. Raises CannotFile,
    also where the meeting has its report: one in the other language is joined.
    """
    with public_change():
        upload = _lock(upload_id, UploadKind.REPORT)
        report = Report.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=upload.report_id)
        meeting = report.meeting
        if meeting is None:
            _free_the_meeting(upload, by=by)
            meeting = _meeting_for(upload, by=by, on=on)
        _write_attendance(upload, meeting, by=by)
        filing.file_report(
            report_id=report.pk, meeting=meeting, by=by, on=on, now=now, publish=publish, followed=followed
        )
        Upload.objects.filter(report=report, state=UploadState.READ).update(state=UploadState.FILED, meeting=meeting)
        if upload.wrote:
            Upload.objects.filter(pk=upload.pk).update(wrote=upload.wrote)
        upload.state, upload.meeting = UploadState.FILED, meeting
        return upload


def file_draft(*, report_id, by, on, now, publish, followed):
    """File a draft report, with the document it was read from, or by itself where it was typed here.

    Effects as of `file_upload`, or of `actions.services.filing.file_report`. Raises CannotFile.
    """
    with public_change():
        report = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
        if report.state != ReportState.DRAFT:
            raise CannotFile(_("This report is filed already."))
        read = report.uploads.filter(state=UploadState.READ)
        upload = read.filter(language=report.original_language).first() or read.first()
        if upload is not None:
            file_upload(upload_id=upload.pk, by=by, on=on, now=now, publish=publish, followed=followed)
        else:
            filing.file_report(report_id=report.pk, by=by, on=on, now=now, publish=publish, followed=followed)
        report.refresh_from_db()
        return report


def undo_report(*, report_id, by, now, reason):
    """Take the filing of a report back, with the documents it was read from if there are any. Raises CannotUndo."""
    with public_change():
        upload = Upload.objects.filter(report=report_id, state=UploadState.FILED).first()
        if upload is not None:
            undo_upload(upload_id=upload.pk, by=by, now=now, reason=reason)
        else:
            filing.undo_filing(report_id=report_id, by=by, now=now, reason=reason)


def join_other_language(*, upload_id, report_id, by, now):
    """Give a report the texts that a document has in the other language, agreement by agreement.

    Effects: the report's empty texts are filled (on the record with a new snapshot), the document's own draft goes, and
    every document of that draft belongs to the report: filed if the report is. Gives the number of agreements that
    gained a text. Raises CannotFile, CannotTranslate.
    """
    with public_change():
        upload = _lock(upload_id, UploadKind.REPORT)
        mine = Report.objects.get(pk=upload.report_id)
        target = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
        if target.original_language == upload.language or target.pk == mine.pk:
            raise CannotFile(_("The other report is in the same language."))
        if mine.meeting_id is not None or mine.state != ReportState.DRAFT:
            raise CannotFile(_("Only a draft without a meeting of its own can join another report."))
        texts = texts_of(mine, pair(mine, target).pairs)
        filled = fill_language(report_id=target.pk, language=upload.language, texts=texts, by=by, now=now)
        Doubt.objects.filter(upload__report=mine).delete()
        filed = {"state": UploadState.FILED, "meeting": target.meeting} if target.is_frozen else {}
        mine.uploads.update(report=target, **filed)
        discard_draft(report_id=mine.pk, by=by)
        return filled


def undo_joining(*, upload_id, by, now, reason):
    """Take back the texts that a document in the other language gave a report; it waits to be read again, by itself.

    Effects on the texts as of `actions.services.translating.take_back_language`. Raises CannotUndo.
    """
    with public_change():
        upload = Upload.objects.select_for_update(of=("self",)).select_related("report").get(pk=upload_id)
        if not upload.has_joined:
            raise CannotUndo(_("This document has joined no report."))
        if not reason.strip():
            raise CannotUndo(_("Please say why it is undone; the reason stays in the history."))
        take_back_language(report_id=upload.report_id, language=upload.language, by=by, now=now, reason=reason.strip())
        upload.doubts.all().delete()
        upload.report = upload.meeting = None
        upload.state, upload.attempts, upload.progress = UploadState.WAITING, 0, 0
        upload.lines, upload.reading = [], {}
        upload.save()
        return upload


def file_agenda(*, upload_id, by, on, publish):
    """File an agenda: its meeting is made or the offered one taken, planned or held as its days say, with its items.

    What the items take up is bound to the agreements on record. Raises CannotFile.
    """
    with public_change():
        upload = _lock(upload_id, UploadKind.AGENDA)
        meeting = _meeting_for(upload, by=by, on=on)
        entries = upload.reading["agenda"]
        if not entries:
            raise CannotFile(_("The agenda has no items."))
        known = {one.code: one for one in Delegation.objects.all()}
        plans = [_plan(entry, known) for entry in entries]
        try:
            items = set_agenda(meeting=meeting, items=plans, language=upload.language, by=by)
        except CannotPlan as refusal:
            raise CannotFile(str(refusal)) from refusal
        _take_up(items, entries, by=by)
        if publish and set_fields(meeting, {"is_public": True}, by=by):
            upload.wrote = {"announced": True}
        upload.state, upload.meeting = UploadState.FILED, meeting
        upload.save()
        return upload


def undo_upload(*, upload_id, by, now, reason):
    """Take a filing back, with a reason: the document is to be reviewed again. Raises CannotUndo.

    Effects: for a report those of `actions.services.filing.undo_filing`; an agenda's items go. A meeting that this
    filing made goes with it, unless something else hangs on it by now.
    """
    with public_change():
        upload = Upload.objects.select_for_update(of=("self",)).get(pk=upload_id)
        if upload.state != UploadState.FILED:
            raise CannotUndo(_("This document is not filed."))
        if not reason.strip():
            raise CannotUndo(_("Please say why the filing is undone; the reason stays in the history."))
        meeting = upload.meeting
        if upload.kind == UploadKind.AGENDA:
            for reference in TakesUp.objects.filter(item__meeting=meeting):
                delete_recorded(reference, by=by, reason=reason)
            remove_agenda(meeting=meeting, by=by, reason=reason)
            uploads = [upload]
        else:
            report = filing.undo_filing(report_id=upload.report_id, by=by, now=now, reason=reason)
            uploads = list(report.uploads.select_for_update(of=("self",)).filter(state=UploadState.FILED))
            if any(one.language == report.original_language for one in uploads):
                report.meeting = None
                save_recorded(report, by=by, reason=reason)
        made = any(one.made_meeting for one in uploads)
        for one in uploads:
            _take_back_from(meeting, one, by=by, reason=reason)
            one.state, one.wrote = UploadState.READ, {}
            if made:
                one.meeting, one.made_meeting = None, False
            one.save()
        if made:
            _remove_meeting(meeting, by=by, reason=reason)
        upload.refresh_from_db()
        return upload


def is_over_a_year_old(upload, *, on):
    """Whether filing offers not to follow the report's commitments on the day `on`."""
    last_day = upload.meeting.ends_on if upload.meeting_id else upload.ends_on or upload.starts_on
    return bool(last_day) and expanding.is_over_a_year_old(last_day, on=on)


def _lock(upload_id, kind):
    read = Upload.objects.select_related("network", "country", "meeting")
    upload = read.select_for_update(of=("self",)).get(pk=upload_id)
    if upload.state != UploadState.READ or upload.kind != kind:
        raise CannotFile(_("This document is not waiting to be filed."))
    return upload


def _meeting_for(upload, *, by, on):
    if upload.meeting_id:
        return upload.meeting
    try:
        meeting = make_meeting(
            network=upload.network,
            starts_on=upload.starts_on,
            ends_on=upload.ends_on,
            city=upload.city,
            country=upload.country,
            venue=upload.venue,
            by=by,
            on=on,
        )
    except CannotPlan as refusal:
        raise CannotFile(str(refusal)) from refusal
    Upload.objects.filter(pk=upload.pk).update(meeting=meeting, made_meeting=True)
    upload.meeting, upload.made_meeting = meeting, True
    return meeting


def _free_the_meeting(upload, *, by):
    """Refuse where the document's meeting has its report; one begun there in which nothing stands gives way."""
    if counterpart_with_a_meeting(upload) is not None:
        raise CannotFile(_("This meeting has its report in the other language: this document can join it."))
    if taken := report_in_the_way(upload):
        raise CannotFile(_("This meeting has a report in this language already: %(report)s.") % {"report": taken})
    if upload.meeting_id:
        for empty in Report.objects.filter(meeting=upload.meeting_id):
            discard_draft(report_id=empty.pk, by=by)


def _write_attendance(upload, meeting, *, by):
    present = Delegation.objects.filter(code__in=upload.participants).order_by("code")
    if not upload.made_meeting:
        fresh = present.exclude(attendances__meeting=meeting)
        upload.wrote = {"present": codes} if (codes := [one.code for one in fresh]) else {}
    record_attendance(meeting=meeting, delegations=present, by=by)


def _take_back_from(meeting, upload, *, by, reason):
    """What a filing wrote on a meeting that was there."""
    if codes := upload.wrote.get("present"):
        take_out_attendance(meeting=meeting, delegations=list(Delegation.objects.filter(code__in=codes)), by=by)
    if upload.wrote.get("announced"):
        set_fields(meeting, {"is_public": False}, by=by, reason=reason)


def _plan(entry, known):
    return ItemPlan(
        title=entry["title"],
        day=entry["day"],
        starts_at=_time(entry["starts_at"]),
        ends_at=_time(entry["ends_at"]),
        kind=entry["kind"],
        notes="\n\n".join(entry["notes"]),
        leads=[known.get(code, code) for code in entry["leads"]],
        children=[
            ItemPlan(
                title=child["title"],
                day=entry["day"],
                notes="\n\n".join(child["notes"]),
                leads=[known.get(code, code) for code in child["leads"]],
            )
            for child in entry["children"]
        ],
    )


def _take_up(items, entries, *, by):
    bodies = {one.slug: one for one in Network.objects.all()}
    for item, entry in zip(items, entries, strict=True):
        for reference in entry["takes_up"]:
            on = reference["on"]
            row = TakesUp(
                item=item,
                phrase=reference["phrase"],
                network=bodies.get(reference["network"]),
                on=datetime.date.fromisoformat(on) if on else None,
                city=(reference["city"] or "")[:120],
                number=(reference["number"] or "")[:16],
            )
            row.agreement = named_point(row)
            save_recorded(row, by=by)


def _time(text):
    return datetime.time.fromisoformat(text) if text else None


def _remove_meeting(meeting, *, by, reason):
    hanging = Report.objects.filter(meeting=meeting).exists() or Upload.objects.filter(meeting=meeting).exists()
    if not (hanging or meeting.agenda_items.exists() or meeting.documents.exists()):
        remove_meeting(meeting_id=meeting.pk, by=by, reason=reason)
