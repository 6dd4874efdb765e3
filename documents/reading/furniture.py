"""Page numbers, headers and footers: what belongs to the page and not to the document."""

from __future__ import annotations

import collections
import dataclasses
import itertools
import re

from django.utils.translation import gettext_lazy as _

from documents.reading.folding import folded
from documents.reading.known_names import KnownNames
from documents.reading.layout import LONGEST_LINE, NUMBER_MARKER, TIMED, TYPED_MARKER, Row
from documents.reading.messages import Message
from documents.reading.openings import is_operative
from documents.reading.parsed import Dropped

LONGEST_HEADER = 14  # words
PAGE_EDGE = 3  # rows at the top or bottom of a page that may be its header or footer
PAGE_WORD = r"(?:page|p[aá]gina|p[aá]g\.|pp?\.)"
PAGE_NUMBER = re.compile(
    rf"[-–—|\s]*{PAGE_WORD}\s*\d{{1,3}}(?:\s*(?:of|de|/)\s*\d{{1,3}})?[-–—|\s]*|\d{{1,3}}\s*(?:/|of|de)\s*\d{{1,3}}"
    r"|[-–—|]\s*\d{1,3}\s*[-–—|]",
    re.IGNORECASE,
)
UNSTOPPED = re.compile(r"(\d{1,2})\s+(?=[A-ZÁÉÍÓÚÑ“\"«¿¡])")
FEWEST_LOST = 3  # numbers that may be missing or damaged before one that still belongs to the sequence
BARE_NUMBER = re.compile(r"\d{1,3}")
ENDS_IN_PAGE_NUMBER = re.compile(
    rf"\b{PAGE_WORD}\s*\d{{1,3}}(?:\s*(?:of|de|/)\s*\d{{1,3}})?$|[|]\s*\d{{1,3}}$", re.IGNORECASE
)
OUTER_NUMBER = re.compile(r"^\d{1,3}\b\W*(?!\d)|\W*\b\d{1,3}$")  # the page's, beside a header
NEVER_HEADER = re.compile(r"\[|(?:day|d[ií]a|jornada|notes?|notas?)\b|\d{1,2} (?:de )?[a-z]", re.IGNORECASE)


def without_furniture(rows: list[Row], *, names: KnownNames) -> tuple[list[Row], list[Dropped]]:
    """The rows without page numbers, headers and footers, and those dropped, each with why."""
    why: dict[int, Message] = {}
    numbering = _numbers_of_points(rows)
    if any(TYPED_MARKER.match(row.text) for row in rows):
        # Beside other markers a number is known by its stop.
        rows = [_with_stop(row) if i in numbering else row for i, row in enumerate(rows)]
    bare = {i for i, row in enumerate(rows) if _is_bare_number(row)}
    page_numbers = {i for i, row in enumerate(rows) if _is_page_number(row)} | bare - numbering
    for i in page_numbers:
        why[i] = _("Page number.")
    for i in _running_headers(rows, page_numbers) | _names_alone(rows, page_numbers, names):
        why.setdefault(i, _("Page header or footer."))
    kept, dropped, gap = [], [], False
    for i, row in enumerate(rows):
        if i in why:
            dropped.append(Dropped(row.line, row.text, why[i]))
            gap = True
            continue
        kept.append(dataclasses.replace(row, after_page=True) if gap else row)
        gap = False
    return kept, dropped


def _is_page_number(row: Row) -> bool:
    if row.label:
        return False
    if PAGE_NUMBER.fullmatch(row.plain):
        return True
    short = len(row.plain.split()) <= LONGEST_HEADER
    return short and TYPED_MARKER.match(row.plain) is None and ENDS_IN_PAGE_NUMBER.search(row.plain) is not None


def _is_bare_number(row: Row) -> bool:
    return not row.label and BARE_NUMBER.fullmatch(row.plain) is not None


def _is_mixed(rows: list[Row]) -> bool:
    """Whether other numbers than those alone on their line number the agreements."""
    return any(row.label or NUMBER_MARKER.match(row.text) for row in rows)


def _numbers_of_points(rows: list[Row]) -> set[int]:
    """Rows whose number, alone on its line or without its stop, numbers an agreement: the next one, a sentence behind.

    Any other number alone is a page's; so is one that comes again with a dot.
    """
    if any(row.label for row in rows) or sum(TIMED.match(row.text) is not None for row in rows) >= 2:
        return set()
    mixed = _is_mixed(rows)
    numbering: dict[int, int] = {}
    expected = 1
    for i, row in enumerate(rows):
        if typed := NUMBER_MARKER.match(row.text):
            value = int(typed[0].strip("(.)"))
            if value == expected - 1 and value in numbering:
                del numbering[value]
            expected = value + 1 if 0 <= value - expected <= FEWEST_LOST else expected
        elif (
            _is_bare_number(row)
            and int(row.plain) == expected
            and _is_behind_number(rows, i, mixed=mixed)
            or mixed
            and i
            and _lacks_stop(row, expected)
            and (rows[i - 1].ends_sentence or row.after_blank)
        ):
            numbering[expected] = i
            expected += 1
    return set(numbering.values())


def _lacks_stop(row: Row, expected: int) -> bool:
    """Whether a row begins with the number expected, and right behind it an agreement ("5 To thank")."""
    match = UNSTOPPED.match(row.text)
    return match is not None and int(match[1]) == expected and _is_operative(row.text[match.end() :])


def _is_operative(text: str) -> bool:
    return any(is_operative(text, language=code) for code in ("en", "es"))


def _with_stop(row: Row) -> Row:
    return dataclasses.replace(row, text=re.sub(r"^\s*(\d+)", r"\1.", row.text))


def _is_behind_number(rows: list[Row], i: int, *, mixed: bool) -> bool:
    """Whether what stands behind a number alone on its line can be its agreement."""
    if i + 1 >= len(rows):
        return False
    following = rows[i + 1]
    if _is_bare_number(following) or TYPED_MARKER.match(following.text) or _is_page_number(following):
        return False
    if not mixed:
        return True
    return following.text[:1].isupper() and _is_operative(following.plain)


def _names_alone(rows: list[Row], page_numbers: set[int], names: KnownNames) -> set[int]:
    """Lines below the first number that hold nothing but the conference's or a body's name, between two paragraphs."""
    first = next((i for i, row in enumerate(rows) if row.label or NUMBER_MARKER.match(row.text)), len(rows))
    found = set()
    for i in range(first + 1, len(rows)):
        row = rows[i]
        if not _may_be_header(row) or not names.is_name_alone(OUTER_NUMBER.sub("", row.plain)):
            continue
        before = i - 1 in page_numbers or rows[i - 1].ends_sentence
        behind = i + 1 == len(rows) or i + 1 in page_numbers or not rows[i + 1].text[:1].islower()
        if before and behind or _at_page_edge(rows, i, page_numbers):
            found.add(i)
    return found


def _running_headers(rows: list[Row], page_numbers: set[int]) -> set[int]:
    """Short lines that come again on later pages, or repeat a line of the heading further down."""
    if any(row.page is not None for row in rows):
        return _headers_of_pages(rows, page_numbers)
    first_numbered = next(
        (i for i, row in enumerate(rows) if row.label or TYPED_MARKER.match(row.text) or TIMED.match(row.text)), 0
    )
    occurrences: dict[str, list[int]] = collections.defaultdict(list)
    for i, row in enumerate(rows):
        if i not in page_numbers and _may_be_header(row):
            occurrences[OUTER_NUMBER.sub("", folded(row.plain))].append(i)
    headers: set[int] = set()
    for places in occurrences.values():
        below = [i for i in places if i >= first_numbered]
        if not below or len(places) < 2:
            continue
        in_heading = len(below) < len(places) and first_numbered > 0
        at_edges = sum(_at_page_edge(rows, i, page_numbers) for i in below) >= min(2, len(below))
        if in_heading or at_edges:
            headers.update(below)
    return headers


def _headers_of_pages(rows: list[Row], page_numbers: set[int]) -> set[int]:
    """Where the pages are known: short lines at the same place of two pages at least, or the title once more on top.

    A line inside a page is never taken for a header: in narrow columns the same words often fill a line twice.
    """
    pages: dict[int | None, list[int]] = collections.defaultdict(list)
    for i, row in enumerate(rows):
        pages[row.page].append(i)
    first, *later = pages.values()
    edges = [edge for places in pages.values() for edge in (("top", places), ("foot", places[::-1]))]
    alike: dict[tuple[str, str, int], list[int]] = collections.defaultdict(list)
    for side, places in edges:
        for distance, i in enumerate(places[:PAGE_EDGE]):
            if _may_be_header(rows[i]):
                alike[OUTER_NUMBER.sub("", folded(rows[i].plain)), side, distance].append(i)
    again = {i for places in alike.values() if len(places) > 1 for i in places}
    title = {rows[i].plain for i in first[:PAGE_EDGE] if not any(row.text[:1].islower() for row in rows[i + 1 : i + 2])}
    again |= {i for places in later for i in places[:PAGE_EDGE] if rows[i].plain in title and _may_be_header(rows[i])}
    headers: set[int] = set()
    for _side, places in edges:
        # Nothing but headers and page numbers stands between a header and the edge of its page.
        headers.update(itertools.takewhile(lambda i: i in again or i in page_numbers, places))
    return headers - page_numbers - set(first[:PAGE_EDGE])


def _may_be_header(row: Row) -> bool:
    words = row.plain.split(maxsplit=LONGEST_HEADER)
    if row.label or row.ends_sentence or len(words) > LONGEST_HEADER or not 3 <= len(row.plain) <= LONGEST_LINE:
        return False
    return not (TYPED_MARKER.match(row.text) or TIMED.match(row.text) or NEVER_HEADER.match(row.text))


def _at_page_edge(rows: list[Row], i: int, page_numbers: set[int]) -> bool:
    neighbours = [j for j in (i - 1, i + 1) if 0 <= j < len(rows)]
    if any(j in page_numbers for j in neighbours):
        return True
    return any(rows[j].page != rows[i].page for j in neighbours)
