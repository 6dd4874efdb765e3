"""Writing a day's mails into the outbox: all of them or none, once."""

import itertools
import uuid
import zoneinfo
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from networks import dates
from networks.services import conference

from ..models import DigestDay, Mail, MailSettings, Mention, Notice
from .passing_on import pass_on
from .planning import plan_day
from .taking_over import take_over
from .working_days import A_DAY, working_days

ROWS_AT_ONCE = 5000
LOOKED_AHEAD_AT_MOST = 28 * A_DAY


def compose_due(*, now):
    """Compose the digests of the conference's today once its hour has come; gives the DigestDay, or None.

    None, too, on a day without work, where the day is composed already, or where the secretariat has no mailbox.
    """
    on = here(now).date()
    if too_early(now=now) or DigestDay.objects.filter(day__gte=on).exists():
        return None
    return compose_day(on=on, now=now)


def too_early(*, now):
    """Whether the hour of the digests is still to come, by the conference's clock."""
    arrangements = MailSettings.objects.filter(pk=1).first() or MailSettings()
    return here(now).hour < arrangements.hour


def compose_day(*, on, now):
    """Compose the digests of the day `on`; gives its DigestDay, or None where `refusal` has a word against it.

    Effects, in one transaction: a mail for each letter of the plan, with its mentions; the notices told; the day; and
    what `take_over` and `pass_on` do. Whoever comes second while somebody composes waits, and then does nothing.
    """
    with transaction.atomic():
        # The row of the settings is the lock.
        MailSettings.objects.select_for_update().filter(pk=1).first()
        if refusal(on=on, now=now):
            return None
        letters = plan_day(on=on, now=now)
        take_over(letters)
        pass_on(letters, on=on)
        day = DigestDay.objects.create(day=on, composed_at=now, mails=len(letters))
        write(letters, on=on, now=now)
        return day


def refusal(*, on, now, ahead=False):
    """Why no digests can be composed for the day `on`, in words; "" where they can.

    ahead: whether the day may be still to come, as for looking at what would go out.
    """
    arrangements = MailSettings.objects.filter(pk=1).first()
    if arrangements is None or not arrangements.secretariat_address:
        return _("Nothing is sent to anybody: the mail settings do not say which mailbox the secretariat has.")
    if on not in working_days():
        return _("Digests go out on working days, and %(day)s is none.") % {"day": dates.day(on)}
    if on > here(now).date() and not ahead:
        return _("%(day)s is still to come.") % {"day": dates.day(on)}
    if on > here(now).date() + LOOKED_AHEAD_AT_MOST:
        return _("%(day)s is too far ahead: what goes out is foreseen for four weeks.") % {"day": dates.day(on)}
    composed = DigestDay.objects.filter(day__gte=on).order_by("day").first()
    if composed is not None:
        return _("The digests of %(day)s are composed already, and what falls due by then is in them.") % {
            "day": dates.day(composed.day)
        }
    return ""


def write(letters, *, on, now, asked_by=None):
    """Put letters into the outbox as mails of the day `on`, with their mentions; gives the mails in the same order.

    Effects: the notices of the secretariat's letter are told in it. Belongs in a transaction of the caller's.
    """
    mails = [
        Mail(
            kind=letter.kind,
            recipient=letter.recipient,
            about=letter.about,
            day=on,
            person_id=letter.person_id,
            language=letter.language,
            note=letter.note,
            asked_by=asked_by,
            message_id=_message_id(),
            composed_at=now,
            next_try_at=now,
        )
        for letter in letters
    ]
    Mail.objects.bulk_create(mails, batch_size=ROWS_AT_ONCE)
    mentions = (
        Mention(
            mail=mail,
            commitment_id=entry.commitment_id,
            delegation_id=entry.delegation_id,
            section=entry.section,
            because=entry.because,
            step=entry.step,
            due_on=entry.due_on,
        )
        for mail, letter in zip(mails, letters, strict=True)
        for entry in letter.entries
    )
    while batch := list(itertools.islice(mentions, ROWS_AT_ONCE)):
        Mention.objects.bulk_create(batch)
    for mail, letter in zip(mails, letters, strict=True):
        if letter.notices:
            Notice.objects.filter(pk__in=letter.notices).update(told_in=mail)
    return mails


def here(now):
    """The moment `now` by the conference's clock."""
    return now.astimezone(zoneinfo.ZoneInfo(conference().time_zone))


def _message_id():
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{uuid.uuid4().hex}@{domain}>"
