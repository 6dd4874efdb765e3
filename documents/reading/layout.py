"""Lines → rows: repaired, a running text taken apart at its numbers, broken sentences joined."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from documents.reading.debris import in_words, repaired
from documents.reading.folding import folded
from documents.reading.lines import Line
from documents.reading.meeting_days import MONTH
from documents.reading.messages import filled
from documents.reading.parsed import Dropped, Warning
from documents.reading.vocabulary import Vocabulary

SENTENCE_END = re.compile(r"[.!?:;…][\"”’»)\]]*$")
LONGEST_WORD = 60  # characters, also of a header's words
LONGEST_LINE = 140  # characters; a longer line is a paragraph
SHORTEST_BROKEN = 50
RUNNING_TEXT = 400  # characters on one line that are no longer a paragraph of its own

TYPED_MARKER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2})*|[a-zA-Z]|[ivxIVX]+)[.)°º]|[-–—•·▪◦‣*]\s")
NUMBER_MARKER = re.compile(r"\(?\d{1,3}[.)]")
TIME = r"\d{1,2}\s?[:.h]\s?\d{2}(?:\s*(?:[ap]\.?\s?m\.?|h(?:rs?)?\b\.?|horas))?"
TIMED = re.compile(rf"\s*(?:(?:de|from)\s+)?{TIME}", re.IGNORECASE)

INLINE_NUMBER = re.compile(r"(?<=\s)(\(?(\d{1,2})(?:[.)](?:-|–)?|°|º))\s*(?=[A-ZÁÉÍÓÚÑ“\"«¿¡])")
INLINE_LETTER = re.compile(r"(?<=[.:;]\s)(\(?([a-z])[.)])\s+(?=[A-ZÁÉÍÓÚÑ“\"«¿¡])")
INLINE_BULLET = re.compile(r"\s(?=[•▪◦‣·]\s)")
INLINE_AGENDA = re.compile(
    rf"\s(?=(?:(?:de|from)\s+)?{TIME}\s*(?:[-–—]|to\b|a\b|hasta\b)\s*{TIME})|\s(?=[•▪·]\s)|\s(?=(?:Notes?"
    rf"|Notas?):)",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True)
class Row:
    """A non-blank line of the original, or one of the parts a running text was taken apart into.

    text: repaired; tabs still stand for columns.
    after_blank: a blank line stood before it. after_page: what belongs to a page stood before it.
    """

    line: int
    text: str
    label: str | None = None
    level: int | None = None
    page: int | None = None
    after_blank: bool = False
    after_page: bool = False

    @property
    def plain(self) -> str:
        return " ".join(self.text.split())

    @property
    def ends_sentence(self) -> bool:
        return SENTENCE_END.search(self.text.rstrip()) is not None


def rows_of(
    lines: list[Line], *, language: str, vocabulary: Vocabulary
) -> tuple[list[Row], list[Dropped], list[Warning]]:
    """The lines that say something, repaired; with them what was put right.

    A line that held nothing but debris is dropped.
    """
    rows: list[Row] = []
    dropped: list[Dropped] = []
    warnings: list[Warning] = []
    blank = False
    for line in lines:
        if not line.text.strip() and not line.label:
            blank = True
            continue
        text, repairs = repaired(line.text, language=language, vocabulary=vocabulary)
        warnings += [Warning(line.number, message) for message in in_words(repairs)]
        if not text and not line.label:
            dropped.append(Dropped(line.number, line.text, _("Nothing but marks left by the conversion.")))
            continue
        rows.append(Row(line.number, text, line.label, line.level, line.page, after_blank=blank))
        blank = False
    return rows, dropped, warnings


def split_running_text(rows: list[Row], *, agenda: bool) -> tuple[list[Row], list[Warning]]:
    """A text that stands on one line (or a page on one) taken apart at its numbers, letters, bullets or times."""
    if not any(len(row.text) > RUNNING_TEXT for row in rows):
        return rows, []
    if sum(row.label is not None or TYPED_MARKER.match(row.text) is not None for row in rows) > 2 and not agenda:
        return rows, []
    parts: list[Row] = []
    split_lines: list[int] = []
    expected = 1
    for row in rows:
        pieces = INLINE_AGENDA.split(row.text) if agenda else [row.text]
        if not agenda:
            pieces, expected = _split_at_numbers(row.text, expected)
        if len(pieces) > 1 and len(row.text) > RUNNING_TEXT:
            split_lines.append(row.line)
        else:
            pieces = [row.text]
        parts += [
            dataclasses.replace(row, text=piece.strip(), after_blank=i > 0 or row.after_blank)
            for i, piece in enumerate(pieces)
            if piece.strip()
        ]
    return parts, [Warning(line, _("Text running on one line was taken apart at its numbers.")) for line in split_lines]


def _split_at_numbers(text: str, expected: int) -> tuple[list[str], int]:
    """Pieces of a text that begin with the next number each time, and the number that would come next."""
    cuts = []
    padded = f" {text}"
    for match in INLINE_NUMBER.finditer(padded):
        if int(match[2]) == expected:
            cuts.append(match.start())
            expected += 1
    pieces = []
    for start, end in zip([0, *cuts], [*cuts, len(padded)], strict=True):
        pieces += _split_below(padded[start:end]) if start else [padded[start:end]]
    return pieces, expected


def _split_below(text: str) -> list[str]:
    """An agreement's own letters, then its bullets."""
    cuts, expected = [], "a"
    for match in INLINE_LETTER.finditer(text):
        if match[2] == expected:
            cuts.append(match.start())
            expected = chr(ord(expected) + 1)
    lettered = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    return [piece for part in lettered for piece in INLINE_BULLET.split(part)]


UNFINISHED = re.compile(
    r"(?:,|\b(?:the|of|and|in|to|for|by|on|at|with|from|a|an|de|del|la|las|los|el|y|e|en|por|para|con|que|al|su|sus))$"
)


def line_width(rows: list[Row]) -> int | None:
    """The width at which sentences were broken over lines, None where each line is a paragraph."""
    broken = [
        len(row.text)
        for row, after in itertools.pairwise(rows)
        if not (row.label or row.ends_sentence or after.after_blank)
        and not (TYPED_MARKER.match(after.text) or TIMED.match(row.text))
        and (after.text[:1].islower() or after.text[:1].isdigit() or UNFINISHED.search(row.text))
    ]
    if len(broken) < 2 or max(broken) > LONGEST_LINE:
        return None
    longer = sum(len(row.text) > max(broken) * 1.2 for row in rows)
    return max(broken) if longer * 5 <= len(rows) else None


ENDS_IN_MONTH = re.compile(rf"\b{MONTH}$")
BEGINS_ANEW = re.compile(r"(?:The|To|A|An|In|It|On|At|All|La|El|Los|Las|Se|En|Al|Un|Una|Con|Por)\b|[-–—•[(]")


def continues(previous: Row, row: Row, *, width: int | None) -> bool:
    """Whether a row without a number goes on with the sentence or paragraph of the row before it."""
    if row.label:
        return False
    begins_small = row.text[:1].islower()
    if not previous.ends_sentence:
        if begins_small or UNFINISHED.search(previous.text):
            return not row.after_blank or row.after_page or begins_small
        if row.after_blank and not row.after_page:
            return False
        if ENDS_IN_MONTH.search(previous.text) and row.text[:1].isdigit():
            return True
        if width is not None:
            return _was_full(previous, row, width, 0.7)
        # A single sentence broken in a text of whole paragraphs: a long line, its sentence open, no new one begun.
        return SHORTEST_BROKEN <= len(previous.text) <= LONGEST_LINE and not BEGINS_ANEW.match(row.text)
    if row.after_blank or row.after_page or width is None:
        return begins_small and not row.after_blank
    return begins_small or _was_full(previous, row, width, 0.88)


def _was_full(previous: Row, row: Row, width: int, share: float) -> bool:
    first_word = len(row.text.split(maxsplit=1)[0])
    return len(previous.text) + 1 + first_word > share * width


DIVIDED = re.compile(r"\w+[-\u2010][ \t]*\n\s*\w+")
SHORTEST_SYLLABLE = 3  # as in ad-hoc; what is left of a divided word is mostly longer
KEEPS_HYPHEN = frozenset(
    "follow well long short mid co non pre post vice pro anti inter multi ad sub self socio decision policy"
    " extra ex cross high low"
    " case gender age".split()
)


def joined(first: str, second: str, *, whole: str = "") -> str:
    """Two parts of a broken sentence as one; a word divided at the line's end becomes one word.

    whole: the document's text, which shows whether a word has a hyphen of its own.
    """
    divided = re.search(r"(\w+)[-\u2010]$", first[-LONGEST_WORD:])
    if divided is None or not second[:1].isalnum():
        return f"{first} {second}"
    if not (divided[1][-1].isalpha() and second[0].islower()):
        return first + second  # two days, or two names: 16-17, Vice-Ministerial
    rest = re.match(r"[^\W\d_]+", second)
    left, right = folded(divided[1]), folded(rest[0] if rest else "")
    words = _words_of(whole)
    if f"{left}-{right}" in words:
        return first + second
    keeps = left in KEEPS_HYPHEN and (right in words or len(right) <= SHORTEST_SYLLABLE)
    if keeps and f"{left}{right}" not in words:
        return first + second
    return first[:-1] + second


@functools.lru_cache(maxsize=2)
def _words_of(whole: str) -> frozenset[str]:
    """The words of a text, those with a hyphen too, without the pieces of words divided at a line's end."""
    return frozenset(re.findall(r"\w+(?:-\w+)*", folded(DIVIDED.sub(" ", whole))))


def told_of_joins(lines: list[int]) -> list[Warning]:
    """One warning for a text whose every sentence is broken over lines, with the first such line."""
    if not lines:
        return []
    message = ngettext_lazy(
        "A sentence broken over lines was joined.",
        "Sentences broken over lines were joined in %(count)s places.",
        len(lines),
    )
    return [Warning(lines[0], filled(message, count=len(lines)))]
