"""One step for a chosen set of commitments: looked at, and taken exactly as it was seen, all of it or nothing.

Each is kept as a `SetStep`, with the source out of which it is known; what is too many to wait for the worker takes.
"""

import dataclasses
import datetime
import functools
import hashlib
import json

import structlog
from django.core.cache import cache
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.models import Commitment, CommitmentStatus, Source
from actions.services import bulk
from actions.services.following import why_ahead
from correspondence.services.telling_of_steps import tell_of_opening, tell_of_step
from networks import dates
from networks.models import Delegation
from networks.reasons import in_both_languages
from networks.services import public_change, today

from ..models import SetStep, StepState
from .source_files import keep_source

log = structlog.get_logger(__name__)

NEW_DATE, PASS_ON, CLOSE, OPEN_AGAIN = "new-date", "pass-on", "close", "open-again"
# More than these are not waited for.
AT_ONCE = 500
AT_MOST = 10_000
# A step of thousands takes seconds: whoever has had it for so long is gone.
GIVEN_UP_AFTER = datetime.timedelta(minutes=5)
MOST_ATTEMPTS = 3
LOOK_AGAIN = gettext_lazy("Something has changed since you looked. Please look again before it is done.")


class HasChanged(Exception):
    """What would be done is not what was seen; the message may be shown to the user."""


class NotMyTurn(Exception):
    """Another worker has it."""


@dataclasses.dataclass(frozen=True)
class Asked:
    """A step as staff ask for it. kind: NEW_DATE, PASS_ON, CLOSE or OPEN_AGAIN; what the others need is empty.

    to: the code of a delegation. on: the day as of which something is closed. source, source_words: out of what it
    is known; what is opened again needs none.
    """

    kind: str
    source: str = ""
    source_words: str = ""
    reason: str = ""
    new_date: datetime.date | None = None
    to: str = ""
    status: str = ""
    outcome: str = ""
    on: datetime.date | None = None

    @property
    def step(self):
        """The step as actions.services.bulk takes it."""
        if self.kind == NEW_DATE:
            return bulk.NewDate(self.new_date)
        if self.kind == PASS_ON:
            return bulk.Reassign(Delegation.objects.get(code=self.to))
        if self.kind == OPEN_AGAIN:
            return bulk.OpenAgain()
        return bulk.Close(self.status, self.outcome)

    @property
    def out_of(self):
        """The source in words, or the reason where it needs none: staff alone read whose mail or call it was."""
        return f"{Source(self.source).label}: {self.source_words}" if self.source else self.reason

    def why(self, number):
        """What stands in the history of each commitment, which delegations read. number: of the SetStep."""
        return in_both_languages(self._why, number)

    def _why(self, number):
        said_by = Source(self.source).label if self.source else _("the Technical Secretariat")
        source = _("%(source)s (step %(number)s)") % {"source": said_by, "number": number}
        return ". ".join(filter(None, [source, self.reason]))

    def as_kept(self):
        """As JSON keeps it; `Asked.of` gives it back."""
        days = {name: getattr(self, name) for name in ("new_date", "on")}
        return dataclasses.asdict(self) | {name: day and day.isoformat() for name, day in days.items()}

    @classmethod
    def of(cls, kept):
        days = {name: datetime.date.fromisoformat(kept[name]) for name in ("new_date", "on") if kept[name]}
        return cls(**kept | days)


@dataclasses.dataclass(frozen=True)
class Change:
    """What a step does to one commitment, in words. together: it closes or opens with another share of its action."""

    commitment: Commitment
    before: str
    after: str
    together: bool = False


@dataclasses.dataclass(frozen=True)
class Plan:
    """What a step would do, and to which it cannot be done. seen: names exactly this."""

    changes: list[Change]
    refused: list[bulk.Refused]
    seen: str


def plan(*, asked, commitment_ids, on):
    """What the step would do on the day `on`.

    Raises bulk.CannotTakeStep for more than can be done at once, and for what is to be closed as of a later day.
    """
    if len(commitment_ids) > AT_MOST:
        raise bulk.CannotTakeStep(_("More than %(number)s at once are too many: choose fewer.") % {"number": AT_MOST})
    if asked.on and (refusal := why_ahead(asked.on, on=on)):
        raise bulk.CannotTakeStep(refusal)
    step = asked.step
    looked_at = bulk.preview(commitment_ids=commitment_ids, step=step, on=asked.on or on)
    cannot = {one.commitment.pk for one in looked_at.refused}
    chosen = [share for share in looked_at.chosen if share.pk not in cannot]
    changes = [Change(share, *_words(share, step, asked)) for share in chosen]
    changes += [Change(share, *_words(share, step, asked), together=True) for share in looked_at.together]
    return Plan(changes, looked_at.refused, _named(asked, [*looked_at.chosen, *looked_at.together], cannot))


def take(*, asked, commitment_ids, seen, by, now, source=None):
    """Take the step that `seen` names, and no other. Gives the SetStep, done.

    source: the mail or note itself, an upload. Raises HasChanged, bulk.CannotTakeStep and attaching.NotTaken, and then
    nothing is kept of it.
    """
    with transaction.atomic():
        kept = _keep(asked, commitment_ids, seen, source, state=StepState.DONE, by=by, now=now)
        kept.changed = _take(kept, now=now)
        kept.save()
        return kept


def leave_to_the_worker(*, asked, commitment_ids, seen, by, now, plan, source=None):
    """Keep a step that the worker is to take, as `take` would. Gives the SetStep; handing it out is the caller's.

    plan: what it would do now; where that is not what was seen already, raises HasChanged. Raises attaching.NotTaken.
    """
    if plan.seen != seen:
        raise HasChanged(LOOK_AGAIN)
    with transaction.atomic():
        return _keep(asked, commitment_ids, seen, source, state=StepState.WAITING, by=by, now=now)


def _keep(asked, commitment_ids, seen, source, *, state, by, now):
    kept = SetStep.objects.create(
        asked=asked.as_kept(),
        commitments=list(commitment_ids),
        seen=seen,
        by=by,
        at=now,
        state=state,
    )
    keep_source(source, by=by, now=now, step=kept)
    return kept


def _take(kept, *, now, progress=None):
    """How many commitments the step of a SetStep wrote. Raises HasChanged and bulk.CannotTakeStep.

    Effect: those whose shares are closed with another's, or opened again, are told. progress: called with (how many
    are written, how many there are).
    """
    asked, on = Asked.of(kept.asked), today(now=now)
    # Whoever writes on the record waits for this: what is looked at here stays so until it is done.
    with public_change():
        planned = plan(asked=asked, commitment_ids=kept.commitments, on=on)
        if planned.seen != kept.seen:
            raise HasChanged(LOOK_AGAIN)
        changed = bulk.take_step(
            commitment_ids=kept.commitments,
            step=asked.step,
            by=kept.by,
            on=asked.on or on,
            reason=asked.why(kept.pk),
            progress=progress,
        )
        if asked.kind == CLOSE:
            tell_of_step(
                number=kept.pk,
                together=[one.commitment for one in planned.changes if one.together],
                status=asked.status,
                closed_on=asked.on,
                outcome=asked.outcome,
                now=now,
            )
        if asked.kind == OPEN_AGAIN:
            opened = [one.commitment for one in planned.changes]
            tell_of_opening(number=kept.pk, opened=opened, reason=asked.reason, now=now)
        return changed


def take_kept(*, step_id, now):
    """Take a step that waits, once however many workers run; gives whether this call did.

    Effects: what `take` has, or the state `refused` with why, without where it broke off. Whatever stops the process
    leaves it to `untaken`.
    """
    claimed = SetStep.objects.filter(_waiting(now), pk=step_id).update(
        state=StepState.UNDER_WAY, claimed_at=now, attempts=F("attempts") + 1
    )
    if not claimed:
        return False
    kept = SetStep.objects.select_related("by").get(pk=step_id)
    mine = SetStep.objects.filter(pk=step_id, state=StepState.UNDER_WAY, claimed_at=now)
    try:
        with transaction.atomic():
            # A transaction hides what it writes until it is through: how far it is goes another way.
            changed = _take(kept, now=now, progress=functools.partial(_written, kept.pk))
            if not mine.update(state=StepState.DONE, changed=changed):
                raise NotMyTurn
    except (HasChanged, bulk.CannotTakeStep) as refusal:
        mine.update(state=StepState.REFUSED, refusal=in_both_languages(str, refusal))
    except NotMyTurn:
        return False
    except Exception:
        log.exception("a step broke off", step=step_id)
        mine.update(state=StepState.REFUSED)
    return True


def tick_refusal(*, step, by, now):
    """Note that staff saw that a step was not taken; who ticked it first stays."""
    refused = SetStep.objects.filter(pk=step.pk, state=StepState.REFUSED, seen_at=None)
    return refused.update(seen_at=now, seen_by=by)


def _written(step_id, written, _total):
    cache.set(_key(step_id), written, timeout=GIVEN_UP_AFTER.seconds)


def untaken(*, now):
    """The steps that wait, and those whose worker is gone: what a sweep hands out again.

    Effect: one that took its worker away three times is refused.
    """
    gone = SetStep.objects.filter(_left_by_its_worker(now), attempts__gte=MOST_ATTEMPTS)
    gone.update(state=StepState.REFUSED)
    return SetStep.objects.filter(_waiting(now)).order_by("at")


def written_of(kept):
    """How many commitments of a SetStep are written so far, as far as another process can see it."""
    return kept.changed if kept.state == StepState.DONE else cache.get(_key(kept.pk), 0)


def _waiting(now):
    return Q(state=StepState.WAITING) | (_left_by_its_worker(now) & Q(attempts__lt=MOST_ATTEMPTS))


def _left_by_its_worker(now):
    return Q(state=StepState.UNDER_WAY, claimed_at__lt=now - GIVEN_UP_AFTER)


def _key(step_id):
    return f"set-step-{step_id}"


def _words(share, step, asked):
    """What the step changes of a share, as it is before and after."""
    if isinstance(step, bulk.NewDate):
        return dates.day(share.due_on) if share.due_on else _("no date"), dates.day(step.new_date)
    if isinstance(step, bulk.Reassign):
        return str(share.delegation), str(step.to)
    if isinstance(step, bulk.OpenAgain):
        # Of those that cannot be opened again no words are shown.
        return _status_as_of(share.status, share.closed_on), CommitmentStatus.OPEN.label
    return share.get_status_display(), _status_as_of(step.status, asked.on)


def _status_as_of(status, day):
    return _("%(status)s as of %(day)s") % {"status": CommitmentStatus(status).label, "day": dates.day(day)}


def _named(asked, shares, cannot):
    """A short name for exactly this: the same again has the same name, in whatever language it is looked at."""
    rows = [
        [one.pk, one.delegation_id, one.status, str(one.due_on), str(one.extended_to), str(one.news_on)]
        for one in shares
    ]
    return hashlib.sha256(json.dumps([asked.as_kept(), rows, sorted(cannot)]).encode()).hexdigest()
