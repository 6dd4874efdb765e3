"""A table as a file that Excel opens: XLSX and CSV."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import io
import re
from collections.abc import Iterable, Sequence
from typing import BinaryIO

import xlsxwriter

Cell = str | int | float | datetime.date | None

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
LONGEST_CELL = 32_767  # characters that Excel takes
LONGEST_SHEET_NAME = 31
LETTER = 1  # the paper of the region
DAY = "d mmm yyyy"  # Excel says the month in the language of whoever opens it
# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\n")
# What XML has no place for.
UNPRINTABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


@dataclasses.dataclass(frozen=True)
class Column:
    """heading: in the reader's language. width: in characters."""

    heading: str
    width: int = 16


@dataclasses.dataclass(frozen=True)
class Table:
    """Columns and rows in the reader's language. rows: read once; each has a cell for every column."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


def write_xlsx(table: Table, file: BinaryIO) -> None:
    """Write the table to `file` as a workbook of one sheet: headings stay in sight, on every printed page too.

    Text stays text: nothing in it is taken for a formula or an address. Rows are not kept in memory.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        workbook.set_properties({"title": table.title})
        heading = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        text = workbook.add_format({"text_wrap": True, "valign": "top"})
        day = workbook.add_format({"num_format": DAY, "align": "left", "valign": "top"})
        sheet = workbook.add_worksheet(sheet_name(table.title))
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(LETTER)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&L&A&R&P / &N")
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, column.width, text)
            sheet.write_string(0, place, printable(column.heading), heading)
        number = 0
        for number, row in enumerate(table.rows, start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, datetime.date):
                    sheet.write_datetime(number, place, cell, day)
                elif isinstance(cell, str):
                    if cell:
                        sheet.write_string(number, place, _clipped(printable(cell)), text)
                elif cell is not None:
                    sheet.write_number(number, place, cell, text)
        sheet.autofilter(0, 0, number, len(table.columns) - 1)


def write_csv(table: Table, file: BinaryIO) -> None:
    """Write the table to `file` as CSV: UTF-8 with the mark by which Excel knows it, days as 2026-03-20.

    An apostrophe stands before a text that a spreadsheet would take for a formula.
    """
    lines = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(lines)
    writer.writerow([_harmless(printable(column.heading)) for column in table.columns])
    for row in table.rows:
        writer.writerow([_plain(cell) for cell in row])
    lines.flush()
    lines.detach()  # the file is the caller's to close


def sheet_name(title: str) -> str:
    """A title as Excel lets a sheet be called."""
    name = NOT_IN_A_SHEET_NAME.sub(" ", printable(title))
    return " ".join(name.split())[:LONGEST_SHEET_NAME].strip("' ") or "1"


def printable(text: str) -> str:
    """A text without the characters that no office file can hold, its lines ended by one kind of break."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return _harmless(printable(cell)) if isinstance(cell, str) else str(cell)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
