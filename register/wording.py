"""Situations and names in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from networks.dates import day, long_day, reading_language
from networks.names import of_the

SITUATION_NAMES = {
    "to_confirm": gettext_lazy("To confirm"),
    "open": gettext_lazy("Pending"),
    "in_progress": gettext_lazy("In progress"),
    "due_soon": gettext_lazy("Due soon"),
    "date_passed": gettext_lazy("Date passed"),
    "stale": gettext_lazy("No recent news"),
    "waiting": gettext_lazy("Waiting for an event"),
    "fulfilled": gettext_lazy("Fulfilled"),
    "not_recorded": gettext_lazy("Outcome not recorded"),
    "superseded": gettext_lazy("Superseded"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "open_call": gettext_lazy("Open to those interested"),
    # Asked of a body that is no delegation, or of those present where nobody is recorded as present.
    "unborne": gettext_lazy("No delegation responsible"),
    "none": gettext_lazy("No follow-up"),
}
LOOKS = {
    "to_confirm": "confirm",
    "open": "open",
    "in_progress": "progress",
    "due_soon": "soon",
    "date_passed": "passed",
    "stale": "stale",
    "waiting": "waiting",
    "fulfilled": "done",
    "not_recorded": "unknown",
    "superseded": "closed",
    "withdrawn": "closed",
    "open_call": "open",
    "unborne": "unknown",
    "none": "none",
}


def language_shown(thing, field):
    """The language of what `in_language` gives for the field: the other one where the reader's has no text."""
    wanted = reading_language()
    other = "en" if wanted == "es" else "es"
    return wanted if getattr(thing, f"{field}_{wanted}") or not getattr(thing, f"{field}_{other}") else other


def situation(name, *, due_on=None, today=None):
    """What a page says of a share: its situation, and for a date how far it is."""
    if due_on is not None and today is not None:
        number = (due_on - today).days
        if name == "date_passed":
            return ngettext("Date passed %(number)s day ago", "Date passed %(number)s days ago", -number) % {
                "number": -number
            }
        if name == "due_soon":
            if number == 0:
                return _("Due today")
            return ngettext("%(number)s day left", "%(number)s days left", number) % {"number": number}
    return str(SITUATION_NAMES[name])


def short_meeting(meeting, *, on=None):
    """CP · Tegucigalpa, 8 Jun 2016. on: the day for which it was planned once."""
    place = meeting.city or (_("online") if meeting.is_virtual else meeting.in_language("title"))
    body = f"{meeting.network.code} · {place}" if place else meeting.network.code
    return f"{body}, {day(on or meeting.starts_on)}"


def citation(agreement, language):
    """How one cites it: "point 6 of the report of the …, Tegucigalpa, 8 June 2016 (CP/2016-06/6)"."""
    report = agreement.report
    label = agreement.reference.removeprefix(f"{report.reference}/")
    point = {"en": f"Point {label} of the report", "es": f"Punto {label} del informe"}[language]
    return f"{point} {_of_meeting(report, language)} ({agreement.reference})"


def report_citation(report, language):
    opening = {"en": "Report", "es": "Informe"}[language]
    return f"{opening} {_of_meeting(report, language)} ({report.reference})"


def _of_meeting(report, language):
    meeting = report.meeting
    places = [meeting.city, meeting.country.in_language("name", language) if meeting.country else ""]
    parts = [of_the(meeting.network.in_language("name", language), language), *places]
    return ", ".join([*(part for part in parts if part), long_days(meeting.starts_on, meeting.ends_on, language)])


def long_days(first, last, language=None):
    """8 June 2016, 7–8 June 2016, 7 y 8 de junio de 2016."""
    language = reading_language(language)
    if first == last:
        return long_day(first, language)
    between = {"en": "–", "es": " y " if (last - first).days == 1 else " a "}[language]
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{between}{long_day(last, language)}"
    joint = {"en": " – ", "es": " a "}[language]
    return f"{long_day(first, language)}{joint}{long_day(last, language)}"
