"""Delegations named together, by who was there or whom they stand for; and a subject that nobody has told."""

import datetime

import pytest

from documents.reading.clauses import analyse
from documents.reading.meeting_context import MeetingContext
from tests.documents.reading.gist import gist
from tests.documents.reading.names import CONFERENCE

MEETING = MeetingContext(
    network="consular-protection", starts_on=datetime.date(2018, 3, 14), ends_on=datetime.date(2018, 3, 15)
)


def read(text, language):
    analysis = analyse(text, language=language, vocabulary=CONFERENCE, meeting=MEETING)
    return gist(analysis), [str(warning.message) for warning in analysis.warnings]


BOUND = [
    ("en", "The delegations present agreed to send their lists to the TS by 1 July 2018.",
     ["agree", "ALL undertaken 2018-07-01"]),
    ("en", "All delegations present undertook to send their lists by 1 July 2018.",
     ["undertake", "ALL undertaken 2018-07-01"]),
    ("en", "The Member Countries present at the meeting agreed to send their lists.", ["agree", "ALL undertaken"]),
    ("en", "The countries present will designate a person.", ["undertake", "ALL undertaken"]),
    ("en", "The delegations present in Managua agreed to send their lists.", ["agree", "ALL undertaken"]),
    ("en", "To request the delegations present to send their lists.", ["request", "ALL requested"]),
    ("en", "The representatives of the countries will send their lists by 1 July 2018.",
     ["undertake", "MEMBERS undertaken 2018-07-01"]),
    ("en", "The delegations of all the Member Countries will send their lists.", ["undertake", "MEMBERS undertaken"]),
    ("en", "Members are encouraged to send their lists.", ["encourage", "MEMBERS urged"]),
    ("en", "To encourage Members to send their lists.", ["encourage", "MEMBERS urged"]),
    ("en", "Members of the RCM will send their lists.", ["undertake", "MEMBERS undertaken"]),
    ("es", "Las delegaciones presentes acordaron enviar sus listas a la SPT a más tardar el 1 de julio de 2018.",
     ["agree", "ALL undertaken 2018-07-01"]),
    ("es", "Los países presentes designarán una persona.", ["undertake", "ALL undertaken"]),
    ("es", "Los Países Miembros presentes en la reunión se comprometieron a enviar sus listas.",
     ["undertake", "ALL undertaken"]),
    ("es", "Las delegaciones participantes se comprometieron a enviar sus listas.", ["undertake", "ALL undertaken"]),
    ("es", "Solicitar a las delegaciones presentes que envíen sus listas.", ["request", "ALL requested"]),
    ("es", "Los representantes de los países enviarán sus listas a más tardar el 1 de julio de 2018.",
     ["undertake", "MEMBERS undertaken 2018-07-01"]),
    ("es", "Las delegaciones de los Países Miembros enviarán sus listas.", ["undertake", "MEMBERS undertaken"]),
    ("es", "Se alienta a los Miembros a enviar sus listas.", ["encourage", "MEMBERS urged"]),
    ("es", "Los Miembros de la CRM enviarán sus listas.", ["undertake", "MEMBERS undertaken"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), BOUND)
def test_those_present_and_those_who_stand_for_the_countries_are_bound(language, text, expected):
    assert read(text, language) == (expected, [])


RECORD = [
    ("en", "The delegations present their reports.", "submit"),
    ("en", "Member Countries present proposals by 1 July 2018.", "submit"),
    ("en", "To thank the delegations present for their lists.", "thank"),
    ("en", "To welcome the participation of representatives of the countries.", "welcome"),
    ("en", "To congratulate the representatives of the Member Countries, who will send their lists.", "congratulate"),
    ("en", "To take note that the delegations present will send their lists.", "take_note"),
    ("en", "To take note that several experts agreed to send their lists.", "take_note"),
    ("en", "Mexico informed that the countries present will send their lists.", "inform"),
    ("en", "IOM presented the report to the representatives of the Member Countries.", "submit"),
    ("en", "The workshop will be attended by representatives of the Member Countries.", "other"),
    ("en", "Family members will be informed.", "other"),
    ("en", "The lists of the countries present will be sent.", "other"),
    ("es", "Agradecer a las delegaciones presentes sus listas.", "thank"),
    ("es", "Tomar nota de que las delegaciones presentes enviarán sus listas.", "take_note"),
    ("es", "México informó que los países presentes enviarán sus listas.", "inform"),
    ("es", "Los representantes de los Países Miembros presentaron sus informes.", "submit"),
    ("es", "El taller contará con la asistencia de los representantes de los países.", "other"),
]


@pytest.mark.parametrize(("language", "text", "kind"), RECORD)
def test_nobody_is_bound_where_they_are_thanked_told_of_or_only_there(language, text, kind):
    assert read(text, language) == ([kind], [])


DOUBTFUL = [
    ("en", "Some delegations agreed to send their lists."),
    ("en", "Representatives of three countries will send them."),
    ("en", "The representatives of the countries of origin will act."),
    ("en", "The members of the committee will send their lists."),
    ("en", "The delegations participating in the workshop agreed so."),
    ("en", "The third countries present will send their lists."),
    ("en", "Several experts agreed to review the manual."),
    ("es", "Algunas delegaciones acordaron enviar sus listas."),
    ("es", "Los representantes de los países de origen actuarán."),
    ("es", "Los miembros del comité enviarán sus listas."),
    ("es", "Las instituciones participantes enviarán sus listas."),
]


@pytest.mark.parametrize(("language", "text"), DOUBTFUL)
def test_a_promise_of_several_whom_nobody_has_told_is_doubtful(language, text):
    assert read(text, language) == (["other"], [f"“{text.rstrip('.')}”: it is not clear who is responsible."])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They will be sent by the TS by 3 May 2018.", (["undertake", "TS undertaken 2018-05-03"], [])),
        (
            "They will be sent by 3 May 2018.",
            (["other"], ["“They will be sent by 3 May 2018”: it is not clear who is responsible."]),
        ),
    ],
)
def test_a_pronoun_that_stands_for_nobody_leaves_it_to_who_is_said_to_act(text, expected):
    assert read(text, "en") == expected
