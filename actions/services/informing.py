"""A delegation informs of its commitments: a draft, what is to be confirmed, sent, acknowledged, or set aside."""

import dataclasses
import datetime
import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from networks.dates import long_day
from networks.models import Delegation, User
from networks.services import delete_recorded, public_change, save_recorded, system_user, today
from networks.standing import standing_of

from .. import policies
from ..models import (
    CHANGEABLE,
    CameBy,
    Commitment,
    CommitmentStatus,
    ProgressAnswer,
    ProgressReport,
    ProgressState,
    ReportAudience,
)
from ..stamps import stamp
from .editing import ChangedMeanwhile, set_fields
from .following import why_too_far
from .taking_effect import let_the_date_stand, take_effect

MOST_COMMITMENTS = 100
MOST_CHARACTERS = 10_000
OVER = (CommitmentStatus.WITHDRAWN, CommitmentStatus.SUPERSEDED)


class CannotInform(Exception):
    """The report of progress cannot be taken so; the message may be shown to the user."""


@dataclasses.dataclass(frozen=True)
class Words:
    """What a report says. on: the day as of which it is so; new_date: by when it is expected now."""

    text: str
    language: str
    done: bool
    on: datetime.date
    new_date: datetime.date | None = None
    audience: str = ReportAudience.CONFERENCE

    def fields(self):
        return dataclasses.asdict(self) | {"text": self.text.strip()}


@dataclasses.dataclass(frozen=True)
class Informant:
    """Who speaks. user: None behind a link, where name and post are given instead.

    On behalf: entered_by is whoever of the secretariat entered it, or the system where it was read out of a mail;
    source and source_words say out of what.
    """

    came_by: str
    user: User | None = None
    name: str = ""
    post: str = ""
    address: str = ""
    entered_by: User | None = None
    source: str = ""
    source_words: str = ""


@dataclasses.dataclass(frozen=True)
class Informed:
    """A report that was sent or confirmed. closed_with: the other delegations whose shares were closed with it.

    They are named by the call that had this effect alone, so that they are told once.
    """

    report: ProgressReport
    closed_with: tuple[Delegation, ...] = ()


def begin_report(*, delegation, commitment_ids, words, informant, now, on, key=None):
    """Begin a draft of what the delegation informs of these commitments. Gives the ProgressReport.

    Each commitment is borne by the delegation on the day `on`, or on the day as of which the report speaks: a
    presidency that has passed on informs of what it did. key: a UUID that the form carries; the same form sent twice
    begins one report, and with other words writes its draft, or begins another where it is sent. Raises CannotInform.
    """
    if key and (begun := _begun(delegation, key)):
        if _says(begun, words, commitment_ids):
            return begun
        if begun.state == ProgressState.DRAFT:
            by = informant.entered_by or informant.user
            return write_report(report_id=begun.pk, words=words, commitment_ids=commitment_ids, by=by, on=on)
        key = None
    check_informant(informant)
    commitments = _answerable(delegation, commitment_ids, words, on=on)
    report = draft_of(delegation, words, informant, now=now, key=key)
    by = informant.entered_by or informant.user
    check_may_write(report, by, _networks_of(commitments), on=on)
    by = by or system_user()
    try:
        with transaction.atomic():
            save_recorded(report, by=by)
            _answer(report, commitments, by=by)
    except IntegrityError:
        # The same form twice in one moment: the other has begun it.
        if begun := _begun(delegation, report.key):
            return begun
        raise
    return report


def draft_of(delegation, words, informant, *, now, key=None):
    """The (unsaved) draft of what the delegation informs; nothing is asked here."""
    return ProgressReport(
        delegation=delegation,
        **words.fields(),
        came_by=informant.came_by,
        author=informant.user,
        author_name=informant.name.strip(),
        author_post=informant.post.strip(),
        author_address=informant.address,
        entered_by=informant.entered_by,
        source=informant.source,
        source_words=informant.source_words.strip(),
        made_at=now,
        key=key or uuid.uuid4(),
    )


def write_report(*, report_id, words, commitment_ids, by, on, source=None, seen=None):
    """Change a draft, or what is to be confirmed, whoever may confirm that. Gives it.

    seen: the stamp of what was there; raises ChangedMeanwhile where it is another by now, and CannotInform.
    by: None behind the link by which it came. source: (Source, which one) where what it was entered out of changes too.
    """
    with transaction.atomic():
        report, networks = lock_report(report_id)
        if seen is not None and seen != stamp(report):
            raise ChangedMeanwhile(_("Somebody else changed this in the meantime. Nothing of theirs was overwritten."))
        commitments = _answerable(report.delegation, commitment_ids, words, on=on)
        check_may_write(report, by, networks | _networks_of(commitments), on=on)
        by = by or system_user()
        out_of = dict(zip(("source", "source_words"), source, strict=True)) if source else {}
        set_fields(report, words.fields() | out_of, by=by)
        kept = {commitment.pk for commitment in commitments}
        for answer in report.answers.exclude(commitment__in=kept):
            delete_recorded(answer, by=by)
        there = set(report.answers.values_list("commitment", flat=True))
        _answer(report, [commitment for commitment in commitments if commitment.pk not in there], by=by)
        return report


def send_report(*, report_id, by, now, on):
    """Send a draft. Gives it as Informed; one that is sent already is given as it is, and nothing happens.

    What came by a link, or was read out of a mail, is to be confirmed first. Otherwise it takes effect, as
    `taking_effect.take_effect` says; what the secretariat entered counts as acknowledged with it.
    by: None behind the link. Raises CannotInform.
    """
    with public_change():
        report, networks = lock_report(report_id)
        if report.state in (ProgressState.TO_CONFIRM, ProgressState.SENT, ProgressState.ACKNOWLEDGED):
            return Informed(report)
        check_may_write(report, by, networks, on=on)
        _check_still_answerable(report, on=on)
        by = by or system_user()
        if _came_unattended(report):
            report.state = ProgressState.TO_CONFIRM
            return Informed(save_recorded(report, by=by))
        return _inform(report, by=by, now=now, on=on)


def confirm_report(*, report_id, by, now, on):
    """Confirm what came by a link or out of a mail; it takes effect now. Gives it as Informed.

    One that is confirmed already is given as it is. Raises CannotInform.
    """
    with public_change():
        report, networks = lock_report(report_id)
        if not policies.may_confirm(standing_of(by, on=on), report, networks):
            raise CannotInform(_("A designated officer of the delegation or the Technical Secretariat confirms this."))
        if report.state in (ProgressState.SENT, ProgressState.ACKNOWLEDGED):
            return Informed(report)
        if report.state != ProgressState.TO_CONFIRM:
            raise CannotInform(_("There is nothing to confirm: this report is “%(state)s”.") % _state_of(report))
        # A date that was right when it was informed may have passed while it waited.
        _check_still_answerable(report, on=on, said_on=today(now=report.made_at))
        report.confirmed_by = by
        return _inform(report, by=by, now=now, on=on)


def set_aside(*, report_id, by, reason, on):
    """Set aside a draft, or what is not to be confirmed; it stays on file, with the reason. Raises CannotInform."""
    with transaction.atomic():
        report, networks = lock_report(report_id)
        if report.state == ProgressState.SET_ASIDE:
            return report
        if report.state == ProgressState.TO_CONFIRM and not reason.strip():
            raise CannotInform(_("Please say why it is not confirmed; the reason stays in the history."))
        check_may_write(report, by, networks, on=on)
        report.state = ProgressState.SET_ASIDE
        return save_recorded(report, by=by or system_user(), reason=reason.strip())


def acknowledge_report(*, report_id, by, now, on):
    """Note that the secretariat has taken note; nothing is judged. A second time changes nothing.

    Effect: a new date that it informs stands from the day `on`, as `taking_effect.let_the_date_stand` says.
    Raises CannotInform.
    """
    with public_change():
        report, _networks = lock_report(report_id)
        if not policies.may_acknowledge(standing_of(by, on=on)):
            raise CannotInform(_("The Technical Secretariat acknowledges what is informed."))
        if report.state == ProgressState.ACKNOWLEDGED:
            return report
        if report.state != ProgressState.SENT:
            raise CannotInform(_("There is nothing to acknowledge: this report is “%(state)s”.") % _state_of(report))
        _acknowledge(report, by=by, now=now, on=on)
        return save_recorded(report, by=by)


def _inform(report, *, by, now, on):
    report.state, report.sent_at = ProgressState.SENT, now
    closed_with = take_effect(report, by=by, on=on)
    if report.came_by == CameBy.ON_BEHALF and by.is_staff:
        _acknowledge(report, by=by, now=now, on=on)
    return Informed(save_recorded(report, by=by), closed_with)


def _acknowledge(report, *, by, now, on):
    report.state, report.acknowledged_by, report.acknowledged_at = ProgressState.ACKNOWLEDGED, by, now
    let_the_date_stand(report, by=by, on=on)


def _begun(delegation, key):
    return ProgressReport.objects.filter(delegation=delegation, key=key).first()


def _says(report, words, commitment_ids):
    """Whether a report says these words of these commitments."""
    about = set(report.answers.values_list("commitment", flat=True))
    return about == set(commitment_ids) and all(
        getattr(report, field) == value for field, value in words.fields().items()
    )


def lock_report(report_id):
    """The report, locked, and the keys of the bodies whose agreements it speaks of."""
    locked = ProgressReport.objects.select_for_update(of=("self",))
    report = locked.select_related("delegation", "entered_by").get(pk=report_id)
    body = "commitment__action__agreement__report__meeting__network"
    return report, set(report.answers.order_by().values_list(body, flat=True))


def _networks_of(commitments):
    return {commitment.action.agreement.report.meeting.network_id for commitment in commitments}


def _answer(report, commitments, *, by):
    answers = [ProgressAnswer(report=report, commitment=commitment) for commitment in commitments]
    if answers:
        bulk_create_with_history(answers, ProgressAnswer, default_user=by)


def _came_unattended(report):
    """Whether nobody signed in stands behind it."""
    return report.came_by == CameBy.LINK or (report.entered_by is not None and report.entered_by.is_system)


def check_informant(informant):
    """Raise CannotInform unless it is said who speaks, and out of what it is entered."""
    if informant.came_by == CameBy.LINK and not (informant.name.strip() and informant.post.strip()):
        raise CannotInform(_("Please give your name and your post."))
    if informant.came_by == CameBy.ON_BEHALF and not informant.source:
        raise CannotInform(_("Please say out of what it is entered: a mail, a note, a call or a matrix."))


def check_may_write(report, by, networks, *, on):
    """Raise CannotInform unless `by` may change the report on the day `on`. networks: as `lock_report` gives them."""
    if report.state not in CHANGEABLE:
        raise CannotInform(_("This report is “%(state)s” and is not changed any more.") % _state_of(report))
    if by is None or by.is_system:
        # Whoever holds the link was let in by whoever calls; a signed-in person's draft is open to nobody else.
        allowed = report.state == ProgressState.DRAFT and _came_unattended(report)
    else:
        allowed = policies.may_write(standing_of(by, on=on), report, networks)
    if not allowed:
        raise CannotInform(_("This report is another delegation's, or of a body for which you are not designated."))


def _check_still_answerable(report, *, on, said_on=None):
    names = [field.name for field in dataclasses.fields(Words)]
    words = Words(**{name: getattr(report, name) for name in names})
    _answerable(report.delegation, report.answers.values_list("commitment", flat=True), words, on=on, said_on=said_on)


def _answerable(delegation, commitment_ids, words, *, on, said_on=None):
    """The commitments, with their agreement, report and meeting, if these words can be said of them."""
    check_words(words, on=on, said_on=said_on)
    wanted = set(commitment_ids)
    check_how_many(wanted)
    named = Commitment.objects.filter(pk__in=wanted).select_related("action__agreement__report__meeting")
    commitments = list(named.order_by("pk"))
    borne = {
        key
        for day in {on, words.on}
        for key in named.borne_by_codes(delegation.code, on=day).order_by().values_list("pk", flat=True)
    }
    check_borne(delegation, wanted, borne)
    for commitment in commitments:
        check_commitment(commitment, words)
    return commitments


def check_how_many(wanted):
    """Raise CannotInform unless one report can speak of as many commitments as these keys are."""
    if not wanted:
        raise CannotInform(_("Please choose what the report is about."))
    if len(wanted) > MOST_COMMITMENTS:
        raise CannotInform(_("One report can speak of %(most)s commitments at most.") % {"most": MOST_COMMITMENTS})


def check_borne(delegation, wanted, borne):
    """Raise CannotInform unless all that is wanted is borne by the delegation; both are keys of commitments."""
    if borne != wanted:
        raise CannotInform(
            _("%(delegation)s is not responsible for all that the report speaks of.") % {"delegation": delegation}
        )


def check_words(words, *, on, said_on=None):
    """Raise CannotInform unless such Words can be said on the day `on`, whatever they are about.

    said_on: since when what they inform of a new date waits to be confirmed.
    """
    if not words.text.strip():
        raise CannotInform(_("Please say in a few words what was done."))
    if len(words.text) > MOST_CHARACTERS:
        raise CannotInform(
            _("Please say it in at most %(most)s characters, and attach the rest as a file.")
            % {"most": MOST_CHARACTERS}
        )
    if words.on > on:
        raise CannotInform(_("The day as of which you inform cannot lie ahead."))
    if words.done and words.new_date:
        raise CannotInform(_("What is done needs no new date."))
    if words.new_date and words.new_date <= (said_on or on):
        raise CannotInform(_("The new date must lie ahead."))
    if words.new_date and (refusal := why_too_far(words.new_date, on=on)):
        raise CannotInform(refusal)


def check_commitment(commitment, words):
    """Raise CannotInform unless such Words can be said of the commitment. Reads its agreement with its report."""
    agreement = commitment.action.agreement
    if not agreement.report.is_frozen:
        raise CannotInform(_("The report of the meeting is not adopted yet."))
    if commitment.status in OVER:
        raise CannotInform(
            _("%(reference)s is “%(status)s”: there is nothing more to inform.")
            % {"reference": agreement.reference, "status": commitment.get_status_display()}
        )
    if words.on < agreement.agreed_on:
        raise CannotInform(
            _("%(reference)s was agreed on %(day)s: please give that day or a later one.")
            % {"reference": agreement.reference, "day": long_day(agreement.agreed_on)}
        )


def _state_of(report):
    return {"state": report.get_state_display()}
