"""How long one worker takes to write and hand over a day's digests."""

import time

from django.urls import reverse
from django.utils import timezone

from correspondence.services.composing import compose_day
from correspondence.services.outbox import deliver_all
from tests.correspondence.drills import last_working_day, persons


def measure(digests, commitments):
    """{"seconds": …} for so many digests that list so many commitments each; four officers share a delegation."""
    persons(int(digests), commitments=int(commitments), a_delegation=4)
    compose_day(on=last_working_day(), now=timezone.now())
    reverse("home")  # a worker that runs has read the addresses of all pages long ago
    started = time.perf_counter()
    delivery = deliver_all(now=timezone.now())
    taken = time.perf_counter() - started
    if delivery.sent != int(digests):
        raise RuntimeError(f"{delivery}")
    return {"seconds": taken}
