"""Word's automatic numbers, as printed."""

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.reading.files import lines_of
from documents.reading.numbering import numeral_of
from tests.documents.reading.wordfiles import docx_of, family, level, num, p, restart

THREE_LEVELS = family(0, level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)"), level(2, "lowerRoman", "%3."))


def labels(content: bytes) -> list[tuple[str | None, int | None, str]]:
    return [(line.label, line.level, line.text) for line in lines_of(content, "report.docx").lines]


def printed(content: bytes) -> list[str | None]:
    return [label for label, _level, _text in labels(content)]


def test_three_levels_count_and_restart_below_each_higher_one():
    listed = [("one", 0), ("one a", 1), ("one b", 1), ("one b i", 2), ("two", 0), ("two a", 1)]
    body = "".join(p(text, num=1, level=depth) for text, depth in listed) + p("plain") + p("two b", num=1, level=1)
    assert labels(docx_of(body, numbering=THREE_LEVELS + num(1, 0))) == [
        ("1.", 0, "one"),
        ("a)", 1, "one a"),
        ("b)", 1, "one b"),
        ("i.", 2, "one b i"),
        ("2.", 0, "two"),
        ("a)", 1, "two a"),
        (None, None, "plain"),
        ("b)", 1, "two b"),
    ]


def test_multilevel_text_names_the_higher_numbers():
    lists = family(0, level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2"), level(2, "decimal", "%1.%2.%3"))
    body = "".join(p("x", num=1, level=depth) for depth in (0, 1, 1, 2, 0, 1))
    assert printed(docx_of(body, numbering=lists + num(1, 0))) == ["I.", "I.1", "I.2", "I.2.1", "II.", "II.1"]


def test_legal_numbering_prints_every_number_in_digits():
    lists = family(0, level(0, "upperRoman", "%1."), level(1, "lowerLetter", "%1.%2", extra="<w:isLgl/>"))
    body = p("x", num=1, level=0) + p("y", num=1, level=1)
    assert printed(docx_of(body, numbering=lists + num(1, 0))) == ["I.", "1.1"]


def test_a_list_that_begins_below_its_top_has_begun_its_top_too():
    body = "".join(p("x", num=1, level=depth) for depth in (1, 1, 0))
    lists = family(0, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"))
    assert printed(docx_of(body, numbering=lists + num(1, 0))) == ["1.1", "1.2", "2."]


def test_start_values_and_a_level_that_never_restarts():
    lists = family(
        0, level(0, "decimal", "%1.", start=5), level(1, "lowerLetter", "%2)", extra='<w:lvlRestart w:val="0"/>')
    )
    body = "".join(p("x", num=1, level=depth) for depth in (0, 1, 0, 1))
    assert printed(docx_of(body, numbering=lists + num(1, 0))) == ["5.", "a)", "6.", "b)"]


def test_a_level_that_restarts_only_after_the_first():
    lists = family(
        0,
        level(0, "decimal", "%1."),
        level(1, "lowerLetter", "%2)"),
        level(2, "decimal", "(%3)", extra='<w:lvlRestart w:val="1"/>'),
    )
    body = "".join(p("x", num=1, level=depth) for depth in (0, 1, 2, 1, 2, 0, 2))
    assert printed(docx_of(body, numbering=lists + num(1, 0))) == ["1.", "a)", "(1)", "b)", "(2)", "2.", "(1)"]


def test_two_uses_of_one_list_count_on_and_an_override_starts_anew_once():
    lists = THREE_LEVELS + num(1, 0) + num(2, 0) + num(3, 0, restart(0, 1))
    body = "".join(p("x", num=use, level=0) for use in (1, 1, 2, 3, 3, 1))
    assert printed(docx_of(body, numbering=lists)) == ["1.", "2.", "3.", "1.", "2.", "3."]


def test_an_override_may_replace_the_level_itself():
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1.")}</w:lvlOverride>'
    body = p("x", num=1, level=0) + p("y", num=1, level=0)
    assert printed(docx_of(body, numbering=THREE_LEVELS + num(1, 0, override))) == ["A.", "B."]


def test_numbers_come_through_a_style_and_the_style_it_is_based_on():
    styles = (
        '<w:style w:type="paragraph" w:styleId="Point"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Narrow"><w:basedOn w:val="Point"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Below"><w:basedOn w:val="Point"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Free"><w:basedOn w:val="Point"/>'
        '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
    )
    body = "".join(p("x", style=style) for style in ("Point", "Narrow", "Below", "Free", "Point"))
    body += p("unnumbered", style="Point", num=0) + p("deeper", style="Point", level=1) + p("x", style="Unknown")
    assert printed(docx_of(body, numbering=THREE_LEVELS + num(1, 0), styles=styles)) == [
        "1.", "2.", "a)", None, "3.", None, "a)", None,
    ]  # fmt: skip


def test_a_level_bound_to_a_style_by_name_and_the_default_style():
    lists = family(
        0,
        level(0, "decimal", "%1.", extra='<w:pStyle w:val="Top"/>'),
        level(1, "lowerLetter", "%2.", extra='<w:pStyle w:val="Second"/>'),
    )
    carried = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = (
        f'<w:style w:type="paragraph" w:default="1" w:styleId="Top">{carried}</w:style>'
        f'<w:style w:type="paragraph" w:styleId="Second">{carried}</w:style>'
    )
    body = p("x") + p("y", style="Second") + p("z")
    assert printed(docx_of(body, numbering=lists + num(1, 0), styles=styles)) == ["1.", "a.", "2."]


def test_a_list_that_points_to_a_list_style():
    lists = (
        family(0, extra='<w:numStyleLink w:val="House"/>')
        + family(1, level(0, "decimal", "(%1)"), extra='<w:styleLink w:val="House"/>')
        + num(1, 0)
        + num(2, 1)
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="House"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    body = p("x", num=1, level=0) + p("y", num=1, level=0)
    assert printed(docx_of(body, numbering=lists, styles=styles)) == ["(1)", "(2)"]
    assert printed(docx_of(body, numbering=lists)) == ["(1)", "(2)"]


def test_circles_of_styles_and_lists_end():
    lists = family(0, extra='<w:numStyleLink w:val="A"/>') + num(1, 0)
    carried = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = (
        f'<w:style w:type="numbering" w:styleId="A">{carried}</w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="C"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="B"/></w:style>'
    )
    body = p("x", num=1, level=0) + p("y", style="B")
    assert printed(docx_of(body, numbering=lists, styles=styles)) == [None, None]


@pytest.mark.parametrize(
    ("text", "label"),
    [("\uf0b7", "•"), ("o", "•"), ("\uf0a7", "•"), ("-", "-"), ("–", "–"), ("•", "•"), ("", None)],
)
def test_bullets_are_printed_as_bullets(text, label):
    lists = family(0, level(0, "bullet", text)) + num(1, 0)
    assert printed(docx_of(p("x", num=1, level=0), numbering=lists)) == [label]


def test_a_level_without_number_prints_its_text_alone():
    lists = family(0, level(0, "none", ""), level(1, "none", "Note:"), level(2, "decimal", "%1.%3")) + num(1, 0)
    body = "".join(p("x", num=1, level=depth) for depth in (0, 1, 2))
    assert labels(docx_of(body, numbering=lists)) == [(None, 0, "x"), ("Note:", 1, "x"), (".1", 2, "x")]


def test_an_empty_numbered_paragraph_counts():
    body = p("x", num=1, level=0) + p("", num=1, level=0) + p("y", num=1, level=0)
    assert labels(docx_of(body, numbering=THREE_LEVELS + num(1, 0))) == [("1.", 0, "x"), ("2.", 0, ""), ("3.", 0, "y")]


def test_what_a_tracked_change_of_properties_replaced_is_not_read():
    changed = (
        '<w:p><w:pPr><w:pPrChange w:id="1"><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        "</w:pPrChange></w:pPr><w:r><w:t>x</w:t></w:r></w:p>"
    )
    assert printed(docx_of(changed, numbering=THREE_LEVELS + num(1, 0))) == [None]


def test_ordinals_follow_the_language_of_the_document():
    lists = family(0, level(0, "ordinal", "%1")) + num(1, 0)
    spanish = '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="es-HN"/></w:rPr></w:rPrDefault></w:docDefaults>'
    body = p("x", num=1, level=0) * 3
    assert printed(docx_of(body, numbering=lists)) == ["1st", "2nd", "3rd"]
    assert printed(docx_of(body, numbering=lists, styles=spanish)) == ["1.º", "2.º", "3.º"]


def test_a_format_in_words_is_put_in_digits_and_said():
    lists = family(0, level(0, "cardinalText", "%1.")) + num(1, 0)
    original = lines_of(docx_of(p("plain") + p("x", num=1, level=0), numbering=lists), "report.docx")
    assert [line.label for line in original.lines] == [None, "1."]
    assert [(warning.line, warning.message) for warning in original.warnings] == [
        (2, "Word prints the number of this line in another form; here it is in digits.")
    ]


def test_a_format_of_later_versions_falls_back_on_its_stand_in():
    format_ = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002"/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimalZero"/></mc:Fallback></mc:AlternateContent>'
    )
    lists = family(0, f'<w:lvl w:ilvl="0"><w:start w:val="1"/>{format_}<w:lvlText w:val="%1."/></w:lvl>') + num(1, 0)
    assert printed(docx_of(p("x", num=1, level=0), numbering=lists)) == ["01."]


def test_numbers_that_lead_nowhere_are_none():
    body = p("x", num=7, level=0) + p("y", num=1, level=8)
    assert printed(docx_of(body, numbering=THREE_LEVELS + num(1, 0))) == [None, None]


@pytest.mark.parametrize(
    ("format_", "value", "numeral"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 7, "07"),
        ("lowerLetter", 26, "z"),
        ("lowerLetter", 27, "aa"),
        ("upperLetter", 54, "BBB"),
        ("lowerRoman", 4, "iv"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("ordinal", 11, "11th"),
        ("ordinal", 22, "22nd"),
        ("numberInDash", 3, "- 3 -"),
        ("none", 3, ""),
        ("upperRoman", 4_000_000, None),
        ("lowerLetter", 0, None),
        ("hebrew1", 3, None),
    ],
)
def test_numerals(format_, value, numeral):
    assert numeral_of(value, format_) == numeral


WORTH = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


@given(st.integers(1, 3999))
def test_a_roman_numeral_is_worth_its_number(value):
    signs = [WORTH[sign] for sign in numeral_of(value, "lowerRoman")]
    assert value == sum(-worth if worth < max(signs[place:]) else worth for place, worth in enumerate(signs))


def test_the_lists_of_a_new_document(tmp_path):
    document = docx.Document()
    document.add_heading("Report", 1)
    for text, style in [
        ("first", "List Number"),
        ("bullet", "List Bullet"),
        ("second", "List Number"),
        ("below", "List Number 2"),
    ]:
        document.add_paragraph(text, style=style)
    document.save(tmp_path / "new.docx")
    assert labels((tmp_path / "new.docx").read_bytes()) == [
        (None, None, "Report"),
        ("1.", 0, "first"),
        ("•", 0, "bullet"),
        ("2.", 0, "second"),
        ("1.", 0, "below"),
    ]
