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


PROMISES = [
    (
        "Mexico will send the form by 3 June 2019 and will circulate the manual by 1 July 2019.",
        "México enviará el formulario a más tardar el 3 de junio de 2019 y circulará el manual a más tardar el 1 "
        "de julio de 2019.",
        ["undertake", "MX undertaken 2019-06-03", "MX undertaken 2019-07-01"],
    ),
    (
        "Mexico will send the form by 3 June 2019 and circulate the manual by 1 July 2019.",
        "México se compromete a enviar el formulario a más tardar el 3 de junio de 2019 y a circular el manual a "
        "más tardar el 1 de julio de 2019.",
        ["undertake", "MX undertaken 2019-06-03", "MX undertaken 2019-07-01"],
    ),
    (
        "Costa Rica undertakes to send the form by 3 June 2019 and to circulate the manual.",
        "Costa Rica se compromete a enviar el formulario antes del 3 de junio de 2019 y a circular el manual.",
        ["undertake", "CR undertaken 2019-06-03", "CR undertaken"],
    ),
    (
        "Mexico will send the form by 3 June 2019 and will circulate the manual.",
        "México enviará el formulario antes del 3 de junio de 2019 y circulará el manual.",
        ["undertake", "MX undertaken 2019-06-03", "MX undertaken"],
    ),
    (
        "Mexico will send the form and will circulate the manual by 1 July 2019.",
        "México enviará el formulario y circulará el manual a más tardar el 1 de julio de 2019.",
        ["undertake", "MX undertaken 2019-07-01"],
    ),
    (
        "Mexico will send the form by 3 June 2019, and by 1 July 2019 circulate the manual.",
        "México enviará el formulario a más tardar el 3 de junio de 2019 y, a más tardar el 1 de julio de 2019, "
        "circulará el manual.",
        ["undertake", "MX undertaken 2019-06-03", "MX undertaken 2019-07-01"],
    ),
    (
        "By 3 June 2019 Mexico will send the form, and by 1 July 2019 it will circulate the manual.",
        "A más tardar el 3 de junio de 2019 México enviará el formulario y a más tardar el 1 de julio de 2019 "
        "circulará el manual.",
        ["undertake", "MX undertaken 2019-06-03", "MX undertaken 2019-07-01"],
    ),
    (
        "Costa Rica offered to host the course and to fund the manual within two months.",
        "Costa Rica ofreció ser sede del curso y financiar el manual en un plazo de dos meses.",
        ["offer", "CR offered 2months=2019-07-14"],
    ),
    (
        "To request the TS to print the map by 3 June 2019 and to send it by 1 July 2019.",
        "Solicitar a la ST imprimir el mapa antes del 3 de junio de 2019 y enviarlo antes del 1 de julio de 2019.",
        ["request", "TS requested 2019-06-03", "TS requested 2019-07-01"],
    ),
    (
        "The TS will print the map by 3 June 2019, send it by 1 July 2019 and report on it at the next meeting of "
        "the Network.",
        "La ST imprimirá el mapa antes del 3 de junio de 2019, lo enviará antes del 1 de julio de 2019 e "
        "informará de ello en la próxima reunión de la Red.",
        ["undertake", "TS undertaken 2019-06-03", "TS undertaken 2019-07-01", "TS undertaken consular-protection+0"],
    ),
    (
        "Mexico will send the form by 3 June 2019 and comments on the manual.",
        "México enviará el formulario antes del 3 de junio de 2019 y comentarios al manual.",
        ["undertake", "MX undertaken 2019-06-03"],
    ),
    (
        "To thank Mexico, which will send the form by 3 June 2019 and circulate the manual by 1 July 2019.",
        "Agradecer a México, que enviará el formulario antes del 3 de junio de 2019 y circulará el manual antes "
        "del 1 de julio de 2019.",
        ["thank"],
    ),
    (
        "To request IOM to send the draft by 3 June 2019 and to thank it for its support.",
        "Solicitar a la OIM enviar el borrador antes del 3 de junio de 2019 y agradecerle su apoyo.",
        ["request", "IOM requested 2019-06-03"],
    ),
    (
        "To take note that IOM will print the map by 3 June 2019 and circulate it by 1 July 2019.",
        "Tomar nota de que la OIM imprimirá el mapa antes del 3 de junio de 2019 y lo circulará antes del 1 de "
        "julio de 2019.",
        ["take_note"],
    ),
    (
        "The map will be printed by 3 June 2019 and circulated by 1 July 2019.",
        "El mapa será impreso antes del 3 de junio de 2019 y circulado antes del 1 de julio de 2019.",
        ["other"],
    ),
    (
        "The map will be printed by 3 June 2019, and by 1 July 2019 it will be sent by IOM.",
        "El mapa será impreso antes del 3 de junio de 2019 y antes del 1 de julio de 2019 será enviado por la OIM.",
        ["undertake", "IOM undertaken 2019-07-01"],
    ),
    (
        "Mexico will send the form by 3 June 2019 and by 1 July 2019 the TS will circulate it.",
        "México enviará el formulario antes del 3 de junio de 2019 y antes del 1 de julio de 2019 la ST lo circulará.",
        ["undertake", "MX undertaken 2019-06-03", "TS undertaken 2019-07-01"],
    ),
    (
        "By 3 June 2019 Mexico will send the form.",
        "Antes del 3 de junio de 2019 México enviará el formulario.",
        ["undertake", "MX undertaken 2019-06-03"],
    ),
    (
        "During the next meeting of the Network Belize and Panama will show the map.",
        "En la próxima reunión de la Red Belice y Panamá mostrarán el mapa.",
        ["undertake", "BZ+PA undertaken consular-protection+0"],
    ),
    (
        "Costa Rica commits to send the form, and to circulate it by 1 July 2019.",
        "Costa Rica se compromete a enviar el formulario, y a circularlo a más tardar el 1 de julio de 2019.",
        ["undertake", "CR undertaken 2019-07-01"],
    ),
    (
        "To instruct the TS to print the map by 3 June 2019 and to send it to the countries.",
        "Encomendar a la ST imprimir el mapa antes del 3 de junio de 2019 y enviarlo a los países.",
        ["instruct", "TS requested 2019-06-03", "TS requested"],
    ),
    (
        "Belize agreed to print the map by 3 June 2019, show it at the next meeting of the Network and send it by "
        "1 July 2019.",
        "Belice acordó imprimir el mapa antes del 3 de junio de 2019, mostrarlo en la próxima reunión de la Red y "
        "enviarlo antes del 1 de julio de 2019.",
        ["agree", "BZ undertaken 2019-06-03", "BZ undertaken consular-protection+0", "BZ undertaken 2019-07-01"],
    ),
]


@pytest.mark.parametrize(("english", "spanish", "expected"), PROMISES)
def test_each_promise_of_a_doer_named_once_has_its_own_deadline(english, spanish, expected):
    assert (read(english, "en"), read(spanish, "es")) == (expected, expected)


def test_what_is_promised_behind_a_deadline_is_told_by_itself():
    assert whats("Costa Rica undertakes to send it by 3 June 2019 and to circulate the manual.", "en") == [
        "Costa Rica undertakes to send it by 3 June 2019",
        "circulate the manual",
    ]
    assert whats("La ST lo enviará antes del 3 de junio y, antes del 1 de julio, circulará el manual.", "es") == [
        "La ST lo enviará antes del 3 de junio",
        "antes del 1 de julio, circulará el manual",
    ]


def test_a_deadline_of_another_doer_is_told_as_in_doubt():
    text = "Mexico will send the form by 3 June 2019 and the TS the manual by 1 July 2019."
    found = analyse(text, language="en", vocabulary=CONFERENCE, meeting=MEETING)

    assert gist(found) == ["undertake", "MX undertaken 2019-06-03"]
    assert len(found.warnings) == 1
