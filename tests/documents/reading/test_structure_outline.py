"""Numbers find their points, their depth and, where conversion damaged them, themselves."""

import pytest

from documents.reading.layout import Row
from documents.reading.outline import points_of
from documents.reading.read import read_text
from tests.documents.reading.names import CONFERENCE
from tests.documents.reading.said import report


def outline(markers: str, texts: dict[int, str] | None = None, labels: bool = False) -> str:
    """The points of a row of markers, as "1 2 2.a 2.b"; with a mark for what is said of a number."""
    rows = []
    for i, marker in enumerate(markers.split()):
        text = (texts or {}).get(i, "To thank the hosts.")
        rows.append(Row(i + 1, text, marker, 0) if labels else Row(i + 1, f"{marker} {text}"))
    marks = {None: "", "damaged": "!", "flattened": "~", "missing": "?"}
    path: list[str] = []
    found = []
    for point in points_of(rows, language="en"):
        path[point.depth :] = [point.number]
        found.append(".".join(path) + marks[point.doubt])
    return " ".join(found)


@pytest.mark.parametrize(
    ("markers", "expected"),
    [
        ("1. 2. 3.", "1 2 3"),
        ("1) 2) a) b) 3)", "1 2 2.a 2.b 3"),
        ("(1) (a) (b) (2)", "1 1.a 1.b 2"),
        ("1.- 2.- 3.-", "1 2 3"),
        ("1. a. i. ii. b. 2.", "1 1.a 1.a.i 1.a.ii 1.b 2"),
        ("1. i. ii. 2. i.", "1 1.i 1.ii 2 2.i"),
        ("a. b. c. d. e. f. g. h. i. j.", "a b c d e f g h i j"),
        ("1. 1.1 1.2 2. 2.1.", "1 1.1 1.2 2 2.1"),
        ("I. II. III. IV.", "I II III IV"),
        ("1. 2. 2bis. 3.", "1 2 2 bis 3"),
        ("• • •", "1 2 3"),
        ("1. - - 2. -", "1 1.a 1.b 2 2.a"),
    ],
)
def test_numbering_styles(markers, expected):
    assert outline(markers) == expected


@pytest.mark.parametrize(
    ("markers", "expected"),
    [
        # A nested list made flat: each level still runs on by itself.
        ("1. 1. 2. 3. 4. 1.", "1 1.a~ 2 3 4 4.a~"),
        ("1. 2. 1. 2. 3. 1. 2. 4.", "1 2 2.a~ 2.b~ 3 3.a~ 3.b~ 4"),
        # Repeated, out of line, starting again
        ("1. 2. 2. 3. 4.", "1 2 3! 4! 5!"),
        ("1. 2. 2. 4. 5.", "1 2 3! 4 5"),
        ("1. 2. 8. 4. 5.", "1 2 3! 4 5"),
        # A gap may be the author's own: it is told, and the numbers stand as others cite them.
        ("1. 2. 4. 5.", "1 2 4? 5"),
        ("3. 4. 5.", "3? 4 5"),
    ],
)
def test_damaged_numbers(markers, expected):
    assert outline(markers) == expected


def test_a_number_at_the_head_of_a_broken_line_is_no_point():
    texts = {0: "To thank Mexico for its report of June", 1: "The Network will come back to it.", 2: "To go on."}
    assert outline("1. 8. 2.", texts) == "1 2"
    assert outline("1. 2. 2.", texts) == "1 2"


def test_word_labels_with_the_level_of_each_list():
    rows = [Row(1, "Thanks.", "1.", 0), Row(2, "One.", "1.", 1), Row(3, "Two.", "2.", 1), Row(4, "More.", "2.", 0)]
    assert [(point.depth, point.number, point.doubt) for point in points_of(rows, language="en")] == [
        (0, "1", None),
        (1, "1", None),
        (1, "2", None),
        (0, "2", None),
    ]


@pytest.mark.parametrize(
    "letters", [("a)", "b)"), ("(a)", "(b)"), ("A.", "B."), ("i.", "ii."), ("(i)", "(ii)")], ids=" ".join
)
@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["line by line", "with blank lines"])
def test_letters_alone_on_their_line(letters, between):
    first, second = letters
    points = between.join([
        "1.", "To thank Belize.", "2.", "Regarding the lists:", first, "Mexico will send its list.",
        second, "IOM will compile the lists.", "3.", "To thank Panama.",
    ])  # fmt: skip
    document, _lines = read_text(report(points=points), vocabulary=CONFERENCE)

    assert [(row.number, row.text) for row in document.agreements] == [
        ("1", "To thank Belize."),
        ("2", "Regarding the lists:"),
        ("3", "To thank Panama."),
    ]
    assert [
        (child.number, child.text, [action.what for action in child.actions])
        for child in document.agreements[1].children
    ] == [
        (first.strip("()."), "Mexico will send its list.", ["Mexico will send its list"]),
        (second.strip("()."), "IOM will compile the lists.", ["IOM will compile the lists"]),
    ]
    assert document.warnings == []


@pytest.mark.parametrize(
    "text", ["The hall opens at 3 p.m.", "The offices of J. R. Pérez and in the U.S. were thanked."]
)
def test_initials_and_abbreviations_are_no_letters_of_a_list(text):
    document, _lines = read_text(
        report(points=f"1. To thank Belize.\n2. {text}\n3. To thank Panama."), vocabulary=CONFERENCE
    )

    assert [(row.number, row.text, row.children) for row in document.agreements] == [
        ("1", "To thank Belize.", []),
        ("2", text, []),
        ("3", "To thank Panama.", []),
    ]
