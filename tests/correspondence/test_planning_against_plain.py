"""The plan of a day against the plain way of finding it, while the record goes on changing."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from actions.models import Commitment, ReportVersion
from correspondence.models import Addressee, DelegationHold, MailSettings, ReminderPolicy, ReminderStep
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
MONDAY = datetime.date(2026, 3, 2)  # the clocks of the conference change on the Sunday after
LADDERS = [(-14, -3, 0, 14, 28), (-45, -1, 7), (-3, 0, 1), ()]
CODES = ["HN", "MX", "PPT", "IOM"]
# A step of it has its day in the time looked at.
near = st.builds(
    lambda number, step: MONDAY + (number - step) * A_DAY, st.integers(-1, 9), st.sampled_from([*sum(LADDERS, ())])
)
soon = st.integers(-3, 20).map(lambda number: MONDAY + number * A_DAY)

agreements = st.fixed_dictionaries(
    {
        "network": st.integers(0, 1),
        "agreed_on": st.sampled_from([-800, -370, -300, -190, -20, -2]).map(lambda number: MONDAY + number * A_DAY),
        "followed": st.sampled_from([True, None, None, None, False]),
        "filed": st.none() | st.integers(-2, 15),
        "force": st.sampled_from(["undertaken", "requested", "offered", "urged"]),
        "due_on": near | near | st.none(),
        "due_since": st.none() | soon,
        "news_on": st.sampled_from([-185, -182, -181, -100, 0]),
        "owners": st.sets(st.sampled_from(CODES), min_size=1, max_size=2),
        "status": st.sampled_from(["open", "open", "open", "in_progress", "in_progress", "to_confirm"]),
    }
)
designations = st.fixed_dictionaries(
    {
        "person": st.integers(0, 3),
        "delegation": st.sampled_from(CODES),
        "network": st.none() | st.integers(0, 1),
        "role": st.sampled_from(["liaison_officer", "liaison_officer", "focal_point", "chair"]),
        "starts_on": st.just(MONDAY - 400 * A_DAY) | soon,
        "lasts": st.none() | st.integers(0, 20),
        "copy_to": st.sampled_from(["", "", "desk@example.org", "person0@example.org"]),
    }
)
worlds = st.fixed_dictionaries(
    {
        "ladders": st.tuples(st.sampled_from(LADDERS), st.sampled_from(LADDERS)),
        "on_since": st.tuples(
            st.just(MONDAY - 100 * A_DAY), st.sampled_from([MONDAY - 100 * A_DAY, MONDAY, None]) | soon
        ),
        "followed_from": st.none() | st.just(MONDAY - 200 * A_DAY),
        "agreements": st.lists(agreements, min_size=3, max_size=4),
        "designations": st.lists(designations, max_size=3),
        "weekly": st.sets(st.integers(0, 3)),
        "holidays": st.sets(soon, max_size=2),
        "handover": st.none() | st.integers(-25, 8).map(lambda number: MONDAY + number * A_DAY),
    }
)
# What happens between two mornings. The second number says to whom.
events = st.tuples(
    st.sampled_from(["move", "close", "rhythm", "unsubscribe", "hold", "holiday", "hand over", "nothing", "nothing"]),
    st.integers(0, 5),
    st.integers(0, 25),
)
mornings = st.lists(
    st.tuples(st.sampled_from(["composed", "composed", "composed", "missed"]), st.lists(events, max_size=2)),
    min_size=5,
    max_size=8,
)


def eight_o_clock(day):
    return datetime.datetime.combine(day, datetime.time(14), datetime.UTC)


class PlanningAgrees(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(worlds, mornings)
    def test_the_plan_says_what_the_plain_way_says(self, world, mornings):
        live_through(world, mornings)

    @pytest.mark.soak
    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
    @given(worlds, mornings)
    def test_the_plan_says_what_the_plain_way_says_of_many_more_worlds(self, world, mornings):
        live_through(world, mornings)


def live_through(world, mornings):
    make(world)
    for number, (fate, happened) in enumerate(mornings):
        on = MONDAY + number * A_DAY
        now = eight_o_clock(on)
        plan = plan_day(on=on, now=now)
        digests = {
            letter.recipient: {
                entry.commitment_id: (entry.delegation_id, entry.section, entry.because, entry.step)
                for entry in letter.entries
            }
            for letter in plan
            if letter.kind == "digest"
        }
        assert digests == plain_digests(on=on, now=now), on
        if fate == "composed":
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
            delegation=delegations["HN"], starts_on=MONDAY - 300 * A_DAY, ends_on=world["handover"] - A_DAY
        )
        PresidencyFactory(delegation=delegations["MX"], starts_on=world["handover"])
    for fields in world["agreements"]:
        promise(fields, networks, delegations, staff)


def promise(fields, networks, delegations, staff):
    meeting = MeetingFactory(network=networks[fields["network"]], starts_on=fields["agreed_on"])
    report = PublishedFactory(meeting=meeting, followed=fields["followed"])
    if fields["filed"] is not None:
        ReportVersion.objects.create(
            report=report, number=1, made_at=eight_o_clock(MONDAY + fields["filed"] * A_DAY), made_by=staff
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
            news_on=MONDAY + fields["news_on"] * A_DAY,
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
