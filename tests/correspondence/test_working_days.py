"""On which day a step goes out, and that it does so once, whatever happens to the calendar."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from correspondence.services.ladder import Window, due_dates, goes_out_on, latest_step
from correspondence.services.working_days import A_DAY, WorkingDays, monday_of, sunday_of

MONDAY = datetime.date(2026, 3, 2)
FRIDAY, SATURDAY, SUNDAY = (MONDAY + number * A_DAY for number in (4, 5, 6))
ORDINARY = WorkingDays()
SHIPPED = (-14, -3, 0, 14, 28)


def test_a_working_day_is_monday_to_friday_and_no_holiday():
    week = [MONDAY + number * A_DAY for number in range(7)]
    assert [day in ORDINARY for day in week] == [True] * 5 + [False] * 2
    assert [day in WorkingDays(frozenset({MONDAY, SATURDAY})) for day in week] == [False] + [True] * 4 + [False] * 2


@pytest.mark.parametrize(
    ("day", "holidays", "before", "after"),
    [
        (MONDAY, set(), MONDAY, MONDAY),
        (SUNDAY, set(), FRIDAY, SUNDAY + A_DAY),
        (SATURDAY, {FRIDAY}, FRIDAY - A_DAY, SUNDAY + A_DAY),
        (SATURDAY, {SUNDAY + A_DAY}, FRIDAY, SUNDAY + 2 * A_DAY),
        (FRIDAY, {FRIDAY}, FRIDAY - A_DAY, SUNDAY + A_DAY),
    ],
)
def test_what_comes_before_goes_out_the_working_day_before_the_rest_the_working_day_after(day, holidays, before, after):
    working = WorkingDays(frozenset(holidays))
    assert [goes_out_on(step, day - step * A_DAY, working) for step in (-14, -3, 0, 14)] == [before] * 2 + [after] * 2


def test_a_week_begins_on_monday():
    assert {(monday_of(MONDAY + n * A_DAY), sunday_of(MONDAY + n * A_DAY)) for n in range(7)} == {(MONDAY, SUNDAY)}


@pytest.mark.parametrize(
    ("due_on", "due_since", "step"),
    [
        (MONDAY + 2 * A_DAY, MONDAY, -3),  # set when even three days before had gone by
        (MONDAY + 9 * A_DAY, MONDAY, -14),
        (MONDAY + 9 * A_DAY, MONDAY - A_DAY, None),  # the digests of Monday knew of it
        (MONDAY + 9 * A_DAY, None, None),
        (MONDAY + 30 * A_DAY, MONDAY, None),  # its steps are still to come
        (MONDAY + A_DAY, MONDAY, 0),  # a step in its own time
        (MONDAY - A_DAY, MONDAY, None),  # set to a day gone by: nothing before it is made up for
    ],
)
def test_a_deadline_that_moved_nearer_is_told_of_once_it_moved(due_on, due_since, step):
    window = Window(MONDAY, MONDAY + A_DAY, ORDINARY)
    assert latest_step(SHIPPED, due_on=due_on, due_since=due_since, window=window) == step


def test_nothing_from_before_a_networks_mails_were_switched_on():
    window = Window(MONDAY - 20 * A_DAY, MONDAY, ORDINARY)
    late = window.starting(MONDAY - 2 * A_DAY)
    for due_on, before, after in ((MONDAY - 3 * A_DAY, 0, None), (MONDAY - 2 * A_DAY, 0, 0)):
        said = [latest_step(SHIPPED, due_on=due_on, due_since=None, window=one) for one in (window, late)]
        assert said == [before, after]


days = st.integers(0, 40).map(lambda number: MONDAY + number * A_DAY)
ladders = st.sets(st.integers(-20, 20), min_size=1, max_size=5).map(lambda steps: tuple(sorted(steps)))


@given(ladders, days, days, st.sampled_from([0, 6]), st.sets(days, max_size=5), days)
def test_the_deadlines_asked_for_are_all_that_can_fall_due(ladder, since, until, ahead, holidays, due_on):
    window = Window(since, until + ahead * A_DAY, WorkingDays(frozenset(holidays)))
    asked = any(first <= due_on <= last for first, last in due_dates(ladder, window))
    falls_due = latest_step(ladder, due_on=due_on, due_since=None, window=window) is not None
    assert asked == falls_due


mornings = st.lists(
    st.tuples(
        st.sampled_from(["composed", "composed", "missed"]),
        st.sampled_from(["", "", "holiday", "rhythm"]),
        st.integers(0, 6),
    ),
    min_size=60,
    max_size=60,
)


@settings(max_examples=150)
@given(ladders, st.integers(20, 35), mornings, st.booleans())
def test_each_step_is_told_once_however_days_are_missed_declared_free_or_rhythms_changed(
    ladder, due_in, mornings, weekly
):
    """What is composed on a day is every step of its window that was not told yet; see spans and lines.

    Whoever changes the rhythm twice between two weekly digests may miss a step in between.
    """
    due_on = MONDAY + due_in * A_DAY
    told, days_composed, free, may_change = {}, [MONDAY - 3 * A_DAY], set(), True
    for number, (fate, event, ahead) in enumerate(mornings):
        on = MONDAY + number * A_DAY
        working = WorkingDays(frozenset(free))
        if fate == "composed" and on in working:
            last = days_composed[-1]
            first = min(day for day in days_composed if day >= monday_of(last))
            window = Window(first, sunday_of(on), working) if weekly else Window(last, on, working)
            may_change |= last < monday_of(on)
            if not weekly or last < monday_of(on):
                step = latest_step(ladder, due_on=due_on, due_since=None, window=window)
                if step is not None and all(one < step for one in told):
                    told.setdefault(step, []).append(on)
            days_composed.append(on)
        if event == "holiday":
            free.add(on + ahead * A_DAY)
        elif event == "rhythm" and may_change:
            weekly, may_change = not weekly, False
    over = [step for step in ladder if due_on + step * A_DAY < days_composed[-1] - 30 * A_DAY]
    assert {step: len(days) for step, days in told.items()} == dict.fromkeys(told, 1)
    # Of several that fall due at once the latest is told.
    assert [step for step in over if all(later < step for later in told)] == []
