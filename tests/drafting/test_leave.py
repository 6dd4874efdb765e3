"""The page on which a draft is opened to those designated, and closed again; and where it is found."""

import html

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from actions.services.leave import close_draft, open_draft
from networks.models import Role
from networks.reasons import in_reader_language
from tests.drafting.conftest import NOW
from tests.drafting.test_words import words_of
from tests.factories import AgreementFactory, DelegationFactory, DesignationFactory

ON = NOW.date()
NOW_CLOSED = "Only the Technical Secretariat and the chairs of the body read it."
NOW_OPEN = "Open to those designated since 20 March 2026"
HIDDEN = "The meeting is not announced: observers will see it too"


@pytest.fixture
def report():
    return AgreementFactory().report


@pytest.fixture
def chair(report):
    office = DelegationFactory(code="PPT", kind="office")
    return DesignationFactory(delegation=office, role=Role.CHAIR, network=report.meeting.network).person


@pytest.fixture
def address(report):
    return reverse("open-draft", args=[report.pk])


def read(client, address):
    answer = client.get(address)
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    return html.unescape(words_of(answer.content.decode()))


def taken(client, address, **posted):
    """Where a step leads, and what is said there."""
    answer = client.post(address, posted)
    return answer.url, str(list(get_messages(answer.wsgi_request))[-1])


def last_entry(report):
    row = report.history.first()
    return row.opened_on, row.history_user, in_reader_language(row.history_change_reason)


def test_a_chair_opens_it_and_closes_it_by_one_button(client, report, chair, address):
    client.force_login(chair)
    draft = reverse("draft", args=[report.pk])
    closed = read(client, address)
    assert [words in closed for words in (NOW_CLOSED, NOW_OPEN, HIDDEN)] == [True, False, True]
    assert taken(client, address, step="open") == (draft, "The draft is open: from now on those designated read it.")
    assert last_entry(report) == (ON, chair, "Draft opened")
    opened = read(client, address)
    assert [words in opened for words in (NOW_CLOSED, NOW_OPEN, HIDDEN)] == [False, True, False]
    assert taken(client, address, step="close", reason="To be read again") == (
        draft,
        "The draft is closed: from now on only the Technical Secretariat and the chairs of the body read it.",
    )
    assert last_entry(report) == (None, chair, "To be read again")


def test_staff_say_who_of_the_presidency_asked(desk, report, staff, address):
    answer = desk.post(address, {"step": "open", "reason": " "})
    assert answer.context["form"].errors == {"reason": ["This field is required."]}
    assert report.history.count() == 1
    assert taken(desk, address, step="open", reason="The chair, by mail")[0] == reverse("draft", args=[report.pk])
    assert last_entry(report) == (ON, staff, "The chair, by mail")


def test_of_an_announced_meeting_nothing_is_said_that_observers_know(desk, report, address):
    report.meeting.is_public = True
    report.meeting.save()
    assert HIDDEN not in read(desk, address)


def test_what_was_done_meanwhile_is_said_and_not_done_again(client, report, chair, address):
    client.force_login(chair)
    draft = reverse("draft", args=[report.pk])
    open_draft(report_id=report.pk, by=chair, on=ON)
    assert taken(client, address, step="open") == (draft, "The draft is open already.")
    close_draft(report_id=report.pk, by=chair)
    assert taken(client, address, step="close") == (draft, "The draft is not open.")
    assert report.history.count() == 3


def test_neither_step_is_not_understood(client, report, chair, address):
    client.force_login(chair)
    assert [client.post(address, posted).status_code for posted in ({}, {"step": "publish"})] == [400, 400]
    assert report.history.count() == 1


def test_whoever_only_reads_it_does_not_open_or_close_it(client, report, chair, address):
    """Opened or not, the page is not there for them."""
    client.force_login(DesignationFactory(delegation=DelegationFactory(code="HN")).person)

    def answers():
        return client.get(address).status_code, client.post(address, {"step": "close"}).status_code

    closed = answers()
    open_draft(report_id=report.pk, by=chair, on=ON)
    assert (closed, answers()) == ((404, 404), (404, 404))
    assert report.history.count() == 2


def test_without_a_meeting_there_is_nothing_to_open(desk):
    draft = AgreementFactory(report__meeting=None).report
    address = reverse("open-draft", args=[draft.pk])
    assert desk.get(address).status_code == 404
    assert address not in desk.get(reverse("review", args=[draft.pk])).content.decode()


def test_the_review_and_monday_lead_to_it_and_say_since_when_it_is_open(desk, report, chair, address):
    def found():
        review = desk.get(reverse("review", args=[report.pk])).content.decode()
        monday = read(desk, reverse("monday"))
        return (
            f'href="{address}"' in review,
            NOW_OPEN in review,
            "open to those designated since 20 Mar 2026" in monday,
        )

    before = found()
    open_draft(report_id=report.pk, by=chair, on=ON)
    assert (before, found()) == ((True, False, False), (True, True, True))
