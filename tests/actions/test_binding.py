"""An event deadline is bound to the meeting it means, waits for it, and moves with it."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.models import Action, Commitment
from actions.services import binding, filing, following
from actions.services.verifying import findings
from meetings import services
from meetings.models import Meeting
from networks.reasons import in_reader_language
from tests.actions.deadlines import AGREED, NOW, TODAY, action_of, body, draft, file, meeting_of, stands
from tests.factories import DelegationFactory, StaffFactory

ON = datetime.date
A_DAY = datetime.timedelta(days=1)
database = pytest.mark.django_db


@pytest.fixture
def staff():
    return StaffFactory(name="Clerk")


def last_word(row):
    """Who changed a row last, and why."""
    last = row.history.select_related("history_user").latest("history_id")
    return last.history_user.name, in_reader_language(last.history_change_reason)


# Which meeting


days = st.dates(ON(2026, 1, 1), ON(2026, 12, 31))
events = st.fixed_dictionaries(
    {
        "deadline_which": st.sampled_from(["next", "adjoining"]),
        "deadline_month": st.sampled_from(["", "2026-04", "2026-11"]),
        "deadline_body_id": st.sampled_from([1, 2]),
    }
)
meetings = st.lists(
    st.builds(
        lambda day, body_id, state: Meeting(starts_on=day, ends_on=day, network_id=body_id, state=state),
        days,
        st.sampled_from([1, 2]),
        st.sampled_from(["planned", "held", "cancelled"]),
    ),
    max_size=12,
)


def plainly(action, rows, *, own, starts_on, ends_on):
    """The rules of design.md one after the other, over every meeting."""
    fitting = []
    for row in rows:
        if row.pk == own or row.state == "cancelled" or row.network_id != action.deadline_body_id:
            continue
        if action.deadline_month:
            fits = f"{row.starts_on:%Y-%m}" == action.deadline_month and row.starts_on >= starts_on
        elif action.deadline_which == "next":
            fits = (row.starts_on - ends_on).days > 7
        else:
            fits = row.starts_on >= starts_on
        if fits:
            fitting.append(row)
    return min(fitting, key=lambda row: (row.starts_on, row.pk), default=None)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(events, meetings, days, st.integers(0, 3), st.integers(0, 11))
def test_the_meeting_meant_is_the_one_the_rules_give(deadline, rows, starts_on, length, own):
    for key, row in enumerate(rows):
        row.pk = key
    action = Action(deadline_kind="event", **deadline)
    own_days = {"own": own, "starts_on": starts_on, "ends_on": starts_on + length * A_DAY}
    assert binding.Calendar(rows).meeting_for(action, **own_days) == plainly(action, rows, **own_days)


@database
@pytest.mark.parametrize(
    ("deadline", "days_after", "bound"),
    [
        ({"deadline_which": "next"}, 7, False),
        ({"deadline_which": "next"}, 8, True),
        ({"deadline_which": "adjoining"}, 0, True),
        ({"deadline_which": "adjoining"}, -1, False),
        ({"deadline_which": "next", "deadline_month": "2026-03"}, 1, True),
        ({"deadline_which": "next", "deadline_month": "2026-04"}, 1, False),
    ],
)
def test_filing_binds_to_the_meeting_meant(deadline, days_after, bound, staff):
    day = AGREED + days_after * A_DAY
    meeting = meeting_of("rcgm", day)
    action = action_of(file(draft(**deadline, deadline_offset_days=-1), staff))
    expected = (meeting, "automatic", [day - A_DAY]) if bound else (None, "automatic", [None])
    assert stands(action) == expected


@database
def test_a_bodys_own_meeting_is_never_meant_by_it(staff):
    report = file(draft(deadline_body=body("consular-protection"), deadline_which="adjoining"), staff)
    assert stands(action_of(report)) == (None, "automatic", [None])


@database
def test_only_an_event_may_be_bound(staff):
    meeting = meeting_of("rcgm", AGREED)
    for fields in (
        {"deadline_kind": "none", "bound_to": meeting},
        {"deadline_kind": "none", "binding": "waits"},
        {"deadline_kind": "event", "binding": "chosen"},
        {"deadline_kind": "event", "binding": "lapsed", "bound_to": meeting},
    ):
        deadline_body = body() if fields["deadline_kind"] == "event" else None
        with (
            pytest.raises(IntegrityError, match=r"action_only_events_are_bound|action_binding_whole"),
            transaction.atomic(),
        ):
            draft(**({"deadline_body": deadline_body} | fields))


# Moving with its meeting


@database
def test_waits_and_binds_when_such_a_meeting_is_made(staff):
    action = action_of(file(draft(), staff))
    assert (stands(action), Commitment.objects.get().situation(on=TODAY)) == ((None, "automatic", [None]), "waiting")
    meeting = services.make_meeting(
        network=body(), starts_on=ON(2026, 6, 8), ends_on=None, by=staff, on=TODAY, ordinal=12
    )
    assert stands(action) == (meeting, "automatic", [ON(2026, 6, 8)])
    said = (
        "Clerk",
        "The 12th meeting of the Network for rcgm was entered for 8 June 2026. "
        "The deadline is bound to the 12th meeting of the Network for rcgm, 8 June 2026.",
    )
    assert (last_word(action), last_word(action.commitments.get())) == (said, said)
    assert list(findings()) == []


@database
def test_moves_with_its_meeting_and_the_history_says_so(staff):
    meeting = meeting_of("rcgm", ON(2026, 6, 8), ordinal=12)
    action = action_of(file(draft(owners=("HN", "MX"), deadline_offset_days=-1), staff))
    mover = StaffFactory(name="Mover")
    services.move_meeting(meeting_id=meeting.pk, starts_on=ON(2026, 6, 15), by=mover, reason="The hall is taken.")
    assert stands(action) == (meeting, "automatic", [ON(2026, 6, 14), ON(2026, 6, 14)])
    moved = (
        "Mover",
        "The 12th meeting of the Network for rcgm was moved from 8 June 2026 to 15 June 2026. The hall is taken.",
    )
    for row in (action, *action.commitments.all()):
        assert last_word(row) == moved
    assert [row.history.count() for row in action.commitments.all()] == [2, 2]
    assert list(findings()) == []


@database
@pytest.mark.parametrize("who", ["en", "es"])
def test_who_moves_it_is_quoted_in_the_readers_language(staff, who):
    meeting = meeting_of("rcgm", ON(2026, 6, 8), ordinal=12)
    action = action_of(file(draft(), staff))
    with translation.override(who):
        services.move_meeting(meeting_id=meeting.pk, starts_on=ON(2026, 6, 15), by=staff, reason="Salón ocupado")
    read = {}
    for reader in ("en", "es"):
        with translation.override(reader):
            read[reader] = last_word(action), last_word(action.commitments.get())
    english = "The 12th meeting of the Network for rcgm was moved from 8 June 2026 to 15 June 2026. Salón ocupado"
    spanish = (
        "La 12.ª reunión de la Red de rcgm se trasladó del 8 de junio de 2026 al 15 de junio de 2026. Salón ocupado"
    )
    assert read == {"en": (("Clerk", english),) * 2, "es": (("Clerk", spanish),) * 2}


@database
def test_looked_at_again_when_an_earlier_meeting_appears_or_another_fits(staff):
    december = meeting_of("rcgm", ON(2026, 12, 1))
    action = action_of(file(draft(), staff))
    june = services.make_meeting(network=body(), starts_on=ON(2026, 6, 8), ends_on=None, by=staff, on=TODAY)
    assert stands(action) == (june, "automatic", [ON(2026, 6, 8)])
    services.move_meeting(meeting_id=june.pk, starts_on=ON(2026, 12, 9), by=staff)
    assert stands(action) == (december, "automatic", [ON(2026, 12, 1)])
    services.move_meeting(meeting_id=june.pk, starts_on=ON(2026, 11, 9), by=staff)
    assert stands(action) == (june, "automatic", [ON(2026, 11, 9)])
    services.move_meeting(meeting_id=june.pk, starts_on=AGREED + A_DAY, by=staff)
    assert stands(action) == (december, "automatic", [ON(2026, 12, 1)])
    assert list(findings()) == []


@database
def test_a_cancelled_meeting_lets_go_and_takes_hold_again(staff):
    june, december = meeting_of("rcgm", ON(2026, 6, 8)), meeting_of("rcgm", ON(2026, 12, 1))
    action = action_of(file(draft(), staff))
    services.cancel_meeting(meeting_id=june.pk, by=staff, reason="No host.")
    assert stands(action) == (december, "automatic", [ON(2026, 12, 1)])
    assert last_word(action) == (
        "Clerk",
        "The meeting of the Network for rcgm, planned for 8 June 2026, was cancelled. "
        "The deadline is bound to the meeting of the Network for rcgm, 1 December 2026. No host.",
    )
    services.cancel_meeting(meeting_id=december.pk, by=staff)
    assert stands(action) == (None, "automatic", [None])
    services.reopen_meeting(meeting_id=june.pk, by=staff, on=TODAY)
    assert stands(action) == (june, "automatic", [ON(2026, 6, 8)])
    services.hold_meeting(meeting_id=june.pk, by=staff)
    assert stands(action) == (june, "automatic", [ON(2026, 6, 8)])
    services.remove_meeting(meeting_id=june.pk, by=staff, reason="Entered twice.")
    assert stands(action) == (None, "automatic", [None])
    assert list(findings()) == []


@database
def test_a_meeting_that_turns_out_to_be_another_bodys(staff):
    june = meeting_of("rcgm", ON(2026, 6, 8))
    action = action_of(file(draft(), staff))
    services.change_meeting(meeting_id=june.pk, network=body("vice-ministers"), by=staff)
    assert stands(action) == (None, "automatic", [None])
    services.change_meeting(meeting_id=june.pk, network=body(), by=staff)
    assert stands(action) == (june, "automatic", [ON(2026, 6, 8)])


@database
def test_an_extension_stands_before_the_meeting_and_what_is_closed_stays(staff):
    meeting = meeting_of("rcgm", ON(2026, 6, 8))
    action = action_of(file(draft(owners=("HN", "MX", "PA")), staff))
    extended, fulfilled, pending = action.commitments.order_by("delegation__code")
    extended.extended_to = extended.due_on = ON(2026, 7, 1)
    extended.save()
    following.change_status(commitment_id=fulfilled.pk, status="fulfilled", by=staff, on=TODAY)
    services.move_meeting(meeting_id=meeting.pk, starts_on=ON(2026, 6, 15), by=staff)
    assert stands(action)[2] == [ON(2026, 7, 1), ON(2026, 6, 8), ON(2026, 6, 15)]
    assert list(findings()) == []
    following.change_status(commitment_id=fulfilled.pk, status="open", by=staff, on=TODAY, reason="By mistake.")
    assert stands(action)[2] == [ON(2026, 7, 1), ON(2026, 6, 15), ON(2026, 6, 15)]
    assert pending.history.count() == 2


@database
def test_a_draft_is_not_bound_and_an_undone_filing_lets_go(staff):
    report = draft()
    meeting = services.make_meeting(network=body(), starts_on=ON(2026, 6, 8), ends_on=None, by=staff, on=TODAY)
    action = action_of(report)
    assert stands(action) == (None, "automatic", [])
    file(report, staff)
    assert stands(action) == (meeting, "automatic", [ON(2026, 6, 8)])
    filing.undo_filing(report_id=report.pk, by=staff, now=NOW, reason="The wrong file.")
    assert stands(action) == (None, "automatic", [])
    assert list(findings()) == []


@database
def test_who_joins_a_call_later_is_due_at_the_same_meeting(staff):
    meeting_of("rcgm", ON(2026, 6, 8))
    report = draft(owners=())
    action = action_of(report)
    action.owners.create(audience="INTERESTED")
    file(report, staff)
    joins = DelegationFactory(code="CR")
    following.join_call(action_id=action.pk, delegation=joins, by=staff, on=TODAY, words="Note 4")
    assert stands(action)[2] == [ON(2026, 6, 8)]


# What a person chooses


@pytest.fixture
def two_meetings(db):
    return meeting_of("rcgm", ON(2026, 6, 8)), meeting_of("rcgm", ON(2026, 12, 1))


def test_a_persons_choice_stays_and_moves_with_its_meeting(two_meetings, staff):
    _june, december = two_meetings
    action = action_of(file(draft(), staff))
    binding.choose_meeting(action_id=action.pk, meeting_id=december.pk, by=staff, reason="Agreed by note.")
    assert stands(action) == (december, "chosen", [ON(2026, 12, 1)])
    assert last_word(action.commitments.get()) == (
        "Clerk",
        "The deadline is bound to the meeting of the Network for rcgm, 1 December 2026. Agreed by note.",
    )
    services.make_meeting(network=body(), starts_on=ON(2026, 5, 4), ends_on=None, by=staff, on=TODAY)
    services.move_meeting(meeting_id=december.pk, starts_on=ON(2026, 12, 8), by=staff)
    assert stands(action) == (december, "chosen", [ON(2026, 12, 8)])
    services.cancel_meeting(meeting_id=december.pk, by=staff)
    assert stands(action) == (None, "lapsed", [None])
    services.reopen_meeting(meeting_id=december.pk, by=staff, on=TODAY)
    assert stands(action) == (None, "lapsed", [None])
    binding.follow_the_words(action_id=action.pk, by=staff, reason="Back to the words.")
    assert stands(action)[1:] == ("automatic", [ON(2026, 5, 4)])
    assert list(findings()) == []


def test_none_of_these_waits_whatever_is_planned(two_meetings, staff):
    action = action_of(file(draft(), staff))
    binding.leave_waiting(action_id=action.pk, by=staff, reason="A meeting of its own is meant.")
    services.make_meeting(network=body(), starts_on=ON(2026, 5, 4), ends_on=None, by=staff, on=TODAY)
    assert stands(action) == (None, "waits", [None])
    assert Commitment.objects.get().situation(on=TODAY) == "waiting"


def test_what_cannot_be_chosen_is_refused(two_meetings, staff):
    june, _december = two_meetings
    action = action_of(file(draft(), staff))
    elsewhere, cancelled = (
        meeting_of("vice-ministers", ON(2026, 6, 8)),
        meeting_of("rcgm", ON(2026, 7, 1), state="cancelled"),
    )
    not_filed = action_of(draft(on=ON(2026, 3, 17)))
    for which, meeting, reason, words in (
        (action, june, " ", "say why"),
        (action, elsewhere, "Why", "another body"),
        (action, cancelled, "Why", "is cancelled"),
        (not_filed, june, "Why", "Only a deadline on the record"),
    ):
        with pytest.raises(binding.CannotBind, match=words):
            binding.choose_meeting(action_id=which.pk, meeting_id=meeting.pk, by=staff, reason=reason)
    assert stands(action) == (june, "automatic", [ON(2026, 6, 8)])


# As a whole


def test_a_filled_record_is_bound_after_an_upgrade_and_only_once(two_meetings, staff):
    june, _december = two_meetings
    action = action_of(file(draft(owners=("HN", "MX")), staff))
    Commitment.objects.update(due_on=None)
    Action.objects.update(bound_to=None)
    assert [binding.bind_record(by=staff), binding.bind_record(by=staff)] == [1, 0]
    assert stands(action) == (june, "automatic", [ON(2026, 6, 8), ON(2026, 6, 8)])


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ({"bound_to": None}, "its words mean meeting"),
        ({"binding": "lapsed", "bound_to": None}, "due on 2026-06-08, agreed is None"),
        ({"deadline_month": "2026-12"}, "its words mean meeting"),
    ],
)
def test_what_is_not_as_the_rules_say_is_found(damage, found, two_meetings, staff):
    file(draft(), staff)
    Action.objects.update(**damage)
    assert any(found in line for line in findings())


def test_a_cancelled_meeting_and_a_bound_draft_are_found(two_meetings, staff):
    june, _december = two_meetings
    file(draft(), staff)
    Meeting.objects.filter(pk=june.pk).update(state="cancelled")
    unfiled = action_of(draft(on=ON(2026, 3, 17)))
    Action.objects.filter(pk=unfiled.pk).update(bound_to=june)
    lines = list(findings())
    assert any(line.endswith(f"bound to meeting {june.pk} on 2026-06-08, which is cancelled") for line in lines)
    assert any(line.endswith("is bound before the report is filed") for line in lines)


def asked_to_move(number, staff):
    """The statements that moving a meeting takes on which `number` deadlines hang, those that store history aside."""
    meeting = meeting_of("rcgm", ON(2026, 6, 8))
    file(draft(number=number, owners=("HN", "MX")), staff)
    with CaptureQueriesContext(connection) as captured:
        services.move_meeting(meeting_id=meeting.pk, starts_on=ON(2026, 6, 15), by=staff)
    assert set(Commitment.objects.values_list("due_on", flat=True)) == {ON(2026, 6, 15)}
    assert Commitment.history.count() == number * 4
    bulk = ("INSERT INTO", 'UPDATE "actions_')
    return [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(bulk)]


@database
@pytest.mark.parametrize("number", [1, 3, pytest.param(30, marks=pytest.mark.postgres)])
def test_what_hangs_on_a_meeting_moves_in_as_many_queries(number, staff):
    assert len(asked_to_move(number, staff)) == 10
