"""The pictures of docs/screenshots: `python -m tests.screenshots`. The sample, on a day that is always the same.

The application runs in this process, whose clock is set, on data that goes away; a real Chromium looks.
"""

import contextlib
import datetime
import logging
import os
import sys
import threading
from collections.abc import Iterator

import django
import time_machine
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
def sample_site() -> Iterator[str]:
    """Give the address of a web server that shows the sample as it stands on the morning."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": "", "REDIS_URL": ""}
    django.setup()
    logging.disable(logging.WARNING)
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    with open(os.devnull, "w") as nowhere:
        call_command("load_sample", today=MORNING.date(), stdout=nowhere)
    server = ThreadedWSGIServer(("127.0.0.1", 0), Silent)
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def sign_in(page: Page) -> None:
    page.goto("/en/sign-in/password/")
    page.get_by_label("E-mail").fill("secretariat@example.org")
    page.get_by_label("Password").fill("sample-secretariat")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/en/")


def addresses(browser: Browser, url: str) -> dict[str, str]:
    """Where each picture is taken, found as a person finds it; addresses without their language."""
    with browser.new_context(base_url=url) as context:
        page = context.new_page()
        page.goto("/en/agreements/?status=due_soon")
        agreement = page.locator("#found .rows .ref").first.get_attribute("href")
        page.goto(str(agreement))
        meeting = page.locator(".crumbs a").nth(1).get_attribute("href")
        sign_in(page)
        page.goto("/en/desk/")
        page.locator("#in-preparation .ref").first.click()
        page.wait_for_url("**/desk/reports/*/")
        found = {"agreement": agreement, "meeting": meeting, "review": page.url.removeprefix(url)}
    found |= {"home": "/en/", "register": "/en/agreements/", "delegation": "/en/delegations/HN/"}
    return {name: str(address).removeprefix("/en") for name, address in found.items()}


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
        sample_site() as url,
        sync_playwright() as playwright,
        contextlib.closing(playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)) as browser,
    ):
        where = addresses(browser, url)
        for width, height in SIZES.items():
            with browser.new_context(base_url=url, viewport={"width": width, "height": height}) as context:
                page = context.new_page()
                for name, address in sorted(where.items(), key=lambda pair: pair[0] == "review"):
                    if name == "review":
                        sign_in(page)
                    for language in ("en", "es"):
                        page.goto(f"/{language}{address}")
                        take(page, f"{name}-{language}-{width}")
                        if f"{name}-{language}-{width}" == DARK:
                            page.emulate_media(color_scheme="dark")
                            take(page, f"{DARK}-dark")
                            page.emulate_media(color_scheme="light")


if __name__ == "__main__":
    main()
