from celery import shared_task
from django.utils import timezone

from . import auditing, inviting, signing_in
from .services import today

A_MINUTE = 60


class NotSent(Exception):
    """The mail server took no mail; named for the kind of trouble alone, since its words may name an address."""


def _trouble(send, **words):
    """The kind of trouble that sending met, "" for none. What is raised later hangs on no words that reach the log."""
    try:
        send(**words)
    except OSError as trouble:  # what smtplib raises, too
        return type(trouble).__name__
    return ""


@shared_task(bind=True, max_retries=5)
def send_invitation(self, designation_id):
    kind = _trouble(inviting.invite, designation_id=designation_id, on=today(now=timezone.now()))
    if kind:
        raise self.retry(exc=NotSent(kind), countdown=A_MINUTE * 2**self.request.retries)


@shared_task(bind=True, max_retries=5)
def send_word_of_taking_back(self, history_id):
    kind = _trouble(inviting.tell_it_is_taken_back, history_id=history_id)
    if kind:
        raise self.retry(exc=NotSent(kind), countdown=A_MINUTE * 2**self.request.retries)


@shared_task(bind=True, max_retries=10)
def send_sign_in_code(self, person_id):
    """A minute between attempts: somebody waits, and a server that puts strangers off takes the same a minute later."""
    kind = _trouble(signing_in.send_code, person_id=person_id, now=timezone.now())
    if kind:
        raise self.retry(exc=NotSent(kind), countdown=A_MINUTE)


@shared_task
def purge():
    signing_in.purge(now=timezone.now())
    auditing.forget(now=timezone.now())
