"""The verbs of meetings/: a meeting, who was present, its agenda."""

import copy
import dataclasses
import datetime

from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from networks.services import delete_recorded, public_change, save_recorded

from .models import AgendaItem, AgendaItemKind, AgendaItemLead, Attendance, Meeting, MeetingState
from .policies import is_on_record
from .signals import meeting_changed

# What a filed report's snapshot says of its meeting.
FROZEN = ("network", "starts_on", "ends_on", "city", "country", "state")
# Deadlines hang on these.
TOLD = ("network_id", "starts_on", "ends_on", "state")
GAP = 1024  # from one position of an agenda to the next


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


def make_meeting(*, network, starts_on, ends_on, by, on, reason="", **details):
    """Make a meeting of a body: planned if it ends on or after the day `on`, else held.

    details: any other field of Meeting. Effects: deadlines that waited for such a meeting are bound to it.
    Raises CannotPlan.
    """
    if network is None:
        raise CannotPlan(_("Say first which body met."))
    if starts_on is None:
        raise CannotPlan(_("Say first on which day the meeting begins."))
    ends_on = ends_on or starts_on
    details = {"state": _state_by_its_days(ends_on, on=on)} | details
    meeting = Meeting(network=network, starts_on=starts_on, ends_on=ends_on, **details)
    _check_order(meeting)
    with public_change():
        save_recorded(meeting, by=by, reason=reason)
        meeting_changed.send(Meeting, meeting=meeting, was=None, by=by, reason=reason)
        return meeting


def change_meeting(*, meeting_id, by, reason="", **values):
    """Write fields of a meeting; those that differ from what stands there. Gives the meeting.

    Locks the public version first, then the meeting, then (in `meeting_changed`) what hangs on it. Effects: deadlines
    move with it, are bound or let go. Raises CannotPlan, also for what a filed report has frozen.
    """
    with public_change():
        read = Meeting.objects.select_related("network", "country", "report")
        meeting = read.select_for_update(of=("self",)).get(pk=meeting_id)
        was = copy.copy(meeting)
        changed = [name for name, value in values.items() if getattr(meeting, name) != value]
        if is_on_record(meeting) and set(changed) & set(FROZEN):
            raise CannotPlan(_("Its report is filed: when and where it was held stands in the record."))
        if not changed:
            return meeting
        for name in changed:
            setattr(meeting, name, values[name])
        _check_order(meeting)
        save_recorded(meeting, by=by, reason=reason)
        if any(getattr(meeting, name) != getattr(was, name) for name in TOLD):
            meeting_changed.send(Meeting, meeting=meeting, was=was, by=by, reason=reason)
        return meeting


def move_meeting(*, meeting_id, starts_on, ends_on=None, by, reason=""):
    """Move a meeting to other days; without a last day it keeps its length. Effects of `change_meeting`."""
    with public_change():
        if ends_on is None:
            stands = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id)
            ends_on = starts_on + (stands.ends_on - stands.starts_on)
        return change_meeting(meeting_id=meeting_id, starts_on=starts_on, ends_on=ends_on, by=by, reason=reason)


def cancel_meeting(*, meeting_id, by, reason=""):
    """Say that a meeting will not be held. Effects of `change_meeting`: no deadline stays bound to it."""
    return change_meeting(meeting_id=meeting_id, state=MeetingState.CANCELLED, by=by, reason=reason)


def reopen_meeting(*, meeting_id, by, on, reason=""):
    """Take back that a meeting is cancelled, or was held: as its days and the day `on` say. As `change_meeting`."""
    with public_change():
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id)
        state = _state_by_its_days(meeting.ends_on, on=on)
        return change_meeting(meeting_id=meeting_id, state=state, by=by, reason=reason)


def hold_meeting(*, meeting_id, by, reason=""):
    """Say that a meeting was held. Effects of `change_meeting`."""
    return change_meeting(meeting_id=meeting_id, state=MeetingState.HELD, by=by, reason=reason)


def remove_meeting(*, meeting_id, by, reason):
    """Take a meeting with who was present off the record; its history stays. Nothing but deadlines may hang on it.

    Effects: deadlines bound to it are bound anew or wait.
    """
    with public_change():
        meeting = Meeting.objects.select_for_update(of=("self",)).select_related("network").get(pk=meeting_id)
        meeting_changed.send(Meeting, meeting=None, was=meeting, by=by, reason=reason)
        for attendance in meeting.attendances.all():
            delete_recorded(attendance, by=by, reason=reason)
        delete_recorded(meeting, by=by, reason=reason)


def _state_by_its_days(ends_on, *, on):
    return MeetingState.HELD if ends_on < on else MeetingState.PLANNED


def _check_order(meeting):
    if meeting.ends_on < meeting.starts_on:
        raise CannotPlan(_("The meeting ends before it begins."))


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


def places_of(*, meeting_id, parent_id):
    """{key: position} of a meeting's agenda items under one of them, or of those under none."""
    return dict(AgendaItem.objects.filter(meeting=meeting_id, parent=parent_id).values_list("pk", "position"))


def write_items(*, items, by, reason=""):
    """Save agenda items of one level, each at its position; those without one come last, in order.

    They may exchange their positions; two of them, or one of them and another of the level, do not share one.
    """
    with public_change():
        if not items:
            return
        stands = places_of(meeting_id=items[0].meeting_id, parent_id=items[0].parent_id)
        last = max([0, *stands.values(), *(item.position for item in items if item.position is not None)])
        for item in items:
            if item.position is None:
                item.position = last = last + GAP
        for away, item in enumerate(items, start=1):
            if stands.get(item.pk, item.position) != item.position:
                # Out of the way of the others, for a moment of which nobody needs to know.
                wanted, item.position, item.skip_history_when_saving = item.position, last + away, True
                item.save(update_fields=["position"])
                item.position = wanted
                del item.skip_history_when_saving
        for item in items:
            save_recorded(item, by=by, reason=reason)


def _write_item(meeting, parent, position, plan, language, *, by):
    item = AgendaItem(
        meeting=meeting,
        parent=parent,
        position=position * GAP,
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
