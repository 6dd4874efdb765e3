"""The back office's meetings go through the same services as every other change of a meeting."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from meetings.models import AgendaItem, AgendaItemLead, Meeting
from networks.reasons import in_reader_language
from tests.actions.deadlines import action_of, body, draft, file, meeting_of, stands
from tests.back_office import form_of
from tests.factories import DelegationFactory, StaffFactory

pytestmark = pytest.mark.django_db

JUNE, JULY = datetime.date(2026, 6, 8), datetime.date(2026, 7, 8)


@pytest.fixture
def staff(client):
    person = StaffFactory(name="Clerk")
    client.force_login(person)
    return person


def page_of(meeting):
    return reverse("admin:meetings_meeting_change", args=[meeting.pk])


def send(client, meeting, **changes):
    return client.post(page_of(meeting), form_of(client, page_of(meeting)) | changes, follow=True)


def test_what_is_bound_moves_waits_and_is_bound_again(client, staff):
    meeting = meeting_of("rcgm", JUNE)
    action = action_of(file(draft(), staff))
    send(client, meeting, starts_on=JULY, ends_on=JULY, change_reason="The hall is taken.")
    assert stands(action) == (meeting, "automatic", [JULY])
    last = action.commitments.get().history.select_related("history_user").latest("history_id")
    assert (last.history_user, in_reader_language(last.history_change_reason)) == (
        staff,
        "The meeting of the Network for rcgm was moved from 8 June 2026 to 8 July 2026. The hall is taken.",
    )
    send(client, meeting, state="cancelled")
    assert stands(action) == (None, "automatic", [None])
    send(client, meeting, state="planned")
    assert stands(action) == (meeting, "automatic", [JULY])
    assert meeting.history.count() == 4


def test_a_meeting_entered_there_binds_what_waited(client, staff):
    action = action_of(file(draft(), staff))
    page = reverse("admin:meetings_meeting_add")
    sent = form_of(client, page) | {"network": body().pk, "starts_on": JULY, "ends_on": JULY, "state": "planned"}
    client.post(page, sent | {"change_reason": "As circulated."})
    meeting = Meeting.objects.get(starts_on=JULY)
    assert stands(action) == (meeting, "automatic", [JULY])
    row = meeting.history.get()
    assert (row.history_user, row.history_change_reason) == (staff, "As circulated.")


def test_days_in_disorder_are_refused(client, staff):
    meeting = meeting_of("rcgm", JULY)
    answer = send(client, meeting, ends_on=JUNE)
    meeting.refresh_from_db()
    assert (meeting.ends_on, meeting.history.count()) == (JULY, 1)
    assert "ends before it begins" in answer.content.decode() or "meeting_in_order" in answer.content.decode()


def test_what_cannot_be_is_said_in_words(client, staff):
    meeting = meeting_of("rcgm", JUNE)
    refused = send(client, meeting, starts_on=JULY, ends_on=JUNE)
    assert refused.context["adminform"].form.non_field_errors() == ["The meeting ends before it begins."]
    item = AgendaItem.objects.create(meeting=meeting, title_en="Opening")
    first = AgendaItemLead.objects.create(item=item, delegation=DelegationFactory(code="GT"), position=1)
    said = []
    for words in ("Hands at Work", ""):
        with pytest.raises(ValidationError) as refusal:
            AgendaItemLead(item=item, delegation=first.delegation, as_written=words, position=2).validate_constraints()
        said.append(sorted(refusal.value.messages))
    assert said == [
        [
            "Choose a delegation or write a name that is none: one of the two.",
            "This delegation leads the item already.",
        ],
        ["This delegation leads the item already."],
    ]
