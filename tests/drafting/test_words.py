"""What the desk calls things: meetings by their days, leads by their names in the reader's language."""

import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from documents.models import Upload
from tests.drafting.conftest import AGENDA
from tests.factories import MeetingFactory

MEETING = "Consular Protection, Antigua, 10 Mar 2026"


def words_of(markup):
    return " ".join(strip_tags(markup).split())


@pytest.fixture
def upload(brought_in):
    return brought_in()


@pytest.fixture
def like_it(upload):
    """A meeting like that of the report, which came in later."""
    return MeetingFactory(network=upload.network, city="Antigua", starts_on=upload.starts_on)


def test_filing_asks_whether_a_meeting_that_is_here_is_meant(desk, upload, like_it):
    page = desk.get(reverse("file-report", args=[upload.report_id])).content.decode()

    notice = re.search(r'<div class="notice warning section">.*?</div>', page, re.S)[0]
    assert words_of(notice) == (
        "Is it one of these meetings? Filed as it stands, the report makes a new meeting. "
        f"Choose its meeting… {MEETING}"
    )
    Upload.objects.filter(pk=upload.pk).update(meeting=like_it)
    page = desk.get(reverse("file-report", args=[upload.report_id])).content.decode()
    assert "Is it one of these meetings?" not in page
    assert f"Meeting {MEETING} (here already) Agreements" in words_of(page)


def test_a_meeting_is_chosen_by_its_days(desk, conference):
    MeetingFactory(city="Antigua", starts_on="2026-04-06", ends_on="2026-04-07")

    form = desk.get(reverse("uploads")).context["start"]

    assert [label for _key, label in form.fields["meeting"].choices] == [
        "Choose a meeting",
        "Consular Protection, Antigua, 6–7 Apr 2026",
    ]


def test_who_leads_an_agenda_item_is_named_in_the_readers_language(desk, brought_in):
    upload = brought_in(AGENDA, "agenda.txt")
    upload.reading["agenda"][0]["leads"] = ["IOM", "ALL", "The Coalition"]
    upload.save()

    page = desk.get(reverse("agenda-review", args=[upload.pk]).replace("/en/", "/es/")).content.decode()

    strip = re.search(r'<span class="who">.*?</p>', page, re.S)[0]
    assert re.findall(r'title="([^"]+)"', strip) == ["Organización Internacional para las Migraciones"]
    assert re.findall(r'<span class="q">([^<]+)</span>', strip) == ["The Coalition"]
    assert words_of(strip) == "OIMOrganización Internacional para las Migracionestodas las delegacionesThe Coalition"
