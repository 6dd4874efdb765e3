"""A mail that staff drop in becomes a report to check: whose it is, what it says, which files are evidence."""

import dataclasses
import datetime
import email.errors
import email.parser
import email.policy
import email.utils
import hashlib
import io
import re

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from actions.models import CameBy, Commitment, Source
from actions.models.reports import RECORDED
from actions.services import informing
from actions.services.attaching import MOST_BYTES, TAKEN, clean_name
from actions.services.evidence import attach
from actions.services.file_kinds import MAIL, BrokenOff, HoldsMacros, Look, Unknown, kind_of
from actions.words import fold
from networks.models import Delegation
from networks.services import conference, public_change, today

from ..models import DroppedMail
from .eml_words import one_line, said_in, words_of_page
from .matters import OVER
from .sending import send_and_tell

MOST_PARTS = 200
LONGEST_NAME = 200
LONGEST_SUBJECT = 200
MOST_OFFERED = 60
REFERENCE = re.compile(r"(?<![\w/-])[a-z0-9][a-z0-9-]*/\d{4}-\d{2}[a-z]?/[\w.]+(?: bis)?")
# What the library's own reader of headers raises for some that are not written as they should be.
NO_HEADER = (AttributeError, LookupError, TypeError, ValueError, email.errors.MessageError)


class CannotTakeIn(Exception):
    """The mail is not taken in, or not entered; the message may be shown to the user."""


@dataclasses.dataclass(frozen=True)
class Attachment:
    """place: which of the mail's attachments, from 0. is_evidence: whether it is a file that reports may have."""

    place: int
    name: str
    content: bytes
    is_evidence: bool


@dataclasses.dataclass(frozen=True)
class Letter:
    """What a mail says. text: without what it repeats of another mail. on: the conference's day when it was sent."""

    sender: str
    sender_name: str
    subject: str
    text: str
    whole_text: str
    on: datetime.date | None
    attachments: list[Attachment]


def take_in(*, content, name, by, now):
    """Keep a mail to be entered. Gives the DroppedMail; the same mail again gives the one that is here.

    Raises CannotTakeIn for what is no mail.
    """
    name = clean_name(name, most=LONGEST_NAME)
    if len(content) > MOST_BYTES:
        values = {"name": name, "limit": MOST_BYTES // 1024**2}
        raise CannotTakeIn(_("“%(name)s” is larger than %(limit)s MB.") % values)
    look = Look()
    look.see(content)
    try:
        if kind_of(look, io.BytesIO(content)) != MAIL:
            raise Unknown
    except (Unknown, BrokenOff, HoldsMacros):
        raise CannotTakeIn(
            _("“%(name)s” is no mail: please save it as .eml and bring that.") % {"name": name}
        ) from None
    _parsed(content, name)
    sha256 = hashlib.sha256(content).hexdigest()
    if known := DroppedMail.objects.filter(sha256=sha256).first():
        return known
    kept = DroppedMail(name=name, sha256=sha256, by=by, at=now)
    kept.file.save(f"{sha256}.eml", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
    except IntegrityError:
        # Two people dropped the same mail in the same moment.
        kept.file.delete(save=False)
        return DroppedMail.objects.get(sha256=sha256)
    return kept


def letter_of(mail):
    """The Letter that a DroppedMail is. Raises CannotTakeIn where its file is gone."""
    try:
        with mail.file.open("rb") as kept:
            content = kept.read()
    except (OSError, ValueError):
        raise CannotTakeIn(_("The kept file is not there any more. Please bring it in again.")) from None
    message = _parsed(content, mail.name)
    name, address = email.utils.parseaddr(_header(message, "From"))
    subject, text = one_line(_header(message, "Subject")), _body(message)
    return Letter(
        sender=one_line(address.lower()),
        sender_name=one_line(name),
        subject=subject[:LONGEST_SUBJECT],
        text=said_in(text, subject=subject),
        whole_text=text,
        on=_sent_on(message),
        attachments=[_attachment(place, part) for place, part in enumerate(message.iter_attachments())],
    )


def delegations_of(address, *, on):
    """The delegations for which the owner of an address is designated on the day `on`."""
    term = Q(designations__ends_on=None) | Q(designations__ends_on__gte=on)
    found = Delegation.objects.filter(
        term, designations__starts_on__lte=on, designations__person__email=address, designations__person__is_active=True
    )
    return list(found.distinct())


def suggested(letter, delegation, *, on):
    """(commitments that the mail names, those it may be about): what the delegation bears on record.

    Named are those whose references stand in the subject or anywhere in the text.
    """
    borne = Commitment.objects.borne_by_codes(delegation.code, on=on).filter(
        action__agreement__report__state__in=RECORDED
    )
    borne = borne.exclude(status__in=OVER).select_related("action__agreement", "delegation")
    words = {one.rstrip(".") for one in REFERENCE.findall(fold(f"{letter.subject}\n{letter.whole_text}"))}
    references = {word.upper() for word in words} | words
    named = Q()
    for reference in references:
        named |= Q(action__agreement__reference__iexact=reference)
    mentioned = list(borne.filter(named).order_by("action__agreement__reference", "pk")) if references else []
    others = borne.pending().exclude(pk__in=[one.pk for one in mentioned]).order_by("due_on", "pk")
    return mentioned, list(others[:MOST_OFFERED])


def enter(*, mail_id, delegation, commitment_ids, words, places, by, now):
    """Enter a mail on behalf of the delegation that wrote it. Gives the ProgressReport, sent and acknowledged.

    places: which of its attachments are kept as evidence; the mail itself is kept as the source. All or nothing.
    Raises CannotTakeIn, informing.CannotInform, attaching.NotTaken.
    """
    with public_change():
        mail = DroppedMail.objects.select_for_update(of=("self",)).get(pk=mail_id)
        if mail.report_id:
            raise CannotTakeIn(_("This mail has been entered already."))
        letter, on = letter_of(mail), today(now=now)
        informant = informing.Informant(
            came_by=CameBy.ON_BEHALF,
            name=letter.sender_name[:200],
            address=letter.sender,
            entered_by=by,
            source=Source.MAIL,
            source_words=_which(letter),
        )
        report = informing.begin_report(
            delegation=delegation, commitment_ids=commitment_ids, words=words, informant=informant, now=now, on=on
        )
        for attachment in letter.attachments:
            if attachment.place in places:
                upload = SimpleUploadedFile(attachment.name, attachment.content)
                attach(report_id=report.pk, upload=upload, by=by, now=now)
        with mail.file.open("rb") as kept:
            upload = SimpleUploadedFile(mail.name, kept.read())
        attach(report_id=report.pk, upload=upload, by=by, now=now, is_source=True)
        mail.report = send_and_tell(report=report, by=by, now=now, on=on)
        mail.save()
        return mail.report


def _which(letter):
    """Which mail it was: its day, written in no language, and subject. Who wrote it stands with the report alone."""
    return ": ".join(filter(None, [letter.on and letter.on.isoformat(), letter.subject]))


def discard(*, mail_id):
    """Give up a mail that was not entered, with its file. Raises CannotTakeIn."""
    with transaction.atomic():
        mail = DroppedMail.objects.select_for_update(of=("self",)).get(pk=mail_id)
        if mail.report_id:
            raise CannotTakeIn(_("This mail has been entered already."))
        kept, storage = mail.file.name, mail.file.storage
        mail.delete()
        transaction.on_commit(lambda: storage.delete(kept))


def _parsed(content, name):
    try:
        message = email.parser.BytesParser(policy=email.policy.default).parsebytes(content)
        if sum(1 for _part in message.walk()) <= MOST_PARTS:
            return message
    except RecursionError:
        pass
    raise CannotTakeIn(_("“%(name)s” holds too many parts to be read.") % {"name": name})


def _header(message, name):
    """What a header says; "" where it cannot be read."""
    try:
        return str(message.get(name, ""))
    except NO_HEADER:
        return ""


def _body(message):
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    text = _content(part)
    if part.get_content_type() == "text/html":
        text = words_of_page(text)
    lines = [one_line(line) for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _content(part):
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError, ValueError):
        # An encoding that nobody knows, or not the one that was named.
        return (part.get_payload(decode=True) or b"").decode("utf-8", "replace")


def _sent_on(message):
    try:
        sent = message["Date"].datetime
        return today(now=sent if sent.tzinfo else sent.replace(tzinfo=datetime.UTC), settings_row=conference())
    except (*NO_HEADER, OverflowError):
        return None


def _attachment(place, part):
    content = part.get_payload(decode=True) or b""
    if part.get_content_type() == "message/rfc822":
        content = part.get_payload()[0].as_bytes() if part.get_payload() else b""
    name = clean_name(part.get_filename() or _("attachment %(number)s") % {"number": place + 1}, most=LONGEST_NAME)
    look = Look()
    look.see(content)
    try:
        is_evidence = kind_of(look, io.BytesIO(content)) in TAKEN
    except (Unknown, BrokenOff, HoldsMacros):
        is_evidence = False
    return Attachment(place, name, content, is_evidence)
