"""Spreadsheets and CSV of every kind become plain rows, or are refused in words that say what to do."""

import csv
import datetime
import io
import re
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.reading.errors import CannotRead
from documents.reading.sheets import MAX_COLUMNS, MAX_ROWS, Sheet, read_sheet, sheet_names
from documents.writing.tables import Column, Table, write_csv, write_xlsx

ROWS = [("Punto", "Avance"), ("CP/2026-03/6", "Se envió; está lista, por fin"), ("7", "México")]


def a_workbook(rows=ROWS, **sheets):
    book = openpyxl.Workbook()
    for name, its_rows in {"Matriz": rows, **sheets}.items():
        sheet = book.create_sheet(name)
        for row in its_rows:
            sheet.append(row)
    del book["Sheet"]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def a_csv(rows=ROWS, separator=",", encoding="utf-8"):
    lines = io.StringIO(newline="")
    csv.writer(lines, delimiter=separator).writerows(rows)
    return lines.getvalue().encode(encoding)


def changed(content, part, change):
    """The workbook with one of its parts changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            source = old.read(entry)
            new.writestr(entry.filename, change(source) if entry.filename == part else source)
    return file.getvalue()


def refusal(content, name=None):
    with pytest.raises(CannotRead) as refused:
        read_sheet(content, sheet_names(content)[0] if name is None else name)
    return str(refused.value)


def test_a_workbook_is_its_sheets():
    content = a_workbook(Notas=[("x",)])
    assert sheet_names(content) == ["Matriz", "Notas"]
    assert read_sheet(content, "Matriz") == Sheet("Matriz", ROWS)
    assert read_sheet(content, "Matriz", most=2).rows == ROWS[:2]


def test_cells_are_told_as_they_are_read():
    day, hour = datetime.date(2026, 3, 20), datetime.time(14, 30)
    rows = [
        (6, 6.5, 6.0, True, day),
        (None, datetime.datetime.combine(day, hour), datetime.datetime.combine(day, datetime.time()), " a\r\nb ", "c"),
        (),
        ("last",),
        ("", " "),
    ]
    assert read_sheet(a_workbook(rows), "Matriz").rows == [
        ("6", "6.5", "6", "True", "2026-03-20"),
        ("", "2026-03-20 14:30", "2026-03-20", "a\nb", "c"),
        ("", "", "", "", ""),
        ("last", "", "", "", ""),
    ]


def test_of_a_formula_its_last_value_is_taken():
    content = a_workbook([("Punto", "=1+1")])
    with_value = changed(content, "xl/worksheets/sheet1.xml", lambda xml: re.sub(rb"<v ?/>|<v></v>", b"<v>2</v>", xml))
    assert read_sheet(with_value, "Matriz").rows == [("Punto", "2")]
    assert read_sheet(content, "Matriz").rows == [("Punto",)]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1", "cp1252"])
def test_a_csv_is_read_whatever_wrote_it(separator, encoding):
    content = a_csv(separator=separator, encoding=encoding)
    assert sheet_names(content) == [""]
    assert read_sheet(content, "") == Sheet("", ROWS)


def test_what_excel_says_of_its_separator_is_no_row():
    assert read_sheet(b"sep=;\r\n" + a_csv(separator=";"), "").rows == ROWS


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=9), min_size=2, max_size=5),
        min_size=1,
        max_size=9,
    )
)
def test_what_we_write_we_read(rows):
    width = max(map(len, rows))
    rows = [tuple(cell.strip() for cell in row) + ("",) * (width - len(row)) for row in rows]
    table = Table("Matriz", [Column(f"c{number}") for number in range(width)], rows)
    told = [tuple(f"c{number}" for number in range(width)), *rows]
    while not any(told[-1]):
        told.pop()
    for write in (write_xlsx, write_csv):
        file = io.BytesIO()
        write(table, file)
        content = file.getvalue()
        assert read_sheet(content, sheet_names(content)[0]).rows == told


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b" \n ", "The file is empty."),
        (b"one column\nonly\n", "The file is no table that can be read."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\0,\0,\0", "The file is no table that can be read."),
        (b"PK\x03\x04 broken", "The Excel file is damaged."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "The file is an older Office file (such as .xls)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "The file is protected by a password.",
        ),
        (b"x" * (20 * 1024 * 1024 + 1), "The file is larger than 20 MB."),
    ],
)
def test_what_is_no_table_is_refused(content, words):
    assert refusal(content, "").startswith(words)


def test_an_archive_that_is_no_workbook_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refusal(file.getvalue(), "").startswith("The file is no table that can be read.")


def test_what_holds_more_than_its_size_says_is_not_opened():
    padded = changed(a_workbook(), "xl/styles.xml", lambda xml: xml + b" " * (65 * 1024 * 1024))
    assert refusal(padded, "").startswith("The file holds far more than a table of its size should.")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(2001):
            archive.writestr(f"xl/{number}.xml", "")
    assert refusal(file.getvalue(), "").startswith("The file holds far more than a table of its size should.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_workbook_that_declares_types_of_its_own_is_not_opened(encoding):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'.encode(encoding)
    assert refusal(changed(a_workbook(), "xl/worksheets/sheet1.xml", lambda xml: bomb + xml), "").startswith(
        "The Excel file is damaged."
    )


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"]
)
def test_a_damaged_part_is_said(part):
    damaged = changed(a_workbook(), part, lambda xml: xml[: len(xml) // 2])
    assert refusal(damaged, "Matriz").startswith("The Excel file is damaged.")


def test_a_sheet_that_is_not_there_is_said():
    assert refusal(a_workbook(), "Otra") == "The file has no sheet of this name."


def test_no_more_than_a_matrix_holds_is_read():
    wide = a_csv([["x"] * MAX_COLUMNS, ["x"] * (MAX_COLUMNS + 1)])
    assert refusal(wide) == f"The table has more than {MAX_COLUMNS} columns."
    long = b"a,b\n" * (MAX_ROWS + 1)
    assert len(read_sheet(long, "").rows) == MAX_ROWS + 1
    assert refusal(long + b"a,b\n") == f"The table has more than {MAX_ROWS} rows. Please bring it in parts."
    assert len(read_sheet(long + b",\n" * 99, "").rows) == MAX_ROWS + 1
