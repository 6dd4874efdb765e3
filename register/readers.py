"""Who reads a page, on which day, and what of the follow-up that person may see."""

import dataclasses
import datetime
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


def reader_of(request):
    """The reader of this request; the conference's settings are read once a request."""
    if not hasattr(request, "reader"):
        conference = services.conference()
        request.reader = Reader(
            user=request.user,
            conference=conference,
            today=services.today(now=timezone.now(), settings_row=conference),
            sees_follow_up=policies.sees_follow_up(request.user, conference),
        )
    return request.reader


def reader(request):
    """Context processor: `reader`, read from the database only by a template that asks for it."""
    return {"reader": SimpleLazyObject(lambda: reader_of(request))}
