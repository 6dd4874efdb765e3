"""The verbs of meetings/: a meeting, who was present, its agenda."""

import dataclasses
import datetime

from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from networks.services import delete_recorded, public_change, save_recorded

from .models import AgendaItem, AgendaItemKind, AgendaItemLead, Attendance, Meeting, MeetingState


class CannotPlan(Exception):
    """The meeting or its agenda cannot be written like this; the message may be shown to the user."""


@dataclasses.dataclass
class ItemPlan:
    """An agenda item to be written. leads: delegations, or names as written (ALL among them)."""

    title: str
    day: int = 1
    starts_at: datetime.time | None = None
    ends_at: datetime.time | None = None
    kind: str = AgendaItemKind.SESSION
    notes: str = ""
    leads: list = dataclasses.field(default_factory=list)
    children: list = dataclasses.field(default_factory=list)


def make_meeting(*, network, starts_on, ends_on, by, on, **details):
    """Make a meeting of a body: planned if it ends on or after the day `on`, else held.

    details: any other field of Meeting. Raises CannotPlan.
    """
    if network is None:
        raise CannotPlan(_("Say first which body met."))
    if starts_on is None:
        raise CannotPlan(_("Say first on which day the meeting begins."))
    ends_on = ends_on or starts_on
    if ends_on < starts_on:
        raise CannotPlan(_("The meeting ends before it begins."))
    state = MeetingState.HELD if ends_on < on else MeetingState.PLANNED
    with public_change():
        meeting = Meeting(network=network, starts_on=starts_on, ends_on=ends_on, state=state, **details)
        return save_recorded(meeting, by=by)


def record_attendance(*, meeting, delegations, by):
    """Write down that these delegations were present, beside those already recorded."""
    with public_change():
        there = set(meeting.attendances.values_list("delegation", flat=True))
        fresh = {one.pk: Attendance(meeting=meeting, delegation=one) for one in delegations if one.pk not in there}
        if fresh:
            bulk_create_with_history(list(fresh.values()), Attendance, default_user=by)


def take_out_attendance(*, meeting, delegations, by):
    """Take back that these delegations were present."""
    with public_change():
        for attendance in meeting.attendances.filter(delegation__in=delegations):
            delete_recorded(attendance, by=by)


def set_agenda(*, meeting, items, language, by):
    """Give a meeting that has none its agenda. items: ItemPlan, in order. Gives the rows. Raises CannotPlan."""
    with public_change():
        Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if meeting.agenda_items.exists():
            raise CannotPlan(_("This meeting has an agenda already."))
        return [
            _write_item(meeting, None, position, plan, language, by=by) for position, plan in enumerate(items, start=1)
        ]


def remove_agenda(*, meeting, by, reason):
    """Take a meeting's agenda away again; its history stays."""
    with public_change():
        items = AgendaItem.objects.filter(meeting=meeting)
        for lead in AgendaItemLead.objects.filter(item__in=items):
            delete_recorded(lead, by=by, reason=reason)
        for part in (items.filter(parent__isnull=False), items.filter(parent=None)):
            for item in part:
                delete_recorded(item, by=by, reason=reason)


def _write_item(meeting, parent, position, plan, language, *, by):
    item = AgendaItem(
        meeting=meeting,
        parent=parent,
        position=position * 1024,
        day=plan.day,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        kind=plan.kind,
    )
    setattr(item, f"title_{language}", plan.title)
    setattr(item, f"notes_{language}", plan.notes)
    save_recorded(item, by=by)
    for place, lead in enumerate(dict.fromkeys(plan.leads)):
        who = {"as_written": lead[:200]} if isinstance(lead, str) else {"delegation": lead}
        save_recorded(AgendaItemLead(item=item, position=place, **who), by=by)
    for place, child in enumerate(plan.children, start=1):
        _write_item(meeting, item, place, child, language, by=by)
    return item
