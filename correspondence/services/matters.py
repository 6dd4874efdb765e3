"""The commitments that anybody is reminded of, as a day's digests ask for them: rows, never model instances."""

import datetime
from typing import NamedTuple

from django.db.models import F, Min, Q

from actions.models import Commitment, CommitmentStatus, DeadlineKind, ReportVersion
from actions.models.commitments import BINDING, DUE_SOON, OPEN_STATUSES, PRESIDENCY, STALE_AFTER
from actions.models.reports import RECORDED
from networks.models import Delegation
from networks.services import handovers, presidency_terms
from networks.terms import term_on

from ..models import Because, DelegationHold, MailKind, MailState, Mention, ReminderPolicy, ReminderStep
from .ladder import due_dates

REPORT = "action__agreement__report"
NETWORK = f"{REPORT}__meeting__network"
ADOPTED_WITHIN = datetime.timedelta(days=60)
TRIED_AGAIN_AFTER = datetime.timedelta(days=28)
PASSED_ON_FOR = datetime.timedelta(days=30)


class Matter(NamedTuple):
    """A commitment as far as mail is concerned."""

    pk: int
    delegation_id: int
    network_id: int
    report_id: int
    due_on: datetime.date | None
    due_since: datetime.date | None
    news_on: datetime.date
    agreed_on: datetime.date
    force: str
    deadline_kind: str
    status: str

    @property
    def is_to_confirm(self):
        return self.status == CommitmentStatus.TO_CONFIRM

    @property
    def is_binding(self):
        return self.force in BINDING

    def cannot_wait(self, *, on, between):
        last, following = between
        return self.due_since is not None and self.due_since >= last and on <= self.due_on < following

    def is_stale(self, *, on):
        return self.due_on is None and self.deadline_kind == DeadlineKind.NONE and self.news_on < on - STALE_AFTER


def matters(commitments):
    """A queryset of commitments as Matter rows."""
    rows = commitments.values_list(
        "pk",
        "delegation_id",
        f"{NETWORK}_id",
        f"{REPORT}_id",
        "due_on",
        "due_since",
        "news_on",
        "action__agreement__agreed_on",
        "action__force",
        "action__deadline_kind",
        "status",
    )
    # Not by iterator(): PostgreSQL plans its cursor for the first rows, and takes fifty times as long for all.
    return map(Matter._make, rows.order_by())


class Ladder(NamedTuple):
    """A network's steps, ascending, and the day since which its mails are switched on."""

    steps: tuple[int, ...]
    on_since: datetime.date


def ladders() -> dict[int, Ladder]:
    """Of each network whose mails are switched on; two queries."""
    policies = ReminderPolicy.objects.filter(is_on=True).order_by("network__position", "pk")
    on_since = {policy.network_id: policy.on_since for policy in policies if policy.on_since}
    steps: dict[int, list[int]] = {network: [] for network in on_since}
    of_these = ReminderStep.objects.filter(policy__is_on=True).order_by("days")
    for network, days in of_these.values_list("policy__network_id", "days"):
        steps[network].append(days)
    return {network: Ladder(tuple(steps[network]), since) for network, since in on_since.items()}


class Bearers:
    """Who bears a share on a day: the presidency's its holder, if there is one. Three queries.

    office: the key of the presidency as a delegation. passed_on: to whom shares of the office that were agreed before
    a handover of the last days are shown as passed on, as {delegation: day of the handover}. on_hold: of these nobody
    is reminded.
    """

    def __init__(self, *, on):
        terms = presidency_terms()
        held = term_on(terms, day=on)
        self.office = Delegation.objects.filter(code=PRESIDENCY).values_list("pk", flat=True).first()
        self.holder = held.delegation_id if held else self.office
        self.on_hold = set(DelegationHold.objects.on(on).values_list("delegation_id", flat=True))
        self.passed_on = {}
        for handover in handovers(since=on - PASSED_ON_FOR, until=on, terms=terms):
            for country in filter(None, (handover.outgoing, handover.incoming)):
                if country.pk not in self.on_hold:
                    self.passed_on[country.pk] = handover.on
        # What the holder does not answer for on hold, nobody does.
        self.spared = self.on_hold | ({self.office} if self.holder in self.on_hold else set())

    def of(self, delegation_id):
        return self.holder if delegation_id == self.office else delegation_id

    def cells(self, matter):
        """The pairs of a delegation and a network whose people a matter concerns, who bears it first."""
        bearer = (self.of(matter.delegation_id), matter.network_id)
        if matter.delegation_id == self.office != self.holder:
            return [bearer, (self.office, matter.network_id)]
        return [bearer]


def reminded_of(*, networks, bearers, statuses=OPEN_STATUSES):
    """What is open and followed, on the record of these networks, of delegations that are not on hold."""
    agreed_on = "action__agreement__agreed_on"
    followed_from = f"{NETWORK}__followed_from"
    as_its_network = Q(**{f"{followed_from}": None}) | Q(**{f"{agreed_on}__gte": F(followed_from)})
    return (
        Commitment.objects.filter(status__in=statuses)
        .filter(**{f"{REPORT}__state__in": RECORDED, f"{NETWORK}__in": networks})
        .filter(Q(**{f"{REPORT}__followed": True}) | Q(**{f"{REPORT}__followed": None}) & as_its_network)
        .exclude(delegation__in=bearers.spared)
    )


def told_of(*, networks, bearers):
    """What is reminded of, and the shares to confirm: of these a delegation is told, never reminded."""
    return reminded_of(networks=networks, bearers=bearers, statuses=(*OPEN_STATUSES, CommitmentStatus.TO_CONFIRM))


def due_in(window, *, ladders):
    """What has a deadline for which a step may fall due in the window; more than the steps themselves, never less.

    ladders: {network: steps}.
    """
    together = {}
    for network, steps in ladders.items():
        together.setdefault(steps, []).append(network)
    rule = Q(pk__in=[])
    if any(days < 0 for steps in ladders.values() for days in steps):
        rule |= Q(due_since__gte=window.since, due_on__gte=window.since)
    for steps, networks in together.items():
        due = Q(pk__in=[])
        for dates in due_dates(steps, window):
            due |= Q(due_on__range=dates)
        rule |= Q(**{f"{NETWORK}__in": networks}) & due
    return rule


def cannot_wait(*, on, between):
    """What is due before the second of two days of weekly digests, by a deadline set since the first of them."""
    last, following = between
    return Q(due_since__gte=last, due_on__gte=on, due_on__lt=following)


def stale(*, on):
    return Q(due_on=None, action__deadline_kind=DeadlineKind.NONE, news_on__lt=on - STALE_AFTER)


def asked(*, on):
    """About what somebody was asked for news in the last six months: (commitment, day, address), …

    A question that reached nobody was not asked; one that came back is put again after four weeks, not every day.
    """
    mentions = Mention.objects.filter(because=Because.STALE, mail__day__gt=on - STALE_AFTER)
    came_back = Q(mail__state__in=(MailState.REFUSED, MailState.RETURNED), mail__day__lte=on - TRIED_AGAIN_AFTER)
    mentions = mentions.exclude(Q(mail__state=MailState.WITHDRAWN) | came_back)
    return mentions.order_by().values_list("commitment_id", "mail__day", "mail__recipient")


def listed(*, on):
    """What stands in a digest whenever one goes out."""
    return Q(due_on__lt=on, action__force__in=BINDING) | Q(due_on__gte=on, due_on__lte=on + DUE_SOON) | stale(on=on)


def adopted(*, after, until):
    """{report: when it was filed} of those filed in this time. A later version of the same report is nothing new."""
    filed = (
        ReportVersion.objects.filter(withdrawn_at=None).values("report").order_by().annotate(filed_at=Min("made_at"))
    )
    return dict(filed.filter(filed_at__gt=after, filed_at__lte=until).values_list("report", "filed_at"))


def told(*, since, reports):
    """What digests since the day `since` spoke of because of a step, or of these reports.

    Gives (address, commitment, step, the deadline it counted from), …, the last two None where no step was why. Of a
    deadline that was set since, and is the one it was before, whatever was told before is there, too.
    """
    of_digests = Mention.objects.filter(mail__kind=MailKind.DIGEST).order_by()
    of_digests = of_digests.values_list("mail__recipient", "commitment_id", "step", "due_on")
    lately = of_digests.filter(
        Q(because=Because.STEP) | Q(commitment__action__agreement__report__in=reports), mail__day__gte=since
    )
    moved_back = of_digests.filter(
        because=Because.STEP,
        mail__day__lt=since,
        commitment__due_since__gte=since,
        commitment__due_on=F("due_on"),
    )
    return lately.union(moved_back, all=True)
