"""Mail that came back, read from a real mailbox over IMAP."""

import contextlib
import datetime
import imaplib
import subprocess
import sys
import time
from pathlib import Path

import pytest

from correspondence.models import Addressee, MailState, Notice
from correspondence.services.bounces import Report, report_in, take_in
from tests.factories import MailFactory
from tests.services import free_port

NOW = datetime.datetime(2026, 3, 21, 9, tzinfo=datetime.UTC)
SENT_AT = datetime.datetime(2026, 3, 20, 15, tzinfo=datetime.UTC)
USER, PASSWORD = "returned", "pass word"
UNKNOWN = "smtp; 550 5.1.1 <officer@example.org>: no such person here"


def report(message_id, *, action="failed", status="5.1.1", diagnostic=UNKNOWN, returned="text/rfc822-headers"):
    """A delivery report as RFC 3464 has it."""
    return "\r\n".join(
        [
            "From: MAILER-DAEMON@mx.example.org",
            "To: returned@example.org",
            "Subject: Undelivered Mail Returned to Sender",
            "Auto-Submitted: auto-replied",
            "MIME-Version: 1.0",
            "Content-Type: multipart/report; report-type=delivery-status;",
            ' boundary="part"',
            "",
            "--part",
            "Content-Type: text/plain; charset=us-ascii",
            "",
            "Your message could not be delivered.",
            "",
            "--part",
            "Content-Type: message/delivery-status",
            "",
            "Reporting-MTA: dns; mx.example.org",
            "Arrival-Date: Fri, 20 Mar 2026 15:00:01 +0000",
            "",
            "Final-Recipient: rfc822; officer@example.org",
            f"Action: {action}",
            f"Status: {status}",
            f"Diagnostic-Code: {diagnostic}",
            "",
            "--part",
            f"Content-Type: {returned}",
            "",
            "From: minutes@example.org",
            "Subject: Pending matters",
            "Message-ID:",
            f" {message_id}",
            "",
            *(["The text of the mail.", ""] if returned == "message/rfc822" else []),
            "--part--",
            "",
        ]
    ).encode()


class Mailbox:
    def __init__(self, port):
        self.port = port

    def __enter__(self):
        self.imap = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        self.imap.login(USER, PASSWORD)
        self.imap.select("INBOX")
        return self

    def __exit__(self, *exception):
        self.imap.logout()

    def add(self, content):
        self.imap.append("INBOX", None, None, content)

    def unread(self):
        """How many messages are unread."""
        self.imap.noop()
        return len(self.imap.search(None, "UNSEEN")[1][0].split())


@pytest.fixture(scope="module")
def imap_port():
    """A real IMAP server, with one empty mailbox."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("pymap")), "--host", "127.0.0.1", "--port", str(port), "--no-tls"]
    command += ["dict", "--demo-user", USER, "--demo-password", PASSWORD]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 20
        while True:
            with contextlib.suppress(OSError), imaplib.IMAP4("127.0.0.1", port, timeout=5):
                break
            assert server.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=10)


@pytest.fixture
def mailbox(imap_port, settings):
    settings.BOUNCES_URL = f"imap://{USER}:pass%20word@127.0.0.1:{imap_port}/INBOX"
    with Mailbox(imap_port) as mailbox:
        mailbox.imap.store("1:*", "+FLAGS", r"(\Deleted)")
        mailbox.imap.expunge()
        yield mailbox


@pytest.fixture
def sent(db):
    return MailFactory(recipient="officer@example.org", state=MailState.SENT, sent_at=SENT_AT)


def outcome(mail):
    mail.refresh_from_db()
    return mail.state, mail.sent_at, mail.answer


@pytest.mark.parametrize("returned", ["text/rfc822-headers", "message/rfc822"])
def test_a_mail_that_came_back_is_told_once_and_stops_the_address(mailbox, sent, returned):
    mailbox.add(report(sent.message_id, returned=returned))
    assert take_in(now=NOW) == 1
    words = "550 5.1.1 <officer@example.org>: no such person here"
    assert outcome(sent) == (MailState.RETURNED, SENT_AT, words)
    assert list(Addressee.objects.values_list("address", "undeliverable_at", "undeliverable_reason")) == [
        ("officer@example.org", NOW, words)
    ]
    assert list(Notice.objects.values_list("kind", "address", "mail", "words", "at")) == [
        ("returned", "officer@example.org", sent.pk, words, NOW)
    ]
    assert mailbox.unread() == 0
    mailbox.add(report(sent.message_id, returned=returned))
    assert (take_in(now=NOW), Notice.objects.count(), mailbox.unread()) == (0, 1, 0)


def test_one_that_may_have_been_accepted_and_came_back_does_not_go_out_again(mailbox, db):
    mail = MailFactory(state=MailState.PENDING, attempts=1)
    mailbox.add(report(mail.message_id))
    assert take_in(now=NOW) == 1
    assert outcome(mail)[:2] == (MailState.RETURNED, NOW)


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("relayed", "2.0.0"), ("delivered", "2.1.5")])
def test_what_may_still_arrive_changes_nothing_and_is_read(mailbox, sent, action, status):
    mailbox.add(report(sent.message_id, action=action, status=status))
    assert take_in(now=NOW) == 0
    assert (outcome(sent), mailbox.unread()) == ((MailState.SENT, SENT_AT, ""), 0)
    assert (list(Addressee.objects.all()), list(Notice.objects.all())) == ([], [])


@pytest.mark.parametrize(("status", "diagnostic"), [("4.4.7", "smtp; 451 timed out"), ("5.7.1", "smtp; 554 policy")])
def test_given_up_for_another_reason_than_the_address_is_told_and_stops_nothing(mailbox, sent, status, diagnostic):
    mailbox.add(report(sent.message_id, status=status, diagnostic=diagnostic))
    assert take_in(now=NOW) == 1
    assert outcome(sent)[0] == MailState.RETURNED
    assert (Notice.objects.count(), Addressee.objects.count()) == (1, 0)


def test_what_is_not_understood_is_left_unread_for_a_person(mailbox, sent):
    mailbox.add(b"From: someone@example.org\r\nSubject: I am away\r\n\r\nUntil Monday.\r\n")
    mailbox.add(report("<of-somebody-else@example.org>"))
    mailbox.add(report("").replace(b"Action: failed", b"Nothing: here"))
    mailbox.add(b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\nno parts\r\n")
    mailbox.add(report(sent.message_id))
    assert take_in(now=NOW) == 1
    assert mailbox.unread() == 4
    assert take_in(now=NOW) == 0


def test_a_report_that_only_names_the_address_is_not_believed(mailbox, sent):
    """Anybody can write one; only whoever got the mail knows its Message-ID."""
    mailbox.add(report("<guessed@example.org>"))
    assert (take_in(now=NOW), outcome(sent)[0], Addressee.objects.count()) == (0, MailState.SENT, 0)


@pytest.mark.parametrize("address", ["imap://returned:wrong@127.0.0.1:{port}/INBOX", "imap://a:b@127.0.0.1:1/INBOX"])
def test_a_mailbox_that_cannot_be_read_is_read_another_time(mailbox, sent, settings, imap_port, address):
    mailbox.add(report(sent.message_id))
    settings.BOUNCES_URL = address.format(port=imap_port)
    assert (take_in(now=NOW), outcome(sent)[0], mailbox.unread()) == (0, MailState.SENT, 1)


@pytest.mark.django_db
def test_without_a_mailbox_nothing_is_read(settings):
    settings.BOUNCES_URL = ""
    assert take_in(now=NOW) == 0


def test_only_what_is_needed_of_a_report_is_taken():
    content = report("<1@example.org>", diagnostic="smtp; 550 5.1.1\r\n  no such\r\n  person").replace(
        b"Reporting-MTA", b"X-Nul: \0\r\nReporting-MTA"
    )
    assert report_in(content) == Report("<1@example.org>", True, "5.1.1", "550 5.1.1 no such person")
    assert report_in(content[:200]) is None
    assert report_in(b"") is None
