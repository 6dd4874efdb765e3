"""Plain text: bytes in an encoding nobody wrote down → lines."""

from __future__ import annotations

import codecs
import re

from django.utils.translation import gettext_lazy as _

from documents.reading import parsed
from documents.reading.errors import TOO_LONG, CannotRead
from documents.reading.lines import MAX_CHARACTERS, MAX_LINES, Line, Original

LINE_BREAK = re.compile("\r{0,2}\n|[\r\v\f\x85\u2028\u2029]")

# UTF-32 first: its little-endian mark begins with the one of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")

# What letters of another eight-bit encoding (DOS, Macintosh) turn into, standing inside a word.
FOREIGN_LETTER = re.compile("[a-z][\x80-\x9f¡¢£¤¥‚ƒ„†‡ˆ‰‹Œ][a-z]")


def original_of(content: bytes) -> Original:
    """The lines of a plain text, form feeds counted as pages.

    Raises CannotRead where the bytes are not text, or more of it than a report.
    """
    text, encoding = decoded(content)
    if "\0" in text or len(CONTROL.findall(text[:MAX_CHARACTERS])) * 20 > len(text):
        raise CannotRead(
            _("The file is not a text that can be read. Please bring the document as DOCX, PDF or plain text (TXT).")
        )
    lines = lines_of(text)
    return Original(kind="txt", lines=lines, warnings=_doubts(lines, encoding))


def lines_of(text: str) -> list[Line]:
    """Lines of a text already decoded, ended by CR, LF, CRLF, a vertical tab, a form feed or a Unicode separator.

    Raises CannotRead where there is more of it than a report.
    """
    if len(text) > MAX_CHARACTERS:
        raise CannotRead(TOO_LONG)
    lines: list[Line] = []
    paged = "\f" in text
    page, start = 1, 0
    for ending in LINE_BREAK.finditer(text):
        lines.append(_line(len(lines) + 1, text[start : ending.start()], page if paged else None))
        start = ending.end()
        page += ending.group() == "\f"
        if len(lines) > MAX_LINES:
            raise CannotRead(TOO_LONG)
    if start < len(text):
        lines.append(_line(len(lines) + 1, text[start:], page if paged else None))
    return lines


def _line(number: int, text: str, page: int | None) -> Line:
    return Line(number=number, text=text, page=page)


def decoded(content: bytes) -> tuple[str, str]:
    """The text and the encoding it was found to be in."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace"), encoding
    if (wide := _utf_16_by_zeros(content)) is not None:
        return content.decode(wide, "replace"), wide
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    # A few broken bytes in a UTF-8 text must not turn every accent of it into two wrong letters.
    repaired = content.decode("utf-8", "replace")
    broken = repaired.count("\ufffd")
    if sum(character > "\x7f" for character in repaired) > 2 * broken:
        return repaired, "utf-8"
    return content.decode("cp1252", "western"), "cp1252"


def _undefined_in_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("western", _undefined_in_cp1252)


def _utf_16_by_zeros(content: bytes) -> str | None:
    """UTF-16 without a mark: in Western text nearly every second byte is zero, and only on one side."""
    pairs = len(content) // 2
    if not pairs:
        return None
    high, low = content[0::2].count(0), content[1::2].count(0)
    if low * 10 >= pairs * 7 and high * 20 <= pairs:
        return "utf-16-le"
    if high * 10 >= pairs * 7 and low * 20 <= pairs:
        return "utf-16-be"
    return None


def _doubts(lines: list[Line], encoding: str) -> list[parsed.Warning]:
    warnings = [
        parsed.Warning(line=line.number, message=_("A character of this line is damaged and could not be read."))
        for line in lines
        if "\ufffd" in line.text
    ]
    if encoding == "cp1252":
        odd = next((line for line in lines if FOREIGN_LETTER.search(line.text)), None)
        if odd is not None:
            message = _("The file's encoding is not known: please compare accented letters with the original.")
            warnings.append(parsed.Warning(line=odd.number, message=message))
    return warnings
