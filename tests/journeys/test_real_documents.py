"""The five real documents, from the file to the register, by a person's means alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.axe import violations
from tests.journeys.documents import NOVEMBER_2014_IN_SPANISH

pytestmark = [pytest.mark.seeds, pytest.mark.usefixtures("worker")]

# Ten minutes of a person's work at fifteen seconds a step, signing in included.
MOST_STEPS = 40
NOVEMBER_2014 = "2014-11-consular-protection-report.txt"
AGENDA = "2016-11-consular-protection-agenda.txt"
OTHER_REPORTS = {
    "2016-06-consular-protection-report.txt": ("CP/2016-06", "1 2 3 4 5 6 7 8 9 10 11"),
    "2016-06-smuggling-trafficking-report.txt": ("TT/2016-06", "1 2 a b 3 a b 4 a b 5 6 7 a"),
    "2017-03-migrant-children-report.txt": ("NNA/2017-03", "1 2 3 4 5 6 7 8 9 10 11 12 13"),
}


def bring_in_and_file(clerk, document):
    clerk.brings_in(document)
    expect(clerk.page).to_have_url(re.compile(r"/desk/reports/\d+/$"))
    clerk.settles_each_doubt()
    clerk.files_it()


def shares(action):
    """Pairs of a delegation and its status, as the page of an agreement shows them."""
    rows = action.locator("tbody tr")
    return [tuple(re.split(r"\s{2,}|\t|\n", text.strip())) for text in rows.all_inner_texts()]


@pytest.mark.parametrize("name", OTHER_REPORTS)
def test_a_real_report_is_filed_in_ten_minutes(clerk, seeds_dir, name):
    reference, labels = OTHER_REPORTS[name]
    bring_in_and_file(clerk, seeds_dir / name)

    assert clerk.steps <= MOST_STEPS
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text(f"Report {reference}")
    expect(clerk.page.locator(".printed .n a")).to_have_text(labels.split())


def test_the_report_of_november_2014_is_filed_followed_by_nobody_and_joined_in_spanish(clerk, seeds_dir, tmp_path):
    bring_in_and_file(clerk, seeds_dir / NOVEMBER_2014)
    assert clerk.steps <= MOST_STEPS

    # Point 3: over a year old and so not followed; Belize, absent, is asked to confirm.
    clerk.opens("/en/agreements/?delegation=BZ&status=to_confirm")
    expect(clerk.page.locator("#found .rows .ref")).to_have_text(["CP/2014-11/3", "CP/2014-11/4"])
    clerk.presses("CP/2014-11/3")
    comments, draft = clerk.page.locator(".action").all()
    expect(comments.locator(".facts")).to_contain_text("30 Jan 2015")
    assert shares(comments) == [
        ("Belize", "To confirm"),
        *(
            (country, "Outcome not recorded")
            for country in (
                "Canada",
                "Costa Rica",
                "Dominican Republic",
                "El Salvador",
                "Guatemala",
                "Honduras",
                "Mexico",
                "Nicaragua",
                "Panama",
                "United States",
            )
        ),
    ]
    expect(draft.locator(".facts")).to_contain_text("Costa Rica, Mexico · together")
    assert shares(draft) == [("Costa Rica", "Outcome not recorded"), ("Mexico", "Outcome not recorded")]

    # The same file again is recognised.
    clerk.brings_in(seeds_dir / NOVEMBER_2014)
    expect(clerk.page.get_by_role("status")).to_contain_text("here already")
    expect(clerk.page.get_by_role("link", name="Undo this filing…")).to_be_visible()
    assert violations(clerk.page) == []

    # The same report in Spanish gives its texts to the same agreements.
    spanish = tmp_path / "informe.txt"
    spanish.write_text(NOVEMBER_2014_IN_SPANISH)
    clerk.brings_in(spanish)
    expect(clerk.page).to_have_url(re.compile(r"/desk/reports/\d+/$"))
    clerk.presses("Edit the heading")
    clerk.clicks(clerk.page.get_by_label(re.compile("Managua")))
    clerk.presses("Save")
    clerk.presses("Compare and join them…")
    expect(clerk.page.get_by_text("8 agreements pair with")).to_be_visible()
    assert violations(clerk.page) == []
    clerk.presses("Join them")
    expect(clerk.page.get_by_text("8 agreements have their texts now.")).to_be_visible()
    clerk.opens("/en/agreements/CP/2014-11/3/")
    point = clerk.page.get_by_role("article")
    expect(point.locator("[lang=en] p.record").first).to_contain_text("January 30th, 2015")
    expect(point.locator("[lang=es] p.record").first).to_contain_text("a más tardar el 30 de enero de 2015")
    assert [len(shares(action)) for action in clerk.page.locator(".action").all()] == [11, 2]


def test_the_real_agenda_becomes_the_agenda_of_its_meeting(clerk, seeds_dir):
    clerk.brings_in(seeds_dir / AGENDA)
    expect(clerk.page).to_have_url(re.compile(r"/desk/agendas/\d+/$"))
    clerk.settles_each_doubt()
    clerk.presses("File the agenda", clerk.page.get_by_role("main"))
    expect(clerk.page.get_by_text("The agenda is filed.")).to_be_visible()

    assert clerk.steps <= MOST_STEPS
    expect(clerk.page.locator("main > .split ol.agenda").first.locator(":scope > li")).to_have_count(11)
    expect(clerk.page.locator(".agenda .at").first).to_have_text("08:15–09:00")
