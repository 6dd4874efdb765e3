"""Who has a mail, and what becomes of it when whoever had it is gone."""

import contextlib
import datetime
import uuid

import psycopg2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from correspondence.models import Addressee, Mail, MailState, Notice
from correspondence.services import outbox
from correspondence.services.outbox import BROKE_OFF, NOT_WRITTEN, Delivery, deliver_all, take_back
from tests.at_once import at_once
from tests.factories import CommitmentFactory, MailFactory, ToOfficerFactory

NOW = datetime.datetime(2026, 3, 20, 15, 30, tzinfo=datetime.UTC)
LEASE = datetime.timedelta(minutes=10)
A_MOMENT = datetime.timedelta(seconds=1)


def digests(number, **fields):
    """Mails to officer0, officer1, … that speak of one and the same commitment."""
    commitment = CommitmentFactory()
    return [
        ToOfficerFactory(commitment=commitment, mail=MailFactory(recipient=f"officer{n}@example.org", **fields)).mail
        for n in range(number)
    ]


def cut_connections():
    """End every other connection to the database, from outside."""
    outside = psycopg2.connect(**connection.get_connection_params())
    with contextlib.closing(outside), outside.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def state_of(mail):
    mail.refresh_from_db()
    return mail.state


@pytest.mark.django_db
def test_a_mail_that_is_due_is_handed_over_once_and_marked(mail_server):
    (mail,) = digests(1)
    assert deliver_all(now=NOW) == Delivery(sent=1)
    assert deliver_all(now=NOW) == Delivery()
    mail.refresh_from_db()
    assert (mail.state, mail.claim, mail.attempts, mail.answer) == (MailState.SENT, None, 1, "")
    assert NOW <= mail.sent_at < NOW + datetime.timedelta(seconds=10)
    (received,) = mail_server.received
    assert (received.recipient, received.message_id) == ("officer0@example.org", mail.message_id)
    assert mail.subject
    assert mail.text
    assert mail.html


@pytest.mark.django_db
def test_what_is_due_later_waits(mail_server):
    (mail,) = digests(1, next_try_at=NOW + A_MOMENT)
    assert deliver_all(now=NOW) == Delivery()
    assert (state_of(mail), mail_server.received) == (MailState.PENDING, [])


@pytest.mark.django_db
def test_more_than_a_batch_goes_over_one_connection(mail_server):
    digests(outbox.BATCH + 3)
    assert deliver_all(now=NOW) == Delivery(sent=outbox.BATCH + 3)
    assert mail_server.connections == 1
    assert set(mail_server.recipients().values()) == {1}


@pytest.mark.django_db
def test_each_mail_of_a_batch_costs_its_two_marks_and_no_other_statement(mail_server):
    def statements(number):
        digests(number, day=datetime.date(2026, 3, number))
        with CaptureQueriesContext(connection) as captured:
            assert deliver_all(now=NOW) == Delivery(sent=number)
        return len(captured)

    assert statements(1) - 2 == statements(3) - 6 == statements(30) - 60


@pytest.mark.django_db
def test_when_time_is_over_the_rest_waits_for_the_next_turn(mail_server):
    digests(3)
    assert deliver_all(now=NOW, seconds=0) == Delivery(more=True)
    assert set(Mail.objects.values_list("state", "claim", "attempts")) == {(MailState.PENDING, None, 0)}
    assert deliver_all(now=NOW, seconds=60) == Delivery(sent=3)


@pytest.mark.django_db
def test_a_mail_that_has_nothing_left_to_say_is_withdrawn(mail_server):
    mail = MailFactory()
    assert deliver_all(now=NOW) == Delivery(withdrawn=1)
    assert (state_of(mail), mail_server.received) == (MailState.WITHDRAWN, [])


@pytest.mark.django_db
def test_a_mail_that_cannot_be_written_disturbs_no_other(mail_server, monkeypatch):
    first, broken, last = digests(3)
    written = outbox.rendering.messages

    def breaking(mails, *, now):
        if broken in mails:
            raise RuntimeError("no such template")
        return written(mails, now=now)

    monkeypatch.setattr(outbox.rendering, "messages", breaking)
    assert deliver_all(now=NOW) == Delivery(sent=2, put_off=1)
    assert [state_of(mail) for mail in (first, broken, last)] == [MailState.SENT, MailState.PENDING, MailState.SENT]
    assert (broken.answer, broken.attempts) == (NOT_WRITTEN, 1)


@pytest.mark.django_db
def test_a_claim_that_ran_out_waits_again_and_costs_no_attempt():
    (mail,) = digests(1, state=MailState.CLAIMED, claim=uuid.uuid4(), claimed_at=NOW - LEASE - A_MOMENT)
    take_back(now=NOW)
    assert (state_of(mail), mail.claim, mail.attempts, mail.answer) == (MailState.PENDING, None, 0, "")


@pytest.mark.django_db
@pytest.mark.parametrize("state", [MailState.CLAIMED, MailState.SENDING])
def test_whoever_still_has_its_time_keeps_the_mail(mail_server, state):
    claim = uuid.uuid4()
    (mail,) = digests(1, state=state, claim=claim, claimed_at=NOW - LEASE + A_MOMENT)
    assert deliver_all(now=NOW) == Delivery()
    assert (state_of(mail), mail.claim) == (state, claim)


@pytest.mark.django_db
def test_one_stuck_in_sending_goes_out_again_as_it_was_with_the_same_message_id(mail_server):
    (mail,) = digests(1)
    deliver_all(now=NOW)
    mail.refresh_from_db()
    kept = (mail.subject, mail.text, mail.html, mail.calendar)
    Mail.objects.update(
        state=MailState.SENDING, claim=uuid.uuid4(), claimed_at=NOW - LEASE - A_MOMENT, sent_at=None, subject=kept[0]
    )
    assert deliver_all(now=NOW) == Delivery(sent=1)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.answer) == (MailState.SENT, 2, BROKE_OFF)
    assert (mail.subject, mail.text, mail.html, mail.calendar) == kept
    assert [received.message_id for received in mail_server.received] == [mail.message_id] * 2


@pytest.mark.django_db
def test_one_stuck_again_and_again_is_given_up_and_told(settings):
    stuck = {
        "state": MailState.SENDING,
        "claimed_at": NOW - LEASE - A_MOMENT,
        "attempts": len(settings.MAIL_DELAYS) + 1,
    }
    (mail,) = digests(1, claim=uuid.uuid4(), **stuck)
    take_back(now=NOW)
    assert (state_of(mail), mail.answer) == (MailState.REFUSED, BROKE_OFF)
    assert list(Notice.objects.values_list("kind", "address", "mail", "words")) == [
        ("refused", mail.recipient, mail.pk, BROKE_OFF)
    ]
    assert not Addressee.objects.exists()


@pytest.mark.django_db
def test_whoever_lost_the_claim_before_handing_over_does_not(mail_server, monkeypatch):
    """The slow worker writes for so long that another has handed the mail over meanwhile."""
    (mail,) = digests(1)
    written = outbox.rendering.messages

    def slow(mails, *, now):
        monkeypatch.setattr(outbox.rendering, "messages", written)
        Mail.objects.update(claimed_at=NOW - LEASE - A_MOMENT)
        assert deliver_all(now=NOW) == Delivery(sent=1)
        return written(mails, now=now)

    monkeypatch.setattr(outbox.rendering, "messages", slow)
    assert deliver_all(now=NOW) == Delivery()
    assert mail_server.recipients() == {mail.recipient: 1}
    assert (state_of(mail), mail.attempts) == (MailState.SENT, 1)


class SlowBackend:
    """So slow that the lease is over and another has the mail."""

    other = uuid.uuid4()

    def __init__(self, **options):
        pass

    def open(self):
        pass

    def close(self):
        pass

    def send_messages(self, messages):
        Mail.objects.update(claim=self.other)


@pytest.mark.django_db
def test_whoever_lost_the_claim_while_handing_over_does_not_mark(settings):
    settings.EMAIL_BACKEND = f"{__name__}.SlowBackend"
    (mail,) = digests(1)
    assert deliver_all(now=NOW) == Delivery()
    assert (state_of(mail), mail.claim, mail.sent_at) == (MailState.SENDING, SlowBackend.other, None)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_four_at_once_share_the_mails_and_hand_each_over_once(mail_server):
    number = 4 * outbox.BATCH
    digests(number)
    shares = at_once(*[lambda: deliver_all(now=NOW)] * 4)
    assert sum(share.sent for share in shares) == number
    assert (len(mail_server.recipients()), set(mail_server.recipients().values())) == (number, {1})
    assert set(Mail.objects.values_list("state", "attempts")) == {(MailState.SENT, 1)}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_database_gone_just_when_a_mail_is_accepted_forgets_nothing(mail_server):
    digests(5)
    gone = []

    def cut(phase, address):
        if phase == "DATA" and address == "officer2@example.org":
            gone.append(address)
            cut_connections()
        return ""

    mail_server.answer = cut
    assert deliver_all(now=timezone.now()) == Delivery(sent=5)
    assert (gone, set(mail_server.recipients().values())) == (["officer2@example.org"], {1})
    assert set(Mail.objects.values_list("state", "attempts")) == {(MailState.SENT, 1)}
