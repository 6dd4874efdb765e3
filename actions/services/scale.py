"""A large believable register, for measuring: reports of invented agreements, written in bulk with their history."""

import dataclasses
import datetime
import itertools
import math
import pathlib
import random
import tomllib

from babel.dates import format_date
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from meetings.models import Attendance, Meeting, MeetingState
from networks.models import Conference, Delegation, DelegationKind, Network, NetworkKind
from networks.services import load_conference, public_change, save_recorded

from ..models import (
    Action,
    ActionOwner,
    Agreement,
    Audience,
    Commitment,
    CommitmentStatus,
    DeadlineKind,
    DeadlineUnit,
    Fulfilment,
    Lineage,
    Report,
    ReportState,
)
from ..numbering import depth_label
from ..words import fold
from .binding import Calendar
from .expanding import Room, resolve_due, shares
from .filing import keep_version

PHRASES = pathlib.Path(__file__).parent.parent / "data" / "scale.toml"
YEARS = 12
AGREEMENTS_A_REPORT = 25
REPORTS_A_BATCH = 20
FOLLOWED_FOR = datetime.timedelta(days=900)
# A reference has one letter to tell a body's meetings of one month apart.
MEETINGS_OF_A_BODY_A_MONTH = 8
LETTERS = ["", *"bcdefghijklmnopqrstuvwxyz"]


class CannotMakeScaleData(Exception):
    """There is a record here that invented rows must not be mixed with; the message may be shown to the user."""


def make_scale_data(*, agreements, seed, today, now, by):
    """Store `agreements` invented agreements in published reports of the years before `today`; the same for a seed.

    Gives, after each batch, how many are stored so far. Raises CannotMakeScaleData where a meeting is stored already.
    """
    with public_change():
        if Meeting.objects.exists():
            raise CannotMakeScaleData(_("There are meetings here already: invented rows are not mixed with them."))
        load_conference(by=by)
        row = Conference.objects.get(pk=1)
        row.is_sample = row.public_follow_up = True
        save_recorded(row, by=by)
        maker = _Maker(agreements=agreements, seed=seed, today=today, by=by)
        # All of them first: an agreement's deadline may be a meeting whose own report comes much later.
        bulk_create_with_history(maker.meetings, Meeting, batch_size=500, default_user=by)
        maker.calendar = Calendar(maker.meetings)
    stored = 0
    while stored < agreements:
        batch = Batch()
        for size in itertools.islice(maker.sizes, REPORTS_A_BATCH):
            maker.add_report(batch, size)
        with public_change():
            batch.save(by=by, now=now)
        stored += len(batch.points) + len(batch.sub_items)
        yield stored


@dataclasses.dataclass
class Batch:
    """The rows of some reports, each kind after those it points to."""

    attendances: list = dataclasses.field(default_factory=list)
    reports: list = dataclasses.field(default_factory=list)
    points: list = dataclasses.field(default_factory=list)
    sub_items: list = dataclasses.field(default_factory=list)
    actions: list = dataclasses.field(default_factory=list)
    owners: list = dataclasses.field(default_factory=list)
    commitments: list = dataclasses.field(default_factory=list)
    lineages: list = dataclasses.field(default_factory=list)

    def save(self, *, by, now):
        for field in dataclasses.fields(self):
            if rows := getattr(self, field.name):
                bulk_create_with_history(rows, type(rows[0]), batch_size=500, default_user=by)
        for report in self.reports:
            keep_version(report, by=by, now=now)


class _Room(Room):
    """Who was there, drawn by lot instead of asked of the database."""

    def __init__(self, members, present):
        self.members, self.present = members, present
        there = {delegation.pk for delegation in present}
        self.absent_ids = {member.pk for member in members if member.pk not in there}


class _Maker:
    def __init__(self, *, agreements, seed, today, by):
        self.chance = random.Random(seed)  # noqa: S311 - chance here needs no secrecy
        self.phrases = tomllib.loads(PHRASES.read_text("utf-8"))
        self.today = today
        self.delegations = {one.code: one for one in Delegation.objects.all()}
        self.members = list(Delegation.objects.members(on=today).order_by("pk"))
        self.guests = [one for one in self.delegations.values() if one.kind == DelegationKind.ORGANISATION]
        sizes = _sizes(agreements, self.chance)
        self.sizes = iter(sizes)
        self.bodies = _bodies(len(sizes), by=by)
        self.step = YEARS * 365 / len(sizes)
        self.meetings = [self._held(number) for number in range(len(sizes))] + self._planned()
        self.calendar = Calendar([])
        self.number = 0
        self.references = {}
        self.earlier = {}

    def _held(self, number):
        starts_on = self.today - datetime.timedelta(days=YEARS * 365 - int(number * self.step))
        body = self.bodies[number % len(self.bodies)]
        return self._meeting(body, min(starts_on, self.today - datetime.timedelta(days=2)), state=MeetingState.HELD)

    def _planned(self):
        """The next meeting of every other body; the deadlines that mean one of the others wait."""
        return [
            self._meeting(body, self.today + datetime.timedelta(days=self.chance.randrange(10, 150)))
            for body in self.bodies[::2]
        ]

    def _meeting(self, body, starts_on, **fields):
        country_code, city = self.chance.choice(self.phrases["cities"])
        return Meeting(
            network=body,
            starts_on=starts_on,
            ends_on=starts_on + datetime.timedelta(days=1),
            city=city,
            country=self.delegations[country_code],
            is_public=True,
            **fields,
        )

    def add_report(self, batch, size):
        meeting = self.meetings[self.number]
        self.number += 1
        present = [one for one in self.members if self.chance.random() > 0.08] + self.chance.sample(self.guests, 3)
        room = _Room(self.members, present)
        followed = meeting.starts_on > self.today - FOLLOWED_FOR
        report = Report(
            meeting=meeting,
            state=ReportState.PUBLISHED,
            original_language=self.chance.choice(["en", "es"]),
            heading_en=f"Report of the meeting held in {meeting.city}",
            heading_es=f"Informe de la reunión celebrada en {meeting.city}",
            reference=self._reference(meeting.network, meeting.starts_on),
            followed=followed,
            adopted_on=meeting.ends_on,
            published_on=meeting.ends_on,
        )
        batch.attendances += [Attendance(meeting=meeting, delegation=one) for one in present]
        batch.reports.append(report)
        self._add_agreements(batch, report, size, room, followed)

    def _reference(self, body, starts_on):
        first = f"{body.code}/{starts_on:%Y-%m}"
        held = self.references[first] = self.references.get(first, -1) + 1
        return first + LETTERS[held]

    def _add_agreements(self, batch, report, size, room, followed):
        point = None
        points = sub_items = 0
        for place in range(1, size + 1):
            if point is not None and self.chance.random() < 0.15:
                sub_items += 1
                label = depth_label(1, sub_items)
                parent, position, reference = point, sub_items, f"{point.reference}.{label}"
            else:
                points, sub_items = points + 1, 0
                label = depth_label(0, points)
                parent, position, reference = None, points, f"{report.reference}/{label}"
            agreement = Agreement(
                report=report,
                parent=parent,
                position=position * 1024,
                label=label,
                reference=reference,
                agreed_on=report.adopted_on,
                sort_key=f"{place:05d}",
            )
            if parent is None:
                point = agreement
                batch.points.append(agreement)
            else:
                batch.sub_items.append(agreement)
            self._fill(batch, agreement, room, followed)

    def _fill(self, batch, agreement, room, followed):
        subject = self.chance.choice(self.phrases["subjects"])
        commits = self.chance.random() < 0.55
        phrase = self.chance.choice(self.phrases["undertakings" if commits else "records"])
        owners, fulfilment, who = self._owners(commits)
        deadline, until = self._deadline(agreement.agreed_on) if commits else ({}, ("", ""))
        agreement.kind = phrase["kind"]
        texts = []
        for language, name, what, term in zip(("en", "es"), who, subject, until, strict=True):
            clause = phrase[language].format(who=name, subject=what)
            texts.append(clause)
            ending = "" if clause.endswith(".") else "."
            setattr(agreement, f"text_{language}", f"{clause}{' ' + term if term else ''}{ending}")
        agreement.words = fold(f"{agreement.text_en} {agreement.text_es}")
        self._maybe_refer(batch, agreement)
        if commits:
            action = Action(
                agreement=agreement,
                position=0,
                what_en=texts[0],
                what_es=texts[1],
                force=phrase["force"],
                fulfilment=fulfilment,
                confirmed=True,
                phrase_en=until[0],
                phrase_es=until[1],
                **deadline,
            )
            if action.deadline_kind == DeadlineKind.EVENT:
                own = agreement.report.meeting
                action.bound_to = self.calendar.meeting_for(
                    action, own=own.pk, starts_on=own.starts_on, ends_on=own.ends_on
                )
            batch.actions.append(action)
            rows = [ActionOwner(action=action, position=n, **owner) for n, owner in enumerate(owners)]
            batch.owners += rows
            batch.commitments += self._commitments(action, rows, room, followed)

    def _owners(self, commits):
        """Who is named: their owner fields, how they share, and their name in both languages."""
        draw = self.chance.random()
        if commits and draw < 0.15:
            return [{"audience": Audience.MEMBERS}], Fulfilment.EACH, ("Member Countries", "Los Países Miembros")
        if commits and draw < 0.20:
            named = ("interested Member Countries", "los Países Miembros interesados")
            return [{"audience": Audience.INTERESTED}], Fulfilment.EACH, named
        if draw < 0.30:
            pair = self.chance.sample(self.members, 2)
            named = (f"{pair[0].name_en} and {pair[1].name_en}", f"{pair[0].name_es} y {pair[1].name_es}")
            return [{"delegation": one} for one in pair], Fulfilment.JOINTLY, named
        one = self.delegations["TS"] if draw < 0.40 else self.chance.choice([*self.members, *self.guests])
        return [{"delegation": one}], Fulfilment.EACH, (one.name_en, one.name_es)

    def _deadline(self, agreed_on):
        draw = self.chance.random()
        if draw < 0.40:
            on = agreed_on + datetime.timedelta(days=self.chance.randrange(20, 400))
            english, spanish = (
                format_date(on, pattern, locale=language)
                for language, pattern in (("en", "d MMMM y"), ("es", "d 'de' MMMM 'de' y"))
            )
            fields = {"deadline_kind": DeadlineKind.DATE, "deadline_on": on}
            return fields, (f"by {english}", f"a más tardar el {spanish}")
        if draw < 0.52:
            months = self.chance.randrange(2, 9)
            fields = {
                "deadline_kind": DeadlineKind.PERIOD,
                "deadline_amount": months,
                "deadline_unit": DeadlineUnit.MONTHS,
            }
            return fields, (f"within {months} months", f"en un plazo de {months} meses")
        if draw < 0.70:
            body = self.chance.choice(self.bodies)
            fields = {"deadline_kind": DeadlineKind.EVENT, "deadline_body": body, "deadline_offset_days": -1}
            until = f"before the next meeting of {body.short_en}", f"antes de la próxima reunión de {body.short_es}"
            return fields, until
        return {}, ("", "")

    def _maybe_refer(self, batch, agreement):
        body = agreement.report.meeting.network_id
        earlier = self.earlier.get(body)
        if earlier is not None and earlier.report is not agreement.report and self.chance.random() < 0.05:
            phrase = f"point {earlier.label} of {earlier.report.reference}"
            fields = {"network": agreement.report.meeting.network, "on": earlier.agreed_on, "number": earlier.label}
            batch.lineages.append(Lineage(agreement=agreement, earlier=earlier, phrase=phrase, **fields))
        if agreement.parent is None and self.chance.random() < 0.1:
            self.earlier[body] = agreement

    def _commitments(self, action, owners, room, followed):
        made = []
        agreed_on = action.agreement.agreed_on
        together = None
        for delegation, status in shares(owners, room=room):
            share = Commitment(action=action, delegation=delegation, status=status, news_on=agreed_on)
            resolve_due(share, meeting_ends_on=agreed_on, since=agreed_on)
            if status == CommitmentStatus.OPEN:
                became = together or self._became(share, followed)
                together = became if action.fulfilment == Fulfilment.JOINTLY else None
                share.status, share.news_on = became
                if share.status not in (CommitmentStatus.OPEN, CommitmentStatus.IN_PROGRESS):
                    share.closed_on = share.news_on
            made.append(share)
        return made

    def _became(self, share, followed):
        """What has become of a share until today: its status, and the day of the last news."""
        draw = self.chance.random()
        agreed_on = share.news_on
        latest = min(self.today, (share.due_on or agreed_on) + datetime.timedelta(days=60))
        some_day = agreed_on + datetime.timedelta(days=self.chance.randrange(max((latest - agreed_on).days, 1)))
        if not followed:
            return (CommitmentStatus.FULFILLED, some_day) if draw < 0.55 else (CommitmentStatus.NOT_RECORDED, agreed_on)
        passed = share.due_on is not None and share.due_on < self.today
        if draw < (0.70 if passed else 0.25):
            return CommitmentStatus.FULFILLED, some_day
        if draw < (0.80 if passed else 0.40):
            return CommitmentStatus.IN_PROGRESS, some_day
        if draw > 0.98:
            return CommitmentStatus.WITHDRAWN, some_day
        return CommitmentStatus.OPEN, agreed_on


def _sizes(agreements, chance):
    """How many agreements each report has; together exactly `agreements`."""
    sizes = []
    while agreements > 0:
        sizes.append(min(agreements, chance.randrange(AGREEMENTS_A_REPORT - 10, AGREEMENTS_A_REPORT + 11)))
        agreements -= sizes[-1]
    return sizes


def _bodies(reports, *, by):
    """The bodies that meet: those shipped, and as many invented groups as a very large register needs."""
    bodies = list(Network.objects.order_by("position"))
    needed = math.ceil(reports / (YEARS * 12 * MEETINGS_OF_A_BODY_A_MONTH))
    for number in range(1, needed - len(bodies) + 1):
        group = Network(
            slug=f"sample-group-{number}",
            code=f"G{number}",
            kind=NetworkKind.GROUP,
            name_en=f"Sample group {number}",
            name_es=f"Grupo de muestra {number}",
            short_en=f"Sample group {number}",
            short_es=f"Grupo de muestra {number}",
            position=len(bodies),
        )
        bodies.append(save_recorded(group, by=by))
    return bodies
