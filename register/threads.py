"""What an agreement refers to, on which agendas it was taken up, and what took it further."""

import dataclasses

from actions.models import Agreement, Lineage, TakesUp
from actions.models.reports import states_visible_to
from meetings.models import Meeting


@dataclasses.dataclass(frozen=True)
class Thread:
    """earlier: pairs of a reference as written and the agreement it names, None where that is not to be read."""

    earlier: list[tuple[Lineage, Agreement | None]]
    taken_up: list[TakesUp]
    later: list[Agreement]

    def __bool__(self):
        return bool(self.earlier or self.taken_up or self.later)


def thread_of(agreement, *, standing):
    """The `Thread` of an agreement, as far as it may be read; three queries. Each part is in its order in time."""
    states = states_visible_to(standing)
    earlier = Lineage.objects.filter(agreement=agreement).order_by("pk")
    earlier = earlier.select_related("earlier__report").only("phrase", *_named("earlier"))
    # By the join that is made anyway: looked up beside it, a database without figures may plan a minute of it.
    later = Lineage.objects.filter(earlier=agreement, agreement__report__state__in=states)
    later = later.select_related("agreement__report").only(*_named("agreement"))
    meetings = Meeting.objects.visible_to(standing)
    taken_up = TakesUp.objects.filter(agreement=agreement, item__meeting__in=meetings).select_related("item__meeting")
    taken_up = taken_up.only("item__title_en", "item__title_es", "item__meeting__starts_on")
    return Thread(
        earlier=[(one, one.earlier if _may_be_read(one.earlier, states) else None) for one in earlier],
        taken_up=list(taken_up.order_by("item__meeting__starts_on", "pk")),
        later=[one.agreement for one in later.order_by("agreement__agreed_on", "pk")],
    )


def _named(agreement):
    """The fields by which an agreement at the other end of a reference is named: its path from there."""
    fields = ("reference", "agreed_on", "text_en", "text_es", "report__reference", "report__state")
    return [f"{agreement}__{field}" for field in fields]


def _may_be_read(earlier, states):
    return earlier is not None and earlier.report.state in states
