"""Who is told what on a day: composed from the record, nothing planned ahead, nothing written."""

import dataclasses
import datetime
import itertools

from django.db.models import Q

from ..models import Because, MailSettings, Rhythm
from . import escalation
from .letters import Entry, Letter
from .lines import Lines
from .matters import (
    ADOPTED_WITHIN,
    Bearers,
    Ladder,
    Matter,
    adopted,
    asked,
    cannot_wait,
    due_in,
    ladders,
    listed,
    matters,
    reminded_of,
    stale,
    told,
)
from .recipients import Addresses, addresses
from .spans import Span, spans
from .working_days import monday_of

__all__ = ["Entry", "Letter", "plan_day"]


def plan_day(*, on, now):
    """The letters that the digests of the day `on` consist of, composed at the moment `now`.

    Only reads; the number of queries does not grow with persons or commitments. Empty where the secretariat has no
    mailbox. The day's digests that are composed already count for nothing.
    """
    arrangements = MailSettings.objects.filter(pk=1).first()
    if arrangements is None or not arrangements.secretariat_address:
        return []
    day = Day.read(on=on, now=now)
    found = _fallen_due(day)
    digests, unheard = _digests(day, found)
    return [*digests, *escalation.letters(day, unheard, arrangements=arrangements, now=now)]


@dataclasses.dataclass
class Day:
    """What the digests of one day are composed from, besides the commitments."""

    on: datetime.date
    spans: dict[str, Span]
    ladders: dict[int, Ladder]
    bearers: Bearers
    addresses: Addresses
    adopted: dict[int, datetime.datetime]

    @classmethod
    def read(cls, *, on, now):
        found = spans(on=on)
        first = min(span.adopted_after for span in found.values() if span.between is None)
        return cls(
            on=on,
            spans=found,
            ladders=ladders(),
            bearers=Bearers(on=on),
            addresses=addresses(on=on),
            adopted=adopted(after=first, until=now),
        )

    @property
    def begins_a_week(self):
        """Whether the weekly digests are of this day."""
        return self.spans[Rhythm.WEEKLY].between is None

    def reminded_of(self):
        return reminded_of(networks=list(self.ladders), bearers=self.bearers)


@dataclasses.dataclass
class Found:
    """What falls due: the commitments, and of which of them nobody asked for news lately."""

    matters: dict[int, Matter]
    unasked: set[int]


def _fallen_due(day):
    """The commitments for which a mail may go out; four queries."""
    windows = [span.window for span in day.spans.values() if span.between is None]
    joint = dataclasses.replace(
        windows[0], since=min(one.since for one in windows), until=max(one.until for one in windows)
    )
    of_all = day.reminded_of()
    steps = due_in(joint, ladders={network: ladder.steps for network, ladder in day.ladders.items()})
    if not day.begins_a_week:
        steps |= cannot_wait(on=day.on, between=day.spans[Rhythm.WEEKLY].between)
    found = {one.pk: one for one in matters(of_all.filter(steps))}
    newly = of_all.filter(
        action__agreement__report__in=list(day.adopted), action__agreement__agreed_on__gte=day.on - ADOPTED_WITHIN
    )
    found |= {one.pk: one for one in matters(newly)}
    # Not left to the database: with a record whose numbers it does not know yet it compares every row with every other.
    asked_already = asked(on=day.on)
    unasked = {one.pk: one for one in matters(of_all.filter(stale(on=day.on))) if one.pk not in asked_already}
    return Found(found | unasked, set(unasked))


def _digests(day, found):
    """The letters of those designated, and the cells for which something falls due that nobody hears of."""
    lines = {rhythm: Lines(day, rhythm, unasked=found.unasked) for rhythm in day.spans}
    cells_of = {pk: day.bearers.cells(matter) for pk, matter in found.matters.items()}
    unheard, concerned = set(), {rhythm: set() for rhythm in lines}
    for pk, matter in found.matters.items():
        for rhythm, of_rhythm in lines.items():
            because = of_rhythm.add(matter, cells_of[pk])
            if because == Because.LISTED:
                continue
            concerned[rhythm].update(cells_of[pk])
            # A question that nobody hears of is asked day after day: the concerns of the week name the delegation.
            if rhythm == Rhythm.DAILY and because != Because.STALE and not day.addresses.reach(*cells_of[pk]):
                unheard.add(cells_of[pk][0])
    for cells in concerned.values():
        cells |= {(delegation, None) for delegation, _network in cells}
    recipients = [one for one in day.addresses.recipients.values() if not one.scopes.isdisjoint(concerned[one.rhythm])]
    if not recipients:
        return [], unheard
    lines = {rhythm: lines[rhythm] for rhythm in {one.rhythm for one in recipients}}
    _list_the_others(day, lines, found.matters, scopes={scope for one in recipients for scope in one.scopes})
    # The week's digest looked ahead, also for whoever has chosen another rhythm since.
    since = min(monday_of(day.on), *(span.window.since for span in day.spans.values()))
    lately = told(since=since, reports=list(day.adopted))
    letters = (lines[one.rhythm].letter(one, told=lately.get(one.address, {})) for one in recipients)
    return sorted(filter(None, letters), key=lambda letter: letter.recipient), unheard


def _list_the_others(day, lines, fallen_due, *, scopes):
    """Put what is only listed among the lines, as far as these scopes reach."""
    bearers = day.bearers
    delegations = {delegation for delegation, _network in scopes}
    networks = {network for _delegation, network in scopes}
    passed_on = {country: on for country, on in bearers.passed_on.items() if country in delegations}
    rule = listed(on=day.on)
    if bearers.holder in delegations or passed_on:
        delegations.add(bearers.office)
    if passed_on:
        rule |= Q(delegation=bearers.office)
    wanted = day.reminded_of().filter(rule, delegation__in=delegations)
    if None not in networks:
        wanted = wanted.filter(action__agreement__report__meeting__network__in=networks)
    others = (matter for matter in matters(wanted) if matter.pk not in fallen_due)
    for matter in itertools.chain(others, fallen_due.values()):
        if matter.pk not in fallen_due:
            cells = [cell for cell in bearers.cells(matter) if cell in scopes or (cell[0], None) in scopes]
            for of_rhythm in lines.values():
                of_rhythm.add(matter, cells)
        if matter.delegation_id == bearers.office:
            for country, on in passed_on.items():
                if matter.agreed_on < on:
                    for of_rhythm in lines.values():
                        of_rhythm.add_passed_on(matter, country)
