"""A reviewed document becomes part of the record in one go, joins its other language, and can be taken back."""

import datetime

import pytest

from actions.models import Action, Agreement, Commitment, Report, ReportVersion
from actions.services.assigning import add_action, write_action
from actions.services.editing import write_agreement, write_report
from actions.services.translating import CannotTranslate
from documents.models import Upload
from documents.services.bringing_in import bring_in
from documents.services.filing import (
    CannotFile,
    CannotUndo,
    file_agenda,
    file_upload,
    is_over_a_year_old,
    join_other_language,
    undo_upload,
)
from documents.services.headings import write_heading
from documents.services.matching import counterpart_of
from documents.services.pairing import pair
from documents.services.reading import read_upload
from meetings.models import AgendaItem, Attendance, Meeting
from networks.models import Network
from tests.factories import MeetingFactory, ReportFactory

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 3, 20)
DAY = datetime.date(2026, 3, 10)
LATER = datetime.date(2026, 4, 1)
DUE = datetime.date(2026, 4, 30)


@pytest.fixture
def brought_in(staff, now, conference):
    def bring(content, name="report.txt"):
        upload = bring_in(content=content, name=name, by=staff, now=now)
        read_upload(upload_id=upload.pk, now=now)
        return Upload.objects.get(pk=upload.pk)

    return bring


@pytest.fixture
def file(staff, now):
    def file(upload, **changes):
        how = {"by": staff, "on": TODAY, "now": now, "publish": False, "followed": True} | changes
        return file_upload(upload_id=upload.pk, **how)

    return file


def only_action(upload, staff, label="2"):
    """The report's actions, and in their place one: all members send comments by the end of April."""
    agreement = upload.report.agreements.get(label=label)
    for action in Action.objects.filter(agreement__report=upload.report):
        action.owners.all().delete()
        action.delete()
    return add_action(
        agreement_id=agreement.pk,
        by=staff,
        what_en="send comments",
        owners=["MEMBERS"],
        deadline_kind="date",
        deadline_on=DUE,
        confirmed=False,
    )


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


def test_the_other_language_joins_the_report_on_record(brought_in, file, staff, now, report_en, report_es):
    filed = file(brought_in(report_en))
    spanish = brought_in(report_es, "informe.txt")
    assert (spanish.meeting, counterpart_of(spanish)) == (filed.meeting, filed.report)

    joined = join_other_language(upload_id=spanish.pk, report_id=filed.report.pk, by=staff, now=now)

    assert joined == 3
    spanish.refresh_from_db()
    assert (spanish.state, spanish.report, spanish.meeting) == ("filed", filed.report, filed.meeting)
    assert Report.objects.count() == 1
    agreements = Agreement.objects.order_by("sort_key")
    assert [(one.reference, one.text_es) for one in agreements] == [
        ("CP/2026-03/1", "Agradecer a Guatemala por ser sede de la reunión."),
        (
            "CP/2026-03/2",
            "Honduras enviará una guía revisada a la Secretaría Técnica a más tardar el 30 de abril de 2026.",
        ),
        ("CP/2026-03/3", "Tomar nota del calendario presentado por la Secretaría Técnica."),
    ]
    assert "agradecer a guatemala" in agreements[0].words
    versions = list(filed.report.versions.values_list("number", "reason"))
    assert versions == [(1, ""), (2, "Text in the other language")]
    again = brought_in(report_es + b"\n", "informe2.txt")
    with pytest.raises(CannotTranslate):
        join_other_language(upload_id=again.pk, report_id=filed.report.pk, by=staff, now=now)


def test_the_other_language_joins_a_draft_and_both_are_filed_together(
    brought_in, file, staff, now, report_en, report_es
):
    english = brought_in(report_en)
    spanish = brought_in(report_es, "informe.txt")
    assert counterpart_of(spanish) == english.report

    join_other_language(upload_id=spanish.pk, report_id=english.report.pk, by=staff, now=now)

    spanish.refresh_from_db()
    assert (spanish.state, spanish.report, counterpart_of(spanish)) == ("read", english.report, None)
    file(english)
    spanish.refresh_from_db()
    assert (spanish.state, spanish.meeting) == ("filed", Meeting.objects.get())


@pytest.mark.parametrize("first", ["english", "spanish"], ids=["english_read_first", "spanish_read_first"])
@pytest.mark.parametrize("filed", ["english", "spanish"], ids=["english_filed", "spanish_filed"])
@pytest.mark.parametrize("when", ["before", "after"], ids=["other_read_before", "other_read_after"])
def test_whichever_is_read_or_filed_first_the_other_joins_it(
    brought_in, file, staff, now, report_en, report_es, first, filed, when
):
    documents = {"english": report_en, "spanish": report_es}
    order = sorted(documents, key=lambda language: language != (first if when == "before" else filed))
    uploads = {order[0]: brought_in(documents[order[0]], f"{order[0]}.txt")}
    if when == "before":
        uploads[order[1]] = brought_in(documents[order[1]], f"{order[1]}.txt")
    report = file(uploads[filed], publish=True).report
    (other_language,) = set(documents) - {filed}
    other = uploads.get(other_language) or brought_in(documents[other_language], f"{other_language}.txt")
    other.refresh_from_db()

    assert (report.reference, counterpart_of(other)) == ("CP/2026-03", report)
    with pytest.raises(CannotFile, match="has its report in the other language: this document can join it"):
        file(other)
    assert join_other_language(upload_id=other.pk, report_id=report.pk, by=staff, now=now) == 3

    other.refresh_from_db()
    assert (other.state, other.report, other.meeting) == ("filed", report, Meeting.objects.get())
    assert Report.objects.get() == report
    agreements = Agreement.objects.order_by("sort_key")
    assert [(one.reference, bool(one.text_en), bool(one.text_es)) for one in agreements] == [
        ("CP/2026-03/1", True, True),
        ("CP/2026-03/2", True, True),
        ("CP/2026-03/3", True, True),
    ]


def test_a_report_complete_in_both_languages_is_not_offered_again(brought_in, file, staff, now, report_en, report_es):
    english, spanish = brought_in(report_en), brought_in(report_es, "informe.txt")
    again = brought_in(report_es + b"\n", "informe2.txt")
    join_other_language(upload_id=spanish.pk, report_id=english.report.pk, by=staff, now=now)
    assert counterpart_of(again) is None

    filed = file(english)

    assert counterpart_of(again) is None
    write_heading(upload_id=again.pk, meeting_id=filed.meeting.pk)
    again.refresh_from_db()
    assert counterpart_of(again) is None
    with pytest.raises(CannotFile, match=r"has a report in this language already: CP/2026-03\."):
        file(again)


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ({"starts_on": datetime.date(2026, 3, 14), "ends_on": datetime.date(2026, 3, 14)}, True),
        ({"starts_on": datetime.date(2026, 3, 15), "ends_on": datetime.date(2026, 3, 15)}, False),
        ({"city": "La Antigua"}, True),
        ({"starts_on": datetime.date(2026, 3, 11), "ends_on": datetime.date(2026, 3, 11), "city": "Panamá"}, False),
        ({"network_id": None}, False),
    ],
    ids=["four_days", "five_days", "same_day_other_name", "other_day_other_city", "no_body"],
)
@pytest.mark.parametrize("filed", [False, True], ids=["draft", "filed"])
def test_the_report_of_another_meeting_is_not_offered(brought_in, file, report_en, report_es, heading, found, filed):
    english, spanish = brought_in(report_en), brought_in(report_es, "informe.txt")
    write_heading(upload_id=spanish.pk, **heading)
    spanish.refresh_from_db()
    if filed:
        file(english)

    assert counterpart_of(spanish) == (english.report if found else None)


def test_a_meeting_that_is_said_counts_before_those_like_it(brought_in, file, report_en, report_es):
    english, spanish = brought_in(report_en), brought_in(report_es, "informe.txt")
    of_the_day_after = MeetingFactory(
        network=Network.objects.get(slug="consular-protection"), starts_on=datetime.date(2026, 3, 11), city="Antigua"
    )
    write_heading(upload_id=spanish.pk, meeting_id=of_the_day_after.pk)
    spanish.refresh_from_db()
    assert counterpart_of(spanish) == english.report
    file(english)

    assert counterpart_of(spanish) is None
    assert file(spanish).report.reference == "CP/2026-03b"


def test_two_drafts_of_one_meeting_on_record_find_each_other(brought_in, report_en, report_es, conference):
    MeetingFactory(
        network=Network.objects.get(slug="consular-protection"), starts_on=datetime.date(2026, 3, 9), city="Antigua"
    )

    english, spanish = brought_in(report_en), brought_in(report_es, "informe.txt")

    assert (counterpart_of(english), counterpart_of(spanish)) == (spanish.report, english.report)


def test_a_draft_in_both_languages_joins_with_its_documents(brought_in, file, staff, now, report_en, report_es):
    english, spanish = brought_in(report_en), brought_in(report_es, "informe.txt")
    filed = brought_in(report_es + b"\n", "informe2.txt")
    join_other_language(upload_id=spanish.pk, report_id=english.report.pk, by=staff, now=now)
    report = file(filed).report
    assert counterpart_of(english) == report

    assert join_other_language(upload_id=english.pk, report_id=report.pk, by=staff, now=now) == 3

    assert Report.objects.get() == report
    assert set(Upload.objects.values_list("state", "report", "meeting")) == {("filed", report.pk, report.meeting_id)}


def test_a_text_that_stands_already_stays(brought_in, file, staff, now, report_en, report_es):
    english = brought_in(report_en)
    first = english.report.agreements.get(label="1")
    write_agreement(agreement_id=first.pk, by=staff, text_es="Gracias a Guatemala.")
    write_report(report_id=english.report.pk, by=staff, preamble_es="La Red se reunió.")
    file(english)
    spanish = brought_in(report_es, "informe.txt")

    assert join_other_language(upload_id=spanish.pk, report_id=english.report.pk, by=staff, now=now) == 2

    first.refresh_from_db()
    assert first.text_es == "Gracias a Guatemala."
    assert Report.objects.get().preamble_es == "La Red se reunió."


def test_the_same_language_does_not_join(brought_in, file, staff, now, report_en):
    filed = file(brought_in(report_en))
    again = brought_in(report_en + b"\n", "again.txt")

    with pytest.raises(CannotFile, match="same language"):
        join_other_language(upload_id=again.pk, report_id=filed.report.pk, by=staff, now=now)


def test_where_two_languages_differ_is_said_by_number(brought_in, staff, report_en, report_es):
    english, spanish = brought_in(report_en), brought_in(report_es, "informe.txt")
    mine = only_action(spanish, staff)
    only_action(english, staff)
    write_action(action_id=mine.pk, by=staff, deadline_kind="none", owners=["HN"])
    write_agreement(agreement_id=spanish.report.agreements.get(label="3").pk, by=staff, label="4")
    add_action(agreement_id=spanish.report.agreements.get(label="1").pk, by=staff)

    pairing = pair(spanish.report, english.report)

    assert [(mine.label, other.label) for mine, other in pairing.pairs] == [("1", "1"), ("2", "2")]
    assert [(mismatch.agreement and mismatch.agreement.label, mismatch.message) for mismatch in pairing.mismatches] == [
        ("1", "Point 1: 1 action here, 0 in the report it joins."),
        ("2", "Point 2: the deadlines differ."),
        ("2", "Point 2: those responsible differ."),
        ("4", "Point 4 is not in the report it joins: its text goes nowhere."),
        (None, "Point 3 of the report it joins is not in this document."),
    ]


def test_paired_actions_gain_their_words(brought_in, staff, now, report_en, report_es):
    english, spanish = brought_in(report_en), brought_in(report_es, "informe.txt")
    theirs = only_action(english, staff)
    mine = only_action(spanish, staff)
    write_action(action_id=mine.pk, by=staff, what_en="", what_es="enviar comentarios", phrase_es="a finales de abril")

    join_other_language(upload_id=spanish.pk, report_id=english.report.pk, by=staff, now=now)

    theirs.refresh_from_db()
    assert (theirs.what_en, theirs.what_es, theirs.phrase_es) == (
        "send comments",
        "enviar comentarios",
        "a finales de abril",
    )


def test_an_undone_filing_takes_its_meeting_along(brought_in, file, staff, now, report_en):
    upload = brought_in(report_en)
    file(upload)

    undone = undo_upload(upload_id=upload.pk, by=staff, now=now, reason="The wrong year")

    assert (undone.state, undone.meeting, undone.made_meeting) == ("read", None, False)
    assert (undone.report.state, undone.report.meeting, undone.report.reference) == ("draft", None, None)
    assert (Meeting.objects.count(), Attendance.objects.count(), Commitment.objects.count()) == (0, 0, 0)
    assert Meeting.history.filter(history_type="-").get().history_change_reason == "The wrong year"
    assert file(undone).report.reference == "CP/2026-03"


def test_an_undone_filing_leaves_a_meeting_that_was_there(brought_in, file, staff, now, report_en, conference):
    meeting = MeetingFactory(
        network=Network.objects.get(slug="consular-protection"), starts_on=datetime.date(2026, 3, 10), city="Antigua"
    )
    upload = brought_in(report_en)
    file(upload)

    undone = undo_upload(upload_id=upload.pk, by=staff, now=now, reason="The wrong text")

    assert (undone.state, undone.meeting, undone.report.meeting) == ("read", meeting, None)
    assert file(undone).meeting == meeting


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
    ReportFactory(meeting=meeting, original_language="es")

    with pytest.raises(CannotFile, match="report in the other language"):
        file(brought_in(report_en))
