"""How long one step takes for many commitments."""

import datetime

from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from actions.models import Action, Commitment, CommitmentStatus, Report
from actions.services.bulk import Close, NewDate, Reassign, take_step
from networks.models import Delegation
from networks.services import public_change, system_user, today

from .reminders import counted


def measure(commitments):
    """{step: {"seconds", "queries", "told": how often its progress was told}} for so many commitments."""
    number, on, new_holder = int(commitments), today(now=timezone.now()), Delegation.objects.get(code="EU")
    _share_out(number, Delegation.objects.get(code="SEGIB"), on=on)
    taken = {}
    for name, step, holder in (
        ("a new date", NewDate(on + datetime.timedelta(days=90)), "SEGIB"),
        ("another delegation", Reassign(new_holder), "SEGIB"),
        ("fulfilled", Close(CommitmentStatus.FULFILLED, outcome="As the matrix says."), "EU"),
    ):
        keys = list(
            Commitment.objects.pending()
            .filter(delegation__code=holder)
            .order_by("-pk")[:number]
            .values_list("pk", flat=True)
        )
        taken[name] = _taken(step, keys, on=on)
    return taken


def _share_out(number, delegation, *, on):
    """So many open commitments of the delegation, of an agreement of the newest report."""
    report = Report.objects.on_record().latest("adopted_on")
    agreement = report.agreements.earliest("sort_key")
    after = agreement.actions.count()
    actions = [
        Action(agreement=agreement, position=after + place, what_en=f"Paper {place}", what_es=f"Documento {place}")
        for place in range(number)
    ]
    with public_change():
        actions = bulk_create_with_history(actions, Action, batch_size=500, default_user=system_user())
        shares = [Commitment(action=action, delegation=delegation, news_on=on) for action in actions]
        bulk_create_with_history(shares, Commitment, batch_size=500, default_user=system_user())


def _taken(step, keys, *, on):
    told = []

    def take():
        return take_step(
            commitment_ids=keys,
            step=step,
            by=system_user(),
            on=on,
            reason="As read out.",
            progress=lambda *pair: told.append(pair),
        )

    before = Commitment.history.count()
    written, seconds, queries = counted(take)
    rows = Commitment.history.count() - before
    if rows != written or written != len(keys) * (2 if isinstance(step, Reassign) else 1):
        raise RuntimeError(f"{written} written and {rows} history rows for {len(keys)} commitments")
    return {"seconds": seconds, "queries": queries, "told": len(told)}
