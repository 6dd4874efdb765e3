"""Deadlines as a calendar: one event of a whole day each, the same one again when its day moves (RFC 5545)."""

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language
from icalendar import vText
from icalendar.parser import Contentline

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//RCM Minutes//EN\r\nMETHOD:PUBLISH\r\n"
FOOT = "END:VCALENDAR\r\n"
LONGEST_LINE = 75  # in bytes


def calendar(page, facts):
    """The days to come of a mail's lines; "" where it has none. page: contents.Contents."""
    ahead = [line for line in page.lines if line.commitment.due_on and line.commitment.due_on >= page.day]
    if not ahead:
        return ""
    return HEAD + "".join(_event(line, facts) for line in ahead) + FOOT


def _event(line, facts):
    # Officers of one delegation get the same event.
    key = line.commitment.pk, get_language()
    if key not in facts.events:
        facts.events[key] = _written(line, facts)
    return facts.events[key]


def _written(line, facts):
    # The library's own Event takes as long as the rest of the mail; its escaping and folding do not.
    summary = _folded(f"SUMMARY:{_escaped(f'{line.commitment.delegation}: {line.reference}')}")
    description = _folded("DESCRIPTION:" + _escaped("\n".join((line.what, line.meeting))))
    properties = [
        "BEGIN:VEVENT",
        _folded(f"UID:commitment-{line.commitment.pk}@{urlsplit(settings.SITE_URL).hostname}"),
        f"SEQUENCE:{facts.revisions.get(line.commitment.pk, 1)}",
        f"DTSTAMP:{facts.now.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{line.commitment.due_on:%Y%m%d}",
        summary,
        description,
        "TRANSP:TRANSPARENT",
        "END:VEVENT\r\n",
    ]
    return "\r\n".join(properties)


def _folded(line):
    return line if len(line.encode()) <= LONGEST_LINE else Contentline(line).to_ical().decode()


def _escaped(text):
    return vText(text).to_ical().decode()
