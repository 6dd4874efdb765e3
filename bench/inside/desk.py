"""An officer of the delegation with the most to do opens its pending matters, and the secretariat its week."""

import datetime
import json
import sys
import time

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import reverse

from actions.models import Commitment
from networks.models import Delegation, Designation, User

ACCOUNTS = ('"django_session"', 'FROM "networks_user"')


def measure():
    """Say what there is and how many queries each page takes; then, for each page named on a line, its milliseconds."""
    setup_test_environment()
    pending = Commitment.objects.pending()
    code, number = (
        pending.filter(delegation__kind="country")
        .values_list("delegation__code")
        .annotate(number=Count("pk"))
        .order_by("-number")[0]
    )
    pages = {
        "pending": (
            _signed_in(_officer(Delegation.objects.get(code=code))),
            reverse("delegation-pending", args=[code]),
        ),
        "monday": (_signed_in(_clerk()), reverse("monday")),
    }
    queries = {name: _queries(*page) for name, page in pages.items()}
    print(json.dumps({"commitments": Commitment.objects.count(), "pending": number, "queries": queries}), flush=True)
    for line in sys.stdin:
        print(_milliseconds(*pages[line.strip()]), flush=True)


def _signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def _officer(delegation):
    person, made = User.objects.get_or_create(email="officer@example.org", defaults={"name": "An Officer"})
    if made:
        Designation.objects.create(person=person, delegation=delegation, starts_on=datetime.date(2000, 1, 1))
    return person


def _clerk():
    who = {"name": "A Clerk", "is_staff": True}
    return User.objects.get_or_create(email="clerk@example.org", defaults=who)[0]


def _queries(client, address):
    """Without those for the session and the person signed in."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return sum(not any(account in one["sql"] for account in ACCOUNTS) for one in captured.captured_queries)


def _milliseconds(client, address):
    started = time.perf_counter()
    answer = client.get(address)
    taken = (time.perf_counter() - started) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status_code}.")
    return taken
