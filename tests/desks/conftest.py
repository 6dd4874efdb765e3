import datetime
import uuid

import pytest

from correspondence.services import links
from tests.factories import (
    CommitmentFactory,
    DesignationFactory,
    MailFactory,
    MemberFactory,
    StaffFactory,
)

TODAY = datetime.date(2026, 5, 20)
NOON = datetime.datetime(2026, 5, 20, 18, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def the_day(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def honduras():
    return MemberFactory(code="HN", name_en="Honduras", name_es="Honduras")


@pytest.fixture
def mexico():
    return MemberFactory(code="MX", name_en="Mexico", name_es="México")


@pytest.fixture
def officer(honduras):
    """Ana, liaison officer of Honduras for all networks."""
    return DesignationFactory(
        person__name="Ana Prueba", person__email="ana@example.org", delegation=honduras, post="First Secretary"
    ).person


@pytest.fixture
def staff():
    return StaffFactory(name="A Clerk")


@pytest.fixture
def token(officer, honduras):
    """The key in the address of Ana's link."""
    mail = MailFactory(recipient=officer.email)
    return links.token_of(links.links_for([(mail, honduras.pk)], now=NOON, valid_days=45)[mail.pk, honduras.pk])


@pytest.fixture
def share(honduras):
    """Due ten days ago."""
    return CommitmentFactory(delegation=honduras, due_on=datetime.date(2026, 5, 10))


def form(*commitments, **fields):
    """What the form to inform of progress sends."""
    return {
        "key": str(uuid.uuid4()),
        "commitment": [one.pk for one in commitments],
        "text": "The paper was sent.",
        "done": "yes",
        "on": TODAY.isoformat(),
        "audience": "conference",
        **fields,
    }
