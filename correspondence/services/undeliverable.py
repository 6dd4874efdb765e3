"""An address that takes no mail: nothing goes there any more, and the secretariat is told."""

from ..models import Addressee, Notice


def tell(*, mail, kind, words, now):
    """Tell the secretariat that a mail did not arrive. Effect: one untold Notice."""
    Notice.objects.create(kind=kind, address=mail.recipient, mail=mail, words=words, at=now)


def stop(*, address, words, now):
    """Send nothing more to an address until staff say otherwise; the first reason stays."""
    Addressee.objects.get_or_create(address=address)
    Addressee.objects.filter(address=address, undeliverable_at=None).update(
        undeliverable_at=now, undeliverable_reason=words
    )
