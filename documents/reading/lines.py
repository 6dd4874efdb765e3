"""A line of a document, as every later step sees it, and the document as a list of lines."""

from __future__ import annotations

import dataclasses

from documents.reading import parsed

MAX_LINES = 30_000
MAX_CHARACTERS = 1_000_000


@dataclasses.dataclass(frozen=True)
class Line:
    """One line (TXT, PDF) or paragraph (DOCX) of the original.

    number: 1-based, counted over all lines, blank ones included.
    label: Word's automatic number as it is printed ("2.", "a)", "•"), None where there is none;
      a number typed into the text stays in the text.
    level: depth of that automatic numbering, 0-based.
    page: 1-based page the line stands on (PDF, and TXT with form feeds), None where pages are not known.
    """

    number: int
    text: str
    label: str | None = None
    level: int | None = None
    page: int | None = None


@dataclasses.dataclass
class Original:
    """A file as lines.

    kind: docx | pdf | txt, by the file's content and not by its name.
    warnings: what the file held that the lines do not, or what is in doubt about them.
    """

    kind: str
    lines: list[Line]
    warnings: list[parsed.Warning] = dataclasses.field(default_factory=list)
