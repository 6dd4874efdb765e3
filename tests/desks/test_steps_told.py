"""What a step closes together with another delegation's share is told to that delegation's officers."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from correspondence.models import DelegationHold, Mail, MailSettings, Mention, ReminderPolicy
from desks.services import steps
from tests.desks.conftest import NOON, TODAY
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DelegationFactory,
    DesignationFactory,
    FrozenFactory,
    MemberFactory,
    NetworkFactory,
    PresidencyFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    """Its mails are switched on."""
    MailSettings.objects.create(pk=1, secretariat_address="secretariat@example.org")
    network = NetworkFactory()
    ReminderPolicy.objects.create(network=network, is_on=True, on_since=TODAY)
    return network


def jointly(network, *delegations):
    action = ActionFactory(agreement=FrozenFactory(report__meeting__network=network), fulfilment="jointly")
    return [CommitmentFactory(action=action, delegation=one, news_on=TODAY) for one in delegations]


def closed(shares, by, *, status="fulfilled", outcome="All of it was printed."):
    asked = steps.Asked(
        kind=steps.CLOSE, source="note", source_words="No. 12", status=status, outcome=outcome, on=TODAY
    )
    keys = [one.pk for one in shares]
    seen = steps.plan(asked=asked, commitment_ids=keys, on=TODAY).seen
    return steps.take(asked=asked, commitment_ids=keys, seen=seen, by=by, now=NOON)


def told():
    return list(Mail.objects.order_by("recipient").values_list("kind", "recipient", "about", "note"))


def test_the_others_of_joint_actions_are_told_in_one_mail_each(network, staff, honduras, mexico):
    DesignationFactory(delegation=mexico, person__email="eva@example.org", person__language="en")
    DesignationFactory(delegation=mexico, person__email="ines@example.org", person__language="es")
    DesignationFactory(delegation=honduras, person__email="ana@example.org")
    first, second = (jointly(network, honduras, mexico) for _number in range(2))
    (alone,) = jointly(network, mexico)
    kept = closed([first[0], second[0], alone], staff)
    words = {
        "eva": "All of it was printed.\n\nPut on record by the Technical Secretariat.",
        "ines": "All of it was printed.\n\nLo hizo constar la Secretaría Técnica.",
    }
    assert told() == [("together", f"{who}@example.org", f"step {kept.pk}", said) for who, said in words.items()]
    mentions = Mention.objects.filter(mail__recipient="eva@example.org").order_by("commitment")
    assert list(mentions.values_list("commitment", "delegation", "section", "because")) == [
        (share.pk, mexico.pk, "informed", "informed") for share in (first[1], second[1])
    ]


def test_who_holds_the_presidency_is_told_of_its_share(network, staff, honduras, mexico):
    PresidencyFactory(delegation=mexico, starts_on=datetime.date(2026, 1, 1))
    office = DelegationFactory(code="PPT", kind="office")
    DesignationFactory(delegation=mexico, person__email="eva@example.org")
    own, _theirs = jointly(network, honduras, office)
    closed([own], staff, outcome="")
    assert [(recipient, note) for _kind, recipient, _about, note in told()] == [
        ("eva@example.org", "Put on record by the Technical Secretariat.")
    ]


def test_nobody_is_told_of_what_is_not_fulfilled_nor_where_mails_are_off_or_on_hold(network, staff, honduras, mexico):
    DesignationFactory(delegation=mexico, person__email="eva@example.org")
    own, _theirs = jointly(network, honduras, mexico)
    closed([own], staff, status="withdrawn")
    elsewhere, _theirs = jointly(NetworkFactory(slug="rcgm"), honduras, mexico)
    closed([elsewhere], staff)
    DelegationHold.objects.create(delegation=mexico, starts_on=TODAY, reason="Elections")
    held, _theirs = jointly(network, honduras, mexico)
    closed([held], staff)
    DelegationHold.objects.all().delete()
    MailSettings.objects.update(secretariat_address="")
    unsent, _theirs = jointly(network, honduras, mexico)
    closed([unsent], staff)
    assert told() == []


def test_the_database_is_asked_as_often_for_many_as_for_one(network, staff, honduras):
    others = [MemberFactory(code=code) for code in ("MX", "CR", "PA")]
    for one in others:
        DesignationFactory(delegation=one)

    def queries(number):
        chosen = [jointly(network, honduras, *others)[0] for _number in range(number)]
        with CaptureQueriesContext(connection) as captured:
            closed(chosen, staff)
        return len(captured)

    queries(1)  # what is kept in the process is found
    assert queries(1) == queries(5)
    assert (Mail.objects.count(), Mention.objects.count()) == (9, 21)
