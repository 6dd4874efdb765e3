"""Reminders by hand: what would go to whom, and sending exactly that."""

import dataclasses
import hashlib
import json

from django.db import transaction
from django.utils.translation import gettext as _

from actions.models import Commitment, CommitmentStatus
from actions.models.commitments import OPEN_STATUSES
from networks.services import today

from ..models import Because, Mail, MailKind, MailSettings, Section
from .composing import write
from .letters import Entry, Letter
from .matters import Bearers, ladders, matters, told_of
from .recipients import addresses
from .untold import WITHOUT_A_MAILBOX, why_silent, why_unreached

SECTIONS = {
    "date_passed": Section.DATE_PASSED,
    "due_soon": Section.DUE_SOON,
    "to_confirm": Section.TO_CONFIRM,
    "stale": Section.STALE,
}
AT_MOST = 2000


class CannotRemind(Exception):
    """Nothing goes out; the message may be shown to the user."""


@dataclasses.dataclass(frozen=True)
class LeftOut:
    """A commitment of which nobody is told, and why, in the language now active."""

    commitment: Commitment
    why: str


@dataclasses.dataclass(frozen=True)
class Plan:
    """What a reminder by hand would send. seen: names exactly this, so that nothing else goes out in its place."""

    letters: list[Letter]
    left_out: list[LeftOut]
    seen: str


def plan_by_hand(commitments, *, note, on):
    """Who would be told of `commitments` (a queryset) on the day `on`, with staff's own words.

    What holds for digests holds here: the network's mails are switched on, the delegation is not on hold, the matter is
    pending, or to confirm, and followed. It is no digest: who unsubscribed from these is told. Raises CannotRemind.
    """
    arrangements = MailSettings.objects.filter(pk=1).first()
    if arrangements is None or not arrangements.secretariat_address:
        raise CannotRemind(WITHOUT_A_MAILBOX)
    chosen = list(
        commitments.select_related("delegation", "action__agreement__report__meeting__network").order_by("pk")[
            : AT_MOST + 1
        ]
    )
    if not chosen:
        raise CannotRemind(_("Choose first of what to remind."))
    if len(chosen) > AT_MOST:
        raise CannotRemind(_("More than %(number)s at once are not sent: choose fewer.") % {"number": AT_MOST})
    bearers, switched_on, written_to = Bearers(on=on), ladders(), addresses(on=on)
    recipients = written_to.besides_digests()
    keys = [one.pk for one in chosen]
    allowed = matters(told_of(networks=list(switched_on), bearers=bearers).filter(pk__in=keys))
    cells = {matter.pk: bearers.cells(matter) for matter in allowed}
    by_address: dict[str, list[Entry]] = {}
    left_out = []
    for one in chosen:
        of_one = cells.get(one.pk, [])
        section = SECTIONS.get(one.situation(on=on), Section.PENDING)
        is_told = False
        for recipient in recipients.values():
            delegation = next(
                (delegation for delegation, network in of_one if recipient.covers(delegation, network)), None
            )
            if delegation is not None:
                entry = Entry(one.pk, delegation, of_one[0][1], section, Because.BY_HAND)
                by_address.setdefault(recipient.address, []).append(entry)
                is_told = True
        if not is_told:
            left_out.append(LeftOut(one, _why_not(one, of_one, bearers, switched_on, written_to)))
    letters = [
        Letter(
            kind=MailKind.BY_HAND,
            recipient=address,
            person_id=recipients[address].person_id,
            language=recipients[address].language,
            entries=entries,
            about=_named(entries, note),
            note=note,
        )
        for address, entries in sorted(by_address.items())
    ]
    return Plan(letters, left_out, _named([(one.recipient, one.about) for one in letters], note))


def remind(commitments, *, note, seen, by, now):
    """Send a reminder by hand: exactly the plan that `seen` names. Gives how many mails were put into the outbox.

    The same reminder to the same address goes out once a day, however often it is sent. Raises CannotRemind, also where
    the record has changed since the plan was looked at.
    """
    on = today(now=now)
    with transaction.atomic():
        # The row of the settings is the lock, as for the digests.
        MailSettings.objects.select_for_update().filter(pk=1).first()
        plan = plan_by_hand(commitments, note=note, on=on)
        if plan.seen != seen:
            raise CannotRemind(_("Something has changed since you looked. Please look again before you send."))
        sent = Mail.objects.filter(kind=MailKind.BY_HAND, day=on, about__in=[one.about for one in plan.letters])
        there = set(sent.values_list("recipient", "about"))
        fresh = [one for one in plan.letters if (one.recipient, one.about) not in there]
        write(fresh, on=on, now=now, asked_by=by)
    return len(fresh)


def _why_not(commitment, cells, bearers, switched_on, written_to):
    if commitment.status not in (*OPEN_STATUSES, CommitmentStatus.TO_CONFIRM):
        return _("It is not pending.")
    if silent := why_silent(commitment, bearers=bearers, switched_on=switched_on):
        return silent
    if not cells:
        return _("It is not followed.")
    return why_unreached(commitment, bearers=bearers, written_to=written_to)


def _named(what, note):
    """A short name for exactly this: the same again has the same name."""
    parts = [dataclasses.astuple(one) if dataclasses.is_dataclass(one) else one for one in what]
    return hashlib.sha256(json.dumps([parts, note]).encode()).hexdigest()[:32]
