"""What becomes of a commitment after it was agreed."""

from django.utils.translation import gettext as _

from networks.services import public_change, save_recorded

from ..models import Action, ActionOwner, Audience, Commitment, CommitmentStatus, Fulfilment
from .expanding import resolve_due

CLOSED = {
    CommitmentStatus.FULFILLED,
    CommitmentStatus.WITHDRAWN,
    CommitmentStatus.SUPERSEDED,
    CommitmentStatus.NOT_RECORDED,
}
# From a closed share the way leads back to pending only, for what was closed by mistake.
STEPS = {
    CommitmentStatus.TO_CONFIRM: {CommitmentStatus.OPEN, CommitmentStatus.WITHDRAWN, CommitmentStatus.NOT_RECORDED},
    CommitmentStatus.OPEN: {CommitmentStatus.IN_PROGRESS} | CLOSED,
    CommitmentStatus.IN_PROGRESS: {CommitmentStatus.OPEN} | CLOSED,
    CommitmentStatus.FULFILLED: {CommitmentStatus.OPEN},
    CommitmentStatus.WITHDRAWN: {CommitmentStatus.OPEN},
    CommitmentStatus.SUPERSEDED: {CommitmentStatus.OPEN},
    CommitmentStatus.NOT_RECORDED: {CommitmentStatus.OPEN, CommitmentStatus.FULFILLED},
}


class CannotChangeStatus(Exception):
    """The commitment cannot take this status; the message may be shown to the user."""


class CannotJoin(Exception):
    """The delegation cannot join the call; the message may be shown to the user."""


def change_status(*, commitment_id, status, by, on, outcome="", reason=""):
    """Record what a delegation informs of its share as of the day `on`.

    Effects: the status, the day of the last news, and for a closed share its day and outcome. Closing a share of a
    joint action closes every open share of it. A share that was closed has the day that its deadline comes to now.
    Raises CannotChangeStatus.
    """
    with public_change():
        named = ("action__bound_to", "action__agreement__report__meeting")
        commitment = Commitment.objects.select_for_update(of=("self",)).select_related(*named).get(pk=commitment_id)
        if status not in STEPS[commitment.status]:
            raise CannotChangeStatus(
                _("A commitment that is “%(now)s” cannot become “%(then)s”.")
                % {"now": commitment.get_status_display(), "then": CommitmentStatus(status).label}
            )
        if on < commitment.news_on:
            raise CannotChangeStatus(_("The last news of it is of %(day)s.") % {"day": commitment.news_on.isoformat()})
        if commitment.status in CLOSED and status not in CLOSED:
            resolve_due(commitment, meeting_ends_on=commitment.action.agreement.report.meeting.ends_on, since=on)
        together = [commitment]
        if commitment.action.fulfilment == Fulfilment.JOINTLY and status in CLOSED:
            together += list(
                commitment.action.commitments.pending().select_for_update().exclude(pk=commitment.pk).order_by("pk")
            )
        for share in together:
            share.status = status
            share.news_on = on
            share.closed_on = on if status in CLOSED else None
            share.outcome = outcome
            save_recorded(share, by=by, reason=reason)
        return commitment


def join_call(*, action_id, delegation, by, on):
    """Make an open call (interested Member Countries) also this delegation's, from the day `on`. Raises CannotJoin."""
    with public_change():
        action = Action.objects.select_related("bound_to", "agreement__report__meeting").get(pk=action_id)
        if not ActionOwner.objects.filter(action=action, audience=Audience.INTERESTED).exists():
            raise CannotJoin(_("This is not an open call."))
        if not action.agreement.report.is_frozen:
            raise CannotJoin(_("The report is not adopted yet."))
        if Commitment.objects.filter(action=action, delegation=delegation).exists():
            raise CannotJoin(_("%(delegation)s has joined already.") % {"delegation": delegation})
        commitment = Commitment(action=action, delegation=delegation, news_on=on)
        resolve_due(commitment, meeting_ends_on=action.agreement.report.meeting.ends_on, since=on)
        return save_recorded(commitment, by=by)
