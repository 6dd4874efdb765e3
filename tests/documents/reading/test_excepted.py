"""Those excepted from others are not responsible, and are named in a doubt. Invented."""

import datetime

import pytest

from documents.reading.clauses import analyse
from documents.reading.meeting_context import MeetingContext
from tests.documents.reading.names import CONFERENCE

MEETING = MeetingContext(
    network="consular-protection", starts_on=datetime.date(2019, 5, 14), ends_on=datetime.date(2019, 5, 14)
)
COUNTRIES = [party.code for party in CONFERENCE.parties if party.member]


def read(text, language):
    found = analyse(text, language=language, vocabulary=CONFERENCE, meeting=MEETING)
    return (
        [(action.owners, action.force, str(action.deadline.on or "")) for action in found.actions],
        [str(warning.message) for warning in found.warnings],
    )


def without(*codes):
    return [code for code in COUNTRIES if code not in codes]


def doubt(words, name):
    return f"“{words}”: with the exception of {name}; please check who is responsible."


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "Member Countries, except Panama, will print it.", "Panama"),
        ("en", "All Member Countries except for Panama will print it.", "Panama"),
        ("en", "Member Countries (excluding Panama) will print it.", "Panama"),
        ("en", "With the exception of Panama, the delegations will print it.", "Panama"),
        ("en", "The Network, other than Panama, will print it.", "Panama"),
        ("en", "Member Countries will print it, with the exception of Panama.", "Panama"),
        ("en", "It will be printed by all Member Countries except Panama.", "Panama"),
        ("es", "Los Países Miembros, salvo Panamá, lo imprimirán.", "Panamá"),
        ("es", "Todos los Países Miembros excepto Panamá lo imprimirán.", "Panamá"),
        ("es", "Todos los Países Miembros menos Panamá lo imprimirán.", "Panamá"),
        ("es", "Con excepción de Panamá, los Países Miembros lo imprimirán.", "Panamá"),
        ("es", "Las delegaciones, a excepción de Panamá, lo imprimirán.", "Panamá"),
    ],
)
def test_who_is_excepted_is_named_and_not_responsible(language, text, name):
    assert read(text, language) == ([(without("PA"), "undertaken", "")], [doubt(text.rstrip("."), name)])


def test_several_excepted_from_whom_something_is_asked():
    asked = "To ask Member Countries, except Belize and Panama, to print it by 1 July 2019."
    same = "Solicitar a los Países Miembros, excepto Belice y Panamá, que lo impriman."

    assert read(asked, "en") == (
        [(without("BZ", "PA"), "requested", "2019-07-01")],
        [doubt("To ask Member Countries, except Belize and Panama, to print…", "Belize and Panama")],
    )
    assert read(same, "es") == (
        [(without("BZ", "PA"), "requested", "")],
        [doubt("Solicitar a los Países Miembros, excepto Belice y Panamá,…", "Belice y Panamá")],
    )


def test_those_excepted_without_a_name_are_asked_about():
    assert read("Member Countries, except those that have none, will print it.", "en") == (
        [(["MEMBERS"], "undertaken", "")],
        [doubt("Member Countries, except those that have none, will print it", "those that have none")],
    )


def test_a_list_that_may_be_of_those_excepted_binds_nobody():
    assert read("Except for Belize, Honduras and Panama will print it.", "en") == (
        [],
        ["“Except for Belize, Honduras and Panama will print it”: it is not clear who is responsible."],
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Except in urgent cases, Belize will print it."),
        ("en", "Belize will print it, except for its annex."),
        ("en", "Belize will print the comments of all, except Panama's."),
        ("es", "Salvo indicación contraria, Belice lo imprimirá."),
        ("es", "Belice lo imprimirá para al menos Panamá."),
    ],
)
def test_an_exception_of_something_else_is_none(language, text):
    assert read(text, language) == ([(["BZ"], "undertaken", "")], [])
