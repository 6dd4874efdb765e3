"""Wordings and layouts beyond the commonest: lead-ins, reports named by their points, "we", numbers alone. Invented."""

import datetime

import pytest

from documents.reading.clauses import analyse
from documents.reading.errors import CannotRead
from documents.reading.meeting_context import MeetingContext
from documents.reading.meeting_place import place_of_heading, place_of_sentence
from documents.reading.owners import find_parties
from documents.reading.participants import participants_of
from documents.reading.read import read_text
from documents.reading.references import agenda_references
from tests.documents.reading.names import CONFERENCE

MEETING = MeetingContext(
    network="consular-protection", starts_on=datetime.date(2019, 5, 14), ends_on=datetime.date(2019, 5, 14)
)


def actions(text, language, lead_in=""):
    found = analyse(text, language=language, vocabulary=CONFERENCE, meeting=MEETING, lead_in=lead_in)
    return [
        (
            "+".join(action.owners),
            action.force,
            action.fulfilment,
            str(action.deadline.on or action.deadline.body or ""),
            action.deadline.phrase,
        )
        for action in found.actions
    ]


@pytest.mark.parametrize(
    ("language", "lead_in", "text", "expected"),
    [
        (
            "en",
            "Member Countries committed to:",
            "name a contact for lost passports within twenty days;",
            ("MEMBERS", "undertaken", "each", "2019-06-03", "within twenty days"),
        ),
        (
            "en",
            "It was agreed that Guatemala and Belize:",
            "publish their fees by 1 July 2019.",
            ("GT+BZ", "undertaken", "each", "2019-07-01", "by 1 July 2019"),
        ),
        (
            "es",
            "Los Países Miembros se comprometieron a:",
            "nombrar un enlace para pasaportes extraviados en un plazo de veinte días;",
            ("MEMBERS", "undertaken", "each", "2019-06-03", "en un plazo de veinte días"),
        ),
        (
            "es",
            "Belice y Panamá quedaron en:",
            "publicar sus tarifas.",
            ("BZ+PA", "undertaken", "each", "", ""),
        ),
    ],
)
def test_a_promise_left_open_by_a_colon_binds_in_every_sub_item(language, lead_in, text, expected):
    assert actions(text, language, lead_in) == [expected]
    assert actions(lead_in, language) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The following was agreed with regard to the hotline:"),
        ("en", "To inform that the fair took place on 4 April 2019, as requested by the RCGM."),
        ("en", "To thank Panama, which will print the leaflets by 1 June 2019."),
        ("es", "Agradecemos a Panamá los folletos que imprimirá en junio."),
        ("es", "Tomamos nota de que la OIM imprimirá los folletos en junio."),
    ],
)
def test_what_only_announces_thanks_or_informs_binds_nobody(language, text):
    assert actions(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "To agree that Honduras and Nicaragua present their hotlines at the next meeting of the Network.",
            [("HN+NI", "undertaken", "each", "consular-protection", "at the next meeting of the Network")],
        ),
        (
            "en",
            "To ask the PPT to hand the map to the RCGM at its next meeting.",
            [("PPT", "requested", "each", "rcgm", "at its next meeting")],
        ),
        (
            "en",
            "No later than 3 June 2019, Belize shall send the map to the TS, which will answer within one week.",
            [("BZ", "undertaken", "each", "2019-06-03", "No later than 3 June 2019")],
        ),
        (
            "en",
            "The Liaison Officer Network will publish a map in July 2019.",
            [("NETWORK", "undertaken", "jointly", "2019-07-31", "in July 2019")],
        ),
        (
            "es",
            "Solicitamos a la ST imprimir el mapa antes del 3 de junio del año en curso.",
            [("TS", "requested", "each", "2019-06-03", "antes del 3 de junio del año en curso")],
        ),
        (
            "es",
            "Costa Rica quedó en imprimir el mapa en el transcurso de dos meses.",
            [("CR", "undertaken", "each", "2019-07-14", "en el transcurso de dos meses")],
        ),
        (
            "es",
            "Que la ST imprima el mapa y que los países lo difundan en un plazo de diez días.",
            [
                ("TS", "undertaken", "each", "", ""),
                ("MEMBERS", "undertaken", "each", "2019-05-24", "en un plazo de diez días"),
            ],
        ),
        (
            "es",
            "El Salvador entregará el mapa antes de finalizar el año 2019.",
            [("SV", "undertaken", "each", "2019-12-31", "antes de finalizar el año 2019")],
        ),
        (
            "es",
            "Felicitar a Belice y exhortar a los demás países a imprimir el mapa.",
            [("MEMBERS", "urged", "each", "", "")],
        ),
        (
            "en",
            "Belize has replied; the remaining countries agreed to reply by 3 June 2019.",
            [("MEMBERS", "undertaken", "each", "2019-06-03", "by 3 June 2019")],
        ),
        ("es", "OIM ofrece su sala para la prueba.", [("IOM", "offered", "each", "", "")]),
        (
            "es",
            "Encargar a la ST un mapa. Se fijó el siguiente calendario: primer esbozo el 3 de junio; reunión virtual de"
            " la Red el 5 de junio.",
            [
                ("TS", "requested", "each", "", ""),
                ("TS", "requested", "each", "2019-06-03", "el 3 de junio"),
                ("NETWORK", "requested", "jointly", "2019-06-05", "el 5 de junio"),
            ],
        ),
    ],
)
def test_who_is_bound_by_when(language, text, expected):
    assert actions(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "es",
            "En el punto 3 del informe de la reunión celebrada en Antigua el 4 y 5 de abril de 2018 se pidió un mapa.",
            [("consular-protection", datetime.date(2018, 4, 4), "Antigua", "3")],
        ),
        (
            "en",
            "See points 4 and 5 of the report of the Network on 4 April 2018.",
            [("consular-protection", datetime.date(2018, 4, 4), None, number) for number in ("4", "5")],
        ),
        (
            "es",
            "Aceptar los puntos 1 al 3 de las conclusiones de la reunión del GRCM del 4 de abril de 2018.",
            [("rcgm", datetime.date(2018, 4, 4), None, number) for number in ("1", "2", "3")],
        ),
        ("en", "In point 3, 5 countries took an interest.", []),
        ("en", "As said in point 2 of this report.", []),
    ],
)
def test_points_of_earlier_reports(language, text, expected):
    found = agenda_references(text, language=language, vocabulary=CONFERENCE, meeting=MEETING)
    assert [(row.network, row.on, row.city, row.number) for row in found] == expected


@pytest.mark.parametrize(
    ("text", "city", "country"),
    [
        ("se reunió en la Ciudad de Guatemala, Guatemala, los días 4 y 5", "Ciudad de Guatemala", "GT"),
        ("se reunió en la ciudad de México el 3 de abril", "Ciudad de México", "MX"),
        ("se reunió en la ciudad de San Vicente los días 4 y 5", "San Vicente", None),
        ("se reunió en la ciudad de La Ceiba, Honduras", "La Ceiba", "HN"),
        ("met in Mexico City on 3 April", "Mexico City", "MX"),
    ],
)
def test_cities_of_a_sentence(text, city, country):
    place = place_of_sentence(text, vocabulary=CONFERENCE)
    assert place is not None
    assert (place.city, place.country) == (city, country)


def test_what_kind_of_document_it_is_is_no_city():
    place = place_of_heading("Report, Guatemala City, Guatemala, 5 June 2019", vocabulary=CONFERENCE)
    assert place is not None
    assert (place.city, place.country) == ("Guatemala City", "GT")


@pytest.mark.parametrize(
    ("text", "codes"),
    [("ST", ["TS"]), ("ST/PPT", ["TS", "PPT"]), ("TS Y OIM", ["TS", "IOM"]), ("LET US OPEN THE NEW DOOR", [])],
)
def test_acronyms_in_capitals(text, codes):
    found = find_parties(text, language="es", vocabulary=CONFERENCE)
    assert [code for code, _start, _end in found] == codes


ALL_BUT_BELIZE = ["CA", "CR", "DO", "SV", "GT", "HN", "MX", "NI", "PA", "US"]


@pytest.mark.parametrize(
    ("language", "preamble", "codes"),
    [
        (
            "en",
            "The Network met with the participation of Canada and Mexico. Belize was unable to attend.",
            ["CA", "MX"],
        ),
        ("en", "All Member Countries attended, with the exception of Belize, and UNICEF.", [*ALL_BUT_BELIZE, "UNICEF"]),
        ("es", "Con la participación de los once Países Miembros, excepto Belice.", ALL_BUT_BELIZE),
        ("es", "Participaron Canadá y México; no asistieron Belice y Panamá.", ["CA", "MX"]),
    ],
)
def test_those_who_were_absent_did_not_take_part(language, preamble, codes):
    assert participants_of([preamble], language=language, vocabulary=CONFERENCE) == (codes, [])


HEAD = """Report of the Liaison Officer Network for Consular Protection
Belmopan, Belize, 14 May 2019

The Network met on 14 May 2019 with the participation of Belize, Honduras and Panama.

"""


def outline(body):
    document, _lines = read_text(HEAD + body, vocabulary=CONFERENCE)

    def flat(agreements):
        return [(row.number, row.text, flat(row.children)) for row in agreements]

    below = HEAD.count("\n")
    return flat(document.agreements), [(row.text, row.why) for row in document.dropped if row.line > below]


def test_a_number_alone_that_is_the_next_is_no_page_number():
    body = """1. To thank Belize.
2. To thank Honduras.
Page 2 of 2
3
To ask Panama for a map.
2
4. To thank Panama.
5 To welcome the map.
"""
    assert outline(body) == (
        [
            ("1", "To thank Belize.", []),
            ("2", "To thank Honduras.", []),
            ("3", "To ask Panama for a map.", []),
            ("4", "To thank Panama.", []),
            ("5", "To welcome the map.", []),
        ],
        [("Page 2 of 2", "Page number."), ("2", "Page number.")],
    )


def test_a_page_number_that_comes_again_with_its_stop_is_one():
    agreements, dropped = outline("1. To thank Belize.\n2\nTo go on with the map.\n2. To thank Panama.\n")
    assert [number for number, _text, _children in agreements] == ["1", "2"]
    assert dropped == [("2", "Page number.")]


def test_the_name_of_a_body_alone_between_two_agreements_is_a_header():
    body = """1. To thank Belize.
Regional Consultation Group on Migration (RCGM)
2. To hand this map to the
Regional Consultation Group on Migration (RCGM)
for its opinion.
"""
    assert outline(body) == (
        [
            ("1", "To thank Belize.", []),
            ("2", "To hand this map to the Regional Consultation Group on Migration (RCGM) for its opinion.", []),
        ],
        [("Regional Consultation Group on Migration (RCGM)", "Page header or footer.")],
    )


def test_a_list_of_single_words_keeps_its_levels():
    agreements, _dropped = outline(
        "I. To adopt a plan on:\n  a. shelters\n  b. papers:\n    i. visas\n    ii. maps\n  c. work\n"
    )
    papers = ("b", "papers:", [("i", "visas", []), ("ii", "maps", [])])
    assert agreements == [("I", "To adopt a plan on:", [("a", "shelters", []), papers, ("c", "work", [])])]


def test_prose_in_capitals_is_no_heading():
    document, _lines = read_text(
        (HEAD + "1. To thank Belize.\n2. To ask Honduras for a map.\n").upper(), vocabulary=CONFERENCE
    )
    assert (document.city, document.participants, len(document.preamble)) == ("Belmopan", ["BZ", "HN", "PA"], 1)


@pytest.mark.parametrize(
    "line", ["{}. To thank Belize.", "{}\nTo thank Belize.", "- To thank Belize {}.", "a) To thank {}."]
)
def test_a_text_with_more_points_than_any_report_is_refused(line):
    text = HEAD + "\n".join(line.format(number) for number in range(1, 2_002))
    with pytest.raises(CannotRead, match="longer than any report"):
        read_text(text, vocabulary=CONFERENCE)
