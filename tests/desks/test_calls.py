"""Open calls: who is offered to join one, and who may."""

import pytest
from django.urls import reverse

from tests.factories import ActionFactory, DesignationFactory, FrozenFactory, NetworkFactory

pytestmark = pytest.mark.django_db
DESK = "/en/delegations/HN/pending/"


@pytest.fixture
def network():
    return NetworkFactory(slug="rcgm")


@pytest.fixture
def call(network):
    action = ActionFactory(agreement=FrozenFactory(report__meeting__network=network), confirmed=True)
    action.owners.create(audience="INTERESTED")
    return action


@pytest.fixture
def join(call):
    return f"/en/delegations/HN/calls/{call.pk}/join/"


def test_an_officer_joins_the_calls_of_the_own_networks_alone(client, honduras, call, network, join):
    client.force_login(DesignationFactory(delegation=honduras, network=NetworkFactory()).person)
    page = client.get(DESK)
    assert ([one.pk for one in page.context["calls"]], join in page.content.decode()) == ([call.pk], False)
    answer = client.post(join, follow=True)
    words = [str(message) for message in answer.context["messages"]]
    assert words == ["This call is of a body for which you are not designated."]
    assert call.commitments.count() == 0

    client.force_login(DesignationFactory(delegation=honduras, network=network).person)
    assert join in client.get(DESK).content.decode()
    client.post(join)
    assert [one.delegation for one in call.commitments.all()] == [honduras]


def test_whoever_comes_by_a_link_is_asked_to_sign_in_to_join(client, officer, call, network, token):
    sign_in = f'href="{reverse("sign-in")}?next={DESK}">Sign in to join'
    assert sign_in in client.get(f"/en/pending/{token}/").content.decode()
    designation = officer.designations.get()
    designation.network = NetworkFactory()
    designation.save()
    page = client.get(f"/en/pending/{token}/")
    assert ([one.pk for one in page.context["calls"]], "Sign in to join" in page.content.decode()) == ([call.pk], False)
