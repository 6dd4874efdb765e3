"""Days in the reader's language."""

import datetime
import functools

from babel.dates import format_date, get_timezone_location
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _


def reading_language(language=None):
    """ "en" or "es": the language asked for, else the reader's."""
    return "es" if (language or get_language() or "en").startswith("es") else "en"


@functools.lru_cache(maxsize=4096)
def _formatted(value, pattern, language):
    return format_date(value, pattern, locale=language)


def day(value, language=None):
    """30 Jan 2015, 30 ene 2015."""
    return _formatted(value, "d MMM y", reading_language(language))


def long_day(value, language=None):
    """30 January 2015, 30 de enero de 2015."""
    language = reading_language(language)
    return _formatted(value, "d 'de' MMMM 'de' y" if language == "es" else "d MMMM y", language)


def moment(value, *, zone):
    """12 Dec 2016, 14:32, in the time of `zone`."""
    there = value.astimezone(zone)
    return f"{day(there.date())}, {there:%H:%M}"


def zone_words(zone, language=None):
    """Costa Rica Time, hora de Costa Rica. zone: the name of a time zone."""
    return get_timezone_location(zone, locale=reading_language(language))


def month(value, language=None):
    """January 2015, enero de 2015. value: a day, or "2015-01"."""
    if isinstance(value, str):
        value = datetime.date.fromisoformat(f"{value}-01")
    language = reading_language(language)
    return _formatted(value, "MMMM 'de' y" if language == "es" else "MMMM y", language)


def days(first, last, language=None):
    """7–8 Jun 2016: the days of a meeting, as one."""
    if first == last:
        return day(first, language)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last, language)}"
    if first.year == last.year:
        return f"{_formatted(first, 'd MMM', reading_language(language))} – {day(last, language)}"
    return f"{day(first, language)} – {day(last, language)}"


def distance(value, *, today):
    """How far a day is from today, in words."""
    number = (value - today).days
    if number == 0:
        return _("today")
    if number > 0:
        return ngettext("in %(number)s day", "in %(number)s days", number) % {"number": number}
    return ngettext("%(number)s day ago", "%(number)s days ago", -number) % {"number": -number}
