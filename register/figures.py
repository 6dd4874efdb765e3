"""Figures of each network, kept for visitors under the public version."""

import dataclasses
import functools
from collections import Counter

from django.db.models import Count

from actions.models import Agreement, Commitment
from meetings.models import Meeting, MeetingState
from networks.models import Network
from networks.standing import VISITOR

from .keeping import kept_under_version

STILL_OPEN = ("open", "in_progress", "due_soon", "date_passed", "stale", "waiting")


@dataclasses.dataclass(frozen=True)
class NetworkFigures:
    network: Network
    meetings: int
    agreements: int
    situations: Counter

    @property
    def pending(self):
        """Everything still open, whatever its date."""
        return sum(self.situations[one] for one in STILL_OPEN)

    @property
    def date_passed(self):
        return self.situations["date_passed"]

    @property
    def due_soon(self):
        return self.situations["due_soon"]

    @property
    def fulfilled(self):
        return self.situations["fulfilled"]


def figures(networks, *, reader):
    """`NetworkFigures` of each of `networks`; situations are empty for a reader without the follow-up."""
    # The conference sees planned meetings too, which come and go without the version.
    if reader.standing.is_of_the_conference:
        counted = _counted(reader)
    else:
        # An observer may see a meeting whose draft is opened: what is kept for visitors never counts it.
        visitor = dataclasses.replace(reader, standing=VISITOR)
        counted = kept_under_version("networks", reader=visitor, compute=functools.partial(_counted, visitor))
    meetings, agreements, situations = counted
    return [
        NetworkFigures(network, meetings[network.pk], agreements[network.pk], situations.get(network.pk, Counter()))
        for network in networks
    ]


def _counted(reader):
    held = Meeting.objects.visible_to(reader.standing).filter(state=MeetingState.HELD).order_by()
    meetings = Counter(dict(held.values_list("network").annotate(number=Count("pk", distinct=True))))
    on_record = Agreement.objects.visible_to(reader.standing).on_record().order_by()
    agreements = Counter(dict(on_record.values_list("report__meeting__network").annotate(number=Count("pk"))))
    situations: dict[int, Counter] = {}
    if reader.sees_follow_up:
        shares = Commitment.objects.visible_to(reader.standing).with_situation(on=reader.today).order_by()
        rows = shares.values_list("action__agreement__report__meeting__network", "situation_on_day")
        for network, situation, number in rows.annotate(number=Count("pk")):
            situations.setdefault(network, Counter())[situation] = number
    return meetings, agreements, situations
