"""Invented documents in the shapes real ones come in, each damaged in its own way: the whole structure of each."""

import pathlib

import pytest

from documents.reading.errors import CannotRead
from documents.reading.read import read, read_text
from tests.documents.reading.coverage import lost_words, unaccounted
from tests.documents.reading.names import CONFERENCE

FOLDER = pathlib.Path(__file__).parent / "invented"


def structure(name: str) -> dict:
    document, lines = read((FOLDER / name).read_bytes(), name, vocabulary=CONFERENCE)
    assert (unaccounted(document, lines), lost_words(document, lines)) == ([], [])
    printed = document.as_dict()
    head = ("kind", "language", "network", "title", "starts_on", "ends_on", "city", "country", "venue", "participants")
    return {
        **{key: printed[key] for key in head},
        "preamble": len(document.preamble),
        "closing": document.closing,
        "agreements": outline(document.agreements),
        "dropped": [dropped.line for dropped in document.dropped],
    }


def outline(agreements) -> list:
    """Numbers, each with the length of its text in paragraphs and words, and its sub-items."""
    return [
        (point.number, [len(part.split()) for part in point.text.split("\n\n")], outline(point.children))
        for point in agreements
    ]


def test_spanish_report_with_letters_and_closing():
    assert structure("es-proteccion-consular.txt") == {
        "kind": "report",
        "language": "es",
        "network": "consular-protection",
        "title": "Informe de la segunda reunión extraordinaria de la Red de Funcionarios de Enlace de Protección "
        "Consular",
        "starts_on": "2018-09-24",
        "ends_on": "2018-09-25",
        "city": "Ciudad de Panamá",
        "country": "PA",
        "venue": None,
        "participants": ["BZ", "CR", "SV", "US", "GT", "MX", "PA", "IOM", "UNHCR", "RNCOM"],
        "preamble": 2,
        "closing": [
            "Las delegaciones agradecieron al Gobierno de Panamá su hospitalidad.",
            "Ciudad de Panamá, 25 de septiembre de 2018",
        ],
        "agreements": [
            ("1", [13], []),
            ("2", [7], [("a", [13], []), ("b", [16], [])]),
            ("3", [13, 16], []),
            ("4", [17], []),
        ],
        "dropped": [1],
    }


def test_hard_wrapped_report_with_page_headers_inside_a_sentence():
    assert structure("en-hard-wrapped-pages.txt") == {
        "kind": "report",
        "language": "en",
        "network": "smuggling-trafficking",
        "title": "Report of the Liaison Officer Network to Combat Migrant Smuggling and Trafficking in Persons",
        "starts_on": "2019-10-30",
        "ends_on": "2019-11-01",
        "city": "San José",
        "country": "CR",
        "venue": None,
        "participants": ["CA", "CR", "DO", "GT", "HN", "US", "UNODC"],
        "preamble": 2,
        "closing": [],
        "agreements": [
            ("1", [29], []),
            ("2", [19], [("i", [7], []), ("ii", [9], [])]),
            ("3", [30], []),
            ("4", [9], []),
        ],
        "dropped": [1, 18, 19, 31, 32],
    }


def test_spanish_report_on_one_line():
    assert structure("es-una-linea.txt") == {
        "kind": "report",
        "language": "es",
        "network": "rcgm",
        "title": "INFORME DE LA REUNIÓN DEL GRUPO REGIONAL DE CONSULTA SOBRE MIGRACIÓN",
        "starts_on": "2017-06-05",
        "ends_on": "2017-06-07",
        "city": "San Salvador",
        "country": "SV",
        "venue": None,
        "participants": ["CA", "CR", "SV", "HN", "NI", "DO"],
        "preamble": 1,
        "closing": [],
        "agreements": [
            ("1", [12], []),
            ("2", [11], [("a", [8], []), ("b", [7], [])]),
            ("3", [6], []),
            ("4", [7], []),
        ],
        "dropped": [],
    }


def test_nested_list_made_flat():
    found = structure("en-flattened-list.txt")
    assert found["agreements"] == [
        ("1", [7], [("a", [10], [])]),
        ("2", [10], []),
        ("3", [9], []),
        ("4", [8], [("a", [8], [])]),
    ]
    assert (found["city"], found["country"], found["participants"]) == (
        "Guatemala City",
        "GT",
        ["BZ", "SV", "GT", "MX", "US"],
    )


def test_numbers_alone_on_their_line():
    found = structure("es-numeros-solos.txt")
    assert found["agreements"] == [("1", [10], []), ("2", [10], []), ("3", [7, 11], [])]
    assert (found["network"], found["title"]) == ("vice-ministerial", "REUNIÓN VICEMINISTERIAL")
    assert found["participants"] == ["CR", "HN", "GT", "MX", "PA"]


def test_no_heading_bullets_that_only_list_and_lost_spaces():
    assert structure("en-no-heading-parentheses.txt") == {
        "kind": "report",
        "language": "en",
        "network": "consular-protection",
        "title": "",
        "starts_on": "2020-05-12",
        "ends_on": "2020-05-12",
        "city": None,
        "country": None,
        "venue": None,
        "participants": ["BZ", "CA", "CR", "GT", "NI", "US"],
        "preamble": 1,
        "closing": [],
        "agreements": [
            ("1", [14], [("a", [5], []), ("b", [6], [])]),
            ("2", [8, 3, 3], []),
            ("3", [9], []),
        ],
        "dropped": [],
    }


def test_numbers_of_two_levels_running_on_through_sections():
    found = structure("en-multilevel.txt")
    assert found["agreements"] == [
        ("1", [5], [("1", [13], []), ("2", [8], [])]),
        ("2", [9], [("1", [6], [])]),
        ("3", [11], []),
    ]
    assert found["dropped"] == [1, 8, 14]
    assert found["closing"] == ["Adopted in Panama City on November 16, 2018."]
    assert found["participants"] == ["CA", "HN", "MX", "PA", "JM"]


def test_those_present_in_a_list_and_an_unknown_body():
    found = structure("en-participants-listed.txt")
    assert found["agreements"] == [("a", [13], []), ("b", [6], []), ("c", [10], [])]
    assert found["network"] is None
    assert found["participants"] == ["CA", "SV", "JM", "Pan American Development Foundation", "ILO"]
    assert found["closing"] == ["Done in Kingston on 9 February 2012.", "For Canada: ____________"]


def test_glued_spanish():
    name = "es-pegado.txt"
    document, _lines = read((FOLDER / name).read_bytes(), name, vocabulary=CONFERENCE)
    assert document.participants == ["BZ", "CR", "DO", "SV", "GT", "HN", "PA"]
    assert [point.text for point in document.agreements] == [
        "Agradecer a Guatemala su informe sobre la campaña regional.",
        "Solicitar a la OIM que remita la versión final, sin demora, a la ST.",
        "Exhortar a los países –en particular a los de tránsito– a intercambiar información.",
    ]


def test_agreements_without_numbers():
    found = structure("en-unnumbered.txt")
    assert found["agreements"] == [("1", [9], []), ("2", [14, 8], []), ("3", [9], [])]
    assert (found["city"], found["country"], found["starts_on"]) == ("Santo Domingo", "DO", "2013-08-21")
    assert found["participants"] == ["DO", "HN", "PA"]


ENTRY = ("day", "starts_at", "ends_at", "kind", "leads")


@pytest.mark.parametrize(
    ("name", "days", "entries"),
    [
        (
            "es-agenda-dos-dias.txt",
            ("2019-03-04", "2019-03-05", "Ciudad de Guatemala", "GT", "Hotel Mirador del Lago, Salón Quetzal"),
            [
                (1, "08:30", "09:00", "session", []),
                (1, "09:00", "09:30", "session", ["PPT", "GT"]),
                (1, "09:30", "10:45", "session", ["ALL"]),
                (1, "10:45", "11:00", "break", []),
                (1, "11:00", "12:30", "session", ["UNICEF"]),
                (1, "12:30", "14:00", "break", []),
                (1, "14:00", "15:30", "session", ["TS"]),
                (2, "09:00", "11:00", "session", ["PPT"]),
                (2, "11:00", "11:15", "session", []),
            ],
        ),
        (
            "en-agenda-table.txt",
            ("2015-06-03", "2015-06-04", "Ottawa", "CA", "Conference Centre of the Ministry of Foreign Affairs"),
            [
                (1, "09:00", "09:30", "session", ["CA"]),
                (1, "09:30", "11:00", "session", ["MX", "SV"]),
                (1, "11:00", "11:20", "break", []),
                (1, "11:20", "13:00", "session", ["RNCOM"]),
                (1, "13:00", "14:30", "break", []),
                (2, "09:00", "12:00", "session", ["ALL"]),
                (2, "12:00", "12:30", "session", ["PPT"]),
            ],
        ),
    ],
)
def test_agendas(name, days, entries):
    document, lines = read((FOLDER / name).read_bytes(), name, vocabulary=CONFERENCE)
    printed = document.as_dict()
    assert tuple(printed[key] for key in ("starts_on", "ends_on", "city", "country", "venue")) == days
    assert [tuple(entry[key] for key in ENTRY) for entry in printed["agenda"]] == entries
    assert unaccounted(document, lines) == []


def test_children_of_an_entry_and_their_notes():
    name = "es-agenda-dos-dias.txt"
    document, _lines = read((FOLDER / name).read_bytes(), name, vocabulary=CONFERENCE)
    initiatives = document.agenda[6]
    assert [(child.leads, child.notes) for child in initiatives.children] == [
        (["BZ"], []),
        (["MX", "IOM"], ["Nota: se ruega brevedad."]),
    ]


def test_conclusions_in_sections_with_bullets():
    found = structure("es-conclusiones-secciones.txt")
    assert found["title"] == "XIX REUNIÓN DEL GRUPO REGIONAL DE CONSULTA SOBRE MIGRACIÓN (GRCM)"
    assert (found["network"], found["city"], found["country"]) == ("rcgm", "Ciudad de México", "MX")
    assert found["participants"] == ["BZ", "CA", "CR", "SV", "US", "GT", "HN", "MX", "NI", "PA", "DO"]
    assert found["agreements"] == [
        ("1", [6], []),
        ("2", [4], [("a", [3], []), ("b", [11], [])]),
        ("3", [3, 4, 6], []),
        ("4", [5], []),
    ]
    assert found["dropped"] == [1, 5, 9, 16]


def test_roman_points_with_capital_letters():
    found = structure("en-roman-capitals.txt")
    assert found["agreements"] == [("I", [3], []), ("II", [11], [("A", [6], []), ("B", [6], [])]), ("III", [4], [])]
    assert (found["network"], found["starts_on"], found["ends_on"]) == ("migrant-children", "2018-09-05", "2018-09-06")
    assert found["participants"] == ["CR", "SV", "GT", "HN", "MX", "US", "UNICEF", "Save the Children"]


def test_minutes_whose_heading_names_its_fields():
    found = structure("en-minutes-fields.txt")
    assert found["agreements"] == [("1", [5], []), ("2", [13], []), ("3", [8], [])]
    assert (found["city"], found["country"], found["starts_on"]) == ("Belize City", "BZ", "2019-06-14")
    assert found["participants"] == ["BZ", "CA", "GT", "MX", "UNHCR"]


def test_agenda_with_times_alone_on_their_line():
    name = "en-agenda-times-alone.txt"
    document, lines = read((FOLDER / name).read_bytes(), name, vocabulary=CONFERENCE)
    assert (document.network, document.city, document.country, document.venue) == (
        "vice-ministerial",
        "Managua",
        "NI",
        "Hotel Sol",
    )
    printed = document.as_dict()["agenda"]
    assert [tuple(entry[key] for key in ENTRY) for entry in printed] == [
        (1, "08:00", None, "session", []),
        (1, "09:00", None, "session", ["NI", "IOM", "TS"]),
        (1, "10:00", "10:30", "break", []),
        (1, "10:30", None, "session", ["GT"]),
        (2, "09:00", "12:00", "session", ["PPT"]),
        (2, "12:00", None, "session", []),
    ]
    assert unaccounted(document, lines) == []


@pytest.mark.parametrize(
    "text",
    [
        "1. Preheat the oven.\n2. Add the flour and the eggs to the bowl.\n3. Bake for the time of an hour.",
        "Dear colleagues,\nplease find the menu of the canteen for this week.",
        "1. Le gouvernement du Canada remercie les pays.\n2. Les pays prennent note du rapport.",
        "12345",
    ],
)
def test_a_text_of_another_kind_is_refused(text):
    with pytest.raises(CannotRead):
        read_text(text, vocabulary=CONFERENCE)
