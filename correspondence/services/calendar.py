"""Deadlines as a calendar: one event of a whole day each, the same one again when its day moves (RFC 5545)."""

from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils.translation import get_language

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//RCM Minutes//EN\r\nMETHOD:PUBLISH\r\n"
FOOT = "END:VCALENDAR\r\n"


def calendar(page, facts):
    """The days to come of a mail's lines; "" where it has none. page: contents.Contents."""
    ahead = [line for line in page.lines if line.commitment.due_on and line.commitment.due_on >= page.day]
    if not ahead:
        return ""
    return HEAD + "".join(_event(line, facts) for line in ahead) + FOOT


def _event(line, facts):
    # Officers of one delegation get the same event: an event costs as much as the rest of a mail.
    key = line.commitment.pk, get_language()
    if key not in facts.events:
        event = icalendar.Event()
        event.add("uid", f"commitment-{line.commitment.pk}@{urlsplit(settings.SITE_URL).hostname}")
        event.add("sequence", facts.revisions.get(line.commitment.pk, 1))
        event.add("dtstamp", facts.now)
        event.add("dtstart", line.commitment.due_on)
        event.add("summary", f"{line.commitment.delegation}: {line.reference}")
        event.add("description", f"{line.what}\n{line.meeting}")
        event.add("transp", "TRANSPARENT")
        facts.events[key] = event.to_ical().decode()
    return facts.events[key]
