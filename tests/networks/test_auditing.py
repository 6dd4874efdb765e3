"""Who signed in and out, and who was not let in, is noted, and forgotten after a set time."""

import datetime

import pytest
from django.contrib.auth import authenticate

from networks.auditing import forget, note
from networks.models import AuditedAct, AuditEntry, Conference
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 5, 20, 18, tzinfo=datetime.UTC)


def test_coming_and_going_is_noted(client):
    person = UserFactory()
    client.force_login(person)
    client.logout()
    authenticate(email="nobody@example.org", password="guessed")
    noted = AuditEntry.objects.order_by("pk").values_list("act", "by", "about")
    assert list(noted) == [("signed_in", person.pk, ""), ("signed_out", person.pk, ""), ("refused", None, "")]


def test_it_is_forgotten_after_the_days_that_the_conference_keeps_it():
    Conference.objects.update_or_create(pk=1, defaults={"audit_kept": 30})
    person = UserFactory()
    old, kept = NOW - datetime.timedelta(days=30, seconds=1), NOW - datetime.timedelta(days=30)
    for moment in (old, kept):
        note(AuditedAct.EXPORTED, by=person, about="a table", now=moment)
    assert (forget(now=NOW), list(AuditEntry.objects.values_list("at", flat=True))) == (1, [kept])
