"""What is done from time to time, handed out by one tick."""

from celery import Task, shared_task
from django.conf import settings

from correspondence import tasks as correspondence
from desks import tasks as desks
from documents import tasks as documents
from networks import tasks as networks

# Composing comes before delivering: a single worker then does both in the same minute.
PERIODIC: tuple[Task, ...] = (
    documents.hand_out_unread,
    desks.hand_out_untaken_steps,
    desks.hand_out_matrices,
    correspondence.compose,
    correspondence.deliver,
    correspondence.take_in_returned,
    correspondence.purge,
    networks.purge,
)


@shared_task
def tick() -> None:
    """Hand out each task by itself, so that none waits for another or falls with it."""
    for task in PERIODIC:
        task.apply_async(expires=settings.TICK_SECONDS)
