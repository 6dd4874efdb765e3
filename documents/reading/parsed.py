"""What the reader found in a document, as plain dataclasses; `as_dict` gives the printed form.

Dates are `datetime.date` here and ISO strings in the printed form; messages are lazy here and printed in the language
in use. `lines` holds the numbers of the original's lines a part came from; it is not part of the printed form.
"""

from __future__ import annotations

import dataclasses
import datetime

from django.utils.functional import Promise

from documents.reading.messages import Message


def _lines_of_origin():
    return dataclasses.field(default=(), repr=False, metadata={"printed": False})


@dataclasses.dataclass
class Deadline:
    kind: str = "none"  # none | date | period | event
    on: datetime.date | None = None
    amount: int | None = None
    unit: str | None = None  # days | weeks | months
    body: str | None = None  # slug of the body whose meeting is the event
    month: str | None = None  # "YYYY-MM", events only
    offset_days: int = 0
    phrase: str = ""  # verbatim


@dataclasses.dataclass
class Action:
    what: str  # the clause, verbatim
    owners: list[str] = dataclasses.field(default_factory=list)
    force: str = "undertaken"  # undertaken | requested | offered | urged
    fulfilment: str = "each"  # each | jointly
    condition: str = ""
    deadline: Deadline = dataclasses.field(default_factory=Deadline)


@dataclasses.dataclass
class Reference:
    """An explicit mention of an earlier meeting or of a point of its report."""

    network: str | None = None
    on: datetime.date | None = None
    city: str | None = None
    number: str | None = None
    phrase: str = ""


@dataclasses.dataclass
class Agreement:
    number: str
    text: str = ""  # paragraphs joined by a blank line
    kind: str = "other"
    children: list[Agreement] = dataclasses.field(default_factory=list)
    refers_to: list[Reference] = dataclasses.field(default_factory=list)
    actions: list[Action] = dataclasses.field(default_factory=list)
    lines: tuple[int, ...] = _lines_of_origin()


@dataclasses.dataclass
class AgendaChild:
    title: str
    leads: list[str] = dataclasses.field(default_factory=list)
    notes: list[str] = dataclasses.field(default_factory=list)
    lines: tuple[int, ...] = _lines_of_origin()


@dataclasses.dataclass
class AgendaEntry:
    day: int = 1
    starts_at: str | None = None  # "08:15"
    ends_at: str | None = None
    kind: str = "session"  # session | break
    title: str = ""
    leads: list[str] = dataclasses.field(default_factory=list)
    notes: list[str] = dataclasses.field(default_factory=list)
    children: list[AgendaChild] = dataclasses.field(default_factory=list)
    takes_up: list[Reference] = dataclasses.field(default_factory=list)
    lines: tuple[int, ...] = _lines_of_origin()


@dataclasses.dataclass
class Dropped:
    line: int
    text: str
    why: Message


@dataclasses.dataclass(frozen=True)
class Warning:  # noqa: A001 - the word the printed form uses
    """as_written: the body it asks about, where nobody knows it."""

    line: int | None
    message: Message
    as_written: str = dataclasses.field(default="", metadata={"printed": False})


@dataclasses.dataclass
class Document:
    kind: str = "report"  # report | agenda
    language: str = "en"
    network: str | None = None  # slug
    title: str = ""
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    city: str | None = None
    country: str | None = None  # ISO alpha-2
    venue: str | None = None
    participants: list[str] = dataclasses.field(default_factory=list)
    preamble: list[str] = dataclasses.field(default_factory=list)
    closing: list[str] = dataclasses.field(default_factory=list)
    agreements: list[Agreement] = dataclasses.field(default_factory=list)
    agenda: list[AgendaEntry] = dataclasses.field(default_factory=list)
    dropped: list[Dropped] = dataclasses.field(default_factory=list)
    warnings: list[Warning] = dataclasses.field(default_factory=list)
    # By the name of a field above, for those that are not lists of parts with lines of their own.
    lines: dict[str, tuple[int, ...]] = dataclasses.field(default_factory=dict, repr=False, metadata={"printed": False})

    def as_dict(self) -> dict[str, object]:
        """Every key always present, dates as "YYYY-MM-DD"."""
        return _printed(self)


def _printed(value):
    if dataclasses.is_dataclass(value):
        fields = (field.name for field in dataclasses.fields(value) if field.metadata.get("printed", True))
        return {name: _printed(getattr(value, name)) for name in fields}
    if isinstance(value, list):
        return [_printed(item) for item in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, Promise) else value
