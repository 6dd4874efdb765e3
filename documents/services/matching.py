"""Which meeting a document may be of, and which report may be the same one in the other language."""

import datetime

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from actions.models import Agreement, Report, ReportState
from actions.stamps import REPORT_TEXTS
from actions.words import fold
from meetings.models import Meeting, MeetingState

from ..models import Upload, UploadKind, UploadState

# Sources disagree in details: an agenda dates a meeting the 7th that the report dates the 8th.
NEARBY = datetime.timedelta(days=4)


def meetings_like(upload):
    """Meetings of the same body, in the same city, within a few days; the nearest first.

    On the very same day the city may differ, as it does in the other language ("Ciudad de México").
    """
    if not (upload.network_id and upload.starts_on):
        return []
    near = Meeting.objects.filter(
        network=upload.network_id,
        starts_on__lte=(upload.ends_on or upload.starts_on) + NEARBY,
        ends_on__gte=upload.starts_on - NEARBY,
    ).exclude(state=MeetingState.CANCELLED)
    fitting = [meeting for meeting in near.select_related("network", "report") if _same_place(meeting, upload)]
    return sorted(fitting, key=lambda meeting: abs(meeting.starts_on - upload.starts_on))


def counterpart_of(upload):
    """The report of the same meeting in another language that this document can give its texts to, or None.

    On record or still a draft, as things stand now: whichever of the two was read or filed first. Where the document's
    meeting is said, that one counts; else those like it, the nearest first. A report that says every agreement in the
    document's language, or has none, lacks nothing that a document could give, and is not offered.
    """
    if upload.kind != UploadKind.REPORT or not upload.report_id:
        return None
    nearest = counterpart_with_a_meeting(upload)
    if nearest is not None:
        return nearest
    if upload.meeting_id and _others(upload).filter(meeting=upload.meeting_id).exists():
        return None
    return next(iter(_drafts_like(upload, _lacking(upload))), None)


def counterpart_with_a_meeting(upload):
    """The same among the reports that have their meeting already, or None. upload: one of a report."""
    meetings = [upload.meeting_id] if upload.meeting_id else [meeting.pk for meeting in meetings_like(upload)]
    of_meetings = _lacking(upload).filter(meeting__in=meetings).select_related("meeting__network")
    return min(of_meetings, key=lambda report: meetings.index(report.meeting_id), default=None)


def report_in_the_way(upload):
    """The other report that a document's meeting has already, or None. A draft in which nothing stands is not one."""
    if not upload.meeting_id:
        return None
    taken = _others(upload).filter(meeting=upload.meeting_id).first()
    return None if taken is None or is_empty(taken) else taken


def is_empty(report):
    """Whether a report is a draft in which nothing stands, and never did on the record."""
    if report.state != ReportState.DRAFT or any(getattr(report, field).strip() for field in REPORT_TEXTS):
        return False
    return not (report.agreements.exists() or report.versions.exists() or report.uploads.exists())


def _others(upload):
    return Report.objects.exclude(pk=upload.report_id)


def _lacking(upload):
    """The other reports, of another language, with an agreement without its text in the document's."""
    untold = Agreement.objects.filter(report=OuterRef("pk"), **{f"text_{upload.language}": ""})
    return _others(upload).filter(Exists(untold)).exclude(original_language=upload.language)


def _drafts_like(upload, reports):
    """The drafts among `reports` that were read from a document of the same meeting, as it seems; the nearest first."""
    place = _place(upload)
    if not (place.network_id and place.starts_on):
        return []
    waiting = (
        Upload.objects.alias(
            body=Coalesce("meeting__network", "network"), day=Coalesce("meeting__starts_on", "starts_on")
        )
        .filter(
            state=UploadState.READ,
            kind=UploadKind.REPORT,
            report__in=reports.filter(state=ReportState.DRAFT, meeting=None),
            body=place.network_id,
            day__range=(place.starts_on - NEARBY, place.starts_on + NEARBY),
        )
        .select_related("report", "meeting")
        .defer("lines", "reading")
    )
    if upload.meeting_id:
        waiting = waiting.filter(Q(meeting=None) | Q(meeting=upload.meeting_id))
    fitting = [other for other in waiting if _same_place(_place(other), place)]
    fitting.sort(key=lambda other: abs(_place(other).starts_on - place.starts_on))
    return [other.report for other in fitting]


def _place(upload):
    """Where it is said which body met, when and in which city: its meeting, else its own heading."""
    return upload.meeting if upload.meeting_id else upload


def _same_place(one, other):
    return one.starts_on == other.starts_on or not one.city or not other.city or fold(one.city) == fold(other.city)
