"""PDF → lines, page by page.

A PDF holds text in the order in which it was drawn. pypdf gives it in that order and, in its layout mode, by place on
the page; where both tell the same, all is well, and where they do not, the reader is told.
"""

from __future__ import annotations

import collections
import io
import re
import time
from collections.abc import Callable

import pypdf
from django.utils.translation import gettext_lazy as _

from documents.reading import parsed
from documents.reading.errors import TOO_LONG, CannotRead
from documents.reading.lines import MAX_CHARACTERS, MAX_LINES, Line, Original
from documents.reading.messages import Message, filled
from documents.reading.txt import LINE_BREAK

MAX_PAGES = 100
MAX_SECONDS = 20.0  # of its own work: on a busy machine no document is refused for it
# A page of a report holds some 4,000 characters; a hostile one is not laid out, for that costs space by the character.
MAX_LAID_OUT = 10_000
SCANNED_BELOW = 40  # characters a page: what a scanner's own stamp leaves

LIMITS = pypdf.Configuration().with_overwrites(
    maximum_declared_stream_length=25_000_000,
    array_based_stream_maximum_output_length=10_000_000,
    lzw_maximum_output_length=10_000_000,
    run_length_maximum_output_length=10_000_000,
    zlib_maximum_output_length=25_000_000,
    stream_decoding_work_maximum_length=50_000_000,
    stream_parsing_work_maximum_count=500_000,
    page_tree_maximum_entries=10_000,
    xform_maximum_invocations_per_extraction=500,
)

UNSTORABLE = re.compile("[\0\ud800-\udfff]")
UNREADABLE = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uefff]")
MARKER = re.compile(r"\s*(\(?(?:[0-9]{1,2}|[A-Za-z]|[ivxIVX]{2,5})[.)]|[•·▪◦‣\uf0b7\uf0a7–-])\s+\S")

PROTECTED = _("The file is protected by a password. Please save it without one and bring it again.")
DAMAGED = _("The PDF is damaged or incomplete. Please make it again from the original document, or bring that.")
TOO_COMPLEX = _("The PDF takes too long to read. Please bring the text as .docx or .txt.")
SCANNED = _(
    "The PDF holds pictures of pages and no text. "
    "Please have the text recognised (OCR) or typed, and bring it as .docx or .txt."
)
GARBLED = _("The letters of this PDF cannot be read as text. Please bring the original document as .docx or .txt.")


def original_of(content: bytes) -> Original:
    """The lines of a PDF with their pages, as printed: page headers and hard line ends included.

    Raises CannotRead where it is protected, damaged, too long, or pictures of pages.
    """
    # pypdf would rebuild what is left of a file cut short, and agreements would be missing without a word.
    if b"%%EOF" not in content.rstrip(b"\0\t\n\r ")[-2048:]:
        raise CannotRead(DAMAGED)
    with pypdf.apply_configuration(LIMITS):
        try:
            pages, pictured = _pages(content)
        except CannotRead:
            raise
        except pypdf.errors.LimitReachedError as error:
            raise CannotRead(TOO_COMPLEX) from error
        except Exception as error:  # pypdf lets any kind of error through on a malformed file
            raise CannotRead(DAMAGED) from error
    lines: list[Line] = []
    warnings: list[parsed.Warning] = []
    for page, (texts, doubt) in enumerate(pages, start=1):
        if doubt:
            warnings.append(parsed.Warning(line=len(lines) + 1, message=filled(doubt, page=page)))
        if page in pictured and not any(text.strip() for text in texts):
            message = filled(_("Page %(page)s is a picture without text and is not read."), page=page)
            warnings.append(parsed.Warning(line=None, message=message))
        for text in texts:
            lines.append(Line(number=len(lines) + 1, text=text, page=page))
    _refuse_what_is_no_text("".join(line.text for line in lines), len(pages), bool(pictured))
    return Original(kind="pdf", lines=lines, warnings=warnings)


def _pages(content: bytes) -> tuple[list[tuple[list[str], Message]], set[int]]:
    """For each page its lines and the doubt about them, if any; and which pages hold a picture."""
    until = time.thread_time() + MAX_SECONDS
    reader = pypdf.PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        try:
            opened = reader.decrypt("")  # many files are only protected against changes
        except pypdf.errors.DependencyError as error:
            raise CannotRead(PROTECTED) from error
        if not opened:
            raise CannotRead(PROTECTED)
    if len(reader.pages) > MAX_PAGES:
        raise CannotRead(
            _("The PDF has more than %(pages)s pages. Please bring the report alone."),
            pages=MAX_PAGES,
        )
    pages, pictured = [], set()
    characters = lines = 0
    for number, page in enumerate(reader.pages, start=1):
        plain = page.extract_text(visitor_operand_before=_watch(until))
        pages.append(lines_of_page(_clean(plain), _clean(_laid_out(page, plain))))
        characters += len(plain)
        lines += len(pages[-1][0])
        if characters > MAX_CHARACTERS or lines > MAX_LINES:
            raise CannotRead(TOO_LONG)
        if _holds_picture(page):
            pictured.add(number)
    return pages, pictured


def _watch(until: float) -> Callable[..., None]:
    def check(*_operation: object) -> None:
        if time.thread_time() > until:
            raise CannotRead(TOO_COMPLEX)

    return check


def _laid_out(page: pypdf.PageObject, plain: str) -> str:
    """The page's text by place, empty where that cannot be had."""
    if not 0 < len(plain) <= MAX_LAID_OUT:
        return ""
    try:
        return page.extract_text(extraction_mode="layout")
    except Exception:  # the second opinion fails on fonts without widths; the first stands
        return ""


def lines_of_page(drawn: str, placed: str) -> tuple[list[str], Message]:
    """The lines of one page, from its text as drawn and as placed; and the doubt about them, "" where there is none.

    Lines come as drawn, with a blank line where the page leaves a gap. List numbers drawn apart from their items stand
    by place. Where both tell a different order of numbers, the drawn one is kept and the doubt says so.
    """
    as_drawn = [line.rstrip() for line in LINE_BREAK.split(drawn)]
    as_placed, gaps = _rows(placed)
    drawn_heads, placed_heads = _heads(as_drawn), _heads(as_placed)
    same_order = "".join(map(_squashed, as_drawn)) == "".join(map(_squashed, as_placed))
    same_text = same_order or collections.Counter(_squashed(drawn)) == collections.Counter(_squashed(placed))
    doubt: Message = ""
    chosen = as_drawn
    if same_text and len(placed_heads) > len(drawn_heads):
        chosen = as_placed
        if not same_order:
            doubt = _("The list numbers of page %(page)s are put to their items by their place; please compare.")
    elif (as_placed and not same_order and drawn_heads != placed_heads) or _ends_in_bare_numbers(as_drawn):
        doubt = _("The order of the lines on page %(page)s is uncertain; please compare.")
    return _with_gaps(chosen, gaps), doubt


def _rows(placed: str) -> tuple[list[str], set[str]]:
    """The rows of a laid-out page, and those (without their spaces) that stand after a wider gap than usual."""
    rows: list[str] = []
    distances: list[int] = []
    blank = 0
    for line in placed.split("\n"):
        if line.strip():
            rows.append(" ".join(line.split()))
            distances.append(blank)
            blank = 0
        else:
            blank += 1
    usual = collections.Counter(distances[1:]).most_common(1)
    gaps = {_squashed(row) for row, distance in zip(rows, distances, strict=True) if usual and distance > usual[0][0]}
    return rows, gaps


def _with_gaps(lines: list[str], gaps: set[str]) -> list[str]:
    known = collections.Counter(_squashed(line) for line in lines)
    spaced: list[str] = []
    for line in lines:
        key = _squashed(line)
        if spaced and spaced[-1] and key in gaps and known[key] == 1:
            spaced.append("")
        spaced.append(line)
    return spaced


def _heads(lines: list[str]) -> list[str]:
    """The beginnings of the lines that open with a list number or bullet."""
    return [_squashed(line)[:24] for line in lines if MARKER.match(line)]


def _ends_in_bare_numbers(lines: list[str]) -> bool:
    """Whether the last two lines are numbers alone: list numbers drawn after all the items."""
    filled = [line for line in lines if line.strip()][-2:]
    return len(filled) == 2 and all(MARKER.fullmatch(f"{line} x") for line in filled)


def _squashed(text: str) -> str:
    return "".join(text.split())


def _clean(text: str) -> str:
    """Text that can be stored; every hyphen drawn is a hyphen, whichever of the two the font calls it."""
    return UNSTORABLE.sub("", text).replace("\xad", "-")


def _holds_picture(page: pypdf.PageObject) -> bool:
    try:
        drawn = page["/Resources"]["/XObject"].get_object()  # type: ignore[index]
        return any(drawn[name].get_object().get("/Subtype") == "/Image" for name in drawn)
    except (KeyError, TypeError, AttributeError):
        return False


def _refuse_what_is_no_text(text: str, pages: int, pictured: bool) -> None:
    characters = len(_squashed(text))
    if not characters or (pictured and characters < SCANNED_BELOW * pages):
        raise CannotRead(SCANNED if pictured else _("The PDF holds no text. Please bring it as .docx or .txt."))
    if len(UNREADABLE.findall(text)) * 5 > characters:
        raise CannotRead(GARBLED)
