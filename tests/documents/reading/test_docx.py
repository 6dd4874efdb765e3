"""DOCX → lines: what of a Word file is text, and what is said about the rest."""

import io
import zipfile

import docx
import pytest

from documents.reading.errors import CannotRead
from documents.reading.files import lines_of
from tests.documents.reading.wordfiles import docx_of, family, level, num, p, r, row, zip_of

LIST = family(0, level(0, "decimal", "%1.")) + num(1, 0)
DELETED = '<w:del w:id="1"/>'


def texts(body: str, **parts) -> list[str]:
    return [line.text for line in lines_of(docx_of(body, **parts), "report.docx").lines]


def warnings(body: str, **parts) -> list[tuple[int | None, str]]:
    return [(each.line, str(each.message)) for each in lines_of(docx_of(body, **parts), "report.docx").warnings]


def test_every_paragraph_is_a_line_blank_ones_too():
    original = lines_of(docx_of(p("Title") + p() + p("Text")), "report.docx")
    assert original.kind == "docx"
    assert [(line.number, line.text, line.page) for line in original.lines] == [
        (1, "Title", None),
        (2, "", None),
        (3, "Text", None),
    ]
    assert original.warnings == []


def test_tabs_breaks_hyphens_and_symbols():
    body = p(
        "<w:r><w:t>08:15</w:t><w:tab/><w:t>Opening</w:t><w:br/><w:t>co</w:t><w:noBreakHyphen/><w:t>chair</w:t>"
        '<w:softHyphen/><w:cr/><w:sym w:font="Symbol" w:char="F0B7"/><w:sym w:char="D800"/><w:sym w:char="x"/></w:r>'
    )
    assert texts(body) == ["08:15\tOpening", "co-chair", "\uf0b7"]


def test_white_space_inside_the_xml_is_a_space():
    assert texts(p("<w:r><w:t>two\nwords\u2028next</w:t></w:r>")) == ["two words", "next"]


def test_the_number_stands_at_the_first_text_after_a_break():
    body = p("<w:r><w:br w:type='page'/><w:t>first</w:t><w:br/><w:t>second</w:t></w:r>", num=1, level=0)
    lines = lines_of(docx_of(body, numbering=LIST), "report.docx").lines
    assert [(line.label, line.text) for line in lines] == [(None, ""), ("1.", "first"), (None, "second")]


def test_runs_inside_links_tags_and_controls_are_text():
    body = p(
        f"<w:hyperlink>{r('a')}</w:hyperlink><w:smartTag><w:smartTag>{r('b')}</w:smartTag></w:smartTag>"
        f"<w:sdt><w:sdtPr/><w:sdtContent>{r('c')}</w:sdtContent></w:sdt><w:fldSimple>{r('d')}</w:fldSimple>"
        f"<w:customXml>{r('e')}</w:customXml><w:bookmarkStart w:name='_GoBack'/>{r('f')}"
    )
    assert texts(body) == ["abcdef"]


def test_controls_around_paragraphs_rows_and_cells():
    def control(inner):
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    cell = "<w:tc>" + p("three") + "</w:tc>"
    table = f"<w:tbl>{control(row(p('one'), p('two')))}<w:tr>{control(cell)}</w:tr></w:tbl>"
    assert texts(control(p("before")) + table) == ["before", "one\ttwo", "three"]


def test_a_placeholder_is_no_text():
    control = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('Click here')}</w:sdtContent></w:sdt>"
    assert texts(p(r("Place: ") + control)) == ["Place: "]


def test_of_a_field_only_the_result_is_text():
    def mark(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    nested = mark("begin") + "<w:r><w:instrText>PAGE</w:instrText></w:r>" + mark("separate") + r("3") + mark("end")
    field = (
        mark("begin") + "<w:r><w:instrText>IF </w:instrText></w:r>" + nested + mark("separate") + r("yes") + mark("end")
    )
    assert texts(p(r("before ") + field + r(" after"))) == ["before yes after"]


def test_a_field_left_open_does_not_swallow_the_next_paragraph():
    assert texts(p(r("a") + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>') + p("b")) == ["a", "b"]


def test_a_number_made_by_a_field_is_said_to_be_missing():
    body = p("<w:r><w:instrText> LISTNUM </w:instrText></w:r>" + r("x"))
    assert warnings(body) == [(1, "A number made by a Word field is not read. Please add it.")]


def test_inserted_text_is_taken_and_deleted_text_left_out():
    body = p("same") + p(
        f'{r("Comments by ")}<w:del w:id="1"><w:r><w:delText>30 May</w:delText></w:r></w:del>'
        f'<w:ins w:id="2">{r("15 June")}</w:ins><w:moveFrom w:id="3">{r(" gone")}</w:moveFrom>'
        f'<w:moveTo w:id="4">{r(" here")}</w:moveTo>'
    )
    assert texts(body) == ["same", "Comments by 15 June here"]
    assert warnings(body) == [
        (2, "The document has tracked changes in line 2: inserted text is taken, deleted text is left out.")
    ]


def test_a_deleted_paragraph_leaves_neither_line_nor_number():
    gone = p('<w:del w:id="1"><w:r><w:delText>gone</w:delText></w:r></w:del>', num=1, level=0, mark=DELETED)
    body = p("one", num=1, level=0) + gone + p("two", num=1, level=0)
    lines = lines_of(docx_of(body, numbering=LIST), "report.docx").lines
    assert [(line.label, line.text) for line in lines] == [("1.", "one"), ("2.", "two")]


def test_a_deleted_paragraph_end_joins_two_paragraphs_under_the_first_number():
    body = p("To thank Honduras", num=1, level=0, mark=DELETED) + p(" and Mexico.") + p("next", num=1, level=0)
    lines = lines_of(docx_of(body, numbering=LIST), "report.docx").lines
    assert [(line.label, line.text) for line in lines] == [("1.", "To thank Honduras and Mexico."), ("2.", "next")]


def test_a_deleted_paragraph_end_at_the_end_loses_nothing():
    assert texts(p("a") + p("b", mark=DELETED)) == ["a", "b"]
    table = f"<w:tbl>{row(p('cell'))}</w:tbl>"
    assert texts(p("a", mark=DELETED) + table) == ["a", "cell"]


def test_a_row_of_simple_cells_is_one_line():
    body = f"<w:tbl>{row(p('08:15 – 09:00'), p('Registration'))}{row(p(), p('Note'), p())}{row(p(), p())}</w:tbl>"
    assert texts(body) == ["08:15 – 09:00\tRegistration", "\tNote", ""]


def test_a_row_with_one_longer_cell_goes_on_below():
    title = p() + p("Approval of the agenda") + p("[Lead: PPT]") + p("Note") + p()
    assert texts(f"<w:tbl>{row(p('09:00'), title)}</w:tbl>") == [
        "09:00\tApproval of the agenda",
        "[Lead: PPT]",
        "Note",
    ]


def test_a_row_with_several_longer_cells_is_read_cell_by_cell():
    assert texts(f"<w:tbl>{row(p('a') + p('b'), p('c') + p('d'))}</w:tbl>") == ["a", "b", "c", "d"]


def test_numbers_in_a_row():
    body = f"<w:tbl>{row(p('', num=1, level=0), p('To thank'))}{row(p('x'), p('y', num=1, level=0))}</w:tbl>"
    lines = lines_of(docx_of(body, numbering=LIST), "report.docx").lines
    assert [(line.label, line.level, line.text) for line in lines] == [
        ("1.", 0, "\tTo thank"),
        (None, None, "x\t2. y"),
    ]


def test_merged_nested_and_deleted_cells():
    merged = f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{p('hidden')}</w:tc>"
    top = f'<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{p("day 1")}</w:tc>'
    nested = f"<w:tbl>{row(p('inner a'), p('inner b'))}</w:tbl>{p()}"
    deleted = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('gone')}</w:tc></w:tr>"
    body = (
        f"<w:tbl><w:tr>{top}<w:tc>{p('x')}</w:tc></w:tr><w:tr>{merged}<w:tc>{p('y')}</w:tc></w:tr>"
        f"{deleted}{row(p('z'), nested)}</w:tbl>"
    )
    assert texts(body) == ["day 1\tx", "\ty", "z\tinner a\tinner b"]
    assert warnings(body) == [(None, "A table row deleted as a tracked change is left out.")]


def test_a_text_box_is_read_once_after_its_paragraph():
    box = f"<w:txbxContent>{p('In the box')}</w:txbxContent>"
    drawn = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp>"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    assert texts(p(f"{r('Anchor')}<w:r>{drawn}</w:r>") + p("After")) == ["Anchor", "In the box", "After"]


def test_hidden_text_is_left_out_and_said():
    body = p(r("shown") + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>")
    body += p('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>shown too</w:t></w:r>')
    assert texts(body) == ["shown", "shown too"]
    assert warnings(body) == [(1, "Hidden text is left out: “secret”")]


def test_a_footnote_and_comments_are_said():
    body = p("x") + p(r("y") + '<w:r><w:footnoteReference w:id="2"/><w:commentReference w:id="1"/></w:r>')
    note = f'<w:footnote w:id="2">{p("<w:r><w:footnoteRef/></w:r>" + r(" See the annex. "))}</w:footnote>'
    assert texts(body, footnotes=note) == ["x", "y"]
    assert warnings(body, footnotes=note) == [
        (2, "A footnote is not part of the text: “See the annex.”"),
        (None, "The comments in the document's margin are not read."),
    ]


def test_headers_and_footers_of_a_real_document_are_left_out():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Header"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    document.add_paragraph("Text")
    out = io.BytesIO()
    document.save(out)
    assert [line.text for line in lines_of(out.getvalue(), "x.docx").lines] == ["Text"]


def test_the_strict_form_of_the_format():
    strict = (
        (
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ),
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    )
    with zipfile.ZipFile(io.BytesIO(docx_of(p("Text", num=1, level=0), numbering=LIST))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for name in parts:
        for ordinary, other in strict:
            parts[name] = parts[name].replace(ordinary, other)
    lines = lines_of(zip_of({name: xml.encode() for name, xml in parts.items()}), "strict.docx").lines
    assert [(line.label, line.text) for line in lines] == [("1.", "Text")]


def test_a_broken_picture_link_does_not_hide_the_text():
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="../NULL"/>'
        b"</Relationships>"
    )
    content = docx_of(p("Text"), more={"word/_rels/document.xml.rels": relations})
    assert [line.text for line in lines_of(content, "x.docx").lines] == ["Text"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (p() + p("  "), "The document holds no text."),
        (p("<w:r><w:drawing/></w:r>"), "The document holds pictures but no text."),
    ],
)
def test_a_document_without_text(body, reason):
    with pytest.raises(CannotRead) as refusal:
        lines_of(docx_of(body), "x.docx")
    assert str(refusal.value).startswith(reason)
