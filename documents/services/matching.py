"""Which meeting a document may be of, and which report may be the same one in the other language."""

import datetime

from actions.models import Report, ReportState
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
    """The report of the same meeting in another language, on record or still a draft; None where there is none."""
    if upload.kind != UploadKind.REPORT or not upload.report_id:
        return None
    if upload.meeting_id:
        reports = Report.objects.filter(meeting=upload.meeting_id)
        return reports.exclude(original_language=upload.language).exclude(pk=upload.report_id).first()
    if not (upload.network_id and upload.starts_on):
        return None
    drafts = Upload.objects.filter(
        state=UploadState.READ,
        kind=UploadKind.REPORT,
        network=upload.network_id,
        starts_on__range=(upload.starts_on - NEARBY, upload.starts_on + NEARBY),
        report__state=ReportState.DRAFT,
    ).exclude(language=upload.language)
    fitting = [other for other in drafts.select_related("report") if _same_place(other, upload)]
    return fitting[0].report if fitting and fitting[0].report_id != upload.report_id else None


def _same_place(one, other):
    return one.starts_on == other.starts_on or not one.city or not other.city or fold(one.city) == fold(other.city)
