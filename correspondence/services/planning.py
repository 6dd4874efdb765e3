"""Who is told what on a day: composed from the record, nothing planned ahead, nothing written."""

import dataclasses
import datetime
import itertools

from django.db.models import Q

from actions.models.commitments import STALE_AFTER
from networks.services import today

from ..models import Because, DigestDay, MailSettings, Rhythm
from . import escalation
from .foreseen import Foreseen
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
    told_of,
)
from .recipients import Addresses, addresses
from .spans import Span, spans
from .working_days import A_DAY, monday_of, working_days

__all__ = ["Entry", "Letter", "plan_ahead", "plan_day"]


def plan_day(*, on, now, foreseen=None):
    """The letters that the digests of the day `on` consist of, composed at the moment `now`.

    Only reads; the number of queries does not grow with persons or commitments. Empty where the secretariat has no
    mailbox. The day's digests that are composed already count for nothing. foreseen: a Foreseen, for `plan_ahead`.
    """
    arrangements = MailSettings.objects.filter(pk=1).first()
    if arrangements is None or not arrangements.secretariat_address:
        return []
    day = Day.read(on=on, now=now, foreseen=foreseen or Foreseen())
    found = _fallen_due(day)
    digests, unheard = _digests(day, found)
    return [*digests, *escalation.letters(day, unheard, arrangements=arrangements, now=now)]


def plan_ahead(*, on, now):
    """The letters of a day that may be still to come, as the record stands at the moment `now`.

    What the working days until then would tell counts as told: each is planned in its turn, so that the queries grow
    with these days. Only reads.
    """
    this_day, foreseen = today(now=now), Foreseen()
    last = DigestDay.objects.order_by("-day").values_list("day", flat=True).first()
    day = this_day if last is None else max(this_day, last + A_DAY)
    working = working_days()
    while day < on:
        if day in working:
            then = now + (day - this_day)
            foreseen.add(day, plan_day(on=day, now=then, foreseen=foreseen), now=then)
        day += A_DAY
    return plan_day(on=on, now=max(now, now + (on - this_day)), foreseen=foreseen)


@dataclasses.dataclass
class Day:
    """What the digests of one day are composed from, besides the commitments.

    adopted: the reports that may be new. filed_lately: those of the last six months, of which nobody is asked for news.
    """

    on: datetime.date
    spans: dict[str, Span]
    ladders: dict[int, Ladder]
    bearers: Bearers
    addresses: Addresses
    adopted: dict[int, datetime.datetime]
    filed_lately: set[int]
    foreseen: Foreseen

    @classmethod
    def read(cls, *, on, now, foreseen):
        found = spans(on=on, foreseen=foreseen)
        first = min(span.adopted_after for span in found.values() if span.between is None)
        lately = now - STALE_AFTER
        filed = adopted(after=min(first, lately), until=now)
        return cls(
            on=on,
            spans=found,
            ladders=ladders(),
            bearers=Bearers(on=on),
            addresses=addresses(on=on),
            adopted={report: at for report, at in filed.items() if at > first},
            filed_lately={report for report, at in filed.items() if at > lately},
            foreseen=foreseen,
        )

    @property
    def begins_a_week(self):
        """Whether the weekly digests are of this day."""
        return self.spans[Rhythm.WEEKLY].between is None

    def reminded_of(self):
        return reminded_of(networks=list(self.ladders), bearers=self.bearers)


@dataclasses.dataclass
class Found:
    """What falls due: the commitments, and by rhythm of which of them nobody asked for news lately.

    asked: by address, about what it was asked since the last weekly digests.
    """

    matters: dict[int, Matter]
    unasked: dict[str, set[int]]
    asked: dict[str, set[int]]


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
    newly = told_of(networks=list(day.ladders), bearers=day.bearers).filter(
        action__agreement__report__in=list(day.adopted), action__agreement__agreed_on__gte=day.on - ADOPTED_WITHIN
    )
    found |= {one.pk: one for one in matters(newly)}
    # Not left to the database: with a record whose numbers it does not know yet it compares every row with every other.
    silent = {one.pk: one for one in matters(of_all.filter(stale(on=day.on))) if one.report_id not in day.filed_lately}
    before, lately = _asked(day)
    for_the_week = silent.keys() - before
    unasked = {Rhythm.DAILY: for_the_week.difference(*lately.values()), Rhythm.WEEKLY: for_the_week}
    falls_due = for_the_week if day.begins_a_week else unasked[Rhythm.DAILY]
    return Found(found | {pk: silent[pk] for pk in falls_due}, unasked, lately)


def _asked(day):
    """About what anybody was asked with the last weekly digests or before, and by address about what since then.

    Who reads weekly hears of a question that others were asked in between.
    """
    before, lately = set(), {}
    for commitment, asked_on, address in itertools.chain(asked(on=day.on), day.foreseen.asked()):
        if asked_on > day.spans[Rhythm.WEEKLY].window.since:
            lately.setdefault(address, set()).add(commitment)
        else:
            before.add(commitment)
    return before, lately


def _digests(day, found):
    """The letters of those designated, and the cells for which something falls due that nobody hears of."""
    lines = {rhythm: Lines(day, rhythm, unasked=found.unasked[rhythm]) for rhythm in day.spans}
    cells_of = {pk: day.bearers.cells(matter) for pk, matter in found.matters.items()}
    unheard, concerned = set(), {rhythm: set() for rhythm in lines}
    for pk, matter in found.matters.items():
        for rhythm, of_rhythm in lines.items():
            because = of_rhythm.add(matter, cells_of[pk])
            if because == Because.LISTED:
                continue
            concerned[rhythm].update(cells_of[pk])
            # A question that nobody hears of is asked day after day: the concerns of the week name the delegation.
            if rhythm == Rhythm.WEEKLY or because == Because.STALE or day.addresses.reach(*cells_of[pk]):
                continue
            if not of_rhythm.went_out_before(matter):
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
    lately = {}
    for address, commitment, *of_step in itertools.chain(
        told(since=since, reports=list(day.adopted)), day.foreseen.told()
    ):
        lately.setdefault(address, {}).setdefault(commitment, []).append(tuple(of_step))
    letters = (
        lines[one.rhythm].letter(one, told=lately.get(one.address, {}), asked=found.asked.get(one.address, set()))
        for one in recipients
    )
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
        if matter.delegation_id == bearers.office and not matter.is_to_confirm:
            for country, on in passed_on.items():
                if matter.agreed_on < on:
                    for of_rhythm in lines.values():
                        of_rhythm.add_passed_on(matter, country)
