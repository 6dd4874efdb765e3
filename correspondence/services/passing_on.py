"""What a digest was to say to an address that stands for the delegation no more, said to those designated since."""

import datetime

from django.utils.translation import gettext_noop

from ..models import Because, Mail, MailKind, MailState, Mention
from .letters import Letter
from .matters import Bearers, ladders, matters, told_of
from .recipients import STANDS_NO_MORE, addresses
from .taking_over import joined, reasons_of

LATELY = datetime.timedelta(days=14)
# Kept with the mail as it is here; pages show it in the reader's language.
PASSED_ON = gettext_noop("What it was to say stands in the next digest to those designated since.")


def pass_on(letters, *, on):
    """Put the steps and the news of digests that were withdrawn, their address having left, into others.

    letters: the digests of the day `on` that are to be written now; changed in place, with one more for whoever had
    none. Whoever bears the matter that day and has not heard of it does then, as long as that is within two weeks; a
    question is put again anyway. Belongs in the transaction that writes the letters.
    """
    left = Mail.objects.filter(
        kind=MailKind.DIGEST, state=MailState.WITHDRAWN, answer=STANDS_NO_MORE, day__gt=on - LATELY
    )
    unsaid = [
        (mail, entry)
        for mail, entry in reasons_of(list(left.values_list("pk", flat=True)))
        if entry.because in (Because.STEP, Because.ADOPTED)
    ]
    if not unsaid:
        return
    bearers, recipients = Bearers(on=on), addresses(on=on).recipients
    still = told_of(networks=list(ladders()), bearers=bearers).filter(
        pk__in=[entry.commitment_id for _, entry in unsaid]
    )
    found = {matter.pk: matter for matter in matters(still)}
    heard = _heard_of(found)
    said, by_address = set(), {}
    for mail, entry in unsaid:
        matter = found.get(entry.commitment_id)
        if matter is None or not _is_to_be_said(entry, matter, bearers, on=on):
            continue
        for recipient in recipients.values():
            known = recipient.address, entry.commitment_id, entry.because, entry.step, entry.due_on
            if recipient.covers(entry.delegation_id, entry.network_id) and known not in heard:
                by_address.setdefault(recipient.address, []).append(entry)
                said.add(mail)
    of_the_day = {letter.recipient: letter for letter in letters if letter.kind == MailKind.DIGEST}
    for address, entries in sorted(by_address.items()):
        if address not in of_the_day:
            one = recipients[address]
            of_the_day[address] = Letter(MailKind.DIGEST, address, one.person_id, one.language, entries=[])
            letters.append(of_the_day[address])
        of_the_day[address].entries = joined(of_the_day[address].entries, entries)
    left.filter(pk__in=said).update(answer=PASSED_ON)


def _heard_of(commitments):
    """{(address, commitment, why, step, deadline)} of what digests said or are about to say."""
    mentions = Mention.objects.filter(mail__kind=MailKind.DIGEST, commitment__in=commitments).order_by()
    fields = ("mail__recipient", "commitment_id", "because", "step", "due_on")
    return set(mentions.exclude(mail__state=MailState.WITHDRAWN).values_list(*fields))


def _is_to_be_said(entry, matter, bearers, *, on):
    """Whether the same delegation still bears it, and it is not the passed day of what was only offered or urged."""
    if (entry.delegation_id, entry.network_id) not in bearers.cells(matter):
        return False
    return matter.is_binding or matter.due_on is None or matter.due_on >= on
