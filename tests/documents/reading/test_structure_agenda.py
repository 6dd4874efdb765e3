"""The lines of an agenda: its times, and whose a lead or a note is."""

import json

import pytest

from documents.reading.agenda_times import clock, in_the_afternoon, timed
from documents.reading.read import read_text
from tests.documents.reading.names import CONFERENCE

HEADING = "Meeting of the Regional Consultation Group on Migration\nOttawa, Canada\n3 May 2011\nAGENDA\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("08:15 – 09:00 Opening", ("08:15", "09:00", "Opening")),
        ("8:15 a.m. - 9:00 a.m.: Opening", ("08:15", "09:00", "Opening")),
        ("11:00 – 1:00 p.m. Opening", ("11:00", "13:00", "Opening")),
        ("1:00 – 2:30 p.m. Opening", ("13:00", "14:30", "Opening")),
        ("12:00 p.m. to 12:30 p.m. Opening", ("12:00", "12:30", "Opening")),
        ("08h15 - 09h00 Apertura", ("08:15", "09:00", "Apertura")),
        ("De 8.15 a 9.00 horas Apertura", ("08:15", "09:00", "Apertura")),
        ("9-10 a.m.\tOpening", ("09:00", "10:00", "Opening")),
        ("09:00\tOpening", ("09:00", None, "Opening")),
        ("9 a.m. Opening", ("09:00", None, "Opening")),
        ("15:00 hrs. Cierre", ("15:00", None, "Cierre")),
    ],
)
def test_times(text, expected):
    found = timed(text)
    ends = clock(found.ends) if found.ends is not None else None
    assert (clock(found.starts), ends, found.rest) == expected


@pytest.mark.parametrize(
    "text", ["1. To thank", "2-3 delegations", "25:10 late", "2014 – 2020", "8 delegations", "1.1 Point"]
)
def test_no_times(text):
    assert timed(text) is None


def test_the_clock_does_not_run_back_within_a_day():
    lunch = in_the_afternoon(timed("12:30 - 2:00 Lunch"), 11 * 60)
    assert (clock(lunch.starts), clock(lunch.ends)) == ("12:30", "14:00")
    after = in_the_afternoon(timed("2:00 - 3:30 Dialogue"), lunch.starts)
    assert (clock(after.starts), clock(after.ends)) == ("14:00", "15:30")


def entry(*lines: str) -> dict:
    text = HEADING + "09:00 - 09:30\tOpening\n" + "\n".join(["09:30 - 10:30\t" + lines[0], *lines[1:]])
    document, _lines = read_text(text, vocabulary=CONFERENCE)
    found = json.loads(json.dumps(document.as_dict()))["agenda"][1]
    return {key: found[key] for key in ("title", "kind", "leads", "notes", "children")}


def test_a_lead_behind_a_bullet_is_the_entrys_where_it_has_none():
    assert entry("Tools", "• A new guide", "[Leads: IOM]") == {
        "title": "Tools", "kind": "session", "leads": ["IOM"], "notes": ["A new guide"], "children": [],
    }  # fmt: skip


def test_a_lead_behind_a_bullet_makes_a_child_where_the_entry_has_one():
    assert entry("Tools [Lead: All delegations]", "• A new guide", "[Lead: United States/IOM]", "• A course") == {
        "title": "Tools",
        "kind": "session",
        "leads": ["ALL"],
        "notes": ["A course"],
        "children": [{"title": "A new guide", "leads": ["US", "IOM"], "notes": []}],
    }


def test_a_lead_without_brackets_and_one_nobody_knows():
    assert entry("Tools", "Lead: Honduras and Andean Bank")["leads"] == ["HN", "Andean Bank"]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Break", "break"), ("Coffee break", "break"), ("LUNCH", "break"), ("Lunch offered by Canada", "break"),
        ("Receso", "break"), ("Pausa para café", "break"), ("Almuerzo", "break"), ("Refrigerio", "break"),
        ("Working lunch", "session"), ("Breakthroughs", "session"), ("Almuerzo de trabajo", "session"),
        ("Registration", "session"),
    ],
)  # fmt: skip
def test_breaks(title, kind):
    assert entry(title)["kind"] == kind


def test_a_time_alone_on_its_line():
    assert entry("", "Dialogue on tools", "[Lead: Mexico]") == {
        "title": "Dialogue on tools", "kind": "session", "leads": ["MX"], "notes": [], "children": [],
    }  # fmt: skip


def test_days_and_entries_of_each():
    text = HEADING + (
        "Day 1\n09:00 - 10:00 Opening\nDay 2: Wednesday, 4 May\n09:00 - 10:00 Drafting\n10:00 - 10:15 Closing\n"
    )
    document, _lines = read_text(text, vocabulary=CONFERENCE)
    assert [(found.day, found.starts_at, found.title) for found in document.agenda] == [
        (1, "09:00", "Opening"),
        (2, "09:00", "Drafting"),
        (2, "10:00", "Closing"),
    ]


def test_the_hours_of_a_short_agenda_are_no_words_of_another_language():
    lines = "\n".join(f"{hour:02d}h00-{hour:02d}h30\tBreak" for hour in range(8, 24))
    text = f"Meeting of the Liaison Officer Network for Consular Protection\nAntigua, Guatemala\nMay 12, 2026\n{lines}"
    document, _lines = read_text(text, vocabulary=CONFERENCE)
    assert (document.language, len(document.agenda)) == ("en", 16)
