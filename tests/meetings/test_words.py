"""How a sentence names a meeting."""

import pytest

from meetings.models import Meeting
from meetings.words import name_of, ordinal
from networks.models import Network

CONSULAR = Network(
    name_en="Liaison Officer Network for Consular Protection",
    name_es="Red de Funcionarios de Enlace de Protección Consular",
)
RCGM = Network(name_en="Regional Consultation Group on Migration", name_es="Grupo Regional de Consulta sobre Migración")
VICE_MINISTERS = Network(name_en="Vice-Ministerial Meeting", name_es="Reunión Viceministerial")


@pytest.mark.parametrize(
    ("meeting", "english", "spanish"),
    [
        (
            Meeting(network=CONSULAR, ordinal=12),
            "the 12th meeting of the Liaison Officer Network for Consular Protection",
            "la 12.ª reunión de la Red de Funcionarios de Enlace de Protección Consular",
        ),
        (
            Meeting(network=RCGM),
            "the meeting of the Regional Consultation Group on Migration",
            "la reunión del Grupo Regional de Consulta sobre Migración",
        ),
        (
            Meeting(network=VICE_MINISTERS, ordinal=21),
            "the 21st Vice-Ministerial Meeting",
            "la 21.ª Reunión Viceministerial",
        ),
        (
            Meeting(network=RCGM, title_en="Meeting on Ports", title_es="Reunión sobre puertos"),
            "“Meeting on Ports”",
            "“Reunión sobre puertos”",
        ),
    ],
)
def test_named_in_both_languages(meeting, english, spanish):
    assert (name_of(meeting, "en"), name_of(meeting, "es")) == (english, spanish)


def test_english_ordinals():
    numbers = [1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 101, 111]
    assert " ".join(ordinal(number, "en") for number in numbers) == (
        "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 101st 111th"
    )
