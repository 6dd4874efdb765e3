"""What whoever holds a mailed link may say."""

import datetime

import pytest

from correspondence.models import Addressee, LinkUse, Notice, SignedLink
from correspondence.services import links, subscriptions
from correspondence.services.recipients import addresses
from tests.factories import CommitmentFactory, DesignationFactory, MailFactory

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 20, 15, tzinfo=datetime.UTC)


@pytest.fixture
def link():
    mail = MailFactory(recipient="ana@example.org")
    return SignedLink.objects.create(
        mail=mail,
        delegation=DesignationFactory(person__email="ana@example.org", delegation__code="GT").delegation,
        address=mail.recipient,
        issued_at=NOW,
        expires_at=NOW + datetime.timedelta(days=36500),
    )


def page(link, name="", language="en"):
    return f"/{language}/pending/{links.token_of(link)}/{name}"


def notices():
    return list(Notice.objects.order_by("pk").values_list("kind", "address", "delegation__code", "words"))


def test_a_colleague_is_told_to_the_secretariat_once_and_the_record_stays(client, link):
    before = CommitmentFactory(delegation=link.delegation).history.count()
    for _twice in range(2):
        answer = client.post(page(link, "colleague/"), {"colleague": " Luz Paz, luz@example.org "})
        assert (answer.status_code, answer["Location"]) == (302, f"{page(link, 'colleague/')}?told")
    assert notices() == [("colleague", "ana@example.org", "GT", "Luz Paz, luz@example.org")]
    assert link.delegation.commitments.get().history.count() == before


def test_a_colleague_without_a_name_is_asked_for_again(client, link):
    answer = client.post(page(link, "colleague/"), {"colleague": "  "})
    assert (answer.status_code, notices()) == (200, [])


def test_once_a_week_is_kept(client, link):
    client.post(page(link, "rhythm/"), {"rhythm": "weekly"})
    assert list(Addressee.objects.values_list("address", "rhythm")) == [("ana@example.org", "weekly")]


def test_a_rhythm_nobody_offers_is_refused(client, link):
    assert client.post(page(link, "rhythm/"), {"rhythm": "hourly"}).status_code == 200
    assert not Addressee.objects.exists()


def test_looking_at_a_page_stops_nothing(client, link):
    assert client.get(page(link, "unsubscribe/")).status_code == 200
    assert (notices(), Addressee.objects.count()) == ([], 0)


def test_a_page_opened_is_told_from_a_form_sent(client, link):
    client.get(page(link, "unsubscribe/"))
    client.post(page(link, "unsubscribe/"))
    assert list(LinkUse.objects.order_by("pk").values_list("what", flat=True)) == ["unsubscribe", "unsubscribe_sent"]


def test_one_click_unsubscribes_without_a_form_of_ours(link, client):
    strict = type(client)(enforce_csrf_checks=True)
    for _twice in range(2):
        answer = strict.post(page(link, "unsubscribe/"), {"List-Unsubscribe": "One-Click"})
        # Without sending the mail reader on (RFC 8058).
        assert answer.status_code == 200
    assert Addressee.objects.get(address="ana@example.org").unsubscribed_at is not None
    assert notices() == [("unsubscribed", "ana@example.org", "GT", "")]


def test_other_forms_want_their_token(link, client):
    strict = type(client)(enforce_csrf_checks=True)
    assert strict.post(page(link, "colleague/"), {"colleague": "Luz"}).status_code == 403


def test_an_old_mail_can_still_be_unsubscribed_from(client, link):
    link.issued_at, link.expires_at = NOW - datetime.timedelta(days=90), NOW - datetime.timedelta(days=45)
    link.save()
    assert client.get(page(link)).status_code == 404
    client.post(page(link, "unsubscribe/"))
    assert Addressee.objects.get(address="ana@example.org").unsubscribed_at is not None


def test_a_revoked_link_stops_digests_and_brings_none_back(client, link):
    link.revoked_at = NOW
    link.save()
    for form in ({}, {"again": "1"}):
        client.post(page(link, "unsubscribe/"), form)
    assert Addressee.objects.get(address="ana@example.org").unsubscribed_at is not None
    assert [kind for kind, *_rest in notices()] == ["unsubscribed"]


def test_digests_can_be_had_again(client, link):
    client.post(page(link, "unsubscribe/"))
    client.post(page(link, "unsubscribe/"), {"again": "1"})
    assert Addressee.objects.get(address="ana@example.org").unsubscribed_at is None
    assert [kind for kind, *_rest in notices()] == ["unsubscribed", "subscribed"]


def test_who_receives_no_digests_is_not_asked_how_often(client, link):
    client.post(page(link, "unsubscribe/"))
    answers = [client.get(page(link, "rhythm/")), client.post(page(link, "rhythm/"), {"rhythm": "weekly"})]
    assert [(one.status_code, one.get("Location")) for one in answers] == [(302, page(link, "unsubscribe/"))] * 2
    assert Addressee.objects.get(address="ana@example.org").rhythm == "daily"
    client.post(page(link, "unsubscribe/"), {"again": "1"})
    client.post(page(link, "rhythm/"), {"rhythm": "weekly"})
    addressee = Addressee.objects.get(address="ana@example.org")
    assert (addressee.rhythm, addressee.unsubscribed_at) == ("weekly", None)


def test_a_week_s_digest_begins_with_the_next_week(link):
    friday = datetime.date(2026, 3, 20)
    subscriptions.choose_rhythm(address=link.address, rhythm="weekly", on=friday)
    rhythms = {
        day: addresses(on=day).recipients[link.address].rhythm
        for day in (friday, datetime.date(2026, 3, 23), datetime.date(2026, 3, 24))
    }
    assert list(rhythms.values()) == ["daily", "weekly", "weekly"]
