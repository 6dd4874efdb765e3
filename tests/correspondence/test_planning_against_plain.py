"""The plan of a day against the plain way of finding it, while the record goes on changing."""

import datetime
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from actions.models import Commitment, ReportVersion
from correspondence.models import Addressee, DelegationHold, Mail, MailSettings, ReminderPolicy, ReminderStep
from correspondence.services.composing import compose_day
from correspondence.services.planning import plan_day
from networks.models import Conference, Designation, Holiday
from tests.correspondence.plain_plan import plain_digests
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DelegationFactory,
    DesignationFactory,
    FrozenFactory,
    MeetingFactory,
    NetworkFactory,
    PresidencyFactory,
    PublishedFactory,
    StaffFactory,
    UserFactory,
)

A_DAY = datetime.timedelta(days=1)
START = datetime.date(2026, 3, 5)  # a Thursday: weeks begin in between, and the clocks change
LADDERS = [(-14, -3, 0, 14, 28), (-45, -1, 7), (-3, 0, 1), ()]
CODES = ["HN", "MX", "PPT", "IOM"]
EVENTS = [
    "move",
    "move",
    "there and back",
    "close",
    "rhythm",
    "rhythm",
    "unsubscribe",
    "hold",
    "holiday",
    "hand over",
    "come back",
]


def some_day(chance, first=-3, last=12):
    return START + chance.randint(first, last) * A_DAY


def agreement(chance):
    """Mostly such that a step of its deadline has its day in the time looked at."""
    ladder = chance.choice(LADDERS[:-1])
    return {
        "network": chance.randrange(2),
        "agreed_on": START + chance.choice([-800, -300, -190, -190, -58, -20, -2]) * A_DAY,
        "followed": chance.choice([True, None, None, None, None, False]),
        "filed": chance.choice([None, None, *range(-2, 10)]),
        "force": chance.choice(["undertaken", "requested", "undertaken", "offered", "urged"]),
        "due_on": chance.choice([None, *[some_day(chance, 0, 9) - chance.choice(ladder) * A_DAY] * 4]),
        "due_since": chance.choice([None, some_day(chance)]),
        "news_on": chance.choice([-185, -182, -181, -178, -100]),
        "owners": set(chance.choices(CODES, k=2)),
        "status": chance.choice(["open", "open", "open", "in_progress", "in_progress", "to_confirm"]),
    }


def designation(chance):
    return {
        "person": chance.randrange(4),
        "delegation": chance.choice(CODES),
        "network": chance.choice([None, 0, 1]),
        "role": chance.choice(["liaison_officer", "liaison_officer", "focal_point", "chair"]),
        "starts_on": chance.choice([START - 400 * A_DAY, some_day(chance)]),
        "lasts": chance.choice([None, chance.randint(0, 20), 500]),
        "copy_to": chance.choice(["", "desk@example.org", "Desk@example.org", "person0@example.org"]),
    }


def world(chance):
    return {
        "ladders": chance.choices(LADDERS, weights=[6, 3, 3, 1], k=2),
        "on_since": [START - 100 * A_DAY, chance.choice([START - 100 * A_DAY, some_day(chance), None])],
        "followed_from": chance.choice([None, START - 200 * A_DAY]),
        "agreements": [agreement(chance) for _number in range(6)],
        "designations": [designation(chance) for _number in range(3)],
        "weekly": {chance.randrange(4)},
        "holidays": {some_day(chance, 0, 10)},
        "handover": chance.choice([None, some_day(chance, -25, 8), some_day(chance, -2, 8)]),
    }


def mornings(chance):
    """Of each: whether its digests are composed, and what happens after, to whom, with how many days."""
    return [
        (
            chance.random() < 0.8,
            [
                (chance.choice(EVENTS), chance.randrange(6), chance.randint(0, 16))
                for _number in range(chance.randrange(3))
            ],
        )
        for _morning in range(9)
    ]


def eight_o_clock(day):
    return datetime.datetime.combine(day, datetime.time(14), datetime.UTC)


class PlanningAgrees(TestCase):
    @settings(max_examples=5, suppress_health_check=list(HealthCheck))
    @given(st.integers(min_value=0))
    def test_the_plan_says_what_the_plain_way_says(self, seed):
        live_through(random.Random(seed))

    @pytest.mark.soak
    @settings(max_examples=100, suppress_health_check=list(HealthCheck))
    @given(st.integers(min_value=0))
    def test_the_plan_says_what_the_plain_way_says_of_many_more_worlds(self, seed):
        live_through(random.Random(seed))


def live_through(chance):
    make(world(chance))
    for number, (is_composed, happened) in enumerate(mornings(chance)):
        on = START + number * A_DAY
        now = eight_o_clock(on)
        digests = {
            letter.recipient: {
                entry.commitment_id: (entry.delegation_id, entry.section, entry.because, entry.step)
                for entry in letter.entries
            }
            for letter in plan_day(on=on, now=now)
            if letter.kind == "digest"
        }
        assert digests == plain_digests(on=on, now=now), on
        if is_composed:
            compose_day(on=on, now=now)
        for what, whom, days in happened:
            happen(what, whom, days, on=on)


def make(world):
    Conference.objects.create(pk=1, name_en="C", name_es="C", short_en="C", short_es="C")
    MailSettings.objects.create(pk=1, secretariat_address="st@example.org")
    staff = StaffFactory(email="staff@example.org")
    delegations = {code: DelegationFactory(code=code) for code in CODES}
    networks = [NetworkFactory(slug=slug, followed_from=world["followed_from"]) for slug in ("consular", "trafficking")]
    for network, ladder, since in zip(networks, world["ladders"], world["on_since"], strict=True):
        policy = ReminderPolicy.objects.create(network=network, is_on=since is not None, on_since=since)
        for days in ladder:
            ReminderStep.objects.create(policy=policy, days=days)
    people = [UserFactory(email=f"person{number}@example.org", is_active=number != 3) for number in range(4)]
    for number in world["weekly"]:
        Addressee.objects.create(address=f"person{number}@example.org", rhythm="weekly")
    for code, person in zip(CODES, people, strict=True):
        DesignationFactory(person=person, delegation=delegations[code])
    for fields in world["designations"]:
        network, lasts, person = fields["network"], fields["lasts"], people[fields["person"]]
        DesignationFactory(
            person=person,
            delegation=delegations[fields["delegation"]],
            network=None if network is None else networks[network],
            role=fields["role"],
            starts_on=fields["starts_on"],
            ends_on=None if lasts is None else fields["starts_on"] + lasts * A_DAY,
            copy_to=fields["copy_to"],
        )
    for day in world["holidays"]:
        holiday(day)
    if world["handover"]:
        PresidencyFactory(
            delegation=delegations["HN"], starts_on=START - 300 * A_DAY, ends_on=world["handover"] - A_DAY
        )
        PresidencyFactory(delegation=delegations["MX"], starts_on=world["handover"])
    for fields in world["agreements"]:
        promise(fields, networks, delegations, staff)


def promise(fields, networks, delegations, staff):
    meeting = MeetingFactory(network=networks[fields["network"]], starts_on=fields["agreed_on"])
    report = PublishedFactory(meeting=meeting, followed=fields["followed"])
    if fields["filed"] is not None:
        ReportVersion.objects.create(
            report=report, number=1, made_at=eight_o_clock(START + fields["filed"] * A_DAY), made_by=staff
        )
    due_on = fields["due_on"]
    action = ActionFactory(
        agreement=FrozenFactory(report=report),
        force=fields["force"],
        deadline_kind="date" if due_on else "none",
        deadline_on=due_on,
    )
    for code in sorted(fields["owners"]):
        CommitmentFactory(
            action=action,
            delegation=delegations[code],
            status=fields["status"],
            due_on=due_on,
            due_since=due_on and fields["due_since"],
            news_on=START + fields["news_on"] * A_DAY,
        )


def holiday(day):
    Holiday.objects.get_or_create(on=day, defaults={"conference_id": 1, "name_en": "Day off", "name_es": "Asueto"})


def happen(what, whom, days, *, on):
    """Something changes on the day `on`, after the digests went out."""
    commitments = list(Commitment.objects.filter(closed_on=None).order_by("pk"))
    addressee, _made = Addressee.objects.get_or_create(address=f"person{whom % 4}@example.org")
    designation = Designation.objects.order_by("pk")[whom % Designation.objects.count()]
    if what == "move" and commitments:
        commitment = commitments[whom % len(commitments)]
        if commitment.due_on:
            commitment.due_on, commitment.due_since = on + days * A_DAY, on
            commitment.save()
    elif what == "there and back" and commitments:
        commitment = commitments[whom % len(commitments)]
        if commitment.due_on:
            commitment.due_since = on
            commitment.save()
    elif what == "close" and commitments:
        commitment = commitments[whom % len(commitments)]
        commitment.status, commitment.closed_on = "fulfilled", on
        commitment.save()
    elif what == "rhythm":
        addressee.rhythm = "daily" if addressee.rhythm == "weekly" else "weekly"
        addressee.save()
    elif what == "unsubscribe":
        addressee.unsubscribed_at = eight_o_clock(on)
        addressee.save()
    elif what == "come back":
        mails = Mail.objects.filter(recipient=addressee.address, mentions__because="stale")
        mails.update(state=["refused", "returned", "withdrawn"][days % 3], sent_at=eight_o_clock(on))
    elif what == "hold":
        DelegationHold.objects.create(
            delegation=designation.delegation, starts_on=on, ends_on=on + days % 5 * A_DAY, reason="Asked for."
        )
    elif what == "holiday":
        holiday(on + days * A_DAY)
    elif what == "hand over" and designation.starts_on <= on:
        designation.ends_on = on
        designation.save()
        DesignationFactory(
            person=UserFactory(), delegation=designation.delegation, network=designation.network, starts_on=on + A_DAY
        )
