"""Open calls: who is offered to join one, and who may."""

import pytest
from django.urls import reverse
from django.utils import translation

from actions.services import following
from desks.services.tables import pending_tables
from tests.desks.conftest import TODAY
from tests.factories import ActionFactory, CommitmentFactory, DesignationFactory, FrozenFactory, NetworkFactory

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
    assert ([one.pk for one in page.context["calls"].actions], join in page.content.decode()) == ([call.pk], False)
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
    offered = [one.pk for one in page.context["calls"].actions]
    assert (offered, "Sign in to join" in page.content.decode()) == ([call.pk], False)


def call_of(network):
    action = ActionFactory(agreement=FrozenFactory(report__meeting__network=network), confirmed=True)
    action.owners.create(audience="INTERESTED")
    return action


def test_of_many_calls_the_first_stand_there_and_all_on_pages_and_in_tables(
    client, officer, honduras, network, monkeypatch
):
    monkeypatch.setattr("desks.services.pending.SHOWN_OF_ONE_GROUP", 4)
    calls = [call_of(network) for _number in range(7)]
    call_of(NetworkFactory(slug="cp"))
    client.force_login(officer)
    page = client.get(DESK)
    assert (len(page.context["calls"].actions), page.context["calls"].number) == (5, 8)
    assert '<a href="?group=calls">and 3 more</a>' in page.content.decode()
    of_one = client.get(f"{DESK}?network=rcgm")
    assert (of_one.context["calls"].number, of_one.context["calls"].more) == (7, 2)
    assert '<a href="?group=calls&amp;network=rcgm">and 2 more</a>' in of_one.content.decode()
    first, second = (client.get(f"{DESK}?group=calls&network=rcgm&page={number}") for number in (1, 2))
    assert '<h2 id="group">Open calls the delegation could join</h2>' in first.content.decode()
    assert 'href="?group=calls&amp;network=rcgm&amp;page=2"' in first.content.decode()
    found = [one.pk for one in (*first.context["page"].rows, *second.context["page"].rows)]
    assert (sorted(found), second.context["page"].has_next) == ([one.pk for one in calls], False)
    for group in ("", "calls"):
        (table,) = pending_tables(honduras, on=TODAY, networks=["rcgm"], group=group)
        assert len(table.rows) == 7


def test_a_call_that_is_gone_is_not_found(client, officer):
    client.force_login(officer)
    assert client.post("/en/delegations/HN/calls/987654/join/").status_code == 404


def test_a_delegation_that_withdrew_joins_again(client, officer, honduras, call, join):
    over = CommitmentFactory(action=call, delegation=honduras, news_on=TODAY)
    following.change_status(commitment_id=over.pk, status="withdrawn", by=officer, on=TODAY, outcome="No funds.")
    client.force_login(officer)
    assert [one.pk for one in client.get(DESK).context["calls"].actions] == [call.pk]
    for _twice in range(2):
        answer = client.post(join, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["Honduras has joined already."]
    taken_up = call.commitments.get()
    assert (taken_up.pk, taken_up.status, taken_up.closed_on, taken_up.outcome) == (over.pk, "open", None, "")
    assert client.get(DESK).context["calls"].actions == []


def test_staff_say_out_of_what_it_is_known_and_the_delegation_sees_it(client, officer, staff, call, join):
    client.force_login(staff)
    assert 'name="words" maxlength="300" required' in client.get(DESK).content.decode()
    answer = client.post(join, {"words": " "}, follow=True)
    refused = "Please say out of what it is known: a mail, a note or a call, and its day."
    assert [str(message) for message in answer.context["messages"]] == [refused]
    assert call.commitments.count() == 0
    client.post(join, {"words": "Call of 19 May"})
    share = call.commitments.get()
    assert (share.history.get().history_user, share.history.get().history_change_reason) == (staff, "Call of 19 May")
    client.force_login(officer)
    told = {
        "en": "An open call, taken up by Honduras on 20 May 2026. Call of 19 May",
        "es": "Una convocatoria abierta, asumida por Honduras el 20 de mayo de 2026. Call of 19 May",
    }
    for language, words in told.items():
        with translation.override(language):
            there = reverse("matter", args=["HN", share.pk])
        assert words in client.get(there).content.decode()
    assert "Put on record by the Technical Secretariat." in client.get(there.replace("/es/", "/en/")).content.decode()


def test_who_joined_for_the_delegation_stands_with_the_matter(client, officer, call, join):
    client.force_login(officer)
    client.post(join)
    share = call.commitments.get()
    page = client.get(reverse("matter", args=["HN", share.pk]))
    assert (page.context["joined"].by, page.context["joined"].why, page.context["joined"].on) == (officer, "", TODAY)
    assert "Said by the delegation: Ana Prueba" in page.content.decode()
    agreed = CommitmentFactory(delegation=share.delegation)
    assert client.get(reverse("matter", args=["HN", agreed.pk])).context["joined"] is None
