from celery import shared_task
from django.conf import settings
from django.utils import timezone

from .services import bounces, composing, outbox, purging

# Short, so that other work gets its turn between, and a worker that is told to stop can.
SECONDS_A_TURN = 8


@shared_task
def compose():
    composing.compose_due(now=timezone.now())


@shared_task
def deliver():
    if outbox.deliver_all(now=timezone.now(), seconds=SECONDS_A_TURN).more:
        deliver.apply_async(expires=settings.TICK_SECONDS)


@shared_task
def take_in_returned():
    bounces.take_in(now=timezone.now())


@shared_task
def purge():
    purging.purge(now=timezone.now())
