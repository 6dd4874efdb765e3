"""A delegation's pending matters: what stands there, who sees it, and what it costs the database."""

import datetime
import re

import pytest
from django.core.cache import caches
from django.urls import reverse

from actions.models import Commitment
from desks.services.pending import group_of, open_calls, pending_of
from networks.services import count_what_is_stored
from tests.desks.conftest import TODAY
from tests.factories import (
    ActionFactory,
    ActionOwnerFactory,
    ChairFactory,
    CommitmentFactory,
    DelegationFactory,
    DesignationFactory,
    FrozenFactory,
    NetworkFactory,
    PresidencyFactory,
    UserFactory,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def due(delegation, days, **fields):
    day = TODAY + datetime.timedelta(days) if days is not None else None
    return CommitmentFactory(delegation=delegation, due_on=day, news_on=TODAY, **fields)


def shown(groups):
    return {group.name: [matter.commitment.pk for matter in group.matters] for group in groups}


def test_what_is_pending_stands_by_how_it_presses(honduras, mexico):
    passed, soon, later = due(honduras, -1), due(honduras, 30), due(honduras, 31)
    offered = due(honduras, -2, action=ActionFactory(agreement=FrozenFactory(), force="offered"))
    without = due(honduras, None)
    stale = CommitmentFactory(delegation=honduras, news_on=TODAY - datetime.timedelta(183))
    event = ActionFactory(agreement=FrozenFactory(), deadline_kind="event", deadline_body=NetworkFactory(slug="rcgm"))
    waiting = CommitmentFactory(delegation=honduras, action=event, news_on=TODAY)
    absent = due(honduras, 5, status="to_confirm")
    done = due(honduras, -9, status="fulfilled", closed_on=TODAY - datetime.timedelta(180))
    due(honduras, -9, status="fulfilled", closed_on=TODAY - datetime.timedelta(181))
    due(honduras, -9, status="withdrawn", closed_on=TODAY)
    due(mexico, -9)
    CommitmentFactory(delegation=honduras, action=ActionFactory())  # of a draft
    assert shown(pending_of(honduras, on=TODAY)) == {
        "date_passed": [passed.pk],
        "due_soon": [soon.pk],
        "later": [offered.pk, later.pk],
        "waiting": [waiting.pk],
        "stale": [stale.pk],
        "no_date": [without.pk],
        "to_confirm": [absent.pk],
        "fulfilled": [done.pk],
    }


def test_the_presidency_stands_with_its_holder(honduras, mexico):
    office = DelegationFactory(code="PPT", kind="office")
    held = due(office, 3)
    PresidencyFactory(delegation=honduras, starts_on=datetime.date(2026, 1, 1))
    matters = [(m.commitment.pk, m.as_presidency) for group in pending_of(honduras, on=TODAY) for m in group.matters]
    assert (matters, pending_of(mexico, on=TODAY)) == ([(held.pk, True)], [])


def test_of_a_long_group_the_first_are_shown_and_the_rest_page_by_page(honduras):
    shares = [due(honduras, days) for days in range(1, 8)]
    group = pending_of(honduras, on=TODAY, in_all=6, of_a_group=5)[0]
    assert (shown([group]), group.number, group.more) == ({"due_soon": [one.pk for one in shares[:5]]}, 7, 2)
    page = group_of(honduras, "due_soon", on=TODAY, number=1)
    assert ([matter.commitment.pk for matter in page.rows], page.has_next) == ([one.pk for one in shares], False)


def test_some_networks_alone(honduras):
    here = due(honduras, 3)
    there = due(honduras, 4, action=ActionFactory(agreement=FrozenFactory(report__meeting__network__slug="rcgm")))
    assert shown(pending_of(honduras, on=TODAY, networks=["rcgm"])) == {"due_soon": [there.pk]}
    assert shown(pending_of(honduras, on=TODAY)) == {"due_soon": [here.pk, there.pk]}


@pytest.mark.parametrize("by_link", [False, True])
def test_a_groups_pages_and_its_form_keep_networks_and_group(client, officer, honduras, token, monkeypatch, by_link):
    monkeypatch.setattr("desks.services.pending.SHOWN_OF_ONE_GROUP", 2)
    there = FrozenFactory(report__meeting__network__slug="rcgm")
    shares = [due(honduras, days, action=ActionFactory(agreement=there)) for days in (1, 3, 5)]
    for days in (2, 4):
        due(honduras, days)
    client.force_login(officer)
    desk = f"/en/pending/{token}/" if by_link else "/en/delegations/HN/pending/"
    first = client.get(f"{desk}?group=due_soon&network=rcgm")
    assert [one.commitment for one in first.context["page"].rows] == shares[:2]
    (following,) = re.findall(r'rel="next" href="([^"]+)"', first.content.decode())
    assert following == "?group=due_soon&amp;network=rcgm&amp;page=2"
    second = client.get(desk + following.replace("&amp;", "&"))
    assert [one.commitment for one in second.context["page"].rows] == shares[2:]
    (before,) = re.findall(r'rel="prev" href="([^"]+)"', second.content.decode())
    assert before == "?group=due_soon&amp;network=rcgm&amp;page=1"
    chosen = '<input type="hidden" name="group" value="due_soon">'
    networks = re.search(r'<details class="networks.*?</details>', first.content.decode(), re.DOTALL)
    assert (networks is None) if by_link else (chosen in networks[0])


def test_a_group_without_anything_says_so(client, officer, honduras):
    client.force_login(officer)
    answer = client.get("/en/delegations/HN/pending/?group=due_soon")
    assert (answer.context["page"].rows, "Nothing here." in answer.content.decode()) == ([], True)


def test_a_call_is_open_to_members_that_have_not_joined(honduras, mexico):
    call = ActionFactory(agreement=FrozenFactory(), confirmed=True)
    ActionOwnerFactory(action=call, audience="INTERESTED")
    over = ActionFactory(
        agreement=FrozenFactory(), confirmed=True, deadline_kind="date", deadline_on=TODAY - datetime.timedelta(1)
    )
    ActionOwnerFactory(action=over, audience="INTERESTED")
    CommitmentFactory(action=call, delegation=mexico)
    observer = DelegationFactory(code="UNHCR", kind="organisation")
    assert [list(open_calls(one, on=TODAY, version=0)) for one in (honduras, mexico, observer)] == [[call], [], []]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_is_the_same_by_account_and_by_link(client, officer, honduras, token, share, language):
    linked = client.get(f"/{language}/pending/{token}/")
    client.force_login(officer)
    own = client.get(f"/{language}/delegations/HN/pending/")
    assert [shown(answer.context["groups"]) for answer in (linked, own)] == [{"date_passed": [share.pk]}] * 2
    assert [share.action.agreement.reference in answer.content.decode() for answer in (linked, own)] == [True] * 2


@pytest.mark.parametrize("place", ["pending", "inform", "matters/1", "progress/1", "files/1"])
def test_another_delegations_people_find_nothing(client, honduras, mexico, place):
    client.force_login(DesignationFactory(delegation=mexico).person)
    there = client.get(f"/en/delegations/HN/{place}/")
    nowhere = client.get(f"/en/delegations/XX/{place}/")
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert _plain(there).replace("/HN/", "/XX/") == _plain(nowhere)


def _plain(answer):
    """The page without the token of its forms, which is another each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def test_a_visitor_is_asked_to_sign_in(client, honduras):
    answer = client.get("/en/delegations/HN/pending/")
    assert (answer.status_code, answer.url) == (302, f"{reverse('sign-in')}?next=%2Fen%2Fdelegations%2FHN%2Fpending%2F")


def test_who_is_designated_no_more_finds_nothing(client, honduras):
    past = DesignationFactory(delegation=honduras, ends_on=TODAY - datetime.timedelta(1))
    client.force_login(past.person)
    assert client.get("/en/delegations/HN/pending/").status_code == 404


def test_ones_own_desk_is_found_without_its_name(client, officer, staff, honduras, mexico, share):
    client.force_login(officer)
    assert client.get("/en/pending/").url == "/en/delegations/HN/pending/"
    DesignationFactory(person=officer, delegation=mexico)
    assert set(client.get("/en/pending/").context["delegations"]) == {honduras, mexico}
    client.force_login(staff)
    assert list(client.get("/en/pending/").context["delegations"]) == [honduras]
    client.force_login(UserFactory())
    assert client.get("/en/pending/").status_code == 404


def test_an_officer_of_one_network_informs_in_that_network_alone(client, honduras):
    network = NetworkFactory(slug="rcgm")
    person = DesignationFactory(delegation=honduras, network=network).person
    due(honduras, 3)
    due(honduras, 3, action=ActionFactory(agreement=FrozenFactory(report__meeting__network=network)))
    client.force_login(person)
    answer = client.get("/en/delegations/HN/pending/")
    assert (answer.context["informs_in"], answer.content.decode().count("Inform of progress")) == ({network.pk}, 1)


def test_a_link_informs_in_the_networks_of_its_address_alone(client, officer, honduras, token):
    network = NetworkFactory(slug="rcgm")
    officer.designations.update(network=network)
    elsewhere = due(honduras, 3)
    here = due(honduras, 3, action=ActionFactory(agreement=FrozenFactory(report__meeting__network=network)))
    answer = client.get(f"/en/pending/{token}/")
    assert (answer.context["informs_in"], answer.content.decode().count("Inform of progress")) == ({network.pk}, 1)
    offered = client.get(f"/en/pending/{token}/inform/?commitment={elsewhere.pk}&commitment={here.pk}").context[
        "chosen"
    ]
    assert offered == [here]


def test_a_chair_belongs_to_no_delegation_by_that_alone(client, honduras):
    client.force_login(ChairFactory(delegation=honduras).person)
    assert client.get("/en/delegations/HN/pending/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3, pytest.param(10, marks=pytest.mark.postgres)])
def test_it_asks_the_database_as_often_for_many_matters_as_for_one(client, officer, honduras, token, rows):
    for number in range(rows):
        due(honduras, number % 90 - 30)
        due(honduras, None)
    count_what_is_stored()
    ActionOwnerFactory(action=ActionFactory(agreement=FrozenFactory(), confirmed=True), audience="INTERESTED")
    linked = queries_of(client, f"/en/pending/{token}/")
    client.force_login(officer)
    # What was found for the link is kept until something changes.
    kept = queries_of(client, "/en/delegations/HN/pending/")
    caches["pages"].clear()
    own = queries_of(client, "/en/delegations/HN/pending/")
    assert Commitment.objects.count() == 2 * rows
    assert (own, kept, linked) == (13, 11, 14)
