"""From a mail to an acknowledged report, without an account; and what another delegation's officer finds."""

import datetime
import re

import pytest
from django.core import mail
from django.utils import timezone, translation
from playwright.sync_api import expect

from actions.models import ProgressReport
from correspondence.models import Mention
from correspondence.services import outbox
from correspondence.services.sample import load_sample_mail
from documents.services.sample_texts import people
from networks.models import Delegation, Designation
from networks.services import today
from tests.journeys.person import Person
from tests.journeys.test_accessibility import LOOKS, MISSING, NARROW, trouble_seen

A_PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
WORDS = "The paper went out on Monday."


@pytest.fixture
def on(sample):
    now = timezone.now()
    load_sample_mail(today=today(now=now), now=now)
    return today(now=now)


@pytest.fixture
def officer(new_context):
    """Somebody at a phone, who never signed in."""
    return Person(new_context(viewport=NARROW).new_page())


@pytest.fixture(params=["es", pytest.param("en", marks=pytest.mark.soak)])
def language(request):
    with translation.override(request.param):
        yield request.param


def say(words):
    return translation.gettext(words)


def link_in(mention, language):
    """The address of the pending matters in the mail that mentions a commitment."""
    assert outbox.deliver_all(now=timezone.now()).unreachable == ""
    body = next(one.body for one in mail.outbox if one.to == [mention.mail.recipient])
    return re.sub(r"/(en|es)/pending/", f"/{language}/pending/", re.search(r"http\S+/pending/[^/\s]+/", body)[0])


def test_from_a_mail_to_an_acknowledged_report(person, officer, on, language, settings, base_url, tmp_path):
    settings.SITE_URL = base_url
    told = Mention.objects.filter(mail__kind="digest", section="date_passed", delegation__kind="country")
    mention = told.select_related("mail", "commitment__action__agreement", "delegation").order_by("pk").first()
    share, delegation = mention.commitment, mention.delegation
    looks = [look for look in LOOKS[language] if look[1] == NARROW] or [("light", NARROW)]
    evidence = tmp_path / "paper.pdf"
    evidence.write_bytes(A_PDF)

    # Three taps: the mail's link, the matter, send.
    began = datetime.datetime.now(tz=datetime.UTC)
    page, main = officer.page, officer.page.get_by_role("main")
    officer.opens(link_in(mention, language))
    assert trouble_seen(page, page.url, looks) == []
    row = main.locator(".rows > li", has_text=share.action.agreement.reference).first
    officer.clicks(row.get_by_role("link", name=say("Inform of progress")))
    assert trouble_seen(page, page.url, looks) == []
    page.get_by_label(say("What was done, in a few words")).fill(WORDS)
    page.get_by_label(say("Done"), exact=True).check()
    page.get_by_label(say("Files as evidence")).set_input_files(evidence)
    if not page.get_by_label(say("Your post")).input_value():
        page.get_by_label(say("Your post")).fill("Adviser")
    officer.clicks(main.get_by_role("button", name=say("Send")))
    expect(main.get_by_text(say("Thank you. Your report has reached the Technical Secretariat."))).to_be_visible()
    assert trouble_seen(page, page.url, looks) == []
    assert officer.steps == 3
    assert datetime.datetime.now(tz=datetime.UTC) - began < datetime.timedelta(minutes=2)

    # The secretariat confirms and acknowledges it.
    who = people()["staff"][0]
    person.signs_in(who["email"], who["password"])
    report = ProgressReport.objects.get(text=WORDS)
    person.opens(f"/{language}/delegations/{delegation.code}/progress/{report.pk}/")
    desk = person.page.get_by_role("main")
    assert trouble_seen(person.page, person.page.url, LOOKS[language]) == []
    person.clicks(desk.get_by_role("button", name=say("Confirm")))
    person.clicks(desk.get_by_role("button", name=say("Acknowledge")))
    expect(desk.get_by_text(say("acknowledged"), exact=True)).to_be_visible()
    share.refresh_from_db()
    assert (share.status, share.closed_on) == ("fulfilled", on)
    person.opens(f"/{language}/delegations/{delegation.code}/matters/{share.pk}/")
    expect(desk.get_by_text(WORDS)).to_be_visible()
    assert trouble_seen(person.page, person.page.url, LOOKS[language]) == []


def test_an_officer_is_refused_at_another_delegations_desk(person, on, complaints):
    designation = Designation.objects.filter(delegation__code="HN").select_related("person").first()
    designation.person.set_password("an-officer-signs-in")
    designation.person.save()
    person.signs_in(designation.person.email, "an-officer-signs-in")
    person.opens("/en/pending/")
    expect(person.page.get_by_role("heading", level=1)).to_contain_text(str(designation.delegation))
    assert complaints == []
    other = Delegation.objects.filter(kind="country").exclude(pk=designation.delegation_id).first()
    answer = person.page.goto(f"/en/delegations/{other.code}/pending/")
    assert answer.status == 404
    assert complaints == [MISSING]
    complaints.clear()
