"""Which meeting an event deadline is bound to, and how its day moves with that meeting.

Whoever writes here holds the public version's row already (`public_change`), then locks the meeting, then actions,
then commitments, each in the order of their keys: two that change meetings take turns and cannot wait for each other.
"""

import bisect
import datetime
import functools

from dateutil.relativedelta import relativedelta
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from meetings.models import Meeting, MeetingState
from meetings.words import name_of
from networks.dates import long_day
from networks.reasons import in_both_languages
from networks.services import public_change, today

from ..models import Action, Binding, Commitment, DeadlineKind, WhichMeeting
from .expanding import resolve_due

# "The next X meeting" starts more than seven days after this one ends: a network meets just before the RCGM that
# receives its report (design.md, Deadline).
NEXT_AFTER = datetime.timedelta(days=8)
SETTLED = ["bound_to", "binding"]


class CannotBind(Exception):
    """The deadline cannot be bound like this; the message may be shown to the user."""


def window(action, *, starts_on, ends_on):
    """The first and the last day on which the meeting that an event deadline means may begin.

    starts_on, ends_on: the days of the meeting that agreed on it.
    """
    if action.deadline_month:
        month = datetime.date.fromisoformat(f"{action.deadline_month}-01")
        return max(month, starts_on), month + relativedelta(day=31)
    if action.deadline_which == WhichMeeting.ADJOINING:
        return starts_on, datetime.date.max
    return ends_on + NEXT_AFTER, datetime.date.max


class Calendar:
    """The meetings that deadlines may be bound to, in memory: asked once for many deadlines."""

    def __init__(self, meetings):
        self._by_body = {}
        for meeting in sorted(meetings, key=_place):
            if meeting.state != MeetingState.CANCELLED:
                self._by_body.setdefault(meeting.network_id, []).append(meeting)

    @classmethod
    def of(cls, bodies, *, without=None, since=datetime.date.min):
        """Of these bodies, by their keys, but for the meeting with the key `without`; one query.

        since: the first day on which one may begin. No deadline means a meeting before the one that agreed on it.
        """
        meetings = Meeting.objects.filter(network__in=bodies, starts_on__gte=since)
        return cls(meetings.exclude(pk=without).select_related("network"))

    def meeting_for(self, action, *, own, starts_on, ends_on):
        """The meeting that the words of an event deadline mean, or None while there is none.

        own, starts_on, ends_on: the key and the days of the meeting that agreed on it, which is never meant itself.
        """
        first, last = window(action, starts_on=starts_on, ends_on=ends_on)
        candidates = self._by_body.get(action.deadline_body_id, [])
        for meeting in candidates[bisect.bisect_left(candidates, (first, 0), key=_place) :]:
            if meeting.pk != own:
                return meeting if meeting.starts_on <= last else None
        return None


def _place(meeting):
    return meeting.starts_on, meeting.pk


def bind_at_filing(actions, *, meeting):
    """Bind the (unsaved) event deadlines among the actions of a report that is being filed; its shares come after."""
    events = [action for action in actions if action.deadline_kind == DeadlineKind.EVENT]
    calendar = Calendar.of({action.deadline_body_id for action in events}, since=meeting.starts_on)
    own = {"own": meeting.pk, "starts_on": meeting.starts_on, "ends_on": meeting.ends_on}
    for action in events:
        action.bound_to, action.binding = calendar.meeting_for(action, **own), Binding.AUTOMATIC


def release_deadlines(report, *, by, reason):
    """Let go of the meetings that the deadlines of a report are bound to, as its filing is undone."""
    settled = ~Q(binding=Binding.AUTOMATIC) | Q(bound_to__isnull=False)
    actions = list(Action.objects.filter(settled, agreement__report=report).order_by("pk"))
    for action in actions:
        action.bound_to, action.binding = None, Binding.AUTOMATIC
    bulk_update_with_history(actions, Action, SETTLED, default_user=by, default_change_reason=reason)


def follow_meeting(*, meeting, was, by, reason=""):
    """Move, bind or let go the deadlines of the record that a change of a meeting concerns.

    As `meeting_changed` sends it, in its transaction. Effects: what is bound to the meeting moves with it, whoever
    bound it; automatic bindings are looked at again where the meeting fits better, fits no longer or is not held;
    of what a person chose, a meeting that is not held is let go and nothing else is bound. Shares that are not closed
    get their new day. A history row for each action and commitment, with what happened to which meeting and `reason`.
    The number of queries does not grow with them.
    """
    stands = meeting is not None and meeting.state != MeetingState.CANCELLED
    stood = was is not None and was.state != MeetingState.CANCELLED
    if stands == stood and (not stands or (_place(was), was.network_id) == (_place(meeting), meeting.network_id)):
        return
    key = (meeting or was).pk
    concerned = Q(bound_to=key)
    if stands:
        not_before = Q(bound_to=None) | Q(bound_to__starts_on__gte=meeting.starts_on)
        concerned |= not_before & Q(
            binding=Binding.AUTOMATIC,
            deadline_body=meeting.network_id,
            agreement__report__meeting__starts_on__lte=meeting.starts_on,
        )

    @functools.cache
    def calendar():
        return Calendar.of({one.network_id for one in (meeting, was) if one}, without=None if stands else key)

    def decide(action):
        if action.binding == Binding.AUTOMATIC:
            return _by_its_words(action, calendar()), Binding.AUTOMATIC
        return (action.bound_to, Binding.CHOSEN) if stands else (None, Binding.LAPSED)

    _settle(
        Action.objects.on_record().filter(concerned, deadline_kind=DeadlineKind.EVENT),
        decide=decide,
        by=by,
        happened=functools.partial(_what_happened, meeting, was),
        reason=reason,
        moved=key if stands and stood and was.starts_on != meeting.starts_on else None,
    )


def choose_meeting(*, action_id, meeting_id, by, reason):
    """Bind an event deadline to the meeting that a person chose; it stays so until a person says otherwise.

    Effects as of `follow_meeting` on this one deadline. Raises CannotBind.
    """
    with public_change():
        meeting = Meeting.objects.select_for_update(of=("self",)).select_related("network").get(pk=meeting_id)
        if meeting.state == MeetingState.CANCELLED:
            raise CannotBind(_("This meeting is cancelled: no deadline can be bound to it."))
        concerned = _event_on_record(action_id, reason)
        if not concerned.filter(deadline_body=meeting.network_id).exists():
            raise CannotBind(_("The deadline names another body than the one that meets there."))
        _settle(concerned, decide=lambda _action: (meeting, Binding.CHOSEN), by=by, reason=reason)


def leave_waiting(*, action_id, by, reason):
    """Let an event deadline wait, whatever meetings are planned, until a person says otherwise. Raises CannotBind."""
    with public_change():
        concerned = _event_on_record(action_id, reason)
        _settle(concerned, decide=lambda _action: (None, Binding.WAITS), by=by, reason=reason)


def follow_the_words(*, action_id, by, reason):
    """Take a person's choice back: the deadline is bound as its words say, now and from now on. Raises CannotBind."""
    with public_change():
        concerned = _event_on_record(action_id, reason)
        calendar = Calendar.of(concerned.values("deadline_body"))
        _settle(concerned, decide=_as_its_words_say(calendar), by=by, reason=reason)


def bind_record(*, by):
    """Bind what the record's words say and no change of a meeting has bound, as after an upgrade.

    What is right already is only read, body by body. Gives the number of deadlines bound anew.
    """
    events = Action.objects.on_record().filter(deadline_kind=DeadlineKind.EVENT, binding=Binding.AUTOMATIC)
    bound = 0
    for body in events.order_by("deadline_body").values_list("deadline_body", flat=True).distinct():
        of_body = events.filter(deadline_body=body)
        calendar = Calendar.of([body])
        read = of_body.with_own_days().select_related("bound_to")
        if any(_by_its_words(action, calendar) != action.bound_to for action in read):
            with public_change():
                bound += _settle(of_body, decide=_as_its_words_say(Calendar.of([body])), by=by)
    return bound


def _as_its_words_say(calendar):
    def decide(action):
        return _by_its_words(action, calendar), Binding.AUTOMATIC

    return decide


def _by_its_words(action, calendar):
    """action: with its own days, as `with_own_days` gives them."""
    return calendar.meeting_for(
        action, own=action.own_meeting, starts_on=action.own_starts_on, ends_on=action.own_ends_on
    )


def _event_on_record(action_id, reason):
    """The deadline a person decides on, as a queryset of one. Raises CannotBind."""
    if not reason.strip():
        raise CannotBind(_("Please say why; the reason stays in the history."))
    concerned = Action.objects.on_record().filter(pk=action_id, deadline_kind=DeadlineKind.EVENT)
    if not concerned.exists():
        raise CannotBind(_("Only a deadline on the record that is a meeting can be bound to one."))
    return concerned


def _settle(concerned, *, decide, by, happened=str, reason="", moved=None):
    """Write what `decide` says of each action, (meeting, Binding), and the day that follows for what is not closed.

    concerned: actions, as a queryset that no write here changes the meaning of before it is read. moved: the key of
    the meeting whose day is another now. happened, reason: what the history says, the former called in each language.
    Gives how many bindings are new.
    """
    own = concerned.with_own_days().select_related("bound_to__network").order_by("pk")
    actions = {action.pk: action for action in own.select_for_update(of=("self",))}
    if not actions:
        return 0
    open_shares = Commitment.objects.filter(closed_on=None, action__in=concerned.order_by().values("pk"))
    shares = list(open_shares.select_for_update(of=("self",)).order_by("pk"))
    rebound, shifted, due_anew = [], [], []
    for action in actions.values():
        before = action.bound_to_id, action.binding
        action.bound_to, action.binding = decide(action)
        if (action.bound_to_id, action.binding) != before:
            rebound.append(action)
            action._change_reason = in_both_languages(_why, happened, reason, action)
        elif moved is not None and action.bound_to_id == moved:
            shifted.append(action)
            action._change_reason = in_both_languages(_why, happened, reason)
    # Like the moment in its history, the day on which it is written.
    since = today(now=timezone.now())
    for share in shares:
        share.action, before = actions[share.action_id], share.due_on
        resolve_due(share, meeting_ends_on=share.action.own_ends_on, since=since)
        if share.due_on != before:
            share._change_reason = getattr(share.action, "_change_reason", reason)
            due_anew.append(share)
    bulk_update_with_history(rebound, Action, SETTLED, default_user=by)
    # Nothing of the row is another, but its day is: the history says so.
    bulk_update_with_history(shifted, Action, [], default_user=by)
    bulk_update_with_history(due_anew, Commitment, ["due_on", "due_since"], default_user=by)
    return len(rebound)


def _why(happened, reason, rebound=None):
    follows = _what_follows(rebound) if rebound else ""
    return " ".join(filter(None, [happened(), follows, reason.strip()]))


def _what_happened(meeting, was):
    """What became of a meeting, as a sentence."""
    told = meeting or was
    values = {"meeting": name_of(told), "day": long_day(told.starts_on)}
    if meeting is None:
        words = _("%(meeting)s, %(day)s, was taken off the record.")
    elif was is None:
        words = _("%(meeting)s was entered for %(day)s.")
    elif meeting.state == MeetingState.CANCELLED:
        words = _("%(meeting)s, planned for %(day)s, was cancelled.")
    elif was.state == MeetingState.CANCELLED:
        words = _("%(meeting)s is no longer cancelled; it is on %(day)s.")
    elif meeting.starts_on != was.starts_on:
        words = _("%(meeting)s was moved from %(then)s to %(day)s.")
        values["then"] = long_day(was.starts_on)
    else:
        words = _("%(meeting)s, %(day)s, was entered as one of another body before.")
    return capfirst(words % values)


def _what_follows(action):
    """What became of the deadline, as a sentence."""
    if action.bound_to is not None:
        values = {"meeting": name_of(action.bound_to), "day": long_day(action.bound_to.starts_on)}
        return _("The deadline is bound to %(meeting)s, %(day)s.") % values
    if action.binding == Binding.AUTOMATIC:
        return _("The deadline waits until such a meeting is planned.")
    return _("The deadline waits until a meeting is chosen.")
