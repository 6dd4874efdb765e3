"""Telling officers of what a step for many closed together with another delegation's share, or opened again."""

from django.utils import translation
from django.utils.translation import gettext as _

from actions.models import CommitmentStatus
from networks import dates
from networks.services import today

from ..models import Because, MailKind, MailSettings, Section
from .composing import write
from .letters import Entry, Letter
from .matters import Bearers, ladders
from .recipients import addresses


def tell_of_step(*, number, together, status, closed_on, outcome, now):
    """Tell those whose shares of joint actions were closed with those chosen; gives how many mails.

    number: of the step, which is told once. together: these shares, each with its action's agreement, report and
    meeting. status, closed_on, outcome: how, as of which day, and in which words, "" for none. Each address gets one
    mail with all that concerns it, told as `telling.tell_of_report` tells where it is fulfilled and in words of its own
    where it is not, in a number of queries that does not grow. Belongs in the transaction of the step.
    """
    kind = MailKind.TOGETHER if status == CommitmentStatus.FULFILLED else MailKind.CLOSED
    how = (CommitmentStatus(status), closed_on) if kind == MailKind.CLOSED else None
    return _tell(together, kind=kind, number=number, how=how, words=outcome, now=now)


def tell_of_opening(*, number, opened, reason, now):
    """Tell those whose shares a step has opened again, chosen or with others of a joint action; gives how many mails.

    number, opened: as `tell_of_step` has number and together. reason: why, as it stands in the history.
    """
    return _tell(opened, kind=MailKind.OPENED, number=number, how=None, words=reason, now=now)


def _tell(shares, *, kind, number, how, words, now):
    """how: (status, as of which day) where the mail says it, else None."""
    arrangements = MailSettings.objects.filter(pk=1).first()
    if arrangements is None or not arrangements.secretariat_address or not shares:
        return 0
    on = today(now=now)
    switched_on, bearers = ladders(), Bearers(on=on)
    recipients = addresses(on=on).besides_digests()
    reached, entries_of = {}, {}
    for share in shares:
        cell = bearer, body = bearers.of(share.delegation_id), share.action.agreement.report.meeting.network_id
        if body not in switched_on or bearer in bearers.on_hold:
            continue
        if cell not in reached:
            reached[cell] = [address for address, one in recipients.items() if one.covers(bearer, body)]
        entry = Entry(share.pk, bearer, body, Section.INFORMED, Because.INFORMED)
        for address in reached[cell]:
            entries_of.setdefault(address, []).append(entry)
    letters = [
        Letter(
            kind=kind,
            recipient=address,
            person_id=recipients[address].person_id,
            language=recipients[address].language,
            entries=entries,
            about=f"step {number}",
            note=_note(how, words, language=recipients[address].language),
        )
        for address, entries in sorted(entries_of.items())
    ]
    write(letters, on=on, now=now)
    return len(letters)


def _note(how, words, *, language):
    with translation.override(language):
        stands = ""
        if how:
            status, day = how
            values = {"status": status.label, "day": dates.long_day(day)}
            stands = _("On record as “%(status)s” as of %(day)s.") % values
        return "\n\n".join(filter(None, (stands, words, _("Put on record by the Technical Secretariat."))))
