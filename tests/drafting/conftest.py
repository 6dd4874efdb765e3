import datetime
import pathlib

import pytest
import time_machine

from documents.models import Upload
from documents.services.bringing_in import bring_in
from documents.services.reading import read_upload
from networks.services import load_conference, system_user
from tests.factories import StaffFactory

NOW = datetime.datetime(2026, 3, 20, 15, tzinfo=datetime.UTC)

REPORT = b"""\
REPORT OF THE MEETING OF THE LIAISON OFFICER NETWORK FOR CONSULAR PROTECTION

Antigua, Guatemala
March 10, 2026

The Liaison Officer Network for Consular Protection met on March 10, 2026, in Antigua, Guatemala, with the participation
of Costa Rica, Guatemala, Honduras and Mexico.

The Network submits its report for consideration to the Regional Consultation Group on Migration (RCGM), as follows:

1. To thank Guatemala for hosting the meeting.
2. Honduras will send a revised guide to the Technical Secretariat by April 30, 2026. Mexico will comment on it.
3. To take note of the calendar presented by the Technical Secretariat.
"""

AGENDA = b"""\
Meeting of the Liaison Officer Network for Consular Protection
Antigua, Guatemala
May 12, 2026

AGENDA
09:00 - 09:15  Opening words
[Lead: Guatemala]
09:15 - 10:00  Progress of the revised guide
[Leads: Honduras and Mexico]
10:00 - 10:15  Break
"""


@pytest.fixture(autouse=True)
def on_the_day(db, settings, tmp_path):
    """Every page is read on 20 March 2026; what is brought in is kept in a folder of this test."""
    settings.MEDIA_ROOT = pathlib.Path(tmp_path) / "uploads"
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def conference():
    load_conference(by=system_user())


@pytest.fixture
def staff():
    return StaffFactory(name="Clerk")


@pytest.fixture
def desk(client, staff):
    """A browser in which the clerk is signed in."""
    client.force_login(staff)
    return client


@pytest.fixture
def brought_in(staff, conference):
    def bring(content=REPORT, name="report.txt"):
        upload = bring_in(content=content, name=name, by=staff, now=NOW)
        read_upload(upload_id=upload.pk, now=NOW)
        return Upload.objects.get(pk=upload.pk)

    return bring
