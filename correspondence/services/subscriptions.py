"""What whoever holds a mailed link may say: a colleague handles this, how often, no more, again."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Addressee, Notice, NoticeKind, Rhythm, SignedLink

# The same words again within this time are a form sent twice.
SENT_TWICE = datetime.timedelta(hours=1)


class CannotTell(Exception):
    """Nothing is passed on; the message may be shown to the user."""


def name_colleague(*, link, words, now):
    """Tell the secretariat who handles a delegation's matters. The record stays as it is. Raises CannotTell."""
    words = words.strip()
    if not words:
        raise CannotTell(_("Please write your colleague's name."))
    with transaction.atomic():
        # A form sent twice arrives at the same moment: the row of the link is the lock.
        SignedLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
        said = Notice.objects.filter(
            kind=NoticeKind.COLLEAGUE,
            address=link.address,
            delegation=link.delegation,
            words=words,
            at__gt=now - SENT_TWICE,
        )
        return said.first() or _note(NoticeKind.COLLEAGUE, link=link, now=now, words=words)


def choose_rhythm(*, address, rhythm, on):
    """Have the digests for an address sent on the day or, from the week after `on`, once a week. rhythm: a Rhythm."""
    with transaction.atomic():
        addressee = _addressee(address)
        if addressee.rhythm != rhythm:
            addressee.rhythm, addressee.weekly_since = rhythm, on if rhythm == Rhythm.WEEKLY else None
        addressee.save()
    return addressee


def unsubscribe(*, link, now):
    """Send no more digests to the link's address, and tell the secretariat. Doing it twice is doing it once."""
    with transaction.atomic():
        addressee = _addressee(link.address)
        if addressee.unsubscribed_at is None:
            addressee.unsubscribed_at = now
            addressee.save()
            _note(NoticeKind.UNSUBSCRIBED, link=link, now=now)
    return addressee


def subscribe(*, link, now):
    """Send digests to the link's address again, and tell the secretariat; a link that is revoked asks for nothing."""
    with transaction.atomic():
        addressee = _addressee(link.address)
        if addressee.unsubscribed_at is not None and link.revoked_at is None:
            addressee.unsubscribed_at = None
            addressee.save()
            _note(NoticeKind.SUBSCRIBED, link=link, now=now)
    return addressee


def _addressee(address):
    Addressee.objects.get_or_create(address=address)
    return Addressee.objects.select_for_update().get(address=address)


def _note(kind, *, link, now, words=""):
    return Notice.objects.create(
        kind=kind, address=link.address, delegation=link.delegation, mail=link.mail, words=words, at=now
    )
