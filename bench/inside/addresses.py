"""Which pages of a filled register are read, and how many questions each asks the database."""

from django.core.cache import caches
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from actions.models import Agreement, Commitment
from meetings.models import Meeting
from networks.services import conference, public_change, save_recorded, system_user


def measure():
    """{"paths": {page: address}, "queries": {page: number}} with the follow-up open to visitors."""
    with public_change():
        row = conference()
        row.public_follow_up = True
        save_recorded(row, by=system_user())
    with translation.override("en"):
        paths = _paths()
    client = Client(SERVER_NAME="localhost")
    queries = {}
    for page, path in paths.items():
        caches["pages"].clear()
        caches["rows"].clear()
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        if answer.status_code != 200 or client.cookies:
            raise RuntimeError(f"{path} answers {answer.status_code} with {client.cookies}")
        queries[page] = len(captured)
    return {"paths": paths, "queries": queries}


def _paths():
    published = Agreement.objects.filter(report__state="published")
    code = (
        Commitment.objects.filter(delegation__kind="country")
        .values_list("delegation__code", flat=True)
        .annotate(number=Count("pk"))
        .order_by("-number")
        .first()
    )
    meeting = Meeting.objects.filter(report__state="published").order_by("-starts_on").first()
    agreement = published.annotate(number=Count("actions__commitments")).order_by("-number", "pk").first()
    register = reverse("agreements")
    return {
        "register": register,
        "register-of-a-delegation": f"{register}?delegation={code}&order=deadline",
        "meeting": meeting.get_absolute_url(),
        "delegation": reverse("delegation", args=[code]),
        "agreement": agreement.get_absolute_url(),
    }
