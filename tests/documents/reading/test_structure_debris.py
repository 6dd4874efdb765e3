"""Each kind of debris is put right and told, and nothing that only looks like it."""

import pytest

from documents.reading.debris import in_words, repaired
from tests.documents.reading.names import CONFERENCE


def repair(text: str, language: str = "en") -> tuple[str, list[str]]:
    clean, repairs = repaired(text, language=language, vocabulary=CONFERENCE)
    return clean, [str(message) for message in in_words(repairs)]


@pytest.mark.parametrize(
    ("damaged", "clean", "told"),
    [
        ("[bookmark: _GoBack]Canada spoke.", "Canada spoke.", ["A mark left by the conversion was removed."]),
        (
            "The [bookmark: a][bookmark: b]word",
            "The word",
            ["2 marks left by the conversion were removed."],
        ),
        ("met inManagua today", "met in Managua today", ["A missing space was added: “in Managua”."]),
        ("Hondurasprior to it", "Honduras prior to it", ["A missing space was added: “Honduras prior”."]),
        ("Belizeand Canada", "Belize and Canada", ["A missing space was added: “Belize and”."]),
        ("the following:Canada", "the following: Canada", ["A missing space was added: “following: Canada”."]),
        ("the draft,with notes", "the draft, with notes", ["A missing space was added: “draft, with”."]),
        ("asked IOMto help", "asked IOM to help", ["A missing space was added: “IOM to”."]),
        (
            "the Migration(RCGM)for now",
            "the Migration (RCGM) for now",
            [
                "A missing space was added: “Migration (RCGM)for”.",
                "A missing space was added: “(RCGM) for”.",
            ],
        ),
        (
            "as of June8 ofthe year",
            "as of June 8 of the year",
            [
                "A missing space was added: “of the”.",
                "A missing space was added: “June 8”.",
            ],
        ),
        ("Canada´s offer", "Canada’s offer", ["An accent standing for an apostrophe was replaced."]),
        ("a\u00a0copy", "a copy", ["A non-breaking space was replaced by a plain one."]),
        ("two  words", "two words", ["Doubled spaces were made one."]),
        ("mi\u00adgrants", "migrants", ["An invisible hyphen or mark was removed."]),
        ("\uf0b7 Item", "• Item", ["A bullet that only its own font can show was replaced."]),
        ("o\ufb03ce", "office", ["Letters joined into one sign were taken apart."]),
        (
            "for Belize, Canada Costa Rica, Mexico",
            "for Belize, Canada, Costa Rica, Mexico",
            ["A missing comma between two countries was added: “Canada, Costa Rica”."],
        ),
    ],
)
def test_debris_is_put_right_and_told(damaged, clean, told):
    assert repair(damaged) == (clean, told)


@pytest.mark.parametrize(
    "text",
    [
        "The Panamanian, Guatemalan and Costa Rican officers, two Hondurans and the Salvadoran consul",
        "the proposed of the afore-mentioned Memorandum",
        "UNICEF Mexico and the Guatemala Mexico border",
        "(re)integration of child(ren), with YouTube, eBay and WhatsApp",
        "see https://example.org:8080/a,b;c and officer@example.org,by mail",
        "at 10:30, 1,000 copies in a 3:1 ratio",
        "the U.S. delegation and the EE.UU. delegation",
        "cases – many of them – and 2014 – 2020",
    ],
)
def test_what_only_looks_like_debris_stays(text):
    assert repair(text) == (text, [])


def test_a_dash_of_an_aside_is_spaced_in_english_and_close_in_spanish():
    assert repair("society –through it– spoke")[0] == "society – through it – spoke"
    assert repair("la sociedad –por su medio– habló", "es") == ("la sociedad –por su medio– habló", [])


def test_spanish_is_put_right_by_the_same_rules():
    assert repair("reunida enManagua conla participación de Hondurasy Panamá el 3 dediciembre de2014", "es")[0] == (
        "reunida en Managua con la participación de Honduras y Panamá el 3 dediciembre de 2014"
    )


def test_a_repaired_text_needs_no_repair():
    once, _told = repair("Hondurasprior to the meeting ,with Belize,Canada Costa Rica and “Panama´s”  IOMfor")
    assert repair(once) == (once, [])
