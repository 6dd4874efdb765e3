"""Two people act in the same moment: what one does stands, the other is told."""

import datetime
import functools

import pytest

from actions.models import Commitment, CommitmentStatus, Report
from actions.services import filing, following
from actions.services.leave import CannotOpen, open_draft
from networks.models import PublicVersion
from networks.services import conference, public_change, public_version, save_recorded
from tests.at_once import at_once
from tests.factories import (
    ActionFactory,
    ActionOwnerFactory,
    AgreementFactory,
    AttendanceFactory,
    MeetingFactory,
    MemberFactory,
    NetworkFactory,
    ReportFactory,
    StaffFactory,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

TODAY = datetime.date(2026, 3, 20)
NOW = datetime.datetime(2026, 3, 20, 15, tzinfo=datetime.UTC)
FULFILLED, WITHDRAWN, IN_PROGRESS = (
    CommitmentStatus.FULFILLED,
    CommitmentStatus.WITHDRAWN,
    CommitmentStatus.IN_PROGRESS,
)


@pytest.fixture
def people():
    return [StaffFactory(), StaffFactory()]


@pytest.fixture
def members():
    return [MemberFactory(code=code) for code in ("HN", "MX")]


def draft(members, *owners, on=datetime.date(2026, 3, 10), **fields):
    """A report in which `owners`, or else each of `members`, undertakes one thing."""
    network = NetworkFactory(slug="consular-protection", code="CP")
    report = ReportFactory(meeting=MeetingFactory(network=network, starts_on=on))
    for member in members:
        AttendanceFactory(meeting=report.meeting, delegation=member)
    action = ActionFactory(agreement=AgreementFactory(report=report), **fields)
    for place, owner in enumerate(owners or members):
        kind = "audience" if isinstance(owner, str) else "delegation"
        ActionOwnerFactory(action=action, position=place, **{kind: owner})
    return report


def file(report, *, by):
    return filing.file_report(report_id=report.pk, by=by, on=TODAY, now=NOW, publish=True, followed=True)


def inform(commitment, status, *, by):
    return following.change_status(
        commitment_id=commitment.pk, status=status, by=by, on=TODAY, outcome=f"{status} by {by.pk}"
    )


def each(verb, things, people):
    """One call of `verb` for each thing, by the person in the same place."""
    return [functools.partial(verb, thing, by=person) for thing, person in zip(things, people, strict=True)]


def refusals(outcomes):
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]


def test_a_report_is_filed_once(people, members):
    report = draft(members)
    outcomes = at_once(*(functools.partial(file, report, by=person) for person in people))
    (refusal,) = refusals(outcomes)
    assert (type(refusal), str(refusal)) == (filing.CannotFile, "This report is filed already.")
    report.refresh_from_db()
    winner = people[next(place for place, outcome in enumerate(outcomes) if isinstance(outcome, Report))]
    assert (report.reference, report.versions.get().made_by) == ("CP/2026-03", winner)
    assert sorted(Commitment.objects.values_list("delegation__code", flat=True)) == ["HN", "MX"]


def test_what_is_filed_is_not_open_whichever_comes_first(people, members):
    report = draft(members)
    opening = functools.partial(open_draft, report_id=report.pk, by=people[0], on=TODAY, reason="Asked by the chair")
    opened, filed = at_once(opening, functools.partial(file, report, by=people[1]))
    report.refresh_from_db()
    assert (report.reference, report.opened_on) == (filed.reference, None)
    came_first = [row.opened_on for row in report.history.order_by("history_id")] == [None, TODAY, None]
    assert came_first or (type(opened), str(opened)) == (CannotOpen, "This report is no draft any more.")


def test_two_reports_of_one_month_get_two_references(people, members):
    reports = [draft(members, on=datetime.date(2026, 3, day)) for day in (3, 10)]
    outcomes = at_once(*each(file, reports, people))
    assert refusals(outcomes) == []
    assert set(Report.objects.values_list("reference", flat=True)) == {"CP/2026-03", "CP/2026-03b"}


def test_one_of_two_last_words_stands(people, members):
    file(draft(members[:1]), by=people[0])
    commitment = Commitment.objects.get()
    words = zip((FULFILLED, WITHDRAWN), people, strict=True)
    outcomes = at_once(*(functools.partial(inform, commitment, status, by=person) for status, person in words))
    (refusal,) = refusals(outcomes)
    won = next(place for place, outcome in enumerate(outcomes) if isinstance(outcome, Commitment))
    status = (FULFILLED, WITHDRAWN)[won]
    commitment.refresh_from_db()
    assert isinstance(refusal, following.CannotChangeStatus)
    assert (commitment.status, commitment.outcome) == (status, f"{status} by {people[won].pk}")
    assert [row.history_user for row in commitment.history.order_by("history_id")] == [people[0], people[won]]


def test_a_joint_action_is_closed_once_whoever_closes_it(people, members):
    file(draft(members, fulfilment="jointly"), by=people[0])
    shares = list(Commitment.objects.order_by("pk"))
    outcomes = at_once(*each(functools.partial(inform, status=FULFILLED), shares, people))
    assert [type(refusal) for refusal in refusals(outcomes)] == [following.CannotChangeStatus]
    assert list(Commitment.objects.values_list("status", flat=True)) == [FULFILLED, FULFILLED]
    assert len(set(Commitment.objects.values_list("outcome", flat=True))) == 1
    assert [share.history.count() for share in shares] == [2, 2]


def test_different_shares_do_not_stand_in_each_others_way(people, members):
    file(draft(members), by=people[0])
    shares = list(Commitment.objects.order_by("pk"))
    outcomes = at_once(*each(functools.partial(inform, status=IN_PROGRESS), shares, people))
    assert refusals(outcomes) == []
    assert list(Commitment.objects.values_list("status", flat=True)) == [IN_PROGRESS, IN_PROGRESS]


def test_a_delegation_joins_an_open_call_once(people, members):
    report = draft(members, "INTERESTED")
    file(report, by=people[0])
    action = report.agreements.get().actions.get()
    known = {"on": TODAY, "words": "Note 4"}
    call = functools.partial(following.join_call, action_id=action.pk, delegation=members[0], **known)
    outcomes = at_once(*(functools.partial(call, by=person) for person in people))
    assert [type(refusal) for refusal in refusals(outcomes)] == [following.CannotJoin]
    assert Commitment.objects.get().delegation == members[0]


def test_every_change_counts_even_the_first_ones(people):
    """No version is given twice: under one number there is one state of the record."""
    PublicVersion.objects.all().delete()

    def rename(person):
        with public_change():
            number = public_version()
            row = conference()
            row.name_en = f"By {person.pk}"
            save_recorded(row, by=person)
        return number

    outcomes = at_once(*(functools.partial(rename, person) for person in people * 2))
    assert sorted(outcomes, key=str) == [1, 2, 3, 4]
