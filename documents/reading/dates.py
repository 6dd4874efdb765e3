"""Days, months, quarters and numbers as English and Spanish reports print them.

Month and day names come from Babel (CLDR). All patterns match folded text (`folding.fold`).
"""

from __future__ import annotations

import calendar
import dataclasses
import datetime
import functools
import re

from babel import Locale

from documents.reading.folding import folded_name
from documents.reading.patterns import any_of

_NUMBERS = {
    "en": "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    "|seventeen|eighteen|nineteen",
    "es": "cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciseis"
    "|diecisiete|dieciocho|diecinueve|veinte|veintiuno|veintidos|veintitres|veinticuatro|veinticinco|veintiseis"
    "|veintisiete|veintiocho|veintinueve",
}
_TENS = {
    "en": "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety",
    "es": "|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa",
}
_ONE = {"en": ("a", "an"), "es": ("un", "una")}
_LARGE = {"en": {"one hundred and twenty": 120, "one hundred": 100}, "es": {"ciento veinte": 120, "cien": 100}}

_ORDINALS = {
    "en": (("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th")),
    "es": (("primer", "primera", "1er", "1o", "1a"), ("segundo", "segunda", "2o", "2a"),
           ("tercer", "tercera", "3er", "3o", "3a"), ("cuarto", "cuarta", "4o", "4a")),
}  # fmt: skip
PARTS_OF_YEAR = "quarter|half|semester|trimester|trimestre|cuatrimestre|semestre|mitad"
_LAST = {"en": ("last", "final"), "es": ("ultimo", "ultima")}


@functools.cache
def month_numbers(language: str) -> dict[str, int]:
    """Folded name of a month (full or short) → 1 to 12."""
    names: dict[str, int] = {}
    for width in ("abbreviated", "wide"):
        for number, name in Locale(language).months["format"][width].items():
            names[folded_name(name).rstrip(".")] = number
    # Both are in use beside CLDR's own forms.
    names |= {"sept": 9} if language == "en" else {"setiembre": 9, "sep": 9}
    return names


@functools.cache
def number_words(language: str) -> dict[str, int]:
    """Folded number word → number, up to ninety-nine, and one hundred and one hundred and twenty."""
    numbers = {word: number for number, word in enumerate(_NUMBERS[language].split("|"))}
    units = _NUMBERS[language].split("|")
    joiner = "[ -]" if language == "en" else " y "
    for tens, ten in zip(range(20, 100, 10), _TENS[language].split("|"), strict=True):
        if not ten:  # "veinte" and what follows it are among the units
            continue
        numbers[ten] = tens
        for unit in range(1, 10):
            numbers[f"{ten}{joiner}{units[unit]}"] = tens + unit
    return numbers | dict.fromkeys(_ONE[language], 1) | _LARGE[language]


def parse_number(text: str, language: str) -> int | None:
    """The number that digits or a number word say."""
    if text.isdigit():
        return int(text)
    return {word.replace("[ -]", " "): number for word, number in number_words(language).items()}.get(
        text.replace("-", " ")
    )


@dataclasses.dataclass(frozen=True)
class DateGrammar:
    """Sources of patterns in one language, to be built into larger ones.

    number: digits or a number word. month: a month's name. year: an optional year after a month.
    day: a printed day or a range of days within a month. part: an ordinal and "quarter", "half", … .
    """

    number: str
    month: str
    year: str
    day: str
    ordinal: str
    last: str


@functools.cache
def weekday(language: str) -> str:
    """A pattern for the folded name of a day of the week, full or short."""
    days = Locale(language).days["format"]
    return any_of({folded_name(days[width][day]).rstrip(".") for width in days for day in range(7)
                   if len(days[width][day]) > 2})  # fmt: skip


@functools.cache
def grammar(language: str) -> DateGrammar:
    """The date grammar of "en" or "es"."""
    week_day = weekday(language)
    month = any_of(month_numbers(language)) + r"\b(?:\.(?=,? \d))?"
    ordinal = any_of([word for words in _ORDINALS[language] for word in words])
    numeric = r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{4})(?![\d/])"
    if language == "en":
        one = r"\d{1,2}(?: ?(?:st|nd|rd|th))?"
        several = rf"{one}(?: ?(?:-|to|and|or|through) ?{one})?"
        year = r"(?:,? (?:of )?\d{4}(?![\d-])|,? (?:of )?(?:this|the current|the present|the same) year\b)?"
        day = (
            rf"(?:{week_day}\.?,? (?:the )?)?(?:(?:the )?{several} (?:of )?{month}{year}"
            rf"|{month} (?:the )?{several}(?![\d]){year}|{numeric})"
        )
    else:
        one = r"(?:\d{1,2}(?: ?[oa°])?|primero)"
        several = rf"{one}(?: ?(?:-|al|y el|y|a|o) ?{one})?"
        year = (
            r"(?:,? (?:del? )?(?:ano )?\d{4}(?![\d-])"
            r"|,? (?:del ano en curso|del (?:presente|mismo|corriente)(?: ano)?\b|de este(?: mismo)? ano))?"
        )
        day = (
            rf"(?:(?:dias? )?{week_day}\.?,? )?(?:dias? )?(?:{several} (?:dias? )?(?:del? )?(?:mes de )?{month}{year}"
            rf"|{numeric})"
        )
    number = rf"(?:\d{{1,3}}|{any_of(number_words(language))})"
    return DateGrammar(number, month, year, day, ordinal, any_of(_LAST[language]))


_DAY_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})(?!\d)|\b(primero)\b")
_YEAR = re.compile(r"\b\d{4}\b")


@functools.cache
def _month_pattern(language: str) -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(month_numbers(language))}\b")


def find_month(text: str, language: str) -> int | None:
    """The first month named in a folded text."""
    match = _month_pattern(language).search(text)
    return month_numbers(language)[match[0]] if match else None


def find_year(text: str) -> int | None:
    match = _YEAR.search(text)
    return int(match[0]) if match else None


def last_day(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def parse_day(
    text: str, language: str, *, not_before: datetime.date | None, first: bool = False
) -> datetime.date | None:
    """The day a folded text prints; the last one of a range, or its first.

    A year that is not printed is that of `not_before`, or the next where the day would otherwise lie before it
    and not within the three months before it. None where there is no such day or no year can be known.
    """
    numeric = re.search(r"(\d{4})-(\d{2})-(\d{2})|(\d{1,2})[/.](\d{1,2})[/.](\d{4})", text)
    if numeric:
        year, month, day, day_first, month_second, year_last = numeric.groups()
        whole = int(year or year_last), int(month or month_second), int(day or day_first)
        # Month first, as printed in North America, only where it cannot be day first.
        return _date(*whole) or _date(whole[0], whole[2], whole[1])
    wanted = 0 if first else -1
    months = [month_numbers(language)[name] for name in _month_pattern(language).findall(text)]
    numbers = [int(match[1] or 1) for match in _DAY_NUMBERS.finditer(text)]
    years = [int(year) for year in _YEAR.findall(text)]
    if not months or not numbers:
        return None
    if years:
        return _date(years[wanted], months[wanted], numbers[wanted])
    if not_before is None:
        return None
    return sensible_year(_date(not_before.year, months[wanted], numbers[wanted]), not_before)


def parse_month(text: str, language: str, *, not_before: datetime.date | None) -> datetime.date | None:
    """The last day of the last month that a folded text prints; its year as in `parse_day`."""
    months = _month_pattern(language).findall(text)
    year = find_year(text) or (not_before.year if not_before else None)
    if not months or year is None:
        return None
    day = last_day(year, month_numbers(language)[months[-1]])
    return sensible_year(day, not_before) if not_before and find_year(text) is None else day


def sensible_year(day: datetime.date | None, not_before: datetime.date) -> datetime.date | None:
    """`day`, a year later where it lies more than three months before `not_before`."""
    if day is None or (not_before - day).days <= 92:
        return day
    is_last = day == last_day(day.year, day.month)
    return last_day(day.year + 1, day.month) if is_last else _date(day.year + 1, day.month, day.day)


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def part_of_year(text: str, language: str) -> tuple[int, int] | None:
    """(number, months long) of a quarter, four-month term or half that a folded text names; −1 for the last one."""
    match = re.search(
        rf"\b(?:({grammar(language).ordinal})|({grammar(language).last}))"
        rf" ({PARTS_OF_YEAR})\b|\bq([1-4])\b",
        text,
    )
    if not match:
        return None
    length = {"half": 6, "semester": 6, "semestre": 6, "mitad": 6, "cuatrimestre": 4}.get(match[3], 3)
    if match[4]:
        return int(match[4]), 3
    if match[2]:
        return -1, length
    number = next(index for index, words in enumerate(_ORDINALS[language], 1) if match[1] in words)
    return (number, length) if number * length <= 12 else None
