"""Wordings of other reports than those the rules were made for. Invented, each in both languages."""

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


WORDINGS = [
    (
        "To commission the PPT to open talks with the bank before 30 August 2019.",
        "Comisionar a la Presidencia Pro-Témpore para entablar contactos con el banco antes del 30 de agosto de 2019.",
        ["instruct", "PPT requested 2019-08-30"],
    ),
    (
        "To recommend that the PPT make an inventory of the projects carried out since 2010.",
        "Recomendar que la PPT efectúe un inventario de los proyectos ejecutados desde 2010.",
        ["encourage", "PPT urged"],
    ),
    (
        "The TS was requested to circulate the questionnaire once more, and the countries to answer it no later "
        "than 15 July 2019.",
        "Se solicitó a la ST circular nuevamente el cuestionario y a los países responderlo a más tardar el 15 de "
        "julio de 2019.",
        ["request", "TS requested", "MEMBERS requested 2019-07-15"],
    ),
    (
        "The delegation of Canada indicated that it would be willing to share its manual with the other countries.",
        "La delegación de Canadá indicó que estaría dispuesta a compartir su manual con los demás países.",
        ["other", "CA offered"],
    ),
    (
        "The TS was entrusted with the preparation of a directory, to be presented at the next meeting of the RCGM.",
        "Quedó encomendada a la ST la preparación de un directorio, a presentarse en la próxima reunión del GRCM.",
        ["instruct", "TS requested rcgm+0"],
    ),
    (
        "Member Countries were invited to designate a contact before 30 June 2019.",
        "Se invitó a los Países Miembros a que designen un contacto antes del 30 de junio de 2019.",
        ["encourage", "MEMBERS urged 2019-06-30"],
    ),
    (
        "It was decided that the PPT, with the support of the TS, follow up on the initiative and report to the "
        "RCGM at its next meeting.",
        "Se decidió que la PPT, con el apoyo de la ST, dé seguimiento a la iniciativa e informe al GRCM en su "
        "próxima reunión.",
        ["agree", "PPT undertaken rcgm+0"],
    ),
    (
        "The TS, after consulting the PPT, is to draw up terms of reference within 45 days of the date of this "
        "meeting.",
        "La ST, previa consulta con la PPT, deberá elaborar los términos de referencia en un plazo de 45 días a "
        "partir de la fecha de esta reunión.",
        ["undertake", "TS undertaken 45days=2019-06-28"],
    ),
    (
        "To take note with appreciation of the offer of Panama to host the course, which IOM will fund.",
        "Tomar nota con agrado del ofrecimiento de Panamá de acoger el curso, que la OIM financiará.",
        ["take_note"],
    ),
    (
        "The delegations were informed that RNCOM would publish its findings by 30 June 2019.",
        "Se informó a las delegaciones que la RROCM publicará sus hallazgos a más tardar el 30 de junio de 2019.",
        ["inform"],
    ),
    (
        "To accept the report of the TS and request that it be distributed twice a year.",
        "Aceptar el informe de la ST y solicitar que se distribuya dos veces al año.",
        ["accept"],
    ),
    (
        "Interested Member Countries are to notify the TS of their participation by 30 June 2019.",
        "Los Países Miembros interesados deberán comunicar a la ST su participación antes del 30 de junio de 2019.",
        ["undertake", "INTERESTED undertaken 2019-06-30"],
    ),
    (
        "The Network decided to establish a working group, to be coordinated by Honduras.",
        "La Red decidió establecer un grupo de trabajo, coordinado por Honduras.",
        ["agree", "NETWORK undertaken jointly"],
    ),
    (
        "Guatemala reported on its campaign and undertook to forward the materials to the TS within three weeks.",
        "Guatemala informó sobre su campaña y se comprometió a remitir los materiales a la ST en un plazo de tres "
        "semanas.",
        ["inform", "GT undertaken 3weeks=2019-06-04"],
    ),
    (
        "IOM and UNHCR were thanked for their support and were asked to present a paper at the next RCGM meeting.",
        "Se agradeció a la OIM y al ACNUR su apoyo y se les solicitó presentar un documento en la próxima reunión "
        "del GRCM.",
        ["thank", "IOM+UNHCR requested rcgm+0"],
    ),
    (
        "The Member Countries reaffirmed their commitment to the plan and will report on it every six months.",
        "Los Países Miembros reafirmaron su compromiso con el plan e informarán sobre él cada seis meses.",
        ["reaffirm", "MEMBERS undertaken"],
    ),
    (
        "Following a request by El Salvador, the TS will look into the cost of interpretation and will let the "
        "Network know before 14 June 2019.",
        "A solicitud de El Salvador, la ST averiguará el costo de la interpretación y lo comunicará a la Red "
        "antes del 14 de junio de 2019.",
        ["undertake", "TS undertaken 2019-06-14"],
    ),
    (
        "It was suggested that UNICEF give a talk, a suggestion welcomed by the delegations.",
        "Se sugirió que UNICEF imparta una charla, sugerencia acogida por las delegaciones.",
        ["propose"],
    ),
    (
        "Delegations that have comments on the draft should send them to the PPT within ten working days; silence "
        "will be taken as consent.",
        "Las delegaciones que tengan observaciones al borrador deberían enviarlas a la PPT en un plazo de diez "
        "días hábiles; el silencio se entenderá como aprobación.",
        ["undertake", "ALL urged 10days=2019-05-24"],
    ),
    (
        "To recall the offer of Panama, made in point 4 of the report of 2018, to host the course.",
        "Recordar el ofrecimiento de Panamá, contenido en el punto 4 del informe de 2018, de ser sede del curso.",
        ["other"],
    ),
    (
        "The delegation of Nicaragua requested, and the Network agreed, that the TS circulate the draft once more "
        "by 3 June 2019.",
        "La delegación de Nicaragua solicitó, y la Red acordó, que la ST circule de nuevo el borrador antes del 3 "
        "de junio de 2019.",
        ["request", "TS undertaken 2019-06-03"],
    ),
    (
        "Costs will be borne by each country; the venue will be provided by Belize.",
        "Los costos serán cubiertos por cada país; la sede será facilitada por Belice.",
        ["undertake", "MEMBERS undertaken", "BZ undertaken"],
    ),
    (
        "El Salvador will host the course and IOM, for its part, will finance it.",
        "El Salvador será sede del curso y la OIM, por su parte, lo financiará.",
        ["undertake", "SV undertaken", "IOM undertaken"],
    ),
    (
        "To note with satisfaction the progress of Honduras and to encourage it to share its experience at the "
        "next meeting of the Network.",
        "Tomar nota con satisfacción de los avances de Honduras y alentarla a compartir su experiencia en la "
        "próxima reunión de la Red.",
        ["take_note", "HN urged consular-protection+0"],
    ),
    (
        "Countries which have not done so are urged to sign before the end of 2019.",
        "Se insta a los países que no lo hayan hecho a firmar antes de finalizar el 2019.",
        ["urge", "MEMBERS urged 2019-12-31"],
    ),
    (
        "The TS will, no later than 3 June 2019, send the list and, no later than 1 July 2019, update the website.",
        "La ST, a más tardar el 3 de junio de 2019, enviará la lista y, a más tardar el 1 de julio de 2019, "
        "actualizará la página.",
        ["undertake", "TS undertaken 2019-06-03", "TS undertaken 2019-07-01"],
    ),
    (
        "It was left to the PPT to set the date.",
        "Se dejó a criterio de la PPT la fijación de la fecha.",
        ["undertake", "PPT undertaken"],
    ),
    (
        "Panama and Costa Rica announced that they would jointly publish a guide in July 2019.",
        "Panamá y Costa Rica anunciaron que publicarán conjuntamente una guía en julio de 2019.",
        ["inform"],
    ),
    (
        "To highlight the work of UNICEF, whose guide will be distributed by the TS in June 2019.",
        "Destacar la labor de UNICEF, cuya guía será distribuida por la ST en junio de 2019.",
        ["recognize"],
    ),
]


@pytest.mark.parametrize(("english", "spanish", "expected"), WORDINGS)
def test_both_languages_are_understood(english, spanish, expected):
    assert (read(english, "en"), read(spanish, "es")) == (expected, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Guatemala presentó su campaña. Asimismo, se comprometió a remitir el mapa en un mes.",
            ["submit", "GT undertaken 1months=2019-06-14"],
        ),
        (
            "La OIM presentó el mapa. Asimismo, se comprometieron a difundirlo en un mes.",
            ["submit", "NETWORK undertaken jointly 1months=2019-06-14"],
        ),
    ],
)
def test_who_committed_themselves_is_named_before_or_is_the_body(text, expected):
    assert read(text, "es") == expected
