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
