"""What a delegation takes to a meeting: its pending matters in that body and in the one it reports to."""

import dataclasses

from .pending import Matter, pending_of

# More than anybody reads on paper; what is left out is counted.
OF_A_GROUP_AT_MOST = 200


@dataclasses.dataclass(frozen=True)
class Brief:
    """due: what is due at the meeting or before it, first day first; later: everything else that is pending.

    questions: those of them about which the secretariat asks; left_out: how many more there are.
    """

    due: list[Matter]
    later: list[Matter]
    questions: list[Matter]
    left_out: int


def brief_for(meeting, *, delegation, on, for_staff=False):
    """The Brief of `delegation` for `meeting` (with its network and the body that reports to) on the day `on`.

    for_staff: without the delegation's own drafts. The number of queries does not grow with the matters.
    """
    bodies = [body.slug for body in (meeting.network, meeting.network.reports_to) if body is not None]
    groups = pending_of(delegation, on=on, networks=bodies, of_a_group=OF_A_GROUP_AT_MOST, for_staff=for_staff)
    groups = [group for group in groups if group.name != "fulfilled"]
    matters = [matter for group in groups for matter in group.matters]
    due = [matter for matter in matters if _is_due(matter, meeting)]
    return Brief(
        due=sorted(due, key=lambda matter: (matter.commitment.due_on, matter.commitment.pk)),
        later=[matter for matter in matters if not _is_due(matter, meeting)],
        questions=[matter for matter in matters if matter.question],
        left_out=sum(group.more for group in groups),
    )


def _is_due(matter, meeting):
    day = matter.commitment.due_on
    return day is not None and day <= meeting.ends_on
