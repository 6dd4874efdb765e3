"""Who reads a page, on which day, and what of the follow-up that person may see."""

import dataclasses
import datetime
import zoneinfo
from typing import Any

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from networks import services
from networks.models import Conference

from . import policies


@dataclasses.dataclass(frozen=True)
class Reader:
    user: Any
    conference: Conference
    today: datetime.date
    sees_follow_up: bool
    # Under which a visitor's figures may be kept; None: nothing may.
    public_version: int | None

    @property
    def zone(self):
        """The conference's time zone, in which the hour of an edit is told."""
        return zoneinfo.ZoneInfo(self.conference.time_zone)


def reader_of(request):
    """The reader of this request; the conference's settings are read once a request."""
    if not hasattr(request, "reader"):
        # A visitor's request brings the settings and the version under which they, and its page, are kept.
        conference = getattr(request, "conference", None) or services.conference()
        request.reader = Reader(
            user=request.user,
            conference=conference,
            today=services.today(now=timezone.now(), settings_row=conference),
            sees_follow_up=policies.sees_follow_up(request.user, conference),
            public_version=None if request.user.is_authenticated else getattr(request, "public_version", None),
        )
    return request.reader


def reader(request):
    """Context processor: `reader`, read from the database only by a template that asks for it."""
    return {"reader": SimpleLazyObject(lambda: reader_of(request))}
