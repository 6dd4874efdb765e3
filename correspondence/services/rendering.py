"""From a mail's mentions to the message that goes out.

What is kept of a mail is exactly what went out, but for its links: where a token stood, the delegation's code stands
in brackets. The message is made from what is kept, so that a second attempt says the same.
"""

import dataclasses
import functools
from email.utils import format_datetime

from django.conf import settings
from django.db.models import F, Q
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext_noop

from actions.models import Commitment
from networks.services import today

from ..models import Addressee, Because, DelegationHold, Mail, MailKind, MailSettings, Mention, Notice, Section
from . import links, texts
from .calendar import calendar
from .contents import TO_OFFICERS, Facts, contents, page_address
from .letters import Entry
from .message import Message
from .plain_text import plain_text
from .recipients import STANDS_NO_MORE, stand_for

LONGEST_SUBJECT = 250
EXAMPLES = 3
DIGESTS = (MailKind.DIGEST, MailKind.PRESIDENCY)
# Kept with the mail as they are here; pages show them in the reader's language.
NO_DIGESTS = gettext_noop("Meanwhile this address gets no digests any more.")
NO_MAIL = gettext_noop("Meanwhile this address takes no mail.")


@dataclasses.dataclass(frozen=True)
class Written:
    """A mail's words as they are kept, its links redacted."""

    subject: str
    text: str
    html: str
    calendar: str


def messages(mails, *, now):
    """What is to be handed over for stored mails.

    mails: a list of Mail; those handed over for the first time get their words (`subject`, `text`, `html`,
    `calendar`), not yet saved. Gives {mail id: Message, or None where nothing is left to say or, since it was
    composed, the address gets it no more}. The number of queries does not grow with the mails.
    """
    on = today(now=now)
    closed = _closed(mails)
    entries = {mail.pk: [] for mail in mails if mail.pk not in closed}
    # Who was put on hold since it was composed is not reminded; a second attempt says what the first did.
    on_hold = DelegationHold.objects.on(on).values("delegation")
    silent = Q(mail__kind__in=TO_OFFICERS, mail__text="", delegation__in=on_hold)
    said = Mention.objects.filter(mail__in=list(entries)).exclude(silent)
    for mention in said.annotate(code=F("delegation__code")).order_by("pk"):
        entries[mention.mail_id].append(mention)
    closed |= _left_behind(mails, entries, on=on)
    mails = [mail for mail in mails if mail.pk not in closed]
    told = {mail.pk: [] for mail in mails if mail.kind == MailKind.SECRETARIAT}
    for notice in Notice.objects.filter(told_in__in=list(told)).select_related("delegation").order_by("at", "pk"):
        told[notice.told_in_id].append(notice)
    fresh = [(mail, entries[mail.pk], told.get(mail.pk, [])) for mail in mails if not mail.text]
    for (mail, *_what), words in zip(fresh, write(fresh, now=now), strict=True):
        if words is not None:
            mail.subject, mail.text, mail.html, mail.calendar = dataclasses.astuple(words)
    arrangements = MailSettings.objects.filter(pk=1).first() or MailSettings(pk=1)
    tokens = _tokens(mails, entries, now=now, valid_days=arrangements.links_valid)
    return dict.fromkeys(closed) | {
        mail.pk: _message(mail, tokens[mail.pk], arrangements, now=now) if mail.text else None for mail in mails
    }


def _closed(mails):
    """The keys of the mails that their address gets no more; each has why as its `answer`.

    Who unsubscribed gets no digests, and everything else; an address that takes no mail gets nothing.
    """
    of_others = [mail for mail in mails if mail.kind != MailKind.SECRETARIAT]
    addressees = Addressee.objects.closed().filter(address__in={mail.recipient for mail in of_others})
    undeliverable = dict(addressees.values_list("address", "undeliverable_at"))
    closed = set()
    for mail in of_others:
        if undeliverable.get(mail.recipient):
            mail.answer = NO_MAIL
        elif mail.recipient in undeliverable and mail.kind in DIGESTS:
            mail.answer = NO_DIGESTS
        else:
            continue
        closed.add(mail.pk)
    return closed


def _left_behind(mails, entries, *, on):
    """The keys of the mails whose address stands for none of their delegations any more; each has that as its `answer`.

    What an unwritten mail says to the others is taken out of `entries`, where its address has left some of them.
    """
    to_officers = [mail for mail in mails if mail.kind in TO_OFFICERS and mail.pk in entries]
    standing = stand_for({mail.recipient for mail in to_officers}, on=on)
    left = set()
    for mail in to_officers:
        still = [entry for entry in entries[mail.pk] if (mail.recipient, entry.delegation_id) in standing]
        if entries[mail.pk] and not still:
            mail.answer = STANDS_NO_MORE
            left.add(mail.pk)
        elif not mail.text:
            entries[mail.pk] = still
    return left


def write(letters, *, now):
    """The words of mails, stored or only planned.

    letters: a list of (Mail, entries, notices). An entry is a Mention or a letters.Entry; notices are what the
    secretariat's mail tells. Gives a list in the same order: Written, or None where nothing is left to say.
    """
    facts = Facts.of(letters, now=now)
    in_force = texts.words_in_force()
    # Officers of one delegation are told the same, word for word: their links are redacted here.
    written: dict[tuple, Written | None] = {}
    return [_once(written, mail, entries, notices, facts, in_force) for mail, entries, notices in letters]


def _once(written, mail, entries, notices, facts, in_force):
    said = frozenset((entry.commitment_id, entry.delegation_id, entry.section, entry.because) for entry in entries)
    about = mail.about if mail.kind == MailKind.COPY else ""
    key = mail.kind, mail.language, mail.day, about, mail.note, said, tuple(notice.pk for notice in notices)
    if key not in written:
        with translation.override(mail.language):
            page = contents(mail, entries, notices, facts)
            words = in_force[mail.kind, mail.language]
            written[key] = None if page is None else _written(page, words, mail.language, facts)
    return written[key]


def _written(page, words, language, facts):
    words = words.filled(**page.values)
    subject = f"[{page.sample}] {words.subject}" if page.sample else words.subject
    return Written(
        subject=subject[:LONGEST_SUBJECT],
        text=plain_text(page, words),
        html=_template().render({"page": page, "words": words, "language": language}),
        calendar=calendar(page, facts),
    )


@functools.cache
def _template():
    return get_template("correspondence/mail.html")


def example(kind, language, words, *, now):
    """How `words` (texts.Words) read in a mail of this kind about what is pending now; None where nothing is."""
    pending = Commitment.objects.pending().exclude(action__agreement__reference=None).order_by("-pk")
    entries = [
        Entry(one.pk, one.delegation_id, 0, Section.PENDING, Because.ESCALATED)
        for one in pending.filter(delegation__in=pending.values("delegation")[:1])[:EXAMPLES]
    ]
    mail = Mail(kind=kind, language=language, day=today(now=now))
    facts = Facts.of([(mail, entries, [])], now=now)
    with translation.override(language):
        page = contents(mail, entries, [], facts)
        return _written(page, words, language, facts) if page else None


def preview(letters, *, on, now):
    """What planned letters would say on the day `on`: Written in their order, or None. Nothing is stored or linked."""
    mails = [
        Mail(kind=one.kind, recipient=one.recipient, language=one.language, day=on, note=one.note) for one in letters
    ]
    told = Notice.objects.select_related("delegation").in_bulk({key for one in letters for key in one.notices})
    return write(
        [(mail, one.entries, [told[key] for key in one.notices]) for mail, one in zip(mails, letters, strict=True)],
        now=now,
    )


def _tokens(mails, entries, *, now, valid_days):
    """{mail id: {delegation's code: token}} of what the mails link to."""
    linking = {
        (mail, mention.delegation_id, mention.code)
        for mail in mails
        if mail.text and mail.kind in TO_OFFICERS
        for mention in entries[mail.pk]
        if f"/[{mention.code}]/" in mail.text
    }
    wanted = [(mail, delegation_id) for mail, delegation_id, _code in linking]
    issued = links.links_for(wanted, now=now, valid_days=valid_days)
    tokens = {mail.pk: {} for mail in mails}
    for mail, delegation_id, code in linking:
        tokens[mail.pk][code] = links.token_of(issued[mail.pk, delegation_id])
    return tokens


def _message(mail, tokens, arrangements, *, now):
    def linked(text):
        for code, token in tokens.items():
            text = text.replace(f"/[{code}]/", f"/{token}/")
        return text

    headers = {
        "Message-ID": mail.message_id,
        "Date": format_datetime(now),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if mail.kind == MailKind.DIGEST and tokens:
        with translation.override(mail.language):
            unsubscribe = linked(page_address("unsubscribe", min(tokens)))
        # One click, as RFC 8058 has it: a POST, for scanners of mail follow links.
        headers |= {
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    message = Message(
        subject=mail.subject,
        body=linked(mail.text),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mail.recipient],
        reply_to=[arrangements.secretariat_address] if arrangements.secretariat_address else None,
        headers=headers,
    )
    message.attach_alternative(linked(mail.html), "text/html")
    if mail.calendar:
        message.attach("deadlines.ics", mail.calendar, "text/calendar")
    return message
