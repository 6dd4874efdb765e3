"""A delegation's commitments, in the order in which they press."""

import dataclasses
from collections import Counter

from django.db.models import Case, Count, F, IntegerField, Value, When

from actions.models import Commitment

from .keeping import kept_under_version
from .pages import page_of
from .sharing import deadline_note

# What stands on a delegation's page under its own heading; the rest is a figure that leads to the register.
PENDING = ("date_passed", "due_soon", "to_confirm", "in_progress", "open", "stale", "waiting")
SHARES_A_PAGE = 50


@dataclasses.dataclass(frozen=True)
class OwnShare:
    commitment: Commitment
    situation: str
    as_presidency: bool
    deadline_note: str


def pending_shares(delegation, *, reader, number):
    """What the delegation still has to do, one page of it by situation, and a figure for every situation."""
    visible = Commitment.objects.visible_to(reader.user)
    own = visible.borne_by_codes(delegation.code, on=reader.today).with_situation(on=reader.today)
    counted = kept_under_version(
        "delegation",
        delegation.code,
        reader=reader,
        compute=lambda: dict(own.order_by().values_list("situation_on_day").annotate(number=Count("pk"))),
    )
    pressing = Case(
        *(When(situation_on_day=name, then=Value(place)) for place, name in enumerate(PENDING)),
        output_field=IntegerField(),
    )
    listed = (
        own.in_situation(*PENDING, on=reader.today)
        .select_related("delegation", "action__deadline_body", "action__agreement__report__meeting__network")
        .annotate(pressing=pressing)
        .order_by("pressing", F("due_on").asc(nulls_last=True), "-action__agreement__agreed_on", "pk")
    )
    page = page_of(listed, number=number, size=SHARES_A_PAGE)
    groups: dict[str, list[OwnShare]] = {}
    for commitment in page.rows:
        situation = commitment.situation(on=reader.today)
        share = OwnShare(
            commitment,
            situation,
            commitment.delegation_id != delegation.pk,
            deadline_note(commitment.action),
        )
        groups.setdefault(situation, []).append(share)
    return {"page": page, "groups": list(groups.items()), "numbers": _figures(Counter(counted))}


def _figures(numbers):
    shown = (*PENDING, "fulfilled", "not_recorded")
    return [(situation, numbers[situation]) for situation in shown if numbers[situation]]
