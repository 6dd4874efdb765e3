"""Which country holds a share of the presidency, and what is said of its passing on."""

import dataclasses
import datetime

from django.utils.translation import gettext as _

from networks import dates
from networks.models import Delegation
from networks.services import Handover, handovers, presidency_holder
from networks.terms import A_DAY


@dataclasses.dataclass(frozen=True)
class Holding:
    """Who holds a share of the presidency today, or held it on the day it was closed; None: nobody on record.

    handovers: those since it was agreed, the first one first.
    """

    holder: Delegation | None
    closed_on: datetime.date | None
    handovers: list[Handover]

    @property
    def words(self):
        """Held by El Salvador; by Honduras until 31 December 2016."""
        earlier = [one for one in reversed(self.handovers) if one.outgoing]
        opening = _("by %(holder)s until %(day)s") if self.holder else _("held by %(holder)s until %(day)s")
        return "; ".join([self.words_of_holder, *(opening % _last_day(one) for one in earlier)])

    @property
    def words_of_holder(self):
        if self.closed_on is None:
            return _("held by %(holder)s") % {"holder": self.holder} if self.holder else _("no presidency on record")
        words = _("held by %(holder)s on %(day)s") if self.holder else _("no presidency on record on %(day)s")
        return words % {"holder": self.holder, "day": dates.long_day(self.closed_on)}


def _last_day(handover):
    return {"holder": handover.outgoing, "day": dates.long_day(handover.on - A_DAY)}


def holding(commitment, *, agreed_on, terms, today):
    """The `Holding` of a share of the presidency; terms: from `presidency_terms()`."""
    until = commitment.closed_on or today
    return Holding(
        holder=presidency_holder(on=until, terms=terms),
        closed_on=commitment.closed_on,
        handovers=handovers(since=agreed_on, until=until, terms=terms),
    )


def handover_words(handover):
    """The presidency passed from Honduras to El Salvador: what the timeline says beside the day."""
    names = {"outgoing": handover.outgoing, "incoming": handover.incoming}
    if handover.outgoing is None:
        return _("%(incoming)s took up the presidency; none was on record before") % names
    if handover.incoming is None:
        return _("the presidency of %(outgoing)s had ended; no presidency on record") % names
    return _("the presidency passed from %(outgoing)s to %(incoming)s") % names


def received_words(handover):
    """Passed from Honduras on 1 January 2017: said on the page of the country that holds the share."""
    words = _("passed from %(outgoing)s on %(day)s") if handover.outgoing else _("with the presidency since %(day)s")
    return words % {"outgoing": handover.outgoing, "day": dates.long_day(handover.on)}


def given_words(handover):
    """Passed to El Salvador on 1 January 2017: said on the page of the country that held the share."""
    if handover.incoming is None:
        return _("held until %(day)s") % _last_day(handover)
    words = _("passed to %(incoming)s on %(day)s")
    return words % {"incoming": handover.incoming, "day": dates.long_day(handover.on)}
