"""Mail that comes back: standard reports (RFC 3464) in the mailbox that is our mails' envelope sender.

A report is believed only if it returns the Message-ID of a mail of ours: nobody but its recipient has seen that. What
we understood is marked as read; everything else is left unread, for a person.
"""

import contextlib
import dataclasses
import email
import email.policy
import imaplib
from urllib.parse import unquote, urlsplit

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce

from ..models import OVER, Mail, MailState, NoticeKind
from . import undeliverable
from .handing_over import one_line, speaks_of_the_address

log = structlog.get_logger(__name__)

SECONDS_TO_WAIT = 30
MOST_AT_ONCE = 200
# The report and the returned headers stand before the returned body: more than this is not needed of any.
BYTES_READ = 128 * 1024


@dataclasses.dataclass(frozen=True)
class Report:
    """What a report says. message_id: of the mail it is about. has_failed: nobody tries any more. status: RFC 3463."""

    message_id: str
    has_failed: bool
    status: str
    words: str


def take_in(*, now):
    """Read the mailbox of BOUNCES_URL and mark the mails that came back; gives how many.

    Without BOUNCES_URL there is no mailbox. One that cannot be read is logged, and read at the next turn.
    """
    if not settings.BOUNCES_URL:
        return 0
    returned = 0
    try:
        with _mailbox(settings.BOUNCES_URL) as mailbox:
            for number in _unread_reports(mailbox):
                report = report_in(_content(mailbox, number))
                mail = report and Mail.objects.filter(message_id=report.message_id).first()
                if not mail:
                    continue
                returned += bool(report.has_failed and note_returned(mail=mail, report=report, now=now))
                mailbox.uid("STORE", number, "+FLAGS.SILENT", r"(\Seen)")
    except (imaplib.IMAP4.error, OSError) as trouble:
        log.warning("the mailbox for returned mail could not be read", why=str(trouble))
    return returned


@transaction.atomic
def note_returned(*, mail, report, now):
    """Mark a mail as returned; gives whether this call did.

    Effects: the secretariat is told once, and the address gets nothing more if it is at fault.
    """
    on_its_way = [state for state in MailState.values if state not in OVER]
    came_back = Mail.objects.filter(pk=mail.pk, state__in=[MailState.SENT, *on_its_way]).update(
        state=MailState.RETURNED, claim=None, sent_at=Coalesce("sent_at", Value(now)), answer=report.words
    )
    if came_back:
        undeliverable.tell(mail=mail, kind=NoticeKind.RETURNED, words=report.words, now=now)
        if speaks_of_the_address(report.status, otherwise=True) and not report.status.startswith("4."):
            undeliverable.stop(address=mail.recipient, words=report.words, now=now)
    return bool(came_back)


def report_in(content):
    """The Report that the bytes of a message hold, or None if it is none, or names no message."""
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return None
    fields, message_id = {}, ""
    for part in message.get_payload():
        kind = part.get_content_type()
        if kind in ("message/delivery-status", "message/global-delivery-status"):
            fields = _of_recipient(part)
        elif kind in ("text/rfc822-headers", "message/global-headers"):
            message_id = email.message_from_string(part.get_payload()).get("Message-ID", "")
        elif kind in ("message/rfc822", "message/global") and part.is_multipart():
            message_id = part.get_payload(0).get("Message-ID", "")
    action, status = fields.get("action", "").lower(), fields.get("status", "")
    if not action or not message_id.strip():
        return None
    words = fields.get("diagnostic-code", "").partition(";")[2].strip() or status
    return Report(
        message_id=message_id.strip(),
        has_failed=action == "failed",
        status=status,
        words=one_line(words),
    )


def _of_recipient(part):
    """The fields of the first recipient in a delivery status: the first group of fields is the message's own."""
    groups = part.get_payload()
    with_action = [group for group in groups if isinstance(group, email.message.Message) and group.get("Action")]
    if not with_action:
        return {}
    return {name.lower(): str(value).strip() for name, value in with_action[0].items()}


@contextlib.contextmanager
def _mailbox(url):
    """The open folder that `url` names: imaps://user:password@host:port/folder, or imap:// on a trusted way."""
    parts = urlsplit(url)
    speak = imaplib.IMAP4_SSL if parts.scheme == "imaps" else imaplib.IMAP4
    port = parts.port or (imaplib.IMAP4_SSL_PORT if parts.scheme == "imaps" else imaplib.IMAP4_PORT)
    with speak(parts.hostname, port, timeout=SECONDS_TO_WAIT) as mailbox:
        mailbox.login(unquote(parts.username or ""), unquote(parts.password or ""))
        folder = unquote(parts.path.strip("/")) or "INBOX"
        answer, said = mailbox.select(f'"{folder}"')
        if answer != "OK":
            raise imaplib.IMAP4.error(f"{folder}: {said}")
        yield mailbox


def _unread_reports(mailbox):
    """The numbers of unread delivery reports, the newest first."""
    _answer, found = mailbox.uid("SEARCH", "UNSEEN", "HEADER", "Content-Type", "multipart/report")
    numbers = (found[0] or b"").split()
    return [number.decode() for number in reversed(numbers)][:MOST_AT_ONCE]


def _content(mailbox, number):
    """The beginning of a message, which stays unread."""
    _answer, parts = mailbox.uid("FETCH", number, f"(BODY.PEEK[]<0.{BYTES_READ}>)")
    return b"".join(part[1] for part in parts if isinstance(part, tuple))
