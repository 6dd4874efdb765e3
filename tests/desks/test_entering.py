"""Many reports entered in one step: whom they concern is told of each, and of nothing else."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.models import Commitment
from correspondence.models import Mail, MailSettings, ReminderPolicy
from desks.models import MatrixReport
from desks.services import matrix as services
from tests.desks.conftest import NOON
from tests.desks.matrices import a_csv, a_report, agreed, compared, filed
from tests.factories import DelegationFactory, DesignationFactory, PresidencyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def report(honduras, mexico):
    """Points 1 to 3, of Honduras and Mexico jointly, and 4, of each of the two."""
    report = a_report()
    for label in ("1", "2", "3"):
        agreed(report, label, honduras, mexico, fulfilment="jointly")
    agreed(report, "4", honduras, mexico)
    return report


def switch_on(report):
    MailSettings.objects.create(pk=1, secretariat_address="secretariat@example.org")
    ReminderPolicy.objects.create(network=report.meeting.network, is_on=True, on_since=datetime.date(2026, 1, 1))


def rows(*labels, done="done"):
    return a_csv(*((f"CP/2026-03/{label}", "Honduras", "", f"Paper {label} was sent.", done) for label in labels))


@pytest.mark.parametrize("mails", [False, True])
def test_a_joint_action_closed_by_a_row_is_told_to_the_others_where_mails_are_on(report, staff, mexico, mails):
    DesignationFactory(delegation=mexico, person__email="eva@example.org")
    if mails:
        switch_on(report)
    filed(compared(rows("1", "3", "4"), by=staff), by=staff)
    reports = list(MatrixReport.objects.order_by("row__number").values_list("report", flat=True))
    told = Mail.objects.order_by("pk").values_list("kind", "recipient", "about", "note")
    assert list(told) == [
        ("together", "eva@example.org", f"report {reports[place]}", f"Paper {label} was sent.\n\nHonduras")
        for place, label in enumerate("13" if mails else "")
    ]
    mentioned = Commitment.objects.filter(mentions__isnull=False).order_by("pk")
    assert [(one.delegation, one.action.agreement.label) for one in mentioned] == [
        (mexico, label) for label in ("13" if mails else "")
    ]


def test_who_holds_the_presidency_is_told_of_its_share(report, staff, honduras, mexico):
    PresidencyFactory(delegation=mexico, starts_on=datetime.date(2026, 1, 1))
    office = DelegationFactory(code="PPT", kind="office", name_en="Presidency", name_es="Presidencia")
    agreed(report, "5", honduras, office, fulfilment="jointly")
    DesignationFactory(delegation=mexico, person__email="eva@example.org")
    switch_on(report)
    filed(compared(rows("5"), by=staff), by=staff)
    assert list(Mail.objects.values_list("recipient", "note")) == [("eva@example.org", "Paper 5 was sent.\n\nHonduras")]


def test_filing_asks_the_database_as_often_for_many_rows_as_for_few(report, staff, honduras, mexico):
    DesignationFactory(delegation=mexico, person__email="eva@example.org")
    switch_on(report)

    def queries(*labels, name):
        matrix = compared(rows(*labels), by=staff, name=name)
        services.begin_filing(matrix_id=matrix.pk, by=staff, now=NOON)
        with CaptureQueriesContext(connection) as captured:
            services.file_matrix(matrix_id=matrix.pk, now=NOON)
        assert matrix.rows.filter(state="written").count() == len(labels)
        return len(captured)

    for label in ("5", "6", "7", "8"):
        agreed(report, label, honduras, mexico, fulfilment="jointly")
    queries("4", name="first.csv")  # the first change of all makes the version's row
    assert queries("1", name="few.csv") == queries("2", "3", "5", "6", "7", "8", name="many.csv")
