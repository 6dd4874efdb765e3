"""A delegation's commitments, in the order in which they press."""

import dataclasses
import datetime
from collections import Counter

from django.db.models import Case, Count, F, IntegerField, Q, Value, When

from actions.models import Commitment
from actions.models.commitments import PRESIDENCY
from networks.pages import page_of
from networks.services import handovers

from .keeping import kept_under_version
from .presidency import given_words, holding, received_words
from .sharing import deadline_note

# What stands on a delegation's page under its own heading; the rest is a figure that leads to the register.
PENDING = ("date_passed", "due_soon", "to_confirm", "in_progress", "open", "stale", "waiting")
SHARES_A_PAGE = 50
PASSED_ON = 20
NAMED_ON_A_ROW = ("delegation", "action__deadline_body", "action__agreement__report__meeting__network")


@dataclasses.dataclass(frozen=True)
class OwnShare:
    """notes: what is said of it because it is, or was, held with the presidency."""

    commitment: Commitment
    situation: str
    as_presidency: bool
    deadline_note: str
    notes: tuple[str, ...] = ()


def pending_shares(delegation, *, reader, number, terms):
    """What the delegation still has to do, one page of it by situation, and a figure for every situation.

    terms: from `presidency_terms()`.
    """
    visible = Commitment.objects.visible_to(reader.standing)
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
        .select_related(*NAMED_ON_A_ROW)
        .annotate(pressing=pressing)
        .order_by("pressing", F("due_on").asc(nulls_last=True), "-action__agreement__agreed_on", "pk")
    )
    page = page_of(listed, number=number, size=SHARES_A_PAGE)
    groups: dict[str, list[OwnShare]] = {}
    for commitment in page.rows:
        situation = commitment.situation(on=reader.today)
        as_presidency = commitment.delegation_id != delegation.pk
        held = _held(commitment, reader=reader, terms=terms).handovers if as_presidency else []
        received = [received_words(one) for one in held if one.incoming == delegation]
        share = OwnShare(
            commitment,
            situation,
            as_presidency,
            deadline_note(commitment.action),
            tuple(received[-1:]),
        )
        groups.setdefault(situation, []).append(share)
    return {"page": page, "groups": list(groups.items()), "numbers": _figures(Counter(counted))}


def _figures(numbers):
    shown = (*PENDING, "fulfilled", "not_recorded")
    return [(situation, numbers[situation]) for situation in shown if numbers[situation]]


def passed_on(delegation, *, reader, terms):
    """What was open when the delegation handed the presidency over, and who holds it; one page, the latest first.

    What it holds again by now stands among what it has to do. None where it never handed the presidency over;
    otherwise one query. terms: from `presidency_terms()`.
    """
    handed = [
        one for one in handovers(since=datetime.date.min, until=reader.today, terms=terms) if one.outgoing == delegation
    ]
    if not handed:
        return None
    was_open = Q(pk__in=[])
    for one in handed:
        was_open |= Q(Q(closed_on=None) | Q(closed_on__gte=one.on), action__agreement__agreed_on__lt=one.on)
    listed = (
        Commitment.objects.visible_to(reader.standing)
        .filter(was_open, delegation__code=PRESIDENCY)
        .with_bearer(on=reader.today)
        .exclude(bearer=delegation.pk)
        .select_related(*NAMED_ON_A_ROW)
        .order_by("-action__agreement__agreed_on", "pk")
    )
    page = page_of(listed, number=1, size=PASSED_ON)
    return dataclasses.replace(page, rows=[_given(one, delegation, reader=reader, terms=terms) for one in page.rows])


def _given(commitment, delegation, *, reader, terms):
    held = _held(commitment, reader=reader, terms=terms)
    last = next(one for one in reversed(held.handovers) if one.outgoing == delegation)
    return OwnShare(
        commitment,
        commitment.situation(on=reader.today),
        as_presidency=False,
        deadline_note=deadline_note(commitment.action),
        notes=(held.words_of_holder, given_words(last)),
    )


def _held(commitment, *, reader, terms):
    agreed_on = commitment.action.agreement.agreed_on
    return holding(commitment, agreed_on=agreed_on, terms=terms, today=reader.today)
