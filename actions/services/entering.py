"""The secretariat enters many reports of progress in one step, on behalf of delegations: all of them or none."""

import collections
import copy
import dataclasses

from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from networks.models import Delegation
from networks.services import presidency_terms, public_change
from networks.standing import standing_of

from .. import policies
from ..models import CameBy, Commitment, Fulfilment, ProgressAnswer, ProgressReport, ProgressState
from ..models.commitments import OPEN_STATUSES, PRESIDENCY
from .alike import alike
from .bulk import A_BATCH
from .informing import (
    CannotInform,
    Informant,
    Informed,
    Words,
    check_borne,
    check_commitment,
    check_how_many,
    check_informant,
    check_words,
    draft_of,
)
from .taking_effect import DATES, NEWS, dated_after, locked, reason_of, to_tell, write_date, write_effect

SENT = ["state", "sent_at", "acknowledged_by", "acknowledged_at"]


@dataclasses.dataclass(frozen=True)
class Entry:
    """What a delegation informs of these commitments, and out of what the secretariat knows it."""

    delegation: Delegation
    commitment_ids: tuple[int, ...]
    words: Words
    source: str
    source_words: str


class CannotEnter(CannotInform):
    """One of the reports cannot be taken, so that none is; the message may be shown. place: which, from 0."""

    def __init__(self, message, place):
        super().__init__(message)
        self.place = place


def enter_reports(*, entries, by, now, on, progress=None):
    """Begin and send a report on behalf for each Entry, in their order. Gives them as Informed, in the same order.

    What is refused and what is written, history and all, is just what `informing.begin_report` and `send_report` come
    to for one after the other: a later report finds what an earlier one has done. The number of queries grows with
    batches alone. progress: called with (how many rows are written, how many there are). Raises CannotEnter.
    """
    with public_change():
        if not policies.may_acknowledge(standing_of(by, on=on)):
            raise CannotInform(_("The Technical Secretariat acknowledges what is informed."))
        entering = _Entering(entries, by=by, now=now, on=on)
        for place, entry in enumerate(entries):
            try:
                entering.take(entry)
            except CannotInform as refusal:
                raise CannotEnter(str(refusal), place) from refusal
        entering.save(progress)
        return [Informed(report, closed_with) for report, closed_with in entering.informed]


class _Entering:
    """The shares that the entries speak of, read once, and what is to be written: changed in memory until `save`."""

    def __init__(self, entries, *, by, now, on):
        self.by, self.now, self.on = by, now, on
        self.informed, self.answers, self.changes = [], [], []
        wanted = {key for entry in entries for key in entry.commitment_ids}
        self.shares = {share.pk: share for share in _in_batches(locked, wanted)}
        done = {key for entry in entries if entry.words.done for key in entry.commitment_ids}
        self._read_those_that_close_with(share for key, share in self.shares.items() if key in done)
        self.together = collections.defaultdict(list)
        for _key, share in sorted(self.shares.items()):
            self.together[share.action_id].append(share)
        self.terms = presidency_terms()
        dated = {key for entry in entries if entry.words.new_date for key in entry.commitment_ids}
        later = dated_after(now).order_by()
        self.dated_later = set(
            _in_batches(lambda keys: later.filter(commitment__in=keys).values_list("commitment", flat=True), dated)
        )

    def _read_those_that_close_with(self, shares):
        joint = {share.action_id for share in shares if share.action.fulfilment == Fulfilment.JOINTLY}
        open_shares = Commitment.objects.filter(status__in=OPEN_STATUSES).order_by()
        for share in _in_batches(lambda keys: locked(open_shares.filter(action__in=keys).values("pk")), joint):
            self.shares.setdefault(share.pk, share)

    def take(self, entry):
        """Do in memory what one report does, or raise CannotInform."""
        informant = Informant(
            came_by=CameBy.ON_BEHALF, entered_by=self.by, source=entry.source, source_words=entry.source_words
        )
        check_informant(informant)
        check_words(entry.words, on=self.on)
        wanted = set(entry.commitment_ids)
        check_how_many(wanted)
        answered = [self.shares[key] for key in sorted(wanted) if key in self.shares]
        check_borne(entry.delegation, wanted, {share.pk for share in answered if self._bears(entry, share)})
        for share in answered:
            check_commitment(share, entry.words)
        report = draft_of(entry.delegation, entry.words, informant, now=self.now)
        self.answers += [ProgressAnswer(report=report, commitment=share) for share in answered]
        actions = sorted({share.action_id for share in answered})
        concerned = [share for action in actions for share in self.together[action]]
        own, others = write_effect(report, sorted(concerned, key=lambda share: share.pk), answered=wanted)
        self._note([*own, *others], report)
        if report.new_date:
            dated = [share for share in answered if share.pk not in self.dated_later]
            self._note(write_date(report, dated, on=self.on), report)
        self.informed.append((report, to_tell(others, report, terms=self.terms)))

    def _bears(self, entry, share):
        """As `borne_by_codes` says: on the day, or on the day as of which the report speaks."""
        code = entry.delegation.code
        if share.delegation.code != PRESIDENCY:
            return share.delegation.code == code
        days = [share.closed_on] if share.closed_on else [self.on, entry.words.on]
        return code == PRESIDENCY or any(
            term.delegation.code == code and term.starts_on <= day and (term.ends_on is None or day <= term.ends_on)
            for term in self.terms
            for day in days
        )

    def _note(self, shares, report):
        """Keep the shares as they are now: each is one row of history."""
        self.changes += [(copy.copy(share), report) for share in shares]

    def save(self, progress):
        """Save what was done in memory, by batches: each report as it was begun, and as it was sent."""
        reports = [report for report, _closed_with in self.informed]
        steps = [
            (reports, lambda batch: bulk_create_with_history(batch, ProgressReport, **self._history)),
            (self.answers, lambda batch: bulk_create_with_history(batch, ProgressAnswer, default_user=self.by)),
            (reports, self._send),
            *self._steps_of_shares(),
        ]
        written, total = 0, sum(len(rows) for rows, _write in steps)
        for rows, write in steps:
            for first in range(0, len(rows), A_BATCH):
                batch = rows[first : first + A_BATCH]
                write(batch)
                written += len(batch)
                if progress:
                    progress(written, total)

    def _send(self, reports):
        for report in reports:
            report.state, report.sent_at = ProgressState.ACKNOWLEDGED, self.now
            report.acknowledged_by, report.acknowledged_at = self.by, self.now
        bulk_update_with_history(reports, ProgressReport, SENT, manager=alike(ProgressReport), **self._history)

    def _steps_of_shares(self):
        """The last change of each share is written onto it; those before it are history alone."""
        last = {share.pk: share for share, _report in self.changes}
        before = [(share, report) for share, report in self.changes if last[share.pk] is not share]
        after = [(share, report) for share, report in self.changes if last[share.pk] is share]
        return [
            (before, lambda batch: Commitment.history.bulk_history_create(self._explained(batch), update=True)),
            (after, lambda batch: bulk_update_with_history(self._explained(batch), Commitment, [*NEWS, *DATES])),
        ]

    def _explained(self, changes):
        for share, report in changes:
            share._history_user, share._change_reason = self.by, reason_of(report, on=self.on)
        return [share for share, _report in changes]

    @property
    def _history(self):
        return {"default_user": self.by, "default_change_reason": ""}


def _in_batches(read, keys):
    """What `read` gives for the keys, asked for some at a time."""
    ordered = sorted(keys)
    for first in range(0, len(ordered), A_BATCH):
        yield from read(ordered[first : first + A_BATCH])
