"""Who acts together with whom, and who each by itself. Invented."""

import datetime

import pytest

from documents.reading.clauses import analyse
from documents.reading.meeting_context import MeetingContext
from tests.documents.reading.gist import gist
from tests.documents.reading.names import CONFERENCE

MEETING = MeetingContext(
    network="consular-protection", starts_on=datetime.date(2019, 5, 14), ends_on=datetime.date(2019, 5, 14)
)

WORDINGS = [
    (
        "Member Countries agreed to send their fees, together with the addresses of their offices, by 1 July 2019.",
        "Los Países Miembros acordaron enviar sus tarifas, conjuntamente con las direcciones de sus oficinas, a más "
        "tardar el 1 de julio de 2019.",
        ["agree", "MEMBERS undertaken 2019-07-01"],
    ),
    (
        "Belize and Panama will send their fees together with the PPT comments by 1 July 2019.",
        "Belice y Panamá enviarán sus tarifas junto con los comentarios de la PPT a más tardar el 1 de julio de 2019.",
        ["undertake", "BZ+PA undertaken 2019-07-01"],
    ),
    (
        "Each Member Country will review the form together by 1 July 2019.",
        "Cada País Miembro revisará el formulario conjuntamente a más tardar el 1 de julio de 2019.",
        ["undertake", "MEMBERS undertaken 2019-07-01"],
    ),
    (
        "Belize and Panama will each print the poster, together with IOM, by 1 July 2019.",
        "Belice y Panamá imprimirán cada uno el cartel, junto con la OIM, a más tardar el 1 de julio de 2019.",
        ["undertake", "BZ+PA+IOM undertaken 2019-07-01"],
    ),
    (
        "Belize, together with IOM, will print the poster by 1 July 2019.",
        "Belice, junto con la OIM, imprimirá el cartel a más tardar el 1 de julio de 2019.",
        ["undertake", "BZ+IOM undertaken jointly 2019-07-01"],
    ),
    (
        "Belize and Panama will work together with a view to opening an office by 1 July 2019.",
        "Belice y Panamá trabajarán juntos con miras a abrir una oficina a más tardar el 1 de julio de 2019.",
        ["undertake", "BZ+PA undertaken jointly 2019-07-01"],
    ),
    (
        "Belize and Panama will jointly open each office by 1 July 2019.",
        "Belice y Panamá abrirán conjuntamente cada oficina a más tardar el 1 de julio de 2019.",
        ["undertake", "BZ+PA undertaken jointly 2019-07-01"],
    ),
    (
        "Belize and Panama will bring together their officers by 1 July 2019.",
        "Belice y Panamá reunirán a sus funcionarios a más tardar el 1 de julio de 2019.",
        ["undertake", "BZ+PA undertaken 2019-07-01"],
    ),
]


@pytest.mark.parametrize(("english", "spanish", "expected"), WORDINGS)
def test_a_thing_beside_another_binds_nobody_together(english, spanish, expected):
    found = {
        language: gist(analyse(text, language=language, vocabulary=CONFERENCE, meeting=MEETING))
        for language, text in (("en", english), ("es", spanish))
    }

    assert found == {"en": expected, "es": expected}
