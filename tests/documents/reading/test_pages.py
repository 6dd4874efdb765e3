"""Lines broken over the width and the pages of a PDF, put together again."""

import pathlib

import pytest

from documents.reading.furniture import without_furniture
from documents.reading.known_names import known_names
from documents.reading.layout import joined, rows_of
from documents.reading.lines import Line
from documents.reading.read import read_text
from documents.reading.vocabulary import Vocabulary, from_file

NOBODY = Vocabulary(parties=(), bodies=())
CONFERENCE = from_file(pathlib.Path(__file__).parents[3] / "networks" / "data" / "conference.json")


def kept_and_dropped(*pages: list[str]) -> tuple[list[str], list[str]]:
    texts = [(text, page) for page, lines in enumerate(pages, start=1) for text in lines]
    lines = [Line(number=number, text=text, page=page) for number, (text, page) in enumerate(texts, start=1)]
    rows, _dropped, _warnings = rows_of(lines, language="en", vocabulary=NOBODY)
    kept, furniture = without_furniture(rows, names=known_names(CONFERENCE))
    return [row.text for row in kept], [each.text for each in furniture]


def test_words_that_fill_a_line_twice_are_no_header():
    first = [
        "REPORT",
        "The Network for the",
        "Care of Young Travellers",
        "and Families met in May.",
        "1. To thank the",
        "host.",
    ]
    second = [
        "2. To ask the Network",
        "for the",
        "Care of Young Travellers",
        "and Families to send",
        "a plan",
        "by June.",
        "Done.",
    ]
    assert kept_and_dropped(first, second) == (first + second, [])


def test_headers_and_footers_stand_at_the_same_place_of_pages():
    first = ["Invented Conference", "REPORT", "The Network met.", "1. To thank the", "Circulated in May"]
    second = [
        "Invented Conference",
        "host for the room",
        "and the coffee.",
        "2. To agree",
        "Circulated in May",
        "2 / 3",
    ]
    third = ["Invented Conference", "on a plan", "with a date.", "3. To meet again.", "Circulated in May", "3 / 3"]
    assert kept_and_dropped([*first, "1 / 3"], second, third) == (
        [*first[:-1], *second[1:4], *third[1:4]],
        [
            *("Circulated in May", "1 / 3"),
            *("Invented Conference", "Circulated in May", "2 / 3"),
            *("Invented Conference", "Circulated in May", "3 / 3"),
        ],
    )


def test_the_title_once_more_on_the_last_page():
    first = [
        "REPORT OF THE NETWORK",
        "City, May 2021",
        "The Network met.",
        "1. To thank the host",
        "for the room",
        "and for",
    ]
    second = ["REPORT OF THE NETWORK", "the coffee.", "2. To agree on a plan.", "With a date.", "And a place.", "Done."]
    assert kept_and_dropped(first, second) == (first + second[1:], ["REPORT OF THE NETWORK"])


@pytest.mark.parametrize(
    ("first", "second", "whole", "together"),
    [
        ("the consid-", "eration of", "the consid-\neration of", "the consideration of"),
        ("their pre-", "sentation", "their pre-\nsentation", "their presentation"),
        ("the sub-", "regional plan", "the sub-\nregional plan. a regional plan", "the sub-regional plan"),
        ("an ad-", "hoc group", "an ad-\nhoc group", "an ad-hoc group"),
        ("a follow-", "up", "a follow-\nup. the follow-up", "a follow-up"),
        ("afore-", "mentioned", "afore-\nmentioned. the afore-mentioned", "afore-mentioned"),
        ("on 16-", "17 March", "", "on 16-17 March"),
        ("the Vice-", "Ministerial Meeting", "", "the Vice-Ministerial Meeting"),
        ("la informa-", "ción", "la informa-\nción", "la información"),
        ("Honduras -", "and Mexico", "", "Honduras - and Mexico"),
        ("one", "two", "", "one two"),
    ],
)
def test_parts_of_a_sentence(first, second, whole, together):
    assert joined(first, second, whole=whole) == together


def test_an_agenda_broken_over_the_width():
    text = """Meeting of the Liaison Officer Network for Consular Pro-
tection
Boquete, Panama
4 May 2021

AGENDA
09:00 - 10:00 Presentation of the sur-
vey on waiting times [Lead: Honduras and
Mexico]
10:00 - 10:30 Reports by Member Countries on mobile offices
[Lead: All delegations (5 minutes for each
delegation)]
10:30 - 11:00 Closing words
"""
    document, _lines = read_text(text, vocabulary=CONFERENCE)
    assert document.network == "consular-protection"
    assert [(entry.title, entry.leads, entry.notes) for entry in document.agenda] == [
        ("Presentation of the survey on waiting times", ["HN", "MX"], []),
        ("Reports by Member Countries on mobile offices", ["ALL"], []),
        ("Closing words", [], []),
    ]


def test_a_bracket_that_is_never_closed_does_not_swallow_the_agenda():
    text = "AGENDA of the RCGM\n4 May 2021\n09:00 - 10:00 Opening [Lead: Honduras\n10:00 - 11:00 Closing words\n"
    document, _lines = read_text(text, vocabulary=CONFERENCE)
    assert [entry.starts_at for entry in document.agenda] == ["09:00", "10:00"]
