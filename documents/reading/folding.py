"""Text folded for matching with its way back: the letters of `actions.words`, one kind of dash, quote and space.

Folding changes a text's length ("ﬁ" becomes two letters, a line break and its indent one space), so
every folded character remembers where it came from.
"""

from __future__ import annotations

import bisect
import dataclasses
import functools
import unicodedata

from actions.words import letters

_SAME = {
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("’‘‛´`ʼ′", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
}


@functools.lru_cache(maxsize=4096)
def _folded_char(char: str) -> str:
    return _SAME[char] if char in _SAME else letters(char)


@dataclasses.dataclass(frozen=True)
class Folded:
    """original: the text as it is. text: the same, folded. origin: index in `original` of each folded character."""

    original: str
    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's span for a span of the folded text; whole characters, never half a ligature."""
        if start >= end:
            return (0, 0)
        stop = self.origin[end] if end < len(self.origin) else len(self.original)
        return self.origin[start], max(stop, self.origin[end - 1] + 1)

    def index(self, position: int) -> int:
        """Index in the folded text of what stands at a position of the original, or next after it."""
        return bisect.bisect_left(self.origin, position)

    def written(self, start: int, end: int) -> str:
        """The original's words for a span of the folded text, without space around them."""
        first, last = self.span(start, end)
        return self.original[first:last].strip()

    def is_accented(self, position: int) -> bool:
        """Whether the letter at a folded position carries an accent in the original."""
        first, last = self.span(position, position + 1)
        return any(unicodedata.combining(mark) for mark in unicodedata.normalize("NFD", self.original[first:last]))


def fold(text: str) -> Folded:
    """Fold a text; a run of white space becomes one space, or one line feed where it holds a blank line."""
    if text.isascii() and text.isprintable() and "  " not in text and "`" not in text:
        return Folded(text, text.lower(), tuple(range(len(text))))
    marks: list[str] = []
    origin: list[int] = []
    position, length = 0, len(text)
    while position < length:
        char = text[position]
        if char.isspace():
            start = position
            while position < length and text[position].isspace():
                position += 1
            marks.append("\n" if text.count("\n", start, position) > 1 else " ")
            origin.append(start)
            continue
        for mark in _folded_char(char):
            marks.append(mark)
            origin.append(position)
        position += 1
    return Folded(text, "".join(marks), tuple(origin))


def folded(text: str) -> str:
    """A text folded for comparing, without the way back."""
    return fold(text).text.strip()


@functools.lru_cache(maxsize=4096)
def folded_name(name: str) -> str:
    """The same for a name or word, which is asked for again and again."""
    return folded(name)
