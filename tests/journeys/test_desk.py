"""What staff do at the desk beside the plain way: undo, reshape, name a body, type a report."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from meetings.services import make_meeting
from networks.models import Delegation, Network
from networks.services import system_user, today
from tests.journeys.documents import REPORT


@pytest.fixture
def draft(clerk, worker, tmp_path):
    """A report that was brought in and read; its review is open."""
    document = tmp_path / "report.txt"
    document.write_text(REPORT)
    clerk.brings_in(document)
    expect(clerk.page).to_have_url(re.compile(r"/desk/reports/\d+/$"))
    return clerk


def points(person):
    """The numbers and first words of the agreements on the review page."""
    return person.page.locator(".draft-point")


def test_a_wrong_filing_is_undone_with_a_reason(draft):
    draft.files_it()
    draft.presses("Documents", draft.page.get_by_role("navigation", name="Main"))
    draft.presses("report.txt")
    draft.presses("Undo this filing…")
    draft.presses("Undo the filing", draft.page.get_by_role("main").locator("form"))
    expect(draft.page.get_by_label("Reason")).to_be_focused()
    draft.fills("Reason", "Filed before the capital had read it.")
    draft.presses("Undo the filing", draft.page.get_by_role("main").locator("form"))

    expect(draft.page.get_by_text("The filing was undone; the report is a draft again.")).to_be_visible()
    expect(points(draft)).to_have_count(4)
    draft.opens("/en/agreements/")
    expect(draft.page.locator("#found .rows")).to_have_count(0)


def test_an_unknown_body_becomes_a_delegation_and_is_responsible(draft):
    third = points(draft).nth(2)
    expect(third.locator(".who .q")).to_have_text("Harbour Foundation")
    draft.presses(re.compile("^Make it a delegation…"), draft.page.locator("#doubts"))
    draft.fills("Code", "HF")
    draft.presses("Make it a delegation")
    expect(draft.page.get_by_text("Harbour Foundation is a delegation now.")).to_be_visible()
    draft.files_it()
    draft.opens("/en/agreements/?delegation=HF")

    expect(draft.page.locator("#found .rows .ref")).to_have_text(["CP/2026-03/3"])
    assert Delegation.objects.get(code="HF").name_en == "Harbour Foundation"


def test_agreements_are_split_joined_moved_dropped_and_taken_back(draft):
    page = draft.page
    second = points(draft).nth(1)
    draft.presses(re.compile("^Split"), opened_menu(draft, second))
    draft.clicks(page.get_by_label(re.compile("Mexico will comment")))
    draft.presses("Split here")
    expect(points(draft)).to_have_count(5)
    expect(points(draft).nth(2).locator(".record").first).to_have_text("Mexico will comment on it.")
    draft.presses("Renumber afresh")
    expect(points(draft).locator("h3")).to_have_text(["1", "2", "3", "4", "5"])

    draft.presses("Join with the one before", opened_menu(draft, points(draft).nth(2)))
    expect(points(draft)).to_have_count(4)

    # By the keyboard alone: the last agreement one up.
    last = points(draft).nth(3)
    last.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(points(draft).nth(2).locator(".record").first).to_contain_text("calendar presented")

    draft.presses(re.compile("^Drop"), opened_menu(draft, points(draft).nth(0)))
    expect(points(draft)).to_have_count(3)
    draft.clicks(page.locator("#dropped summary"))
    draft.presses("Take back", page.locator("#dropped"))
    expect(points(draft)).to_have_count(4)
    expect(points(draft).nth(0).locator(".record").first).to_contain_text("To thank Guatemala")


def opened_menu(person, point):
    person.clicks(point.locator("details.more > summary"))
    return point.locator("details.more .menu")


def test_an_owner_and_a_deadline_are_corrected_in_place(draft):
    action = points(draft).nth(1).locator(".suggest").first
    draft.presses(re.compile("^Edit"), action)
    form = draft.page.locator(".suggest form[data-keep]")
    draft.fills("Responsible", "Honduras, Mexico", form)
    draft.fills(re.compile("^Day$"), "2026-05-15", form)
    draft.presses("Save", form)

    shown = points(draft).nth(1).locator(".suggest").first
    expect(shown.locator(".due-by")).to_have_text("15 May 2026")
    expect(shown.locator(".who > span > .visually-hidden")).to_have_text(["Honduras", "Mexico"])


def test_the_report_of_a_planned_meeting_is_typed_and_filed(clerk):
    yesterday = today(now=timezone.now()) - datetime.timedelta(days=1)
    make_meeting(
        network=Network.objects.get(slug="consular-protection"),
        starts_on=yesterday,
        ends_on=yesterday,
        by=system_user(),
        on=yesterday - datetime.timedelta(days=30),
        city="Cartago",
        country=Delegation.objects.get(code="CR"),
    )
    clerk.presses("Documents", clerk.page.get_by_role("navigation", name="Main"))
    clerk.page.get_by_label("Meeting").select_option(index=1)
    clerk.presses("Start the report")
    clerk.presses("Edit who is present")
    clerk.fills("Present", "CR, Honduras, Mexico")
    clerk.presses("Save")
    expect(clerk.page.locator("#heading .who li")).to_have_count(3)
    for words in ("To thank Costa Rica for the welcome.", "Honduras will send its figures within two months."):
        clerk.presses("Add an agreement")
        clerk.fills("Text (English)", words)
        clerk.presses("Add it")
        expect(points(clerk).last.locator(".record").first).to_have_text(words)
    expect(points(clerk).last.locator(".suggest .who")).to_contain_text("HN")
    clerk.files_it()

    reference = f"CP/{yesterday:%Y-%m}"
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text(f"Report {reference}")
    clerk.opens("/en/agreements/?delegation=HN")
    expect(clerk.page.locator("#found .rows .ref")).to_have_text([f"{reference}/2"])
