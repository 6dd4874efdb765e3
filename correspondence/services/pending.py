"""A delegation's pending matters, as the page behind a mailed link shows them."""

import dataclasses
import datetime

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from actions.models import Commitment, CommitmentStatus, ReportState
from actions.models.commitments import OPEN_STATUSES

# How long what is done stays on the page, so that one sees what the conference knows already.
LATELY = datetime.timedelta(days=180)
HAVE_INFORMED = (CommitmentStatus.IN_PROGRESS, CommitmentStatus.FULFILLED)
NO_SHARE_ANY_MORE = (CommitmentStatus.WITHDRAWN, CommitmentStatus.SUPERSEDED)
# (situation, heading), in the order in which they stand
GROUPS = (
    ("date_passed", _("Date passed")),
    ("due_soon", _("Due soon")),
    ("later", _("Later")),
    ("waiting", _("Waiting for a meeting")),
    ("stale", _("Without recent news")),
    ("no_date", _("Without a date")),
    ("to_confirm", _("To confirm")),
    ("fulfilled", _("Fulfilled lately")),
)


@dataclasses.dataclass(frozen=True)
class Matter:
    commitment: Commitment
    situation: str
    as_presidency: bool
    others: int
    informed: int


def pending_of(delegation, *, on):
    """What `delegation` has pending on the day `on`, with what it bears as the presidency, and what it did lately.

    Gives [(heading, [Matter, …]), …] without empty groups. Two queries, however many there are.
    """
    rows = (
        Commitment.objects.borne_by_codes(delegation.code, on=on)
        .filter(
            Q(status__in=(*OPEN_STATUSES, CommitmentStatus.TO_CONFIRM))
            | Q(status=CommitmentStatus.FULFILLED, closed_on__gte=on - LATELY),
            action__agreement__report__state__in=(ReportState.ADOPTED, ReportState.PUBLISHED),
        )
        .select_related("delegation", "action__deadline_body", "action__agreement__report__meeting__network")
        .order_by(F("due_on").asc(nulls_last=True), "-action__agreement__agreed_on", "pk")
    )
    found = list(rows)
    shares = shares_of({row.action_id for row in found})
    groups = {situation: [] for situation, _heading in GROUPS}
    for row in found:
        situation = row.situation(on=on)
        together, informed = shares[row.action_id]
        matter = Matter(
            commitment=row,
            situation=situation,
            as_presidency=row.delegation_id != delegation.pk,
            others=together - 1,
            informed=informed - (row.status in HAVE_INFORMED),
        )
        groups[situation if situation in groups else "later" if row.due_on else "no_date"].append(matter)
    return [(heading, groups[situation]) for situation, heading in GROUPS if groups[situation]]


def shares_of(action_ids):
    """{action id: (how many shares it has, how many of them have informed)}, in one query."""
    counted = (
        Commitment.objects.filter(action__in=action_ids)
        .exclude(status__in=NO_SHARE_ANY_MORE)
        .order_by()
        .values("action")
        .annotate(together=Count("pk"), informed=Count("pk", filter=Q(status__in=HAVE_INFORMED)))
        .values_list("action", "together", "informed")
    )
    return {action: (together, informed) for action, together, informed in counted}
