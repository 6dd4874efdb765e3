"""Links that open a delegation's pending matters: issued, opened, used, revoked."""

import datetime
import uuid

from django.core.signing import BadSignature, Signer
from django.db.models import Q

from networks.models import Role
from networks.services import today

from ..models import LinkUse, SignedLink

SALT = "correspondence.signed-link"


class LinkRefused(Exception):
    """The address opens nothing: forged, unknown, revoked or no longer valid."""


def token_of(link):
    """What stands in a link's address: its key, signed. It is stored nowhere and can be derived again."""
    return _signer().sign(link.key.hex)


def _signer():
    return Signer(salt=SALT, sep="~")


def links_for(wanted, *, now, valid_days):
    """The links that mails need, made where they are missing.

    wanted: (mail, delegation id) pairs of stored mails. Gives {(mail id, delegation id): SignedLink}. A mail that is
    handed over a second time finds the links of the first.
    """
    pairs = {(mail.pk, delegation_id): mail for mail, delegation_id in wanted}
    mail_ids = {mail_id for mail_id, _delegation in pairs}
    there = {(link.mail_id, link.delegation_id): link for link in SignedLink.objects.filter(mail__in=mail_ids)}
    fresh = [
        SignedLink(
            mail=mail,
            delegation_id=delegation_id,
            address=mail.recipient,
            issued_at=now,
            expires_at=now + datetime.timedelta(days=valid_days),
        )
        for (mail_id, delegation_id), mail in pairs.items()
        if (mail_id, delegation_id) not in there
    ]
    # Two that hand over the same mail make its link once; who came second reads it.
    SignedLink.objects.bulk_create(fresh, ignore_conflicts=True)
    if fresh:
        there = {(link.mail_id, link.delegation_id): link for link in SignedLink.objects.filter(mail__in=mail_ids)}
    return there


def named_link(token):
    """The link that a token names, whether or not it is still valid. Raises LinkRefused."""
    try:
        key = uuid.UUID(hex=_signer().unsign(token))
    except (BadSignature, ValueError) as forged:
        raise LinkRefused from forged
    link = SignedLink.objects.select_related("delegation").filter(key=key).first()
    if link is None:
        raise LinkRefused
    return link


def open_link(token, *, now, settings_row=None):
    """The link that a token names, if it opens anything at the moment `now`. Raises LinkRefused.

    settings_row: the conference's settings, where they are read already. It opens nothing once its address stands for
    the delegation no more: who hands over leaves the key behind. Its `networks` are what the address stands for.
    """
    link = named_link(token)
    link.networks = networks_of(link.address, link.delegation, on=today(now=now, settings_row=settings_row))
    valid = link.revoked_at is None and now < link.expires_at
    if not (valid and link.networks):
        raise LinkRefused
    return link


def networks_of(address, delegation, *, on, without=None):
    """The keys of the networks for which the address stands for the delegation on the day; None among them for all.

    It is that of somebody designated, or gets a copy; a chair belongs to no delegation by that alone. without: a
    Designation that is left out of account.
    """
    term = Q(ends_on=None) | Q(ends_on__gte=on)
    theirs = Q(person__email=address, person__is_active=True) | Q(copy_to__iexact=address)
    designated = delegation.designations.filter(term, theirs, starts_on__lte=on).exclude(role=Role.CHAIR)
    designated = designated.exclude(pk=without.pk if without else None)
    return frozenset(designated.values_list("network_id", flat=True))


def record_use(*, link, what, browser, now):
    """Note that a page of the link was opened, or a form of it sent. what: a LinkPage."""
    return LinkUse.objects.create(link=link, at=now, what=what, browser=browser[:200])


def revoke_links(*, links, by, now):
    """Make links open nothing any more. links: a QuerySet. Gives how many were still good."""
    return links.filter(revoked_at=None).update(revoked_at=now, revoked_by=by)
