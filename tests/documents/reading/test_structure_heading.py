"""What a document is called, where its heading takes more than one line."""

import pytest

from documents.reading.read import read_text
from tests.documents.reading.coverage import unaccounted
from tests.documents.reading.names import CONFERENCE

ENGLISH = """

The Network met with the participation of Belize, Honduras and Panama.

1. To thank Belize.
2. To ask Honduras for a map.
"""
SPANISH = """

La Red se reunió con la participación de Belice, Honduras y Panamá.

1. Agradecer a Belice.
2. Solicitar a Honduras un mapa.
"""


@pytest.mark.parametrize(
    ("heading", "body", "title", "network", "letterhead"),
    [
        (
            "REGIONAL CONFERENCE ON MIGRATION (RCM)\n\nREPORT OF THE MEETING\n\n"
            "LIAISON OFFICER NETWORK FOR CONSULAR PROTECTION\n\nBelmopan, Belize\n14 May 2019",
            ENGLISH,
            "REPORT OF THE MEETING LIAISON OFFICER NETWORK FOR CONSULAR PROTECTION",
            "consular-protection",
            ["REGIONAL CONFERENCE ON MIGRATION (RCM)"],
        ),
        (
            "Report of the Meeting\nLiaison Officer Network\nfor Consular Protection\nBelmopan, Belize, 14 May 2019",
            ENGLISH,
            "Report of the Meeting Liaison Officer Network for Consular Protection",
            "consular-protection",
            [],
        ),
        (
            "INFORME DE LA REUNIÓN\nGRUPO REGIONAL DE CONSULTA SOBRE MIGRACIÓN (GRCM)\nBelmopán, Belice\n"
            "14 de mayo de 2019",
            SPANISH,
            "INFORME DE LA REUNIÓN GRUPO REGIONAL DE CONSULTA SOBRE MIGRACIÓN (GRCM)",
            "rcgm",
            [],
        ),
        # The title names the body that met; the one below it is whom it reports to.
        (
            "Report of the Meeting of the Liaison Officer Network for Consular Protection\n"
            "Regional Consultation Group on Migration (RCGM)\nBelmopan, Belize\n14 May 2019",
            ENGLISH,
            "Report of the Meeting of the Liaison Officer Network for Consular Protection",
            "consular-protection",
            ["Regional Consultation Group on Migration (RCGM)"],
        ),
    ],
)
def test_the_body_on_the_line_below_belongs_to_the_title(heading, body, title, network, letterhead):
    document, lines = read_text(heading + body, vocabulary=CONFERENCE)

    assert (document.title, document.network, document.country) == (title, network, "BZ")
    assert [row.text for row in document.dropped] == letterhead
    assert unaccounted(document, lines) == []


LETTERHEAD = "REGIONAL CONFERENCE ON MIGRATION (RCM) REGIONAL CONSULTATION GROUP ON MIGRATION (RCGM)"
LETTERHEAD_ES = "CONFERENCIA REGIONAL SOBRE MIGRACIÓN (CRM) GRUPO REGIONAL DE CONSULTA SOBRE MIGRACIÓN (GRCM)"


@pytest.mark.parametrize(
    ("letterhead", "title", "where", "opening"),
    [
        (
            LETTERHEAD,
            "REPORT OF THE MEETING OF THE LIAISON OFFICER NETWORK FOR CONSULAR PROTECTION",
            "Belmopan, Belize May 14, 2019",
            "The Liaison Officer Network for Consular Protection met on May 14, 2019, in Belmopan, Belize, "
            "prior to the meeting of the Regional Consultation Group on Migration (RCGM), with Belize, Honduras "
            "and Panama. The following was agreed:",
        ),
        (
            LETTERHEAD_ES,
            "INFORME DE LA REUNIÓN DE LA RED DE FUNCIONARIOS DE ENLACE DE PROTECCIÓN CONSULAR",
            "Belmopán, Belice 14 de mayo de 2019",
            "La Red de Funcionarios de Enlace de Protección Consular se reunió el 14 de mayo de 2019 en Belmopán, "
            "Belice, antes de la reunión del Grupo Regional de Consulta sobre Migración (GRCM), con Belice, "
            "Honduras y Panamá. Se acordó lo siguiente:",
        ),
    ],
    ids=["en", "es"],
)
def test_a_report_on_one_line_is_of_the_body_its_title_names_behind_the_letterhead(letterhead, title, where, opening):
    points = (ENGLISH if "REPORT" in title else SPANISH).split("\n\n")[2]
    text = " ".join(f"{letterhead} {title} {where} {opening} {points}".split())

    document, lines = read_text(text, vocabulary=CONFERENCE)

    assert (document.title, document.network, document.city, document.country) == (
        title,
        "consular-protection",
        where.split(",")[0],
        "BZ",
    )
    assert (document.preamble, len(document.agreements)) == ([opening], 2)
    assert [row.text for row in document.dropped] == [letterhead]
    assert unaccounted(document, lines) == []


@pytest.mark.parametrize(
    ("title", "network"),
    [
        (
            f"{LETTERHEAD} Report of the Meeting of the Liaison Officer Network for Consular Protection",
            "consular-protection",
        ),
        (
            "Regional Consultation Group on Migration: Conclusions of the Consular Protection Network",
            "consular-protection",
        ),
        ("Report of the Meeting of the RCGM and of the Vice-Ministerial Meeting", "rcgm"),
    ],
)
def test_of_several_bodies_in_a_title_the_one_that_met(title, network):
    opening = "The Liaison Officer Network for Consular Protection met with Belize, Honduras and Panama."

    document, _lines = read_text(
        f"{title}\nBelmopan, Belize\n14 May 2019\n\n{opening}\n\n1. To thank Belize.\n2. To thank Panama.",
        vocabulary=CONFERENCE,
    )

    assert (document.title, document.network) == (title, network)
