"""For whom a document of a meeting is: every distribution, asked by every role, where the meeting is seen or not."""

import datetime

import pytest

from meetings.models import Distribution, Meeting, MeetingDocument
from networks.models import Membership, Role
from networks.standing import VISITOR, standing_of
from tests.factories import (
    DelegationFactory,
    DesignationFactory,
    MeetingDocumentFactory,
    MeetingFactory,
    MemberFactory,
    NetworkFactory,
    PresidencyFactory,
    PublishedFactory,
    ReportFactory,
    StaffFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ON = datetime.date(2026, 3, 20)
BEFORE = datetime.date(2026, 3, 19)
A_MEMBERS = ["public", "observers", "members"]
ALL = list(Distribution.values)
READ = {
    "visitor": ["public"],
    "former officer": ["public"],
    "nobody": ["public"],
    "observer": ["public", "observers"],
    "officer of an observer": ["public", "observers"],
    "focal point of a partner": ["public", "observers"],
    "officer of no member": ["public", "observers"],
    "chair of an observer": ["public"],
    "chair before": ["public"],
    "officer": A_MEMBERS,
    "officer for another network": A_MEMBERS,
    "focal point": A_MEMBERS,
    "chair of another network": A_MEMBERS,
    "chair": ALL,
    "chair of all": ALL,
    "staff": ALL,
}
NOT_DESIGNATED = ("visitor", "former officer", "nobody", "chair of an observer", "chair before")
# Who is not of the conference, whatever the designation is called, sees no meeting that is not announced.
SEE_NO_UNANNOUNCED = (
    *NOT_DESIGNATED,
    "observer",
    "officer of an observer",
    "focal point of a partner",
    "officer of no member",
)


@pytest.fixture
def network():
    return NetworkFactory()


@pytest.fixture
def standings(network):
    member, observer = MemberFactory(code="HN"), DelegationFactory(code="IOM", kind="organisation")
    partner, office = DelegationFactory(code="EU", kind="organisation"), DelegationFactory(code="PPT", kind="office")
    elsewhere = NetworkFactory(slug="migrant-children")
    PresidencyFactory(delegation=member, starts_on=datetime.date(2025, 1, 1), ends_on=BEFORE)
    for delegation, standing in ((observer, "observer"), (partner, "partner")):
        Membership.objects.create(delegation=delegation, standing=standing, starts_on=datetime.date(2000, 1, 1))

    def of(delegation, role=Role.LIAISON_OFFICER, **fields):
        return DesignationFactory(delegation=delegation, role=role, **fields).person

    people = {
        "former officer": of(member, ends_on=BEFORE),
        "nobody": UserFactory(),
        "observer": of(observer, Role.OBSERVER),
        "officer of an observer": of(observer),
        "officer of no member": of(DelegationFactory(code="OTHER", kind="other")),
        "chair of an observer": of(observer, Role.CHAIR),
        "chair before": of(member, Role.CHAIR),
        "focal point of a partner": of(partner, Role.FOCAL_POINT),
        "officer": of(member, network=network),
        "officer for another network": of(member, network=elsewhere),
        "focal point": of(member, Role.FOCAL_POINT),
        "chair of another network": of(office, Role.CHAIR, network=elsewhere),
        "chair": of(office, Role.CHAIR, network=network),
        "chair of all": of(office, Role.CHAIR),
        "staff": StaffFactory(),
    }
    return {"visitor": VISITOR} | {role: standing_of(person, on=ON) for role, person in people.items()}


def one_of_each(meeting):
    for distribution in Distribution:
        MeetingDocumentFactory(meeting=meeting, distribution=distribution)


def read_by(standings, meeting):
    documents = MeetingDocument.objects.filter(meeting=meeting)
    return {
        role: list(documents.visible_to(standing).values_list("distribution", flat=True))
        for role, standing in standings.items()
    }


def test_at_a_meeting_that_everybody_sees(standings, network):
    announced = MeetingFactory(network=network, is_public=True)
    one_of_each(announced)
    assert read_by(standings, announced) == READ


def test_at_a_meeting_whose_report_is_published(standings, network):
    held = PublishedFactory(meeting__network=network).meeting
    one_of_each(held)
    assert read_by(standings, held) == READ


def test_a_meeting_that_is_not_seen_shows_no_document(standings, network):
    hidden = MeetingFactory(network=network)
    one_of_each(hidden)
    assert read_by(standings, hidden) == READ | {role: [] for role in SEE_NO_UNANNOUNCED}


def test_while_its_draft_is_opened_whoever_is_designated_sees_it(standings, network):
    hidden = ReportFactory(meeting__network=network, opened_on=BEFORE).meeting
    one_of_each(hidden)
    not_designated = {role: [] for role in NOT_DESIGNATED}
    seen = {role for role, standing in standings.items() if Meeting.objects.visible_to(standing).exists()}
    assert read_by(standings, hidden) == READ | not_designated
    assert seen == set(standings) - set(not_designated)


def test_a_country_that_has_become_a_member_reads_what_is_for_members(network):
    country = DelegationFactory(code="XX")
    Membership.objects.create(
        delegation=country, standing="observer", starts_on=datetime.date(2000, 1, 1), ends_on=BEFORE
    )
    Membership.objects.create(delegation=country, standing="member", starts_on=ON)
    officer = DesignationFactory(delegation=country).person
    meeting = MeetingFactory(network=network, is_public=True)
    one_of_each(meeting)
    standings = {day: standing_of(officer, on=day) for day in (BEFORE, ON)}
    assert read_by(standings, meeting) == {BEFORE: ["public", "observers"], ON: A_MEMBERS}
