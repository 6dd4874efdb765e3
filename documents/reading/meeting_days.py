"""Days as a heading or a preamble writes them, in English and Spanish: one day, several, or a span over months."""

from __future__ import annotations

import dataclasses
import datetime
import re

from documents.reading.dates import month_numbers
from documents.reading.folding import folded_name

MONTHS = {**month_numbers("en"), **month_numbers("es")}


def _any_case(name: str) -> str:
    return f"[{name[0].upper()}{name[0]}]{name[1:]}|{name.upper()}"


# "may" and "mar" in small letters are words of their own.
MONTH = (
    "(?:"
    + "|".join(_any_case(name) for name in sorted(MONTHS, key=lambda name: (-len(name), name)))
    + r")(?![a-zà-ÿ])\.?"
)
DAY = r"(?<!\d)(?:\d{1,2}(?!\d)(?:st|nd|rd|th|er|ro|[ºª°])?|(?<=\s)primero)"
BETWEEN = (
    r"\s*(?:,|-|–|—|&|/|\band\b|\by\b|\be\b|\bto\b|\bal?\b|\bthrough\b|\buntil\b|\bhasta\b)\s*(?:(?:el|the"
    r"|de)\s+)?"
)
WEEKDAY = (
    r"(?:\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:lunes|martes|mi[eé]rcoles|jueves|viernes"
    r"|s[aá]bado|domingo))"
)
DAYS = rf"{DAY}(?:{BETWEEN}(?:{WEEKDAY},?\s+)?{DAY}){{0,6}}"
YEAR = r"(?:,?\s*(?:de\s+|del\s+|del\s+año\s+|of\s+)?(?P<{}>(?:19|20)\d\d)(?!\d))?"
SIDE = re.compile(
    rf"\b(?P<month>{MONTH})\s*(?:de\s+|the\s+)?(?P<days>{DAYS}){YEAR.format('year')}"
    rf"|(?P<days2>{DAYS})\s*(?:de\s+|of\s+)?(?P<month2>{MONTH}){YEAR.format('year2')}",
    re.IGNORECASE,
)
ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b")
NUMERIC = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d\d)\b")
JOINED = re.compile(rf"{BETWEEN}(?:{WEEKDAY},?\s*(?:el\s+)?)?", re.IGNORECASE)
NUMBER = re.compile(r"\d+|primero", re.IGNORECASE)


@dataclasses.dataclass(frozen=True)
class Days:
    """The first and last day named, and where in the text."""

    starts_on: datetime.date
    ends_on: datetime.date
    start: int
    end: int


@dataclasses.dataclass(frozen=True)
class _Side:
    month: int
    days: tuple[int, ...]
    year: int | None
    start: int
    end: int


def days_in(text: str, *, year: int | None = None) -> list[Days]:
    """Every day or span of days in the text, in its order; `year` stands in where none is written."""
    found = _written(text, year) + _numeric(text)
    return sorted(found, key=lambda days: days.start)


def _written(text: str, default_year: int | None) -> list[Days]:
    found: list[Days] = []
    sides = _sides(text)
    while sides:
        first = last = sides.pop(0)
        if sides and JOINED.fullmatch(text[first.end : sides[0].start]):
            last = sides.pop(0)
        last_year = last.year or default_year
        first_year = first.year or last_year
        starts_on = _day(first_year, first.month, first.days[0])
        ends_on = _day(last_year, last.month, last.days[-1])
        if starts_on and ends_on and starts_on <= ends_on:
            found.append(Days(starts_on, ends_on, first.start, last.end))
        elif first is not last:
            sides.insert(0, last)
            if starts_on:
                found.append(Days(starts_on, starts_on, first.start, first.end))
    return found


def _sides(text: str) -> list[_Side]:
    sides = []
    for match in SIDE.finditer(text):
        name = folded_name(match["month"] or match["month2"]).strip(". ")
        days = tuple(
            1 if number[0] in "pP" else int(number) for number in NUMBER.findall(match["days"] or match["days2"])
        )
        year = match["year"] or match["year2"]
        sides.append(_Side(MONTHS[name], days, int(year) if year else None, *match.span()))
    return sides


def _numeric(text: str) -> list[Days]:
    """2014-11-24 and 24/11/2014; month first, as in North America, only where it cannot be day first."""
    found = []
    for match in ISO.finditer(text):
        day = _day(*map(int, match.groups()))
        if day:
            found.append(Days(day, day, *match.span()))
    for match in NUMERIC.finditer(text):
        first, second, year = map(int, match.groups())
        day = _day(year, second, first) or _day(year, first, second)
        if day:
            found.append(Days(day, day, *match.span()))
    return found


def _day(year: int | None, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day) if year else None
    except ValueError:
        return None
