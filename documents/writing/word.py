"""Tables as a Word document, with headings that Word knows as such."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import BinaryIO

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Pt

from documents.writing.tables import Cell, Table, printable
from networks import dates

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LOCALES = {"en": "en-US", "es": "es-CR"}
MARGIN = Inches(0.8)
SHADE = "E8ECF0"


def write_docx(
    title: str, tables: Sequence[Table], file: BinaryIO, *, language: str, opening: Sequence[str] = ()
) -> None:
    """Write the tables to `file`, one beneath the other, each under its title where there are several.

    language: "en" or "es", in which Word checks the spelling and days are printed. opening: paragraphs under the
    title. Pages lie on their side and are numbered; a table's headings stand on every page of it.
    """
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.language = LOCALES[language]
    _set_language(document, LOCALES[language])
    document.styles["Normal"].font.size = Pt(9.5)
    width = _turn(document)
    document.add_heading(printable(title), level=1)
    for paragraph in opening:
        document.add_paragraph(printable(paragraph))
    for table in tables:
        if len(tables) > 1:
            document.add_heading(printable(table.title), level=2)
        _add_table(document, table, width=width, language=language)
    _number_pages(document)
    document.save(file)


def _set_language(document, locale):
    for marked in document.styles.element.iter(qn("w:lang")):
        marked.set(qn("w:val"), locale)


def _turn(document):
    """Lay the pages on their side. Gives the width between the margins."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Inches(11), Inches(8.5)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    return section.page_width - 2 * MARGIN


def _add_table(document, table, *, width, language):
    whole = sum(column.width for column in table.columns)
    shown = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    shown.autofit = False
    widths = [int(width * column.width / whole) for column in table.columns]
    for column, its_width in zip(shown.columns, widths, strict=True):
        column.width = its_width
    for cell, column in zip(shown.rows[0].cells, table.columns, strict=True):
        cell.paragraphs[0].add_run(printable(column.heading)).bold = True
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{SHADE}"/>'))
    _mark_row(shown.rows[0]._tr, "w:tblHeader", "w:cantSplit")
    twips = [str(int(its_width / 635)) for its_width in widths]
    for row in table.rows:
        shown._tbl.append(_row(row, twips, language))
    # Word wants a paragraph after a table, and joins two tables that have none between them.
    document.add_paragraph()


def _row(row, twips, language):
    # Made by hand: python-docx looks the whole table up for every cell that it is asked for.
    element = OxmlElement("w:tr")
    for cell, width in zip(row, twips, strict=True):
        place = OxmlElement("w:tc")
        properties = OxmlElement("w:tcPr")
        properties.append(OxmlElement("w:tcW", {qn("w:w"): width, qn("w:type"): "dxa"}))
        place.append(properties)
        for paragraph in _words(cell, language).split("\n"):
            place.append(_paragraph(paragraph))
        element.append(place)
    _mark_row(element, "w:cantSplit")
    return element


def _paragraph(words):
    paragraph = OxmlElement("w:p")
    if words:
        run, text = OxmlElement("w:r"), OxmlElement("w:t", {qn("xml:space"): "preserve"})
        text.text = words
        run.append(text)
        paragraph.append(run)
    return paragraph


def _words(cell: Cell, language: str) -> str:
    if cell is None:
        return ""
    return dates.day(cell, language) if isinstance(cell, datetime.date) else printable(str(cell))


def _mark_row(row, *marks):
    properties = row.get_or_add_trPr()
    for mark in marks:
        properties.append(OxmlElement(mark))


def _number_pages(document):
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph._p.append(_field("PAGE"))
    paragraph.add_run(" / ")
    paragraph._p.append(_field("NUMPAGES"))


def _field(name):
    run = "<w:r><w:t>1</w:t></w:r>"  # what stands there until Word has counted
    return parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{name}">{run}</w:fldSimple>')
