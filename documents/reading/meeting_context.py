"""What is known of the meeting when a paragraph of its report or an entry of its agenda is read."""

from __future__ import annotations

import dataclasses
import datetime

from documents.reading.parsed import Document


@dataclasses.dataclass(frozen=True)
class MeetingContext:
    """All of it may be missing.

    network: slug of the body that meets, whose "next meeting" and "the Network" are. starts_on gives the year
    where none is printed, ends_on is the day periods count from.
    """

    network: str | None = None
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None


def context_of(document: Document) -> MeetingContext:
    """What a document's heading and preamble say of the meeting."""
    return MeetingContext(document.network, document.starts_on, document.ends_on)
