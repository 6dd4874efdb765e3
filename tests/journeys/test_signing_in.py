"""Signing in as people do: an officer by a code, on a phone; staff with an app that shows codes, and with a passkey."""

import re

import pytest
from django.core import mail
from django.utils import translation
from playwright.sync_api import expect

from networks import tasks
from networks.models import Designation
from tests.factories import StaffFactory
from tests.journeys.person import Person
from tests.journeys.test_accessibility import LOOKS, NARROW, TWO_LOOKS, trouble_seen
from tests.networks.at_the_door import THE_CODE, shown_by_the_app

PASSWORD = "a-clerk-signs-in-here"


@pytest.fixture(autouse=True)
def sent_at_once(monkeypatch):
    """What the worker does as soon as it hears of it."""
    monkeypatch.setattr(tasks.send_sign_in_code, "apply_async", lambda args, **options: tasks.send_sign_in_code(*args))


@pytest.fixture(params=["es", pytest.param("en", marks=pytest.mark.soak)])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def staff(conference):
    return StaffFactory(name="Clerk", email="clerk@example.org", password=PASSWORD)


def fine(person, looks):
    assert trouble_seen(person.page, person.page.url, looks) == []


def test_an_officer_signs_in_by_a_code_on_a_phone(new_context, sample, language):
    officer = Designation.objects.filter(role="liaison_officer", person__email__isnull=False).first().person
    officer.language = language
    officer.save()
    person, say, looks = Person(new_context(viewport=NARROW).new_page()), translation.gettext, LOOKS[language]
    person.opens(f"/{language}/sign-in/?next=/{language}/delegations/")
    person.fills(say("E-mail"), officer.email)
    person.presses(say("Send me a code"))
    expect(person.page.get_by_role("heading", name=say("Enter the code"))).to_be_visible()
    fine(person, looks)
    person.fills(say("Code"), "BCDF-GHJK")
    person.presses(say("Sign in"), person.page.get_by_role("main"))
    expect(person.page.locator(".errorlist")).to_be_visible()
    fine(person, looks)
    person.fills(say("Code"), THE_CODE.search(mail.outbox[-1].body)[0])
    person.page.keyboard.press("Enter")
    expect(person.page).to_have_url(re.compile(f"/{language}/delegations/$"))
    person.page.set_viewport_size(NARROW)
    person.presses(say("My account"))
    fine(person, looks)
    person.presses(say("Sessions"))
    expect(person.page.get_by_text(say("This one"), exact=True)).to_be_visible()
    fine(person, looks)
    person.presses(say("Sign out here"))
    expect(person.page.get_by_role("link", name=say("Sign in")).first).to_be_visible()


def test_staff_are_led_to_set_up_an_app_and_sign_in_with_it(person, staff, settings):
    settings.STAFF_SECOND_FACTOR = True
    page, main = person.page, person.page.get_by_role("main")
    person.signs_in(staff.email, PASSWORD)
    person.opens("/en/desk/")
    expect(page.get_by_text("Please set one up")).to_be_visible()
    fine(person, TWO_LOOKS)
    person.presses("Set up an app")
    key = main.locator("code").inner_text()
    fine(person, TWO_LOOKS)
    # A code counts once: that of the step before is as good, and leaves the present one for signing in.
    person.fills("Code that the app shows", shown_by_the_app(key, steps_ago=1))
    person.presses("Set it up")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    fine(person, TWO_LOOKS)
    person.presses("Sign out")
    person.opens("/en/sign-in/password/?next=/en/desk/")
    person.fills("E-mail", staff.email)
    person.fills("Password", PASSWORD)
    person.presses("Sign in", main)
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    fine(person, TWO_LOOKS)
    person.fills(re.compile("Code of the app"), shown_by_the_app(key))
    person.presses("Sign in", main)
    expect(page).to_have_url(re.compile("/en/desk/$"))


def test_staff_sign_in_with_a_passkey(person, staff):
    page, main = person.page, person.page.get_by_role("main")
    of_the_browser = page.context.new_cdp_session(page)
    of_the_browser.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "automaticPresenceSimulation": True}
    of_the_browser.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**device, "hasUserVerification": True, "isUserVerified": True}},
    )
    person.signs_in(staff.email, PASSWORD)
    person.opens("/en/account/second-factor/passkeys/add/")
    person.fills("Name", "The desk's computer")
    person.presses("Add this device or key")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    person.opens("/en/account/second-factor/passkeys/")
    expect(page.get_by_text("The desk's computer").first).to_be_visible()
    fine(person, TWO_LOOKS)
    person.presses("Sign out")
    person.opens("/en/sign-in/password/")
    person.fills("E-mail", staff.email)
    person.fills("Password", PASSWORD)
    person.presses("Sign in", main)
    fine(person, TWO_LOOKS)
    person.presses("Use a passkey")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_a_passkey_that_the_browser_refuses_is_said_on_the_page(person, staff):
    person.signs_in(staff.email, PASSWORD)
    person.opens("/en/account/second-factor/passkeys/add/")
    person.page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('refused')) }")
    person.presses("Add this device or key")
    expect(person.page.get_by_role("alert")).to_contain_text("The passkey was not used.")
    fine(person, TWO_LOOKS)
