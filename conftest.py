"""Which tests can run on this machine, and what stands in the way of the others."""

import os
import shutil
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parent
SEEDS_DIR = Path(os.environ.get("SEEDS_DIR") or ROOT.parent / "shared" / "seeds").resolve()
# The first has no window to draw, and takes half as long as the others.
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
# Playwright runs an event loop in the test's own thread, in which Django would refuse to touch the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# Time is measured by `make bench`; here it only says what else the machine is doing.
hypothesis.settings.register_profile("untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("untimed")

pytest_plugins = ["tests.fixtures", "tests.public_changes"]


def chromium() -> str | None:
    """Return the path of a Chromium on this machine, or of the one CHROMIUM names."""
    named = os.environ.get("CHROMIUM")
    found = next((path for name in CHROMIUMS if (path := shutil.which(name))), None)
    return named or found or (MAC_CHROME if os.path.exists(MAC_CHROME) else None)


def on_ci() -> bool:
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


# What journeys walk on PostgreSQL, in every run
WALKED = {"desks", "documents", "test_signing_in", "test_own_account", "test_designating", "test_roles"}
JOURNEYS = ROOT / "tests" / "journeys"
SHARES = ("postgresql", "pages-on-postgresql", "sqlite", "pages-on-sqlite", "plain", "journeys")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--share", choices=SHARES, help="a part of the suite, see shares_of")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Journeys are a share and a folder; the other shares need not read them, nor they the rest."""
    share = config.getoption("--share")
    if share is None or not collection_path.name.startswith("test_"):
        return None
    return (JOURNEYS in collection_path.parents) != (share == "journeys") or None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    share = config.getoption("--share")
    if share is None:
        return
    kept = [item for item in items if share in shares_of(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def shares_of(item: pytest.Item) -> tuple[str, ...]:
    """To which of SHARES a test belongs: what meets a database is tried on both, but for what asks for PostgreSQL.

    Pages, desks and documents are a share of their own: journeys walk them on PostgreSQL. The register's pages are its
    queries.
    """
    if item.get_closest_marker("browser"):
        return ("journeys",)
    if not meets_a_database(item):
        return ("plain",)
    if item.get_closest_marker("postgres"):
        return ("postgresql",)
    walked = "register" not in item.path.parts and (
        "client" in getattr(item, "fixturenames", ()) or not WALKED.isdisjoint((*item.path.parts, item.path.stem))
    )
    return ("pages-on-sqlite", "pages-on-postgresql") if walked else ("sqlite", "postgresql")


def meets_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    marks = {mark.name for mark in item.iter_markers()}
    return bool(marks & {"django_db", "postgres", "redis", "browser"} or fixtures & {"db", "transactional_db"})


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what this machine cannot run; on CI, where it must be able to, fail instead."""
    missing = {
        "seeds": None if SEEDS_DIR.is_dir() else f"the real documents are not at {SEEDS_DIR} (SEEDS_DIR)",
        "browser": None if chromium() else "no Chromium on this machine (CHROMIUM names one elsewhere)",
    }
    if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        missing["postgres"] = "the database is SQLite; `make test` brings a PostgreSQL"
    for marker, reason in missing.items():
        if reason and item.get_closest_marker(marker):
            if on_ci() and marker != "postgres":
                pytest.fail(f"On CI nothing may be missing: {reason}", pytrace=False)
            pytest.skip(reason)
