"""The pictures of docs/screenshots: `python -m tests.screenshots`. The sample, on a day that is always the same.

The application runs in this process, whose clock is set, on data that goes away; a real Chromium looks.
"""

import contextlib
import datetime
import io
import itertools
import logging
import os
import sys
import threading
from collections.abc import Iterator

import django
import openpyxl
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Page, sync_playwright

from conftest import ROOT, chromium
from tests.fixtures import CHROMIUM_ARGUMENTS

FOLDER = ROOT / "docs" / "screenshots"
MORNING = datetime.datetime(2026, 6, 10, 15, tzinfo=datetime.UTC)
SIZES = {1280: 800, 390: 844}
DARK = "register-en-1280"
MOST_BYTES = 200_000
STAFF = ("secretariat@example.org", "sample-secretariat")
OFFICERS_PASSWORD = "sample-focal-point"
# Who sees a page: nobody in particular, the national focal point of a delegation, or staff.
VISITOR, OFFICER, CLERK = "visitor", "officer", "clerk"
# What a delegation wrote into the matrix that went out; "" is left as it was.
TOLD = ("Se envió a la Secretaría.", "", "The draft is under way.", "Listo.", "", "Under way since May.")
# Every face is loaded, and then the page laid out afresh: a face that comes late leaves lines a pixel off.
SETTLE = """async () => {
  await Promise.all([...document.fonts].map((face) => face.load()));
  document.body.hidden = true;
  document.body.getBoundingClientRect();
  document.body.hidden = false;
}"""


class Silent(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """The pages are looked at, not the requests."""


@contextlib.contextmanager
def sample_site() -> Iterator[tuple[str, str]]:
    """Give the address of a web server that shows the sample as it stands on the morning, and the officer's e-mail."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": "", "REDIS_URL": ""}
    django.setup()
    logging.disable(logging.WARNING)
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    with open(os.devnull, "w") as nowhere:
        call_command("load_sample", today=MORNING.date(), stdout=nowhere)
    officer = get_user_model().objects.get(designations__role="focal_point", designations__delegation__code="HN")
    officer.set_password(OFFICERS_PASSWORD)
    officer.save()
    server = ThreadedWSGIServer(("127.0.0.1", 0), Silent)
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", str(officer.email)
    server.shutdown()


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/en/sign-in/password/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/en/")


def addresses(browser: Browser, url: str) -> dict[str, tuple[str, str]]:
    """Who sees each picture, and where it is taken, found as a person finds it; addresses without their language."""
    with browser.new_context(base_url=url) as context:
        page = context.new_page()
        page.goto("/en/agreements/?status=due_soon")
        agreement = page.locator("#found .rows .ref").first.get_attribute("href")
        page.goto(str(agreement))
        meeting = page.locator(".crumbs a").nth(1).get_attribute("href")
        sign_in(page, *STAFF)
        page.goto("/en/desk/")
        page.locator("#in-preparation .ref").first.click()
        page.wait_for_url("**/desk/reports/*/")
        review = page.url.removeprefix(url)
        page.goto("/en/meetings/")
        held = page.locator(".rows > li", has_text="Santa Tecla").filter(has_text="Consular Protection")
        held.first.locator(".ref").click()
        page.get_by_role("link", name="Add or change documents").click()
        page.wait_for_url("**/documents/")
        documents = page.url.removeprefix(url)
        matrix = bring_a_matrix_in(page).removeprefix(url)
        page.goto("/en/delegations/HN/pending/")
        inform = page.get_by_role("main").get_by_role("link", name="Inform of progress").first.get_attribute("href")
    found = {
        "home": (VISITOR, "/en/"),
        "register": (VISITOR, "/en/agreements/"),
        "agreement": (VISITOR, agreement),
        "meeting": (VISITOR, meeting),
        "delegation": (VISITOR, "/en/delegations/HN/"),
        "pending": (OFFICER, "/en/delegations/HN/pending/"),
        "inform": (OFFICER, inform),
        "officers": (OFFICER, "/en/delegations/HN/officers/"),
        "review": (CLERK, review),
        "documents": (CLERK, documents),
        "monday": (CLERK, "/en/desk/monday/"),
        "matrix": (CLERK, matrix),
    }
    return {name: (who, str(address).removeprefix("/en")) for name, (who, address) in found.items()}


def bring_a_matrix_in(page: Page) -> str:
    """Take the matrix that goes out, write into its newest rows, bring it in; gives where it is looked through."""
    book = openpyxl.load_workbook(io.BytesIO(page.request.get("/en/desk/matrix/out.xlsx").body()))
    sheet = book.active
    sheet.delete_rows(2, sheet.max_row - 1 - len(TOLD))
    for row, told in enumerate(TOLD, start=2):
        sheet.cell(row, 4).value = told or sheet.cell(row, 4).value
    sheet.cell(sheet.max_row, 1).value = "Workshop on returns"
    file = io.BytesIO()
    book.save(file)
    page.goto("/en/desk/matrix/")
    page.locator("input[type=file]").set_input_files(
        {"name": "seguimiento-2026.xlsx", "mimeType": "application/octet-stream", "buffer": file.getvalue()}
    )
    page.locator("form:has(input[type=file]) button[type=submit]").click()
    page.get_by_role("button", name="Compare with the record").click()
    page.wait_for_url("**/desk/matrix/*/")
    return page.url


def take(page: Page, name: str) -> None:
    page.evaluate(SETTLE)
    page.mouse.move(0, 0)
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path, animations="disabled")
    if path.stat().st_size > MOST_BYTES:
        sys.exit(f"{path.name} is larger than {MOST_BYTES} bytes.")
    print(path.relative_to(ROOT))


def main() -> None:
    executable = chromium()
    if executable is None:
        sys.exit("No Chromium on this machine (CHROMIUM names one elsewhere).")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        time_machine.travel(MORNING, tick=True),
        sample_site() as (url, officer),
        sync_playwright() as playwright,
        contextlib.closing(playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)) as browser,
    ):
        where = addresses(browser, url)
        sign_in_as = {OFFICER: (officer, OFFICERS_PASSWORD), CLERK: STAFF}
        for (width, height), who in itertools.product(SIZES.items(), (VISITOR, OFFICER, CLERK)):
            with browser.new_context(base_url=url, viewport={"width": width, "height": height}) as context:
                page = context.new_page()
                if who in sign_in_as:
                    sign_in(page, *sign_in_as[who])
                for name, address in ((name, address) for name, (whose, address) in where.items() if whose == who):
                    for language in ("en", "es"):
                        page.goto(f"/{language}{address}")
                        take(page, f"{name}-{language}-{width}")
                        if f"{name}-{language}-{width}" == DARK:
                            page.emulate_media(color_scheme="dark")
                            take(page, f"{DARK}-dark")
                            page.emulate_media(color_scheme="light")


if __name__ == "__main__":
    main()
