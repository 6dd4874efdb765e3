"""What a digest that waits unwritten was to say, said by the next one to the same address."""

import dataclasses

from django.db.models import F, Q
from django.utils.translation import gettext_noop

from ..models import Because, Mail, MailKind, MailState, Mention, Notice, Section
from .letters import Entry
from .matters import NETWORK

DIGESTS = (MailKind.DIGEST, MailKind.SECRETARIAT, MailKind.PRESIDENCY)
# Kept with the mail as it is here; pages show it in the reader's language.
TAKEN_OVER = gettext_noop("What it was to say stands in the next digest to this address.")


def take_over(letters):
    """Withdraw the digests that wait unwritten for an address of these, and put what they went out for into these.

    letters: the digests that are to be written now; changed in place. One that a worker has, or that has its words
    already, goes out by itself. Belongs in the transaction that writes the letters.
    """
    by_whom = {(letter.kind, letter.recipient): letter for letter in letters}
    # Workers step around what is locked here, as this does around what they have.
    waiting = Mail.objects.select_for_update(skip_locked=True).filter(
        state=MailState.PENDING, text="", kind__in=DIGESTS
    )
    into = {
        pk: by_whom[kind, recipient]
        for pk, kind, recipient in waiting.order_by("pk").values_list("pk", "kind", "recipient")
        if (kind, recipient) in by_whom
    }
    if not into:
        return
    reasons = {}
    for mail, entry in reasons_of(into):
        reasons.setdefault(mail, []).append(entry)
    for mail, entries in reasons.items():
        into[mail].entries = joined(into[mail].entries, entries)
    for key, mail in Notice.objects.filter(told_in__in=into).order_by("at", "pk").values_list("pk", "told_in"):
        into[mail].notices.append(key)
    Mail.objects.filter(pk__in=into, state=MailState.PENDING).update(state=MailState.WITHDRAWN, answer=TAKEN_OVER)


def reasons_of(mails):
    """(mail, Entry) of what they go out for and is neither closed nor due another day since; the latest mail first."""
    still = Q(due_on=None) | Q(due_on=F("commitment__due_on"))
    mentions = Mention.objects.filter(still, mail__in=mails, commitment__closed_on=None)
    fields = ("commitment_id", "delegation_id", f"commitment__{NETWORK}", "section", "because", "step", "due_on")
    for mail, *entry in mentions.exclude(because=Because.LISTED).order_by("-mail", "pk").values_list("mail", *fields):
        yield mail, Entry(*entry)


def joined(entries, reasons):
    """The entries, with the reasons of a mail before: what is only listed is there for the reason it had then."""
    reasons = {entry.commitment_id: entry for entry in reasons}
    found = []
    for entry in entries:
        reason = reasons.pop(entry.commitment_id, None)
        if reason is not None and entry.because == Because.LISTED and entry.section != Section.PASSED_ON:
            entry = dataclasses.replace(entry, because=reason.because, step=reason.step, due_on=reason.due_on)
        found.append(entry)
    # What is still without news is listed: of the rest there has been news.
    return found + [entry for entry in reasons.values() if entry.because != Because.STALE]
