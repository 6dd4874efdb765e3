"""A day's mails are written once, all or none, on the conference's day and at its hour."""

import datetime
import functools

import pytest
from django.db import IntegrityError

from actions.services.filing import CannotUndo, undo_filing
from correspondence.models import DigestDay, Mail, MailSettings, Mention, Notice
from correspondence.services import composing
from correspondence.services.composing import compose_day, compose_due, refusal
from correspondence.services.planning import plan_day
from networks.models import Conference
from networks.services import system_user
from tests.at_once import at_once
from tests.correspondence.reminding import (
    A_DAY,
    SECRETARIAT,
    at,
    composed,
    holiday,
    officer,
    promised,
    set_up,
    switched_on,
)

MONDAY = datetime.date(2026, 6, 8)


def utc(*parts):
    return datetime.datetime(*parts, tzinfo=datetime.UTC)


@pytest.fixture
def due():
    """Two officers who hear of one deadline."""
    set_up()
    network = switched_on()
    officer()
    officer("eva@example.org", language="es")
    return promised(network, MONDAY)


@pytest.mark.django_db
def test_the_plan_is_written_as_it_is(due):
    Notice.objects.create(kind="colleague", address="eva@example.org", words="Luz", at=at(MONDAY - A_DAY))
    letters = plan_day(on=MONDAY, now=at(MONDAY))
    day = compose_day(on=MONDAY, now=at(MONDAY))
    mails = list(Mail.objects.order_by("pk"))
    assert [(one.kind, one.recipient, one.person_id, one.language) for one in mails] == [
        (one.kind, one.recipient, one.person_id, one.language) for one in letters
    ]
    assert {(one.day, one.about, one.state, one.composed_at, one.next_try_at) for one in mails} == {
        (MONDAY, "", "pending", at(MONDAY), at(MONDAY))
    }
    fields = ("commitment_id", "delegation_id", "section", "because", "step")
    assert [list(mail.mentions.values_list(*fields)) for mail in mails] == [
        [tuple(getattr(entry, field) for field in fields) for entry in letter.entries] for letter in letters
    ]
    assert (day.day, day.composed_at, day.mails) == (MONDAY, at(MONDAY), 3)
    assert Notice.objects.get().told_in == mails[-1]
    assert mails[-1].recipient == SECRETARIAT


@pytest.mark.django_db
def test_each_has_a_message_id_of_ours(due, settings):
    settings.DEFAULT_FROM_EMAIL = "The Secretariat <minutes@conference.example.org>"
    compose_day(on=MONDAY, now=at(MONDAY))
    ids = set(Mail.objects.values_list("message_id", flat=True))
    assert (len(ids), {one.partition("@")[2] for one in ids}) == (2, {"conference.example.org>"})


@pytest.mark.django_db
def test_composing_twice_writes_nothing_the_second_time(due):
    compose_day(on=MONDAY, now=at(MONDAY))
    before = [list(model.objects.order_by("pk").values()) for model in (Mail, Mention, DigestDay)]
    assert [compose_day(on=MONDAY, now=at(MONDAY, hour=20)), compose_due(now=at(MONDAY, hour=20))] == [None, None]
    assert [list(model.objects.order_by("pk").values()) for model in (Mail, Mention, DigestDay)] == before


@pytest.mark.django_db
def test_a_day_that_a_later_one_caught_up_is_not_composed_again(due):
    tuesday = MONDAY + A_DAY
    composed(MONDAY - 3 * A_DAY)
    assert compose_day(on=tuesday, now=at(tuesday)).mails == 2
    assert compose_day(on=MONDAY, now=at(tuesday)) is None
    assert refusal(on=MONDAY, now=at(tuesday)) == (
        "The digests of 9 Jun 2026 are composed already, and what falls due by then is in them."
    )


@pytest.mark.django_db
def test_why_a_day_is_not_composed(due):
    saturday, thursday = MONDAY - 2 * A_DAY, MONDAY + 3 * A_DAY
    holiday(MONDAY)
    why = [refusal(on=day, now=at(MONDAY)) for day in (saturday, MONDAY, thursday)]
    assert why == [
        "Digests go out on working days, and 6 Jun 2026 is none.",
        "Digests go out on working days, and 8 Jun 2026 is none.",
        "11 Jun 2026 is still to come.",
    ]
    assert refusal(on=thursday, now=at(MONDAY), ahead=True) == ""
    MailSettings.objects.update(secretariat_address="")
    assert refusal(on=MONDAY + A_DAY, now=at(MONDAY + A_DAY)) == (
        "Nothing is sent to anybody: the mail settings do not say which mailbox the secretariat has."
    )
    assert [compose_day(on=day, now=at(thursday)) for day in (MONDAY, MONDAY + A_DAY)] == [None, None]
    assert DigestDay.objects.count() == 0


@pytest.mark.django_db
def test_all_or_nothing(due, monkeypatch):
    def broken(rows, **options):
        raise IntegrityError("no mention could be written")

    monkeypatch.setattr(composing.Mention.objects, "bulk_create", broken)
    with pytest.raises(IntegrityError):
        compose_day(on=MONDAY, now=at(MONDAY))
    monkeypatch.undo()
    assert [model.objects.count() for model in (Mail, Mention, DigestDay)] == [0, 0, 0]
    assert compose_day(on=MONDAY, now=at(MONDAY)).mails == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_that_compose_at_once_one_does(due):
    system_user()
    call = functools.partial(compose_due, now=at(MONDAY))
    outcomes = at_once(call, call, call)
    assert sorted(outcome is None for outcome in outcomes) == [False, True, True]
    assert [model.objects.count() for model in (DigestDay, Mail, Mention)] == [1, 2, 2]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "hour", "before", "after", "day"),
    [
        # Eight o'clock in San José, which has no daylight saving
        ("America/Costa_Rica", 8, utc(2026, 6, 8, 13, 59), utc(2026, 6, 8, 14), MONDAY),
        # In Ottawa, an hour earlier in summer than in winter
        ("America/Toronto", 8, utc(2026, 6, 8, 11, 59), utc(2026, 6, 8, 12), MONDAY),
        ("America/Toronto", 8, utc(2026, 1, 14, 12, 59), utc(2026, 1, 14, 13), datetime.date(2026, 1, 14)),
        # At midnight the day is that of the conference: in San José it is Monday when Tuesday has begun in Greenwich
        ("America/Costa_Rica", 23, utc(2026, 6, 9, 4, 59), utc(2026, 6, 9, 5), MONDAY),
        ("Asia/Tokyo", 0, utc(2026, 6, 7, 14, 59), utc(2026, 6, 7, 15), MONDAY),
    ],
)
def test_the_hour_is_the_conferences(zone, hour, before, after, day):
    set_up(zone=zone, hour=hour)
    officer()
    promised(switched_on(), day)
    assert compose_due(now=before) is None
    assert compose_due(now=after).day == day
    assert [compose_due(now=after + datetime.timedelta(minutes=minute)) for minute in (1, 30)] == [None, None]


def every_hour(first, last):
    while first < last:
        yield first
        first += datetime.timedelta(hours=1)


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "hour", "friday"),
    [
        ("America/Toronto", 2, datetime.date(2026, 3, 6)),  # on that Sunday there is no two o'clock
        ("America/Toronto", 1, datetime.date(2026, 10, 30)),  # on that Sunday it is one o'clock twice
        ("America/Toronto", 23, datetime.date(2026, 3, 6)),
        ("Africa/Cairo", 0, datetime.date(2026, 4, 23)),  # on that Friday there is no midnight
        ("Africa/Cairo", 23, datetime.date(2026, 10, 29)),  # on that Thursday it is eleven in the evening twice
    ],
)
def test_over_a_change_of_the_clock_each_working_day_is_composed_once(zone, hour, friday):
    set_up(zone=zone, hour=hour)
    officer()
    network = switched_on(ladder=(0,))
    days = [friday + number * A_DAY for number in (-1, 0, 3, 4) if (friday + number * A_DAY).weekday() < 5]
    due = {promised(network, day).pk: day for day in days}
    start = utc(friday.year, friday.month, friday.day) - 2 * A_DAY
    for now in every_hour(start, start + 8 * A_DAY):
        if compose_due(now=now):
            Mail.objects.update(state="sent", sent_at=now)
    told = Mention.objects.filter(mail__kind="digest", because="step").values_list("commitment_id", "mail__day")
    assert sorted(told) == sorted(due.items())
    assert set(days) <= set(DigestDay.objects.values_list("day", flat=True))


@pytest.mark.django_db
def test_the_clock_of_the_conference_may_be_set_to_another_zone(due):
    compose_due(now=at(MONDAY))
    Conference.objects.update(time_zone="Pacific/Kiritimati")  # where Tuesday began four hours ago
    assert compose_due(now=at(MONDAY)) is None
    assert compose_due(now=at(MONDAY, hour=18)).day == MONDAY + A_DAY
    assert Mail.objects.filter(day=MONDAY + A_DAY).count() == 0


@pytest.mark.django_db
def test_what_somebody_was_written_to_about_stays_filed(due):
    report = due.action.agreement.report
    report.versions.create(number=1, made_at=at(MONDAY - 9 * A_DAY), made_by=system_user())
    compose_day(on=MONDAY, now=at(MONDAY))
    reference = due.action.agreement.reference
    with pytest.raises(CannotUndo, match=f"Delegation HN was written to about {reference}: the filing stays."):
        undo_filing(report_id=report.pk, by=system_user(), now=at(MONDAY, hour=20), reason="By mistake.")
    assert Mention.objects.get(mail__recipient="ana@example.org").commitment == due
