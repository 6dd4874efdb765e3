import datetime
import pathlib
import textwrap

import pytest

from actions.models import Action
from actions.services.assigning import add_action
from documents.models import Upload
from documents.services.bringing_in import bring_in
from documents.services.filing import file_upload
from documents.services.reading import read_upload
from networks.services import load_conference, system_user
from tests.factories import StaffFactory

NOW = datetime.datetime(2026, 3, 20, 15, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 3, 20)
DUE = datetime.date(2026, 4, 30)


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def staff(db):
    return StaffFactory()


@pytest.fixture
def conference(db):
    """The conference's shipped names: delegations, bodies, members."""
    load_conference(by=system_user())


@pytest.fixture(autouse=True)
def uploads_of_this_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def kept_files(settings):
    """A function giving the names of the files kept now."""

    def kept():
        return sorted(path.name for path in pathlib.Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())

    return kept


@pytest.fixture
def brought_in(staff, now, conference):
    def bring(content, name="report.txt"):
        upload = bring_in(content=content, name=name, by=staff, now=now)
        read_upload(upload_id=upload.pk, now=now)
        return Upload.objects.get(pk=upload.pk)

    return bring


@pytest.fixture
def file(staff, now):
    def file(upload, **changes):
        how = {"by": staff, "on": TODAY, "now": now, "publish": False, "followed": True} | changes
        return file_upload(upload_id=upload.pk, **how)

    return file


def only_action(upload, staff, label="2"):
    """The report's actions, and in their place one: all members send comments by the end of April."""
    agreement = upload.report.agreements.get(label=label)
    for action in Action.objects.filter(agreement__report=upload.report):
        action.owners.all().delete()
        action.delete()
    return add_action(
        agreement_id=agreement.pk,
        by=staff,
        what_en="send comments",
        owners=["MEMBERS"],
        deadline_kind="date",
        deadline_on=DUE,
        confirmed=False,
    )


REPORT_EN = textwrap.dedent("""\
    REPORT OF THE MEETING OF THE LIAISON OFFICER NETWORK FOR CONSULAR PROTECTION

    Antigua, Guatemala
    March 10, 2026

    The Liaison Officer Network for Consular Protection met on March 10, 2026, in Antigua, Guatemala, with the
    participation of Costa Rica, Guatemala, Honduras and Mexico.

    The Network submits its report for consideration to the Regional Consultation Group on Migration (RCGM), as follows:

    1. To thank Guatemala for hosting the meeting.
    2. Honduras will send a revised guide to the Technical Secretariat by April 30, 2026.
    3. To take note of the calendar presented by the Technical Secretariat.
    """)

REPORT_ES = textwrap.dedent("""\
    INFORME DE LA REUNIÓN DE LA RED DE FUNCIONARIOS DE ENLACE DE PROTECCIÓN CONSULAR

    Antigua, Guatemala
    10 de marzo de 2026

    La Red de Funcionarios de Enlace de Protección Consular se reunió el 10 de marzo de 2026 en Antigua, Guatemala, con
    la participación de Costa Rica, Guatemala, Honduras y México.

    La Red somete su informe a la consideración del Grupo Regional de Consulta sobre Migración (GRCM), como sigue:

    1. Agradecer a Guatemala por ser sede de la reunión.
    2. Honduras enviará una guía revisada a la Secretaría Técnica a más tardar el 30 de abril de 2026.
    3. Tomar nota del calendario presentado por la Secretaría Técnica.
    """)

AGENDA_EN = textwrap.dedent("""\
    Meeting of the Liaison Officer Network for Consular Protection
    Antigua, Guatemala
    May 12, 2026

    AGENDA
    09:00 – 09:15  Opening words
    [Lead: Guatemala]
    09:15 – 10:00  Progress of the revised guide
    [Leads: Honduras and Mexico]
    10:00 – 10:15  Break
    """)


@pytest.fixture
def report_en():
    return REPORT_EN.encode()


@pytest.fixture
def report_es():
    return REPORT_ES.encode()


@pytest.fixture
def agenda_en():
    return AGENDA_EN.encode()
