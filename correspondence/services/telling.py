"""Telling officers what was said: by a link in their own delegation's name, and by others of what is done together."""

import collections
import dataclasses

from actions.models import Commitment, ProgressState
from actions.services.informing import Informed
from networks.services import today

from ..models import Because, Mail, MailKind, MailSettings, Section
from .composing import write
from .letters import Entry, Letter, about_report
from .matters import Bearers, ladders
from .recipients import addresses
from .untold import WITHOUT_A_MAILBOX, why_silent, why_unreached


def tell_of_report(*, report, closed_with, now):
    """Put what is to be told of a report of progress into the outbox; gives how many mails.

    report: one that was just sent or confirmed. What came by a link goes as a copy to the delegation's designated
    officers, who can confirm it. closed_with: the delegations whose shares of joint actions were closed with it.
    Only the mails of networks that are switched on go out, and none to a delegation on hold; who unsubscribed from
    the digests gets them, for they are none. Belongs in the transaction of the change.
    """
    return tell_of_reports(informed=[Informed(report, closed_with)], now=now)


def tell_of_reports(*, informed, now):
    """Tell of many reports, each as `tell_of_report` does, in a number of queries that does not grow with them."""
    arrangements = MailSettings.objects.filter(pk=1).first()
    informed = [one for one in informed if one.closed_with or one.report.state == ProgressState.TO_CONFIRM]
    if arrangements is None or not arrangements.secretariat_address or not informed:
        return 0
    on = today(now=now)
    shares, bearers, recipients = _Shares(informed), Bearers(on=on), addresses(on=on).besides_digests()
    letters = [
        letter
        for one in informed
        for letter in _letters(one.report, shares.told_of(one, bearers), on_hold=bearers.on_hold, recipients=recipients)
    ]
    write(letters, on=on, now=now)
    return len(letters)


def tell_of_answer(*, remark, delegation, now):
    """Put a copy of an answer that came by a link into the outbox, for the delegation's officers; gives how many mails.

    remark: an answer to the secretariat. Told as `tell_of_report` tells, and once. Belongs in the transaction of the
    answer.
    """
    return _tell_of_remark(
        remark,
        told=_Told(MailKind.COPY, f"answer {remark.pk}", Section.INFORMED, Because.INFORMED),
        to=delegation.pk,
        note=lambda language: f"{remark.text}\n\n{remark.by_name}, {delegation.in_language('name', language)}",
        now=now,
    )


def tell_of_question(*, remark, now):
    """Put a question of the secretariat into the outbox, for the officers of whoever bears the commitment.

    remark: the question. Told as `tell_of_report` tells, and once; gives how many mails. Belongs in the transaction of
    the question.
    """
    bearer = Commitment.objects.with_bearer(on=today(now=now)).values_list("bearer", flat=True)
    return _tell_of_remark(
        remark,
        told=_Told(MailKind.QUESTION, _about_question(remark), Section.ASKED, Because.ASKED),
        to=bearer.get(pk=remark.commitment_id),
        note=lambda _language: remark.text,
        now=now,
    )


def why_nobody_was_told(*, remark, now):
    """Why no mail tells of a question that was just asked, in the language now active; "" where one does."""
    if Mail.objects.filter(kind=MailKind.QUESTION, about=_about_question(remark)).exists():
        return ""
    arrangements = MailSettings.objects.filter(pk=1).first()
    if arrangements is None or not arrangements.secretariat_address:
        return str(WITHOUT_A_MAILBOX)
    on = today(now=now)
    bearers = Bearers(on=on)
    asked = Commitment.objects.select_related("delegation", "action__agreement__report__meeting__network")
    commitment = asked.get(pk=remark.commitment_id)
    return why_silent(commitment, bearers=bearers, switched_on=ladders()) or why_unreached(
        commitment, bearers=bearers, written_to=addresses(on=on)
    )


def _about_question(remark):
    return f"question {remark.pk}"


@dataclasses.dataclass(frozen=True)
class _Told:
    """As what a remark is told, and about which it is told once."""

    kind: MailKind
    about: str
    section: Section
    because: Because


def _tell_of_remark(remark, *, told, to, note, now):
    """Write a mail about the remark to each officer of the delegation `to`; note: its words, by language."""
    arrangements = MailSettings.objects.filter(pk=1).first()
    written = Mail.objects.filter(kind=told.kind, about=told.about)
    if arrangements is None or not arrangements.secretariat_address or written.exists():
        return 0
    on = today(now=now)
    network = "action__agreement__report__meeting__network"
    body = Commitment.objects.values_list(network, flat=True).get(pk=remark.commitment_id)
    if body not in ladders() or to in Bearers(on=on).on_hold:
        return 0
    letters = [
        Letter(
            kind=told.kind,
            recipient=one.address,
            person_id=one.person_id,
            language=one.language,
            entries=[Entry(remark.commitment_id, to, body, told.section, told.because)],
            about=told.about,
            note=note(one.language),
        )
        for one in addresses(on=on).besides_digests().values()
        if one.covers(to, body)
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


def _letters(report, told, *, on_hold, recipients):
    kind = MailKind.COPY if report.state == ProgressState.TO_CONFIRM else MailKind.TOGETHER
    entries_of = {}
    for pk, delegation, body in told:
        if delegation in on_hold:
            continue
        for recipient in recipients.values():
            if recipient.covers(delegation, body):
                entry = Entry(pk, delegation, body, Section.INFORMED, Because.INFORMED)
                entries_of.setdefault(recipient.address, []).append(entry)
    return [
        Letter(
            kind=kind,
            recipient=address,
            person_id=recipients[address].person_id,
            language=recipients[address].language,
            entries=entries,
            about=about_report(report.pk),
            note=_note(report, kind, recipients[address].language),
        )
        for address, entries in sorted(entries_of.items())
    ]


def _note(report, kind, language):
    """What was informed, and by whom: officers are named to their own delegation alone."""
    who = report.delegation.in_language("name", language)
    if kind == MailKind.COPY:
        who = ", ".join(part for part in (report.written_by, report.author_post, who) if part)
    return f"{report.text}\n\n{who}"
