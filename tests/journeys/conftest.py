"""A person at a real Chromium, a web server, a worker, and the databases of production between them."""

import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone
from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, expect

from conftest import ROOT
from documents.services.sample import load_sample
from networks.services import count_what_is_stored, load_conference, system_user, today
from rcm_minutes.celery import HEARTBEAT_KEY
from tests.factories import StaffFactory
from tests.journeys.person import PATIENCE, Person
from tests.public_changes import APPS
from tests.services import other_database

PASSWORD = "a-clerk-signs-in-here"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every journey needs a browser, and a database that web server and worker both reach."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")
            item.add_marker("postgres")
            item.add_marker("redis")


@pytest.fixture(scope="session")
def base_url(live_server) -> str:
    return live_server.url


@pytest.fixture(scope="session", autouse=True)
def patience() -> None:
    expect.set_options(timeout=PATIENCE)


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the browser complains of: errors, what the page's policy forbids, what is missing. Nothing at the end."""
    heard: list[str] = []
    yield heard
    assert heard == []


@pytest.fixture
def new_context(new_context: Callable[..., BrowserContext], complaints: list[str]) -> Callable[..., BrowserContext]:
    def hear(said: ConsoleMessage) -> None:
        if said.type == "error":
            complaints.append(said.text)

    def refuse(dialog: Dialog) -> None:
        complaints.append(f"A question nobody expected: {dialog.message}")
        dialog.dismiss()

    def opened(**options) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(PATIENCE)
        context.on("console", hear)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("dialog", refuse)
        return context

    return opened


@pytest.fixture
def person(page) -> Person:
    """Somebody at this browser."""
    return Person(page)


@pytest.fixture
def conference(live_server):
    """The conference's shipped names, and nothing on the record."""
    load_conference(by=system_user())


@pytest.fixture(scope="session")
def samples():
    """The sample's rows as they stood when it was loaded, by the day it was loaded for."""
    return {}


@pytest.fixture
def sample(live_server, samples):
    """The sample as it stands today: loaded for the first who asks, its rows put back for the others."""
    now = timezone.now()
    day = today(now=now)
    if day in samples:
        put_back(samples[day])
    else:
        load_sample(today=day, now=now)
        samples[day] = rows_copied()
    count_what_is_stored()


def rows_copied() -> dict[str, bytes]:
    """What is in each table of the program, as PostgreSQL copies it out."""
    copies = {}
    with connection.cursor() as cursor:
        for model in models_with_history():
            copy = io.BytesIO()
            cursor.copy_expert(f'COPY "{model._meta.db_table}" TO STDOUT', copy)
            copies[model._meta.db_table] = copy.getvalue()
    return copies


def put_back(copies: dict[str, bytes]) -> None:
    """Copy rows into empty tables, and let what is added later have the numbers after theirs."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # in no order that references would ask for
        for table, copy in copies.items():
            cursor.copy_expert(f'COPY "{table}" FROM STDIN', io.BytesIO(copy))
        for statement in connection.ops.sequence_reset_sql(no_style(), models_with_history()):
            cursor.execute(statement)


def models_with_history() -> list[type[Model]]:
    """Every model of the program, and those of their histories."""
    return [model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]


@pytest.fixture
def clerk(conference, person) -> Iterator[Person]:
    """Staff at this browser, signed in; nobody is written to while they work."""
    staff = StaffFactory(name="Clerk", email="clerk@example.org", password=PASSWORD)
    person.signs_in(staff.email, PASSWORD)
    yield person
    assert mail.outbox == []
    assert not list(Path(settings.EMAIL_FILE_PATH).glob("*"))


@pytest.fixture(scope="session")
def worker(django_db_setup) -> Iterator[None]:
    """The worker as it is started for others, on the database and broker of these tests."""
    database = settings.DATABASES["default"]
    if "postgresql" not in database["ENGINE"]:
        pytest.skip("the database is SQLite; `make test` brings a PostgreSQL")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "rcm_minutes.settings",
        "DATABASE_URL": other_database(os.environ["DATABASE_URL"], database["NAME"]),
    }
    command = [sys.executable, "-m", "celery", "-A", "rcm_minutes", "worker", "--pool=solo"]
    command += ["--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    cache.delete(HEARTBEAT_KEY)
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            deadline = time.monotonic() + 60
            while not cache.get(HEARTBEAT_KEY):
                if process.poll() is not None or time.monotonic() > deadline:
                    log.seek(0)
                    pytest.fail(f"The worker did not start: {log.read().decode()[-2000:]}")
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            process.wait(timeout=30)
