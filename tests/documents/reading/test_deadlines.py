"""Deadlines as reports print them, in both languages."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.reading.deadlines import find_deadlines
from documents.reading.meeting_context import MeetingContext
from documents.reading.parsed import Deadline
from tests.documents.reading.names import CONFERENCE

MEETING = MeetingContext(
    network="consular-protection",
    starts_on=datetime.date(2016, 6, 7),
    ends_on=datetime.date(2016, 6, 8),
)


def find(text, language, meeting=MEETING):
    return find_deadlines(text, language=language, vocabulary=CONFERENCE, meeting=meeting)


def day(iso):
    return {"kind": "date", "on": datetime.date.fromisoformat(iso)}


def period(amount, unit, iso):
    return {"kind": "period", "amount": amount, "unit": unit, "on": datetime.date.fromisoformat(iso) if iso else None}


def event(body, offset=0, month=None):
    return {"kind": "event", "body": body, "offset_days": offset, "month": month}


# The whole text is the phrase.
ENGLISH = [
    ("by January 30th, 2017, at the latest", day("2017-01-30")),
    ("no later than Friday, 3 March 2017", day("2017-03-03")),
    ("not later than 3 March, 2017", day("2017-03-03")),
    ("before 15 January 2018", day("2018-01-15")),
    ("on or before the 1st of July", day("2016-07-01")),
    ("until 30 September 2016", day("2016-09-30")),
    ("on Thursday, June 9, 2016", day("2016-06-09")),
    ("by 2016-09-05", day("2016-09-05")),
    ("by 05/09/2016", day("2016-09-05")),
    ("between 3 and 7 October", day("2016-10-07")),
    ("between 28 November and 2 December 2016", day("2016-12-02")),
    ("from 28 December 2016 to 3 January 2017", day("2017-01-03")),
    ("by 15 January", day("2017-01-15")),
    ("by 8 June", day("2016-06-08")),
    ("at the meeting of the RCGM on Thursday, June 9, 2016", day("2016-06-09")),
    ("at the RCGM on June 9", day("2016-06-09")),
    ("by the end of June 2018", day("2018-06-30")),
    ("at the end of February 2020", day("2020-02-29")),
    ("by May 2017", day("2017-05-31")),
    ("in August", day("2016-08-31")),
    ("in mid-July 2016", day("2016-07-15")),
    ("by the second week of August", day("2016-08-14")),
    ("during the first quarter of 2018", day("2018-03-31")),
    ("in the last quarter of 2016", day("2016-12-31")),
    ("by the first half of 2017", day("2017-06-30")),
    ("by the end of the year", day("2016-12-31")),
    ("by 2018", day("2018-12-31")),
    ("within two months", period(2, "months", "2016-08-08")),
    ("within a period of two months, at the latest", period(2, "months", "2016-08-08")),
    ("within 60 days", period(60, "days", "2016-08-07")),
    ("within the next thirty (30) days", period(30, "days", "2016-07-08")),
    ("in three weeks' time", period(3, "weeks", "2016-06-29")),
    ("within a fortnight", period(2, "weeks", "2016-06-22")),
    ("within one year", period(12, "months", "2017-06-08")),
    ("within twenty-five days of this meeting", period(25, "days", "2016-07-03")),
    ("within 30 days after the meeting", period(30, "days", "2016-07-08")),
    ("within two months of the meeting, at the latest", period(2, "months", "2016-08-08")),
    ("within 30 days after the close of the meeting", period(30, "days", "2016-07-08")),
    ("in the 10 days following the meeting", period(10, "days", "2016-06-18")),
    ("before the next RCGM meeting", event("rcgm", -1)),
    ("before the RCGM", event("rcgm", -1)),
    ("prior to its next meeting", event("consular-protection", -1)),
    ("at the next meeting of the Network", event("consular-protection")),
    ("during the forthcoming meeting of the Liaison Officers Network for Consular Protection",
     event("consular-protection")),
    ("at the meeting of the Regional Consultation Group on Migration", event("rcgm")),
    ("during the next meeting of the Regional Migration Consultation Group on Migration (RCGM)", event("rcgm")),
    ("at the Vice-Ministerial Meeting in November 2016", event("vice-ministerial", 0, "2016-11")),
    ("at the next Vice-Ministerial Meeting, to be held in San José in November 2016",
     event("vice-ministerial", 0, "2016-11")),
    ("before the XXI Vice-Ministerial Meeting", event("vice-ministerial", -1)),
    ("before the meeting of the RCGM in November, 2016", event("rcgm", -1, "2016-11")),
    ("one day before the next meeting of the RCGM", event("rcgm", -1)),
    ("at least two weeks before the next meeting", event("consular-protection", -14)),
    ("10 days after the next RCGM meeting", event("rcgm", 10)),
]  # fmt: skip
SPANISH = [
    ("a más tardar el 30 de enero de 2017", day("2017-01-30")),
    ("a más tardar el viernes 3 de marzo", day("2017-03-03")),
    ("antes del 15 de enero de 2018", day("2018-01-15")),
    ("hasta el 30 de septiembre de 2016", day("2016-09-30")),
    ("el jueves 9 de junio de 2016", day("2016-06-09")),
    ("el 1º de agosto de 2016", day("2016-08-01")),
    ("el primero de agosto", day("2016-08-01")),
    ("para el 5 de setiembre del 2016", day("2016-09-05")),
    ("entre el 3 y el 7 de octubre de 2016", day("2016-10-07")),
    ("del 3 al 7 de octubre de 2016", day("2016-10-07")),
    ("en la reunión del GRCM el jueves 9 de junio de 2016", day("2016-06-09")),
    ("a finales de junio de 2018", day("2018-06-30")),
    ("para mayo de 2017", day("2017-05-31")),
    ("a mediados de julio", day("2016-07-15")),
    ("en la segunda quincena de julio", day("2016-07-31")),
    ("durante el primer trimestre de 2018", day("2018-03-31")),
    ("en el segundo semestre de 2017", day("2017-12-31")),
    ("a fin de año", day("2016-12-31")),
    ("en un plazo no mayor de sesenta días", period(60, "days", "2016-08-07")),
    ("en un plazo de dos meses, a más tardar", period(2, "months", "2016-08-08")),
    ("en un plazo máximo de treinta y cinco días", period(35, "days", "2016-07-13")),
    ("en los próximos 30 días", period(30, "days", "2016-07-08")),
    ("dentro de tres semanas", period(3, "weeks", "2016-06-29")),
    ("en el plazo de quince (15) días", period(15, "days", "2016-06-23")),
    ("dentro de los treinta días posteriores a la reunión", period(30, "days", "2016-07-08")),
    ("en un plazo de 30 días a partir de la reunión", period(30, "days", "2016-07-08")),
    ("dentro de los dos meses siguientes a la celebración de la reunión", period(2, "months", "2016-08-08")),
    ("en un plazo de 30 días contados a partir del cierre de la reunión", period(30, "days", "2016-07-08")),
    ("durante los 10 días posteriores a la reunión", period(10, "days", "2016-06-18")),
    ("antes de la próxima reunión del GRCM", event("rcgm", -1)),
    ("en la próxima reunión de la Red", event("consular-protection")),
    ("en su siguiente reunión", event("consular-protection")),
    ("en la Reunión Viceministerial de noviembre de 2016", event("vice-ministerial", 0, "2016-11")),
    ("un día antes de la próxima reunión del GRCM", event("rcgm", -1)),
    ("dos semanas antes de la próxima reunión", event("consular-protection", -14)),
    ("con dos semanas de antelación a la próxima reunión del GRCM", event("rcgm", -14)),
    ("durante la próxima Reunión del Grupo Regional de Consulta sobre Migración (GRCM)", event("rcgm")),
]


@pytest.mark.parametrize(
    ("language", "phrase", "expected"),
    [("en", *row) for row in ENGLISH] + [("es", *row) for row in SPANISH],
)
def test_a_deadline_and_its_phrase(language, phrase, expected):
    before, after = ("Belize will send it ", ".") if language == "en" else ("Belice lo enviará ", ".")

    assert find(before + phrase + after, language) == [
        (Deadline(**expected, phrase=phrase), len(before), len(before) + len(phrase))
    ]


NOT_DEADLINES = [
    ("en", "the workshop held in Antigua on 5 May 2016"),
    ("en", "a workshop that took place on 9 June 2016"),
    ("en", "the forum, to be held in South Korea on October 25-27, 2016"),
    ("en", "the reports for May to October 2014"),
    ("en", "inputs for the workshop on 5 September 2016"),
    ("en", "Resolution 1540 (2004)"),
    ("en", "the Programme 2014 – 2020"),
    ("en", "the budget for 2017"),
    ("en", "a protocol developed in 2015"),
    ("en", "a memorandum signed in December, 2011"),
    ("en", "the letter of 12 September 2016"),
    ("en", "since 9 June 2016"),
    ("en", "during the last meeting of the RCGM"),
    ("en", "at the meeting of the Network"),
    ("en", "at the meeting of the RCGM held in Managua on 5 May 2016"),
    ("en", "the agenda of the RCGM"),
    ("en", "as soon as possible"),
    ("en", "countries may 30 times ask"),
    ("en", "in the two days of the meeting"),
    ("es", "el taller celebrado en Antigua el 5 de mayo de 2016"),
    ("es", "un foro que se realizará en Corea del Sur el 25 de octubre de 2016"),
    ("es", "los informes de mayo a octubre de 2014"),
    ("es", "la Resolución 1540 (2004)"),
    ("es", "el presupuesto 2017"),
    ("es", "la nota de fecha 12 de septiembre de 2016"),
    ("es", "desde el 9 de junio de 2016"),
    ("es", "en la pasada reunión del GRCM"),
    ("es", "en la reunión de la Red"),
    ("es", "lo antes posible"),
    ("es", "durante los dos días de la reunión"),
]


@pytest.mark.parametrize(("language", "text"), NOT_DEADLINES)
def test_what_is_past_reported_on_or_only_described_is_no_deadline(language, text):
    assert find(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "phrase"),
    [("en", "within 60 days of receiving it", "within 60 days"),
     ("en", "within 60 days of the meeting of the RCGM", "within 60 days"),
     ("en", "within 60 days of the meeting on migration", "within 60 days"),
     ("en", "within 60 days after the meeting, to be held in Belmopan", "within 60 days"),
     ("en", "a meeting of experts, and the report within 60 days after the meeting", "within 60 days"),
     ("es", "dentro de los 60 días siguientes a la recepción", "dentro de los 60 días siguientes"),
     ("es", "en un plazo de 60 días después de la reunión del GRCM", "en un plazo de 60 días"),
     ("es", "dentro de los 60 días posteriores a la reunión a celebrarse en Belmopán",
      "dentro de los 60 días posteriores"),
     ("es", "una reunión de expertos, y el informe dentro de los 60 días posteriores a la reunión",
      "dentro de los 60 días")],
)  # fmt: skip
def test_a_period_that_does_not_count_from_the_meeting_has_no_day(language, text, phrase):
    start = text.index(phrase)

    assert find(text, language) == [(Deadline(**period(60, "days", None), phrase=phrase), start, start + len(phrase))]


@pytest.mark.parametrize(
    ("language", "text", "phrase"),
    [
        ("en", "within 60 days of the meeting to the TS", "within 60 days of the meeting"),
        ("es", "dentro de los 60 días siguientes a la reunión a la SPT",
         "dentro de los 60 días siguientes a la reunión"),
        ("es", "dentro de los 60 días siguientes a esta reunión a la SPT",
         "dentro de los 60 días siguientes a esta reunión"),
    ],
)  # fmt: skip
def test_a_period_counts_from_the_meeting_though_the_sentence_goes_on(language, text, phrase):
    assert find(text, language) == [(Deadline(**period(60, "days", "2016-08-07"), phrase=phrase), 0, len(phrase))]


def test_without_a_meeting_only_what_is_printed_is_known():
    assert find("by 5 June, within ten days and by 5 June 2016", "en", MeetingContext()) == [
        (Deadline(kind="date", phrase="by 5 June"), 0, 9),
        (Deadline(kind="period", amount=10, unit="days", phrase="within ten days"), 11, 26),
        (Deadline(**day("2016-06-05"), phrase="by 5 June 2016"), 31, 45),
    ]


def test_the_phrase_is_as_written_across_lines_and_ligatures():
    text = "by  the end\n  of June\u00a02018"

    assert find(text, "en") == [(Deadline(**day("2018-06-30"), phrase=text), 0, len(text))]


PIECES = st.sampled_from([word for row in ENGLISH + SPANISH for word in row[0].split()])


@settings(max_examples=300)
@given(
    text=st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=25).map(" ".join)),
    language=st.sampled_from(["en", "es"]),
    meeting=st.sampled_from([MEETING, MeetingContext()]),
)
def test_any_text_is_read_and_every_phrase_stands_where_it_is_said_to(text, language, meeting):
    position = 0
    for deadline, start, end in find(text, language, meeting):
        assert position <= start < end <= len(text)
        assert deadline.phrase == text[start:end].strip() != ""
        position = end
