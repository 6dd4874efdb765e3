"""Pages of mail with many rows ask no more than with one: a mail, choosing by hand and its preview, a mailed link."""

import datetime

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.models import Commitment
from correspondence.models import LinkUse, Notice, SignedLink
from correspondence.services import links
from tests.correspondence import reminding
from tests.factories import (
    DelegationFactory,
    DesignationFactory,
    MailFactory,
    MentionFactory,
    PresidencyFactory,
    StaffFactory,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 20, 15, tzinfo=datetime.UTC)
TODAY, IN_TIME = NOW.date(), NOW + datetime.timedelta(days=45)


@pytest.fixture
def network(client):
    reminding.set_up()
    client.force_login(StaffFactory())
    with time_machine.travel(NOW, tick=False):
        yield reminding.switched_on()


def promised(network, number):
    """So many more commitments, each of another delegation with somebody to write to."""
    for _row in range(number):
        delegation = DelegationFactory(code=f"D{Commitment.objects.count()}")
        DesignationFactory(delegation=delegation, copy_to=f"copy-{delegation.code.lower()}@example.org")
        yield reminding.promised(network, TODAY - datetime.timedelta(days=7), by=delegation.code)


def test_a_mail(client, network):
    mail = MailFactory(text="It says so.")

    def rows(number):
        for share in promised(network, number):
            MentionFactory(mail=mail, commitment=share)
            link = SignedLink.objects.create(
                mail=mail, delegation=share.delegation, address="a@example.org", issued_at=NOW, expires_at=IN_TIME
            )
            LinkUse.objects.create(link=link, at=NOW, what="pending")
            Notice.objects.create(kind="colleague", address="a@example.org", delegation=share.delegation, at=NOW)
        Notice.objects.update(mail=mail)
        return queries_of(client, f"/en/desk/mails/{mail.pk}/")

    assert rows(1) == rows(2) == rows(20)


def test_choosing_by_hand(client, network):
    def rows(number):
        assert len(list(promised(network, number))) == number
        return queries_of(client, "/en/desk/mails/remind/?situation=date_passed")

    assert rows(1) == rows(2) == rows(20)


def test_what_would_go_to_whom(client, network):
    def rows(number):
        chosen = [share.pk for share in promised(network, number)]
        with CaptureQueriesContext(connection) as captured:
            answer = client.post("/en/desk/mails/remind/", {"commitment": chosen, "look": "1"})
        assert len(answer.context["mails"]) == 2 * number
        return len(captured)

    assert rows(1) == rows(2) == rows(20)


def test_what_a_mailed_link_opens(client, network):
    country = reminding.officer("a@example.org").delegation
    PresidencyFactory(delegation=country, starts_on=reminding.LONG_AGO)
    link = SignedLink.objects.create(delegation=country, address="a@example.org", issued_at=NOW, expires_at=IN_TIME)

    def rows(number):
        for _row in range(number):
            for bearer in ("HN", "PPT"):
                reminding.promised(network, by=bearer)
                reminding.promised(network, TODAY, by=bearer)
        caches["pages"].clear()  # what was found for the first is kept
        return queries_of(client, f"/en/pending/{links.token_of(link)}/")

    assert rows(1) == rows(2) == rows(20)
