"""Links that open a delegation's pending matters: who comes in, and what is noted."""

import datetime

import pytest
from django.test import override_settings

from correspondence.models import LinkUse, SignedLink
from correspondence.services import links
from correspondence.services.handing_over import Refused
from tests.factories import (
    CommitmentFactory,
    DelegationFactory,
    DesignationFactory,
    MailFactory,
    NetworkFactory,
    StaffFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 20, 15, tzinfo=datetime.UTC)


@pytest.fixture
def mail():
    return MailFactory(recipient="ana@example.org")


@pytest.fixture
def delegation():
    """Ana is its liaison officer."""
    return DesignationFactory(person__email="ana@example.org").delegation


@pytest.fixture
def link(mail, delegation):
    return links.links_for([(mail, delegation.pk)], now=NOW, valid_days=45)[mail.pk, delegation.pk]


def test_a_token_names_its_link_until_it_expires(link):
    token = links.token_of(link)
    assert links.open_link(token, now=NOW) == link
    assert links.open_link(token, now=NOW + datetime.timedelta(days=45, seconds=-1)) == link
    with pytest.raises(links.LinkRefused):
        links.open_link(token, now=NOW + datetime.timedelta(days=45))
    assert links.named_link(token) == link


def test_a_token_is_stored_nowhere(link):
    token = links.token_of(link)
    secret = token.split("~")[1]
    stored = [str(value) for value in SignedLink.objects.values_list().get()]
    assert not [value for value in stored if secret in value]


def test_what_quotes_an_address_is_kept_without_its_key(link):
    address = f"https://minutes.example.org/es/pending/{links.token_of(link)}/"
    refused = "550 5.7.1 Blocked: {} (see https://example.com/why)"
    assert [Refused(refused.format(quoted)).words for quoted in (address, address.replace("~", "%7E"))] == [
        refused.format("https://minutes.example.org/es/pending/[…]/")
    ] * 2


@pytest.mark.parametrize("spoil", [lambda token: token[:-1] + ("a" if token[-1] != "a" else "b"), lambda token: "x"])
def test_a_forged_token_opens_nothing(link, spoil):
    with pytest.raises(links.LinkRefused):
        links.named_link(spoil(links.token_of(link)))


def test_a_revoked_link_opens_nothing(link):
    assert links.revoke_links(links=SignedLink.objects.all(), by=StaffFactory(), now=NOW) == 1
    with pytest.raises(links.LinkRefused):
        links.open_link(links.token_of(link), now=NOW)


def test_who_hands_over_leaves_the_key_behind(link, delegation):
    token = links.token_of(link)
    designation = delegation.designations.get()
    designation.ends_on = NOW.date() - datetime.timedelta(days=1)
    designation.save()
    with pytest.raises(links.LinkRefused):
        links.open_link(token, now=NOW)
    DesignationFactory(delegation=delegation, copy_to="Ana@example.org")
    assert links.open_link(token, now=NOW) == link


def test_who_chairs_and_is_no_officer_any_more_leaves_the_key_behind(link, delegation):
    token = links.token_of(link)
    designation = delegation.designations.get()
    designation.role = "chair"
    designation.save()
    with pytest.raises(links.LinkRefused):
        links.open_link(token, now=NOW)


def test_a_link_stands_for_the_networks_its_address_is_designated_for(link, delegation):
    token = links.token_of(link)
    assert links.open_link(token, now=NOW).networks == {None}
    rcgm, consular = NetworkFactory(slug="rcgm"), NetworkFactory()
    DesignationFactory(delegation=delegation, network=rcgm, role="chair", person__email="chair@example.org")
    DesignationFactory(delegation=delegation, network=consular, copy_to="Chair@example.org")
    assert links.networks_of("chair@example.org", delegation, on=NOW.date()) == {consular.pk}


def test_a_link_outlives_a_change_of_the_secret(link):
    with override_settings(SECRET_KEY="before"):
        token = links.token_of(link)
    with override_settings(SECRET_KEY="after", SECRET_KEY_FALLBACKS=["before"]):
        assert links.open_link(token, now=NOW) == link


def test_a_second_attempt_finds_the_links_of_the_first(mail, link):
    again = links.links_for([(mail, link.delegation_id)], now=NOW + datetime.timedelta(hours=1), valid_days=45)
    assert again == {(mail.pk, link.delegation_id): link}


def test_opening_the_page_notes_the_use_and_changes_nothing_else(client, mail, delegation):
    share = CommitmentFactory(due_on=datetime.date(2026, 4, 1), delegation=delegation)
    link = SignedLink.objects.create(
        mail=mail,
        delegation=delegation,
        address=mail.recipient,
        issued_at=NOW,
        expires_at=NOW + datetime.timedelta(days=36500),
    )
    answer = client.get(f"/en/pending/{links.token_of(link)}/", headers={"User-Agent": "A browser"})
    assert answer.status_code == 200
    assert {name: answer[name] for name in ("Referrer-Policy", "X-Robots-Tag", "Cache-Control")} == {
        "Referrer-Policy": "same-origin",
        "X-Robots-Tag": "noindex, nofollow",
        "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private",
    }
    assert list(LinkUse.objects.values_list("link", "what", "browser")) == [(link.pk, "pending", "A browser")]
    share.refresh_from_db()
    assert share.status == "open"


@pytest.mark.parametrize("language", ["en", "es"])
def test_whatever_opens_nothing_gets_the_same_answer(client, language, mail):
    delegation = DelegationFactory()
    gone = SignedLink.objects.create(
        mail=mail,
        delegation=delegation,
        address=mail.recipient,
        issued_at=NOW,
        expires_at=NOW + datetime.timedelta(days=1),
    )
    expired = client.get(f"/{language}/pending/{links.token_of(gone)}/")
    unknown = client.get(f"/{language}/pending/nothing/")
    assert (expired.status_code, unknown.status_code) == (404, 404)
    assert expired.content.replace(links.token_of(gone).encode(), b"nothing") == unknown.content
