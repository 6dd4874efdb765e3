"""PDF → lines: pages, gaps, list numbers drawn apart, and what cannot be read."""

import io
import time

import pypdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.reading import pdf
from documents.reading.errors import CannotRead
from documents.reading.files import lines_of
from documents.reading.pdf import lines_of_page
from tests.documents.reading.pdffiles import pdf_of, pdf_with

UNCERTAIN = "The order of the lines on page 1 is uncertain; please compare."
BY_PLACE = "The list numbers of page 1 are put to their items by their place; please compare."

ITEMS = [
    (90, 40, "To thank Honduras for its presentation, which was"),
    (90, 53, "long."),
    (90, 66, "To urge Mexico to send comments."),
    (90, 79, "To agree on all."),
]
NUMBERS = [(70, 40, "1."), (70, 66, "2."), (70, 79, "3.")]
IN_ORDER = [
    "1. To thank Honduras for its presentation, which was",
    "long.",
    "2. To urge Mexico to send comments.",
    "3. To agree on all.",
]


def read(content: bytes) -> tuple[list[str], list[tuple[int | None, str]]]:
    original = lines_of(content, "report.pdf")
    return [line.text for line in original.lines], [(each.line, str(each.message)) for each in original.warnings]


def refusal_of(content: bytes) -> str:
    with pytest.raises(CannotRead) as refusal:
        lines_of(content, "report.pdf")
    return str(refusal.value)


def test_a_report_as_an_office_prints_it():
    points = "\n".join(
        f"+ To thank Honduras for its presentation number {number} on the work of its consulates, "
        "which took longer than a line of this page has room for.\n  + A matter in hand.\n"
        for number in range(1, 21)
    )
    content = typst.compile(
        (
            '#set page(paper: "a4", header: [Invented Conference], footer: context [Page #counter(page).display()])\n'
            '#set enum(numbering: "1.a)")\n= REPORT\n' + points
        ).encode()
    )
    original = lines_of(content, "report.pdf")
    assert original.kind == "pdf"
    assert original.warnings == []
    texts = [(line.page, line.text) for line in original.lines if line.text]
    assert texts[:3] == [
        (1, "Invented Conference"),
        (1, "REPORT"),
        (1, "1) To thank Honduras for its presentation number 1 on the work of its consulates, which took"),
    ]
    assert texts[3:5] == [(1, "longer than a line of this page has room for."), (1, "a) A matter in hand.")]
    assert [text for page, text in texts if text.startswith(("Page ", "Invented"))] == [
        "Invented Conference",
        "Page 1",
        "Invented Conference",
        "Page 2",
    ]
    assert [line.number for line in original.lines] == list(range(1, len(original.lines) + 1))
    heads = [text.split(")")[0] for _page, text in texts if text[:1].isdigit()]
    assert heads == [str(number) for number in range(1, 21)]


def test_spanish_letters():
    assert read(pdf_of([(50, 0, "Reunión de la Red – “año” ñandú")]))[0] == ["Reunión de la Red – “año” ñandú"]


def test_numbers_drawn_in_their_place():
    first, *wrapped = ITEMS
    drawn = [NUMBERS[0], first, wrapped[0], NUMBERS[1], wrapped[1], NUMBERS[2], wrapped[2]]
    assert read(pdf_of(drawn)) == (IN_ORDER, [])


def test_numbers_drawn_after_all_items_are_put_by_their_place_and_said():
    assert read(pdf_of(ITEMS + NUMBERS)) == (IN_ORDER, [(1, BY_PLACE)])


def test_the_warning_stands_at_its_page():
    original = lines_of(pdf_of([(50, 0, "Title")], ITEMS + NUMBERS), "report.pdf")
    assert [(line.page, line.text) for line in original.lines] == [(1, "Title"), *((2, text) for text in IN_ORDER)]
    assert [(each.line, each.message) for each in original.warnings] == [(2, BY_PLACE.replace("page 1", "page 2"))]


def test_numbers_in_another_order_than_drawn_are_left_and_said():
    drawn = [(50, 30, "2. Second"), (50, 43, "3. Third"), (50, 0, "1. First")]
    assert read(pdf_of(drawn)) == (["2. Second", "3. Third", "1. First"], [(1, UNCERTAIN)])


def test_a_footer_drawn_first_and_two_columns_are_no_doubt():
    assert read(pdf_of([(280, 700, "Page 1"), (50, 0, "1. First"), (50, 13, "2. Second")])) == (
        ["Page 1", "1. First", "2. Second"],
        [],
    )
    columns = [(50, 0, "Left one"), (50, 13, "left two"), (300, 0, "Right one"), (300, 13, "right two")]
    assert read(pdf_of(columns)) == (["Left one", "left two", "Right one", "right two"], [])


def test_a_gap_on_the_page_is_a_blank_line():
    drawn = [
        (50, 0, "Title"),
        (50, 40, "One"),
        (50, 53, "two"),
        (50, 66, "three"),
        (50, 100, "four"),
        (50, 113, "five"),
    ]
    assert read(pdf_of(drawn))[0] == ["Title", "", "One", "two", "three", "", "four", "five"]


def test_double_spacing_is_no_gap():
    drawn = [(50, 30 * number, f"line {number}") for number in range(6)]
    assert read(pdf_of(drawn))[0] == [f"line {number}" for number in range(6)]


@pytest.mark.parametrize(
    ("drawn", "placed", "expected"),
    [
        ("a\nb", "", (["a", "b"], "")),
        ("To thank\nTo urge\n1.\n2.", "", (["To thank", "To urge", "1.", "2."], "The order")),
        ("1.\nTo thank", "1. To thank", (["1. To thank"], "")),
        ("• one\n• two", "• one\n• two", (["• one", "• two"], "")),
        ("1. one", "1. another", (["1. one"], "The order")),
        ("", "", ([""], "")),
    ],
)
def test_one_page_told_twice(drawn, placed, expected):
    lines, doubt = lines_of_page(drawn, placed)
    assert (lines, doubt[:9]) == expected


@given(st.text(alphabet="1a.)• \n", max_size=40), st.text(alphabet="1a.)• \n", max_size=40))
def test_a_page_never_loses_a_letter(drawn, placed):
    lines, _doubt = lines_of_page(drawn, placed)
    assert sorted("".join("".join(lines).split())) == sorted("".join(drawn.split()))


def test_protected_files():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of([(50, 0, "Secret text")])))
    writer.encrypt("word", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    assert refusal_of(locked.getvalue()) == str(pdf.PROTECTED)


def test_a_file_protected_only_against_changes_is_read():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of([(50, 0, "Open text")])))
    writer.encrypt(user_password="", owner_password="word", algorithm="RC4-128")
    signed = io.BytesIO()
    writer.write(signed)
    assert read(signed.getvalue()) == (["Open text"], [])


def test_pictures_of_pages():
    assert refusal_of(pdf_of([], [], pictured=True)) == str(pdf.SCANNED)
    assert refusal_of(pdf_of([(50, 0, "Scanned by a device")], pictured=True)) == str(pdf.SCANNED)
    assert refusal_of(pdf_of([])) == "The PDF holds no text. Please bring it as .docx or .txt."


def test_one_page_that_is_a_picture_is_said():
    text = [(50, 13 * number, "A line of text that is long enough to count") for number in range(4)]
    original = lines_of(pdf_of(text, [], pictured=True), "report.pdf")
    assert [each.message for each in original.warnings] == ["Page 2 is a picture without text and is not read."]


def test_too_many_pages():
    assert refusal_of(pdf_of(*[[(50, 0, "x")]] * (pdf.MAX_PAGES + 1))) == (
        "The PDF has more than 100 pages. Please bring the report alone."
    )


def test_letters_without_meaning():
    garbled = b"BT /F1 11 Tf 50 800 Td (" + bytes(range(1, 8)) * 20 + b") Tj ET"
    assert refusal_of(pdf_with(garbled)) == str(pdf.GARBLED)


WHOLE = pdf_of(ITEMS + NUMBERS, ITEMS)


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_short(kept):
    assert refusal_of(WHOLE[: int(len(WHOLE) * kept)]) == str(pdf.DAMAGED)


@settings(max_examples=100)
@given(st.integers(8, len(WHOLE) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused_and_never_breaks(place, damage):
    content = WHOLE[:place] + damage + WHOLE[place + len(damage) :]
    try:
        original = lines_of(content, "report.pdf")
    except CannotRead:
        return
    text = "".join(line.text for line in original.lines)
    assert text.strip()
    assert "\0" not in text
    assert text.encode("utf-8").decode("utf-8") == text


def test_a_hyphen_is_a_hyphen_whatever_the_font_calls_it():
    assert read(pdf_of([(50, 0, "16\xad17 March, con\xad"), (50, 13, "sideration")]))[0] == [
        "16-17 March, con-",
        "sideration",
    ]


def test_text_that_no_database_can_store_is_cleaned():
    assert pdf._clean("a\0b\ud800c") == "abc"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"0 " * 20_000_000, pdf.TOO_COMPLEX),
        (b"BT (x) Tj ET " * 1_000_000, pdf.TOO_COMPLEX),
        (b"[" * 400_000, pdf.DAMAGED),
        (b"q " * 400_000, "The PDF holds no text. Please bring it as .docx or .txt."),
    ],
    ids=["bomb", "operators", "arrays", "saves"],
)
def test_hostile_pages_end_soon(content, reason):
    began = time.thread_time()
    assert refusal_of(pdf_with(content, packed=True)) == str(reason)
    assert time.thread_time() - began < pdf.MAX_SECONDS


def test_far_apart_text_takes_no_room():
    content = pdf_of([(50, 0, "one"), (50_000_000, 0, "two"), (50, 50_000_000, "three")])
    assert "".join(read(content)[0]).replace(" ", "") == "onetwothree"


def test_a_page_that_takes_too_long(monkeypatch):
    monkeypatch.setattr(pdf, "MAX_SECONDS", -1.0)
    assert refusal_of(WHOLE) == str(pdf.TOO_COMPLEX)
