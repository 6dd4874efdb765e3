"""Nothing follows from what thanks, takes note, welcomes, congratulates, reaffirms or informs, whatever hangs on it.

Invented: each opening with each clause that may hang on it.
"""

import datetime

import pytest

from documents.reading.clauses import analyse
from documents.reading.meeting_context import MeetingContext
from tests.documents.reading.gist import gist
from tests.documents.reading.names import CONFERENCE

MEETING = MeetingContext("consular-protection", datetime.date(2019, 5, 14), datetime.date(2019, 5, 14))

OPENINGS = [
    ("en", "To thank Panama for its presentation", "thank"),
    ("en", "To take note of the report of Panama", "take_note"),
    ("en", "To welcome the offer of Panama", "welcome"),
    ("en", "To congratulate Panama on its work", "congratulate"),
    ("en", "To reaffirm the principles of the plan", "reaffirm"),
    ("en", "Panama informed the Network of its plan", "inform"),
    ("en", "The Network thanked Panama for its plan", "thank"),
    ("en", "Member Countries took note of the plan", "take_note"),
    ("es", "Agradecer a Panamá su presentación", "thank"),
    ("es", "Tomar nota del informe de Panamá", "take_note"),
    ("es", "Acoger el ofrecimiento de Panamá", "welcome"),
    ("es", "Felicitar a Panamá por su labor", "congratulate"),
    ("es", "Reafirmar los principios del plan", "reaffirm"),
    ("es", "Panamá informó a la Red de su plan", "inform"),
    ("es", "La Red agradeció a Panamá su plan", "thank"),
    ("es", "Se tomó nota del plan", "take_note"),
]
HANGING = {
    "en": [
        ", which will be printed by IOM by 3 June 2019.",
        ", which IOM will print and circulate by 3 June 2019.",
        ", whose guide IOM will print by 3 June 2019.",
        ", whose guide will be printed by IOM by 3 June 2019.",
        ", for which IOM will print the map by 3 June 2019.",
        ", the printing of which will be the responsibility of IOM.",
        ", to be printed by IOM by 3 June 2019.",
        ", as it will be up to IOM to print it.",
        ", since it will be up to IOM to print it.",
        ", where IOM will speak on 3 June 2019.",
        ", with which IOM committed to print the map by 3 June 2019.",
        " that it will print by 3 June 2019 and that IOM will circulate.",
    ],
    "es": [
        ", que será impreso por la OIM antes del 3 de junio de 2019.",
        ", que imprimirá antes del 3 de junio de 2019 y que circulará la OIM.",
        ", cuya guía imprimirá la OIM antes del 3 de junio de 2019.",
        ", cuyos mapas serán impresos por la OIM.",
        ", cuya impresión quedará a cargo de la OIM.",
        ", para el cual la OIM imprimirá el mapa antes del 3 de junio de 2019.",
        ", los cuales serán impresos por la OIM antes del 3 de junio de 2019.",
        ", a ser impreso por la OIM antes del 3 de junio de 2019.",
        ", ya que corresponderá a la OIM imprimirlo.",
        ", quienes imprimirán el mapa antes del 3 de junio de 2019.",
        ", donde la OIM expondrá el 3 de junio de 2019.",
        ", con el que la OIM se comprometió a imprimir el mapa.",
    ],
}


@pytest.mark.parametrize(("language", "opening", "kind"), OPENINGS)
def test_nothing_follows_from_what_hangs_on_an_acknowledgement(language, opening, kind):
    found = {
        hanging: gist(analyse(opening + hanging, language=language, vocabulary=CONFERENCE, meeting=MEETING))
        for hanging in HANGING[language]
    }

    assert found == {hanging: [kind] for hanging in HANGING[language]}
