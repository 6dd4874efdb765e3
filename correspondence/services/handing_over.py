"""Speaking to the mail server: one message after the other over one connection, and what its refusals mean.

The codes are those of RFC 5321 (section 4.2) and the enhanced ones of RFC 3463.
"""

import re
import smtplib
from email.utils import parseaddr

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.core.validators import validate_email
from django.utils.translation import gettext_noop

from .redaction import redacted

log = structlog.get_logger(__name__)

CLOSING = 421
TOO_LARGE = 552
# So many mails put off one after the other, not for their recipients, and the server is to be left alone for a while.
UNWELL_AFTER = 5
LONGEST_WORDS = 1000
NO_ADDRESS = gettext_noop("This is no e-mail address.")
ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.\d{1,3}\b")
# Subjects of an enhanced code that speak of the address (1) or its mailbox (2), and of us: system, content, policy.
OF_THE_ADDRESS = ("1", "2")
NOT_OF_THE_ADDRESS = ("3", "6", "7")


class NotHandedOver(Exception):
    """`words`: what the server, or the system in its place, said. Who refuses a message may quote its links."""

    def __init__(self, words):
        self.words = one_line(words)
        super().__init__(self.words)


def one_line(words):
    """What a mail server said, as it is kept."""
    return redacted(" ".join(words.replace("\0", "").split()))[:LONGEST_WORDS]


class Unreachable(NotHandedOver):
    """There is no server, or it does not speak to us: no mail was offered to it."""


class PutOff(NotHandedOver):
    """A temporary refusal, or the connection broke. `server_unwell`: the mails after it would meet the same."""

    def __init__(self, words, *, server_unwell=False):
        super().__init__(words)
        self.server_unwell = server_unwell


class Refused(NotHandedOver):
    """A permanent refusal. `of_address`: the address is at fault, not this mail."""

    def __init__(self, words, *, of_address=False):
        super().__init__(words)
        self.of_address = of_address


class Line:
    """A connection to the mail server: opened by `reach`, opened again after it broke, closed at the end."""

    def __init__(self):
        self._connection = None
        self._put_off_in_a_row = 0
        # The sender of the envelope has no name, which would be taken apart again for each mail.
        self._sender = settings.BOUNCES_ADDRESS or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._drop()

    def reach(self):
        """Have a connection; Unreachable if there is none to have."""
        if self._connection is None:
            self._connection = get_connection()
            try:
                self._connection.open()
            except OSError as trouble:
                self._drop()
                raise Unreachable(_words(trouble)) from trouble

    def hand_over(self, message):
        """Return once the server has accepted `message`; PutOff or Refused if it has not, or may not have.

        message: a Message to one address. Where there is a mailbox for returned mail, it is the sender
        of the envelope; the message keeps its own From.
        """
        try:
            validate_email(message.to[0])
        except ValidationError as invalid:
            raise Refused(NO_ADDRESS, of_address=True) from invalid
        message.extra_headers.setdefault("From", message.from_email)
        message.from_email = self._sender
        try:
            self._connection.send_messages([message])
        except smtplib.SMTPRecipientsRefused as refusal:
            self._weigh_recipient(refusal)
        except smtplib.SMTPResponseException as refusal:
            self._weigh_answer(refusal)
        except OSError as broken:
            self._drop()
            raise self._in_vain(broken) from broken
        except ValueError as unfit:
            # Django refuses headers of more than one line.
            raise Refused(str(unfit)) from unfit
        except Exception as trouble:
            log.exception("the mail backend raised", backend=settings.EMAIL_BACKEND)
            raise self._in_vain(trouble) from trouble
        self._put_off_in_a_row = 0

    def _weigh_recipient(self, refusal):
        code, _said = next(iter(refusal.recipients.values()))
        words = _words(refusal)
        if code == CLOSING:
            self._drop()
        if 500 <= code <= 599:
            raise Refused(words, of_address=speaks_of_the_address(words, otherwise=True)) from refusal
        raise PutOff(words) from refusal

    def _weigh_answer(self, refusal):
        code, words = refusal.smtp_code, _words(refusal)
        permanent = 500 <= code <= 599
        if permanent and isinstance(refusal, smtplib.SMTPDataError):
            raise Refused(words, of_address=speaks_of_the_address(words, otherwise=False)) from refusal
        if code == TOO_LARGE:
            raise Refused(words) from refusal
        # A sender that is refused for good is ours, whoever the mail is for: it waits until somebody has mended that.
        if permanent or code == CLOSING:
            self._drop()
        raise self._in_vain(refusal) from refusal

    def _in_vain(self, trouble):
        self._put_off_in_a_row += 1
        return PutOff(_words(trouble), server_unwell=self._put_off_in_a_row >= UNWELL_AFTER)

    def _drop(self):
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except OSError:
                pass  # it broke before: nothing is left to close


def speaks_of_the_address(words, *, otherwise):
    """Whether a permanent refusal is the address's own; `otherwise` where it has no enhanced code to tell."""
    code = ENHANCED.search(words)
    if code is None:
        return otherwise
    if code[2] in OF_THE_ADDRESS:
        return True
    return otherwise and code[2] not in NOT_OF_THE_ADDRESS


def _words(trouble):
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(trouble.recipients.values()))
    elif isinstance(trouble, smtplib.SMTPResponseException):
        code, said = trouble.smtp_code, trouble.smtp_error
    else:
        return str(trouble) or type(trouble).__name__
    return f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
