from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches

from conftest import SEEDS_DIR, chromium
from tests.services import redis_server

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def seeds_dir() -> Path:
    """The folder of real documents; a test that asks for it is marked `seeds`."""
    return SEEDS_DIR


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A real Redis, started on first use unless one runs already."""
    with redis_server() as url:
        yield url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": chromium(), "args": CHROMIUM_ARGUMENTS}


@pytest.fixture(autouse=True)
def no_page_kept_from_another_test() -> None:
    """Versions start anew with each test's database, so that pages kept under them must go."""
    caches["pages"].clear()
