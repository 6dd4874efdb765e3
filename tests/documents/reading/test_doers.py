"""Who does it where a sentence does not begin with them: charged behind the verb, by a proposal agreed to. Invented."""

import datetime

import pytest

from documents.reading.clauses import analyse
from documents.reading.meeting_context import MeetingContext
from tests.documents.reading.gist import gist
from tests.documents.reading.names import CONFERENCE

MEETING = MeetingContext(
    network="consular-protection", starts_on=datetime.date(2019, 5, 14), ends_on=datetime.date(2019, 5, 14)
)


def read(text, language):
    return gist(analyse(text, language=language, vocabulary=CONFERENCE, meeting=MEETING))


def whats(text, language):
    return [action.what for action in analyse(text, language=language, vocabulary=CONFERENCE, meeting=MEETING).actions]


FALLS_TO = [
    (
        "It will be the responsibility of IOM to translate the map by 3 June 2019.",
        "Será responsabilidad de la OIM traducir el mapa a más tardar el 3 de junio de 2019.",
        ["undertake", "IOM undertaken 2019-06-03"],
    ),
    (
        "The translation of the map will be the responsibility of UNHCR and IOM.",
        "La traducción del mapa será responsabilidad del ACNUR y de la OIM.",
        ["undertake", "UNHCR+IOM undertaken"],
    ),
    (
        "It will be up to Honduras to present the map at the next meeting of the Network.",
        "Corresponderá a Honduras presentar el mapa en la próxima reunión de la Red.",
        ["undertake", "HN undertaken consular-protection+0"],
    ),
    (
        "It will fall to each country to pay for its own copies.",
        "Corresponderá a cada país pagar sus propias copias.",
        ["undertake", "MEMBERS undertaken"],
    ),
    (
        "The printing of the map will rest with the TS until 3 June 2019.",
        "Queda a cargo de la ST la impresión del mapa antes del 3 de junio de 2019.",
        ["undertake", "TS undertaken 2019-06-03"],
    ),
    (
        "The presentation of Mexico will be in the hands of IOM.",
        "La presentación de México estará a cargo de la OIM.",
        ["undertake", "IOM undertaken"],
    ),
    (
        "Honduras will be responsible for the map and the printing will be up to Panama.",
        "Honduras se encargará del mapa y la impresión quedará a cargo de Panamá.",
        ["undertake", "HN undertaken", "PA undertaken"],
    ),
    (
        "It was agreed that the printing would fall to Panama and Belize.",
        "Se acordó que la impresión correspondería a Panamá y Belice.",
        ["agree", "PA+BZ undertaken"],
    ),
    (
        "It was agreed that it will be up to Panama to print it.",
        "Se acordó que corresponderá a Panamá la impresión.",
        ["agree", "PA undertaken"],
    ),
]


@pytest.mark.parametrize(("english", "spanish", "expected"), FALLS_TO)
def test_whom_it_falls_to_is_bound(english, spanish, expected):
    assert (read(english, "en"), read(spanish, "es")) == (expected, expected)


NOBODY_CHARGED = [
    (
        "To take note that the printing will be the responsibility of Panama and that IOM will pay.",
        "Tomar nota de que corresponderá a Panamá la impresión y la OIM la pagará.",
        "take_note",
    ),
    (
        "To thank Panama, to whom it will fall to print the map.",
        "Agradecer a Panamá, a quien corresponderá imprimir el mapa.",
        "thank",
    ),
    (
        "To welcome that the printing will be up to Panama.",
        "Acoger con beneplácito que la impresión quede a cargo de Panamá.",
        "welcome",
    ),
    (
        "Belize informed that the printing will be up to Panama.",
        "Belice informó que la impresión corresponderá a Panamá.",
        "inform",
    ),
    # If it came to that.
    ("The printing would be up to Panama.", "La impresión correspondería a Panamá.", "undertake"),
    # Who holds an office.
    ("The PPT will be in the hands of Panama in 2020.", "La PPT quedará a cargo de Panamá en 2020.", "other"),
]


@pytest.mark.parametrize(("english", "spanish", "kind"), NOBODY_CHARGED)
def test_nobody_is_bound_by_what_is_only_said_to_fall_to_them(english, spanish, kind):
    assert (read(english, "en"), read(spanish, "es")) == ([kind], [kind])


def test_what_falls_to_somebody_is_told_whole():
    assert whats("In this regard, the printing will be up to Panama by 3 June 2019.", "en") == [
        "the printing will be up to Panama by 3 June 2019"
    ]
    assert whats("Al respecto, quedará a cargo de la ST la impresión.", "es") == [
        "quedará a cargo de la ST la impresión"
    ]


PROPOSED = [
    (
        "Honduras proposed, and the meeting agreed, that IOM would print the map by 3 June 2019.",
        "Honduras propuso, y la reunión acordó, que la OIM imprima el mapa a más tardar el 3 de junio de 2019.",
        ["propose", "IOM undertaken 2019-06-03"],
    ),
    (
        "Honduras proposed and it was agreed that the TS print the map.",
        "Honduras propuso y se acordó que la ST imprima el mapa.",
        ["propose", "TS undertaken"],
    ),
    (
        "On the proposal of Honduras, it was agreed that IOM would print the map.",
        "A propuesta de Honduras, se acordó que la OIM imprimiría el mapa.",
        ["agree", "IOM undertaken"],
    ),
    (
        "At the proposal of Honduras, the Network agreed that Belize and Panama would print the map.",
        "A propuesta de Honduras, la Red acordó que Belice y Panamá impriman el mapa.",
        ["agree", "BZ+PA undertaken"],
    ),
    # Not agreed to.
    (
        "Honduras proposed, and Belize supported, that IOM would print the map.",
        "Honduras propuso, y Belice apoyó, que la OIM imprima el mapa.",
        ["propose"],
    ),
    (
        "Honduras proposed that IOM would print the map.",
        "Honduras propuso que la OIM imprima el mapa.",
        ["propose"],
    ),
]


@pytest.mark.parametrize(("english", "spanish", "expected"), PROPOSED)
def test_a_proposal_binds_whom_it_names_once_it_is_agreed_to(english, spanish, expected):
    assert (read(english, "en"), read(spanish, "es")) == (expected, expected)
