"""What the mail server says, and what follows for the mail, the address and the others."""

import datetime
import email
import email.policy
import socket

import pytest

from correspondence.models import Addressee, Mail, MailState, Notice
from correspondence.services.handing_over import speaks_of_the_address
from correspondence.services.outbox import Delivery, deliver_all
from networks.models import User
from tests.factories import CommitmentFactory, MailFactory, ToOfficerFactory

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 3, 20, 15, 30, tzinfo=datetime.UTC)
OFFICERS = ["adela@example.org", "bruno@example.org", "celia@example.org"]


@pytest.fixture
def mails():
    commitment = CommitmentFactory()
    return [ToOfficerFactory(commitment=commitment, mail=MailFactory(recipient=address)).mail for address in OFFICERS]


def answering(refusal, *, phase, address="bruno@example.org"):
    return lambda at, whom: refusal if (at, whom) == (phase, address) else ""


def outcome(mail):
    mail.refresh_from_db()
    return mail.state, mail.attempts, mail.answer


@pytest.mark.parametrize("phase", ["RCPT", "DATA"])
@pytest.mark.parametrize("refusal", ["450 4.2.1 Busy, come again", "451 Greylisted", "452 4.3.1 No space left"])
def test_a_temporary_refusal_waits_and_disturbs_no_other(mail_server, mails, phase, refusal):
    mail_server.answer = answering(refusal, phase=phase)
    assert deliver_all(now=NOW) == Delivery(sent=2, put_off=1)
    assert [outcome(mail) for mail in mails] == [
        (MailState.SENT, 1, ""),
        (MailState.PENDING, 1, refusal),
        (MailState.SENT, 1, ""),
    ]
    assert mails[1].claim is None
    mail_server.answer = lambda phase, address: ""
    assert deliver_all(now=NOW + datetime.timedelta(minutes=2)) == Delivery(sent=1)
    assert mail_server.recipients() == dict.fromkeys(OFFICERS, 1)
    assert outcome(mails[1]) == (MailState.SENT, 2, "")
    assert (list(Notice.objects.all()), list(Addressee.objects.all())) == ([], [])


def test_each_delay_is_longer_until_after_two_days_it_is_given_up(mail_server, mails):
    mail_server.answer = answering("450 4.2.1 Busy", phase="RCPT")
    mail, now, waited = mails[1], NOW, []
    while True:
        deliver_all(now=now)
        mail.refresh_from_db()
        if mail.state != MailState.PENDING:
            break
        waited.append(round((mail.next_try_at - now).total_seconds() / 60))
        now = mail.next_try_at
    assert waited == [1, 5, 15, 60, 180, 360, 360, 360, 360, 360, 360, 360]
    assert outcome(mail) == (MailState.REFUSED, 13, "450 4.2.1 Busy")
    assert list(Notice.objects.values_list("kind", "address", "words")) == [
        ("refused", "bruno@example.org", "450 4.2.1 Busy")
    ]
    assert not Addressee.objects.exists()


@pytest.mark.parametrize(
    ("phase", "refusal", "stops"),
    [
        ("RCPT", "550 5.1.1 No such person", True),
        ("RCPT", "550 No such person", True),
        ("RCPT", "552 5.2.2 Mailbox full", True),
        ("RCPT", "554 5.7.1 Relay access denied", False),
        ("DATA", "554 5.6.0 We do not like what it says", False),
        ("DATA", "554 Spam", False),
        ("DATA", "550 5.1.1 No such person", True),
    ],
)
def test_a_permanent_refusal_is_told_and_stops(mail_server, mails, phase, refusal, stops):
    mail_server.answer = answering(refusal, phase=phase)
    assert deliver_all(now=NOW) == Delivery(sent=2, refused=1)
    assert [outcome(mail) for mail in mails] == [
        (MailState.SENT, 1, ""),
        (MailState.REFUSED, 1, refusal),
        (MailState.SENT, 1, ""),
    ]
    assert list(Notice.objects.values_list("kind", "address", "mail", "words", "told_in", "seen_at")) == [
        ("refused", "bruno@example.org", mails[1].pk, refusal, None, None)
    ]
    stopped = [("bruno@example.org", refusal)] if stops else []
    assert list(Addressee.objects.values_list("address", "undeliverable_reason")) == stopped
    assert list(Addressee.objects.closed()) == list(Addressee.objects.all())
    assert deliver_all(now=NOW + datetime.timedelta(days=3)) == Delivery()


def test_the_first_reason_an_address_is_not_deliverable_stays(mail_server, mails):
    Addressee.objects.create(
        address="bruno@example.org", undeliverable_at=NOW, undeliverable_reason="It came back.", rhythm="weekly"
    )
    mail_server.answer = answering("550 5.1.1 No such person", phase="RCPT")
    deliver_all(now=NOW + datetime.timedelta(days=1))
    assert list(Addressee.objects.values_list("address", "undeliverable_at", "undeliverable_reason", "rhythm")) == [
        ("bruno@example.org", NOW, "It came back.", "weekly")
    ]


def test_a_server_that_is_away_costs_no_mail_an_attempt(mail_server, mails):
    mail_server.stop()
    delivery = deliver_all(now=NOW)
    assert delivery == Delivery(unreachable="[Errno 111] Connection refused")
    assert [outcome(mail) for mail in mails] == [(MailState.PENDING, 0, "[Errno 111] Connection refused")] * 3
    mail_server.start()
    assert deliver_all(now=NOW) == Delivery(sent=3)
    assert [outcome(mail) for mail in mails] == [(MailState.SENT, 1, "")] * 3


def test_a_server_that_does_not_let_us_in_costs_no_mail_an_attempt(mail_server, mails, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "rcm", "wrong"
    delivery = deliver_all(now=NOW)
    assert delivery == Delivery(unreachable="SMTP AUTH extension not supported by server.")
    assert {outcome(mail)[:2] for mail in mails} == {(MailState.PENDING, 0)}


def test_a_sender_that_is_refused_is_our_own_matter(mail_server, mails):
    mail_server.answer = lambda phase, address: "550 5.7.1 Sender not allowed" if phase == "MAIL" else ""
    assert deliver_all(now=NOW) == Delivery(put_off=3)
    assert [outcome(mail) for mail in mails] == [(MailState.PENDING, 1, "550 5.7.1 Sender not allowed")] * 3
    assert (list(Notice.objects.all()), list(Addressee.objects.all())) == ([], [])


def test_a_server_that_puts_everything_off_is_left_alone_after_five(mail_server):
    commitment = CommitmentFactory()
    for _number in range(8):
        ToOfficerFactory(commitment=commitment, mail=MailFactory())
    mail_server.answer = lambda phase, address: "451 4.3.0 Not now" if phase == "DATA" else ""
    assert deliver_all(now=NOW) == Delivery(put_off=5, unreachable="451 4.3.0 Not now")
    assert sorted(Mail.objects.values_list("state", "attempts")) == [("pending", 0)] * 3 + [("pending", 1)] * 5


def test_a_server_that_closes_the_line_is_called_again(mail_server, mails):
    """As those do that take only so many mails over one connection."""
    mail_server.answer = answering(
        "421 4.7.0 Too many mails over one line", phase="MAIL", address="rcm-minutes@localhost"
    )
    deliver_all(now=NOW)
    mail_server.answer = lambda phase, address: ""
    later = NOW + datetime.timedelta(minutes=2)
    assert deliver_all(now=later) == Delivery(sent=3)


def test_a_line_that_breaks_costs_only_the_mail_it_broke_at(mail_server, mails):
    def hang_up(phase, address):
        if (phase, address) == ("RCPT", "bruno@example.org"):
            mail_server.break_off()
        return ""

    mail_server.answer = hang_up
    assert deliver_all(now=NOW) == Delivery(sent=2, put_off=1)
    assert [outcome(mail)[:2] for mail in mails] == [
        (MailState.SENT, 1),
        (MailState.PENDING, 1),
        (MailState.SENT, 1),
    ]
    assert mail_server.connections == 2


def test_a_server_that_never_answers_is_given_up_in_time(mails, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 0.2
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", silent.getsockname()[1]
        assert deliver_all(now=NOW) == Delivery(unreachable="Connection unexpectedly closed: timed out")
    assert {outcome(mail)[:2] for mail in mails} == {(MailState.PENDING, 0)}


@pytest.mark.parametrize("address", ["bruno@example.org\nbcc: all@example.org", "bruno", "bruno@example.org, all"])
def test_an_address_that_is_none_reaches_nobody_and_disturbs_no_other(mail_server, mails, address):
    User.objects.filter(email=mails[1].recipient).update(email=address)
    Mail.objects.filter(pk=mails[1].pk).update(recipient=address)
    assert deliver_all(now=NOW) == Delivery(sent=2, refused=1)
    assert mail_server.recipients() == {"adela@example.org": 1, "celia@example.org": 1}
    assert outcome(mails[1])[:2] == (MailState.REFUSED, 1)
    assert list(Notice.objects.values_list("kind", "address", "mail")) == [("refused", address, mails[1].pk)]


def test_a_header_of_two_lines_goes_nowhere(mail_server, mails):
    """What was kept goes out again as it was: even there no line may be smuggled in."""
    Mail.objects.filter(pk=mails[1].pk).update(
        subject="Pending\r\nBcc: everybody@example.org", text="It says this.", html="<p>It says this.</p>"
    )
    assert deliver_all(now=NOW) == Delivery(sent=2, refused=1)
    assert mail_server.recipients() == {"adela@example.org": 1, "celia@example.org": 1}


def test_returned_mail_goes_to_its_mailbox_and_answers_to_people(mail_server, mails, settings):
    settings.BOUNCES_ADDRESS = "returned@example.org"
    settings.DEFAULT_FROM_EMAIL = "RCM Minutes <minutes@example.org>"
    deliver_all(now=NOW)
    received = mail_server.received[0]
    message = email.message_from_bytes(received.content, policy=email.policy.default)
    assert (received.sender, message["From"]) == ("returned@example.org", "RCM Minutes <minutes@example.org>")


def test_without_such_a_mailbox_the_sender_is_the_installations_own(mail_server, mails, settings):
    settings.BOUNCES_ADDRESS = ""
    settings.DEFAULT_FROM_EMAIL = "RCM Minutes <minutes@example.org>"
    deliver_all(now=NOW)
    assert {received.sender for received in mail_server.received} == {"minutes@example.org"}


def test_with_no_server_named_each_mail_is_written_to_the_folder(mails, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    assert deliver_all(now=NOW) == Delivery(sent=3)
    (file,) = tmp_path.iterdir()
    assert [file.read_text().count(f"To: {address}\n") for address in OFFICERS] == [1, 1, 1]


def test_a_backend_that_raises_what_nobody_expects_is_like_a_server_that_puts_off(mails, settings):
    settings.EMAIL_BACKEND = f"{__name__}.RaisingBackend"
    assert deliver_all(now=NOW) == Delivery(put_off=3)
    assert {outcome(mail) for mail in mails} == {(MailState.PENDING, 1, "quota")}


class RaisingBackend:
    def __init__(self, **options):
        pass

    def open(self):
        pass

    def close(self):
        pass

    def send_messages(self, messages):
        raise LookupError("quota")


@pytest.mark.parametrize(
    ("words", "by_itself", "else_where"),
    [
        ("550 no", True, False),
        ("550 5.1.1 no", True, True),
        ("550 5.2.1 no", True, True),
        ("550 5.4.1 no", True, False),
        ("550 5.7.1 no", False, False),
        ("552 5.3.4 no", False, False),
    ],
)
def test_an_enhanced_code_tells_whose_the_refusal_is(words, by_itself, else_where):
    assert speaks_of_the_address(words, otherwise=True) is by_itself
    assert speaks_of_the_address(words, otherwise=False) is else_where
