"""Explicit mentions of earlier meetings and of points of their reports."""

from __future__ import annotations

from documents.reading.folding import Folded, fold
from documents.reading.parsed import Reference
from documents.reading.vocabulary import Vocabulary


def agenda_references(text: str, *, language: str, vocabulary: Vocabulary, meeting) -> list[Reference]:
    """The earlier meetings an agenda entry takes up, in the order of the text."""
    folded = fold(text)
    return references_in(folded, folded.text, language=language, vocabulary=vocabulary, meeting=meeting)


def references_in(
    folded: Folded, text: str, *, language: str, vocabulary: Vocabulary, meeting
) -> list[Reference]:
    """References in `text`, the folded text or as much of it as is not masked."""
    return []
