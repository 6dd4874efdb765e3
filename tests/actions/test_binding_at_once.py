"""Meetings move while others move them, or file what hangs on them: whoever comes last wins, and no day is stale."""

import datetime
import functools

import pytest

from actions.models import Commitment
from actions.services import binding
from actions.services.verifying import findings
from meetings import services
from meetings.models import Meeting
from tests.actions.deadlines import TODAY, action_of, body, draft, file, meeting_of, stands
from tests.at_once import at_once
from tests.factories import StaffFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

JUNE, JULY, AUGUST = (datetime.date(2026, month, 8) for month in (6, 7, 8))


@pytest.fixture
def people():
    return [StaffFactory(), StaffFactory()]


def move(meeting, day, *, by):
    return services.move_meeting(meeting_id=meeting.pk, starts_on=day, by=by)


def days_due():
    return set(Commitment.objects.values_list("due_on", flat=True))


def test_two_people_move_the_same_meeting(people):
    meeting = meeting_of("rcgm", JUNE)
    file(draft(number=5, owners=("HN", "MX")), people[0])
    moves = zip((JULY, AUGUST), people, strict=True)
    outcomes = at_once(*(functools.partial(move, meeting, day, by=person) for day, person in moves))
    meeting.refresh_from_db()
    assert [type(outcome) for outcome in outcomes] == [Meeting, Meeting]
    assert meeting.starts_on in (JULY, AUGUST)
    assert days_due() == {meeting.starts_on}
    assert Commitment.history.count() == 10 * 3
    last = meeting.history.latest("history_id").history_user
    assert {share.history.latest("history_id").history_user for share in Commitment.objects.all()} == {last}
    assert list(findings()) == []


@pytest.mark.parametrize("change", ["moved", "cancelled", "made"])
def test_a_meeting_changes_while_a_report_is_filed(change, people):
    meeting = meeting_of("rcgm", JUNE)
    report = draft(number=5)
    changes = {
        "moved": functools.partial(move, meeting, JULY, by=people[0]),
        "cancelled": functools.partial(services.cancel_meeting, meeting_id=meeting.pk, by=people[0]),
        "made": functools.partial(
            services.make_meeting,
            network=body(),
            starts_on=datetime.date(2026, 5, 4),
            ends_on=None,
            by=people[0],
            on=TODAY,
        ),
    }
    outcomes = at_once(changes[change], functools.partial(file, report, people[1]))
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    expected = {"moved": JULY, "cancelled": None, "made": datetime.date(2026, 5, 4)}[change]
    assert days_due() == {expected}
    assert list(findings()) == []


def test_a_meeting_is_cancelled_while_a_deadline_is_bound_to_it_by_hand(people):
    june, august = meeting_of("rcgm", JUNE), meeting_of("rcgm", AUGUST)
    action = action_of(file(draft(), people[0]))
    outcomes = at_once(
        functools.partial(services.cancel_meeting, meeting_id=august.pk, by=people[0]),
        functools.partial(
            binding.choose_meeting, action_id=action.pk, meeting_id=august.pk, by=people[1], reason="By note."
        ),
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, binding.CannotBind)]
    assert stands(action) == ((june, "automatic", [JUNE]) if refused else (None, "lapsed", [None]))
    assert list(findings()) == []
