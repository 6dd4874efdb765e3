"""On which days the conference's secretariat works."""

import dataclasses
import datetime

from networks.models import Holiday

A_DAY = datetime.timedelta(days=1)
SATURDAY = 5


@dataclasses.dataclass(frozen=True)
class WorkingDays:
    """Monday to Friday, without the conference's holidays."""

    holidays: frozenset[datetime.date] = frozenset()

    def __contains__(self, day):
        return day.weekday() < SATURDAY and day not in self.holidays

    def on_or_before(self, day):
        while day not in self:
            day -= A_DAY
        return day

    def on_or_after(self, day):
        while day not in self:
            day += A_DAY
        return day


def working_days():
    """As the record has them now; one query."""
    return WorkingDays(frozenset(Holiday.objects.values_list("on", flat=True)))


def monday_of(day):
    return day - day.weekday() * A_DAY


def sunday_of(day):
    return monday_of(day) + 6 * A_DAY
