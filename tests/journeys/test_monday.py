"""The secretariat's week is worked empty: a report by link, an answer, a mail that came back, dates that passed."""

import datetime
import re

import pytest
from django.utils import timezone, translation
from playwright.sync_api import expect

from actions.models import Commitment
from correspondence.models import Notice, NoticeKind
from networks.models import Delegation, Network
from networks.services import today
from tests.factories import (
    CommitmentFactory,
    DesignationFactory,
    MailFactory,
    ProgressReportFactory,
    RemarkFactory,
)
from tests.journeys.test_accessibility import NARROW, WIDE, trouble_seen
from tests.journeys.test_meeting_documents import A_PDF

AT_A_DESK, ON_A_PHONE = ("en", WIDE), ("es", NARROW)


@pytest.fixture(
    params=[pytest.param(AT_A_DESK, marks=pytest.mark.soak), ON_A_PHONE], ids=["en, at a desk", "es, on a phone"]
)
def look(request):
    """The language of the pages, whose words are asked of the catalogue, and the size of the window."""
    with translation.override(request.param[0]):
        yield request.param


@pytest.fixture
def week(conference):
    """What came in and what is missing of Honduras in one network; nothing else waits."""
    now = timezone.now()
    on = today(now=now)
    honduras = Delegation.objects.get(code="HN")
    DesignationFactory(delegation=honduras, person__language="es")
    shares = [
        CommitmentFactory(
            delegation=honduras,
            due_on=on - datetime.timedelta(days=days),
            action__agreement__report__meeting__starts_on=on - datetime.timedelta(days=90),
        )
        for days in (30, 20, 10)
    ]
    ProgressReportFactory(
        delegation=honduras,
        about=shares[:1],
        state="to_confirm",
        came_by="link",
        author_name="Luz Paz",
        author_post="Cónsul",
        on=on,
        made_at=now,
    )
    RemarkFactory(commitment=shares[1], side="delegation", text="In some weeks.", at=now)
    mail = MailFactory(state="returned", sent_at=now)
    Notice.objects.create(kind=NoticeKind.RETURNED, address=mail.recipient, mail=mail, words="Unknown.", at=now)
    return on


def say(words, **values):
    return translation.gettext(words) % values


def test_the_week_is_worked_empty(clerk, worker, week, look, monkeypatch):
    monkeypatch.setattr("desks.services.steps.AT_ONCE", 2)  # more than two are the worker's
    language, size = look
    page, main = clerk.page, clerk.page.get_by_role("main")
    page.set_viewport_size(size)

    def goes_on_to_the_week():
        clerk.opens(f"/{language}/desk/monday/")
        fine()

    def fine():
        assert trouble_seen(page, page.url, [("light", size)]) == []
        page.set_viewport_size(size)

    # What came by a link is looked at, confirmed, and acknowledged on the page of the week.
    goes_on_to_the_week()
    clerk.presses(re.compile(f"^{say('Look at it')}"), main)
    fine()
    clerk.presses(say("Confirm"), main)
    goes_on_to_the_week()
    clerk.presses(re.compile(f"^{say('Acknowledge')}"), main)
    expect(main.get_by_text(say("Acknowledged."))).to_be_visible()

    # The answer and the mail that came back are seen.
    for name in ("answered", "returned"):
        clerk.presses(re.compile(f"^{say('Seen')}"), main.locator(f"section[aria-labelledby={name}]"))
        expect(main.locator(f"#{name}")).to_have_count(0)

    # What is missing, as a set: a new date for all of it, looked at row by row, done by the worker.
    network = Network.objects.get(slug="consular-protection")
    clerk.presses(f"Honduras, {network}", main)
    expect(main.get_by_role("checkbox", checked=True)).to_have_count(3)
    fine()
    clerk.presses(say("Give a new date…"), main)
    fine()
    clerk.fills(say("New date"), (week + datetime.timedelta(days=60)).isoformat(), main)
    clerk.chooses(say("Known out of"), say("a note"), main)
    clerk.fills(say("Which one"), "No. 12", main)
    clerk.fills(say("Reason"), "Asked for by the capital.", main)
    clerk.presses(say("See what would change"), main)
    expect(main.locator("tbody tr")).to_have_count(3)
    fine()
    note = {"name": "note.pdf", "mimeType": "application/pdf", "buffer": A_PDF}
    main.get_by_label(say("The mail or note itself")).set_input_files(note)
    clerk.clicks(main.locator("button[name=do]"))
    expect(main.get_by_role("link", name=say("Back to this week"))).to_be_visible()
    expect(main.get_by_role("link", name="note.pdf")).to_be_visible()
    fine()
    assert set(Commitment.objects.values_list("extended_to", flat=True)) == {week + datetime.timedelta(days=60)}

    clerk.presses(say("Back to this week"), main)
    expect(main.get_by_text(say("Nothing waits for you."))).to_be_visible()
    fine()


def test_all_answers_to_an_agreement_are_on_one_page(clerk, week, look):
    language, size = look
    page, main = clerk.page, clerk.page.get_by_role("main")
    page.set_viewport_size(size)
    reference = Commitment.objects.earliest("pk").action.agreement.reference
    clerk.opens(f"/{language}/desk/monday/")
    clerk.presses(reference, main)
    expect(main.get_by_role("heading", level=1)).to_have_text(say("Answers to %(reference)s", reference=reference))
    expect(main.locator(".report-card")).to_have_count(1)
    assert trouble_seen(page, page.url, [("light", size)]) == []
    page.set_viewport_size(size)
    for words in ("Word", "Excel"):
        with page.expect_download() as download:
            clerk.presses(words, main)
        assert download.value.failure() is None
