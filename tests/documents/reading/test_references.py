"""Explicit mentions of earlier meetings and of points of their reports."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.reading.meeting_context import MeetingContext
from documents.reading.parsed import Reference
from documents.reading.references import agenda_references
from tests.documents.reading.names import CONFERENCE

MEETING = MeetingContext(
    network="consular-protection", starts_on=datetime.date(2016, 11, 15), ends_on=datetime.date(2016, 11, 15)
)


def find(text, language):
    return agenda_references(text, language=language, vocabulary=CONFERENCE, meeting=MEETING)


JUNE = datetime.date(2016, 6, 3)
REFERENCES = [
    (
        "en",
        "{During the meeting of the Network held in Antigua on June 3, 2016, in point 6 of the Network's report}, it",
        Reference("consular-protection", JUNE, "Antigua", "6"),
    ),
    (
        "en",
        "{During the last meeting of this network, held in Antigua, 3 June 2016}, it was agreed",
        Reference("consular-protection", JUNE, "Antigua"),
    ),
    (
        "en",
        "In follow-up to {point 4 of the report of the meeting of the Network of 3 June 2016}.",
        Reference("consular-protection", JUNE, None, "4"),
    ),
    (
        "en",
        "{As agreed at the RCGM meeting held in Mexico City, Mexico, on 3-4 June 2016, point 8.b}.",
        Reference("rcgm", JUNE, "Mexico City", "8.b"),
    ),
    (
        "en",
        "Pursuant to {agreement 3 of the XX Vice-Ministerial Meeting (Antigua, November 2015)}, it",
        Reference("vice-ministerial", None, "Antigua", "3"),
    ),
    (
        "en",
        "{as agreed during the XX Vice-Ministerial Meeting held in Antigua, Guatemala, November 2015}.",
        Reference("vice-ministerial", None, "Antigua"),
    ),
    ("en", "as said {in paragraph 5 of the previous report}", Reference("consular-protection", None, None, "5")),
    ("en", "{At its previous meeting}, the Network", Reference("consular-protection")),
    ("en", "{During the meeting held in Antigua on 3 June 2016}, it was", Reference(None, JUNE, "Antigua")),
    (
        "es",
        "{Durante la reunión de la Red celebrada en Antigua el 3 de junio de 2016, en el punto 6 del informe de la"
        " Red}, se",
        Reference("consular-protection", JUNE, "Antigua", "6"),
    ),
    (
        "es",
        "{En la última reunión de esta red, celebrada en Antigua, 3 de junio de 2016}, se acordó",
        Reference("consular-protection", JUNE, "Antigua"),
    ),
    (
        "es",
        "en seguimiento al {punto 4 del informe de la reunión de la Red del 3 de junio de 2016}",
        Reference("consular-protection", JUNE, None, "4"),
    ),
    (
        "es",
        "{según lo acordado en la XX Reunión Viceministerial celebrada en la Ciudad de México en noviembre de 2015}",
        Reference("vice-ministerial", None, "Ciudad de México"),
    ),
    (
        "es",
        "{durante la reunión del GRCM realizada el 3 de junio de 2016 en Antigua, Guatemala}",
        Reference("rcgm", JUNE, "Antigua"),
    ),
    ("es", "como dice {el punto 3 del informe anterior}", Reference("consular-protection", None, None, "3")),
]


@pytest.mark.parametrize(("language", "marked", "expected"), REFERENCES)
def test_an_earlier_meeting(language, marked, expected):
    expected.phrase = marked[marked.index("{") + 1 : marked.index("}")]

    assert find(marked.replace("{", "").replace("}", ""), language) == [expected]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Note: the plan made at the camp from 26 to 28 October in Antigua, Guatemala."),
        ("en", "the action plan produced from the meeting held from 26 to 28 October in Antigua, Guatemala"),
        ("en", "at the next meeting of the Network to be held in Antigua on 3 June 2017"),
        ("en", "during the first meeting of the Network"),
        ("en", "prior to the meeting of the Regional Consultation Group on Migration (RCGM)"),
        ("en", "Preparation of the report of the network's meeting for the RCGM"),
        ("en", "at the meeting of the Network held in San Pedro Sula on 15 November 2016"),
        ("en", "see point 2 of this report"),
        ("en", "the Memorandum (signed in December, 2011)"),
        ("es", "en la próxima reunión de la Red"),
        ("es", "en la reunión de la Red que se celebrará en Antigua el 3 de junio de 2017"),
        ("es", "el punto 2 del presente informe"),
    ],
)
def test_what_is_no_earlier_meeting_of_a_body(language, text):
    assert find(text, language) == []


def test_several_in_the_order_of_the_text():
    text = "In point 2 of the report of the RCGM meeting of 3 June 2016, and at the last meeting of the Network, it."

    assert find(text, "en") == [
        Reference("rcgm", JUNE, None, "2", "In point 2 of the report of the RCGM meeting of 3 June 2016"),
        Reference("consular-protection", None, None, None, "at the last meeting of the Network"),
    ]


@settings(max_examples=200)
@given(
    text=st.one_of(
        st.text(max_size=120),
        st.lists(st.sampled_from([word for row in REFERENCES for word in row[1].split()]), max_size=25).map(" ".join),
    ),
    language=st.sampled_from(["en", "es"]),
)
def test_any_text_is_read_and_every_phrase_stands_in_it(text, language):
    for reference in find(text, language):
        assert reference.phrase in text != ""
