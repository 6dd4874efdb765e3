"""What an agreement sets somebody to do, and each delegation's share of it."""

import datetime

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models import Meeting
from networks.models import Delegation, InBothLanguages, Network, Presidency

from .reports import RECORDED, Agreement, states_visible_to

DUE_SOON = datetime.timedelta(days=30)
STALE_AFTER = datetime.timedelta(days=182)
PRESIDENCY = "PPT"  # the office whose shares its holder bears


class Force(models.TextChoices):
    UNDERTAKEN = "undertaken", _("undertaken")
    REQUESTED = "requested", _("requested")
    OFFERED = "offered", _("offered")
    URGED = "urged", _("urged")


# Only these can pass their date; what was offered or urged is followed without alarm.
BINDING = (Force.UNDERTAKEN, Force.REQUESTED)


class Fulfilment(models.TextChoices):
    EACH = "each", _("each for itself")
    JOINTLY = "jointly", _("together")


class DeadlineKind(models.TextChoices):
    NONE = "none", _("no deadline")
    DATE = "date", _("a date")
    PERIOD = "period", _("a period after the meeting")
    EVENT = "event", _("a meeting")


class DeadlineUnit(models.TextChoices):
    DAYS = "days", _("days")
    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("months")


class WhichMeeting(models.TextChoices):
    """Which of a body's meetings an event deadline means, where no month is named."""

    NEXT = "next", _("the next meeting")
    ADJOINING = "adjoining", _("the meeting beside this one")


class Binding(models.TextChoices):
    """How an event deadline came to its meeting, or why it has none."""

    AUTOMATIC = "automatic", _("as the words say")
    CHOSEN = "chosen", _("chosen by a person")
    WAITS = "waits", _("left waiting by a person")
    LAPSED = "lapsed", _("the chosen meeting is not held")


class ActionQuerySet(models.QuerySet):
    def visible_to(self, standing):
        return self.filter(agreement__report__state__in=states_visible_to(standing))

    def on_record(self):
        return self.filter(agreement__report__state__in=RECORDED)

    def with_own_days(self):
        """Annotates `own_meeting`, `own_starts_on`, `own_ends_on`: the meeting that agreed on it."""
        own = "agreement__report__meeting"
        return self.annotate(own_meeting=F(own), own_starts_on=F(f"{own}__starts_on"), own_ends_on=F(f"{own}__ends_on"))


class Action(InBothLanguages, models.Model):
    """One thing to do under an agreement, with its deadline as agreed."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="actions", verbose_name=_("agreement"))
    position = models.PositiveSmallIntegerField(_("position"))
    what_en = models.TextField(_("what (English)"), blank=True)
    what_es = models.TextField(_("what (Spanish)"), blank=True)
    condition_en = models.TextField(_("condition (English)"), blank=True)
    condition_es = models.TextField(_("condition (Spanish)"), blank=True)
    force = models.CharField(_("force"), max_length=12, choices=Force, default=Force.UNDERTAKEN)
    fulfilment = models.CharField(_("fulfilment"), max_length=8, choices=Fulfilment, default=Fulfilment.EACH)
    confirmed = models.BooleanField(
        _("confirmed"),
        default=False,
        help_text=_("Until a person files or confirms it, an action read from a text is a suggestion."),
    )
    deadline_kind = models.CharField(_("deadline"), max_length=8, choices=DeadlineKind, default=DeadlineKind.NONE)
    deadline_on = models.DateField(_("day"), null=True, blank=True)
    deadline_amount = models.PositiveSmallIntegerField(_("amount"), null=True, blank=True)
    deadline_unit = models.CharField(_("unit"), max_length=8, choices=DeadlineUnit, blank=True)
    deadline_body = models.ForeignKey(
        Network, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("meeting of")
    )
    deadline_month = models.CharField(
        _("month"), max_length=7, blank=True, help_text=_("2016-11, where the text names it.")
    )
    deadline_offset_days = models.SmallIntegerField(_("offset in days"), default=0)
    deadline_which = models.CharField(
        _("which meeting"), max_length=10, choices=WhichMeeting, default=WhichMeeting.NEXT
    )
    # Both written by services.binding alone; `bound_to` moves the deadline with its meeting.
    bound_to = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="deadlines", verbose_name=_("bound to")
    )
    binding = models.CharField(_("binding"), max_length=10, choices=Binding, default=Binding.AUTOMATIC)
    phrase_en = models.TextField(_("deadline's phrase (English)"), blank=True)
    phrase_es = models.TextField(_("deadline's phrase (Spanish)"), blank=True)

    objects = ActionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["agreement", "position"]
        indexes = [
            models.Index(
                fields=["agreement"],
                name="action_waiting",
                condition=Q(deadline_kind=DeadlineKind.EVENT, bound_to=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "position"], name="action_one_place"),
            models.CheckConstraint(
                condition=Q(deadline_kind="none", deadline_on=None, deadline_amount=None, deadline_body=None)
                | Q(deadline_kind="date", deadline_on__isnull=False, deadline_amount=None, deadline_body=None)
                | (Q(deadline_kind="period", deadline_amount__isnull=False, deadline_body=None) & ~Q(deadline_unit=""))
                | Q(deadline_kind="event", deadline_on=None, deadline_amount=None, deadline_body__isnull=False),
                name="action_deadline_whole",
            ),
            models.CheckConstraint(
                condition=Q(deadline_kind="event") | Q(bound_to=None, binding="automatic"),
                name="action_only_events_are_bound",
            ),
            models.CheckConstraint(
                condition=Q(binding="automatic")
                | Q(binding="chosen", bound_to__isnull=False)
                | Q(binding__in=("waits", "lapsed"), bound_to=None),
                name="action_binding_whole",
            ),
        ]

    def __str__(self):
        return self.in_language("what")


class Audience(models.TextChoices):
    MEMBERS = "MEMBERS", _("Member Countries")
    INTERESTED = "INTERESTED", _("interested Member Countries")
    ALL = "ALL", _("all delegations")
    NETWORK = "NETWORK", _("the Network")


class ActionOwner(models.Model):
    """Who an action names: a delegation, an audience, or a body that is no delegation (yet)."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="owners", verbose_name=_("action"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("delegation")
    )
    audience = models.CharField(_("audience"), max_length=12, choices=Audience, blank=True)
    as_written = models.CharField(_("as written"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("responsible")
        verbose_name_plural = _("responsible")
        ordering = ["position"]
        indexes = [
            # Open calls are few among all that are responsible.
            models.Index(fields=["action"], name="action_owner_open_call", condition=Q(audience=Audience.INTERESTED)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(delegation__isnull=False, audience="", as_written="")
                | (Q(delegation=None, as_written="") & ~Q(audience=""))
                | (Q(delegation=None, audience="") & ~Q(as_written="")),
                name="action_owner_exactly_one",
            ),
            models.UniqueConstraint(
                fields=["action", "delegation"], condition=Q(delegation__isnull=False), name="action_owner_once"
            ),
        ]

    def __str__(self):
        return str(self.delegation) if self.delegation else self.get_audience_display() or self.as_written


class CommitmentStatus(models.TextChoices):
    TO_CONFIRM = "to_confirm", _("to confirm")
    OPEN = "open", _("pending")
    IN_PROGRESS = "in_progress", _("in progress")
    FULFILLED = "fulfilled", _("fulfilled")
    WITHDRAWN = "withdrawn", _("withdrawn")
    SUPERSEDED = "superseded", _("superseded")
    NOT_RECORDED = "not_recorded", _("outcome not recorded")


OPEN_STATUSES = (CommitmentStatus.OPEN, CommitmentStatus.IN_PROGRESS)


class CommitmentQuerySet(models.QuerySet):
    """What follows from the day asked about is a filter here, never a column."""

    def visible_to(self, standing):
        return self.filter(action__agreement__report__state__in=states_visible_to(standing))

    def pending(self):
        return self.filter(status__in=OPEN_STATUSES)

    def date_passed(self, *, on):
        """Open, undertaken or requested, and due before the day `on`."""
        return self.filter(derived_situations(on=on)["date_passed"])

    def due_soon(self, *, on):
        """Open, and due from the day `on` to thirty days after it."""
        return self.filter(derived_situations(on=on)["due_soon"])

    def waiting_for_event(self):
        """Open, and due at a meeting that is not planned yet."""
        return self.filter(WAITING)

    def stale(self, *, on):
        """Open, without a deadline and without news for six months."""
        return self.filter(derived_situations(on=on)["stale"])

    def in_situation(self, *situations, on):
        """Those of which `Commitment.situation(on=on)` is one of `situations`."""
        derived = derived_situations(on=on)
        wanted = Q(pk__in=[])
        for situation in situations:
            if situation in derived:
                wanted |= derived[situation]
            elif situation in OPEN_STATUSES:
                wanted |= Q(status=situation) & ~_any_of(derived.values())
            else:
                wanted |= Q(status=situation)
        return self.filter(wanted)

    def with_situation(self, *, on):
        """Annotates `situation_on_day`: what `Commitment.situation(on=on)` says."""
        whens = [When(rule, then=Value(situation)) for situation, rule in derived_situations(on=on).items()]
        return self.annotate(
            situation_on_day=Case(*whens, default=F("status"), output_field=models.CharField(max_length=12))
        )

    def with_bearer(self, *, on):
        """Annotates `bearer`: the delegation's id; for the presidency's shares its holder's, if it is known.

        The holder is that of the day `on`, or of the day on which the share was closed.
        """
        holder = Presidency.objects.on(_day_asked_about(on)).values("delegation")[:1]
        return self.annotate(
            bearer=Case(
                When(delegation__code=PRESIDENCY, then=Coalesce(Subquery(holder), F("delegation_id"))),
                default=F("delegation_id"),
                output_field=models.BigIntegerField(),
            )
        )

    def borne_by_codes(self, *codes, on):
        """The shares of the delegations with these codes, with those which they hold as the presidency."""
        held = Presidency.objects.on(_day_asked_about(on)).filter(delegation__code__in=codes)
        return self.filter(Q(delegation__code__in=codes) | Q(Exists(held), delegation__code=PRESIDENCY))


def _any_of(rules):
    either = Q(pk__in=[])
    for rule in rules:
        either |= rule
    return either


def _day_asked_about(on):
    return Coalesce(OuterRef("closed_on"), Value(on))


OPEN = Q(status__in=OPEN_STATUSES)
WAITING = OPEN & Q(due_on=None, action__deadline_kind=DeadlineKind.EVENT)


def derived_situations(*, on):
    """The situations that are never stored, each with the rule it follows from; `Commitment.situation` agrees."""
    return {
        "date_passed": OPEN & Q(due_on__lt=on, action__force__in=BINDING),
        "due_soon": OPEN & Q(due_on__gte=on, due_on__lte=on + DUE_SOON),
        "waiting": WAITING,
        "stale": OPEN & Q(due_on=None, action__deadline_kind=DeadlineKind.NONE, news_on__lt=on - STALE_AFTER),
    }


class Commitment(models.Model):
    """One delegation's share of an action."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="commitments", verbose_name=_("action"))
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="commitments", verbose_name=_("delegation"))
    status = models.CharField(_("status"), max_length=12, choices=CommitmentStatus, default=CommitmentStatus.OPEN)
    # Both written by services.expanding.resolve_due alone.
    due_on = models.DateField(_("due on"), null=True, blank=True)
    due_since = models.DateField(_("due on that day since"), null=True, blank=True, editable=False)
    extended_to = models.DateField(_("extended to"), null=True, blank=True)
    news_on = models.DateField(
        _("last news on"), help_text=_("The day it was agreed, or when something was last heard of it.")
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    outcome = models.TextField(_("outcome"), blank=True)

    objects = CommitmentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["action", "delegation"]
        indexes = [
            models.Index(fields=["delegation", "status", "due_on"], name="commitment_delegation_due"),
            models.Index(fields=["status", "due_on"], name="commitment_status_due"),
            # Lists in the order of the deadline read what is open, first date first, and stop at the page's end.
            models.Index(fields=["due_on", "id"], name="commitment_open_due", condition=Q(status__in=OPEN_STATUSES)),
            models.Index(
                fields=["delegation", "due_on", "id"],
                name="commitment_open_own_due",
                condition=Q(status__in=OPEN_STATUSES),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["action", "delegation"], name="commitment_one_share"),
            models.CheckConstraint(
                condition=Q(status__in=("to_confirm", "open", "in_progress"), closed_on=None)
                | Q(status__in=("fulfilled", "withdrawn", "superseded", "not_recorded"), closed_on__isnull=False),
                name="commitment_closed_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(extended_to=None) | Q(due_on=F("extended_to")), name="commitment_due_when_extended"
            ),
        ]

    def __str__(self):
        return f"{self.delegation}: {self.action}"

    def situation(self, *, on):
        """What a page says of it on the day `on`: one word of a closed list, in the order of `SITUATIONS`."""
        if self.status not in OPEN_STATUSES:
            return self.status
        if self.due_on is not None:
            if self.due_on < on and self.action.force in BINDING:
                return "date_passed"
            if on <= self.due_on <= on + DUE_SOON:
                return "due_soon"
        elif self.action.deadline_kind == DeadlineKind.EVENT:
            return "waiting"
        elif self.action.deadline_kind == DeadlineKind.NONE and self.news_on < on - STALE_AFTER:
            return "stale"
        return self.status


# The order in which an agreement's most pressing share speaks for it.
SITUATIONS = (
    "date_passed",
    "due_soon",
    "to_confirm",
    "stale",
    "in_progress",
    "open",
    "waiting",
    "not_recorded",
    "fulfilled",
    "superseded",
    "withdrawn",
)
