"""Promises of somebody whom the conference does not know: by name, or asked about; things promise nothing. Invented."""

import datetime

import pytest

from documents.reading.clauses import analyse
from documents.reading.meeting_context import MeetingContext
from tests.documents.reading.names import CONFERENCE

MEETING = MeetingContext(
    network="consular-protection", starts_on=datetime.date(2019, 5, 14), ends_on=datetime.date(2019, 5, 14)
)


def read(text, language):
    found = analyse(text, language=language, vocabulary=CONFERENCE, meeting=MEETING)
    return (
        [(action.owners, str(action.deadline.on or "")) for action in found.actions],
        [str(warning.message) for warning in found.warnings],
    )


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "The Shelter Protection Institute will print it by 1 July 2019.", "Shelter Protection Institute"),
        ("en", "The Border Migration Commission (BMC) will print it by 1 July 2019.", "Border Migration Commission"),
        ("en", "The Harbour Rights Centre will print it by 1 July 2019.", "Harbour Rights Centre"),
        ("es", "El Instituto Acuerdo Andino lo imprimirá a más tardar el 1 de julio de 2019.",
         "Instituto Acuerdo Andino"),
    ],
)  # fmt: skip
def test_an_institution_named_after_a_thing_stands_by_its_name(language, text, name):
    assert read(text, language) == (
        [([name], "2019-07-01")],
        [f"“{name}” is not a delegation of the conference."],
    )


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "The host country will print it.", "The host country will print it"),
        ("en", "A consultant will see to it.", "A consultant will see to it"),
        ("en", "The University of Belize will print it.", "The University of Belize will print it"),
        ("en", "The Harbour Forum will print it.", "The Harbour Forum will print it"),
        ("en", "The Harbour Network will print it.", "The Harbour Network will print it"),
        ("en", "The Andean countries will print it.", "The Andean countries will print it"),
        ("en", "It was agreed that the host country will print it.", "the host country will print it"),
        ("en", "The printer will send it.", "The printer will send it"),
        ("es", "El país anfitrión lo imprimirá.", "El país anfitrión lo imprimirá"),
        ("es", "La Universidad de Belice lo imprimirá.", "La Universidad de Belice lo imprimirá"),
        ("es", "La Red Andina con Viajeros lo imprimirá.", "La Red Andina con Viajeros lo imprimirá"),
        ("es", "El Foro Andino lo imprimirá.", "El Foro Andino lo imprimirá"),
        ("es", "Se acordó que la universidad lo imprimirá.", "la universidad lo imprimirá"),
        ("es", "La imprenta enviará el mapa.", "La imprenta enviará el mapa"),
    ],
)
def test_a_promise_of_somebody_nobody_has_told_is_asked_about(language, text, words):
    assert read(text, language) == ([], [f"“{words}”: it is not clear who is responsible."])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The workshop will allow an exchange."),
        ("en", "The guide will contain a map."),
        ("en", "The Shelter Protection Guidelines will contain a map."),
        ("en", "The Plan of the Harbour will share its map."),
        ("en", "There will be an exchange."),
        ("en", "This will help."),
        ("en", "The host country will be Belize."),
        ("es", "El taller permitirá un intercambio."),
        ("es", "La guía contendrá un mapa."),
        ("es", "El Protocolo de Refugio enviará una señal."),
        ("es", "La sede será Belice."),
    ],
)
def test_a_thing_promises_nothing(language, text):
    assert read(text, language) == ([], [])
