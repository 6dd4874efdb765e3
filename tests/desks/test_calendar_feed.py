"""A person's own calendar behind a secret address."""

import datetime
import io
import json
import logging

import icalendar
import pytest
import structlog
from django.conf import settings as project
from django.db import IntegrityError, connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from actions.services.leave import close_draft, open_draft
from desks.models import CalendarFeed
from desks.services import feeds
from meetings.models import Meeting
from meetings.services import move_meeting
from tests.desks.conftest import NOON, TODAY
from tests.factories import (
    ChairFactory,
    CommitmentFactory,
    DelegationFactory,
    DesignationFactory,
    MeetingFactory,
    NetworkFactory,
    PresidencyFactory,
    ReportFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PAGE = "/en/account/calendar/"
A_DAY = datetime.timedelta(days=1)


def address(person, language="en"):
    feed = feeds.feed_of(person) or feeds.make_feed(person=person, now=NOON)
    return f"/{language}/calendar/{feeds.token_of(feed)}.ics"


def events(client, person, language="en"):
    """{summary: (first day, day after the last or None, sequence)} of what the person's address gives."""
    answer = client.get(address(person, language))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    found = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    return {
        str(one["SUMMARY"]): (one["DTSTART"].dt, one["DTEND"].dt if "DTEND" in one else None, int(one["SEQUENCE"]))
        for one in found
    }


def due(delegation, day, **fields):
    return CommitmentFactory(delegation=delegation, due_on=day, **fields)


def meeting(**fields):
    return MeetingFactory(network__name_en="Network on Trees", network__name_es="Red de Árboles", **fields)


# What stands in it


def test_deadlines_of_one_s_delegations_and_no_others(client, officer, honduras, mexico):
    DesignationFactory(person=officer, delegation=mexico, role="focal_point")
    own = [due(honduras, TODAY), due(mexico, TODAY + 400 * A_DAY), due(honduras, TODAY - 365 * A_DAY)]
    due(honduras, TODAY - 366 * A_DAY)
    due(honduras, None)
    due(honduras, TODAY, status="fulfilled", closed_on=TODAY)
    due(honduras, TODAY, action__agreement__report__state="draft")
    due(DelegationFactory(code="GT"), TODAY)
    Meeting.objects.update(state="cancelled")
    assert events(client, officer) == {
        f"{one.delegation}: {one.action.agreement.reference}": (one.due_on, None, 1) for one in own
    }


def test_what_one_bears_as_the_presidency(client, officer, honduras):
    PresidencyFactory(delegation=honduras, starts_on=datetime.date(2026, 1, 1))
    share = due(DelegationFactory(code="PPT", kind="office"), TODAY)
    Meeting.objects.update(state="cancelled")
    assert list(events(client, officer)) == [f"Delegation PPT: {share.action.agreement.reference}"]


def test_a_chair_has_no_delegation_s_deadlines(client, honduras):
    chair = ChairFactory(delegation=honduras).person
    due(honduras, TODAY)
    Meeting.objects.update(state="cancelled")
    assert events(client, chair) == {}


def test_staff_have_the_deadlines_of_what_they_are_designated_for(client, staff):
    secretariat = DelegationFactory(code="TS", kind="office")
    DesignationFactory(person=staff, delegation=secretariat, role="secretariat")
    share = due(secretariat, TODAY)
    Meeting.objects.update(state="cancelled")
    assert list(events(client, staff)) == [f"Delegation TS: {share.action.agreement.reference}"]


def test_meetings_one_may_see(client, officer, honduras):
    meeting(title_en="Announced", is_public=True, starts_on=TODAY, ends_on=TODAY + A_DAY)
    meeting(title_en="Among ourselves", starts_on=TODAY + 30 * A_DAY)
    meeting(title_en="Cancelled", state="cancelled", starts_on=TODAY)
    meeting(title_en="Long ago", state="held", starts_on=TODAY - 400 * A_DAY)
    meeting(ordinal=12, state="held", starts_on=TODAY - 9 * A_DAY)
    public = {"“Announced”": (TODAY, TODAY + 2 * A_DAY, 1)}
    own = {
        "“Among ourselves”": (TODAY + 30 * A_DAY, TODAY + 31 * A_DAY, 1),
        "The 12th meeting of the Network on Trees": (TODAY - 9 * A_DAY, TODAY - 8 * A_DAY, 1),
    }
    assert events(client, officer) == public | own
    observer = DesignationFactory(delegation=honduras, role="observer").person
    assert events(client, observer) == public


def test_the_meeting_of_an_opened_draft_stands_in_an_observers_while_it_is_open(client, staff, honduras):
    report = ReportFactory(meeting=meeting(ordinal=12, starts_on=TODAY), preamble_en="The network met.")
    observer = DesignationFactory(delegation=honduras, role="observer").person
    before = list(events(client, observer))
    open_draft(report_id=report.pk, by=staff, on=TODAY, reason="The chair, by mail")
    opened = list(events(client, observer))
    close_draft(report_id=report.pk, by=staff, reason="The chair, by mail")
    assert (before, opened, list(events(client, observer))) == ([], ["The 12th meeting of the Network on Trees"], [])


def test_it_speaks_the_language_of_the_address(client, officer):
    meeting(ordinal=12, starts_on=TODAY)
    assert list(events(client, officer, "es")) == ["La 12.ª reunión de la Red de Árboles"]


def test_an_event_whole(client, officer, honduras, settings):
    settings.SITE_URL = "https://minutes.example.org"
    share = due(honduras, datetime.date(2026, 6, 1), action__what_en="Honduras will send, at last, the paper; soon")
    Meeting.objects.update(state="cancelled")
    text = client.get(address(officer)).content.decode()
    agreement = share.action.agreement
    assert text == "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//RCM Minutes//EN",
            "METHOD:PUBLISH",
            "X-WR-CALNAME:RCM Minutes: deadlines and meetings",
            "BEGIN:VEVENT",
            f"UID:commitment-{share.pk}@minutes.example.org",
            "SEQUENCE:1",
            "DTSTAMP:20260520T180000Z",
            "DTSTART;VALUE=DATE:20260601",
            f"SUMMARY:Honduras: {agreement.reference}",
            "DESCRIPTION:Honduras will send\\, at last\\, the paper\\; soon",
            "TRANSP:TRANSPARENT",
            f"URL:https://minutes.example.org{agreement.get_absolute_url()}",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )


def test_what_an_observer_may_not_read_has_no_address_in_it(client, honduras):
    observer = DesignationFactory(delegation=honduras, role="observer").person
    due(honduras, TODAY, action__agreement__report__state="adopted")
    Meeting.objects.update(state="cancelled")
    assert "URL:" not in client.get(address(observer)).content.decode()


def test_a_deadline_moves_with_its_meeting_as_the_same_event(client, officer, honduras, staff):
    network = NetworkFactory(slug="trees")
    planned = MeetingFactory(network=network, starts_on=TODAY + 30 * A_DAY)
    share = due(
        honduras,
        planned.starts_on,
        action__deadline_kind="event",
        action__deadline_body=network,
        action__bound_to=planned,
    )
    summary = f"Honduras: {share.action.agreement.reference}"
    assert events(client, officer)[summary] == (TODAY + 30 * A_DAY, None, 1)
    move_meeting(meeting_id=planned.pk, starts_on=TODAY + 39 * A_DAY, by=staff)
    assert events(client, officer)[summary] == (TODAY + 39 * A_DAY, None, 2)


@pytest.mark.parametrize("rows", [1, 4])
def test_it_asks_the_database_as_often_for_many(client, officer, honduras, rows):
    for number in range(rows):
        due(honduras, TODAY + number * A_DAY)
        meeting(starts_on=TODAY + number * A_DAY)
    page = address(officer)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    assert len(captured) == 11


# Who comes in


def test_whatever_opens_nothing_is_answered_alike(client, honduras):
    def person(**fields):
        return DesignationFactory(delegation=honduras, **fields).person

    revoked, former, coming, gone, nobody = (
        person(),
        person(ends_on=TODAY - A_DAY),
        person(starts_on=TODAY + A_DAY),
        person(person__is_active=False),
        UserFactory(),
    )
    addresses = [address(one) for one in (revoked, former, coming, gone, nobody)]
    feeds.revoke_feed(person=revoked, now=NOON)
    whole = address(person())
    addresses += [
        f"/en/calendar/{feeds.token_of(CalendarFeed())}.ics",
        whole[:-5] + ("a" if whole[-5] != "a" else "b") + ".ics",
        "/en/calendar/nothing.ics",
    ]
    answers = [client.get(one) for one in addresses]
    for answer in answers:
        del answer["X-Request-ID"]
    first, *others = [(one.status_code, one.content, dict(one.items())) for one in answers]
    assert first[:2] == (404, b"This address opens no calendar.")
    assert others == [first] * 7
    assert CalendarFeed.objects.exclude(last_used_at=None).count() == 0


def test_the_address_is_kept_from_caches_indexes_and_other_sites(client, officer):
    answer = client.get(address(officer))
    names = ("Cache-Control", "Referrer-Policy", "X-Robots-Tag", "Content-Disposition", "X-Content-Type-Options")
    assert [answer[name] for name in names] == [
        "max-age=0, no-cache, no-store, must-revalidate, private",
        "no-referrer",
        "noindex, nofollow",
        'inline; filename="rcm-minutes.ics"',
        "nosniff",
    ]
    assert not answer.cookies


def test_nothing_of_it_is_kept_for_the_next_reader(client, officer, honduras):
    page = address(officer)
    before = client.get(page).content
    due(honduras, TODAY)
    assert client.get(page).content != before


def test_a_use_is_noted_as_the_last_one_alone(client, officer, time_machine):
    page = address(officer)
    for hours in (1, 5):
        time_machine.move_to(NOON + datetime.timedelta(hours=hours), tick=False)
        client.get(page)
    assert feeds.feed_of(officer).last_used_at == NOON + datetime.timedelta(hours=5)


def test_only_reading_is_answered(client, officer):
    assert client.post(address(officer)).status_code == 405


def test_the_key_is_stored_nowhere_and_outlives_a_change_of_the_secret(client, officer):
    with override_settings(SECRET_KEY="before"):
        page = address(officer)
    signature = page.removesuffix(".ics").split("~")[1]
    stored = [str(value) for value in CalendarFeed.objects.values_list().get()]
    assert [value for value in stored if signature in value] == []
    with override_settings(SECRET_KEY="after", SECRET_KEY_FALLBACKS=["before"]):
        assert client.get(page).status_code == 200


def test_no_line_of_the_log_has_the_key(client, officer):
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    formatter = project.LOGGING["formatters"]["lines"]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=formatter["foreign_pre_chain"], processors=formatter["processors"]
        )
    )
    logging.getLogger().addHandler(handler)
    try:
        client.get(address(officer))
        feeds.revoke_feed(person=officer, now=NOON)
        client.get(f"/en/calendar/{feeds.token_of(CalendarFeed.objects.get())}.ics")
    finally:
        logging.getLogger().removeHandler(handler)
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [(line["event"], line.get("path")) for line in lines] == [
        ("request", "/en/calendar/[…].ics"),
        ("request", "/en/calendar/[…].ics"),
        ("Not Found: /en/calendar/[…].ics", None),
    ]


# Making, replacing and revoking it


def test_one_makes_replaces_and_revokes_an_address(client, officer):
    client.force_login(officer)
    assert client.get(PAGE).context["address"] == ""
    client.post(PAGE, {"make": "1"})
    first = client.get(PAGE).context["address"]
    assert first.endswith(address(officer))
    client.post(PAGE, {"make": "1"})
    second = client.get(PAGE).context["address"]
    assert first != second
    ways = [page[page.index("/en/") :] for page in (first, second)]
    assert [client.get(way).status_code for way in ways] == [404, 200]
    client.post(PAGE, {"revoke": "1"})
    assert [client.get(way).status_code for way in ways] == [404, 404]
    assert client.get(PAGE).context["address"] == ""
    assert list(CalendarFeed.objects.values_list("person", "revoked_at")) == [(officer.pk, NOON)] * 2


def test_the_page_shows_the_address_and_leads_to_the_calendar_program(client, officer, settings):
    settings.SITE_URL = "https://minutes.example.org"
    client.force_login(officer)
    client.post(PAGE)
    answer = client.get(PAGE)
    page = answer.content.decode()
    own = address(officer)
    assert f'value="https://minutes.example.org{own}"' in page
    assert f'href="webcal://minutes.example.org{own}"' in page
    assert answer["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    spanish = client.get(PAGE.replace("/en/", "/es/")).content.decode()
    assert "Su calendario" in spanish
    assert address(officer, "es") in spanish


def test_each_one_has_the_own_address_alone(client, officer, mexico):
    other = DesignationFactory(delegation=mexico).person
    theirs = address(other)
    client.force_login(officer)
    client.post(PAGE, {"make": "1"})
    client.post(PAGE, {"revoke": "1"})
    assert client.get(theirs).status_code == 200


@pytest.mark.parametrize(("who", "status"), [("officer", 200), ("staff", 200), ("nobody", 404), (None, 302)])
def test_who_has_a_calendar(client, request, who, status):
    if who:
        client.force_login(UserFactory() if who == "nobody" else request.getfixturevalue(who))
    assert [client.get(PAGE).status_code, client.post(PAGE).status_code] == [status, 302 if status == 200 else status]


def test_an_address_for_each_person_is_the_database_s_rule(officer):
    feeds.make_feed(person=officer, now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarFeed.objects.create(person=officer, made_at=NOON)
