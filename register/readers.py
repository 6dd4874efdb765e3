"""Who reads a page, on which day, and what of the follow-up that person may see."""

import dataclasses
import datetime
import zoneinfo

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from networks import services
from networks.models import Conference
from networks.standing import Standing, standing_on_request

from . import policies


@dataclasses.dataclass(frozen=True)
class Reader:
    standing: Standing
    conference: Conference
    today: datetime.date
    sees_follow_up: bool
    # Read before anything else that the page shows: what is counted may be kept under it.
    public_version: int

    @property
    def zone(self):
        """The conference's time zone, in which the hour of an edit is told."""
        return zoneinfo.ZoneInfo(self.conference.time_zone)


def reader_of(request):
    """The reader of this request; version and settings are read once a request, in this order."""
    if not hasattr(request, "reader"):
        # A visitor's request brings both: its page is kept under them.
        version = getattr(request, "public_version", None)
        if version is None:
            version = services.public_version()
        conference = getattr(request, "conference", None) or services.conference()
        today = services.today(now=timezone.now(), settings_row=conference)
        standing = standing_on_request(request, on=today)
        request.reader = Reader(
            standing=standing,
            conference=conference,
            today=today,
            sees_follow_up=policies.sees_follow_up(standing, conference),
            public_version=version,
        )
    return request.reader


def reader(request):
    """Context processor: `reader`, read from the database only by a template that asks for it."""
    return {"reader": SimpleLazyObject(lambda: reader_of(request))}
