"""The outbox: each mail is claimed, written, handed over and marked, and every step is a conditional update.

    pending → claimed → sending → sent
                │          ├────→ refused
                │          └────→ pending     refused for now: again after a growing delay
                └───────────────→ withdrawn   nothing left to say, or nobody to say it to

Whoever lost its claim can neither hand over nor mark. A mail is handed over outside any transaction; what happens to
one whose worker is gone is told in docs/operations.md.
"""

import contextlib
import dataclasses
import datetime
import time
import uuid

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.utils.translation import gettext_noop

from ..models import Mail, MailState, NoticeKind
from . import rendering, undeliverable
from .handing_over import Line, PutOff, Refused, Unreachable

log = structlog.get_logger(__name__)

BATCH = 100
UPDATE = f"UPDATE {Mail._meta.db_table}"
SECONDS_BETWEEN_TRIES = (0.5, 1, 2, 4)

# Kept as they are here; pages show them in the reader's language.
BROKE_OFF = gettext_noop(
    "Handing over broke off: it may have been accepted. It goes out again with the same Message-ID."
)
NOT_WRITTEN = gettext_noop("It could not be written; the log says why.")


@dataclasses.dataclass
class Delivery:
    """What became of the mails. more: time was over before all were handed over. unreachable: why none could be."""

    sent: int = 0
    put_off: int = 0
    refused: int = 0
    withdrawn: int = 0
    more: bool = False
    unreachable: str = ""


class Clock:
    """The moment it is, counted on from the one that was passed in."""

    def __init__(self, now):
        self._started, self._now = time.monotonic(), now

    def elapsed(self):
        return time.monotonic() - self._started

    def now(self):
        return self._now + datetime.timedelta(seconds=self.elapsed())


def deliver_all(*, now, seconds=None):
    """Hand over every mail that is due, however many workers do the same; gives a Delivery.

    It ends when nothing is due any more, when the mail server is out of reach, or after `seconds`. Mails put off are
    due later, by `MAIL_DELAYS`. now: the moment it is, for leases are measured by it.
    """
    clock = Clock(now)
    delivery = Delivery()
    take_back(now=now)
    with _without_waiting_for_the_disk(), Line() as line:
        while not delivery.unreachable:
            if seconds is not None and clock.elapsed() >= seconds:
                delivery.more = Mail.objects.filter(**_due(clock.now())).exists()
                break
            claim = uuid.uuid4()
            try:
                mails = _claim(claim, clock.now())
                if not mails:
                    break
                _hand_over_batch(mails, line, clock, delivery, until=seconds)
            except (OperationalError, InterfaceError):
                connection.close()
                raise
            finally:
                _give_back(claim, delivery.unreachable)
    return delivery


@contextlib.contextmanager
def _without_waiting_for_the_disk():
    """Let a mark be made before it is on the database's disk: decision 0010."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    try:
        yield
    finally:
        with contextlib.suppress(DatabaseError, InterfaceError), connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")


def take_back(*, now):
    """Let the mails of workers that are gone wait again, once MAIL_LEASE_SECONDS are over.

    A claimed one was not handed over. One that was being handed over may have been: it goes out again with the same
    Message-ID, until its attempts are used up.
    """
    gone = now - datetime.timedelta(seconds=settings.MAIL_LEASE_SECONDS)
    left = Mail.objects.filter(claimed_at__lt=gone)
    _move(left.filter(state=MailState.CLAIMED), state=MailState.PENDING, claim=None, claimed_at=None)
    ambiguous = left.filter(state=MailState.SENDING)
    most = len(settings.MAIL_DELAYS)
    _move(
        ambiguous.filter(attempts__lte=most),
        state=MailState.PENDING,
        claim=None,
        claimed_at=None,
        next_try_at=now,
        answer=BROKE_OFF,
    )
    for mail in ambiguous.filter(attempts__gt=most):
        _refuse(mail, BROKE_OFF, now)


def _due(now):
    return {"state": MailState.PENDING, "next_try_at__lte": now}


def _claim(claim, now):
    """The next mails that are due, which this claim now has."""
    due = Mail.objects.filter(**_due(now)).order_by("next_try_at", "pk")
    _move(due, most=BATCH, state=MailState.CLAIMED, claim=claim, claimed_at=now)
    return list(Mail.objects.filter(claim=claim, state=MailState.CLAIMED).order_by("next_try_at", "pk"))


def _move(rows, *, most=None, **changes):
    """Change the rows that still are as `rows` asks; on PostgreSQL, workers step around what another is changing."""
    with transaction.atomic():
        free = list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True)[:most])
        if free:
            rows.order_by().filter(pk__in=free).update(**changes)


def _give_back(claim, answer):
    """Let what was claimed and not handed over wait again at once; the lease does it where the database is away."""
    changes = {"answer": answer} if answer else {}
    with contextlib.suppress(DatabaseError, InterfaceError):
        Mail.objects.filter(claim=claim, state=MailState.CLAIMED).update(
            state=MailState.PENDING, claim=None, claimed_at=None, **changes
        )


def _hand_over_batch(mails, line, clock, delivery, *, until):
    """Hand over claimed mails until one of them shows that the server is out of reach, or time is over."""
    claimed_at = clock.elapsed()
    written = _written(mails, clock.now())
    for mail in mails:
        message = written[mail.pk]
        if message is None:
            delivery.withdrawn += _mark(
                mail, MailState.CLAIMED, state=MailState.WITHDRAWN, claim=None, answer=mail.answer
            )
            continue
        try:
            line.reach()
            begun = _tried_again(_begin, mail, clock.now())
            if begun and message is NOT_WRITTEN:
                raise PutOff(NOT_WRITTEN)
            if begun:
                line.hand_over(message)
                delivery.sent += _tried_again(_mark_sent, mail, clock.now())
        except Unreachable as trouble:
            delivery.unreachable = trouble.words
        except PutOff as trouble:
            delivery.put_off += 1
            _put_off(mail, trouble.words, clock.now())
            delivery.unreachable = trouble.words if trouble.server_unwell else ""
        except Refused as refusal:
            delivery.refused += 1
            _refuse(mail, refusal.words, clock.now(), of_address=refusal.of_address)
        over = until is not None and clock.elapsed() >= until
        too_long = clock.elapsed() - claimed_at >= settings.MAIL_LEASE_SECONDS / 2
        if delivery.unreachable or over or too_long:
            break


def _written(mails, now):
    """{mail id: its message, None where nothing is left to say, or NOT_WRITTEN}; one that breaks costs no other."""
    try:
        return rendering.messages(mails, now=now)
    except (DatabaseError, InterfaceError):
        raise
    except Exception:
        if len(mails) == 1:
            log.exception("a mail could not be written", mail=mails[0].pk)
            return {mails[0].pk: NOT_WRITTEN}
    written = {}
    for mail in mails:
        written |= _written([mail], now)
    return written


def _begin(mail, now):
    """Mark a claimed mail as being handed over, and keep its words; gives whether it still was ours."""
    begun = _mark(
        mail,
        MailState.CLAIMED,
        state=MailState.SENDING,
        claimed_at=now,
        attempts=mail.attempts + 1,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        calendar=mail.calendar,
    )
    mail.attempts += begun
    return begun


def _mark_sent(mail, now):
    # That it may have come twice is worth knowing afterwards, too.
    answer = BROKE_OFF if mail.answer == BROKE_OFF else ""
    return _mark(mail, MailState.SENDING, state=MailState.SENT, claim=None, sent_at=now, answer=answer)


def _tried_again(write, *arguments):
    """What `write` gives, tried again while the database is away: what was accepted must not be forgotten."""
    for seconds in SECONDS_BETWEEN_TRIES:
        try:
            return write(*arguments)
        except (OperationalError, InterfaceError) as trouble:
            log.warning("the database is away in the middle of a batch", why=str(trouble))
            connection.close()
        time.sleep(seconds)
    return write(*arguments)


def _put_off(mail, words, now):
    """Let a mail wait for its next attempt, or give it up after the last."""
    if mail.attempts > len(settings.MAIL_DELAYS):
        _refuse(mail, words, now)
        return
    delay = datetime.timedelta(seconds=settings.MAIL_DELAYS[mail.attempts - 1])
    _mark(
        mail,
        MailState.SENDING,
        state=MailState.PENDING,
        claim=None,
        claimed_at=None,
        next_try_at=now + delay,
        answer=words,
    )


def _refuse(mail, words, now, *, of_address=False):
    """Try a mail no more, and tell the secretariat why."""
    with transaction.atomic():
        if _mark(mail, MailState.SENDING, state=MailState.REFUSED, claim=None, answer=words):
            undeliverable.tell(mail=mail, kind=NoticeKind.REFUSED, words=words, now=now)
            if of_address:
                undeliverable.stop(address=mail.recipient, words=words, now=now)


def _mark(mail, was, **changes):
    """Change a mail that is still ours and in the state `was`; gives 1, or 0 where it is not.

    Written out as SQL: two query sets for every mail took longer than the mail server.
    """
    changed = ", ".join(f"{name} = %s" for name in changes)
    unchanged = {"id": mail.pk, "claim": mail.claim, "state": was}
    values = [
        Mail._meta.get_field(name).get_db_prep_save(value, connection)
        for name, value in (*changes.items(), *unchanged.items())
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"{UPDATE} SET {changed} WHERE id = %s AND claim = %s AND state = %s", values)
        return cursor.rowcount
