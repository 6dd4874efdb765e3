"""Telling officers what was said: by a link in their own delegation's name, and by others of what is done together."""

import collections

from actions.models import Commitment, ProgressState
from actions.services.informing import Informed
from networks.services import today

from ..models import Because, Mail, MailKind, MailSettings, Section
from .composing import write
from .letters import Entry, Letter, about_report
from .matters import Bearers, ladders
from .recipients import addresses


def tell_of_report(*, report, closed_with, now):
    """Put what is to be told of a report of progress into the outbox; gives how many mails.

    report: one that was just sent or confirmed. What came by a link goes as a copy to the delegation's designated
    officers, who can confirm it. closed_with: the delegations whose shares of joint actions were closed with it.
    Only the mails of networks that are switched on go out, and none to a delegation on hold. Belongs in the
    transaction of the change.
    """
    return tell_of_reports(informed=[Informed(report, closed_with)], now=now)


def tell_of_reports(*, informed, now):
    """Tell of many reports, each as `tell_of_report` does, in a number of queries that does not grow with them."""
    arrangements = MailSettings.objects.filter(pk=1).first()
    informed = [one for one in informed if one.closed_with or one.report.state == ProgressState.TO_CONFIRM]
    if arrangements is None or not arrangements.secretariat_address or not informed:
        return 0
    on = today(now=now)
    shares, bearers, written_to = _Shares(informed), Bearers(on=on), addresses(on=on)
    letters = [
        letter
        for one in informed
        for letter in _letters(one.report, shares.told_of(one, bearers), on_hold=bearers.on_hold, written_to=written_to)
    ]
    write(letters, on=on, now=now)
    return len(letters)


def tell_of_answer(*, remark, delegation, now):
    """Put a copy of an answer that came by a link into the outbox, for the delegation's officers; gives how many mails.

    remark: an answer to the secretariat. Told as `tell_of_report` tells, and once. Belongs in the transaction of the
    answer.
    """
    about = f"answer {remark.pk}"
    arrangements = MailSettings.objects.filter(pk=1).first()
    told = Mail.objects.filter(kind=MailKind.COPY, about=about)
    if arrangements is None or not arrangements.secretariat_address or told.exists():
        return 0
    on = today(now=now)
    network = "action__agreement__report__meeting__network"
    body = Commitment.objects.values_list(network, flat=True).get(pk=remark.commitment_id)
    if body not in ladders() or delegation.pk in Bearers(on=on).on_hold:
        return 0
    entry = Entry(remark.commitment_id, delegation.pk, body, Section.INFORMED, Because.INFORMED)
    letters = [
        Letter(
            kind=MailKind.COPY,
            recipient=one.address,
            person_id=one.person_id,
            language=one.language,
            entries=[entry],
            about=about,
            note=f"{remark.text}\n\n{remark.by_name}, {delegation.in_language('name', one.language)}",
        )
        for one in addresses(on=on).recipients.values()
        if one.covers(delegation.pk, body)
    ]
    write(sorted(letters, key=lambda letter: letter.recipient), on=on, now=now)
    return len(letters)


def tell_of_question(*, remark, now):
    """Put a question of the secretariat into the outbox, for the officers of whoever bears the commitment.

    remark: the question. Told as `tell_of_report` tells, and once; gives how many mails. Belongs in the transaction of
    the question.
    """
    about = f"question {remark.pk}"
    arrangements = MailSettings.objects.filter(pk=1).first()
    told = Mail.objects.filter(kind=MailKind.QUESTION, about=about)
    if arrangements is None or not arrangements.secretariat_address or told.exists():
        return 0
    on = today(now=now)
    borne = Commitment.objects.with_bearer(on=on).filter(pk=remark.commitment_id)
    bearer, body = borne.values_list("bearer", "action__agreement__report__meeting__network").get()
    if body not in ladders() or bearer in Bearers(on=on).on_hold:
        return 0
    entry = Entry(remark.commitment_id, bearer, body, Section.ASKED, Because.ASKED)
    letters = [
        Letter(
            kind=MailKind.QUESTION,
            recipient=one.address,
            person_id=one.person_id,
            language=one.language,
            entries=[entry],
            about=about,
            note=remark.text,
        )
        for one in addresses(on=on).recipients.values()
        if one.covers(bearer, body)
    ]
    write(sorted(letters, key=lambda letter: letter.recipient), on=on, now=now)
    return len(letters)


def copies_of(report):
    """How many copies of a report that came by a link were written to the delegation's officers."""
    return Mail.objects.filter(kind=MailKind.COPY, about=about_report(report.pk)).count()


class _Shares:
    """The shares that reports concern, of networks whose mails are switched on: read once for all of them."""

    def __init__(self, informed):
        network = "action__agreement__report__meeting__network"
        switched_on = Commitment.objects.filter(**{f"{network}__in": list(ladders())}).order_by()
        answered = switched_on.filter(progress__report__in=[one.report.pk for one in informed])
        self.answered = collections.defaultdict(list)
        for report, pk, action, body in answered.values_list("progress__report", "pk", "action", network):
            self.answered[report].append((pk, action, body))
        self.of_action = collections.defaultdict(list)
        actions = {action for rows in self.answered.values() for _pk, action, _body in rows}
        beside = switched_on.filter(action__in=actions)
        for pk, action, delegation, body in beside.values_list("pk", "action", "delegation", network):
            self.of_action[action].append((pk, delegation, body))

    def told_of(self, one, bearers):
        """[(commitment, the delegation that is told of it, network), …] for one report."""
        answered = self.answered[one.report.pk]
        if one.report.state == ProgressState.TO_CONFIRM:
            return sorted((pk, one.report.delegation_id, body) for pk, _action, body in answered)
        closed = {delegation.pk for delegation in one.closed_with}
        return sorted(
            (pk, bearers.of(delegation), body)
            for action in {action for _pk, action, _body in answered}
            for pk, delegation, body in self.of_action[action]
            # What the presidency bears is its holder's, who is named in its place.
            if closed & {delegation, bearers.of(delegation)}
        )


def _letters(report, told, *, on_hold, written_to):
    kind = MailKind.COPY if report.state == ProgressState.TO_CONFIRM else MailKind.TOGETHER
    entries_of = {}
    for pk, delegation, body in told:
        if delegation in on_hold:
            continue
        for recipient in written_to.recipients.values():
            if recipient.covers(delegation, body):
                entry = Entry(pk, delegation, body, Section.INFORMED, Because.INFORMED)
                entries_of.setdefault(recipient.address, []).append(entry)
    return [
        Letter(
            kind=kind,
            recipient=address,
            person_id=written_to.recipients[address].person_id,
            language=written_to.recipients[address].language,
            entries=entries,
            about=about_report(report.pk),
            note=_note(report, kind, written_to.recipients[address].language),
        )
        for address, entries in sorted(entries_of.items())
    ]


def _note(report, kind, language):
    """What was informed, and by whom: officers are named to their own delegation alone."""
    who = report.delegation.in_language("name", language)
    if kind == MailKind.COPY:
        who = ", ".join(part for part in (report.written_by, report.author_post, who) if part)
    return f"{report.text}\n\n{who}"
