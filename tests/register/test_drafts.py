"""A draft report as it is read while it is one; and what else is shown of it, and of its meeting, to whom."""

import html
import re
from urllib.parse import quote

import pytest
from django.core.cache import caches
from django.urls import reverse

from actions.services.leave import open_draft
from networks.models import Role
from tests.factories import (
    AgreementFactory,
    DelegationFactory,
    DesignationFactory,
    MeetingDocumentFactory,
    MemberFactory,
    NetworkFactory,
)
from tests.queries import queries_of
from tests.register.conftest import TODAY, draft, file
from tests.register.test_agreement_page import words_of

WARNING = "This is a draft. Nothing in it has been agreed, and it may change."
ARTICLE = re.compile(r'<article class="sheet printed( both)?">.*?</article>', re.S)


@pytest.fixture
def report(conference):
    """Of a meeting that was held and is not announced; its points are numbered by their places alone."""
    report = draft(state="held")
    report.preamble_en, report.preamble_es = "The network met.", "La red se reunió."
    report.save()
    first = AgreementFactory(report=report, label="", text_en="To thank the host.", text_es="Agradecer.")
    AgreementFactory(report=report, label="", text_en="To <ask> again.", text_es="")
    AgreementFactory(report=report, parent=first, label="", text_en="And its city.", text_es="Y a su ciudad.")
    return report


@pytest.fixture
def people(report, staff):
    member, office = MemberFactory(code="HN"), DelegationFactory(code="PPT", kind="office")
    observer = DelegationFactory(code="IOM", kind="organisation")
    elsewhere = NetworkFactory(slug="migrant-children")
    return {
        "visitor": None,
        "observer": DesignationFactory(delegation=observer, role=Role.OBSERVER).person,
        "officer": DesignationFactory(delegation=member).person,
        "chair": DesignationFactory(delegation=office, role=Role.CHAIR, network=report.meeting.network).person,
        "chair of another body": DesignationFactory(delegation=office, role=Role.CHAIR, network=elsewhere).person,
        "staff": staff,
    }


def by(client, person):
    """The client, in which this person alone is signed in."""
    client.cookies.clear()
    if person:
        client.force_login(person)
    return client


def opened(report, people):
    return open_draft(report_id=report.pk, by=people["chair"], on=TODAY)


def address_of(report, query="", language="en"):
    return f"/{language}/reports/drafts/{report.pk}/{query}"


def sheet_of(client, report, query="", language="en"):
    """What one reads on the sheet, and whether two languages stand beside each other; None where there is none."""
    found = ARTICLE.search(client.get(address_of(report, query, language)).content.decode())
    return (html.unescape(words_of(found[0].replace("<", " <"))), bool(found[1])) if found else None


def test_it_reads_as_it_will_be_printed_and_says_what_it_is(client, report, people):
    by(client, people["chair"])
    assert sheet_of(client, report) == (
        "The network met. La red se reunió. 1. To thank the host. Agradecer. a. And its city. Y a su ciudad. "
        "2. To <ask> again. Not available in Spanish yet.",
        True,
    )
    answer = client.get(address_of(report))
    page = answer.content.decode()
    assert (page.count(WARNING), page.count("Draft, not on the record")) == (1, 1)
    assert re.findall(r'<div class="point( sub)?" id="([\w-]+)">', page) == [("", "p-1"), (" sub", "p-1a"), ("", "p-2")]
    assert ("To cite it" in page, "SHA-256" in page, '"/en/agreements/' in ARTICLE.search(page)[0]) == (False,) * 3
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))


def test_it_is_read_in_one_language_or_both(client, report, people):
    by(client, people["chair"])
    spanish = "La red se reunió. 1. Agradecer. a. Y a su ciudad. 2. "
    assert [sheet_of(client, report, "?text=es", language) for language in ("en", "es")] == [
        (f"{spanish}Not available in Spanish yet.", False),
        (f"{spanish}Aún no disponible en español.", False),
    ]
    assert client.get(address_of(report, "?text=fr")).status_code == 404


def test_what_is_not_written_yet_is_said_once(client, conference, staff):
    empty, opening = draft(), draft("TT", slug="smuggling")
    opening.preamble_es = "La red se reunió."
    opening.save()
    by(client, staff)
    pages = [client.get(address_of(one)).content.decode() for one in (empty, opening)]
    words = ("Nothing is written in this draft yet.", "Not available in English yet.", "Language of the text", "/open/")
    assert [[page.count(one) for one in words] for page in pages] == [[1, 0, 0, 0], [0, 1, 0, 1]]
    assert [sheet_of(client, one) for one in (empty, opening)] == [None, ("La red se reunió.", False)]


def test_who_reads_it_is_said_and_where_that_is_changed_to_whom_may(client, report, people):
    def said(role):
        page = by(client, people[role]).get(address_of(report)).content.decode()
        offers = [reverse("open-draft", args=[report.pk]), reverse("review", args=[report.pk])]
        whose = ("Only the Technical Secretariat and the chairs", "Open to those designated since 20 March 2026")
        return [words in page for words in whose], [f'href="{one}"' in page for one in offers]

    assert [said(role) for role in ("chair", "staff")] == [
        ([True, False], [True, False]),
        ([True, False], [True, True]),
    ]
    opened(report, people)
    assert {role: said(role) for role in people if role != "visitor"} == {
        "observer": ([False, True], [False, False]),
        "officer": ([False, True], [False, False]),
        "chair": ([False, True], [True, False]),
        "chair of another body": ([False, True], [False, False]),
        "staff": ([False, True], [True, True]),
    }


def test_once_it_is_filed_its_address_leads_to_the_report(client, report, people, staff):
    opened(report, people)
    file(report, staff, publish=False)
    there = report.get_absolute_url()
    answers = {role: by(client, person).get(address_of(report)) for role, person in people.items()}
    to_sign_in = f"{reverse('sign-in')}?next={quote(address_of(report), safe='')}"
    assert {role: answer.get("Location") for role, answer in answers.items()} == {
        **dict.fromkeys(people, there),
        "visitor": to_sign_in,
        "observer": None,
    }
    assert answers["observer"].status_code == 404


@pytest.mark.parametrize("points", [1, 3])
def test_it_asks_the_database_as_often_for_three_points_as_for_one(client, report, people, points):
    opened(report, people)
    report.agreements.filter(parent__isnull=False).delete()
    report.agreements.all().delete()
    for _number in range(points):
        above = AgreementFactory(report=report)
        AgreementFactory(report=report, parent=above)
    asked = {}
    for role in ("observer", "officer", "chair", "staff"):
        caches["pages"].clear()
        asked[role] = queries_of(by(client, people[role]), address_of(report))
    assert asked == {"observer": 5, "officer": 5, "chair": 5, "staff": 4}


def test_the_meetings_page_leads_those_to_it_who_may_read_it(client, report, people):
    report.meeting.is_public = True
    report.meeting.save()

    asked = {"visitor": 10, "observer": 11, "officer": 11, "chair": 11, "chair of another body": 11, "staff": 10}

    def shown():
        """{role: whether the report is being prepared, whether its draft is to be read, how often was asked}"""
        told = {}
        for role, person in people.items():
            caches["pages"].clear()
            number = queries_of(by(client, person), report.meeting.get_absolute_url())
            page = client.get(report.meeting.get_absolute_url()).content.decode()
            told[role] = ("Being prepared" in page, f'href="{address_of(report)}"' in page, number)
        return told

    assert shown() == {role: (role in ("chair", "staff"),) * 2 + (asked[role],) for role in people}
    opened(report, people)
    assert shown() == {role: (role != "visitor",) * 2 + (asked[role],) for role in people}


def test_only_a_draft_is_led_to(client, report, staff):
    report.state = "circulated"
    report.save()
    page = by(client, staff).get(report.meeting.get_absolute_url()).content.decode()
    assert ("Being prepared" in page, "Read the draft" in page) == (True, False)


LISTS = ["/en/", "/en/meetings/", "/en/networks/", "/en/networks/consular-protection/", "/en/networks/smuggling/"]


def test_its_meeting_is_listed_to_the_designated_and_visitors_find_no_trace(client, report, people):
    planned = draft("TT", slug="smuggling", on=TODAY.replace(month=6))
    planned.preamble_en = "The network met."
    planned.save()
    documents = [MeetingDocumentFactory(meeting=report.meeting, distribution=one) for one in ("observers", "members")]

    def pages(role):
        by(client, people[role])
        answers = [client.get(page) for page in [*LISTS, report.meeting.get_absolute_url()]]
        return [answer.content if answer.status_code == 200 else answer.status_code for answer in answers]

    def listed(role):
        """On which pages a reader finds the two meetings, and which documents."""
        there = [page.decode() if isinstance(page, bytes) else "" for page in pages(role)]
        found = [[one.meeting.get_absolute_url() in page for one in (report, planned)] for page in there[:-1]]
        return found, [str(one) in there[-1] for one in documents]

    nowhere = [[False, False]] * len(LISTS)
    visited = pages("visitor")
    assert (listed("observer"), listed("visitor")) == ((nowhere, [False, False]), (nowhere, [False, False]))
    for one in (report, planned):
        opened(one, people)
    # The observer comes first: what is kept of that visit is not what visitors are shown.
    assert listed("observer") == (
        [[False, True], [True, True], [False, False], [True, False], [False, True]],
        [True, False],
    )
    assert pages("visitor") == visited


def test_figures_are_those_of_visitors_for_an_observer_too(client, report, people):
    def figures(role):
        by(client, people[role])
        return words_of(re.search(r"<main.*</main>", client.get("/en/networks/").content.decode(), re.S)[0])

    before = figures("visitor")
    opened(report, people)
    assert (figures("observer"), figures("visitor")) == (before, before)
    assert figures("officer") != before


def test_no_list_search_or_table_has_it(client, report, people):
    """The words of the draft are nowhere but on its own page; nor are its agreements counted."""
    opened(report, people)
    addresses = ["/en/agreements/?words=thank", "/en/agreements.csv?words=thank", "/en/", "/en/delegations/HN/"]
    for role in ("visitor", "observer", "officer", "chair"):
        by(client, people[role])
        pages = [b"".join(client.get(address)).decode() for address in addresses]
        assert [(role, "To thank the host" in page) for page in pages] == [(role, False)] * len(addresses)
        assert '<p role="status"><b>0</b>' in pages[0]
