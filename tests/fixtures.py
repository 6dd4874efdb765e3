import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.core.cache import caches
from django.db.models import Model, QuerySet
from django.utils import translation

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
def every_test_begins_in_english() -> None:
    """The language of a page outlives its request in this thread, and addresses are made in it."""
    translation.activate("en")


@pytest.fixture(autouse=True)
def no_page_kept_from_another_test() -> None:
    """Versions start anew with each test's database, so that pages kept under them must go."""
    caches["pages"].clear()
    caches["rows"].clear()


class WrittenWithoutHistory(AssertionError):
    """A bulk write on a tracked model, which leaves no history row."""


def who_writes(frame: FrameType) -> str:
    """The module that calls a queryset's method; the history's own helper, where it writes by a manager of ours."""
    while frame.f_back and frame.f_globals.get("__name__", "").startswith("django."):
        frame = frame.f_back
    behind = frame.f_back.f_globals.get("__name__", "") if frame.f_back else ""
    return behind if behind == "simple_history.utils" else frame.f_globals.get("__name__", "")


def refuse_untracked_write(model: type[Model], verb: str, caller: str) -> None:
    """Raise WrittenWithoutHistory if module `caller` may not call the queryset method `verb` on `model`."""
    tracked = hasattr(model._meta, "simple_history_manager_attribute")
    if tracked and not caller.startswith(("simple_history.", "tests.", "conftest", "factory.")):
        raise WrittenWithoutHistory(f"{caller} calls {verb}() on {model.__name__}, which writes no history.")


@pytest.fixture(scope="session", autouse=True)
def every_write_leaves_history() -> Iterator[None]:
    """Watch the querysets' bulk methods in every test: they pass the history by."""

    def watched(verb: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def method(self: QuerySet[Any], *args: Any, **kwargs: Any) -> Any:
            refuse_untracked_write(self.model, verb, who_writes(sys._getframe(1)))
            return original(self, *args, **kwargs)

        method.queryset_only = False  # type: ignore[attr-defined]
        method.alters_data = True  # type: ignore[attr-defined]
        return method

    with pytest.MonkeyPatch.context() as patch:
        for verb in ("update", "bulk_create", "bulk_update"):
            patch.setattr(QuerySet, verb, watched(verb, getattr(QuerySet, verb)))
        yield
