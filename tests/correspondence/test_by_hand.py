"""Reminders by hand: only what was seen goes out, once, to those who may be reminded."""

import datetime
import re

import pytest
import time_machine

from correspondence.forms import ChooseForm
from correspondence.models import Addressee, DelegationHold, Mail, MailSettings, Mention
from tests.correspondence import reminding
from tests.factories import DelegationFactory, NetworkFactory, StaffFactory

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 20, 15, tzinfo=datetime.UTC)
PASSED = datetime.date(2026, 3, 2)
PAGE = "/en/desk/mails/remind/"


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def network():
    reminding.set_up()
    return reminding.switched_on()


@pytest.fixture
def staff(client):
    person = StaffFactory()
    client.force_login(person)
    return person


def look(client, *shares, note=""):
    return client.post(PAGE, {"commitment": [share.pk for share in shares], "note": note})


def send(client, plan, *shares, note=""):
    chosen = " ".join(str(share.pk) for share in shares)
    return client.post(PAGE, {"chosen": chosen, "note": note, "seen": plan.seen, "send": "1"})


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def test_a_search_finds_what_is_pending(client, staff, network):
    passed = reminding.promised(network, PASSED)
    reminding.promised(network, PASSED, status="fulfilled", closed_on=PASSED)
    later = reminding.promised(network, datetime.date(2026, 9, 1), by="GT")
    found = {
        query: [commitment for commitment, _situation in client.get(PAGE + query).context["rows"]]
        for query in ("", "?situation=date_passed", "?delegation=GT", f"?agreement={passed.action.agreement.reference}")
    }
    assert list(found.values()) == [[], [passed], [later], [passed]]


def test_whatever_a_step_for_many_can_find_can_be_reminded_of(client, staff, network):
    shares = {
        "date_passed": reminding.promised(network, PASSED),
        "due_soon": reminding.promised(network, datetime.date(2026, 4, 1)),
        "stale": reminding.promised(network, news_on=datetime.date(2025, 1, 1)),
        "in_progress": reminding.promised(network, datetime.date(2026, 9, 1), status="in_progress"),
        "to_confirm": reminding.promised(network, datetime.date(2026, 9, 1), status="to_confirm"),
    }
    asked = [situation for situation, _words in ChooseForm().fields["situation"].choices if situation]
    answers = {situation: client.get(f"{PAGE}?situation={situation}").context for situation in asked}
    assert [answer["form"].errors for answer in answers.values()] == [{}] * len(asked)
    found = {situation: [one for one, _situation in answer["rows"]] for situation, answer in answers.items()}
    assert found == {situation: [shares[situation]] if situation in shares else [] for situation in asked}


def test_delegations_stand_in_the_readers_alphabet(client, staff, network):
    for code, english, spanish in (("DE", "Germany", "Alemania"), ("US", "Austria", "Austria"), ("FR", "France", "Ñ")):
        DelegationFactory(code=code, name_en=english, name_es=spanish)
    pages = {language: client.get(f"/{language}/desk/mails/remind/?delegation=US") for language in ("en", "es")}
    shown = {
        language: re.findall(r'<option value="(DE|US|FR)"( selected)?>', page.content.decode())
        for language, page in pages.items()
    }
    assert shown == {
        "en": [("US", " selected"), ("FR", ""), ("DE", "")],
        "es": [("DE", ""), ("US", " selected"), ("FR", "")],
    }


def test_more_than_are_listed_are_chosen_with_the_others(client, staff, network, monkeypatch):
    monkeypatch.setattr("correspondence.views.by_hand.LISTED_AT_MOST", 1)
    reminding.officer()
    shares = [reminding.promised(network, PASSED + datetime.timedelta(days)) for days in range(3)]
    address = f"{PAGE}?situation=date_passed"
    page = client.get(address)
    assert ([one for one, _situation in page.context["rows"]], page.context["more"]) == (shares[:1], 2)
    listed = {"listed": f"{shares[0].pk} "}
    chosen = [
        client.post(address, listed | sent).context["chosen"]
        for sent in ({"commitment": shares[0].pk, "others": "1"}, {"others": "1"}, {"commitment": shares[0].pk})
    ]
    every = [one.pk for one in shares]
    assert chosen == [every, every[1:], every[:1]]


def test_exactly_what_was_seen_goes_out_with_the_note(client, staff, network):
    share = reminding.promised(network, PASSED)
    reminding.officer("ana@example.org")
    reminding.officer("bo@example.org", copy_to="office@example.org")
    answer = look(client, share, note="We meet in May.")
    shown = [(letter.recipient, words.subject) for letter, words in answer.context["mails"]]
    subject = "Delegation HN: pending matters with the C (1)"
    assert shown == [(f"{name}@example.org", subject) for name in ("ana", "bo", "office")]
    assert all("We meet in May." in words.text for _letter, words in answer.context["mails"])
    assert Mail.objects.count() == 0
    send(client, answer.context["plan"], share, note="We meet in May.")
    mails = Mail.objects.order_by("recipient").values_list("recipient", "kind", "note", "asked_by", "state")
    assert list(mails) == [
        (f"{name}@example.org", "by_hand", "We meet in May.", staff.pk, "pending") for name in ("ana", "bo", "office")
    ]


def test_sent_twice_it_goes_out_once(client, staff, network):
    share = reminding.promised(network, PASSED)
    reminding.officer()
    plan = look(client, share).context["plan"]
    for _twice in range(2):
        answer = send(client, plan, share)
    assert (Mail.objects.count(), said(client.get(answer["Location"]))[-1]) == (
        1,
        "This reminder went out today already; nothing was sent again.",
    )


def test_what_has_changed_since_must_be_seen_again(client, staff, network):
    share = reminding.promised(network, PASSED)
    reminding.officer()
    plan = look(client, share).context["plan"]
    reminding.officer("bo@example.org")
    answer = send(client, plan, share)
    assert (Mail.objects.count(), said(answer), len(answer.context["mails"])) == (
        0,
        ["Something has changed since you looked. Please look again before you send."],
        2,
    )
    answer = send(client, plan, share, note="Another note")
    assert Mail.objects.count() == 0


def test_nobody_is_told_who_may_not_be_and_staff_see_why(client, staff, network):
    reminding.officer()
    held = reminding.promised(network, PASSED, by="GT")
    DelegationHold.objects.create(
        delegation=DelegationFactory(code="GT"), starts_on=datetime.date(2026, 3, 1), reason="Elections"
    )
    off = reminding.promised(NetworkFactory(slug="smuggling"), PASSED)
    closed = reminding.promised(network, PASSED, status="fulfilled", closed_on=PASSED)
    old = reminding.promised(network, PASSED, followed=False)
    alone = reminding.promised(network, PASSED, by="BZ")
    answer = look(client, held, off, closed, old, alone)
    assert {one.commitment: one.why for one in answer.context["plan"].left_out} == {
        held: "Delegation GT is on hold.",
        off: "The mails of Smuggling are not switched on.",
        closed: "It is not pending.",
        old: "It is not followed.",
        alone: "Delegation BZ has nobody to write to for Consular Protection.",
    }
    assert answer.context["mails"] == []


def test_of_a_share_to_confirm_a_delegation_is_asked_whether_it_takes_part(client, staff, network):
    absent = reminding.promised(network, PASSED, status="to_confirm")
    reminding.officer("ana@example.org")
    answer = look(client, absent)
    send(client, answer.context["plan"], absent)
    assert list(Mention.objects.values_list("commitment", "mail__recipient", "section", "because")) == [
        (absent.pk, "ana@example.org", "to_confirm", "by_hand")
    ]
    ((_letter, words),) = answer.context["mails"]
    assert "To confirm: does your delegation take part?\n-----" in words.text


def test_who_unsubscribed_from_digests_is_reminded_by_hand_and_who_takes_no_mail_is_not(client, staff, network):
    told, untold = reminding.promised(network, PASSED), reminding.promised(network, PASSED, by="GT")
    reminding.officer("ana@example.org")
    reminding.officer("bo@example.org", "GT", copy_to="office@example.org")
    Addressee.objects.create(address="ana@example.org", unsubscribed_at=NOW)
    for address in ("bo@example.org", "office@example.org"):
        Addressee.objects.create(address=address, undeliverable_at=NOW, unsubscribed_at=NOW)
    plan = look(client, told, untold).context["plan"]
    assert [(letter.recipient, [entry.commitment_id for entry in letter.entries]) for letter in plan.letters] == [
        ("ana@example.org", [told.pk])
    ]
    assert {one.commitment: one.why for one in plan.left_out} == {
        untold: "No mail reaches those whom Delegation GT has designated for Consular Protection."
    }
    send(client, plan, told, untold)
    assert list(Mail.objects.values_list("recipient", "kind")) == [("ana@example.org", "by_hand")]


def test_without_a_mailbox_for_answers_nothing_goes_out(client, staff, network):
    share = reminding.promised(network, PASSED)
    MailSettings.objects.update(secretariat_address="")
    answer = look(client, share)
    assert (answer.status_code, Mail.objects.count()) == (302, 0)


def test_nothing_chosen_is_said(client, staff, network):
    answer = look(client)
    assert said(client.get(answer["Location"])) == ["Choose first of what to remind."]


def test_the_wrong_person_sends_nothing(client, network):
    share = reminding.promised(network, PASSED)
    reminding.officer()
    client.force_login(reminding.officer("eve@example.org", "GT").person)
    assert (look(client, share).status_code, Mail.objects.count()) == (404, 0)
