"""One step for many commitments: a new date, another delegation, closed, or opened again.

With a preview, all of it or nothing.
"""

import abc
import dataclasses
import datetime

from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from networks.models import Delegation
from networks.services import public_change

from ..models import Commitment, CommitmentStatus
from ..models.commitments import OPEN_STATUSES
from .alike import alike
from .following import (
    CLOSED,
    DEADLINE,
    closes_together,
    take_date,
    take_over,
    take_status,
    why_not_extend,
    why_not_reassign,
    why_not_status,
)
from .taking_effect import DATES, NEWS

A_BATCH = 500
# What refuses a step that a worker takes is read later, in whatever language.
GONE = gettext_lazy("Some of the commitments are not on record any more: please choose anew.")


@dataclasses.dataclass(frozen=True)
class NewDate:
    """Due on another day; what was agreed stays beside it."""

    new_date: datetime.date


@dataclasses.dataclass(frozen=True)
class Reassign:
    """Passed to another delegation."""

    to: Delegation


CLOSE_AS = (CommitmentStatus.FULFILLED, CommitmentStatus.WITHDRAWN, CommitmentStatus.NOT_RECORDED)


@dataclasses.dataclass(frozen=True)
class Close:
    """Closed on behalf of the delegations. status: one of CLOSE_AS."""

    status: str
    outcome: str = ""


@dataclasses.dataclass(frozen=True)
class OpenAgain:
    """Pending again: what was closed by mistake, or what its delegation informs, once it is closed, is not done."""


@dataclasses.dataclass(frozen=True)
class Refused:
    """A commitment for which the step cannot be taken, and why, in words."""

    commitment: Commitment
    why: str


@dataclasses.dataclass(frozen=True)
class Preview:
    """What a step would do. together: the other shares of joint actions, which close or open with those chosen."""

    chosen: list[Commitment]
    refused: list[Refused]
    together: list[Commitment]


class CannotTakeStep(Exception):
    """The step is taken for none of the commitments; the message may be shown to the user. refused: which, and why."""

    def __init__(self, message, refused=()):
        super().__init__(message)
        self.refused = list(refused)


def preview(*, commitment_ids, step, on):
    """What `step` on the day `on` would do; nothing is written, nor changed in memory.

    step: NewDate, Reassign, Close or OpenAgain.
    """
    taking = _taking(commitment_ids, step, on=on)
    return Preview(chosen=taking.chosen, refused=taking.refused(), together=taking.together)


def take_step(*, commitment_ids, step, by, on, reason, progress=None):
    """Take a step for all these commitments, or for none. Gives how many were written, those that go with them too.

    by, reason: what each one's history row says; the reason says why, or out of what it is known. progress: called
    with (how many are written, how many there are) as it goes on. Effects for each as of `following.extend`,
    `reassign` and `change_status`, in a number of queries that grows with batches alone. Raises CannotTakeStep.
    """
    if not reason.strip():
        raise CannotTakeStep(_("Please say why, or out of what it is known; it stays in the history."))
    with public_change():
        taking = _taking(commitment_ids, step, on=on, lock=True)
        if not taking.chosen:
            raise CannotTakeStep(_("Please choose at least one commitment."))
        if len(taking.chosen) < len(set(commitment_ids)):
            raise CannotTakeStep(GONE)
        if refused := taking.refused():
            raise CannotTakeStep(lazy(_how_many, str)(len(refused)), refused)
        return _save(taking.take(), by=by, reason=reason, progress=progress)


def _save(parts, *, by, reason, progress):
    """Save what `_Taking.take` gives, by batches. Gives how many rows were written."""
    history = {"default_user": by, "default_change_reason": reason}
    written, total = 0, sum(len(rows) for rows, _fields in parts)
    for rows, fields in parts:
        for first in range(0, len(rows), A_BATCH):
            batch = rows[first : first + A_BATCH]
            if fields:
                bulk_update_with_history(batch, Commitment, fields, manager=alike(Commitment), **history)
            else:
                bulk_create_with_history(batch, Commitment, **history)
            written += len(batch)
            if progress:
                progress(written, total)
    return total


def _how_many(refused):
    words = ngettext(
        "%(number)s commitment cannot take this step: nothing was changed.",
        "%(number)s commitments cannot take this step: nothing was changed.",
        refused,
    )
    return words % {"number": refused}


def _taking(commitment_ids, step, *, on, lock=False):
    def shares(**which):
        found = Commitment.objects.filter(**which).select_related("delegation", *DEADLINE).order_by("pk")
        return list(found.select_for_update(of=("self",)) if lock else found)

    kinds = {NewDate: _Dating, Reassign: _Passing, Close: _Closing, OpenAgain: _Opening}
    return kinds[type(step)](step, shares(pk__in=set(commitment_ids)), on=on, shares=shares)


class _Taking(abc.ABC):
    """One kind of step: for which of the `chosen` it cannot be taken, and the rows as it leaves them.

    shares: reads more of them, as the chosen ones were.
    """

    def __init__(self, step, chosen, *, on, shares):
        self.step, self.chosen, self.on = step, chosen, on
        self.together = []
        self.look_around(shares)

    def look_around(self, shares):  # noqa: B027  a new date needs no more
        """Read what else decides."""

    @abc.abstractmethod
    def why_not(self, share):
        """Give why the step cannot be taken for this share, in the reader's words; "" where it can."""

    @abc.abstractmethod
    def take(self):
        """Give [(rows as the step leaves them, the fields it changed), …]; no fields for new rows. Nothing is saved."""

    def refused(self):
        reasons = [(share, self.why_not(share)) for share in self.chosen]
        return [Refused(share, why) for share, why in reasons if why]


class _Dating(_Taking):
    def why_not(self, share):
        return why_not_extend(share, self.step.new_date, on=self.on)

    def take(self):
        for share in self.chosen:
            take_date(share, self.step.new_date, on=self.on)
        return [(self.chosen, DATES)]


class _Closing(_Taking):
    def look_around(self, shares):
        chosen = {share.pk for share in self.chosen}
        joint = {share.action_id for share in self.chosen if closes_together(share.action, self.step.status)}
        open_shares = shares(action__in=joint, status__in=OPEN_STATUSES) if joint else []
        self.together = [share for share in open_shares if share.pk not in chosen]
        # One that can be closed closes the other open ones with it, the chosen ones too.
        self.closed = {
            share.action_id for share in self.chosen if share.action_id in joint and not self._why_not(share)
        }

    def why_not(self, share):
        return "" if share.status in OPEN_STATUSES and share.action_id in self.closed else self._why_not(share)

    def _why_not(self, share):
        return why_not_status(share, self.step.status, on=self.on)

    def take(self):
        rows = [*self.chosen, *self.together]
        for share in rows:
            take_status(share, self.step.status, on=self.on, outcome=self.step.outcome)
        return [(rows, NEWS)]


class _Opening(_Taking):
    def look_around(self, shares):
        """Of a joint action those open again that were closed with a chosen one: so, and as of the same day."""
        closed = {_as_closed(share) for share in self.chosen if closes_together(share.action, share.status)}
        beside = shares(action__in={action for action, *_how in closed}, status__in=CLOSED) if closed else []
        chosen = {share.pk for share in self.chosen}
        self.together = [share for share in beside if share.pk not in chosen and _as_closed(share) in closed]

    def why_not(self, share):
        if share.status not in CLOSED:
            return _("Only what is closed can be opened again.")
        return why_not_status(share, CommitmentStatus.OPEN, on=self.on)

    def take(self):
        rows = [*self.chosen, *self.together]
        for share in rows:
            take_status(share, CommitmentStatus.OPEN, on=self.on, outcome="")
        return [(rows, [*NEWS, *DATES])]


def _as_closed(share):
    return share.action_id, share.status, share.closed_on


class _Passing(_Taking):
    def look_around(self, shares):
        actions = {share.action_id for share in self.chosen}
        self.theirs = {share.action_id: share for share in shares(action__in=actions, delegation=self.step.to)}
        # The first share of each action.
        self.passing = {share.action_id: share.pk for share in reversed(self.chosen)}

    def why_not(self, share):
        if self.passing[share.action_id] != share.pk:
            return _("Of one action, one share alone can pass to %(delegation)s.") % {"delegation": self.step.to}
        return why_not_reassign(share, self.step.to, theirs=self.theirs.get(share.action_id))

    def take(self):
        taken_up, made = [], []
        for share in self.chosen:
            theirs = self.theirs.get(share.action_id)
            passed = take_over(share, self.step.to, theirs=theirs, on=self.on)
            (taken_up if theirs else made).append(passed)
        return [(self.chosen, NEWS), (taken_up, [*NEWS, *DATES]), (made, [])]
