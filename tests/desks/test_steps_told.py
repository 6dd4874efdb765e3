"""What a step closes together with another delegation's share is told to that delegation's officers."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from correspondence.models import DelegationHold, Mail, MailSettings, Mention, ReminderPolicy
from correspondence.services import rendering
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


NOT_DONE = {
    "withdrawn": ("“withdrawn” as of 20 May 2026", "«retirado» al 20 de mayo de 2026"),
    "not_recorded": ("“outcome not recorded” as of 20 May 2026", "«resultado no registrado» al 20 de mayo de 2026"),
}


@pytest.mark.parametrize("status", NOT_DONE)
def test_what_is_closed_without_being_fulfilled_is_told_in_words_of_its_own(network, staff, honduras, mexico, status):
    DesignationFactory(delegation=mexico, person__email="eva@example.org", person__language="en")
    DesignationFactory(delegation=mexico, person__email="ines@example.org", person__language="es")
    own, theirs = jointly(network, honduras, mexico)
    kept = closed([own], staff, status=status, outcome="The offices were merged.")
    in_english, in_spanish = NOT_DONE[status]
    words = {
        "eva": f"On record as {in_english}.\n\nThe offices were merged.\n\nPut on record by the Technical Secretariat.",
        "ines": f"Consta como {in_spanish}.\n\nThe offices were merged.\n\nLo hizo constar la Secretaría Técnica.",
    }
    assert told() == [("closed", f"{who}@example.org", f"step {kept.pk}", said) for who, said in words.items()]
    mails = list(Mail.objects.order_by("recipient"))
    rendering.messages(mails, now=NOON)
    closings = {
        "eva": "has been closed for all of them, without standing as fulfilled.",
        "ines": "ha quedado cerrada para todas, sin que conste como cumplida.",
    }
    for mail, closing in zip(mails, closings.values(), strict=True):
        whole = " ".join(mail.text.split())
        reference = theirs.action.agreement.reference
        assert (closing in whole, reference in whole, "The offices were merged." in whole) == (True, True, True)


def test_a_share_that_is_given_a_new_date_is_told_to_nobody(network, staff, honduras, mexico):
    DesignationFactory(delegation=mexico, person__email="eva@example.org")
    own, _theirs = jointly(network, honduras, mexico)
    asked = steps.Asked(
        kind=steps.NEW_DATE, source="note", source_words="No. 12", new_date=datetime.date(2026, 9, 1), reason="Asked."
    )
    seen = steps.plan(asked=asked, commitment_ids=[own.pk], on=TODAY).seen
    steps.take(asked=asked, commitment_ids=[own.pk], seen=seen, by=staff, now=NOON)
    assert told() == []


def test_nobody_is_told_where_mails_are_off_or_on_hold(network, staff, honduras, mexico):
    DesignationFactory(delegation=mexico, person__email="eva@example.org")
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
