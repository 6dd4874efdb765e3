"""A meeting is made, moved, cancelled, held and opened again; whoever has to is told, in the same transaction."""

import datetime

import pytest
from django.db import transaction

from actions.models import Report
from meetings import services
from meetings.models import Meeting
from meetings.signals import meeting_changed
from networks.services import public_version
from tests.factories import AttendanceFactory, DelegationFactory, MeetingFactory, NetworkFactory, StaffFactory

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 3, 20)
JUNE = datetime.date(2026, 6, 8)


@pytest.fixture
def staff():
    return StaffFactory()


@pytest.fixture
def told():
    """What was said of meetings: (day now, day before, state now, state before, by, reason)."""
    heard = []

    def hear(sender, *, meeting, was, by, reason, **kwargs):
        assert transaction.get_connection().in_atomic_block
        now = (meeting.starts_on, meeting.state) if meeting else None
        then = (was.starts_on, was.state) if was else None
        heard.append((now, then, by, reason))

    meeting_changed.connect(hear)
    yield heard
    meeting_changed.disconnect(hear)


def planned(**fields):
    return MeetingFactory(**{"starts_on": JUNE, "ends_on": JUNE + datetime.timedelta(days=1), **fields})


def on_record(meeting):
    day = meeting.ends_on
    Report.objects.create(
        meeting=meeting, state="adopted", reference="CP/2026-06", adopted_on=day, original_language="en"
    )


@pytest.mark.parametrize(("day", "state"), [(TODAY, "planned"), (TODAY - datetime.timedelta(days=1), "held")])
def test_a_meeting_is_planned_or_held_as_its_days_say(day, state, staff, told):
    meeting = services.make_meeting(network=NetworkFactory(), starts_on=day, ends_on=None, by=staff, on=TODAY)
    assert (meeting.state, meeting.ends_on) == (state, day)
    assert told == [((day, state), None, staff, "")]


def test_a_moved_meeting_keeps_its_length_and_its_history_says_who_and_why(staff, told):
    meeting = planned()
    before = public_version()
    later = datetime.date(2026, 6, 15)
    services.move_meeting(meeting_id=meeting.pk, starts_on=later, by=staff, reason="The hall is taken.")
    meeting.refresh_from_db()
    assert (meeting.starts_on, meeting.ends_on) == (later, datetime.date(2026, 6, 16))
    row = meeting.history.first()
    assert (row.history_user, row.history_change_reason) == (staff, "The hall is taken.")
    assert told == [((later, "planned"), (JUNE, "planned"), staff, "The hall is taken.")]
    assert public_version() > before


def test_cancelled_and_opened_again(staff, told):
    meeting = planned()
    services.cancel_meeting(meeting_id=meeting.pk, by=staff)
    services.reopen_meeting(meeting_id=meeting.pk, by=staff, on=TODAY)
    services.hold_meeting(meeting_id=meeting.pk, by=staff)
    services.reopen_meeting(meeting_id=meeting.pk, by=staff, on=JUNE + datetime.timedelta(days=2))
    assert [(now[1], then[1]) for now, then, _by, _reason in told] == [
        ("cancelled", "planned"),
        ("planned", "cancelled"),
        ("held", "planned"),
    ]


def test_what_nothing_hangs_on_is_written_and_nobody_told(staff, told):
    meeting = planned()
    services.change_meeting(meeting_id=meeting.pk, by=staff, city="Colón", starts_on=JUNE)
    meeting.refresh_from_db()
    assert (meeting.city, told, meeting.history.count()) == ("Colón", [], 2)
    services.change_meeting(meeting_id=meeting.pk, by=staff, city="Colón")
    assert meeting.history.count() == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda pk, by: services.move_meeting(meeting_id=pk, starts_on=TODAY, by=by),
        lambda pk, by: services.cancel_meeting(meeting_id=pk, by=by),
        lambda pk, by: services.change_meeting(meeting_id=pk, city="Elsewhere", by=by),
    ],
)
def test_when_and_where_of_a_meeting_on_record_stand(change, staff, told):
    meeting = planned(state="held")
    on_record(meeting)
    with pytest.raises(services.CannotPlan, match=r"^Its report is filed"):
        change(meeting.pk, staff)
    assert (told, meeting.history.count()) == ([], 1)


def test_a_meeting_ends_after_it_begins(staff):
    meeting = planned()
    day_before = JUNE - datetime.timedelta(days=1)
    with pytest.raises(services.CannotPlan, match="ends before it begins"):
        services.move_meeting(meeting_id=meeting.pk, starts_on=JUNE, ends_on=day_before, by=staff)
    with pytest.raises(services.CannotPlan, match="ends before it begins"):
        services.make_meeting(network=meeting.network, starts_on=JUNE, ends_on=day_before, by=staff, on=TODAY)
    assert Meeting.objects.count() == 1


def test_a_removed_meeting_leaves_its_history(staff, told):
    meeting = planned()
    AttendanceFactory(meeting=meeting, delegation=DelegationFactory())
    services.remove_meeting(meeting_id=meeting.pk, by=staff, reason="Entered twice.")
    assert not Meeting.objects.exists()
    assert Meeting.history.filter(history_type="-").get().history_change_reason == "Entered twice."
    assert told == [(None, (JUNE, "planned"), staff, "Entered twice.")]


def test_a_change_that_somebody_who_is_told_refuses_is_not_made(staff):
    def refuse(sender, **kwargs):
        raise ValueError("not like this")

    meeting = planned()
    meeting_changed.connect(refuse)
    try:
        with pytest.raises(ValueError, match="not like this"):
            services.cancel_meeting(meeting_id=meeting.pk, by=staff)
    finally:
        meeting_changed.disconnect(refuse)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.history.count()) == ("planned", 1)
