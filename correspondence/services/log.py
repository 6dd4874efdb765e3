"""What was sent, what waits, and what is in the way: as staff look it up."""

import dataclasses
import datetime

from django.db.models import Count, Q

from ..models import Mail, MailState, Notice

LATELY = datetime.timedelta(days=30)
# Refusals and returns of the last weeks; what waits or is under way, whenever it was composed.
UNDER_WAY = (MailState.PENDING, MailState.CLAIMED, MailState.SENDING)
CAME_TO_NOTHING = (MailState.REFUSED, MailState.RETURNED)


@dataclasses.dataclass(frozen=True)
class Search:
    """What a list of mails is narrowed to; None or "" where it is not."""

    address: str = ""
    person: int | None = None
    delegation: str = ""  # its code
    agreement: str = ""  # its reference
    commitment: int | None = None
    state: str = ""
    kind: str = ""
    day: datetime.date | None = None


def found(search):
    """The mails that a Search finds, the latest first."""
    rules = {
        "recipient__contains": search.address.strip().lower(),
        "person": search.person,
        "mentions__delegation__code": search.delegation,
        "mentions__commitment__action__agreement__reference__iexact": search.agreement.strip(),
        "mentions__commitment": search.commitment,
        "state": search.state,
        "kind": search.kind,
        "day": search.day,
    }
    rows = Mail.objects.select_related("person").filter(**{path: value for path, value in rules.items() if value})
    by_mention = search.delegation or search.agreement.strip() or search.commitment
    return rows.distinct() if by_mention else rows


def numbers(*, now):
    """{state: how many} of what waits, is under way, or came to nothing lately; how many notices nobody saw."""
    rows = (
        Mail.objects.filter(Q(state__in=UNDER_WAY) | Q(state__in=CAME_TO_NOTHING, composed_at__gte=now - LATELY))
        .order_by()
        .values_list("state")
        .annotate(number=Count("pk"))
    )
    return dict(rows), Notice.objects.unseen().count()
