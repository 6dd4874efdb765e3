"""What a day's digests cover: everything since those before."""

import dataclasses
import datetime
import zoneinfo

from networks.services import conference

from ..models import DigestDay, Rhythm
from .foreseen import Foreseen
from .ladder import Window
from .working_days import A_DAY, monday_of, sunday_of, working_days

# A report may be filed while the digests are composed, and be on record only after them.
FILING_TAKES_AT_MOST = datetime.timedelta(hours=1)
DAYS_OF_A_WEEK = 7


@dataclasses.dataclass(frozen=True)
class Span:
    """window: of the ladder's steps. adopted_after: what was filed later than this may be new.

    between: None, or the days of the two weekly digests between which only what cannot wait for the second falls due.
    """

    window: Window
    adopted_after: datetime.datetime
    between: tuple[datetime.date, datetime.date] | None = None


def spans(*, on, foreseen: Foreseen) -> dict[Rhythm, Span]:
    """By rhythm, what the digests of the day `on` cover; two queries. foreseen: days that count as composed, too.

    From the day after the last one composed, so that a day missed is caught up. The weekly ones go out on the first day
    of a week that is composed, and look ahead to its Sunday; they begin at the last weekly ones, for what has changed
    since, so that whoever asks must leave out what an address was told already. On the other days of the week whoever
    has the weekly ones is told of a deadline that was set since and comes before the next. Before anything was ever
    composed all begins with the working day before.
    """
    working = working_days()
    on_record = DigestDay.objects.filter(day__lt=on).order_by("-day")[:DAYS_OF_A_WEEK]
    composed = [*reversed(foreseen.days), *on_record][:DAYS_OF_A_WEEK]
    if not composed:
        midnight = datetime.time(tzinfo=zoneinfo.ZoneInfo(conference().time_zone))
        since, began = working.on_or_before(on - A_DAY), datetime.datetime.combine(on, midnight)
        return {
            Rhythm.DAILY: Span(Window(since, on, working), began),
            Rhythm.WEEKLY: Span(Window(since, sunday_of(on), working), began),
        }
    last = composed[0]
    first = min((one for one in composed if one.day >= monday_of(last.day)), key=lambda one: one.day)
    between = (first.day, working.on_or_after(sunday_of(on) + A_DAY)) if last.day >= monday_of(on) else None
    return {
        Rhythm.DAILY: Span(Window(last.day, on, working), last.composed_at - FILING_TAKES_AT_MOST),
        Rhythm.WEEKLY: Span(
            Window(first.day, sunday_of(on), working), first.composed_at - FILING_TAKES_AT_MOST, between
        ),
    }
