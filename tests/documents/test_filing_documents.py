"""A reviewed document becomes part of the record in one go, and can be taken back."""

import datetime

import pytest

from actions.models import Agreement, Commitment, Report, ReportVersion
from actions.services.editing import start_report, write_agreement
from documents.services.filing import (
    CannotFile,
    CannotUndo,
    file_agenda,
    is_over_a_year_old,
    undo_upload,
)
from documents.services.headings import write_heading
from documents.services.matching import counterpart_of
from meetings.models import AgendaItem, Attendance, Meeting
from networks.models import Delegation, Network
from tests.documents.conftest import DUE, TODAY, only_action
from tests.factories import AgreementFactory, AttendanceFactory, MeetingDocumentFactory, MeetingFactory, ReportFactory

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 3, 10)
LATER = datetime.date(2026, 4, 1)


def test_filing_makes_the_meeting_and_freezes_the_report(brought_in, file, staff, report_en):
    upload = brought_in(report_en)
    action = only_action(upload, staff)

    filed = file(upload)

    meeting = filed.meeting
    assert (meeting.network.slug, meeting.city, meeting.country.code) == ("consular-protection", "Antigua", "GT")
    assert (meeting.starts_on, meeting.ends_on, meeting.state) == (DAY, DAY, "held")
    assert sorted(meeting.attendances.values_list("delegation__code", flat=True)) == ["CR", "GT", "HN", "MX"]
    report = filed.report
    assert (filed.state, filed.made_meeting, report.state, report.reference) == ("filed", True, "adopted", "CP/2026-03")
    assert [one.reference for one in report.agreements.order_by("sort_key")] == [
        "CP/2026-03/1",
        "CP/2026-03/2",
        "CP/2026-03/3",
    ]
    action.refresh_from_db()
    assert action.confirmed
    shares = Commitment.objects.filter(action=action).order_by("delegation__code")
    present = {"CR", "GT", "HN", "MX"}
    assert [(share.delegation.code, share.status, share.due_on) for share in shares] == [
        (code, "open" if code in present else "to_confirm", DUE)
        for code in ["BZ", "CA", "CR", "DO", "GT", "HN", "MX", "NI", "PA", "SV", "US"]
    ]


def test_filing_takes_the_meeting_that_was_offered(brought_in, file, report_en, conference):
    meeting = MeetingFactory(
        network=Network.objects.get(slug="consular-protection"), starts_on=datetime.date(2026, 3, 11), city="Antigua"
    )

    filed = file(brought_in(report_en), publish=True)

    assert (Meeting.objects.count(), filed.meeting, filed.made_meeting) == (1, meeting, False)
    assert (filed.report.state, filed.report.adopted_on, filed.report.published_on) == (
        "published",
        datetime.date(2026, 3, 11),
        TODAY,
    )


@pytest.mark.parametrize(
    ("heading", "why"),
    [
        ({"network_id": None}, "which body met"),
        ({"starts_on": None}, "on which day"),
        ({"starts_on": LATER, "ends_on": LATER}, "can be filed from that day on"),
    ],
)
def test_a_heading_that_is_not_whole_files_nothing(brought_in, file, report_en, heading, why):
    upload = brought_in(report_en)
    write_heading(upload_id=upload.pk, **heading)

    with pytest.raises(CannotFile, match=why):
        file(upload)

    upload.refresh_from_db()
    assert (upload.state, upload.report.state, upload.meeting) == ("read", "draft", None)
    assert (Meeting.objects.count(), Attendance.objects.count(), ReportVersion.objects.count()) == (0, 0, 0)


def test_a_number_that_stands_twice_files_nothing(brought_in, file, staff, report_en):
    upload = brought_in(report_en)
    write_agreement(agreement_id=upload.report.agreements.get(label="3").pk, by=staff, label="2")

    with pytest.raises(CannotFile, match="stands twice"):
        file(upload)

    assert (Meeting.objects.count(), Agreement.objects.exclude(reference=None).count()) == (0, 0)


def test_a_second_report_of_a_meeting_in_the_same_language_is_refused(brought_in, file, report_en):
    file(brought_in(report_en))
    again = brought_in(report_en + b"\n4. To thank all delegations.\n", "other.txt")

    with pytest.raises(CannotFile, match=r"has a report in this language already: CP/2026-03\."):
        file(again)


def test_nothing_is_filed_twice(brought_in, file, report_en):
    upload = brought_in(report_en)
    file(upload)

    with pytest.raises(CannotFile, match="not waiting to be filed"):
        file(upload)


@pytest.mark.parametrize(("day", "old"), [((2027, 3, 10), False), ((2027, 3, 11), True)])
def test_over_a_year_old_is_counted_from_the_last_day(brought_in, report_en, day, old):
    assert is_over_a_year_old(brought_in(report_en), on=datetime.date(*day)) is old


def test_an_undone_filing_takes_its_meeting_along(brought_in, file, staff, now, report_en):
    upload = brought_in(report_en)
    file(upload)

    undone = undo_upload(upload_id=upload.pk, by=staff, now=now, reason="The wrong year")

    assert (undone.state, undone.meeting, undone.made_meeting) == ("read", None, False)
    assert (undone.report.state, undone.report.meeting, undone.report.reference) == ("draft", None, None)
    assert (Meeting.objects.count(), Attendance.objects.count(), Commitment.objects.count()) == (0, 0, 0)
    assert Meeting.history.filter(history_type="-").get().history_change_reason == "The wrong year"
    assert file(undone).report.reference == "CP/2026-03"


def test_an_undone_filing_leaves_its_meeting_where_documents_are_with_it(brought_in, file, staff, now, report_en):
    upload = file(brought_in(report_en))
    annex = MeetingDocumentFactory(meeting=upload.meeting)

    undone = undo_upload(upload_id=upload.pk, by=staff, now=now, reason="The wrong year")

    annex.refresh_from_db()
    assert (undone.meeting, undone.report.meeting, Meeting.objects.get()) == (None, None, annex.meeting)


def test_an_undone_filing_leaves_a_meeting_that_was_there(brought_in, file, staff, now, report_en, conference):
    meeting = MeetingFactory(
        network=Network.objects.get(slug="consular-protection"), starts_on=datetime.date(2026, 3, 10), city="Antigua"
    )
    upload = brought_in(report_en)
    file(upload)

    undone = undo_upload(upload_id=upload.pk, by=staff, now=now, reason="The wrong text")

    assert (undone.state, undone.meeting, undone.report.meeting) == ("read", meeting, None)
    assert file(undone).meeting == meeting


def test_what_a_filing_wrote_on_a_meeting_that_was_there_goes_with_it(
    brought_in, file, staff, now, report_en, conference
):
    network = Network.objects.get(slug="consular-protection")
    meeting = MeetingFactory(network=network, starts_on=DAY, city="Antigua")
    AttendanceFactory(meeting=meeting, delegation=Delegation.objects.get(code="GT"))
    upload = brought_in(report_en)
    write_heading(upload_id=upload.pk, participants=["BZ", "GT", "HN"])
    file(upload)

    undo_upload(upload_id=upload.pk, by=staff, now=now, reason="The wrong list of those present.")
    assert list(meeting.attendances.values_list("delegation__code", flat=True)) == ["GT"]

    write_heading(upload_id=upload.pk, participants=["GT", "MX"])
    file(upload)
    assert sorted(meeting.attendances.values_list("delegation__code", flat=True)) == ["GT", "MX"]


def test_an_agenda_that_announced_a_meeting_takes_that_back(brought_in, staff, now, agenda_en, conference):
    network = Network.objects.get(slug="consular-protection")
    meeting = MeetingFactory(network=network, starts_on=datetime.date(2026, 5, 12), city="Antigua", is_public=False)
    upload = brought_in(agenda_en, "agenda.txt")
    file_agenda(upload_id=upload.pk, by=staff, on=TODAY, publish=True)
    meeting.refresh_from_db()
    assert meeting.is_public

    undo_upload(upload_id=upload.pk, by=staff, now=now, reason="Another meeting.")

    meeting.refresh_from_db()
    assert (meeting.is_public, meeting.agenda_items.count()) == (False, 0)


def test_a_report_begun_in_which_nothing_stands_gives_way_to_the_document(
    brought_in, file, staff, report_en, conference
):
    network = Network.objects.get(slug="consular-protection")
    meeting = MeetingFactory(network=network, starts_on=DAY, city="Antigua")
    begun = start_report(meeting_id=meeting.pk, by=staff, language="es")
    upload = brought_in(report_en)
    assert (upload.meeting, counterpart_of(upload)) == (meeting, None)

    filed = file(upload)

    assert (list(Report.objects.all()), filed.report.meeting) == ([filed.report], meeting)
    assert [row.history_type for row in Report.history.filter(id=begun.pk)] == ["-", "+"]


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_undoing_needs_a_reason(brought_in, file, staff, now, report_en, reason):
    upload = brought_in(report_en)
    file(upload)

    with pytest.raises(CannotUndo, match="say why"):
        undo_upload(upload_id=upload.pk, by=staff, now=now, reason=reason)

    upload.refresh_from_db()
    assert upload.state == "filed"


def test_an_agenda_becomes_a_planned_meeting_with_items(brought_in, staff, agenda_en):
    upload = brought_in(agenda_en, "agenda.txt")

    filed = file_agenda(upload_id=upload.pk, by=staff, on=TODAY, publish=True)

    meeting = filed.meeting
    assert (meeting.state, meeting.starts_on, meeting.city, meeting.is_public) == (
        "planned",
        datetime.date(2026, 5, 12),
        "Antigua",
        True,
    )
    items = AgendaItem.objects.filter(meeting=meeting).order_by("position")
    assert [(f"{item.starts_at:%H:%M}", f"{item.ends_at:%H:%M}", item.kind, item.title_en) for item in items] == [
        ("09:00", "09:15", "session", "Opening words"),
        ("09:15", "10:00", "session", "Progress of the revised guide"),
        ("10:00", "10:15", "break", "Break"),
    ]
    assert [[str(lead) for lead in item.leads.all()] for item in items] == [["Guatemala"], ["Honduras", "Mexico"], []]


def test_an_agenda_of_the_past_is_of_a_meeting_held(brought_in, staff, agenda_en):
    upload = brought_in(agenda_en, "agenda.txt")

    filed = file_agenda(upload_id=upload.pk, by=staff, on=datetime.date(2026, 5, 13), publish=False)

    assert (filed.meeting.state, filed.meeting.is_public) == ("held", False)


def test_what_an_agenda_takes_up_is_bound_to_the_record(brought_in, file, staff, now, report_en, agenda_en):
    report = file(brought_in(report_en)).report
    upload = brought_in(agenda_en, "agenda.txt")
    upload.reading["agenda"][1]["takes_up"] = [
        {"network": "consular-protection", "on": "2026-03-11", "city": "Antigua", "number": "2", "phrase": "in point 2"}
    ]
    upload.save()

    meeting = file_agenda(upload_id=upload.pk, by=staff, on=TODAY, publish=False).meeting

    takes_up = meeting.agenda_items.get(title_en="Progress of the revised guide").takes_up.get()
    assert (takes_up.phrase, takes_up.agreement.reference) == ("in point 2", f"{report.reference}/2")

    undo_upload(upload_id=upload.pk, by=staff, now=now, reason="The wrong day")
    assert (AgendaItem.objects.count(), Meeting.objects.filter(pk=meeting.pk).exists()) == (0, False)
    assert AgendaItem.history.filter(history_type="-", history_user=staff).count() == 3


def test_a_second_agenda_of_a_meeting_is_refused(brought_in, staff, agenda_en):
    file_agenda(upload_id=brought_in(agenda_en, "a.txt").pk, by=staff, on=TODAY, publish=False)
    again = brought_in(agenda_en + b"\n", "b.txt")

    with pytest.raises(CannotFile, match="has an agenda already"):
        file_agenda(upload_id=again.pk, by=staff, on=TODAY, publish=False)


def test_a_report_joins_no_meeting_whose_report_waits(brought_in, file, report_en, conference):
    meeting = MeetingFactory(
        network=Network.objects.get(slug="consular-protection"), starts_on=datetime.date(2026, 3, 10), city="Antigua"
    )
    waiting = ReportFactory(meeting=meeting, original_language="es")
    AgreementFactory(report=waiting, text_en="", text_es="Agradecer a Guatemala.")

    with pytest.raises(CannotFile, match="report in the other language"):
        file(brought_in(report_en))
