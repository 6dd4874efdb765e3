"""What was found is marked in the original, however the text was repaired on the way."""

from drafting.marking import original_lines


def lines(*texts):
    return [{"number": number, "label": "", "text": text} for number, text in enumerate(texts, start=1)]


def marked(shown):
    return [[piece.text for piece in line.pieces if piece.marked] for line in shown]


def test_a_phrase_is_found_over_lines_blanks_accents_and_ligatures():
    shown = original_lines(
        lines("1. La ﬁcha a más", "tardar el 30  de enero.", "2. Otra"),
        places=[(1, 2, 7, ["la ficha", "A mas tardar el 30 de enero"]), (3, 3, 8, ["enero"])],
        left_out=[],
    )

    assert marked(shown) == [["La ﬁcha", "a más"], ["tardar el 30  de enero"], []]
    assert [line.agreement for line in shown] == [7, 7, 8]


def test_the_inner_agreement_has_the_line():
    shown = original_lines(lines("1. One", "a. Sub"), places=[(1, 2, 7, []), (2, 2, 8, [])], left_out=[])

    assert [line.agreement for line in shown] == [7, 8]


def test_only_a_whole_line_counts_as_left_out():
    left_out = [(1, "Page 3 of 9", "A page's foot."), (2, "(5 minutes)", "A remark.")]

    shown = original_lines(lines(" Page 3 of 9 ", "[Lead: all (5 minutes)]"), places=[], left_out=left_out)

    assert [line.left_out for line in shown] == ["A page's foot.", ""]


def test_overlapping_phrases_mark_once():
    shown = original_lines(
        lines("by 30 January 2015"), places=[(1, 1, 7, ["by 30 January", "30 January 2015"])], left_out=[]
    )

    assert marked(shown) == [["by 30 January"]]
