import datetime

import pytest
import time_machine
from django.core.cache import caches

from actions.services import filing
from networks.models import Conference
from tests.factories import (
    ActionFactory,
    ActionOwnerFactory,
    AgreementFactory,
    AttendanceFactory,
    MeetingFactory,
    NetworkFactory,
    ReportFactory,
    StaffFactory,
)

NOW = datetime.datetime(2026, 3, 20, 15, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 3, 20)


@pytest.fixture(autouse=True)
def on_the_day(db):
    """Every page is read on 20 March 2026, with nothing kept from another test."""
    caches["pages"].clear()
    caches["rows"].clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def staff():
    return StaffFactory()


@pytest.fixture
def conference():
    return Conference.objects.create(
        pk=1,
        name_en="Conference on Moving",
        name_es="Conferencia de Movilidad",
        short_en="CM",
        short_es="CM",
        public_follow_up=True,
    )


def action_of(report, *owners, label="1", position=1024, agreement=None, **fields):
    """An action under a new agreement of the report; owners are delegations or audiences."""
    agreement = agreement or AgreementFactory(report=report, label=label, position=position)
    action = ActionFactory(agreement=agreement, **fields)
    for place, owner in enumerate(owners):
        kind = "audience" if isinstance(owner, str) else "delegation"
        ActionOwnerFactory(action=action, position=place, **{kind: owner})
    return action


def draft(code="CP", *, slug="consular-protection", on=datetime.date(2026, 3, 10), present=(), **fields):
    """A draft report of a meeting of the network `code` on the day, with the delegations present."""
    network = NetworkFactory(slug=slug, code=code)
    report = ReportFactory(meeting=MeetingFactory(network=network, starts_on=on, **fields))
    for delegation in present:
        AttendanceFactory(meeting=report.meeting, delegation=delegation)
    return report


def file(report, by, *, publish=True, followed=True):
    filing.file_report(report_id=report.pk, by=by, on=TODAY, now=NOW, publish=publish, followed=followed)
    report.refresh_from_db()
    return report
