"""Plain text: every encoding gives the same lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.reading import txt
from documents.reading.errors import CannotRead
from documents.reading.files import lines_of

SPANISH = "Reunión de la Red\n\n1. Agradecer a México “su presentación” – año 2021.\n2. ¿Qué países?"
LINES = ["Reunión de la Red", "", "1. Agradecer a México “su presentación” – año 2021.", "2. ¿Qué países?"]


def read(content: bytes) -> list[str]:
    return [line.text for line in lines_of(content, "report.txt").lines]


@pytest.mark.parametrize(
    "content",
    [
        SPANISH.encode(),
        SPANISH.encode("utf-8-sig"),
        SPANISH.encode("utf-16"),
        SPANISH.encode("utf-16-le"),
        SPANISH.encode("utf-16-be"),
        b"\xfe\xff" + SPANISH.encode("utf-16-be"),
        SPANISH.encode("utf-32"),
        SPANISH.encode("cp1252"),
        SPANISH.replace("\n", "\r\n").encode(),
        SPANISH.replace("\n", "\r").encode(),
        SPANISH.replace("\n", "\r\r\n").encode(),
        SPANISH.replace("\n", "\u2028").encode(),
    ],
    ids=["utf8", "bom", "utf16", "le", "be", "be-bom", "utf32", "cp1252", "crlf", "cr", "crcrlf", "separators"],
)
def test_one_text_in_every_encoding_and_with_every_line_end(content):
    original = lines_of(content, "report.txt")
    assert original.kind == "txt"
    assert [(line.number, line.text) for line in original.lines] == list(enumerate(LINES, start=1))
    assert [(line.label, line.level, line.page) for line in original.lines] == [(None, None, None)] * 4
    assert original.warnings == []


def test_latin_1():
    assert read("Año de la reunión\nen Panamá".encode("latin-1")) == ["Año de la reunión", "en Panamá"]


def test_form_feeds_end_pages():
    lines = lines_of(b"one\ntwo\fthree\n\ffour", "report.txt").lines
    assert [(line.text, line.page) for line in lines] == [("one", 1), ("two", 1), ("three", 2), ("", 2), ("four", 3)]


def test_white_space_of_a_line_is_kept():
    assert read(b"  a\t b \n") == ["  a\t b "]


def test_a_few_broken_bytes_do_not_spoil_every_accent():
    original = lines_of("Reunión\nPanamá, México\ncortada: ".encode() + b"\xc3", "report.txt")
    assert [line.text for line in original.lines] == ["Reunión", "Panamá, México", "cortada: \ufffd"]
    assert [(each.line, each.message) for each in original.warnings] == [
        (3, "A character of this line is damaged and could not be read.")
    ]


def test_half_a_character_of_utf_16_is_said():
    original = lines_of("report".encode("utf-16-le") + b"s", "report.txt")
    assert [line.text for line in original.lines] == ["report\ufffd"]
    assert [each.line for each in original.warnings] == [1]


def test_letters_of_another_code_page_are_doubted():
    original = lines_of("Acuerdos\nPresentación de la reunión".encode("cp850"), "report.txt")
    assert [(each.line, each.message) for each in original.warnings] == [
        (2, "The file's encoding is not known: please compare accented letters with the original.")
    ]


@pytest.mark.parametrize("content", [b"text with a \0 in it", bytes(range(256)) * 8, b"\x01\x02\x03 a"])
def test_bytes_that_are_no_text(content):
    with pytest.raises(CannotRead, match="not a text that can be read"):
        lines_of(content, "report.txt")


# Letters, marks, punctuation and the white space of a line; no control characters, and none of the BOM.
LINE_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), max_size=60)


@given(st.lists(LINE_TEXT, min_size=1, max_size=20), st.sampled_from(["\n", "\r\n", "\r"]))
def test_unicode_text_comes_back_line_by_line(lines, ending):
    lines = ["heading", *lines, "end"]
    text = ending.join(lines)
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert [line.text for line in txt.original_of(text.encode(encoding)).lines] == lines


WESTERN = st.text(st.characters(codec="latin-1", exclude_categories=["C"]), max_size=60)


@given(st.lists(WESTERN, min_size=1, max_size=20))
def test_western_text_without_a_mark_comes_back_line_by_line(lines):
    lines = ["A heading in plain letters", *lines, "año"]
    text = "\r\n".join(lines)
    for encoding in ("utf-16-le", "utf-16-be"):
        assert [line.text for line in txt.original_of(text.encode(encoding)).lines] == lines


@given(st.binary(max_size=400))
def test_whatever_the_bytes_the_lines_can_be_stored(content):
    try:
        original = txt.original_of(content)
    except CannotRead:
        return
    text = "\n".join(line.text for line in original.lines)
    assert "\0" not in text
    assert text.encode("utf-8").decode("utf-8") == text
    assert txt.LINE_BREAK.search("".join(line.text for line in original.lines)) is None
    assert [line.number for line in original.lines] == list(range(1, len(original.lines) + 1))
