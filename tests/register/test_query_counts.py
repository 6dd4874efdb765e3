"""Every reading page asks the database as often for 100 rows as for one."""

import datetime

import pytest
from django.core.cache import caches

from actions.models import Agreement, Commitment, Lineage, TakesUp
from meetings.models import AgendaItem, AgendaItemLead
from networks.models import Delegation
from networks.services import count_what_is_stored
from tests.factories import (
    AgreementFactory,
    DelegationFactory,
    EvidenceFactory,
    MeetingDocumentFactory,
    MeetingFactory,
    MemberFactory,
    PresidencyFactory,
    ProgressReportFactory,
)
from tests.queries import queries_of
from tests.register.conftest import action_of, draft, file

NOON = datetime.datetime(2026, 4, 1, 18, tzinfo=datetime.UTC)
ROWS = [1, 3, pytest.param(100, marks=pytest.mark.postgres)]


def filed_with(rows, by):
    """A filed report of `rows` agreements, each asking every member something by a date or at a meeting."""
    members = [MemberFactory(code=code) for code in ("HN", "MX")]
    presidency = DelegationFactory(code="PPT", kind="office")
    PresidencyFactory(delegation=members[1], starts_on=datetime.date(2026, 1, 1), ends_on=datetime.date(2026, 3, 14))
    PresidencyFactory(delegation=members[0], starts_on=datetime.date(2026, 3, 15))
    report = draft(present=members[:1])
    for number in range(1, rows + 1):
        fields = {"deadline_kind": "date", "deadline_on": datetime.date(2026, 3, 1) + datetime.timedelta(number % 60)}
        if number % 3 == 0:
            fields = {"deadline_kind": "event", "deadline_body": report.meeting.network}
        action_of(report, "MEMBERS", presidency, label=str(number), position=number * 1024, **fields)
    return file(report, by)


def count(client, url):
    caches["pages"].clear()
    caches["rows"].clear()
    return queries_of(client, url)


@pytest.mark.parametrize("rows", ROWS)
def test_lists(rows, client, staff, conference):
    """`rows` agreements with three shares each, agenda items with leads, documents, planned meetings, delegations."""
    report = filed_with(rows, staff)
    point = Agreement.objects.get(reference=f"{report.reference}/1")
    for number in range(rows):
        item = AgendaItem.objects.create(meeting=report.meeting, position=number, title_en=f"Item {number}")
        AgendaItemLead.objects.create(item=item, delegation=DelegationFactory(code="HN"))
        TakesUp.objects.create(item=item, agreement=point, phrase="point 1")
        MeetingDocumentFactory(meeting=report.meeting, distribution="public", added_by=staff)
        day = datetime.date(2026, 4, 1) + datetime.timedelta(number)
        MeetingFactory(network=report.meeting.network, starts_on=day, is_public=True)
        MemberFactory(code=f"M{number}")
    count_what_is_stored()
    every_filter = (
        "?body=consular-protection&delegation=HN&status=open&status=date_passed&status=due_soon&status=waiting"
        "&verb=other&year=2026&words=paper"
    )
    addresses = {
        "register": "agreements/",
        "register, filtered": f"agreements/{every_filter}",
        "register, by deadline": f"agreements/{every_filter}&order=deadline",
        "meeting": f"meetings/{report.meeting_id}/",
        "delegation": "delegations/HN/",
        "delegation that held the presidency": "delegations/MX/",
        "home": "",
        "networks": "networks/",
        "network": "networks/consular-protection/",
        "meetings": "meetings/",
        "delegations": "delegations/",
        "report": f"reports/{report.reference}/",
    }
    assert {name: count(client, f"/en/{address}") for name, address in addresses.items()} == {
        "register": 11,
        "register, filtered": 11,
        "register, by deadline": 12,
        "meeting": 12,
        "delegation": 7,
        "delegation that held the presidency": 8,
        "home": 14,
        "networks": 6,
        "network": 11,
        "meetings": 6,
        "delegations": 5,
        "report": 5,
    }


@pytest.mark.parametrize("rows", ROWS)
def test_agreement(rows, client, staff, conference):
    """`rows` actions under one agreement, each informed of with a file, `rows` references each way, as many
    neighbours, and their history.

    Each action is the presidency's too, which passes on after the agreement.
    """
    report = filed_with(rows, staff)
    presidency = Delegation.objects.get(code="PPT")
    later = draft("TT", slug="smuggling", on=datetime.date(2026, 3, 14))
    point = AgreementFactory(report=later, label="1", position=1)
    for number in range(rows):
        action_of(later, DelegationFactory(code="HN"), presidency, agreement=point, position=number)
        Lineage.objects.create(
            agreement=point,
            phrase=f"point {number}",
            earlier=Agreement.objects.get(reference=f"{report.reference}/{number + 1}"),
        )
    file(later, staff)
    last = draft("VM", slug="vice-ministers", on=datetime.date(2026, 3, 18))
    for number in range(rows):
        last_point = AgreementFactory(report=last, label=str(number + 1), position=number + 1)
        Lineage.objects.create(agreement=last_point, earlier=point, phrase="the point")
    file(last, staff)
    for share in Commitment.objects.filter(action__agreement=point):
        EvidenceFactory(
            report=ProgressReportFactory(
                delegation=share.delegation, state="sent", sent_at=NOON, audience="public", about=[share]
            )
        )
    count_what_is_stored()
    visited = count(client, "/en/agreements/TT/2026-03/1/")
    client.force_login(staff)
    assert (visited, count(client, "/en/agreements/TT/2026-03/1/")) == (13, 18)
