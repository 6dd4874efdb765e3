"""From who and when as written to each delegation's share and its day."""

import datetime

from dateutil.relativedelta import relativedelta

from networks.models import Delegation

from ..models import Audience, CommitmentStatus, DeadlineKind

OF_THOSE_PRESENT = (Audience.ALL, Audience.NETWORK)


def agreed_due(action, *, meeting_ends_on):
    """The day an action is due as agreed; None without a deadline or while its event has no day.

    A period counts from the meeting's last day, an event from the first day of the meeting it is bound to.
    """
    if action.deadline_kind == DeadlineKind.DATE:
        return action.deadline_on
    if action.deadline_kind == DeadlineKind.PERIOD:
        return meeting_ends_on + relativedelta(**{action.deadline_unit: action.deadline_amount})
    if action.deadline_kind == DeadlineKind.EVENT and action.bound_to is not None:
        return action.bound_to.starts_on + datetime.timedelta(days=action.deadline_offset_days)
    return None


def resolve_due(commitment, *, meeting_ends_on, since):
    """Write the day a commitment is due onto the (unsaved) row: an extension first, then what was agreed.

    since: from which day on that counts, if it is another day than before. What a report agreed counts from its
    meeting, however late it is filed: nobody is reminded of what filing found.
    """
    due_on = commitment.extended_to or agreed_due(commitment.action, meeting_ends_on=meeting_ends_on)
    if due_on != commitment.due_on:
        commitment.due_on, commitment.due_since = due_on, since if due_on else None


class Room:
    """Who is a member and who was present on the day: asked once for a whole report."""

    def __init__(self, meeting):
        self.members = list(Delegation.objects.members(on=meeting.starts_on))
        self.present = [
            attendance.delegation for attendance in meeting.attendances.select_related("delegation").order_by("pk")
        ]
        present_ids = {delegation.pk for delegation in self.present}
        # Without any attendance on record nobody counts as absent.
        self.absent_ids = {member.pk for member in self.members if self.present and member.pk not in present_ids}


def shares(owners, *, room):
    """Each delegation responsible, once, in order, with the status its share starts in.

    owners: ActionOwner rows. An open call (INTERESTED) and a name that is no delegation are nobody's share.
    Returns a list of (Delegation, CommitmentStatus).
    """
    named = {}
    for owner in owners:
        if owner.delegation_id:
            candidates = [owner.delegation]
        elif owner.audience == Audience.MEMBERS:
            candidates = room.members
        elif owner.audience in OF_THOSE_PRESENT:
            candidates = room.present
        else:
            candidates = []
        for delegation in candidates:
            named.setdefault(delegation.pk, delegation)
    return [
        (delegation, CommitmentStatus.TO_CONFIRM if pk in room.absent_ids else CommitmentStatus.OPEN)
        for pk, delegation in named.items()
    ]


def is_over_a_year_old(meeting_ends_on, *, on):
    """Whether filing offers not to follow: the meeting ended more than a year before the day `on`."""
    return meeting_ends_on < on - datetime.timedelta(days=365)
