"""The back office's meetings go through the same services as every other change of a meeting."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from meetings.models import AgendaItem, AgendaItemLead, Meeting
from meetings.services import change_meeting
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


def test_an_unknown_time_zone_is_refused(client, staff):
    meeting = meeting_of("rcgm", JUNE)
    refused = send(client, meeting, time_zone="Mars/Base")
    assert refused.context["adminform"].form.errors["time_zone"] == ["“Mars/Base” is not a known time zone."]


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


def test_a_day_that_somebody_else_changed_meanwhile_stands(client, staff):
    meeting = meeting_of("rcgm", JUNE)
    opened = form_of(client, page_of(meeting))
    change_meeting(meeting_id=meeting.pk, starts_on=JULY, ends_on=JULY, by=StaffFactory())
    answer = client.post(page_of(meeting), opened | {"venue": "Palace of Conventions"})
    form = answer.context["adminform"].form
    assert (form["starts_on"].value(), form["venue"].value()) == (JULY, "Palace of Conventions")
    meeting.refresh_from_db()
    assert (meeting.starts_on, meeting.venue) == (JULY, "")
    sent = opened | {"starts_on": JULY, "ends_on": JULY, "venue": "Palace of Conventions", "seen": form["seen"].value()}
    assert client.post(page_of(meeting), sent).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.starts_on, meeting.ends_on, meeting.venue) == (JULY, JULY, "Palace of Conventions")


def item_page(item):
    return reverse("admin:meetings_agendaitem_change", args=[item.pk])


def below(url, client, prefix, *rows, first=0, **fields):
    """What the browser would send from the page at `url` with rows added below its form, from the place `first` on."""
    sent = form_of(client, url) | {f"{prefix}-TOTAL_FORMS": first + len(rows)} | fields
    for place, row in enumerate(rows, start=first):
        sent |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return sent


def agenda_of(meeting, parent=None):
    items = AgendaItem.objects.filter(meeting=meeting, parent=parent).order_by("position")
    return [(item.title_en, item.position) for item in items]


def a_row(title, position=""):
    return {"day": 1, "kind": "session", "title_en": title, "position": position}


def test_items_without_a_position_come_last_in_their_order(client, staff):
    meeting = meeting_of("rcgm", JUNE)
    url, prefix = page_of(meeting), "agenda_items"
    new = client.get(url).context["inline_admin_formsets"][1].formset.empty_form
    assert new["position"].value() is None
    assert client.post(url, below(url, client, prefix, a_row("Opening"), a_row("Visas"))).status_code == 302
    assert client.post(url, below(url, client, prefix, a_row("Close"), a_row("Dinner"), first=2)).status_code == 302
    assert agenda_of(meeting) == [("Opening", 1024), ("Visas", 2048), ("Close", 3072), ("Dinner", 4096)]
    visas = AgendaItem.objects.get(title_en="Visas")
    url, rows = item_page(visas), ({"title_en": "Fees", "position": ""}, {"title_en": "Days", "position": ""})
    assert client.post(url, below(url, client, "children", *rows)).status_code == 302
    assert agenda_of(meeting, visas) == [("Fees", 1024), ("Days", 2048)]


def test_items_exchange_their_positions_in_one_step(client, staff):
    meeting = meeting_of("rcgm", JUNE)
    for position, title in enumerate(("Opening", "Visas", "Close"), start=1):
        AgendaItem.objects.create(meeting=meeting, position=position, title_en=title)
    moved = {"agenda_items-0-position": 2, "agenda_items-1-position": 3, "agenda_items-2-position": 1}
    url = page_of(meeting)
    assert client.post(url, form_of(client, url) | moved | {"change_reason": "As agreed"}).status_code == 302
    assert agenda_of(meeting) == [("Close", 1), ("Opening", 2), ("Visas", 3)]
    rows = AgendaItem.history.filter(history_type="~").order_by("position")
    assert list(rows.values_list("title_en", "position", "history_change_reason")) == [
        ("Close", 1, "As agreed"),
        ("Opening", 2, "As agreed"),
        ("Visas", 3, "As agreed"),
    ]


def test_a_position_that_is_taken_is_refused_and_what_was_typed_stays(client, staff):
    meeting = meeting_of("rcgm", JUNE)
    first, _second = (
        AgendaItem.objects.create(meeting=meeting, position=position, title_en=f"Item {position}")
        for position in (1, 2)
    )
    url, refused = page_of(meeting), {"position": ["Another item has this position."]}
    sent = below(url, client, "agenda_items", a_row("Taken", 2), a_row("Twice", 5), a_row("Twice too", 5), first=2)
    formset = client.post(url, sent).context["inline_admin_formsets"][1].formset
    assert [form.errors for form in formset.forms] == [{}, {}, refused, refused, refused]
    assert formset.forms[4]["title_en"].value() == "Twice too"
    form = client.post(item_page(first), form_of(client, item_page(first)) | {"position": 2}).context["adminform"].form
    assert form.errors == refused
    add = reverse("admin:meetings_agendaitem_add")
    sent = below(add, client, "leads", meeting=meeting.pk, **a_row("Third", 1))
    assert client.post(add, sent).context["adminform"].form.errors == refused
    assert client.post(add, sent | {"position": ""}).status_code == 302
    assert agenda_of(meeting) == [("Item 1", 1), ("Item 2", 2), ("Third", 1026)]


def test_a_delegation_leads_an_item_once(client, staff):
    item = AgendaItem.objects.create(meeting=meeting_of("rcgm", JUNE), position=1, title_en="Visas")
    guatemala = DelegationFactory(code="GT")
    lead = {"delegation": guatemala.pk, "position": 1}
    sent = below(item_page(item), client, "leads", lead, lead | {"position": 2})
    formset = client.post(item_page(item), sent).context["inline_admin_formsets"][0].formset
    assert [form.errors for form in formset.forms] == [
        {},
        {"delegation": ["This delegation leads the item already."]},
    ]
    assert not item.leads.exists()
    assert client.post(item_page(item), below(item_page(item), client, "leads", lead)).status_code == 302
    assert [str(one.delegation) for one in item.leads.select_related("delegation")] == [str(guatemala)]
