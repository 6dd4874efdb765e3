"""Bytes → the rows of a spreadsheet or CSV, bounded before anything in them is opened."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import io
import itertools
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator

import openpyxl
from django.utils.translation import gettext_lazy as _

from documents.reading.errors import CannotRead
from documents.reading.files import MAX_BYTES, OLE
from documents.reading.package import DOCTYPES, MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED, RATIO_FLOOR, UNREADABLE
from documents.reading.txt import CONTROL, decoded

MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_CELL = 32_767  # characters: what Excel itself takes
MAX_PART = 64 * 1024 * 1024
BEGINNING = 4096  # of a part, in which a document type would have to stand
SEPARATORS = (",", ";", "\t")
SEPARATOR_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # Excel's own first line
LOOKED_AT = 20  # lines, to tell what separates the cells
# What was put before a text so that it is no formula: see documents.writing.tables.
GUARDED = re.compile(r"'(?=[=+\-@\t\n])")

NO_TABLE = _("The file is no table that can be read. Please bring the matrix as Excel (.xlsx) or CSV.")
DAMAGED = _("The Excel file is damaged. Please open it in Excel, save it again as .xlsx and bring it once more.")
TOO_MUCH = _("The file holds far more than a table of its size should. Please copy the matrix alone into a new file.")


@dataclasses.dataclass(frozen=True)
class Sheet:
    """The rows of a sheet to its last one with anything in it, each with as many cells; a day is 2026-03-20."""

    name: str
    rows: list[tuple[str, ...]]


def sheet_names(content: bytes) -> list[str]:
    """The sheets of a workbook in its order; [""] for a CSV. Raises CannotRead where the bytes are neither."""
    _check(content)
    if not _is_workbook(content):
        return [""]
    with _Workbook(content) as book:
        return [sheet.title for sheet in book.worksheets]


def read_sheet(content: bytes, name: str, *, most: int | None = None) -> Sheet:
    """The sheet called `name`; "" for a CSV. most: how many rows are wanted, None for all.

    Of a formula its last value is taken. Raises CannotRead where there is no such sheet, or more than a matrix holds.
    """
    _check(content)
    if not _is_workbook(content):
        return Sheet("", _bounded(_csv_rows(content), most))
    with _Workbook(content) as book, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of extensions that it does not know, and days out of range
        if name not in book.sheetnames:
            raise CannotRead(_("The file has no sheet of this name."))
        sheet = book[name]
        sheet.reset_dimensions()  # what the file says of its size is not to be relied on
        try:
            return Sheet(name, _bounded((map(_text, row) for row in sheet.iter_rows(values_only=True)), most))
        except CannotRead:
            raise
        except Exception as error:
            raise CannotRead(DAMAGED) from error


class _Workbook:
    """A workbook, its cells read as they are asked for; closed at the end."""

    def __init__(self, content: bytes) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._book = openpyxl.load_workbook(
                    io.BytesIO(content), read_only=True, data_only=True, keep_links=False
                )
        except Exception as error:  # a damaged part makes it stumble anywhere
            raise CannotRead(DAMAGED) from error
        if not self._book.worksheets:
            self._book.close()
            raise CannotRead(NO_TABLE)

    def __enter__(self) -> openpyxl.Workbook:
        return self._book

    def __exit__(self, *exception: object) -> None:
        self._book.close()


def _is_workbook(content: bytes) -> bool:
    return content.startswith(b"PK")


def _check(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise CannotRead(_("The file is larger than %(megabytes)s MB."), megabytes=MAX_BYTES // 1024**2)
    if not content.strip():
        raise CannotRead(_("The file is empty."))
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise CannotRead(_("The file is protected by a password. Please save it without one and bring it again."))
        raise CannotRead(
            _(
                "The file is an older Office file (such as .xls), which cannot be read. "
                "In Excel, choose “Save as” and “Excel Workbook (.xlsx)”, and bring that file."
            )
        )
    if _is_workbook(content):
        _check_package(content)


def _check_package(content: bytes) -> None:
    # The table of contents alone can be made huge; its entries are counted before it is parsed.
    if content.count(b"PK\x01\x02") > MAX_ENTRIES:
        raise CannotRead(TOO_MUCH)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            if unpacked > MAX_UNPACKED or (unpacked > RATIO_FLOOR and unpacked > MAX_RATIO * len(content)):
                raise CannotRead(TOO_MUCH)
            if "xl/workbook.xml" not in {entry.filename.lower() for entry in entries}:
                raise CannotRead(NO_TABLE)
            for entry in entries:
                _check_part(archive, entry)
    except UNREADABLE as error:
        raise CannotRead(DAMAGED) from error


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 1:
        raise CannotRead(_("The file is protected by a password. Please save it without one and bring it again."))
    if not entry.filename.lower().endswith((".xml", ".rels")):
        return
    if entry.file_size > MAX_PART:
        raise CannotRead(TOO_MUCH)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise CannotRead(DAMAGED)
    with archive.open(entry) as part:
        beginning = part.read(BEGINNING)
    if any(doctype in beginning for doctype in DOCTYPES):
        raise CannotRead(DAMAGED)


def _bounded(rows: Iterable[Iterable[str]], most: int | None) -> list[tuple[str, ...]]:
    """The rows to the last one that says anything, within the bounds of a matrix, all of one width."""
    kept: list[list[str]] = []
    for number, row in enumerate(rows, start=1):
        cells = list(row)
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MAX_COLUMNS:
            raise CannotRead(_("The table has more than %(most)s columns."), most=MAX_COLUMNS)
        if not cells:
            continue
        if number > MAX_ROWS + 1:
            raise CannotRead(_("The table has more than %(most)s rows. Please bring it in parts."), most=MAX_ROWS)
        kept += [[] for _blank in range(number - 1 - len(kept))]
        kept.append(cells)
        if most is not None and len(kept) >= most:
            break
    width = max(map(len, kept), default=0)
    return [tuple(cells + [""] * (width - len(cells))) for cells in kept]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        at_midnight = value.time() == datetime.time()
        return value.date().isoformat() if at_midnight else value.isoformat(" ", "minutes")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _clean(str(value))


def _clean(text: str) -> str:
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()[:MAX_CELL]


def _csv_rows(content: bytes) -> Iterator[list[str]]:
    text, _encoding = decoded(content)
    if "\0" in text or len(CONTROL.findall(text[:MAX_PART])) * 20 > len(text):
        raise CannotRead(NO_TABLE)
    said = SEPARATOR_SAID.match(text)
    separator = said[1] if said else _separator(text)
    lines = io.StringIO(text[said.end() :] if said else text, newline="")
    try:
        for row in csv.reader(lines, delimiter=separator):
            yield [_clean(GUARDED.sub("", cell, count=1) if cell.startswith("'") else cell) for cell in row]
    except csv.Error as error:
        raise CannotRead(NO_TABLE) from error


def _separator(text: str) -> str:
    """What separates the cells: of commas, semicolons and tabs the one that gives the first rows most cells."""

    def cells(separator: str) -> int:
        try:
            rows = itertools.islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), LOOKED_AT)
            return sum(len(row) - 1 for row in rows)
        except csv.Error:
            return -1

    separator = max(SEPARATORS, key=cells)
    if cells(separator) < 1:
        raise CannotRead(NO_TABLE)
    return separator
