"""Two people send, confirm or acknowledge the same report in one moment: one effect."""

import functools
import uuid

import pytest

from actions.models import Evidence, ProgressReport
from actions.services import informing
from actions.services.attaching import NotTaken
from actions.services.evidence import withdraw
from tests.actions.informants import NOW, TODAY, begin, by_account, by_link, send
from tests.actions.test_evidence import PDF, keep
from tests.at_once import at_once
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DelegationFactory,
    DesignationFactory,
    FrozenFactory,
    StaffFactory,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def honduras():
    return DelegationFactory(code="HN")


@pytest.fixture
def officers(honduras):
    return [DesignationFactory(delegation=honduras).person for _number in range(2)]


@pytest.fixture
def shares(honduras):
    """A share of Honduras, and that of Mexico in the same joint action."""
    action = ActionFactory(agreement=FrozenFactory(), fulfilment="jointly")
    return [CommitmentFactory(action=action, delegation=one) for one in (honduras, DelegationFactory(code="MX"))]


def told(outcomes):
    """Whom each call is to tell of; one that raised fails the test."""
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    return sorted([delegation.code for delegation in outcome.closed_with] for outcome in outcomes)


def test_a_report_sent_twice_takes_effect_once(shares, officers):
    report = begin(shares[0], informant=by_account(officers[0]), done=True)
    outcomes = at_once(*(functools.partial(send, report, by=officer) for officer in officers))
    assert told(outcomes) == [[], ["MX"]]
    assert (report.history.count(), [share.history.count() for share in shares]) == (2, [2, 2])


def test_a_report_confirmed_twice_takes_effect_once(shares, officers):
    report = begin(shares[0], informant=by_link(), done=True)
    send(report, by=None)
    confirm = functools.partial(informing.confirm_report, report_id=report.pk, now=NOW, on=TODAY)
    outcomes = at_once(*(functools.partial(confirm, by=officer) for officer in officers))
    assert told(outcomes) == [[], ["MX"]]
    report.refresh_from_db()
    assert {outcome.report.confirmed_by_id for outcome in outcomes} == {report.confirmed_by_id}
    assert (report.history.count(), [share.history.count() for share in shares]) == (3, [2, 2])


def test_a_report_is_acknowledged_once(shares, officers):
    report = begin(shares[0], informant=by_account(officers[0]), new_date=TODAY.replace(month=6))
    send(report, by=officers[0])
    acknowledge = functools.partial(informing.acknowledge_report, report_id=report.pk, now=NOW, on=TODAY)
    at_once(*(functools.partial(acknowledge, by=StaffFactory()) for _number in range(2)))
    assert (report.history.count(), shares[0].history.count()) == (3, 3)


def test_two_reports_of_one_joint_action_close_it_once(shares, officers):
    theirs = DesignationFactory(delegation=shares[1].delegation).person
    people = (officers[0], theirs)
    reports = [
        begin(share, informant=by_account(person), done=True, text=f"By {person.pk}.")
        for share, person in zip(shares, people, strict=True)
    ]
    outcomes = at_once(
        *(functools.partial(send, report, by=person) for report, person in zip(reports, people, strict=True))
    )
    assert len(told(outcomes)[1]) == 1
    for share in shares:
        share.refresh_from_db()
    assert shares[0].outcome == shares[1].outcome
    assert [share.history.count() for share in shares] == [2, 2]


def test_the_same_form_twice_in_one_moment_begins_one_report(shares, officers):
    form = functools.partial(begin, shares[0], informant=by_account(officers[0]), key=uuid.uuid4())
    first, second = at_once(form, form)
    assert (first, ProgressReport.objects.count()) == (second, 1)
    assert first.answers.count() == 1


def test_ten_files_are_ten_whoever_attaches_them(shares, officers, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    report = begin(shares[0], informant=by_account(officers[0]))
    for number in range(9):
        keep(report, PDF + bytes([number]), by=officers[0])
    outcomes = at_once(*(functools.partial(keep, report, PDF + name, by=officers[0]) for name in (b"one", b"another")))
    assert [type(outcome) for outcome in outcomes if not isinstance(outcome, Evidence)] == [NotTaken]
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 10


def test_a_file_withdrawn_by_two_is_withdrawn_once(shares, officers, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    report = begin(shares[0], informant=by_account(officers[0]))
    kept = keep(report, PDF, by=officers[0])
    send(report, by=officers[0])
    call = functools.partial(withdraw, report_id=report.pk, evidence_id=kept.pk, reason="Wrong file.", now=NOW)
    outcomes = at_once(*(functools.partial(call, by=StaffFactory()) for _number in range(2)))
    assert sorted(str(outcome) for outcome in outcomes) == ["None", "Somebody has withdrawn this file in the meantime."]
    assert Evidence.history.filter(history_type="-").count() == 1
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
