from celery import shared_task
from django.utils import timezone

from . import auditing, inviting, signing_in
from .services import today

A_MINUTE = 60


class NotSent(Exception):
    """The mail server took no mail; named for the kind of trouble alone, since its words may name an address."""


@shared_task(bind=True, max_retries=5)
def send_invitation(self, designation_id):
    try:
        inviting.invite(designation_id=designation_id, on=today(now=timezone.now()))
        return
    except OSError as trouble:  # what smtplib raises, too
        kind = type(trouble).__name__
    # Out here nothing hangs on the trouble itself, whose words would reach the log.
    raise self.retry(exc=NotSent(kind), countdown=A_MINUTE * 2**self.request.retries)


@shared_task(bind=True, max_retries=10)
def send_sign_in_code(self, person_id):
    """A minute between attempts: somebody waits, and a server that puts strangers off takes the same a minute later."""
    try:
        signing_in.send_code(person_id=person_id, now=timezone.now())
        return
    except OSError as trouble:
        kind = type(trouble).__name__
    raise self.retry(exc=NotSent(kind), countdown=A_MINUTE)


@shared_task
def purge():
    signing_in.purge(now=timezone.now())
    auditing.forget(now=timezone.now())
