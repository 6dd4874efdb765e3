"""Deadlines as a calendar: one event of a whole day each, the same one again when its day moves (RFC 5545)."""

import datetime
import functools
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language
from icalendar import vText
from icalendar.parser import Contentline

from actions.models import CommitmentStatus
from networks.terms import A_DAY

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//RCM Minutes//EN\r\nMETHOD:PUBLISH\r\n"
FOOT = "END:VCALENDAR\r\n"
LONGEST_LINE = 75  # in bytes


def calendar(page, facts):
    """The days to come of a mail's lines; "" where it has none. page: contents.Contents.

    Whoever has yet to confirm a share has promised nothing for its day.
    """
    undertaken = [line for line in page.lines if line.commitment.status != CommitmentStatus.TO_CONFIRM]
    ahead = [line for line in undertaken if line.commitment.due_on and line.commitment.due_on >= page.day]
    if not ahead:
        return ""
    return whole(_of_line(line, facts) for line in ahead)


def whole(events, *, name=""):
    """A calendar of what `event` gave. name: how a person's calendar lists it, "" for one that comes by mail."""
    named = _folded(f"X-WR-CALNAME:{_escaped(name)}") + "\r\n" if name else ""
    return HEAD + named + "".join(events) + FOOT


def _of_line(line, facts):
    # Officers of one delegation get the same event.
    key = line.commitment.pk, get_language()
    if key not in facts.events:
        facts.events[key] = event(
            uid=f"commitment-{line.commitment.pk}",
            sequence=facts.revisions.get(line.commitment.pk, 1),
            now=facts.now,
            first=line.commitment.due_on,
            summary=f"{line.commitment.delegation}: {line.reference}",
            description=f"{line.what}\n{line.meeting}",
        )
    return facts.events[key]


def event(*, uid, sequence, now, first, summary, description, last=None, place="", address=""):
    """A day, or the days from the first to the last, that take nobody's time.

    uid: what it is, unique in this installation. sequence: higher whenever anything of it has changed. now: when it is
    written. Text, place and address are taken as they are and escaped here.
    """
    # The library's own Event takes as long as the rest of the mail; its escaping and folding do not.
    properties = [
        "BEGIN:VEVENT",
        _folded(f"UID:{uid}@{urlsplit(settings.SITE_URL).hostname}"),
        f"SEQUENCE:{sequence}",
        f"DTSTAMP:{now.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        _folded(f"SUMMARY:{_escaped(summary)}"),
        _folded(f"DESCRIPTION:{_escaped(description)}"),
        "TRANSP:TRANSPARENT",
    ]
    if last is not None:
        # The end of an event of whole days is the day after it.
        properties.append(f"DTEND;VALUE=DATE:{last + A_DAY:%Y%m%d}")
    if place:
        properties.append(_folded(f"LOCATION:{_escaped(place)}"))
    if address:
        properties.append(_folded(f"URL:{address}"))
    return "\r\n".join([*properties, "END:VEVENT\r\n"])


def _folded(line):
    return line if len(line.encode()) <= LONGEST_LINE else _broken(line)


# What many delegations undertook together is described to all of them in the same words.
@functools.lru_cache(maxsize=1000)
def _broken(line):
    return Contentline(line).to_ical().decode()


def _escaped(text):
    return vText(text).to_ical().decode()
