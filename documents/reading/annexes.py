"""Where a report's annexes begin: what stands in them was not agreed, and may name persons."""

from __future__ import annotations

import re

from documents.reading.layout import Row

_ANNEX = r"(?:annex(?:es|ure)?|appendix|appendices|attachment|anexos?|ap[eé]ndices?|adjuntos?)"
_WHICH = r"(?:\s+(?:no\.?|n\.?[º°])?\s*(?:[ivxl]{1,5}|\d{1,2}|[a-h]))?"
_OF_PERSONS = (
    r"(?:final\s+)?list\s+of\s+(?:participants|delegates|attendees)"
    r"|(?:lista|relaci[oó]n|n[oó]mina)\s+(?:final\s+)?de\s+(?:participantes|asistentes|delegad[oa]s)"
)
ALONE = re.compile(rf"(?:{_ANNEX}{_WHICH}|{_OF_PERSONS})\s*[.:]?", re.IGNORECASE)
TITLED = re.compile(rf"(?i:{_ANNEX}{_WHICH})\s*(?:[:.–—-]\s*|\(|\s)[“\"A-ZÁÉÍÓÚÑ]")
LONGEST_TITLE = 14  # words


def first_annex(rows: list[Row], *, after: int) -> int | None:
    """The index of the row that opens the annexes, behind the row `after`; None where there are none."""
    return next((i for i in range(after + 1, len(rows)) if _opens_annex(rows[i], rows[i - 1])), None)


def _opens_annex(row: Row, before: Row) -> bool:
    if ALONE.fullmatch(row.plain):
        return True
    apart = row.after_blank or before.ends_sentence or row.plain.isupper()
    is_title = len(row.plain.split()) <= LONGEST_TITLE and not row.plain.endswith((".", ";", ","))
    return apart and is_title and TITLED.match(row.plain) is not None
