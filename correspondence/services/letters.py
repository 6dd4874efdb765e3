"""A mail before it is one: to whom, and what it lists."""

import dataclasses
import datetime

from ..models import MailKind

A_REPORT = "report "


def about_report(report_id):
    """What a letter is about that tells of a report of progress; `report_of` gives the key back."""
    return f"{A_REPORT}{report_id}"


def report_of(about):
    """The key of the report of progress that a letter is about, or None."""
    return int(about.removeprefix(A_REPORT)) if about.startswith(A_REPORT) else None


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """A commitment that a letter lists.

    delegation_id: for which delegation the recipient is told. That is who bears it; for those designated for the
    presidency as an office that office; for what a country passed on with the presidency still that country. due_on:
    of a step, the deadline that it counts from.
    """

    commitment_id: int
    delegation_id: int
    network_id: int
    section: str
    because: str
    step: int | None = None
    due_on: datetime.date | None = None


@dataclasses.dataclass(slots=True)
class Letter:
    """What one address is told on one day. person_id: None where the address is known as a copy only.

    The secretariat's alone has `notices`, the keys of those it tells, and may have no entries.
    """

    kind: MailKind
    recipient: str
    person_id: int | None
    language: str
    entries: list[Entry]
    about: str = ""
    note: str = ""
    notices: list[int] = dataclasses.field(default_factory=list)
