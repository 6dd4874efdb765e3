"""What follows from the real reports and the real agenda, point by point; expected from a reading by hand."""

import os
import pathlib

import pytest

from documents.reading.read import read
from tests.documents.reading.names import CONFERENCE

SEEDS = pathlib.Path(os.environ.get("SEEDS_DIR", pathlib.Path(__file__).parents[3] / "shared" / "seeds"))

pytestmark = [
    pytest.mark.seeds,
    pytest.mark.skipif(not SEEDS.is_dir(), reason="SEEDS_DIR has no real documents"),
]

# For each point: its kind and, for each action, owners, force, fulfilment, condition and deadline.
REPORTS = {
    "2014-11-consular-protection-report.txt": {
        "1": ["thank"],
        "2": ["take_note"],
        "3": ["agree", "MEMBERS undertaken each 2015-01-30", "CR+MX undertaken jointly rcgm -1"],
        "4": ["thank", "MEMBERS undertaken each 2015-01-30", "IOM offered each"],
        "5": ["thank"],
        "6": ["thank"],
        "7": ["thank"],
        "8": ["take_note"],
    },
    "2016-06-consular-protection-report.txt": {
        "1": ["thank"],
        "2": ["thank"],
        "3": ["take_note"],
        "4": ["request"],
        "5": ["undertake", "MX undertaken each rcgm +0"],
        "6": ["request", "NI requested each", "HN offered each if vice-ministerial 2016-11 +0"],
        "7": ["thank"],
        "8": ["reaffirm", "IOM undertaken each", "INTERESTED+RNCOM offered each rcgm 2016-11 -1"],
        "9": ["request"],
        "10": ["request", "SICA requested each 2016-06-09"],
        "11": ["inform"],
    },
    "2016-06-smuggling-trafficking-report.txt": {
        "1": ["thank"],
        "2": ["thank"],
        "2a": ["undertake", "INTERESTED undertaken each 2 months 2016-08-08", "IOM undertaken each"],
        "2b": ["urge", "MEMBERS urged each"],
        "3": ["thank"],
        "3a": ["offer", "IOM offered each"],
        "3b": ["undertake", "NETWORK undertaken jointly"],
        "4": ["thank"],
        "4a": ["other"],
        "4b": ["take_note"],
        "5": ["thank"],
        "6": ["thank"],
        "7": ["thank"],
        "7a": ["propose"],
    },
    "2017-03-migrant-children-report.txt": {
        "1": ["thank"],
        "2": ["thank"],
        "3": ["take_note"],
        "4": ["thank"],
        "5": ["take_note"],
        "6": [
            "instruct",
            "PPT+TS requested each",
            "PPT+TS requested each 2017-03-24",
            "MEMBERS requested each 2017-03-31",
            "TS requested each 2017-04-05",
            "MEMBERS requested each 2017-04-06",
        ],
        "7": ["welcome"],
        "8": ["request", "MEMBERS requested each"],
        "9": ["welcome"],
        "10": ["request", "IOM requested each"],
        "11": ["request", "IOM requested each"],
        "12": ["thank"],
        "13": ["thank"],
    },
}
TAKEN_UP = [("consular-protection", "2016-06-07", "Tegucigalpa", number) for number in ("6", None, None)]


def document(name):
    return read((SEEDS / name).read_bytes(), name, vocabulary=CONFERENCE)[0]


def told(action):
    deadline = action.deadline
    parts = ["+".join(action.owners), action.force, action.fulfilment, "if" if action.condition else ""]
    parts += [deadline.body, deadline.month, f"{deadline.offset_days:+d}" if deadline.kind == "event" else ""]
    parts += [deadline.amount, deadline.unit, deadline.on]
    return " ".join(str(part) for part in parts if part not in (None, ""))


@pytest.mark.parametrize("name", REPORTS)
def test_what_follows_from_a_real_report(name):
    found = {}
    for agreement in document(name).agreements:
        for label, point in [
            (agreement.number, agreement),
            *((agreement.number + child.number, child) for child in agreement.children),
        ]:
            found[label] = [point.kind, *map(told, point.actions)]
            assert all(action.what in point.text and action.deadline.phrase in point.text for action in point.actions)
            assert point.refers_to == []

    assert found == REPORTS[name]


def test_what_the_real_agenda_takes_up():
    agenda = document("2016-11-consular-protection-agenda.txt").agenda

    assert [
        (reference.network, reference.on.isoformat(), reference.city, reference.number)
        for entry in agenda
        for reference in entry.takes_up
    ] == TAKEN_UP
