"""Finding the commitments that staff remind of, or take a step for."""

from django.db.models import F

from actions.models import Commitment, CommitmentStatus
from actions.models.commitments import OPEN_STATUSES
from actions.models.reports import RECORDED

OPEN_OR_TO_CONFIRM = (*OPEN_STATUSES, CommitmentStatus.TO_CONFIRM)
NAMED = ("delegation", "action__agreement__report__meeting__network")


def found(*, on, agreement="", delegation=None, network=None, situation=""):
    """The commitments on record that a filter finds, the first to fall due first; without a situation what is open."""
    rows = Commitment.objects.filter(action__agreement__report__state__in=RECORDED)
    rows = rows.in_situation(situation, on=on) if situation else rows.filter(status__in=OPEN_OR_TO_CONFIRM)
    if agreement:
        rows = rows.filter(action__agreement__reference__iexact=agreement.strip())
    if delegation:
        rows = rows.borne_by_codes(delegation.code, on=on)
    if network:
        rows = rows.filter(action__agreement__report__meeting__network=network)
    return rows.select_related(*NAMED).order_by(F("due_on").asc(nulls_last=True), "action__agreement__reference", "pk")
