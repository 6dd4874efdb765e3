"""The presidency opens a draft: who may, who reads it then, and how it ends."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from actions import policies
from actions.models import Report
from actions.services import filing
from actions.services.leave import CannotOpen, close_draft, open_draft
from networks.models import Role
from networks.reasons import in_reader_language
from networks.services import public_version
from networks.standing import VISITOR, standing_of
from tests.factories import (
    AgreementFactory,
    DelegationFactory,
    DesignationFactory,
    MemberFactory,
    NetworkFactory,
    PresidencyFactory,
    PublishedFactory,
    ReportFactory,
    StaffFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 3, 20)
NOW = datetime.datetime(2026, 3, 20, 15, tzinfo=datetime.UTC)
ASKED = "The presidency asked for it on the phone."


@pytest.fixture
def report():
    return AgreementFactory(label="").report


@pytest.fixture
def staff():
    return StaffFactory()


@pytest.fixture
def chair(report):
    """Of the body whose meeting the report is of."""
    office = DelegationFactory(code="PPT", kind="office")
    return DesignationFactory(delegation=office, role=Role.CHAIR, network=report.meeting.network).person


@pytest.fixture
def standings(report, chair, staff):
    member, observer = MemberFactory(code="HN"), DelegationFactory(code="IOM", kind="organisation")
    presiding, before = MemberFactory(code="MX"), MemberFactory(code="CR")
    PresidencyFactory(delegation=before, starts_on=datetime.date(2025, 1, 1), ends_on=TODAY - datetime.timedelta(1))
    PresidencyFactory(delegation=presiding, starts_on=TODAY)
    elsewhere = NetworkFactory(slug="migrant-children")
    people = {
        "nobody": UserFactory(),
        "former officer": DesignationFactory(delegation=member, ends_on=TODAY - datetime.timedelta(1)).person,
        "officer": DesignationFactory(delegation=member, network=report.meeting.network).person,
        "officer for another body": DesignationFactory(delegation=member, network=elsewhere).person,
        "focal point": DesignationFactory(delegation=member, role=Role.FOCAL_POINT).person,
        "observer": DesignationFactory(delegation=observer, role=Role.OBSERVER).person,
        "chair": chair,
        "chair of all": DesignationFactory(delegation=presiding, role=Role.CHAIR).person,
        "chair of another body": DesignationFactory(delegation=presiding, role=Role.CHAIR, network=elsewhere).person,
        "chair before": DesignationFactory(delegation=before, role=Role.CHAIR).person,
        "chair of no presidency": DesignationFactory(delegation=member, role=Role.CHAIR).person,
        "chair of an observer": DesignationFactory(delegation=observer, role=Role.CHAIR).person,
        "staff": staff,
    }
    return {"visitor": VISITOR} | {role: standing_of(person, on=TODAY) for role, person in people.items()}


LEADS = {"chair", "chair of all", "staff"}
NO_CHAIRS = {"chair before", "chair of no presidency", "chair of an observer"}
NOT_DESIGNATED = {"visitor", "nobody", "former officer"} | NO_CHAIRS


def those_who_read(standings, report):
    drafts = Report.objects.filter(pk=report.pk)
    return {role for role, standing in standings.items() if drafts.drafts_readable_by(standing).exists()}


def history_of(report):
    rows = report.history.order_by("history_id")
    return [(row.opened_on, row.history_user, in_reader_language(row.history_change_reason)) for row in rows]


def test_the_bodys_chairs_and_staff_open_it(standings, report):
    network_id = report.meeting.network_id
    assert {role for role, one in standings.items() if policies.may_open_draft(one, network_id)} == LEADS


def test_until_it_is_opened_those_read_it_who_lead_its_drafting(standings, report):
    assert those_who_read(standings, report) == LEADS


def test_opened_it_is_read_by_whoever_is_designated_that_day(standings, report, chair):
    open_draft(report_id=report.pk, by=chair, on=TODAY)
    assert those_who_read(standings, report) == set(standings) - NOT_DESIGNATED
    close_draft(report_id=report.pk, by=chair)
    assert those_who_read(standings, report) == LEADS


def test_what_is_visible_does_not_change_by_it(standings, report, chair):
    def seen():
        return {role: list(Report.objects.visible_to(standing)) for role, standing in standings.items()}

    before = seen()
    open_draft(report_id=report.pk, by=chair, on=TODAY)
    assert (seen(), before) == (before, {role: [report] if role == "staff" else [] for role in standings})


def test_what_is_filed_or_of_no_meeting_is_no_draft_to_read(standings):
    others = [PublishedFactory(), ReportFactory(meeting=None)]
    assert [those_who_read(standings, one) for one in others] == [set(), set()]


def test_the_history_tells_who_opened_and_closed_it_and_why(report, chair, staff):
    before = public_version()
    open_draft(report_id=report.pk, by=staff, on=TODAY, reason=f" {ASKED} ")
    close_draft(report_id=report.pk, by=chair)
    open_draft(report_id=report.pk, by=chair, on=TODAY, reason="For the observers")
    close_draft(report_id=report.pk, by=staff, reason="It is to be read again")
    assert history_of(report)[1:] == [
        (TODAY, staff, ASKED),
        (None, chair, "Draft closed"),
        (TODAY, chair, "For the observers"),
        (None, staff, "It is to be read again"),
    ]
    assert public_version() == before + 4


def test_staff_say_who_asked_for_it(report, staff, chair):
    for blank in ("", "  "):
        with pytest.raises(CannotOpen, match="say who asked"):
            open_draft(report_id=report.pk, by=staff, on=TODAY, reason=blank)
    open_draft(report_id=report.pk, by=chair, on=TODAY)
    with pytest.raises(CannotOpen, match="say who asked"):
        close_draft(report_id=report.pk, by=staff)
    assert history_of(report)[1:] == [(TODAY, chair, "Draft opened")]


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: PublishedFactory(), "no draft any more"),
        (lambda: ReportFactory(meeting=None, preamble_en="The network met."), "Say first which meeting"),
        (lambda: ReportFactory(heading_en=" "), "Nothing is written"),
        (lambda: AgreementFactory(text_en="", text_es="\n").report, "Nothing is written"),
        (lambda: AgreementFactory(report__opened_on=TODAY).report, "open already"),
    ],
    ids=["filed", "no meeting", "no text", "an empty agreement", "open"],
)
def test_what_cannot_be_opened_stays_as_it_is(chair, make, why):
    report = make()
    with pytest.raises(CannotOpen, match=why):
        open_draft(report_id=report.pk, by=chair, on=TODAY + datetime.timedelta(1))
    assert report.history.count() == 1


@pytest.mark.parametrize(
    ("make", "why"), [(PublishedFactory, "no draft any more"), (ReportFactory, "not open")], ids=["filed", "not open"]
)
def test_what_cannot_be_closed_stays_as_it_is(chair, make, why):
    report = make()
    with pytest.raises(CannotOpen, match=why):
        close_draft(report_id=report.pk, by=chair)
    assert report.history.count() == 1


@pytest.mark.parametrize("field", ["preamble_es", "closing_en"])
def test_a_draft_of_its_opening_words_alone_can_be_opened(chair, field):
    report = ReportFactory(**{field: "The network met."})
    assert open_draft(report_id=report.pk, by=chair, on=TODAY).opened_on == TODAY


def test_filing_ends_it_and_a_filing_undone_leaves_it_closed(standings, report, chair, staff):
    open_draft(report_id=report.pk, by=chair, on=TODAY)
    filing.file_report(report_id=report.pk, by=staff, on=TODAY, now=NOW, publish=True, followed=True)
    filing.undo_filing(report_id=report.pk, by=staff, now=NOW, reason="Wrong language")
    assert [row[0] for row in history_of(report)] == [None, TODAY, None, None]
    assert those_who_read(standings, report) == LEADS


@pytest.mark.parametrize("make", [PublishedFactory, lambda **fields: ReportFactory(meeting=None, **fields)])
def test_the_database_keeps_the_leave_to_drafts_of_a_meeting(make):
    with pytest.raises(IntegrityError, match="report_opened_is_no_record"), transaction.atomic():
        make(opened_on=TODAY)
