"""From a person, a commitment and an agreement one comes to every mail about them."""

import pytest

from tests.factories import CommitmentFactory, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def staff(client):
    client.force_login(StaffFactory())


def test_from_a_person(client):
    person = UserFactory()
    page = client.get(f"/en/admin/networks/user/{person.pk}/change/").content.decode()
    assert f'<a href="/en/desk/mails/?person={person.pk}">Mails sent</a>' in page


def test_from_a_commitment(client):
    share = CommitmentFactory()
    page = client.get(f"/en/admin/actions/commitment/{share.pk}/change/").content.decode()
    assert f'<a href="/en/desk/mails/?commitment={share.pk}">Mails about it</a>' in page


def test_from_an_agreement_and_to_reminding_of_it(client):
    agreement = CommitmentFactory().action.agreement
    page = client.get(agreement.get_absolute_url()).content.decode()
    asked = agreement.reference.replace("/", "%2F") if "%2F" in page else agreement.reference
    for address in (f"/en/desk/mails/?agreement={asked}", f"/en/desk/mails/remind/?agreement={asked}"):
        assert f'href="{address}"' in page, address
    client.logout()
    assert "desk/mails" not in client.get(agreement.get_absolute_url()).content.decode()
