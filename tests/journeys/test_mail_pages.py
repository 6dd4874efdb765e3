"""Mail as people meet it: staff look ahead, remind and revoke; an officer answers from a phone, without a password."""

import re

import pytest
from django.core import mail
from django.utils import timezone, translation
from playwright.sync_api import expect

from actions.models import Commitment
from correspondence.models import Addressee, LinkUse, Notice
from correspondence.services import outbox
from correspondence.services.sample import load_sample_mail
from documents.services.sample_texts import people
from networks.dates import long_day
from networks.services import today
from tests.journeys.person import Person
from tests.journeys.test_accessibility import EVERY_LOOK, LOOKS, MISSING, NARROW, trouble_seen

NOTE = "We met in the corridor & spoke of this."
COLLEAGUE = "Luz Paz, luz@example.org"


@pytest.fixture
def on(sample):
    """The sample's day, its mails switched on and the first digests composed."""
    now = timezone.now()
    load_sample_mail(today=today(now=now), now=now)
    return today(now=now)


@pytest.fixture
def staff(person, on):
    who = people()["staff"][0]
    person.signs_in(who["email"], who["password"])
    return person


@pytest.fixture
def officer(new_context):
    """Somebody at a phone, who never signed in."""
    return Person(new_context(viewport=NARROW).new_page())


@pytest.fixture(params=["es", pytest.param("en", marks=pytest.mark.soak)])
def language(request):
    """The language of staff's pages; their words are asked of the catalogue."""
    with translation.override(request.param):
        yield request.param


@pytest.fixture(params=["one look", pytest.param("every look", marks=pytest.mark.soak)])
def looks(request, language):
    """How each of staff's pages is looked at."""
    return LOOKS[language] if request.param == "one look" else EVERY_LOOK


def say(words):
    return translation.gettext(words)


def fine(person, looks):
    assert trouble_seen(person.page, person.page.url, looks) == []


def handed_over():
    """What the worker does each minute; gives the addresses in the last mail's text."""
    assert outbox.deliver_all(now=timezone.now()).unreachable == ""
    return re.findall(r"http\S+", mail.outbox[-1].body)


def test_staff_remind_by_hand_and_an_officer_answers(
    staff, officer, on, language, looks, settings, base_url, complaints
):
    settings.SITE_URL = base_url
    on_a_phone = [(colours, size) for colours, size in looks if size == NARROW] or [("light", NARROW)]
    page, main = staff.page, staff.page.get_by_role("main")
    outbox.deliver_all(now=timezone.now())

    # What goes out next, word for word.
    staff.opens(f"/{language}/desk/mails/")
    fine(staff, looks)
    staff.presses(say("What goes out next"), main)
    fine(staff, looks)
    staff.clicks(main.locator(".desk-rows a").first)
    expect(main.locator("pre.message")).to_be_visible()
    fine(staff, looks)

    # By hand: found, looked at with a note, sent.
    share = Commitment.objects.in_situation("date_passed", on=on).order_by("due_on", "pk").first()
    staff.presses(say("Mails"), main.get_by_role("navigation"))
    staff.presses(say("Remind by hand…"), main)
    staff.fills(say("Agreement"), share.action.agreement.reference, main)
    staff.presses(say("Find"), main)
    fine(staff, looks)
    for other in main.get_by_role("checkbox").all():
        other.set_checked(other.get_attribute("value") == str(share.pk))
    staff.presses(say("See what would go to whom"), main)
    staff.fills(say("A note of your own"), NOTE, main)
    staff.presses(say("Show it with this note"), main)
    expect(main.locator("pre.message").first).to_contain_text(NOTE)
    fine(staff, looks)
    staff.clicks(main.locator("button[name=send]"))
    expect(page).to_have_url(re.compile(r"/desk/mails/$"))
    already = len(mail.outbox)
    addresses = handed_over()
    assert len(mail.outbox) > already
    link = next(address for address in addresses if re.search(r"/pending/[^/]+/$", address))
    key = link.rstrip("/").rpartition("/")[2]

    # In the log, as it is kept.
    staff.opens(f"/{language}/desk/mails/?kind=by_hand")
    fine(staff, looks)
    staff.clicks(main.locator(".desk-rows a", has_text=mail.outbox[-1].subject).last)
    expect(main.locator("pre.message")).to_contain_text(NOTE)
    expect(main.locator("pre.message")).to_contain_text(f"/pending/[{share.delegation.code}]/")
    assert key not in page.content()
    fine(staff, looks)
    of_mail = page.url

    # The officer's phone: the link opens, a colleague is named, once a week would do, no more, again.
    opens_and_answers(officer, link, language, on_a_phone)
    assert list(Addressee.objects.values_list("address", "rhythm", "unsubscribed_at")) == [
        (mail.outbox[-1].to[0], "weekly", None)
    ]
    told = Notice.objects.order_by("pk").values_list("kind", "words")
    assert list(told) == [("colleague", COLLEAGUE), ("unsubscribed", ""), ("subscribed", "")]

    # Staff see it all, and revoke the link.
    staff.opens(of_mail)
    expect(main.locator("#links + ul .meta li")).to_have_count(LinkUse.objects.count())
    fine(staff, looks)
    staff.clicks(main.get_by_role("button", name=re.compile(say("Revoke"))))
    expect(main.get_by_text(say("Revoked"), exact=True)).to_be_visible()
    fine(staff, looks)
    staff.opens(f"/{language}/desk/mails/calls/")
    fine(staff, looks)
    for _notice in told:
        staff.presses(say("Seen"), main)
    expect(main.get_by_text(say("Nothing that you have not seen."))).to_be_visible()
    for address in ("arrangements/", "texts/digest/es/", "networks/consular-protection/"):
        staff.opens(f"/{language}/desk/mails/{address}")
        fine(staff, looks)

    assert complaints == []
    officer.opens(link)
    expect(officer.page.get_by_role("heading", level=1)).to_be_visible()
    fine(officer, on_a_phone)
    assert complaints == [MISSING]
    complaints.clear()


def opens_and_answers(officer, link, language, on_a_phone):
    """All that somebody can do behind a mailed link, in the language they choose."""
    main = officer.page.get_by_role("main")
    officer.opens(re.sub(r"/(en|es)/pending/", f"/{language}/pending/", link))
    expect(main.get_by_text(long_day(today(now=timezone.now()))).first).to_be_visible()
    fine(officer, on_a_phone)

    officer.presses(say("A colleague handles this"), main)
    fine(officer, on_a_phone)
    officer.fills(say("Your colleague's name, and how to reach them"), COLLEAGUE, main)
    officer.presses(say("Tell the Technical Secretariat"), main)
    expect(main.get_by_role("status")).to_be_visible()
    fine(officer, on_a_phone)
    officer.presses(say("Back to the pending matters"), main)

    officer.presses(say("How often you receive this"), main)
    fine(officer, on_a_phone)
    officer.clicks(main.get_by_label(re.compile(say("once a week"), re.IGNORECASE)))
    officer.presses(say("Save"), main)
    expect(main.get_by_role("status")).to_be_visible()
    fine(officer, on_a_phone)
    officer.presses(say("Back to the pending matters"), main)

    officer.presses(say("No longer receive these digests"), main)
    fine(officer, on_a_phone)
    officer.clicks(main.get_by_role("button", name=say("No longer receive these digests")))
    expect(main.get_by_role("heading", name=say("You no longer receive digests"))).to_be_visible()
    fine(officer, on_a_phone)
    officer.presses(say("Receive them again"), main)
    expect(main.get_by_role("heading", name=say("No longer receive these digests"))).to_be_visible()
