"""Telling officers what was informed: their own delegation's, before it is confirmed, and others' done together."""

from actions.models import Commitment, ProgressState
from networks.services import today

from ..models import Because, MailKind, MailSettings, Section
from .composing import write
from .letters import Entry, Letter
from .matters import Bearers, ladders
from .recipients import addresses


def tell_of_report(*, report, closed_with, now):
    """Put what is to be told of a report of progress into the outbox; gives how many mails.

    report: one that was just sent or confirmed. What came by a link goes as a copy to the delegation's designated
    officers, who can confirm it. closed_with: the delegations whose shares of joint actions were closed with it.
    Only the mails of networks that are switched on go out, and none to a delegation on hold. Belongs in the
    transaction of the change.
    """
    arrangements = MailSettings.objects.filter(pk=1).first()
    to_confirm = report.state == ProgressState.TO_CONFIRM
    if arrangements is None or not arrangements.secretariat_address or not (to_confirm or closed_with):
        return 0
    on = today(now=now)
    switched_on, bearers, written_to = ladders(), Bearers(on=on), addresses(on=on)
    network = "action__agreement__report__meeting__network"
    answered = Commitment.objects.filter(progress__report=report, **{f"{network}__in": list(switched_on)})
    if to_confirm:
        kind = MailKind.COPY
        told = [(pk, report.delegation_id, body) for pk, body in answered.values_list("pk", network)]
    else:
        kind = MailKind.TOGETHER
        shares = Commitment.objects.filter(
            action__in=answered.values("action"), delegation__in=[one.pk for one in closed_with]
        )
        told = [
            (pk, bearers.of(delegation), body)
            for pk, delegation, body in shares.values_list("pk", "delegation", network)
        ]
    entries_of = {}
    for pk, delegation, body in sorted(told):
        if delegation in bearers.on_hold:
            continue
        for recipient in written_to.recipients.values():
            if recipient.covers(delegation, body):
                entry = Entry(pk, delegation, body, Section.INFORMED, Because.INFORMED)
                entries_of.setdefault(recipient.address, []).append(entry)
    letters = [
        Letter(
            kind=kind,
            recipient=address,
            person_id=written_to.recipients[address].person_id,
            language=written_to.recipients[address].language,
            entries=entries,
            about=f"report {report.pk}",
            note=_note(report, kind, written_to.recipients[address].language),
        )
        for address, entries in sorted(entries_of.items())
    ]
    write(letters, on=on, now=now)
    return len(letters)


def _note(report, kind, language):
    """What was informed, and by whom: officers are named to their own delegation alone."""
    who = report.delegation.in_language("name", language)
    if kind == MailKind.COPY:
        who = ", ".join(part for part in (report.written_by, report.author_post, who) if part)
    return f"{report.text}\n\n{who}"
