"""The conference's time zone decides what today is, never the server's: `networks.services.today(now=…)`."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "networks",
    "meetings",
    "actions",
    "documents",
    "correspondence",
    "desks",
    "drafting",
    "register",
    "rcm_minutes",
)
SERVERS_DAY = re.compile(
    r"\b(?:localdate|localtime|utcnow|fromtimestamp)\("
    r"|\bdate\.today\(|\bdatetime\.today\("
    r"|\bnow\([^()]*\)(?:\.astimezone\(\))?\.date\("
    r"|\bTrunc(?:Date|Day)?\((?![^()]*\btzinfo=)|\bNow\(|\bCURRENT_DATE\b"
    r"|\bauto_now(?:_add)?=True"
)
IN_A_TEMPLATE = re.compile(r"\{% *now\b|\|(?:timesince|timeuntil|naturalday)\b")


def code():
    for room in ROOMS:
        yield from (path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts)


def lines_with(pattern, paths):
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_code_asks_the_server_for_the_day():
    assert lines_with(SERVERS_DAY, code()) == []


def test_no_template_does():
    assert lines_with(IN_A_TEMPLATE, (ROOT / "templates").rglob("*.html")) == []


@pytest.mark.parametrize(
    "line",
    [
        "on = timezone.localdate()",
        "on = datetime.date.today()",
        "on = timezone.now().date()",
        "on = datetime.datetime.now(tz=UTC).date()",
        "made_on = models.DateField(auto_now_add=True)",
    ],
)
def test_what_would_ask_it_is_seen(line):
    assert SERVERS_DAY.search(line)
