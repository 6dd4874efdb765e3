"""What is compared is folded as it is for searching; what is shown is found again as it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions import words
from documents.reading.folding import fold


@pytest.mark.parametrize("text", ["La Secretaría Técnica", "Presidencia PRO-TÉMPORE", "la oﬁcina n.º 2", "Straße"])
def test_letters_are_folded_alike_for_reading_and_for_searching(text):
    assert fold(text).text == words.fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("“Plan” – México’s", '"plan" - mexico\'s'),
        ("a\u00adcuer\u200bdo", "acuerdo"),
        ("by  the\n  TS", "by the ts"),
        ("one\n \ntwo", "one\ntwo"),
    ],
)
def test_dashes_quotes_and_spaces_are_of_one_kind(text, folded):
    assert fold(text).text == folded


def test_a_word_is_found_again_as_it_was_written():
    folded = fold("El Grupo  conﬁrmó la ﬁcha.")
    start = folded.text.index("fi")

    assert folded.written(start, start + 1) == "ﬁ"
    assert folded.written(folded.text.index("confirmo"), folded.text.index(" la")) == "conﬁrmó"
    assert folded.is_accented(folded.text.index("o la"))
    assert not folded.is_accented(folded.text.index("la"))


@given(st.text(max_size=60))
def test_every_folded_character_comes_from_the_text_in_its_order(text):
    folded = fold(text)

    assert len(folded.origin) == len(folded.text)
    assert list(folded.origin) == sorted(folded.origin)
    assert all(0 <= position < len(text) for position in folded.origin)
