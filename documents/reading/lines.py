"""A line of a document, as every later step sees it."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Line:
    """One line (TXT, PDF) or paragraph (DOCX) of the original.

    number: 1-based, counted over all lines, blank ones included.
    label: Word's automatic number as it is printed ("2.", "a)", "•"), None where there is none;
      a number typed into the text stays in the text.
    level: depth of that automatic numbering, 0-based.
    """

    number: int
    text: str
    label: str | None = None
    level: int | None = None
