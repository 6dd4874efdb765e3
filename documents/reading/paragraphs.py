"""Rows → paragraphs: sentences broken over lines joined again."""

from __future__ import annotations

import dataclasses

from django.utils.translation import gettext_lazy as _

from documents.reading.closing import begins_closing
from documents.reading.debris import in_words, repaired
from documents.reading.layout import Row, continues, joined, told_of_joins
from documents.reading.parsed import Warning
from documents.reading.vocabulary import Vocabulary


@dataclasses.dataclass(frozen=True)
class Paragraph:
    """A paragraph of the original, with the rows it was joined from."""

    text: str
    rows: tuple[Row, ...]

    @property
    def lines(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(row.line for row in self.rows))


def lines_of_all(paragraphs: list[Paragraph]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(line for paragraph in paragraphs for line in paragraph.lines))


@dataclasses.dataclass
class Joiner:
    """Joins the rows of one document and keeps count of what it joined.

    width: where the document breaks its sentences, None where each line is a paragraph.
    whole: the document's text, folded.
    """

    language: str
    vocabulary: Vocabulary
    width: int | None
    whole: str
    joins: list[int] = dataclasses.field(default_factory=list)
    repairs: list[Warning] = dataclasses.field(default_factory=list)

    def paragraphs(self, rows: list[Row]) -> list[Paragraph]:
        """The rows as paragraphs; the first row begins one, whatever it looks like."""
        groups: list[list[Row]] = []
        for row in rows:
            if groups and continues(groups[-1][-1], row, width=self.width) and not self._closes(groups[-1][-1], row):
                groups[-1].append(row)
                self.joins.append(row.line)
            else:
                groups.append([row])
        return [Paragraph(self._text(group), tuple(group)) for group in groups]

    def _closes(self, previous: Row, row: Row) -> bool:
        return previous.ends_sentence and begins_closing(row.plain, language=self.language)

    def _text(self, rows: list[Row]) -> str:
        if len(rows) == 1:
            return rows[0].plain
        parts = [rows[0].plain]
        for row in rows[1:]:
            whole_word = joined(parts[-1], row.plain, whole=self.whole)
            parts[-1:] = whole_word.rsplit(" ", 1) if parts[-1] else [row.plain]
        text = " ".join(parts)
        # A comma or space may have been lost just where the line was broken.
        text, repairs = repaired(text, language=self.language, vocabulary=self.vocabulary)
        self.repairs += [Warning(rows[0].line, message) for message in in_words(repairs)]
        return text

    def warnings(self) -> list[Warning]:
        """What was joined: told once for a text broken throughout, else place by place."""
        if self.width is not None:
            return [*told_of_joins(self.joins), *self.repairs]
        return [*(Warning(line, _("A sentence broken over lines was joined.")) for line in self.joins), *self.repairs]
