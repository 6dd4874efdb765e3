"""What stands in an annex was not agreed, and is not on the record: it may name persons."""

import pytest

from documents.reading.read import read_text
from tests.documents.reading.names import CONFERENCE
from tests.documents.reading.said import POINTS, report

SPANISH = report(
    title="INFORME DE LA REUNIÓN DE LA RED DE FUNCIONARIOS DE ENLACE DE PROTECCIÓN CONSULAR",
    where="Antigua, Guatemala\n10 de marzo de 2026",
    preamble="La Red se reunió el 10 de marzo de 2026, con Honduras y México presentes. Se acordó lo siguiente:",
    points="1. Agradecer a Guatemala.\n2. Tomar nota del calendario.",
)


def divided(text):
    """(the last agreement, how many there are, what was left out as an annex, what is said of it)."""
    document, _lines = read_text(text, vocabulary=CONFERENCE)
    left_out = [one.text for one in document.dropped if "annex" in str(one.why)]
    said = [str(one.message) for one in document.warnings if "annex" in str(one.message)]
    return document.agreements[-1].text, len(document.agreements), left_out, said


@pytest.mark.parametrize(
    ("text", "annex"),
    [
        (report(points=f"{POINTS}\n\nANNEX I\nLIST OF PARTICIPANTS\nCanada\nMs. Ada Sample"), 4),
        (report(points=f"{POINTS}\nList of participants:\nCanada: Ada Sample, ada@example.org"), 2),
        (report(points=f"{POINTS}\n\nAnnex 2 – Plan of work\n1. To send the lists.\n2. To print them."), 3),
        (report(points=f"{POINTS}\nAppendix B: Calendar of the year\nMay"), 2),
    ],
)
def test_an_annex_ends_the_agreements_and_is_told_once(text, annex):
    last, number, left_out, said = divided(text)

    heading = left_out[0]
    assert (last, number, len(left_out)) == ("To thank Mexico for its presentation.", 3, annex)
    assert said == [f"“{heading}” begins an annex: what follows was left out of the agreements."]


def test_an_annex_in_spanish():
    last, number, left_out, _said = divided(f"{SPANISH}\n\nAnexo 1: Lista de participantes\nMéxico: Ana Prueba")
    assert (last, number, left_out) == (
        "Tomar nota del calendario.",
        2,
        ["Anexo 1: Lista de participantes", "México: Ana Prueba"],
    )


@pytest.mark.parametrize(
    "more",
    [
        "Annex I is the plan of work that the Network agreed on.",
        "The plan of work stands in\nAnnex I, with its calendar.",
        "Annex 1. The Network will send the plan of work that stands in it to all the delegations by May 1, 2026.",
    ],
)
def test_a_sentence_that_speaks_of_an_annex_begins_none(more):
    _last, _number, left_out, said = divided(report(points=f"{POINTS}\n{more}"))
    assert (left_out, said) == ([], [])
