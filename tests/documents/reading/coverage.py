"""Whether every line of a document is accounted for, told from what was printed: no rule of the reader is used."""

from __future__ import annotations

import re
import unicodedata

MARK = re.compile(r"\[bookmark:[^\[\]]*\]", re.IGNORECASE)


def unmarked(text: str) -> str:
    """The text without the marks conversion leaves, one of which may stand within another."""
    text = "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cf") or char == "\t")
    while MARK.search(text):
        text = MARK.sub("", text)
    return text


def letters(text: str) -> str:
    """The letters and digits of a text, nothing between them."""
    decomposed = unicodedata.normalize("NFKD", unmarked(text))
    return "".join(char for char in decomposed if char.isalnum()).casefold()


def texts_of(printed: object) -> list[str]:
    """Every text of a printed document, in its order; lists of messages are left out."""
    if isinstance(printed, dict):
        return [
            text for key, value in printed.items() if key not in ("dropped", "warnings") for text in texts_of(value)
        ]
    if isinstance(printed, list):
        return [text for value in printed for text in texts_of(value)]
    return [printed] if isinstance(printed, str) else []


def lines_of_parts(document) -> set[int]:
    """The numbers of the lines some field says it came from."""
    numbers = {number for lines in document.lines.values() for number in lines}

    def agreements(points):
        for point in points:
            numbers.update(point.lines)
            agreements(point.children)

    agreements(document.agreements)
    for entry in document.agenda:
        numbers.update(entry.lines)
    return numbers


def unaccounted(document, lines) -> list[int]:
    """The non-blank lines no field came from, and that are in neither `dropped` nor a warning."""
    told = {dropped.line for dropped in document.dropped} | {warning.line for warning in document.warnings}
    known = lines_of_parts(document) | told
    return [line.number for line in lines if line.text.strip() and line.number not in known]


def lost_words(document, lines) -> list[tuple[int, str]]:
    """Words of the agreements' and the preamble's lines in no text of the document and no warning about their line."""
    printed = document.as_dict()
    whole = letters(" ".join([*texts_of(printed), *(dropped["text"] for dropped in printed["dropped"])]))
    placed = set(document.lines.get("starts_on", ())) | set(document.lines.get("city", ()))
    lost = []
    for line in lines:
        if line.number in placed or document.kind == "agenda":
            continue
        told = letters(" ".join(str(warning.message) for warning in document.warnings if warning.line == line.number))
        for word in re.findall(r"[^\W\d_]{3,}", unmarked(unicodedata.normalize("NFKC", line.text))):
            if letters(word) not in whole and letters(word) not in told:
                lost.append((line.number, word))
    return lost
