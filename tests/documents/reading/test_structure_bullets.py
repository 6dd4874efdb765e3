"""Bullets under a point: its sub-items where something is asked or promised in them, else its text, and told."""

import pytest

from documents.reading.read import read_text
from tests.documents.reading.names import CONFERENCE
from tests.documents.reading.said import report

PREAMBLE_ES = (
    "La Red de Funcionarios de Enlace de Protección Consular se reunió el 10 de marzo de 2026 en Antigua, Guatemala, "
    "con la participación de Costa Rica, Guatemala, Honduras y México. Se acordó lo siguiente:"
)
TITLE_ES = "INFORME DE LA REUNIÓN DE LA RED DE FUNCIONARIOS DE ENLACE DE PROTECCIÓN CONSULAR"


def read(point, language):
    if language == "en":
        text = report(points=f"1. To thank Guatemala for hosting.\n2. {point}\n3. To thank Mexico.")
    else:
        text = report(
            title=TITLE_ES,
            where="Antigua, Guatemala\n10 de marzo de 2026",
            preamble=PREAMBLE_ES,
            points=f"1. Agradecer a Guatemala.\n2. {point}\n3. Agradecer a México.",
        )
    document, _lines = read_text(text, vocabulary=CONFERENCE)
    said = [str(warning.message) for warning in document.warnings if "ullets" in str(warning.message)]
    return document.agreements[1], said


SUB_ITEMS = [
    (
        "en",
        "To request the following:\n- IOM to prepare a summary;\n- UNHCR to comment on it.",
        [("a", "IOM to prepare a summary;", [["IOM"]]), ("b", "UNHCR to comment on it.", [["UNHCR"]])],
    ),
    (
        "en",
        "Member Countries agreed to:\n• send the list by 3 June 2026;\n• designate focal points.",
        [
            ("a", "send the list by 3 June 2026;", [["MEMBERS"]]),
            ("b", "designate focal points.", [["MEMBERS"]]),
        ],
    ),
    (
        "en",
        "Member Countries will:\n• designate focal points;\n• complete the form.",
        [("a", "designate focal points;", [["MEMBERS"]]), ("b", "complete the form.", [["MEMBERS"]])],
    ),
    (
        "en",
        "Regarding the lists:\n• Mexico to send its own;\n• IOM to compile them;\n• the form in the annex.",
        [
            ("a", "Mexico to send its own;", [["MX"]]),
            ("b", "IOM to compile them;", [["IOM"]]),
            ("c", "the form in the annex.", []),
        ],
    ),
    (
        "en",
        "The lists.\n• IOM will compile them.\n• The form in the annex.",
        [("a", "IOM will compile them.", [["IOM"]]), ("b", "The form in the annex.", [])],
    ),
    (
        "en",
        "To thank all for their lists.\n• Costa Rica is preparing its own.\n• We urge countries to use them.",
        [("a", "Costa Rica is preparing its own.", []), ("b", "We urge countries to use them.", [["MEMBERS"]])],
    ),
    (
        "es",
        "Los Países Miembros acordaron:\n• enviar la lista a más tardar el 3 de junio de 2026;\n• designar un enlace.",
        [
            ("a", "enviar la lista a más tardar el 3 de junio de 2026;", [["MEMBERS"]]),
            ("b", "designar un enlace.", [["MEMBERS"]]),
        ],
    ),
    (
        "es",
        "Se solicita a los Países Miembros que:\n• envíen la lista;\n• designen un enlace.",
        [("a", "envíen la lista;", [["MEMBERS"]]), ("b", "designen un enlace.", [["MEMBERS"]])],
    ),
    (
        "es",
        "En cuanto a las listas:\n• México a enviar la suya;\n• la OIM a reunir todas.",
        [("a", "México a enviar la suya;", [["MX"]]), ("b", "la OIM a reunir todas.", [["IOM"]])],
    ),
]


@pytest.mark.parametrize(("language", "point", "children"), SUB_ITEMS)
def test_what_is_asked_or_promised_in_bullets_is_a_sub_item_each(language, point, children):
    agreement, said = read(point, language)

    assert agreement.text == point.split("\n")[0]
    assert agreement.actions == []
    assert [
        (child.number, child.text, [action.owners for action in child.actions]) for child in agreement.children
    ] == children
    assert said == ["Bullets were taken as sub-items and lettered."]


ONLY_LISTED = [
    ("en", "IOM will provide support to:\n• children;\n• women."),
    ("en", "Member Countries agreed on the following topics:\n• returns;\n• children."),
    ("en", "Regarding the lists:\n• consular protection;\n• returns."),
    ("es", "La OIM brindará apoyo a:\n• niñas;\n• mujeres."),
    ("es", "Los Países Miembros acordaron los siguientes temas:\n• retornos;\n• niñez."),
]
ONLY_RECORDED = [
    ("en", "To thank the following:\n• Mexico, which will host the meeting;\n• IOM."),
    ("en", "To take note of the following commitments:\n• Mexico to send the list;\n• IOM to print it."),
    ("en", "Mexico informed of the following:\n• IOM to open an office;\n• UNHCR to close one."),
    ("es", "Agradecer a los siguientes:\n• México, que será sede de la reunión;\n• la OIM."),
    ("es", "Tomar nota de los siguientes compromisos:\n• México a enviar la lista;\n• la OIM a imprimirla."),
]


@pytest.mark.parametrize(("language", "point"), [*ONLY_LISTED, *ONLY_RECORDED])
def test_bullets_that_only_list_stay_in_the_text_of_the_point_and_it_is_told(language, point):
    agreement, said = read(point, language)

    assert (agreement.text, agreement.children) == (point.replace("\n", "\n\n"), [])
    assert said == ["Bullets were left in the text of the point."]


@pytest.mark.parametrize(("language", "point"), ONLY_RECORDED)
def test_nothing_follows_from_bullets_under_a_point_that_only_thanks_takes_note_or_informs(language, point):
    assert read(point, language)[0].actions == []
