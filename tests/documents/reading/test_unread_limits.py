"""Limits no day can be read from leave a doubt; days that are "next" are read. Invented."""

import datetime

import pytest

from documents.reading.clauses import analyse
from documents.reading.meeting_context import MeetingContext
from tests.documents.reading.names import CONFERENCE

MEETING = MeetingContext(
    network="consular-protection", starts_on=datetime.date(2018, 4, 14), ends_on=datetime.date(2018, 4, 14)
)


def read(text, language):
    found = analyse(text, language=language, vocabulary=CONFERENCE, meeting=MEETING)
    return (
        [(str(action.deadline.on or ""), action.deadline.phrase) for action in found.actions],
        [str(warning.message) for warning in found.warnings],
    )


@pytest.mark.parametrize(
    ("language", "text", "on", "phrase"),
    [
        ("es", "Belice imprimirá el mapa a más tardar el próximo viernes 15 de junio.", "2018-06-15",
         "a más tardar el próximo viernes 15 de junio"),
        ("es", "Belice imprimirá el mapa el próximo 15 de junio.", "2018-06-15", "el próximo 15 de junio"),
        ("es", "Belice imprimirá el mapa antes del próximo 15 de junio de 2018.", "2018-06-15",
         "antes del próximo 15 de junio de 2018"),
        ("es", "El próximo 15 de junio Belice imprimirá el mapa.", "2018-06-15", "El próximo 15 de junio"),
        ("en", "Belize will print the map by next 15 June.", "2018-06-15", "by next 15 June"),
        ("en", "Belize will print it on the coming Friday 15 June.", "2018-06-15", "on the coming Friday 15 June"),
    ],
)  # fmt: skip
def test_a_day_that_is_next_is_a_deadline(language, text, on, phrase):
    assert read(text, language) == ([(on, phrase)], [])


@pytest.mark.parametrize(
    ("language", "text", "phrase"),
    [
        ("es", "Belice imprimirá el mapa a más tardar el quince de junio de 2018.",
         "a más tardar el quince de junio de 2018"),
        ("es", "Belice imprimirá el mapa a fin de mes.", "a fin de mes"),
        ("es", "Belice imprimirá el mapa para el próximo mes.", "para el próximo mes"),
        ("es", "Antes de fin de mes, Belice imprimirá el mapa.", "Antes de fin de mes"),
        ("es", "Belice imprimirá el mapa dentro de las próximas 48 horas.", "dentro de las próximas 48 horas"),
        ("en", "Belize will print the map by 06-15-2018.", "by 06-15-2018"),
        ("en", "Belize will print the map by the end of the month.", "by the end of the month"),
        ("en", "By the end of the month, Belize will print the map.", "By the end of the month"),
        ("en", "Belize will print the map by next Friday.", "by next Friday"),
        ("en", "Belize will print the map within 48 hours.", "within 48 hours"),
        ("en", "Belize will print the map no later than the fair in the spring.",
         "no later than the fair in the spring"),
    ],
)  # fmt: skip
def test_a_limit_that_no_day_is_read_from_leaves_a_doubt(language, text, phrase):
    assert read(text, language) == (
        [("", "")],
        [f"“{phrase}”: no day could be read from this; please set the date."],
    )


def test_a_limit_of_what_the_body_decided_leaves_a_doubt():
    assert read("To print the map by the end of the month.", "en") == (
        [],
        ["“by the end of the month”: no day could be read from this; please set the date."],
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Belize will print the map by mail and by means of the TS."),
        ("en", "Belize will print the map within the framework of the plan."),
        ("en", "Belize will describe what was done in the last two years."),
        ("es", "Belice imprimirá el mapa antes de presentarlo."),
        ("es", "Belice mantendrá el mapa al día."),
        ("es", "Belice imprimirá el mapa para la campaña del mes de la lectura."),
        ("es", "Belice abrirá la oficina a fin de apoyar a los viajeros."),
    ],
)
def test_words_that_set_no_limit_leave_none(language, text):
    assert read(text, language) == ([("", "")], [])


def test_a_deadline_that_is_read_leaves_no_doubt_beside_it():
    assert read("Belize will print the map by 15 June 2018, at the latest.", "en") == (
        [("2018-06-15", "by 15 June 2018, at the latest")],
        [],
    )
