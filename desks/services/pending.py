"""What a delegation has pending, as its desk shows it."""

import dataclasses
import datetime

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actions.models import (
    INFORMED,
    Action,
    ActionOwner,
    Audience,
    CameBy,
    Commitment,
    CommitmentStatus,
    ProgressAnswer,
    ProgressReport,
    ProgressState,
    Remark,
    ReportState,
)
from actions.models.commitments import OPEN_STATUSES, PRESIDENCY
from actions.services.asking import with_bearers
from actions.standing import waiting_words
from correspondence.services.sharing import HAVE_INFORMED, shares_of
from networks import dates
from networks.models import Delegation
from networks.pages import page_of

from .counting import kept

# How long what is done stays on the page, so that one sees what the conference knows already.
LATELY = datetime.timedelta(days=180)
# How long an open call is offered.
CALLS_FOR = datetime.timedelta(days=730)
# Up to so many all stand on the page; of more, the first of each group.
SHOWN_IN_ALL = 60
SHOWN_OF_A_GROUP = 4
CALLS_SHOWN = 5
SHOWN_OF_ONE_GROUP = 50
ON_RECORD = (ReportState.ADOPTED, ReportState.PUBLISHED)
# (group, heading), in the order in which they stand
GROUPS = (
    ("date_passed", gettext_lazy("Date passed")),
    ("due_soon", gettext_lazy("Due soon")),
    ("later", gettext_lazy("Later")),
    ("waiting", gettext_lazy("Waiting for a meeting")),
    ("stale", gettext_lazy("Without recent news")),
    ("no_date", gettext_lazy("Without a date")),
    ("to_confirm", gettext_lazy("To confirm")),
    ("fulfilled", gettext_lazy("Fulfilled lately")),
)
HEADINGS = dict(GROUPS)
# What stands beneath the groups: nobody's commitments yet.
CALLS = "calls"
AS_THEIR_SITUATION = ("date_passed", "due_soon", "waiting", "stale", "to_confirm", "fulfilled")
IN_ORDER = (F("due_on").asc(nulls_last=True), F("action__agreement__agreed_on").desc(), F("pk").asc())
CALLS_IN_ORDER = (F("deadline_on").asc(nulls_last=True), "-agreement__agreed_on", "pk")
NAMED = (
    "delegation",
    "action__bound_to__network",
    "action__deadline_body",
    "action__agreement__report__meeting__network",
)


@dataclasses.dataclass(frozen=True)
class Matter:
    """A commitment on the desk.

    report: the delegation's last word on it, sent or not yet; for the presidency, or what its last holder informed.
    question: an open one that was put to the delegation.
    """

    commitment: Commitment
    situation: str
    as_presidency: bool
    others: int
    informed: int
    report: ProgressReport | None
    question: Remark | None

    @property
    def network(self):
        return self.commitment.action.agreement.report.meeting.network

    @property
    def expected(self):
        """What is to happen next, in words; "" where nothing is."""
        report = self.report
        if self.question:
            return _("The Technical Secretariat asks: %(question)s") % {"question": self.question.text}
        if report and report.state == ProgressState.TO_CONFIRM:
            return _("A report by %(name)s is to be confirmed.") % {"name": report.written_by}
        if report and report.state == ProgressState.DRAFT:
            if report.came_by == CameBy.ON_BEHALF:
                return _("A draft of the Technical Secretariat is not put on record yet.")
            return _("A draft by %(name)s is not sent yet.") % {"name": report.written_by}
        if report and report.state == ProgressState.SENT:
            return _("Informed on %(day)s; the Technical Secretariat has yet to acknowledge it.") % {
                "day": dates.day(report.on)
            }
        if self.commitment.status == CommitmentStatus.TO_CONFIRM:
            return _("The delegation was absent when this was agreed: please say whether it will do it.")
        if self.commitment.status not in OPEN_STATUSES:
            return ""
        if self.situation == "waiting":
            return waiting_words(self.commitment.action)
        if report:
            return _("Last informed on %(day)s; the next word when there is more.") % {"day": dates.day(report.on)}
        return _("A first word from the delegation.")


@dataclasses.dataclass(frozen=True)
class Group:
    name: str
    matters: list[Matter]
    number: int

    @property
    def heading(self):
        return HEADINGS[self.name]

    @property
    def more(self):
        return self.number - len(self.matters)


@dataclasses.dataclass(frozen=True)
class Calls:
    """The first open calls that a delegation could join. number: how many there are."""

    actions: list[Action]
    number: int

    @property
    def more(self):
        return self.number - len(self.actions)


def of_what(networks, *, on):
    """The sentence above a desk: of which day it is, and of which networks alone. networks: empty for all of them."""
    day = dates.long_day(on)
    if not networks:
        return _("As of %(day)s, across all networks.") % {"day": day}
    words = ngettext(
        "As of %(day)s, of one network alone: %(networks)s.",
        "As of %(day)s, of these networks alone: %(networks)s.",
        len(networks),
    )
    return words % {"day": day, "networks": ", ".join(map(str, networks))}


def pending_of(
    delegation,
    *,
    on,
    networks=(),
    in_all=SHOWN_IN_ALL,
    of_a_group=SHOWN_OF_A_GROUP,
    version=None,
    for_staff=False,
    zone=None,
):
    """What `delegation` has pending on the day `on`, with what it bears as the presidency, and what it did lately.

    networks: slugs, to look at these alone. in_all: up to how many are all given; of more, the first `of_a_group` of
    each group; None for all of them. version: as `counting.kept` has it, to keep which ones these are. for_staff:
    without the delegation's own drafts. zone: the conference's, where the caller has it. Gives [Group, …] in their
    order, without empty ones. The number of queries does not grow with the matters, nor what is read of them.
    """
    ranked = _grouped(delegation, on=on, networks=networks).annotate(
        place=Window(RowNumber(), partition_by=F("group"), order_by=IN_ORDER),
        number=Window(Count("pk"), partition_by=F("group")),
        altogether=Window(Count("pk")),
    )
    if in_all is not None:
        ranked = ranked.filter(Q(place__lte=of_a_group) | Q(altogether__lte=in_all))
    rows = ranked.order_by().values_list("pk", "group", "place", "number")
    if version is not None:
        name = ("pending", delegation.code, str(in_all), str(of_a_group), *sorted(networks))
        rows = kept(*name, on=on, version=version, rows=rows)
    places = {}
    numbers = {}
    for pk, group, place, number in rows:
        places[pk] = (group, place)
        numbers[group] = number
    matters = {one.commitment.pk: one for one in _matters(places, delegation, on=on, for_staff=for_staff, zone=zone)}
    groups = {name: [] for name, _heading in GROUPS}
    for pk in sorted(places, key=places.get):
        groups[places[pk][0]].append(matters[pk])
    return [Group(name, found, numbers[name]) for name, found in groups.items() if found]


def group_of(delegation, name, *, on, number, networks=(), for_staff=False, zone=None):
    """One page of one group: Page with Matter rows. name: of GROUPS; the rest as `pending_of` has it."""
    rows = _grouped(delegation, on=on, networks=networks).filter(group=name).order_by(*IN_ORDER)
    page = page_of(rows.values_list("pk", flat=True), number=number, size=SHOWN_OF_ONE_GROUP)
    found = _matters(page.rows, delegation, on=on, for_staff=for_staff, zone=zone)
    matters = {one.commitment.pk: one for one in found}
    return dataclasses.replace(page, rows=[matters[pk] for pk in page.rows])


def _grouped(delegation, *, on, networks):
    # Named once more, by keys and status, so that the database reads these shares alone, and by an index.
    office = Delegation.objects.filter(code=PRESIDENCY).values("pk")
    own = Q(delegation=delegation.pk) | Q(delegation=Subquery(office))
    rows = Commitment.objects.borne_by_codes(delegation.code, on=on).filter(
        own & Q(status__in=(*OPEN_STATUSES, CommitmentStatus.TO_CONFIRM, CommitmentStatus.FULFILLED)),
        Q(status__in=(*OPEN_STATUSES, CommitmentStatus.TO_CONFIRM))
        | Q(status=CommitmentStatus.FULFILLED, closed_on__gte=on - LATELY),
        action__agreement__report__state__in=ON_RECORD,
    )
    if networks:
        rows = rows.filter(action__agreement__report__meeting__network__slug__in=networks)
    return rows.with_situation(on=on).annotate(
        group=Case(
            When(situation_on_day__in=AS_THEIR_SITUATION, then=F("situation_on_day")),
            When(due_on__isnull=False, then=Value("later")),
            default=Value("no_date"),
            output_field=CharField(),
        )
    )


def _matters(keys, delegation, *, on, for_staff, zone):
    rows = list(Commitment.objects.filter(pk__in=list(keys)).select_related(*NAMED))
    shares = shares_of({row.action_id for row in rows})
    reports = _last_reports(rows, delegation, for_staff=for_staff)
    questions = _open_questions(rows, delegation, zone=zone)
    for row in rows:
        together, informed = shares.get(row.action_id, (1, 0))
        yield Matter(
            commitment=row,
            situation=row.situation(on=on),
            as_presidency=row.delegation_id != delegation.pk,
            others=together - 1,
            informed=informed - (row.status in HAVE_INFORMED),
            report=reports.get(row.pk),
            question=questions.get(row.pk),
        )


def _last_reports(commitments, delegation, *, for_staff):
    """{commitment id: the last report on it that was not set aside}; one query.

    It is the delegation's; of a share of the presidency it may be one that another holder informed.
    """
    reports = ProgressReport.objects.filter(delegation=delegation).exclude(state=ProgressState.SET_ASIDE)
    if for_staff:
        reports = reports.for_staff()
    told = Q(report__in=reports)
    if held := [one for one in commitments if one.delegation.code == PRESIDENCY]:
        told |= Q(commitment__in=held, report__state__in=INFORMED)
    answers = (
        ProgressAnswer.objects.filter(told, commitment__in=commitments)
        .select_related("report__author", "report__delegation")
        .order_by("report__made_at", "report_id")
    )
    return {answer.commitment_id: answer.report for answer in answers}


def _open_questions(commitments, delegation, *, zone):
    """{commitment id: the secretariat's last question to the delegation, as long as nothing answers it}; one query.

    What another holder of the presidency was asked is left out, for staff too.
    """
    asked = Remark.objects.open_questions().filter(commitment__in=commitments)
    if any(one.delegation.code == PRESIDENCY for one in commitments):
        asked = with_bearers(asked, zone=zone).filter(bearer=delegation.pk)
    return {remark.commitment_id: remark for remark in asked}


def open_calls(delegation, *, on, version, networks=()):
    """What interested Member Countries may still join: Action rows, the next day first; one query where they are kept.

    None for a delegation that is no Member Country, or has joined; a share that it withdrew can be taken up again.
    networks: slugs, to look at these alone. version: as `counting.kept` has it.
    """
    members = Delegation.objects.members(on=on).filter(pk=delegation.pk)
    shares = Commitment.objects.filter(action=OuterRef("pk"), delegation=delegation)
    joined = shares.exclude(status=CommitmentStatus.WITHDRAWN)
    calls = Action.objects.filter(
        Exists(members), ~Exists(joined), pk__in=kept("calls", on=on, version=version, rows=_calls(on=on))
    )
    if networks:
        calls = calls.filter(agreement__report__meeting__network__slug__in=networks)
    return calls.select_related("agreement__report__meeting__network").order_by(*CALLS_IN_ORDER)


def first_calls(delegation, *, on, version, networks=()):
    """The first of the `open_calls`, with how many there are, as Calls; as many queries."""
    calls = open_calls(delegation, on=on, version=version, networks=networks)
    first = list(calls.annotate(number=Window(Count("pk")))[:CALLS_SHOWN])
    return Calls(first, first[0].number if first else 0)


def page_of_calls(delegation, *, on, version, number, networks=()):
    """One page of the `open_calls`: Page with Action rows."""
    calls = open_calls(delegation, on=on, version=version, networks=networks)
    return page_of(calls, number=number, size=SHOWN_OF_ONE_GROUP)


def _calls(*, on):
    """The keys of the open calls, whoever may join them."""
    owners = ActionOwner.objects.filter(audience=Audience.INTERESTED).order_by().values("action")
    not_over = Q(deadline_on=None) | Q(deadline_on__gte=on)
    calls = Action.objects.filter(not_over, pk__in=owners, confirmed=True).filter(
        agreement__agreed_on__gte=on - CALLS_FOR, agreement__report__state__in=ON_RECORD
    )
    return calls.order_by().values_list("pk", flat=True)
