"""What the locks hold, and must not."""

import importlib.util
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^([a-z0-9-]+)==([^ ]+)", re.MULTILINE)


def pins(lock):
    return dict(PIN.findall((ROOT / lock).read_text()))


def name_of(requirement):
    return re.match(r"[A-Za-z0-9-]+", requirement)[0].lower()


def test_both_locks_hold_what_the_project_asks_for_at_the_same_versions():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    run, development = pins("requirements.txt"), pins("requirements-dev.txt")
    asked = {name_of(requirement) for requirement in project["project"]["dependencies"]}
    asked_by_tests = {name_of(requirement) for requirement in project["dependency-groups"]["dev"]}
    assert asked - run.keys() == set()
    assert (asked | asked_by_tests) - development.keys() == set()
    assert run.items() - development.items() == set()


def test_every_package_of_a_lock_is_known_by_its_hash_and_no_registry_is_named():
    for lock in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / lock).read_text()
        blocks = re.split(r"\n(?=[a-z0-9])", text)[1:]
        assert [block.split("==")[0] for block in blocks if "--hash=sha256:" not in block] == []
        assert re.findall(r"https?://\S+", text) == []


def test_django_finds_one_driver_for_postgresql():
    """With psycopg 3 beside psycopg2 Django would take that one, which none of the tests has met."""
    assert importlib.util.find_spec("psycopg") is None
