"""Two documents of one meeting, each in its language, become one report: in whichever order they come."""

import datetime

import pytest

from actions.models import Agreement, Report
from actions.services.assigning import add_action, write_action
from actions.services.editing import CannotEdit, write_agreement, write_report
from actions.services.translating import CannotTranslate
from documents.models import Upload
from documents.services.bringing_in import CannotDiscard, discard
from documents.services.filing import CannotFile, CannotUndo, join_other_language, undo_joining, undo_upload
from documents.services.headings import write_heading
from documents.services.matching import counterpart_of
from documents.services.pairing import pair
from documents.services.reading import read_upload
from meetings.models import Meeting
from networks.models import Network
from networks.reasons import in_reader_language
from tests.documents.conftest import only_action
from tests.factories import MeetingFactory

pytestmark = pytest.mark.django_db


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
    assert [(number, in_reader_language(reason)) for number, reason in versions] == [
        (1, ""),
        (2, "Text in the other language"),
    ]
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


@pytest.mark.parametrize("filed", [False, True], ids=["draft", "filed"])
def test_what_a_document_gave_is_taken_back_and_it_is_read_anew(
    brought_in, file, staff, now, report_en, report_es, filed
):
    english, spanish = brought_in(report_en), brought_in(report_es, "informe.txt")
    report = english.report
    if filed:
        file(english)
    join_other_language(upload_id=spanish.pk, report_id=report.pk, by=staff, now=now)
    corrected = report.agreements.order_by("position")[0]
    if not filed:
        write_agreement(agreement_id=corrected.pk, by=staff, text_es="Agradecer a Guatemala.")

    undo_joining(upload_id=spanish.pk, by=staff, now=now, reason="Of another meeting.")

    kept = "" if filed else "Agradecer a Guatemala."
    report.refresh_from_db()
    texts = list(report.agreements.order_by("position").values_list("text_es", flat=True))
    assert (texts, report.heading_es, report.preamble_es) == ([kept, "", ""], "", "")
    assert report.agreements.exclude(text_en="").count() == 3
    words = set(report.agreements.filter(words__contains="agradecer").values_list("pk", flat=True))
    assert words == set()
    reasons = [in_reader_language(reason) for reason in report.versions.values_list("reason", flat=True)]
    assert reasons == (["", "Text in the other language", "Of another meeting."] if filed else [])
    assert read_upload(upload_id=spanish.pk, now=now)
    spanish.refresh_from_db()
    assert (spanish.state, spanish.has_joined, counterpart_of(spanish)) == ("read", False, report)
    with pytest.raises(CannotUndo, match="has joined no report"):
        undo_joining(upload_id=spanish.pk, by=staff, now=now, reason="Again.")


def test_a_document_stays_while_another_hangs_on_its_draft(brought_in, staff, now, report_en, report_es):
    english, spanish = brought_in(report_en), brought_in(report_es, "informe.txt")
    join_other_language(upload_id=spanish.pk, report_id=english.report.pk, by=staff, now=now)

    with pytest.raises(CannotDiscard, match="give that one up first"):
        discard(upload_id=english.pk, by=staff)

    english.refresh_from_db()
    assert (english.state, english.report.agreements.count()) == ("read", 3)


def test_what_was_on_record_is_not_given_up(brought_in, file, staff, now, report_en):
    upload = file(brought_in(report_en))
    undo_upload(upload_id=upload.pk, by=staff, now=now, reason="By mistake.")

    with pytest.raises(CannotEdit, match="was on record before"):
        discard(upload_id=upload.pk, by=staff)

    upload.refresh_from_db()
    assert (upload.state, upload.report.versions.count()) == ("read", 1)
