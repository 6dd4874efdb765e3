"""When the steps of a ladder go out.

A step of `days` has its own day, so many days from the deadline, and goes out on a working day: one before the deadline
not later than its day, the others not earlier.
"""

import dataclasses
import datetime

from .working_days import A_DAY, WorkingDays

# A year from either end of the calendar: from a step's own day one looks on for a working day.
FIRST, LAST = datetime.date(2, 1, 1).toordinal(), datetime.date(9998, 12, 31).toordinal()


@dataclasses.dataclass(frozen=True)
class Window:
    """The steps whose own day is after `since` and that go out by the day `until`."""

    since: datetime.date
    until: datetime.date
    working: WorkingDays

    def starting(self, day):
        """The same, but for steps whose own day is before `day`."""
        return dataclasses.replace(self, since=max(self.since, day - A_DAY))


def own_day_of(days, due_on):
    """So many days from the deadline; near the ends of the calendar, where that cannot be, as far as it goes."""
    return datetime.date.fromordinal(min(max(due_on.toordinal() + days, FIRST), LAST))


def goes_out_on(days, due_on, working):
    own_day = own_day_of(days, due_on)
    return working.on_or_before(own_day) if days < 0 else working.on_or_after(own_day)


def latest_step(ladder, *, due_on, due_since, window):
    """The latest step that falls due in the window, or None: several at once are one.

    ladder: its steps, ascending. due_since: since when the deadline is this day, None where that is not known. A step
    before it whose own day had gone by when it was set goes out then, as long as that is not after the deadline.
    """
    for days in reversed(ladder):
        own_day = own_day_of(days, due_on)
        if own_day > window.since:
            if goes_out_on(days, due_on, window.working) <= window.until:
                return days
        elif days < 0 and due_since is not None and due_since >= window.since:
            caught_up_on = window.working.on_or_after(due_since)
            if caught_up_on <= min(window.until, due_on):
                return days
    return None


def due_dates(ladder, window):
    """The (first, last) deadlines between which a step of the ladder has its day in the window."""
    last_before = window.working.on_or_after(window.until + A_DAY) - A_DAY
    last_after = window.working.on_or_before(window.until)
    spans = [
        (window.since + A_DAY - days * A_DAY, (last_before if days < 0 else last_after) - days * A_DAY)
        for days in ladder
    ]
    return [(first, last) for first, last in spans if first <= last]
