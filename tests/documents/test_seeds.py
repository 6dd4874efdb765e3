"""The real documents of SEEDS_DIR: their structure all right, their texts clean. No sentence of theirs is here."""

import datetime
import re

import pytest

from documents.reading.read import read
from tests.documents.reading.coverage import lost_words, texts_of, unaccounted
from tests.documents.reading.names import CONFERENCE

pytestmark = pytest.mark.seeds

TEN = ["CA", "CR", "DO", "SV", "GT", "HN", "MX", "NI", "PA", "US"]
WITHOUT_NICARAGUA = [code for code in TEN if code != "NI"]
REPORTS = {
    "2014-11-consular-protection-report.txt": {
        "network": "consular-protection",
        "days": ("2014-11-24", "2014-11-24"),
        "place": ("Managua", "NI"),
        "participants": TEN,
        "title": 12,
        "preamble": 2,
        "agreements": {str(number): [] for number in range(1, 9)},
        "paragraphs": {"3": 2},
        "dropped": [1, 3],
    },
    "2016-06-consular-protection-report.txt": {
        "network": "consular-protection",
        "days": ("2016-06-08", "2016-06-08"),
        "place": ("Tegucigalpa", "HN"),
        "participants": WITHOUT_NICARAGUA,
        "title": 0,
        "preamble": 2,
        "agreements": {str(number): [] for number in range(1, 12)},
        "paragraphs": {},
        "dropped": [],
    },
    "2016-06-smuggling-trafficking-report.txt": {
        "network": "smuggling-trafficking",
        "days": ("2016-06-08", "2016-06-08"),
        "place": ("Tegucigalpa", "HN"),
        "participants": WITHOUT_NICARAGUA,
        "title": 0,
        "preamble": 1,
        "agreements": {"1": [], "2": ["a", "b"], "3": ["a", "b"], "4": ["a", "b"], "5": [], "6": [], "7": ["a"]},
        "paragraphs": {},
        "dropped": [],
    },
    "2017-03-migrant-children-report.txt": {
        "network": "migrant-children",
        "days": ("2017-03-16", "2017-03-17"),
        "place": ("Tegucigalpa", "HN"),
        "participants": TEN,
        "title": 18,
        "preamble": 3,
        "agreements": {str(number): [] for number in range(1, 14)},
        "paragraphs": {},
        "dropped": [1],
    },
}
AGENDA = "2016-11-consular-protection-agenda.txt"


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_structure_of_a_report(name, seeds_dir):
    expected = REPORTS[name]
    document, lines = read((seeds_dir / name).read_bytes(), name, vocabulary=CONFERENCE)
    assert {
        "network": document.network,
        "days": (str(document.starts_on), str(document.ends_on)),
        "place": (document.city, document.country),
        "participants": document.participants,
        "title": len(document.title.split()),
        "preamble": len(document.preamble),
        "agreements": {point.number: [child.number for child in point.children] for point in document.agreements},
        "paragraphs": {
            point.number: len(point.text.split("\n\n")) for point in document.agreements if "\n\n" in point.text
        },
        "dropped": [dropped.line for dropped in document.dropped],
    } == expected
    assert (document.kind, document.language, document.venue, document.closing) == ("report", "en", None, [])
    assert (unaccounted(document, lines), lost_words(document, lines)) == ([], [])


def test_structure_of_the_agenda(seeds_dir):
    document, lines = read((seeds_dir / AGENDA).read_bytes(), AGENDA, vocabulary=CONFERENCE)
    assert (document.kind, document.language, document.network) == ("agenda", "en", "consular-protection")
    assert (document.starts_on, document.ends_on) == (datetime.date(2016, 11, 15), datetime.date(2016, 11, 15))
    assert (document.city, document.country) == ("San Pedro Sula", "HN")
    assert len((document.venue or "").split(", ")) == 2
    assert [
        (
            entry.starts_at,
            entry.ends_at,
            entry.kind,
            entry.leads,
            len(entry.notes),
            [child.leads for child in entry.children],
            [(found.city, str(found.on), found.number) for found in entry.takes_up],
        )
        for entry in document.agenda
    ] == [
        ("08:15", "09:00", "session", [], 0, [], []),
        ("09:00", "09:15", "session", ["PPT"], 0, [], []),
        ("09:15", "10:30", "session", ["ALL"], 1, [], []),
        ("10:30", "10:45", "break", [], 0, [], []),
        ("10:45", "11:00", "session", ["HN"], 1, [], [("Tegucigalpa", "2016-06-07", "6")]),
        ("11:00", "11:20", "session", ["HN", "MX"], 1, [], [("Tegucigalpa", "2016-06-07", None)]),
        ("11:20", "11:40", "session", ["IOM", "RNCOM"], 1, [], [("Tegucigalpa", "2016-06-07", None)]),
        ("11:40", "12:00", "session", ["IOM"], 1, [], []),
        ("12:00", "12:30", "session", ["RNCOM"], 1, [], []),
        ("12:30", "12:50", "session", ["ALL"], 0, [["CR"], ["US", "IOM"]], []),
        ("12:50", "13:45", "session", ["PPT"], 0, [], []),
    ]
    assert {entry.day for entry in document.agenda} == {1}
    assert unaccounted(document, lines) == []


# Told without the reader's rules: what no clean text of these documents has.
UNCLEAN = {
    "a mark of the conversion": re.compile(r"\[bookmark|[\u00ad\u200b\ufeff\uf000-\uf0ff\u00b4`]"),
    "space that is doubled, odd or at an end": re.compile(r"[ \t]{2}|[\t\u00a0\u2009]|^\s|\s$|\n[ \t]|[ \t]\n"),
    "punctuation without a space behind": re.compile(r"[a-z)][,;:!?](?=[A-Za-z])|[a-z]{2}\.(?=[A-Z][a-z])"),
    "a capital inside a word": re.compile(r"\b[a-z]+[A-Z]\w*"),
    "a name with letters glued on": re.compile(
        r"\b(?:Honduras|Panama|Mexico|Canada|Nicaragua|Guatemala|Salvador|Belize|Rica)(?!n\b|ns\b|nian)[a-z]+"
    ),
    "a dash close to one word": re.compile(r" [–—]\w|\w[–—] "),
    "two countries without a comma": re.compile(
        r"(?:Republic|Honduras|Panama|Canada|Nicaragua|Guatemala) (?:El Salvador|Guatemala|Honduras|Costa Rica"
        r"|Panama|Mexico)"
    ),
}


@pytest.mark.parametrize("name", sorted([*REPORTS, AGENDA]))
def test_texts_are_clean(name, seeds_dir):
    document, _lines = read((seeds_dir / name).read_bytes(), name, vocabulary=CONFERENCE)
    found = [
        (what, match[0], text[max(0, match.start() - 15) : match.end() + 15])
        for text in texts_of(document.as_dict())
        for what, pattern in UNCLEAN.items()
        if (match := pattern.search(text))
    ]
    assert found == []


def test_the_errors_of_language_stay(seeds_dir):
    name = "2016-06-consular-protection-report.txt"
    document, _lines = read((seeds_dir / name).read_bytes(), name, vocabulary=CONFERENCE)
    assert "the proposed of the" in document.agreements[3].text


def test_every_repair_is_told_with_its_line(seeds_dir):
    told = {}
    for name in sorted([*REPORTS, AGENDA]):
        document, _lines = read((seeds_dir / name).read_bytes(), name, vocabulary=CONFERENCE)
        repairs = ("mark", "space", "comma", "accent")
        told[name[:10]] = [
            warning.line for warning in document.warnings if any(word in warning.message for word in repairs)
        ]
    assert told == {
        "2014-11-co": [17],
        "2016-06-co": [1, 1, 1, 1, 1, 12, 13],
        "2016-06-sm": [1, 15, 27],
        "2016-11-co": [28, 30],
        "2017-03-mi": [10],
    }


def test_line_ends_and_encodings_change_nothing(seeds_dir):
    for name in sorted([*REPORTS, AGENDA]):
        content = (seeds_dir / name).read_bytes()
        once, _lines = read(content, name, vocabulary=CONFERENCE)
        assert read(content.replace(b"\n", b"\r\n"), name, vocabulary=CONFERENCE)[0] == once
        assert read(content.decode().encode("utf-16"), name, vocabulary=CONFERENCE)[0] == once
