"""The register's list as a file: what was found, in its order, and no more than its reader may see."""

import csv
import datetime
import io

import openpyxl
import pytest

from networks.models import AuditEntry
from tests.factories import AgreementFactory, DelegationFactory, MemberFactory
from tests.queries import queries_of
from tests.register.conftest import TODAY, action_of, draft, file

NEAR = TODAY + datetime.timedelta(days=20)
AGREED = ["Agreement", "Text", "Meeting", "Agreed on"]
FOLLOWED = ["Responsible", "Status", "Date", "Progress"]


@pytest.fixture
def record(staff, conference):
    """One point that asks nothing of anybody, and one due soon by Honduras and, without a date, by Mexico."""
    honduras, mexico = MemberFactory(code="HN", name_en="Honduras"), MemberFactory(code="MX", name_en="Mexico")
    report = draft(present=[honduras, mexico])
    AgreementFactory(report=report, label="1", position=1, kind="thank", text_en="=To thank.", text_es="Agradecer.")
    asked = AgreementFactory(report=report, label="2", position=2, kind="request", text_en="A paper.")
    action_of(report, honduras, agreement=asked, deadline_kind="date", deadline_on=NEAR)
    action_of(report, mexico, agreement=asked, position=2)
    file(report, staff)
    draft("TT", slug="smuggling", on=datetime.date(2026, 1, 10))  # not on record
    return report


def csv_rows(client, query="", language="en"):
    answer = client.get(f"/{language}/agreements.csv{query}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_what_is_found_stands_in_the_file_in_the_order_of_the_page(client, record):
    day, where = "2026-03-10", str(record.meeting.network) + ", Tegucigalpa"
    thanked = ["CP/2026-03/1", "'=To thank.", where, day, "", "No follow-up", "", ""]
    asked = ["CP/2026-03/2", "A paper.", where, day, "Honduras: Due soon\nMexico: Pending", "Due soon"]
    asked += [NEAR.isoformat(), "0 of 2 fulfilled"]
    heading = AGREED + FOLLOWED
    assert csv_rows(client) == [heading, thanked, asked]
    assert csv_rows(client, "?order=deadline") == [heading, asked, thanked]
    assert csv_rows(client, "?verb=request&status=due_soon") == [heading, asked]
    assert csv_rows(client, "?verb=offer") == [heading]
    assert csv_rows(client, "?verb=thank", language="es")[1][:2] == ["CP/2026-03/1", "Agradecer."]


def test_excel_says_the_same(client, record):
    answer = client.get("/en/agreements.xlsx?verb=request")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [rows[0], rows[1][0], rows[1][6].date()] == [AGREED + FOLLOWED, "CP/2026-03/2", NEAR]
    assert answer["Content-Disposition"] == 'attachment; filename="Agreements 2026-03-20.xlsx"'
    assert list(AuditEntry.objects.values_list("act", "by", "about")) == [
        ("exported", None, "Agreements 2026-03-20.xlsx")
    ]


def test_while_the_follow_up_is_closed_a_visitor_has_what_was_agreed_alone(client, record, conference, staff):
    conference.public_follow_up = False
    conference.save()
    assert [row[:2] for row in csv_rows(client, "?status=due_soon")] == [
        AGREED[:2],
        ["CP/2026-03/1", "'=To thank."],
        ["CP/2026-03/2", "A paper."],
    ]
    assert {len(row) for row in csv_rows(client)} == {len(AGREED)}
    client.force_login(staff)
    assert csv_rows(client)[0] == AGREED + FOLLOWED


def test_the_page_leads_to_the_file_of_what_it_shows(client, record):
    page = client.get("/en/agreements/?verb=request&order=deadline").content.decode()
    for ending in ("xlsx", "csv"):
        assert f'href="/en/agreements.{ending}?verb=request&amp;order=deadline"' in page
    assert "agreements.xlsx" not in client.get("/en/agreements/?verb=offer").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_the_database_as_often_for_many_rows(client, staff, conference, rows):
    member = MemberFactory(code="HN")
    report = draft(present=[member])
    for number in range(rows):
        action_of(report, member, label=str(number), position=number)
    file(report, staff)
    DelegationFactory(code="IOM")
    assert queries_of(client, "/en/agreements.csv") == 9
