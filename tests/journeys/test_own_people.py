"""A delegation keeps its own people: somebody hands over, and what hung on the one hangs on the other."""

import pytest
from django.utils import timezone, translation
from playwright.sync_api import expect

from correspondence.services import links
from networks.models import Designation
from networks.services import today
from tests.factories import MailFactory
from tests.journeys.conftest import PASSWORD
from tests.journeys.person import Person
from tests.journeys.test_accessibility import LOOKS, MISSING, trouble_seen


@pytest.fixture(params=["es", pytest.param("en", marks=pytest.mark.soak)])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def fine(language):
    """Whether a page is as it should be, looked at as is the turn of the language."""

    def look(person):
        assert trouble_seen(person.page, person.page.url, LOOKS[language]) == []

    return look


def say(words, **values):
    return translation.gettext(words) % values


def gets_a_password(person):
    person.set_password(PASSWORD)
    person.save()
    return person.email, PASSWORD


def test_somebody_hands_over(person, new_context, sample, language, fine, complaints):
    now = timezone.now()
    focal_point = Designation.objects.get(delegation__code="HN", role="focal_point").person
    leaving = Designation.objects.get(delegation__code="HN", role="liaison_officer")
    mail = MailFactory(recipient=leaving.person.email)
    link = links.links_for([(mail, leaving.delegation_id)], now=now, valid_days=45)[mail.pk, leaving.delegation_id]
    by_link = f"/{language}/pending/{links.token_of(link)}/"
    page, main = person.page, person.page.get_by_role("main")

    person.signs_in(*gets_a_password(focal_point))
    person.opens(f"/{language}/delegations/HN/officers/")
    fine(person)
    row = main.locator(".rows > li", has_text=leaving.person.name)
    person.clicks(row.get_by_role("link", name=say("Hand over")))
    fine(person)
    page.get_by_label(say("Name"), exact=True).fill("Luz Paz")
    page.get_by_label(say("E-mail"), exact=True).fill("luz@example.org")
    page.get_by_label(say("Note"), exact=True).fill("Note 9/2026")
    page.get_by_label(say("Send an invitation by mail")).uncheck()
    person.clicks(main.get_by_role("button", name=say("Show what passes on")))

    # What it will do, before it is done.
    expect(main.get_by_role("heading", level=1)).to_have_text(say("What passes on"))
    expect(main.get_by_text("luz@example.org")).to_be_visible()
    fine(person)
    assert Designation.objects.filter(person__email="luz@example.org").count() == 0
    person.clicks(main.get_by_role("button", name=say("Hand over")))
    expect(main.get_by_text("Note 9/2026")).to_be_visible()
    fine(person)
    leaving.refresh_from_db()
    after = Designation.objects.get(person__email="luz@example.org")
    assert (after.starts_on, (after.starts_on - leaving.ends_on).days, after.network_id) == (
        today(now=now),
        1,
        leaving.network_id,
    )

    # The one comes in, the other's link opens nothing any more.
    successor = Person(new_context().new_page())
    successor.signs_in(*gets_a_password(after.person))
    successor.opens(f"/{language}/pending/")
    expect(successor.page.get_by_role("heading", level=1)).to_contain_text(str(leaving.delegation))
    assert successor.page.goto(by_link).status == 404
    assert complaints == [MISSING]
    complaints.clear()


def test_one_makes_a_calendar_and_prints_a_sheet(person, sample, language, fine):
    officer = Designation.objects.get(delegation__code="HN", role="liaison_officer")
    person.signs_in(*gets_a_password(officer.person))
    main = person.page.get_by_role("main")
    person.opens(f"/{language}/account/calendar/")
    fine(person)
    person.clicks(main.get_by_role("button", name=say("Make an address")))
    address = main.get_by_label(say("Its address"))
    expect(address).to_be_visible()
    fine(person)
    answer = person.page.request.get(f"/{language}/calendar/{address.input_value().rpartition('/')[2]}")
    assert (answer.status, answer.text()[:15]) == (200, "BEGIN:VCALENDAR")
    planned = officer.network.meetings.upcoming(on=today(now=timezone.now())).first()
    person.opens(f"/{language}/delegations/HN/brief/{planned.pk}/")
    fine(person)
    person.page.emulate_media(media="print")
    expect(person.page.get_by_role("navigation")).to_have_count(0)
    expect(main.get_by_role("heading", level=1)).to_be_visible()
