"""An agreement's history: who, when, why, and which words changed."""

import dataclasses
import datetime
import difflib
import re

from django.db.models import OuterRef, Subquery
from django.utils.formats import localize
from django.utils.translation import gettext as _

from actions.models import Action, Agreement, Commitment
from meetings.models import Meeting
from networks import dates
from networks.models import Delegation, Designation, Presidency
from networks.reasons import in_reader_language
from networks.standing import Standing

from .presidency import handover_words
from .wording import short_meeting

CONTEXT_WORDS = 12
# What a reader disputes; keys, places and folded texts are the machine's own.
AGREEMENT_FIELDS = ("reference", "label", "kind", "text_en", "text_es")
ACTION_FIELDS = (
    "what_en",
    "what_es",
    "condition_en",
    "condition_es",
    "force",
    "fulfilment",
    "confirmed",
    "deadline_kind",
    "deadline_on",
    "deadline_amount",
    "deadline_unit",
    "deadline_month",
    "deadline_offset_days",
    "deadline_which",
    "bound_to",
    "binding",
    "phrase_en",
    "phrase_es",
)
COMMITMENT_FIELDS = ("status", "due_on", "extended_to", "closed_on", "outcome")


@dataclasses.dataclass(frozen=True)
class Piece:
    """A run of words: `mark` is "ins", "del", "same" or "cut" (left out here, nothing changed in it)."""

    mark: str
    text: str


@dataclasses.dataclass(frozen=True)
class FieldChange:
    name: str
    pieces: tuple[Piece, ...]


@dataclasses.dataclass
class Change:
    """One edit: `subject` is what it was made to, `whose` the delegations whose shares it touched alike."""

    at: datetime.datetime
    when: str
    by: str
    reason: str
    kind: str
    subject: str
    fields: tuple[FieldChange, ...]
    whose: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True)
class PresidencyPassed:
    """A handover of the presidency on the day `on`; `recorded`, `by`, `reason`: since when the record says so."""

    at: datetime.datetime
    on: datetime.date
    words: str
    recorded: str = ""
    by: str = ""
    reason: str = ""
    kind: str = "handover"


@dataclasses.dataclass(frozen=True)
class Names:
    """Who is named to a reader: staff to everybody, others to staff and to their own delegation.

    designated: {key of a person: their designations, the first to begin first}.
    """

    standing: Standing
    designated: dict[int, list[Designation]]

    def of(self, row):
        """Who made the change that a row of a history is: by name, or as an officer of the delegation on that day."""
        person = row.history_user
        if person is None:
            return ""
        terms = self.designated.get(person.pk, [])
        # Whoever was taken out of the record is called what names nobody.
        named = self.standing.is_staff or person.is_staff or person.is_system or person.was_en
        if named or any(term.delegation_id in self.standing.delegations for term in terms):
            return str(person)
        on = row.history_date.date()
        then = [one for one in terms if one.starts_on <= on and (one.ends_on is None or on <= one.ends_on)] or terms
        return _("an officer of %(delegation)s") % {"delegation": then[-1].delegation} if then else ""


def changes_of(agreement, *, standing, zone, handovers=()):
    """Every recorded change of the agreement, its actions and their shares, the latest first; four queries.

    standing: networks.standing.Standing, of the reader: whom it names; for others than staff, one query more. zone: the
    time zone in which each says when it was made. handovers: those of the presidency while it had a share, each to
    stand at the day on which it was so; with any, one query more.
    """
    of_actions = Action.history.filter(agreement=agreement.pk).select_related("bound_to__network")
    actions = list(_rows(of_actions.annotate(bound_to_day=_day_then())))
    commitments = list(_rows(Commitment.history.filter(action__in={row.id for row in actions} or {0})))
    delegations = {one.pk: one for one in Delegation.objects.all()}
    agreements = list(_rows(Agreement.history.filter(id=agreement.pk)))
    terms = _terms_of(handovers) if handovers else []
    names = _names([*agreements, *actions, *commitments, *terms], delegations, standing=standing)
    said = {"names": names, "zone": zone}
    changes = [
        *_changes(agreements, Agreement, AGREEMENT_FIELDS, _("the agreement"), **said),
        *_changes(actions, Action, ACTION_FIELDS, _("what is to be done"), **said),
        *_changes(commitments, Commitment, COMMITMENT_FIELDS, _("the commitment"), **said, delegations=delegations),
    ]
    passed = _passed(handovers, terms, **said)
    return sorted([*_joined(changes), *passed], key=lambda change: change.at, reverse=True)


def _names(rows, delegations, *, standing):
    designated: dict[int, list[Designation]] = {}
    if not standing.is_staff:
        persons = {row.history_user_id for row in rows} - {None}
        for term in Designation.objects.filter(person__in=persons).order_by("starts_on", "pk"):
            term.delegation = delegations[term.delegation_id]
            designated.setdefault(term.person_id, []).append(term)
    return Names(standing, designated)


def _rows(history):
    return history.select_related("history_user").order_by("id", "history_date", "history_id")


def _day_then():
    """On which day the meeting was that an action was bound to, as a row of the action's history was written."""
    meetings = Meeting.history.filter(id=OuterRef("bound_to"), history_date__lte=OuterRef("history_date"))
    return Subquery(meetings.order_by("-history_date", "-history_id").values("starts_on")[:1])


def _changes(rows, model, fields, subject, *, names, zone, delegations=None):
    changes = []
    before = None
    for row in rows:
        earlier = before if before is not None and before.id == row.id else None
        before = row
        differing = () if row.history_type == "-" else tuple(_differing(model, fields, earlier, row))
        if row.history_type == "~" and not differing:
            continue
        changes.append(
            Change(
                at=row.history_date,
                when=dates.moment(row.history_date, zone=zone),
                by=names.of(row),
                reason=in_reader_language(row.history_change_reason),
                kind=row.history_type,
                subject=subject,
                fields=differing if row.history_type == "~" else (),
                whose=[delegations[row.delegation_id].acronym] if delegations else [],
            )
        )
    return changes


def _terms_of(handovers):
    named = {term.pk for one in handovers for term in (one.before, one.after) if term}
    return list(_rows(Presidency.history.filter(id__in=named)))


def _passed(handovers, rows, *, names, zone):
    terms: dict[int, list] = {}
    for row in rows:
        terms.setdefault(row.id, []).append(row)
    for one in handovers:
        told = [
            _since(terms.get(term.pk, []), "delegation_id", day)
            for term, day in ((one.before, "ends_on"), (one.after, "starts_on"))
            if term
        ]
        row = max((row for row in told if row), key=lambda row: (row.history_date, row.history_id), default=None)
        recorded = {}
        if row:
            recorded = {
                "recorded": dates.moment(row.history_date, zone=zone),
                "by": names.of(row),
                "reason": in_reader_language(row.history_change_reason),
            }
        at = datetime.datetime.combine(one.on, datetime.time(), zone)
        yield PresidencyPassed(at=at, on=one.on, words=handover_words(one), **recorded)


def _since(rows, *fields):
    """The earliest of the rows since which the fields are what they are now; None without rows."""
    kept = None
    for row in reversed(rows):
        if kept is not None and any(getattr(row, name) != getattr(kept, name) for name in fields):
            break
        kept = row
    return kept


def _differing(model, fields, earlier, row):
    if earlier is None:
        return
    for name in fields:
        old, new = _shown(model, name, earlier), _shown(model, name, row)
        if old != new:
            field = model._meta.get_field(name)
            title = str(field.verbose_name)
            yield FieldChange(title[:1].upper() + title[1:], tuple(word_changes(old, new)))


def _shown(model, name, row):
    value = getattr(row, name)
    if value is None or value == "":
        return ""
    choices = dict(model._meta.get_field(name).flatchoices)
    if choices:
        return str(choices.get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.date):
        return dates.day(value)
    if isinstance(value, Meeting):
        return short_meeting(value, on=row.bound_to_day)
    return value if isinstance(value, str) else localize(value)


def _joined(changes):
    """Edits of several delegations' shares made at one stroke, as one."""
    joined: dict[tuple, Change] = {}
    for change in changes:
        minute = change.at.replace(second=0, microsecond=0)
        key = (minute, change.by, change.reason, change.kind, change.subject, change.fields)
        if change.whose and key in joined:
            joined[key].whose += [one for one in change.whose if one not in joined[key].whose]
        else:
            joined.setdefault(key, change)
    return joined.values()


def word_changes(old, new):
    """What became of a text word by word: `Piece`s in reading order, long unchanged stretches cut."""
    before, after = re.findall(r"\S+\s*", old), re.findall(r"\S+\s*", new)
    matcher = difflib.SequenceMatcher(a=old.split(), b=new.split(), autojunk=False)
    steps = matcher.get_opcodes()
    for place, (step, a1, a2, b1, b2) in enumerate(steps):
        if step == "equal":
            yield from _kept_words(after[b1:b2], opens=place == 0, ends=place == len(steps) - 1)
            continue
        if a2 > a1:
            yield Piece("del", "".join(before[a1:a2]).strip())
        if b2 > b1:
            yield Piece("ins", "".join(after[b1:b2]).strip())


def _kept_words(words, *, opens, ends):
    head = 0 if opens else CONTEXT_WORDS
    tail = 0 if ends else CONTEXT_WORDS
    if len(words) <= head + tail + 3:
        yield Piece("same", "".join(words))
        return
    if head:
        yield Piece("same", "".join(words[:head]))
    yield Piece("cut", "…")
    if tail:
        yield Piece("same", "".join(words[-tail:]))
