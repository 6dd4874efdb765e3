"""Times as agendas print them: “08:15 – 09:00”, “8:15 a.m. - 9:00 a.m.”, “08h15”, “De 9.00 a 9.30 horas”."""

from __future__ import annotations

import dataclasses
import re

CLOCK = (
    r"(?P<{0}>\d{{1,2}})(?:\s?[:.hH]\s?(?P<{0}m>[0-5]\d)(?!\d))?\s*(?:(?P<{0}half>[aApP])\.?\s?[mM]\b\.?"
    r"|(?:h(?:rs?|oras)?|Hrs?|HRS?|H)\b\.?)?"
)
LEAD_IN = r"(?:(?:de|from|De|From|DE|FROM)\s+)?(?:las\s+)?"
SPAN = re.compile(
    rf"\s*{LEAD_IN}{CLOCK.format('s')}\s*(?:-|–|—|−|\bto\b|\ba\b(?:\s+las\b)?|\bhasta\b"
    rf"|\by\b)\s*{CLOCK.format('e')}(?P<rest>.*)",
    re.DOTALL,
)
START = re.compile(rf"\s*{CLOCK.format('s')}(?P<rest>.*)", re.DOTALL)
AFTER_TIME = re.compile(r"^[\s:.;,|–—-]+")
NOON = 12 * 60


@dataclasses.dataclass(frozen=True)
class Timed:
    """What a line says of time, in minutes of the day, and the rest of the line.

    halved: whether a.m. or p.m. was written; without it an hour may be one of the afternoon.
    """

    starts: int
    ends: int | None
    halved: bool
    rest: str


def timed(text: str) -> Timed | None:
    """The time a line begins with; a single time only with minutes or a.m./p.m."""
    if (match := SPAN.fullmatch(text)) and (match["sm"] or match["em"] or match["shalf"] or match["ehalf"]):
        if not (match["em"] or match["ehalf"]) and match["sm"]:
            return _single(text)
        return _span(match)
    return _single(text)


def _span(match: re.Match[str]) -> Timed | None:
    first_half = (match["shalf"] or "").lower()
    second_half = (match["ehalf"] or "").lower()
    starts = _minutes(match["s"], match["sm"], first_half)
    ends = _minutes(match["e"], match["em"], second_half)
    if starts is None or ends is None:
        return None
    if second_half and not first_half:
        # "11:00 – 1:00 p.m.": the half day of the end, unless the start would then lie behind it.
        same_half = _minutes(match["s"], match["sm"], second_half)
        starts = same_half if same_half is not None and same_half <= ends else starts
    return Timed(starts, ends, bool(first_half or second_half), _rest(match["rest"]))


def _single(text: str) -> Timed | None:
    match = START.fullmatch(text)
    if match is None or not (match["sm"] or match["shalf"]):
        return None
    rest = match["rest"]
    if rest and not (rest[0] in ":–—-" or rest[0].isspace() or text[match.start("rest") - 1].isspace()):
        return None
    starts = _minutes(match["s"], match["sm"], (match["shalf"] or "").lower())
    return None if starts is None else Timed(starts, None, bool(match["shalf"]), _rest(rest))


def _rest(text: str) -> str:
    return AFTER_TIME.sub("", text).strip()


def _minutes(hours: str, minutes: str | None, half: str) -> int | None:
    hour = int(hours)
    if half:
        if not 1 <= hour <= 12:
            half = ""  # "14:00 p.m." is written, and meant as it stands
        else:
            hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + int(minutes or 0) if hour < 24 else None


def in_the_afternoon(found: Timed, previous: int | None) -> Timed:
    """Hours of the afternoon on a twelve-hour clock without a.m. and p.m.: the clock does not run back within a day.

    previous: start of the entry before on the same day.
    """
    if found.halved:
        return found
    starts, ends = found.starts, found.ends
    if previous is not None and starts < previous and previous <= starts + NOON < 24 * 60:
        starts += NOON
    if ends is not None and ends < starts and ends + NOON < 24 * 60:
        ends += NOON
    return dataclasses.replace(found, starts=starts, ends=ends)


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
