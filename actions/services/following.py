"""What becomes of a commitment after it was agreed."""

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from networks.dates import long_day
from networks.services import public_change, save_recorded
from networks.standing import standing_of

from .. import policies
from ..models import Action, ActionOwner, Audience, Commitment, CommitmentStatus, Fulfilment
from ..models.commitments import OPEN_STATUSES
from .expanding import resolve_due

CLOSED = {
    CommitmentStatus.FULFILLED,
    CommitmentStatus.WITHDRAWN,
    CommitmentStatus.SUPERSEDED,
    CommitmentStatus.NOT_RECORDED,
}
# From a closed share the way leads back to pending only, for what was closed by mistake.
STEPS = {
    CommitmentStatus.TO_CONFIRM: {
        CommitmentStatus.OPEN,
        # The delegation's word on what it did confirms that the share is its own.
        CommitmentStatus.IN_PROGRESS,
        CommitmentStatus.FULFILLED,
        CommitmentStatus.WITHDRAWN,
        CommitmentStatus.NOT_RECORDED,
    },
    CommitmentStatus.OPEN: {CommitmentStatus.IN_PROGRESS} | CLOSED,
    CommitmentStatus.IN_PROGRESS: {CommitmentStatus.OPEN} | CLOSED,
    CommitmentStatus.FULFILLED: {CommitmentStatus.OPEN},
    CommitmentStatus.WITHDRAWN: {CommitmentStatus.OPEN},
    CommitmentStatus.SUPERSEDED: {CommitmentStatus.OPEN},
    CommitmentStatus.NOT_RECORDED: {CommitmentStatus.OPEN, CommitmentStatus.FULFILLED},
}
# What may pass to another delegation: nobody has done it, and nobody has said that it is off.
UNDONE = (CommitmentStatus.TO_CONFIRM, *OPEN_STATUSES)
# A new date further off is a slip in the year, as 2206 for 2026, or stands for none, as 9999.
FURTHEST = relativedelta(years=10)


class CannotChangeStatus(Exception):
    """The commitment cannot take this status; the message may be shown to the user."""


class CannotExtend(Exception):
    """The commitment cannot be due on this day; the message may be shown to the user."""


class CannotReassign(Exception):
    """The share cannot pass to this delegation; the message may be shown to the user."""


class CannotTakePart(Exception):
    """It cannot be recorded so whether the delegation takes part; the message may be shown to the user."""


class CannotJoin(Exception):
    """The delegation cannot join the call; the message may be shown to the user."""


def change_status(*, commitment_id, status, by, on, outcome="", reason=""):
    """Record what a delegation informs of its share as of the day `on`.

    Effects: the status, the day of the last news, and for a closed share its day and outcome. Closing a share of a
    joint action closes every open share of it. A share that was closed has the day that its deadline comes to now.
    Raises CannotChangeStatus.
    """
    with public_change():
        commitment = _locked(commitment_id)
        if refusal := why_not_status(commitment, status, on=on):
            raise CannotChangeStatus(refusal)
        together = [commitment]
        if closes_together(commitment.action, status):
            together += list(
                commitment.action.commitments.pending().select_for_update().exclude(pk=commitment.pk).order_by("pk")
            )
        for share in together:
            take_status(share, status, on=on, outcome=outcome)
            save_recorded(share, by=by, reason=reason)
        return commitment


def extend(*, commitment_id, new_date, by, on, reason):
    """Let a share be due on `new_date`, from the day `on`; what was agreed stays beside it. Raises CannotExtend."""
    with public_change():
        commitment = _locked(commitment_id)
        if refusal := why_not_extend(commitment, new_date, on=on):
            raise CannotExtend(refusal)
        take_date(commitment, new_date, on=on)
        return save_recorded(commitment, by=by, reason=reason)


def reassign(*, commitment_id, to, by, on, reason):
    """Let a share pass to the delegation `to` from the day `on`. Gives the share it has now.

    Effects: the old share is withdrawn, without an outcome; the new one is pending, due on the same day; the other
    shares of a joint action stay as they are. A share that `to` had and that was withdrawn is taken up again. The
    reason stays in the history of both.
    Raises CannotReassign.
    """
    with public_change():
        commitment = _locked(commitment_id)
        theirs = commitment.action.commitments.select_for_update().filter(delegation=to).first()
        if not reason.strip():
            raise CannotReassign(_("Please say why; the reason stays in the history."))
        if refusal := why_not_reassign(commitment, to, theirs=theirs):
            raise CannotReassign(refusal)
        passed = take_over(commitment, to, theirs=theirs, on=on)
        save_recorded(commitment, by=by, reason=reason)
        return save_recorded(passed, by=by, reason=reason)


def take_part(*, commitment_id, takes_part, by, on, words=""):
    """Record whether a delegation that was absent takes part: its share is pending or withdrawn from the day `on`.

    words: why not; from staff, who say it on its behalf, out of what they know it. They stay in the history, with who
    said it. The other shares of a joint action stay as they are. Gives the Commitment. Raises CannotTakePart.
    """
    with public_change():
        named = Commitment.objects.with_bearer(on=on).select_related("delegation", *DEADLINE)
        commitment = named.select_for_update(of=("self",)).get(pk=commitment_id)
        standing = standing_of(by, on=on)
        if not policies.may_inform(standing, commitment):
            raise CannotTakePart(_("This is another delegation's, or of a body for which you are not designated."))
        if commitment.status != CommitmentStatus.TO_CONFIRM:
            raise CannotTakePart(
                _("There is nothing to confirm: this commitment is “%(status)s”.")
                % {"status": commitment.get_status_display()}
            )
        if standing.is_staff and not words.strip():
            raise CannotTakePart(_("Please say out of what it is known: a mail, a note or a call, and its day."))
        if not takes_part and not words.strip():
            raise CannotTakePart(_("Please say in a few words why it does not take part."))
        status = CommitmentStatus.OPEN if takes_part else CommitmentStatus.WITHDRAWN
        if refusal := why_not_status(commitment, status, on=on):
            raise CannotTakePart(refusal)
        take_status(commitment, status, on=on, outcome="")
        return save_recorded(commitment, by=by, reason=words.strip())


def join_call(*, action_id, delegation, by, on, words=""):
    """Make an open call (interested Member Countries) also this delegation's, from the day `on`. Gives the Commitment.

    by: an officer of the delegation for the body that made the call, or staff. words: from staff, out of what they
    know it; they stay in the history. A share that was withdrawn is taken up again. Raises CannotJoin.
    """
    with public_change():
        action = Action.objects.select_related("bound_to", "agreement__report__meeting").get(pk=action_id)
        if not action.agreement.report.is_frozen:
            raise CannotJoin(_("The report is not adopted yet."))
        network_id = action.agreement.report.meeting.network_id
        standing = standing_of(by, on=on)
        if not policies.may_join(standing, delegation.pk, network_id):
            raise CannotJoin(_("This call is of a body for which you are not designated."))
        if not ActionOwner.objects.filter(action=action, audience=Audience.INTERESTED).exists():
            raise CannotJoin(_("This is not an open call."))
        if standing.is_staff and not words.strip():
            raise CannotJoin(_("Please say out of what it is known: a mail, a note or a call, and its day."))
        commitment = action.commitments.select_for_update(of=("self",)).filter(delegation=delegation).first()
        if commitment is None:
            commitment = Commitment(action=action, delegation=delegation, news_on=on)
            resolve_due(commitment, meeting_ends_on=action.agreement.report.meeting.ends_on, since=on)
        elif commitment.status != CommitmentStatus.WITHDRAWN:
            raise CannotJoin(_("%(delegation)s has joined already.") % {"delegation": delegation})
        else:
            commitment.action = action
            if refusal := why_not_status(commitment, CommitmentStatus.OPEN, on=on):
                raise CannotJoin(refusal)
            take_status(commitment, CommitmentStatus.OPEN, on=on, outcome="")
        return save_recorded(commitment, by=by, reason=words.strip())


# What is named when a share is read to be changed: its deadline is counted from there.
DEADLINE = ("action__bound_to", "action__agreement__report__meeting")


def _locked(commitment_id):
    return Commitment.objects.select_for_update(of=("self",)).select_related(*DEADLINE).get(pk=commitment_id)


def closes_together(action, status):
    """Whether a share of the action that takes this status closes every open share of it."""
    return action.fulfilment == Fulfilment.JOINTLY and status in CLOSED


def why_not_status(share, status, *, on):
    """Why a share cannot take this status as of the day `on`, in words; "" if it can."""
    if status not in STEPS[share.status]:
        return _("A commitment that is “%(now)s” cannot become “%(then)s”.") % {
            "now": share.get_status_display(),
            "then": CommitmentStatus(status).label,
        }
    # What is opened again was closed by mistake, and the day of that with it.
    if on < share.news_on and not _opens_again(share, status):
        return _("The last news of it is of %(day)s.") % {"day": long_day(share.news_on)}
    return ""


def why_ahead(day, *, on):
    """Why nothing is so as of `day` yet, on the day `on`, in words; "" if it can be."""
    return _("The day as of which it is so cannot lie ahead.") if day > on else ""


def take_status(share, status, *, on, outcome):
    """Write a status and what is said of it onto the (unsaved) row, read with its `DEADLINE`, as of the day `on`.

    The day of the last news goes back with what is opened again alone.
    """
    opens_again = _opens_again(share, status)
    if opens_again:
        resolve_due(share, meeting_ends_on=share.action.agreement.report.meeting.ends_on, since=on)
    share.status = status
    share.news_on = on if opens_again else max(share.news_on, on)
    share.closed_on = on if status in CLOSED else None
    share.outcome = outcome


def _opens_again(share, status):
    return share.status in CLOSED and status not in CLOSED


def why_not_extend(share, new_date, *, on):
    """Why a share cannot be due on `new_date`, in words; "" if it can."""
    if share.status not in OPEN_STATUSES:
        return _("Only what is pending or in progress can have a new date.")
    if new_date <= on:
        return _("The new date must lie after %(day)s.") % {"day": long_day(on)}
    return why_too_far(new_date, on=on)


def why_too_far(new_date, *, on):
    """Why nothing can be due as late as `new_date`, seen from the day `on`, in words; "" if it can."""
    if new_date > on + FURTHEST:
        return _("The new date, %(day)s, is more than ten years ahead: please look at the year.") % {
            "day": long_day(new_date)
        }
    return ""


def take_date(share, new_date, *, on):
    """Write the day a share is due from the day `on` onto the (unsaved) row, read with its `DEADLINE`."""
    share.extended_to = new_date
    resolve_due(share, meeting_ends_on=share.action.agreement.report.meeting.ends_on, since=on)


def why_not_reassign(share, to, *, theirs):
    """Why a share cannot pass to the delegation `to`, in words; "" if it can. theirs: its own share there, or None."""
    if share.status not in UNDONE:
        return _("Only what is pending, in progress or to confirm can pass to another delegation.")
    if theirs is not None and theirs.status != CommitmentStatus.WITHDRAWN:
        return _("%(delegation)s has a share of it already.") % {"delegation": to}
    return ""


def take_over(share, to, *, theirs, on):
    """Withdraw the (unsaved) row `share`, and give the (unsaved) row by which the delegation `to` has it now."""
    passed = theirs or Commitment(action=share.action, delegation=to, news_on=on)
    passed.action = share.action
    passed.status, passed.closed_on, passed.outcome = CommitmentStatus.OPEN, None, ""
    passed.news_on = max(passed.news_on, on)
    passed.extended_to = share.extended_to
    resolve_due(passed, meeting_ends_on=share.action.agreement.report.meeting.ends_on, since=on)
    # Whoever sees the follow-up reads an outcome; why it passed on is for the history.
    share.status, share.closed_on, share.outcome = CommitmentStatus.WITHDRAWN, on, ""
    share.news_on = max(share.news_on, on)
    return passed
