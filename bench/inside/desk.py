"""An officer of the delegation with the most to do opens its pending matters."""

import datetime
import statistics
import time

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import reverse

from actions.models import Commitment
from networks.models import Delegation, Designation, User

ROUNDS = 15
ACCOUNTS = ('"django_session"', 'FROM "networks_user"')


def measure():
    """Milliseconds of the page, the median of ROUNDS; its queries without session and user; how much there is."""
    setup_test_environment()
    pending = Commitment.objects.pending()
    code, number = (
        pending.filter(delegation__kind="country")
        .values_list("delegation__code")
        .annotate(number=Count("pk"))
        .order_by("-number")[0]
    )
    client = Client()
    client.force_login(_officer(Delegation.objects.get(code=code)))
    address = reverse("delegation-pending", args=[code])
    client.get(address)
    taken = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        answer = client.get(address)
        taken.append((time.perf_counter() - started) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code}.")
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    own = [one for one in captured.captured_queries if not any(account in one["sql"] for account in ACCOUNTS)]
    return {
        "ms": statistics.median(taken),
        "queries": len(own),
        "commitments": Commitment.objects.count(),
        "pending": number,
    }


def _officer(delegation):
    person, made = User.objects.get_or_create(email="officer@example.org", defaults={"name": "An Officer"})
    if made:
        Designation.objects.create(person=person, delegation=delegation, starts_on=datetime.date(2000, 1, 1))
    return person
