"""The deadlines that staff look after: what each is bound to, and why."""

import dataclasses
import datetime

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actions.models import Action, Binding, Commitment, DeadlineKind
from actions.services.binding import Calendar
from actions.standing import bound_words, waiting_words
from meetings.models import Meeting, MeetingState
from meetings.words import name_of
from networks.dates import long_day

# In the order in which they want looking at, each with its look.
GROUPS = {"lapsed": "passed", "early": "soon", "waiting": "waiting", "bound": "open"}
IS_EVENT = Q(deadline_kind=DeadlineKind.EVENT)
BY_THE_WORDS, NONE = "words", "none"


@dataclasses.dataclass(frozen=True)
class DeadlineShown:
    """group: one of GROUPS. is_early: its day lies before the meeting that agreed on it."""

    action: Action
    group: str
    words: str
    due_on: datetime.date | None
    is_early: bool

    @property
    def look(self):
        return GROUPS[self.group]

    @property
    def is_event(self):
        return self.action.deadline_kind == DeadlineKind.EVENT


def group_names():
    return {
        "lapsed": _("Chosen meeting cancelled"),
        "early": _("Before its own meeting"),
        "waiting": _("Waiting for a meeting"),
        "bound": _("Bound to a meeting"),
    }


def deadlines():
    """Actions on record with an open share whose deadline is a meeting, or a day before the meeting that agreed on it.

    Annotated with `group` and `due_on`, the first day of its open shares.
    """
    open_shares = Commitment.objects.filter(action=OuterRef("pk"), closed_on=None)
    early = Q(due_on__lt=F("own_starts_on"))
    return (
        Action.objects.on_record()
        .with_own_days()
        .annotate(due_on=Subquery(open_shares.order_by("due_on").exclude(due_on=None).values("due_on")[:1]))
        .filter(IS_EVENT | early, Exists(open_shares))
        .annotate(
            group=Case(
                When(binding=Binding.LAPSED, then=Value("lapsed")),
                When(early, then=Value("early")),
                When(bound_to=None, then=Value("waiting")),
                default=Value("bound"),
                output_field=CharField(),
            )
        )
    )


def numbers(found):
    """How many are in each group, in the groups' order."""
    counted = dict(found.order_by().values_list("group").annotate(number=Count("pk")))
    return {group: counted.get(group, 0) for group in GROUPS}


def in_order(found):
    """Group by group, the first day first, with what a row says."""
    place = Case(*(When(group=group, then=Value(place)) for place, group in enumerate(GROUPS)))
    return found.select_related("deadline_body", "bound_to__network", "agreement__report").order_by(
        place, F("due_on").asc(nulls_last=True), "-agreement__agreed_on", "pk"
    )


def shown(action):
    """A row of `in_order` as the page says it."""
    return DeadlineShown(
        action,
        action.group,
        standing_words(action),
        action.due_on,
        action.due_on is not None and action.due_on < action.own_starts_on,
    )


def standing_words(action):
    """What the deadline is bound to, or waits for; for any other kind nothing."""
    if action.deadline_kind != DeadlineKind.EVENT:
        return ""
    if action.bound_to is None:
        return waiting_words(action)
    return bound_words(action, address=action.bound_to.get_absolute_url())


def choices_for(action):
    """What staff may choose for a deadline: pairs of a value and its words. action: with its own days."""
    own = {"own": action.own_meeting, "starts_on": action.own_starts_on, "ends_on": action.own_ends_on}
    of_body = Meeting.objects.filter(network=action.deadline_body_id).select_related("network").order_by("starts_on")
    meetings = list(of_body.exclude(state=MeetingState.CANCELLED))
    meant = Calendar(meetings).meeting_for(action, **own)
    by_words = (
        _("As its words say: %(meeting)s") % {"meeting": _on_its_day(meant)}
        if meant
        else _("As its words say: it waits until such a meeting is planned")
    )
    offered = [one for one in meetings if one.starts_on >= action.own_starts_on and one.pk != action.own_meeting]
    if action.bound_to is not None and action.bound_to not in offered:
        offered.insert(0, action.bound_to)
    return [
        (BY_THE_WORDS, by_words),
        *((str(one.pk), capfirst(_on_its_day(one))) for one in offered),
        (NONE, _("None of these: it waits")),
    ]


def choice_now(action):
    return {
        Binding.AUTOMATIC: BY_THE_WORDS,
        Binding.CHOSEN: str(action.bound_to_id),
        Binding.WAITS: NONE,
        Binding.LAPSED: BY_THE_WORDS,
    }[Binding(action.binding)]


def _on_its_day(meeting):
    return f"{name_of(meeting)}, {long_day(meeting.starts_on)}"
