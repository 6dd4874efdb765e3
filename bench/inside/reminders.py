"""A day's digests from a large record: composed as they are, and the plain way; and a day on which nothing is due."""

import datetime
import itertools
import random
import resource
import statistics
import sys
import time

from django.db import connection, transaction
from django.db.models import Q

from actions.models import Action, Agreement, Commitment, Report, ReportVersion
from correspondence.models import (
    SHIPPED_LADDER,
    Addressee,
    DelegationHold,
    DigestDay,
    Mail,
    MailSettings,
    Mention,
    ReminderPolicy,
    ReminderStep,
)
from correspondence.services import composing, planning
from correspondence.services.ladder import goes_out_on
from correspondence.services.working_days import A_DAY, working_days
from meetings.models import Meeting
from networks.models import Delegation, Designation, Network, User
from networks.services import load_conference, system_user

COMMITMENTS = 100_000
PERSONS = 2_000
NETWORKS = 40
SHARES = 10  # of an action
AGREEMENTS_AT_ONCE = 500
FEW = 200
ROUNDS = 5
PLAIN = 2_000  # commitments that the plain way is measured on
# A Monday after a week without digests, and the quiet Tuesday after it.
MISSED_SINCE = datetime.date(2026, 6, 5)
BUSY, QUIET = datetime.date(2026, 6, 15), datetime.date(2026, 6, 16)


def measure(what):
    """One of the steps, each in a process of its own: what one takes is not in the memory of another."""
    return {"fill": fill, "plan": plan, "plainly": plainly, "compose": compose, "quiet": quiet}[what]()


def moment(day):
    return datetime.datetime.combine(day, datetime.time(14), datetime.UTC)


def fill():
    """Open commitments of which none has a step on the quiet day, and as many persons as there are to be."""
    chance = random.Random(1)
    by = system_user()
    load_conference(by=by)
    MailSettings.objects.create(pk=1, secretariat_address="st@example.org")
    networks = _networks()
    delegations = list(Delegation.objects.exclude(code="PPT").order_by("code"))
    days = _deadlines()
    reports = _reports(networks)
    for first in range(0, COMMITMENTS // SHARES, AGREEMENTS_AT_ONCE):
        batch = range(first, first + AGREEMENTS_AT_ONCE)
        agreements = [_agreement(reports[number % len(reports)], number) for number in batch]
        Agreement.objects.bulk_create(agreements)
        actions = [_action(agreement, chance, days) for agreement in agreements]
        Action.objects.bulk_create(actions)
        shares = [
            _share(action, delegation, chance)
            for action in actions
            for delegation in chance.sample(delegations, SHARES)
        ]
        Commitment.objects.bulk_create(shares)
    _persons(networks, delegations)
    DigestDay.objects.create(day=MISSED_SINCE, composed_at=moment(MISSED_SINCE))
    return {
        "commitments": Commitment.objects.pending().count(),
        "persons": Designation.objects.count(),
        "few": FEW,
        "plain": PLAIN,
    }


def _networks():
    shipped = list(Network.objects.order_by("pk"))
    groups = [
        Network(slug=f"group-{n}", code=f"G{n}", kind="group", name_en=f"Group {n}", short_en=f"Group {n}")
        for n in range(NETWORKS - len(shipped))
    ]
    networks = shipped + Network.objects.bulk_create(groups)
    policies = [ReminderPolicy(network=one, is_on=True, on_since=datetime.date(2020, 1, 1)) for one in networks]
    ReminderPolicy.objects.bulk_create(policies)
    ReminderStep.objects.bulk_create(
        [ReminderStep(policy=policy, days=days) for policy in policies for days in SHIPPED_LADDER]
    )
    return networks


def _deadlines():
    """Days around the busy one; none of a step, or of the call list, of the quiet one."""
    working = working_days()
    around = [BUSY + n * A_DAY for n in range(-120, 240)]
    return [
        day
        for day in around
        if QUIET not in [goes_out_on(days, day, working) for days in (*SHIPPED_LADDER, SHIPPED_LADDER[-1] + 1)]
    ]


def _reports(networks):
    """Ten reports a network: nine of last year, and one filed in the week that was missed."""
    meetings = [
        Meeting(network=network, state="held", starts_on=day, ends_on=day, city="Cartago")
        for day in (*(datetime.date(2025, month, 4) for month in range(4, 13)), datetime.date(2026, 6, 9))
        for network in networks
    ]
    Meeting.objects.bulk_create(meetings)
    reports = [
        Report(
            meeting=meeting,
            state="published",
            reference=f"{meeting.network.code}/{meeting.starts_on:%Y-%m}",
            adopted_on=meeting.ends_on,
            published_on=meeting.ends_on,
        )
        for meeting in meetings
    ]
    Report.objects.bulk_create(reports)
    by = system_user()
    ReportVersion.objects.bulk_create(
        [
            ReportVersion(report=report, number=1, text="", sha256="", made_at=moment(report.adopted_on), made_by=by)
            for report in reports
        ]
    )
    return reports


def _agreement(report, number):
    return Agreement(
        report=report,
        position=number,
        label=str(number),
        reference=f"{report.reference}/{number}",
        agreed_on=report.adopted_on,
        sort_key=f"{number:05d}",
        text_en="Agreed.",
    )


def _action(agreement, chance, days):
    """Seven of ten have a date, two have none, one waits for a meeting."""
    kind = chance.choices(["date", "none", "event"], [7, 2, 1])[0]
    return Action(
        agreement=agreement,
        position=0,
        what_en="To send the paper",
        force=chance.choices(["undertaken", "requested", "offered", "urged"], [5, 3, 1, 1])[0],
        confirmed=True,
        deadline_kind=kind,
        deadline_on=chance.choice(days) if kind == "date" else None,
        deadline_body_id=agreement.report.meeting.network_id if kind == "event" else None,
    )


def _share(action, delegation, chance):
    agreed_on = action.agreement.agreed_on
    silent = BUSY - chance.choice([200, 190, 150, 90, 20]) * A_DAY
    return Commitment(
        action=action,
        delegation=delegation,
        status=chance.choice(["open", "in_progress"]),
        due_on=action.deadline_on,
        due_since=agreed_on if action.deadline_on else None,
        news_on=max(agreed_on, silent),
    )


def _persons(networks, delegations):
    """For each delegation and network the same number of persons, near enough; every tenth hears once a week."""
    people = [
        User(email=f"officer{n}@example.org", name=f"Officer {n}", language="en" if n % 2 else "es")
        for n in range(PERSONS)
    ]
    User.objects.bulk_create(people)
    cells = itertools.cycle(itertools.product(delegations, networks))
    Designation.objects.bulk_create(
        [
            Designation(person=person, delegation=delegation, network=network, starts_on=datetime.date(2024, 1, 1))
            for person, (delegation, network) in zip(people, cells, strict=False)
        ]
    )
    Addressee.objects.bulk_create([Addressee(address=one.email, rhythm="weekly") for one in people[::10]])


class Queries:
    """Counts what is asked of the database, and keeps nothing of it."""

    def __init__(self):
        self.number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)


def counted(call):
    """(what `call` gives, its seconds, its queries)"""
    queries = Queries()
    started = time.perf_counter()
    with connection.execute_wrapper(queries):
        given = call()
    return given, time.perf_counter() - started, queries.number


def peak():
    """The most memory this process ever held, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


def plan():
    """How many queries planning takes for few persons and for all of them."""
    queries = {}
    with transaction.atomic():
        for number in (PERSONS, FEW):
            User.objects.filter(pk__in=User.objects.order_by("-pk").values("pk")[number:]).update(is_active=False)
            letters, _seconds, queries[number] = counted(lambda: planning.plan_day(on=BUSY, now=moment(BUSY)))
            _expect(sum(letter.kind == "digest" for letter in letters), number)
        transaction.set_rollback(True)
    return {"few": queries[FEW], "all": queries[PERSONS]}


def compose():
    """Composing the busy day: seconds, the process's peak in MB, what was asked and written."""
    day, seconds, queries = counted(lambda: composing.compose_day(on=BUSY, now=moment(BUSY)))
    memory = peak()
    _expect(Mail.objects.filter(kind="digest").count(), PERSONS)
    return {
        "seconds": seconds,
        "megabytes": memory,
        "mails": day.mails,
        "mentions": Mention.objects.count(),
        "queries": queries,
    }


def quiet():
    """Seconds for composing a day on which nothing is due: the median of some rounds, each taken back."""
    taken = []
    for _round in range(ROUNDS):
        with transaction.atomic():
            day, seconds, _queries = counted(lambda: composing.compose_day(on=QUIET, now=moment(QUIET)))
            _expect(day.mails, 0)
            transaction.set_rollback(True)
        taken.append(seconds)
    return statistics.median(taken)


def _expect(found, wanted):
    if found != wanted:
        raise RuntimeError(f"{found} mails, not {wanted}: what was measured is not what is told.")


def plainly():
    """Seconds the plain way would take for all: a loop over commitments, a query for whatever is asked of each.

    Measured on every so many of them, written and taken back.
    """
    with transaction.atomic():
        started = time.perf_counter()
        looped = Commitment.objects.pending().select_related("action__agreement__report__meeting__network")
        every = list(looped.order_by("pk").values_list("pk", flat=True))
        for commitment in looped.filter(pk__in=every[:: COMMITMENTS // PLAIN]):
            _remind_plainly(commitment)
        seconds = time.perf_counter() - started
        transaction.set_rollback(True)
    return seconds * COMMITMENTS / PLAIN


def _remind_plainly(commitment):
    network = commitment.action.agreement.report.meeting.network
    policy = ReminderPolicy.objects.filter(network=network, is_on=True).first()
    held = DelegationHold.objects.filter(delegation=commitment.delegation_id).on(BUSY).exists()
    section = commitment.situation(on=BUSY)
    if policy is None or held or section not in ("date_passed", "due_soon", "stale"):
        section = "adopted" if commitment.action.agreement.report.adopted_on > MISSED_SINCE else ""
    if not section:
        return
    steps = list(policy.steps.values_list("days", flat=True)) if commitment.due_on else []
    due = [days for days in steps if MISSED_SINCE < commitment.due_on + days * A_DAY <= BUSY]
    designations = Designation.objects.filter(
        Q(network=network) | Q(network=None), delegation=commitment.delegation_id, starts_on__lte=BUSY
    )
    for designation in designations:
        person = designation.person
        if Addressee.objects.filter(address=person.email, unsubscribed_at__isnull=False).exists():
            continue
        mail, _made = Mail.objects.get_or_create(
            kind="digest",
            recipient=person.email,
            about="",
            day=BUSY,
            defaults={
                "person": person,
                "language": person.language,
                "message_id": f"<{person.pk}@example.org>",
                "composed_at": moment(BUSY),
                "next_try_at": moment(BUSY),
            },
        )
        because = {"because": "step", "step": max(due)} if due else {}
        delegation = commitment.delegation_id
        Mention.objects.create(mail=mail, commitment=commitment, delegation_id=delegation, section=section, **because)
