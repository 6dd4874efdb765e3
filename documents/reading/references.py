"""Explicit mentions of earlier meetings and of points of their reports."""

from __future__ import annotations

from documents.reading.parsed import Reference
from documents.reading.vocabulary import Vocabulary


def agenda_references(text: str, *, language: str, vocabulary: Vocabulary, meeting) -> list[Reference]:
    """The earlier meetings an agenda entry takes up, in the order of the text."""
    return []
