"""A document read: bytes or pasted text in, what was found and the original's lines out. Nothing is written."""

from __future__ import annotations

import dataclasses
import re

from django.utils.translation import gettext_lazy as _

from documents.reading.agenda import COLUMN_HEADS, DAY_HEADING, AgendaReader, day_heading, is_timed
from documents.reading.errors import CannotRead
from documents.reading.files import lines_of
from documents.reading.furniture import without_furniture
from documents.reading.heading import (
    AGENDA_WORD,
    DOCUMENT_WORD,
    prose_begins,
    read_heading,
)
from documents.reading.known_names import CONFERENCE, known_names
from documents.reading.language import language_of
from documents.reading.layout import NUMBER_MARKER, TYPED_MARKER, Row, line_width, rows_of, split_running_text
from documents.reading.lines import Line
from documents.reading.meeting_days import days_in
from documents.reading.openings import is_operative
from documents.reading.paragraphs import Joiner, lines_of_all
from documents.reading.parsed import Document, Warning
from documents.reading.participants import participants_of
from documents.reading.report import Body, divide, fill_agreements
from documents.reading.running_heading import split_running_heading
from documents.reading.txt import lines_of as lines_of_text
from documents.reading.vocabulary import Vocabulary

LONGEST = 400_000  # characters, more than a hundred pages
MOST_POINTS = 2_000
NUMBERED = re.compile(rf"\s*(?:\(?\d|{TYPED_MARKER.pattern})")
HEAD = 30  # rows in which a document says what it is


def read(
    content: bytes, name: str, *, vocabulary: Vocabulary, language: str | None = None
) -> tuple[Document, list[Line]]:
    """What a report or agenda in a file says, and the lines of the original.

    language: "en" or "es" where it is known, else it is found out. Raises CannotRead for what is no such document.
    """
    original = lines_of(content, name)
    return _read(original.lines, original.warnings, vocabulary, language)


def read_text(text: str, *, vocabulary: Vocabulary, language: str | None = None) -> tuple[Document, list[Line]]:
    """The same for a text typed or pasted. Raises CannotRead."""
    return _read(lines_of_text(text), [], vocabulary, language)


def _read(
    lines: list[Line], warnings: list[Warning], vocabulary: Vocabulary, language: str | None
) -> tuple[Document, list[Line]]:
    text = "\n".join(line.text for line in lines)
    if not text.strip():
        raise CannotRead(_("The document has no text."))
    numbered = sum(line.label is not None or NUMBERED.match(line.text) is not None for line in lines)
    if len(text) > LONGEST or numbered > MOST_POINTS:
        raise CannotRead(_("The text is longer than any report or agenda of a meeting."))
    language = language or language_of(text)
    if language is None:
        raise CannotRead(_("The text is in neither English nor Spanish."))
    rows, dropped, repairs = rows_of(lines, language=language, vocabulary=vocabulary)
    document = Document(language=language, dropped=dropped, warnings=[*warnings, *repairs])
    agenda = _is_agenda(rows)
    rows, furniture = without_furniture(rows, names=known_names(vocabulary))
    document.dropped += furniture
    rows, taken_apart = split_running_text(rows, agenda=agenda)
    document.warnings += taken_apart
    joiner = Joiner(language, vocabulary, line_width(rows), text.lower())
    if agenda:
        _read_agenda(document, rows, vocabulary, joiner)
    else:
        _read_report(document, rows, vocabulary, joiner)
    document.warnings += joiner.warnings()
    document.dropped.sort(key=lambda dropped: dropped.line)
    document.warnings.sort(key=lambda warning: (warning.line is None, warning.line or 0))
    return document, lines


def _is_agenda(rows: list[Row]) -> bool:
    """Times at the head of lines, or the word itself and one time; a text running on one line has them inside."""
    times = sum(is_timed(row) for row in rows)
    numbered = sum(NUMBER_MARKER.match(row.text) is not None and not is_timed(row) for row in rows)
    if times >= 2:
        return times >= numbered
    called = any(AGENDA_WORD.search(row.plain[:200]) for row in rows[:HEAD] if len(row.plain.split()) < 12)
    inside = sum(len(re.findall(r"\b\d{1,2}[:h]\d{2}\s*[-–—]\s*\d{1,2}[:h]\d{2}", row.text)) for row in rows)
    return (called and times == 1) or (inside >= 2 and inside > numbered)


def _read_report(document: Document, rows: list[Row], vocabulary: Vocabulary, joiner: Joiner) -> None:
    body = divide(rows, joiner)
    if not body.nodes or not _is_of_the_conference(body, rows, vocabulary, document.language):
        raise CannotRead(_("The text is neither a report with numbered agreements nor an agenda of the conference."))
    document.dropped += body.dropped
    document.warnings += body.warnings
    _head(document, body.head, vocabulary, joiner)
    fill_agreements(document, body, vocabulary=vocabulary)


def _read_agenda(document: Document, rows: list[Row], vocabulary: Vocabulary, joiner: Joiner) -> None:
    first = next(i for i, row in enumerate(rows) if is_timed(row)) if any(map(is_timed, rows)) else len(rows)
    if first == len(rows):
        raise CannotRead(_("The text is neither a report with numbered agreements nor an agenda of the conference."))
    document.kind = "agenda"
    begins = first
    while begins and _opens_agenda(rows[begins - 1], before=rows[: begins - 1]):
        begins -= 1
    _head(document, rows[:begins], vocabulary, joiner)
    AgendaReader(document, vocabulary=vocabulary, joiner=joiner).read(rows[begins:])


def _opens_agenda(row: Row, *, before: list[Row]) -> bool:
    """Whether a row right before the first time belongs to the agenda and not to the heading: its day, its columns."""
    if DAY_HEADING.match(row.plain) or COLUMN_HEADS.match(row.plain):
        return True
    if day_heading(row, document=Document(), current=0) is not None:
        return any(days_in(earlier.plain) for earlier in before)
    undated = dataclasses.replace(row, text=f"{row.plain} 2000")
    return day_heading(undated, document=Document(), current=0) is not None


def _head(document: Document, rows: list[Row], vocabulary: Vocabulary, joiner: Joiner) -> None:
    rows = [part for row in rows for part in split_running_heading(row, vocabulary=vocabulary)]
    begins = prose_begins(rows)
    preamble = joiner.paragraphs(rows[begins:])
    document.preamble = [paragraph.text for paragraph in preamble]
    if preamble:
        document.lines["preamble"] = lines_of_all(preamble)
    read_heading(document, rows[:begins], document.preamble, document.lines.get("preamble", ()), vocabulary=vocabulary)
    document.participants, warnings = participants_of(
        document.preamble, language=document.language, vocabulary=vocabulary
    )
    document.warnings += warnings


def _is_of_the_conference(body: Body, rows: list[Row], vocabulary: Vocabulary, language: str) -> bool:
    """Two signs at least: its name or a body's, its members' names, verbs of agreeing, the word report."""
    names = known_names(vocabulary)
    head = "\n".join(row.plain for row in rows[:HEAD])
    signs = 0
    signs += 2 * bool(names.bodies_in(head))
    signs += 2 * bool(CONFERENCE.search(head))
    signs += len(set(re.findall(rf"\b(?:{names.countries})\b", "\n".join(row.plain for row in rows)))) >= 2
    points = [*body.nodes, *(child for node in body.nodes for child in node.children)]
    signs += sum(is_operative(node.text, language=language) for node in points) * 2 >= len(points)
    signs += bool(DOCUMENT_WORD.search(" ".join(row.plain for row in body.head[:6])))
    return signs >= 2
