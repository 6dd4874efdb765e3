"""Signing in with a password."""

from django.contrib.auth.backends import ModelBackend
from django.utils import timezone

from .signing_in import signs_in


class PasswordBackend(ModelBackend):
    def authenticate(self, request, username=None, password=None, **credentials):
        """The person with this address and password, if they may sign in today; else None, whatever the cause."""
        person = super().authenticate(request, username, password, **credentials)
        return person if person and signs_in(person, now=timezone.now()) else None
