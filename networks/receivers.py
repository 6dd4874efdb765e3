"""Signing in and out, and being refused, is noted; by no name or address where nobody came in."""

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from .auditing import note
from .models import AuditedAct


@receiver(user_logged_in)
def signed_in(sender, request, user, **_kwargs):
    note(AuditedAct.SIGNED_IN, by=user, now=timezone.now())


@receiver(user_logged_out)
def signed_out(sender, request, user, **_kwargs):
    if user is not None:
        note(AuditedAct.SIGNED_OUT, by=user, now=timezone.now())


@receiver(user_login_failed)
def refused(sender, credentials, **_kwargs):
    note(AuditedAct.REFUSED, by=None, now=timezone.now())
