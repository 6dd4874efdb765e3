"""What follows from an agreement: its kind, the actions under it and the earlier meetings it names.

It is the clause that counts, not the opening verb (domain.md, "What an agreement is").
"""

from __future__ import annotations

import dataclasses
import datetime

from documents.reading.parsed import Action, Reference
from documents.reading.vocabulary import Vocabulary


@dataclasses.dataclass(frozen=True)
class MeetingContext:
    """What is known of the meeting when a paragraph of its report is read."""

    network: str | None = None  # slug
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    city: str | None = None
    participants: tuple[str, ...] = ()


@dataclasses.dataclass
class Analysis:
    kind: str = "other"
    actions: list[Action] = dataclasses.field(default_factory=list)
    refers_to: list[Reference] = dataclasses.field(default_factory=list)
    warnings: list[str] = dataclasses.field(default_factory=list)


def analyse(
    text: str, *, language: str, vocabulary: Vocabulary, meeting: MeetingContext, lead_in: str = ""
) -> Analysis:
    """Read one agreement or sub-item; `lead_in` is the parent's own text for a sub-item."""
    return Analysis()
