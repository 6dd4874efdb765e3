"""What follows from an agreement's text: its kind and its actions, in both languages. The sentences are invented."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.reading.clauses import LONGEST, Analysis, analyse
from documents.reading.meeting_context import MeetingContext
from documents.reading.parsed import Action, Deadline, Reference, Warning
from tests.documents.reading.gist import gist
from tests.documents.reading.names import CONFERENCE

MEETING = MeetingContext(
    network="smuggling-trafficking",
    starts_on=datetime.date(2018, 5, 21),
    ends_on=datetime.date(2018, 5, 22),
)


def read(text, language="en", lead_in="", meeting=MEETING):
    return analyse(text, language=language, vocabulary=CONFERENCE, meeting=meeting, lead_in=lead_in)


# The same agreement in both languages, and what follows from it.
PAIRS = [
    (
        "To thank El Salvador for its hospitality and to request the TS to circulate the slides by 15 June 2018.",
        "Agradecer a El Salvador su hospitalidad y solicitar a la ST que circule las láminas a más tardar el 15 de"
        " junio de 2018.",
        ["thank", "TS requested 2018-06-15"],
    ),
    (
        "Member Countries will send their lists of contact points to the TS no later than Friday, 29 June 2018.",
        "Los Países Miembros enviarán a la ST sus listas de puntos de contacto a más tardar el viernes 29 de junio de"
        " 2018.",
        ["undertake", "MEMBERS undertaken 2018-06-29"],
    ),
    (
        "By 31 July 2018, IOM will submit to Member Countries a first outline of the manual.",
        "A más tardar el 31 de julio de 2018, la OIM presentará a los Países Miembros un primer esquema del manual.",
        ["undertake", "IOM undertaken 2018-07-31"],
    ),
    (
        "The Technical Secretariat shall compile the replies and distribute them within thirty days.",
        "La Secretaría Técnica recopilará las respuestas y las distribuirá en un plazo de treinta días.",
        ["undertake", "TS undertaken 30days=2018-06-21"],
    ),
    (
        "It was agreed that Guatemala and Panama will jointly draft the terms before the next RCGM meeting.",
        "Se acordó que Guatemala y Panamá elaborarán conjuntamente los términos antes de la próxima reunión del GRCM.",
        ["agree", "GT+PA undertaken jointly rcgm-1"],
    ),
    (
        "It was agreed that IOM would form a group, in coordination with the TS.",
        "Se acordó que la OIM conforme un grupo, en coordinación con la ST.",
        ["agree", "IOM undertaken"],
    ),
    (
        "It was agreed to hold a virtual session in the first week of September 2018.",
        "Se acordó realizar una sesión virtual en la primera semana de septiembre de 2018.",
        ["agree", "NETWORK undertaken jointly 2018-09-07"],
    ),
    (
        "To instruct the TS, in coordination with the PPT, to prepare a questionnaire by the end of July.",
        "Encomendar a la ST, en coordinación con la PPT, la elaboración de un cuestionario a finales de julio.",
        ["instruct", "TS requested 2018-07-31"],
    ),
    (
        "To urge all Member Countries to ratify the Protocol as soon as possible.",
        "Instar a todos los Países Miembros a ratificar el Protocolo lo antes posible.",
        ["urge", "MEMBERS urged"],
    ),
    (
        "We urge countries to use the form.",
        "Se insta a los países a utilizar el formulario.",
        ["urge", "MEMBERS urged"],
    ),
    (
        "To invite UNODC and IOM to present their database at the next meeting of the Network.",
        "Invitar a UNODC y a la OIM a presentar su base de datos en la próxima reunión de la Red.",
        ["encourage", "UNODC+IOM urged smuggling-trafficking+0"],
    ),
    (
        "The Network requests UNHCR to share its guidelines with the Member Countries within 60 days.",
        "La Red solicita al ACNUR compartir sus lineamientos con los Países Miembros en un plazo no mayor de 60 días.",
        ["request", "UNHCR requested 60days=2018-07-21"],
    ),
    (
        "The Member Countries asked the SICA General Secretariat to talk at the meeting of the RCGM on 21 June 2018.",
        "Los Países Miembros solicitaron a la Secretaría General del SICA exponer en la reunión del GRCM el 21 de junio"
        " de 2018.",
        ["request", "SICA requested 2018-06-21"],
    ),
    (
        "Nicaragua will be asked, through the TS, to confirm its interest. Should that be the case, Honduras offered to"
        " present a note at the Vice-Ministerial Meeting in November 2018.",
        "Se pedirá a Nicaragua, a través de la ST, que confirme su interés. De ser así, Honduras ofreció presentar una"
        " nota en la Reunión Viceministerial de noviembre de 2018.",
        None,
    ),
    (
        "The report will be translated by IOM and sent to the TS by 1 July 2018.",
        "El informe será traducido por la OIM y remitido a la ST a más tardar el 1 de julio de 2018.",
        ["undertake", "IOM undertaken 2018-07-01"],
    ),
    (
        "Member Countries that have not yet replied will do so by 8 June 2018, and the TS will circulate the whole by"
        " 15 June 2018.",
        "Los Países Miembros que aún no hayan respondido lo harán a más tardar el 8 de junio de 2018, y la ST circulará"
        " el conjunto a más tardar el 15 de junio de 2018.",
        ["undertake", "MEMBERS undertaken 2018-06-08", "TS undertaken 2018-06-15"],
    ),
    (
        "Canada and the United States expressed their willingness to provide technical assistance.",
        "Canadá y los Estados Unidos manifestaron su disposición de brindar asistencia técnica.",
        ["other", "CA+US offered"],
    ),
    (
        "Honduras undertook to share its results two weeks before the next meeting of the RCGM.",
        "Honduras se comprometió a compartir sus resultados dos semanas antes de la próxima reunión del GRCM.",
        ["undertake", "HN undertaken rcgm-14"],
    ),
    (
        "Regarding the proposal of Panama, Costa Rica and Mexico will present comments by 30 June 2018.",
        "Respecto a la propuesta de Panamá, Costa Rica y México presentarán comentarios a más tardar el 30 de junio de"
        " 2018.",
        ["undertake", "CR+MX undertaken 2018-06-30"],
    ),
    (
        "Member Countries agreed to request ICRC to give a seminar during the first semester of 2019.",
        "Los Países Miembros acordaron solicitar al CICR la realización de un seminario durante el primer semestre de"
        " 2019.",
        ["agree", "ICRC requested 2019-06-30"],
    ),
    (
        "To accept Guatemala's offer to host the next meeting of the Network in May 2019.",
        "Aceptar el ofrecimiento de Guatemala de ser sede de la próxima reunión de la Red en mayo de 2019.",
        ["accept", "GT offered 2019-05-31"],
    ),
    (
        "El Salvador volunteered to coordinate the sub-group; Nicaragua and Honduras will support it.",
        "El Salvador se ofreció a coordinar el subgrupo; Nicaragua y Honduras lo apoyarán.",
        ["offer", "SV offered", "NI+HN undertaken"],
    ),
    (
        "The PPT, through the TS, will convene a meeting at least one month before the Vice-Ministerial Meeting.",
        "La PPT, a través de la ST, convocará a una reunión al menos un mes antes de la Reunión Viceministerial.",
        ["undertake", "PPT undertaken vice-ministerial-30"],
    ),
    (
        "To request that Member Countries name a focal point by 30 June 2018 and that IOM update the directory.",
        "Solicitar que los Países Miembros nombren un punto focal a más tardar el 30 de junio de 2018 y que la OIM"
        " actualice el directorio.",
        ["request", "MEMBERS requested 2018-06-30", "IOM requested"],
    ),
    (
        "To request the support of UNHCR and IOM for the drafting of the protocol.",
        "Solicitar el apoyo del ACNUR y de la OIM para la redacción del protocolo.",
        ["request", "UNHCR+IOM requested"],
    ),
    (
        "The Network thanked Nicaragua and requested that it share its law with the TS before 15 June 2018.",
        "La Red agradeció a Nicaragua y le solicitó que comparta su ley con la ST antes del 15 de junio de 2018.",
        ["thank", "NI requested 2018-06-15"],
    ),
    (
        "Canada and Mexico, together with IOM, will prepare a version by the second quarter of 2019.",
        "Canadá y México, conjuntamente con la OIM, prepararán una versión para el segundo trimestre de 2019.",
        ["undertake", "CA+MX+IOM undertaken jointly 2019-06-30"],
    ),
    (
        "IOM will assist as requested.",
        "La OIM brindará asistencia según se solicite.",
        ["undertake", "IOM undertaken"],
    ),
    (
        "The interested countries that have not sent the form are working in order to send it within a period of two"
        " months, at the latest.",
        "Los países interesados que no han enviado el formulario están trabajando para remitirlo en un plazo de dos"
        " meses, a más tardar.",
        ["undertake", "INTERESTED undertaken 2months=2018-07-22"],
    ),
    (
        "To thank Mexico for the talk and accept its offer; IOM will support the course.",
        "Agradecer a México la charla y aceptar su ofrecimiento; la OIM apoyará el curso.",
        ["thank", "IOM undertaken"],
    ),
]

# What commits nobody.
ACKNOWLEDGEMENTS = [
    ("en", "To thank Panama for offering to host the workshop of March 2019.", "thank"),
    ("es", "Agradecer a Panamá por ofrecer ser sede del taller de marzo de 2019.", "thank"),
    ("en", "To congratulate Panama, which will host the forum in October 2018.", "congratulate"),
    ("es", "Felicitar a Panamá, que será sede del foro en octubre de 2018.", "congratulate"),
    ("en", "To take note that Guatemala will host the forum and that Honduras will support it.", "take_note"),
    ("es", "Tomar nota de que Guatemala será sede del foro y que Honduras lo apoyará.", "take_note"),
    ("en", "Welcome UNHCR's proposal to support a course one day before the next meeting of the RCGM.", "welcome"),
    ("es", "Acoger la propuesta del ACNUR de apoyar un curso un día antes de la próxima reunión del GRCM.", "welcome"),
    ("es", "Dar la bienvenida al ofrecimiento de la OIM de realizar un curso en julio de 2018.", "welcome"),
    ("en", "To reaffirm the commitment of the Member Countries to share information by December 2018.", "reaffirm"),
    ("es", "Reafirmar el compromiso de los Países Miembros de intercambiar información.", "reaffirm"),
    ("en", "Belize informed that it will open a new centre in July 2018.", "inform"),
    ("es", "Belice informó que abrirá un nuevo centro en julio de 2018.", "inform"),
    ("en", "Canada shared details of a seminar, to be held in Quito on 25-27 October 2018.", "inform"),
    ("es", "El Salvador comunicó que asumirá la PPT en 2019.", "inform"),
    ("en", "Costa Rica proposes to promote joint patrols at sea.", "propose"),
    ("es", "Costa Rica propone promover patrullajes conjuntos.", "propose"),
    ("en", "To take note of Mexico's proposal that all Member Countries assess the merger.", "take_note"),
    ("en", "The report will be translated into English by 3 August 2018.", "other"),
    ("es", "El informe será traducido al inglés a más tardar el 3 de agosto de 2018.", "other"),
    ("en", "Consular topics will be addressed at the Forum in July 2018.", "other"),
    ("es", "La próxima reunión de la Red se celebrará en Belice en noviembre de 2018.", "other"),
    ("en", "The United States asked that the heading be revised.", "request"),
    ("es", "Honduras solicitó que se elimine este punto de la agenda.", "request"),
    ("en", "IOM requested that interested Member Countries restate the scope.", "request"),
    ("es", "Los Estados Unidos solicitó a la OIM proporcionar mayores detalles.", "request"),
    ("en", "Canada asked whether the figures will be updated by IOM.", "request"),
    ("en", "Member Countries agreed on the importance of follow-up.", "agree"),
    ("en", "Member Countries agreed to take note of the document.", "agree"),
    ("es", "Se acordó que el taller se lleve a cabo en junio de 2019.", "agree"),
    ("en", "Costa Rica expressed its interest in labour programmes.", "other"),
    ("en", "The TS will not circulate the draft until it is approved.", "other"),
    ("en", "To approve the manual, which will be distributed by the TS before the end of the year.", "approve"),
    ("en", "Interested Member Countries may contact IOM directly.", "other"),
    ("es", "Los países interesados podrán contactar a la OIM.", "other"),
]


@pytest.mark.parametrize(("english", "spanish", "expected"), PAIRS)
def test_both_languages_say_the_same(english, spanish, expected):
    both = gist(read(english, "en")), gist(read(spanish, "es"))

    if expected is None:
        expected = ["request", "NI requested", "HN offered [{}] vice-ministerial@2018-11+0"]
        assert both == tuple(
            [line.format(condition) for line in expected] for condition in ("Should that be the case", "De ser así")
        )
    else:
        assert both == (expected, expected)


# More ways of saying it.
STYLES = [
    (
        "en",
        "Countries are kindly requested to reply by COB Friday, July 6.",
        ["request", "MEMBERS requested 2018-07-06"],
    ),
    ("en", "Delegates agreed to meet again in three months' time.", ["agree", "ALL undertaken 3months=2018-08-22"]),
    ("en", "To ask those countries that have not yet done so to send it.", ["request", "MEMBERS requested"]),
    (
        "en",
        "IOM is asked to present costs at the November 2018 Vice-Ministerial Meeting.",
        ["request", "IOM requested vice-ministerial@2018-11+0"],
    ),
    (
        "en",
        "The fund will be kept by IOM and the PPT will report on it.",
        ["undertake", "IOM undertaken", "PPT undertaken"],
    ),
    (
        "en",
        "Regarding item 7, the delegations exchanged views and agreed that Honduras and Nicaragua should reply.",
        ["agree", "HN+NI urged"],
    ),
    ("en", "Action: TS to circulate the list by 3 July 2018.", ["undertake", "TS undertaken 2018-07-03"]),
    ("en", "PPT and TS to prepare a road map.", ["undertake", "PPT+TS undertaken"]),
    ("en", "IOM will, in consultation with the TS, prepare a paper.", ["undertake", "IOM undertaken"]),
    (
        "en",
        "Mexico, on behalf of the Member Countries, will speak at the Global Forum on 3 July 2018.",
        ["undertake", "MX undertaken 2018-07-03"],
    ),
    (
        "en",
        "Costa Rica has offered to translate it. Canada has agreed to review it.",
        ["offer", "CR offered", "CA undertaken"],
    ),
    (
        "en",
        "Mexico and Guatemala presented the results. Both countries will report by 3 July 2018.",
        ["submit", "MX+GT undertaken 2018-07-03"],
    ),
    (
        "en",
        "To convene an extra meeting of the Network in July 2018.",
        ["other", "NETWORK undertaken jointly 2018-07-31"],
    ),
    ("en", "If funds allow, IOM will repeat it.", ["undertake", "IOM undertaken [If funds allow]"]),
    (
        "en",
        "IOM will repeat it, subject to the availability of funds.",
        ["undertake", "IOM undertaken [subject to the availability of funds]"],
    ),
    ("en", "Delegations should reply within one week.", ["undertake", "ALL urged 1weeks=2018-05-29"]),
    ("en", "It was recommended that Member Countries share it.", ["encourage", "MEMBERS urged"]),
    ("en", "To adopt the plan and instruct the TS to publish it.", ["adopt", "TS requested"]),
    ("es", "Se solicita atentamente a los países responder.", ["request", "MEMBERS requested"]),
    ("es", "Se encarga a la ST la actualización de la página.", ["instruct", "TS requested"]),
    ("es", "Que la ST elabore un esquema antes del 3 de julio.", ["undertake", "TS undertaken 2018-07-03"]),
    ("es", "Acordaron solicitar a la PPT que convoque a una reunión.", ["agree", "PPT requested"]),
    ("es", "Tomaron nota de ello y solicitaron a la ST su envío.", ["take_note", "TS requested"]),
    ("es", "Agradecer a la OIM y solicitarle que lo termine en julio.", ["thank", "IOM requested 2018-07-31"]),
    ("es", "El taller será organizado por México en julio de 2018.", ["undertake", "MX undertaken 2018-07-31"]),
    ("es", "Costa Rica quedó de enviar su norma en quince días.", ["undertake", "CR undertaken 15days=2018-06-06"]),
    ("es", "Se hizo un llamado a los países a ratificarlo.", ["urge", "MEMBERS urged"]),
    (
        "es",
        "Se acordó: a) la ST enviará el formato el 3 de julio; b) los países lo devolverán el 17 de julio.",
        ["agree", "TS undertaken 2018-07-03", "MEMBERS undertaken 2018-07-17"],
    ),
    ("es", "LA SECRETARIA TECNICA ENVIARA EL TEXTO EL 3 DE JULIO.", ["undertake", "TS undertaken 2018-07-03"]),
]


@pytest.mark.parametrize(("language", "text", "expected"), STYLES)
def test_other_ways_of_saying_it(language, text, expected):
    assert gist(read(text, language)) == expected


@pytest.mark.parametrize(("language", "text", "kind"), ACKNOWLEDGEMENTS)
def test_nothing_follows_from_what_only_acknowledges(language, text, kind):
    assert gist(read(text, language)) == [kind]


OPENINGS = [
    ("thank", "en", "To thank Belize."),
    ("thank", "en", "The Network thanks Belize."),
    ("thank", "es", "Agradecer a Belice."),
    ("thank", "es", "Se agradece a Belice."),
    ("take_note", "en", "To take note of it."),
    ("take_note", "en", "Member Countries noted it."),
    ("take_note", "es", "Tomar nota de ello."),
    ("take_note", "es", "Se tomó nota de ello."),
    ("welcome", "en", "Welcome the report."),
    ("welcome", "es", "Dar la bienvenida al informe."),
    ("welcome", "es", "Acoger el informe."),
    ("congratulate", "en", "To congratulate Belize."),
    ("congratulate", "es", "Felicitar a Belice."),
    ("recognize", "en", "To recognize the work done."),
    ("recognize", "es", "Reconocer el trabajo realizado."),
    ("reaffirm", "en", "To reaffirm the principles."),
    ("reaffirm", "es", "Reafirmar los principios."),
    ("accept", "en", "To accept the text."),
    ("accept", "es", "Aceptar el texto."),
    ("approve", "en", "To approve the plan."),
    ("approve", "en", "The plan was approved."),
    ("approve", "es", "Aprobar el plan."),
    ("approve", "es", "Se aprobó el plan."),
    ("adopt", "en", "To adopt the plan."),
    ("adopt", "es", "Adoptar el plan."),
    ("request", "en", "To request IOM to act."),
    ("request", "es", "Solicitar a la OIM actuar."),
    ("request", "es", "Pedir a la OIM que actúe."),
    ("instruct", "en", "To instruct the TS to act."),
    ("instruct", "es", "Se instruye a la ST actuar."),
    ("instruct", "es", "Encomendar a la ST el informe."),
    ("urge", "en", "To urge countries to act."),
    ("urge", "es", "Exhortar a los países a actuar."),
    ("urge", "es", "Se insta a los países a actuar."),
    ("encourage", "en", "To encourage countries to act."),
    ("encourage", "en", "To invite IOM to act."),
    ("encourage", "es", "Alentar a los países a actuar."),
    ("agree", "en", "In regard to it, Member Countries agreed to act."),
    ("agree", "es", "Los Países Miembros acordaron actuar."),
    ("undertake", "en", "Honduras committed to act."),
    ("undertake", "en", "IOM will act."),
    ("undertake", "es", "Honduras se comprometió a actuar."),
    ("offer", "en", "IOM offered to act."),
    ("offer", "es", "La OIM ofreció actuar."),
    ("offer", "es", "La OIM se ofreció a actuar."),
    ("submit", "en", "To submit the report to the RCGM."),
    ("submit", "es", "Remitir el informe al GRCM."),
    ("submit", "es", "Presentar el informe al GRCM."),
    ("propose", "en", "Belize proposed a course."),
    ("propose", "es", "Belice propuso un curso."),
    ("inform", "en", "Belize informed the Network of it."),
    ("inform", "es", "Belice informó a la Red de ello."),
    ("inform", "es", "Se comunicó el resultado."),
]


@pytest.mark.parametrize(("kind", "language", "text"), OPENINGS)
def test_the_first_operative_verb_gives_the_kind(kind, language, text):
    assert read(text, language).kind == kind


def test_a_whole_answer():
    text = (
        "To thank Belize for the concept. In this regard, Save the Children offered to review it"
        " by 30 June 2018.\n\nAs agreed in point 4 of the report of the meeting of the Network of 3 May 2017, the TS"
        " will circulate the list within 15 working days."
    )

    assert read(text) == Analysis(
        kind="thank",
        actions=[
            Action(
                what="Save the Children offered to review it by 30 June 2018",
                owners=["Save the Children"],
                force="offered",
                deadline=Deadline(kind="date", on=datetime.date(2018, 6, 30), phrase="by 30 June 2018"),
            ),
            Action(
                what="the TS will circulate the list within 15 working days",
                owners=["TS"],
                deadline=Deadline(
                    kind="period",
                    on=datetime.date(2018, 6, 6),
                    amount=15,
                    unit="days",
                    phrase="within 15 working days",
                ),
            ),
        ],
        refers_to=[
            Reference(
                network="smuggling-trafficking",
                on=datetime.date(2017, 5, 3),
                number="4",
                phrase="in point 4 of the report of the meeting of the Network of 3 May 2017",
            )
        ],
        warnings=[
            Warning(None, "“Save the Children” is not a delegation of the conference.", as_written="Save the Children"),
            Warning(None, "“within 15 working days” is counted in calendar days; please check."),
        ],
    )


SCHEDULES = [
    (
        "en",
        "To instruct the PPT and the TS to consolidate the plan. The following timetable was set to that end: sending"
        " of the outline on 4 June; receipt of comments from the countries on 11 June; dispatch by the TS of the new"
        " text to the countries on 18 June; online meeting to review it on 20 June.",
        "instruct",
    ),
    (
        "es",
        "Encomendar a la PPT y a la ST consolidar el plan. Se estableció el siguiente cronograma: envío del esquema el"
        " 4 de junio; recepción de comentarios de los países el 11 de junio; envío por parte de la ST del nuevo texto a"
        " los países el 18 de junio; reunión virtual para revisarlo el 20 de junio.",
        "instruct",
    ),
]


@pytest.mark.parametrize(("language", "text", "kind"), SCHEDULES)
def test_an_entry_of_a_schedule_without_a_doer_takes_owner_and_force_from_the_clause_that_sets_it(language, text, kind):
    assert gist(read(text, language)) == [
        kind,
        "PPT+TS requested",
        "PPT+TS requested 2018-06-04",
        "MEMBERS requested 2018-06-11",
        "TS requested 2018-06-18",
        "MEMBERS requested 2018-06-20",
    ]


def test_a_schedule_that_nobody_is_charged_with_is_the_networks():
    text = "The following timetable was agreed: inputs by 1 June; first draft by the TS on 15 June."

    assert gist(read(text)) == ["agree", "NETWORK undertaken jointly 2018-06-01", "TS undertaken 2018-06-15"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The TS will: (i) compile the comments of the countries by 1 June 2018; (ii) convene a videoconference.",
            ["undertake", "TS undertaken 2018-06-01", "TS undertaken"],
        ),
        (
            "Los Países Miembros acordaron las siguientes acciones: a) enviar su ley a la ST a más tardar el 8 de"
            " junio; b) nombrar un enlace en un plazo de 30 días.",
            ["agree", "MEMBERS undertaken 2018-06-08", "MEMBERS undertaken 30days=2018-06-21"],
        ),
        ("To thank for their support: IOM by 3 June; UNHCR by 4 June.", ["thank"]),
    ],
)
def test_what_a_clause_lists_is_an_action_each(text, expected):
    language = "es" if "acordaron" in text else "en"
    assert gist(read(text, language)) == expected


@pytest.mark.parametrize(
    ("language", "lead_in", "text", "expected"),
    [
        ("en", "To instruct the TS to:", "Circulate the draft by 8 June.", ["instruct", "TS requested 2018-06-08"]),
        ("en", "To instruct the TS to:", "IOM will support it.", ["undertake", "IOM undertaken"]),
        ("en", "Member Countries agreed:", "To name a focal point.", ["agree", "MEMBERS undertaken"]),
        ("en", "To thank the following agencies:", "IOM, for its support.", ["thank"]),
        ("en", "The following schedule was set:", "Comments by Member Countries: 8 June",
         ["other", "MEMBERS undertaken 2018-06-08"]),
        ("es", "Solicitar a la ST que:", "Circule el borrador el 8 de junio.", ["request", "TS requested 2018-06-08"]),
        ("es", "Los Países Miembros acordaron:", "Nombrar un punto focal.", ["agree", "MEMBERS undertaken"]),
        ("en", "To thank the TS.", "IOM offered to help.", ["offer", "IOM offered"]),
    ],
)  # fmt: skip
def test_a_sub_item_goes_on_with_its_parents_sentence(language, lead_in, text, expected):
    assert gist(read(text, language, lead_in)) == expected


def test_a_parent_that_ends_with_a_colon_leaves_its_action_to_the_sub_items():
    assert gist(read("To instruct the TS to:")) == ["instruct"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Costa Rica and Mexico will work jointly on a draft and will submit it before the next RCGM meeting.",
            ["Costa Rica and Mexico will work jointly on a draft and will submit it before the next RCGM meeting"],
        ),
        (
            "The TS will send the draft by 8 June and will send the final text by 9 July.",
            ["The TS will send the draft by 8 June", "will send the final text by 9 July"],
        ),
        (
            "To request IOM the publication of the “Guide; by 3 May 2019” and welcome its offer.",
            ["To request IOM the publication of the “Guide; by 3 May 2019”"],
        ),
        ("In this regard,  the TS   will\nconﬁrm it.", ["the TS   will\nconﬁrm it"]),
    ],
)
def test_the_clause_is_given_as_it_is_written(text, expected):
    assert [action.what for action in read(text).actions] == expected


DOUBTFUL = [
    ("The TS asked countries to act by 5 June.",
     "“The TS asked countries to act by 5 June”: asked by an office, not by the body; it stands as record only."),
    ("To request that the item be included.",
     "“To request that the item be included”: it does not say of whom this is asked."),
    ("The TS will send it by 5 June, before the next RCGM meeting.",
     "“by 5 June” is taken as the deadline; “before the next RCGM meeting” also stands there."),
    ("The TS will send it within ten days of receiving it.",
     "“within ten days” does not count from the meeting; please set the date."),
    ("The TS will send it by 5 June 2015.", "“by 5 June 2015” lies before the meeting."),
    ("The TS will send it by 31 June 2018.", "“by 31 June 2018”: no such day, or no year is known."),
    ("Both countries will send it.", "“Both countries will send it”: it is not clear who is responsible."),
    ("Countries that have a law will send it.",
     "“Countries that have a law will send it”: only some of the Member Countries are meant; please check which."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "warning"), DOUBTFUL)
def test_what_is_not_sure_is_said(text, warning):
    assert read(text).warnings == [Warning(None, warning)]


def test_a_text_too_long_for_an_agreement_is_not_searched_for_actions():
    analysis = read("To thank Belize. " + "The TS will act. " * LONGEST)

    assert analysis == Analysis(
        kind="thank",
        warnings=[
            Warning(None, "This text is too long for an agreement; what follows from it was not looked for."),
        ],
    )


def test_without_a_meeting_a_date_without_a_year_has_no_day():
    analysis = read("The TS will send it by 5 June.", meeting=MeetingContext())

    assert analysis.actions == [
        Action("The TS will send it by 5 June", ["TS"], deadline=Deadline(kind="date", phrase="by 5 June"))
    ]
    assert analysis.warnings == [Warning(None, "“by 5 June”: no such day, or no year is known.")]


WORDS = [word for pair in PAIRS for text in pair[:2] for word in text.split()]
PARAGRAPHS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join),
    st.lists(st.sampled_from([text for pair in PAIRS for text in pair[:2]]), max_size=4).map(" ".join),
    st.lists(st.sampled_from([*WORDS, ";", ":", "\n\n", "“", "”", "(", ")", "a)", "1."]), max_size=60).map("".join),
)


@settings(max_examples=300)
@given(text=PARAGRAPHS, lead_in=PARAGRAPHS, language=st.sampled_from(["en", "es"]))
def test_any_text_is_read_and_what_is_given_stands_in_it(text, lead_in, language):
    analysis = read(text, language, lead_in)

    assert analysis == read(text, language, lead_in)
    for action in analysis.actions:
        assert action.what.strip() == action.what != ""
        assert action.what in text
        assert action.owners
        assert len(set(action.owners)) == len(action.owners)
        assert action.condition in text
        assert action.deadline.phrase in text
        assert (action.deadline.kind == "none") == (action.deadline.phrase == "")
    for reference in analysis.refers_to:
        assert reference.phrase in text != ""
