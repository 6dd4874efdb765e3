"""The files to try read cleanly, and the same report reads the same in either language and format."""

import pathlib

import pytest

from documents.reading.read import read
from documents.services.vocabulary import shipped

SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "sample"
CHOLUTECA = [
    ("1", "thank", []),
    ("2", "take_note", []),
    ("3", "agree", [(["MEMBERS"], "undertaken", "each", "2026-04-30"), (["HN", "NI"], "undertaken", "jointly", None)]),
    ("4", "request", []),
    ("4.a", "request", [(["IOM"], "requested", "each", None)]),
    ("4.b", "request", [(["IOM"], "requested", "each", None)]),
    ("5", "offer", [(["PA"], "offered", "each", None)]),
    (
        "6",
        "instruct",
        [
            (["TS"], "requested", "each", "2026-02-27"),
            (["MEMBERS"], "undertaken", "each", "2026-03-13"),
            (["TS"], "undertaken", "each", "2026-03-27"),
        ],
    ),
    ("7", "urge", [(["MEMBERS"], "urged", "each", None)]),
    ("8", "thank", []),
]
LIBERIA = [
    ("1", "welcome", []),
    ("2", "agree", []),
    ("2.a", "undertake", [(["CR"], "undertaken", "each", None)]),
    ("2.b", "undertake", [(["MEMBERS"], "undertaken", "each", "2025-11-28")]),
    ("3", "request", [(["UNHCR"], "requested", "each", "2025-11-19")]),
    ("4", "undertake", [(["US", "MX"], "undertaken", "each", None)]),
    ("5", "congratulate", []),
    ("6", "offer", [(["RNCOM"], "offered", "each", None)]),
]
AGENDA = [
    ("08:30", "09:00", "session", []),
    ("09:00", "09:15", "session", ["PPT"]),
    ("09:15", "10:30", "session", ["ALL"]),
    ("10:30", "10:45", "break", []),
    ("10:45", "11:30", "session", ["HN", "NI"]),
    ("11:30", "12:15", "session", ["IOM"]),
    ("12:15", "13:00", "session", ["PPT"]),
]


def read_sample(name):
    document, _lines = read((SAMPLE / name).read_bytes(), name, vocabulary=shipped())
    return document


def points(agreements, under=""):
    found = []
    for one in agreements:
        actions = [
            (action.owners, action.force, action.fulfilment, action.deadline.on and action.deadline.on.isoformat())
            for action in one.actions
        ]
        found += [(under + one.number, one.kind, actions), *points(one.children, f"{one.number}.")]
    return found


@pytest.mark.parametrize(
    ("name", "language", "heading", "expected"),
    [
        ("report-choluteca-en.docx", "en", ("consular-protection", "2026-02-10", "Choluteca", "HN"), CHOLUTECA),
        ("report-choluteca-es.docx", "es", ("consular-protection", "2026-02-10", "Choluteca", "HN"), CHOLUTECA),
        ("report-choluteca-en.pdf", "en", ("consular-protection", "2026-02-10", "Choluteca", "HN"), CHOLUTECA),
        ("report-liberia-en.txt", "en", ("smuggling-trafficking", "2025-10-07", "Liberia", "CR"), LIBERIA),
        ("report-liberia-es.pdf", "es", ("smuggling-trafficking", "2025-10-07", "Liberia", "CR"), LIBERIA),
    ],
)
def test_a_report_to_try_reads_cleanly(name, language, heading, expected):
    document = read_sample(name)
    assert (document.kind, document.language) == ("report", language)
    assert (document.network, document.starts_on.isoformat(), document.city, document.country) == heading
    assert points(document.agreements) == expected
    # In a PDF, lines broken inside sentences are joined, and that is said.
    assert len(document.warnings) == (1 if name.endswith(".pdf") else 0)


@pytest.mark.parametrize(("name", "language"), [("agenda-choluteca-en.docx", "en"), ("agenda-choluteca-es.txt", "es")])
def test_an_agenda_to_try_reads_cleanly(name, language):
    document = read_sample(name)
    assert (document.kind, document.language, document.city) == ("agenda", language, "Choluteca")
    assert [(one.starts_at, one.ends_at, one.kind, one.leads) for one in document.agenda] == AGENDA
    assert document.warnings == []


def test_the_table_names_every_file():
    named = {line.split("`")[1] for line in (SAMPLE / "README.md").read_text("utf-8").splitlines() if "| `" in line}
    assert named == {path.name for path in SAMPLE.iterdir()} - {"README.md"}
