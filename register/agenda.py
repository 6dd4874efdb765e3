"""A meeting's agenda as it is read: by day, sub-items under their item."""

import dataclasses
import datetime

from actions.models.reports import states_visible_to
from meetings.models import AgendaItem


@dataclasses.dataclass(frozen=True)
class Taken:
    """What an item takes up: the phrase, and the agreement where it is known and may be read."""

    phrase: str
    agreement: object | None


@dataclasses.dataclass(frozen=True)
class Line:
    item: AgendaItem
    takes_up: list[Taken]
    children: list["Line"]


def days_of(meeting, *, standing):
    """Triples of a day's number, its date and its lines; reads `agenda_items` prefetched with leads and takes_up."""
    items = list(meeting.agenda_items.all())
    states = states_visible_to(standing)
    children: dict[int | None, list[AgendaItem]] = {}
    for item in items:
        children.setdefault(item.parent_id, []).append(item)

    def line(item):
        taken = [
            Taken(one.phrase, one.agreement if one.agreement and one.agreement.report.state in states else None)
            for one in item.takes_up.all()
        ]
        return Line(item, taken, [line(child) for child in children.get(item.pk, [])])

    days: dict[int, list[Line]] = {}
    for item in children.get(None, []):
        days.setdefault(item.day, []).append(line(item))
    return [
        (number, meeting.starts_on + datetime.timedelta(days=number - 1), lines)
        for number, lines in sorted(days.items())
    ]
