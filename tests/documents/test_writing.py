"""Tables as files: what comes out of them again is what was put in, and nothing of it is a formula."""

import csv
import datetime
import io
import zipfile

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from documents.writing.tables import Column, Table, sheet_name, write_csv, write_xlsx
from documents.writing.word import write_docx

DAY = datetime.date(2026, 3, 20)
MIDNIGHT = datetime.datetime.combine(DAY, datetime.time())
COLUMNS = [Column("Punto", 16), Column("Avance", 40), Column("Fecha", 12), Column("N°", 8)]
ROWS = [
    ("CP/2026-03/6", "Se envió la guía.\nMéxico contestó.", DAY, 3),
    ("=1+1", "+1", None, -2.5),
    ("@SUM(A1)", "-x", None, None),
    ("\tcell", "\rcell", None, 0),
    ("https://example.org", "a\x00b\ud800c", None, None),
]
FORMULAS = ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]


def written(write, table, **more):
    file = io.BytesIO()
    write(table, file, **more)
    return file.getvalue()


def a_table(rows=ROWS, title="Matriz"):
    return Table(title, COLUMNS, iter(rows))


def workbook(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_a_workbook_holds_what_was_written():
    sheet = workbook(written(write_xlsx, a_table())).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Punto", "Avance", "Fecha", "N°"],
        ["CP/2026-03/6", "Se envió la guía.\nMéxico contestó.", MIDNIGHT, 3],
        ["=1+1", "+1", None, -2.5],
        ["@SUM(A1)", "-x", None, None],
        ["\tcell", "\ncell", None, 0],
        ["https://example.org", "abc", None, None],
    ]
    assert [cell.data_type for cell in sheet[3]] == ["s", "s", "n", "n"]
    assert sheet["C2"].number_format == "d mmm yyyy"
    assert sheet["A6"].hyperlink is None


def test_the_headings_of_a_workbook_stay_in_sight_and_on_every_page():
    sheet = workbook(written(write_xlsx, a_table())).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A2", "A1:D6", "$1:$1")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight, sheet.page_setup.paperSize) == (
        "landscape",
        0,
        1,
    )
    assert [round(sheet.column_dimensions[letter].width) for letter in "ABCD"] == [17, 41, 13, 9]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_text_is_a_formula(formula):
    table = Table("T", [Column(formula)], [(formula,)])
    content = written(write_xlsx, table)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    lines = list(csv.reader(io.StringIO(written(write_csv, table).decode("utf-8-sig"), newline="")))
    harmless = "'" + formula.replace("\r", "\n")
    assert lines == [[harmless], [harmless]]


def test_a_csv_is_what_excel_opens():
    content = written(write_csv, a_table(ROWS[:2]))
    assert content == (
        b"\xef\xbb\xbf"
        + 'Punto,Avance,Fecha,N°\r\nCP/2026-03/6,"Se envió la guía.\nMéxico contestó.",2026-03-20,3\r\n'.encode()
        + b"'=1+1,'+1,,-2.5\r\n"
    )


def test_a_cell_is_never_longer_than_excel_takes():
    sheet = workbook(written(write_xlsx, a_table([("x" * 40_000, "", None, None)]))).active
    assert (len(sheet["A2"].value), sheet["A2"].value[-2:]) == (32_767, "x…")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Follow-up matrix: CP/2026-03", "Follow-up matrix CP 2026-03"),
        ("[*?]", "1"),
        ("'Quoted'", "Quoted"),
        ("A title that is far longer than Excel lets it be", "A title that is far longer than"),
    ],
)
def test_a_title_becomes_a_name_that_excel_takes(title, name):
    assert sheet_name(title) == name
    assert workbook(written(write_xlsx, a_table(title=title))).active.title == name


def a_word_document(tables, **more):
    file = io.BytesIO()
    write_docx("Pendientes", tables, file, **{"language": "es", "opening": ["Al 20 de marzo."], **more})
    return docx.Document(io.BytesIO(file.getvalue()))


def test_a_word_document_has_its_headings_and_tables():
    document = a_word_document([a_table(title="Plazo vencido"), a_table(ROWS[:1], title="Más tarde")])
    assert [(one.style.name, one.text) for one in document.paragraphs if one.text] == [
        ("Heading 1", "Pendientes"),
        ("Normal", "Al 20 de marzo."),
        ("Heading 2", "Plazo vencido"),
        ("Heading 2", "Más tarde"),
    ]
    first, second = document.tables
    assert [[cell.text for cell in row.cells] for row in first.rows] == [
        ["Punto", "Avance", "Fecha", "N°"],
        ["CP/2026-03/6", "Se envió la guía.\nMéxico contestó.", "20 mar 2026", "3"],
        ["=1+1", "+1", "", "-2.5"],
        ["@SUM(A1)", "-x", "", ""],
        ["\tcell", "\ncell", "", "0"],
        ["https://example.org", "abc", "", ""],
    ]
    assert [[cell.text for cell in row.cells] for row in second.rows[1:]] == [
        ["CP/2026-03/6", "Se envió la guía.\nMéxico contestó.", "20 mar 2026", "3"]
    ]


def test_a_single_table_stands_under_the_title_alone():
    document = a_word_document([a_table(title="Plazo vencido")])
    assert [one.text for one in document.paragraphs if one.style.name.startswith("Heading")] == ["Pendientes"]


def test_a_word_document_is_made_for_paper_and_for_its_language():
    document = a_word_document([a_table()])
    section = document.sections[0]
    assert section.page_width > section.page_height
    assert "PAGE" in section.footer.paragraphs[0]._p.xml
    assert {mark.get(qn("w:val")) for mark in document.styles.element.iter(qn("w:lang"))} == {"es-CR"}
    rows = document.tables[0].rows
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in rows] == [True] + [False] * 5
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    properties = document.core_properties
    assert (properties.title, properties.author, properties.comments) == ("Pendientes", "", "")
