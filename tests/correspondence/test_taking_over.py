"""A digest that waits while the mail server is away is said by the next one to the same address."""

import datetime
import uuid

import pytest

from correspondence.models import Mail, MailSettings, Mention, Notice
from correspondence.services.composing import compose_day
from correspondence.services.outbox import Delivery, deliver_all
from correspondence.services.passing_on import PASSED_ON
from correspondence.services.taking_over import TAKEN_OVER
from tests.correspondence.reminding import A_DAY, LONG_AGO, SECRETARIAT, at, officer, promised, set_up, switched_on
from tests.factories import PresidencyFactory

pytestmark = pytest.mark.django_db

MONDAY = datetime.date(2026, 6, 8)
TUESDAY, WEDNESDAY = MONDAY + A_DAY, MONDAY + 2 * A_DAY


@pytest.fixture
def network():
    set_up()
    return switched_on(ladder=(-40, -3, 0, 60))


def compose(*days):
    for day in days:
        compose_day(on=day, now=at(day))


def digests(**filters):
    return list(Mail.objects.filter(kind="digest", **filters).order_by("day", "recipient"))


def said(mail):
    """{commitment: (section, because, step, deadline)}"""
    fields = ("section", "because", "step", "due_on")
    return {pk: tuple(rest) for pk, *rest in mail.mentions.values_list("commitment_id", *fields)}


def test_after_days_without_a_mail_server_each_gets_one_digest_with_all_it_was_to_be_told(network, mail_server):
    officer()
    officer("mx@example.org", "MX")
    far = promised(network, MONDAY + 40 * A_DAY)
    new = promised(network, agreed_on=MONDAY - 9 * A_DAY, filed_at=at(MONDAY, hour=13))
    silent = promised(network, agreed_on=MONDAY - 190 * A_DAY)
    due = [promised(network, day) for day in (TUESDAY, WEDNESDAY)]
    once = promised(network, MONDAY, by="MX")
    closed, moved = promised(network, MONDAY), promised(network, MONDAY + 3 * A_DAY)
    mail_server.stop()
    compose(MONDAY)
    assert deliver_all(now=at(MONDAY)).unreachable
    closed.status, closed.closed_on = "fulfilled", MONDAY
    closed.save()
    moved.due_on, moved.due_since = MONDAY + 90 * A_DAY, MONDAY
    moved.save()
    compose(TUESDAY, WEDNESDAY)
    mail_server.start()
    assert deliver_all(now=at(WEDNESDAY)) == Delivery(sent=2)
    assert sorted(mail_server.recipients().items()) == [("ana@example.org", 1), ("mx@example.org", 1)]
    (of_mx, *waited, last) = digests()
    of_mx, *waited = sorted([of_mx, *waited], key=lambda mail: mail.recipient != "mx@example.org")
    assert [(mail.day, mail.state, mail.answer) for mail in waited] == [
        (MONDAY, "withdrawn", TAKEN_OVER),
        (TUESDAY, "withdrawn", TAKEN_OVER),
    ]
    assert (of_mx.day, of_mx.state, said(of_mx)) == (MONDAY, "sent", {once.pk: ("due_soon", "step", 0, MONDAY)})
    assert said(last) == {
        due[0].pk: ("date_passed", "step", 0, TUESDAY),
        due[1].pk: ("due_soon", "step", 0, WEDNESDAY),
        silent.pk: ("stale", "stale", None, None),
        far.pk: ("due_soon", "step", -40, far.due_on),
        new.pk: ("adopted", "adopted", None, None),
    }
    compose(WEDNESDAY + A_DAY)
    assert digests(day=WEDNESDAY + A_DAY) == []


def test_what_a_worker_has_or_has_written_goes_out_by_itself(network):
    for name in ("ana", "eva", "luz"):
        officer(f"{name}@example.org")
    for day in (MONDAY, TUESDAY):
        promised(network, day)
    compose(MONDAY)
    Mail.objects.filter(recipient="ana@example.org").update(state="claimed", claim=uuid.uuid4(), claimed_at=at(TUESDAY))
    Mail.objects.filter(recipient="eva@example.org").update(text="As it was put off.", attempts=1)
    compose(TUESDAY)
    assert [(mail.recipient, mail.state) for mail in digests(day=MONDAY)] == [
        ("ana@example.org", "claimed"),
        ("eva@example.org", "pending"),
        ("luz@example.org", "withdrawn"),
    ]
    told = [sorted(one for _section, one, *_step in said(mail).values()) for mail in digests(day=TUESDAY)]
    assert told == [["listed", "step"], ["listed", "step"], ["step", "step"]]


def test_what_waited_for_who_has_left_is_said_once_to_the_successor(network, mailoutbox):
    officer("before@example.org", ends_on=MONDAY)
    officer("stays@example.org")
    due, offered = promised(network, MONDAY + 3 * A_DAY), promised(network, MONDAY, force="offered")
    listed, closed = promised(network, WEDNESDAY + 9 * A_DAY), promised(network, MONDAY)
    new = promised(network, agreed_on=MONDAY - 9 * A_DAY, filed_at=at(MONDAY, hour=13))
    compose(MONDAY)
    officer("after@example.org", starts_on=TUESDAY)
    closed.status, closed.closed_on = "fulfilled", MONDAY
    closed.save()
    assert deliver_all(now=at(TUESDAY)) == Delivery(sent=1, withdrawn=1)
    compose(TUESDAY, WEDNESDAY)
    assert [(mail.day, mail.recipient, mail.state, mail.answer) for mail in digests()] == [
        (MONDAY, "before@example.org", "withdrawn", PASSED_ON),
        (MONDAY, "stays@example.org", "sent", ""),
        (TUESDAY, "after@example.org", "pending", ""),
    ]
    assert said(Mail.objects.get(recipient="after@example.org")) == {
        due.pk: ("due_soon", "step", -3, due.due_on),
        new.pk: ("adopted", "adopted", None, None),
    }
    assert Mention.objects.filter(commitment__in=[offered, listed], mail__day=MONDAY).count() == 4


def test_news_that_came_meanwhile_ends_a_question(network):
    officer()
    silent = promised(network, agreed_on=MONDAY - 190 * A_DAY)
    compose(MONDAY)
    silent.news_on = MONDAY
    silent.save()
    promised(network, TUESDAY)
    compose(TUESDAY)
    assert [mail.state for mail in digests()] == ["withdrawn", "pending"]
    assert list(Mention.objects.filter(mail__day=TUESDAY, commitment=silent)) == []


def test_what_the_secretariat_and_the_presidency_were_to_be_told_is_not_lost(network):
    MailSettings.objects.update(escalates=True, secretariat_after=5, presidency_after=6)
    PresidencyFactory(delegation=officer().delegation, starts_on=LONG_AGO)
    first, second = promised(network, MONDAY - 6 * A_DAY), promised(network, MONDAY - 5 * A_DAY)
    Notice.objects.create(kind="colleague", address="eva@example.org", at=at(MONDAY - A_DAY))
    compose(MONDAY)
    Notice.objects.create(kind="colleague", address="luz@example.org", at=at(MONDAY, hour=20))
    third = promised(network, TUESDAY - 5 * A_DAY)
    compose(TUESDAY)
    withdrawn, told = Mail.objects.filter(kind="secretariat").order_by("day")
    assert (withdrawn.state, told.state, told.recipient) == ("withdrawn", "pending", SECRETARIAT)
    assert set(Notice.objects.values_list("told_in", flat=True)) == {told.pk}
    assert set(said(told)) == {first.pk, second.pk, third.pk}
    withdrawn, told = Mail.objects.filter(kind="presidency").order_by("day")
    assert (withdrawn.state, told.state) == ("withdrawn", "pending")
    assert set(said(told)) == {first.pk, second.pk}
