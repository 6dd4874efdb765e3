"""How many share an action, and how many of them have informed: a count, no names."""

from django.db.models import Count, Q

from actions.models import Commitment, CommitmentStatus

HAVE_INFORMED = (CommitmentStatus.IN_PROGRESS, CommitmentStatus.FULFILLED)
NO_SHARE_ANY_MORE = (CommitmentStatus.WITHDRAWN, CommitmentStatus.SUPERSEDED)


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
