"""What a person does at a browser, in their own words; each click and each field filled is a step."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

PATIENCE = 10_000


class Person:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.steps = 0

    def opens(self, address: str) -> None:
        self.page.goto(address)
        self.steps += 1

    def clicks(self, target: Locator) -> None:
        target.click()
        # A click returns as soon as the next page begins: what looks at it at once would meet one without a body.
        self.page.wait_for_load_state()
        self.steps += 1

    def presses(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Click the button or link of this name, the first where there are several."""
        place = within or self.page
        target = place.get_by_role("button", name=name).or_(place.get_by_role("link", name=name))
        self.clicks(target.first)

    def fills(self, label: str | re.Pattern[str], words: str, within: Locator | None = None) -> None:
        (within or self.page).get_by_label(label).fill(words)
        self.steps += 1

    def chooses(self, label: str, option: str, within: Locator | None = None) -> None:
        (within or self.page).get_by_label(label).select_option(label=option)
        self.steps += 1

    def signs_in(self, email: str, password: str) -> None:
        self.opens("/en/sign-in/password/")
        self.fills("E-mail", email)
        self.fills("Password", password)
        self.presses("Sign in", self.page.get_by_role("main"))
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()

    def brings_in(self, document: Path) -> None:
        """Upload a document, and wait until its review opens by itself."""
        self.presses("Documents", self.page.get_by_role("navigation", name="Main"))
        self.presses("Bring in a past document")
        self.page.get_by_label("Documents").set_input_files(document)
        self.steps += 1
        self.presses("Read it")

    def settles_each_doubt(self) -> int:
        """Look at the place of each open doubt and say it is settled; gives how many there were."""
        self.page.wait_for_load_state()
        doubts = self.page.locator("#doubts .todo li", has=self.page.get_by_role("button", name="Settled"))
        number = doubts.count()
        for left in range(number, 0, -1):
            expect(doubts).to_have_count(left)
            first = doubts.first
            if first.get_by_role("link").count():
                self.clicks(first.get_by_role("link").first)
            self.presses(re.compile("Settled"), first)
        expect(self.page.get_by_role("heading", name="No open doubts")).to_be_visible()
        return number

    def files_it(self) -> None:
        """Go through the summary of what filing creates, take the answers offered, file."""
        self.presses("File it…")
        self.presses("File the report", self.page.get_by_role("main"))
        expect(self.page.get_by_text("Filed as")).to_be_visible()
