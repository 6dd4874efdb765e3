"""What follows from an agreement: its kind, the actions under it and the earlier meetings it names.

It is the clause that counts, not the opening verb (domain.md, "What an agreement is").
"""

from __future__ import annotations

import dataclasses
import datetime
import re

from django.utils.translation import gettext as _

from documents.reading.deadlines import Found
from documents.reading.frames import frames
from documents.reading.heads import Head, HeadFinder
from documents.reading.parsed import Action, Deadline, Reference
from documents.reading.passage import Group, Passage, read_passage
from documents.reading.references import references_in
from documents.reading.schedules import Entry, find_list
from documents.reading.verbs import ACKNOWLEDGING, FORCES, REQUESTS
from documents.reading.vocabulary import Vocabulary

OFFICES = frozenset({"PPT", "TS"})


@dataclasses.dataclass(frozen=True)
class MeetingContext:
    """What is known of the meeting when a paragraph of its report is read."""

    network: str | None = None  # slug
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    city: str | None = None
    participants: tuple[str, ...] = ()


@dataclasses.dataclass
class Analysis:
    kind: str = "other"
    actions: list[Action] = dataclasses.field(default_factory=list)
    refers_to: list[Reference] = dataclasses.field(default_factory=list)
    warnings: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True)
class Charge:
    """Who is bound by a clause, and how; `rest` is where what they are to do begins."""

    owners: tuple[str, ...]
    force: str
    rest: int
    jointly: bool = False
    doubts: tuple[str, ...] = ()


NETWORK_AS_A_WHOLE = ("NETWORK",)


def analyse(
    text: str, *, language: str, vocabulary: Vocabulary, meeting: MeetingContext, lead_in: str = ""
) -> Analysis:
    """Read one agreement or sub-item; `lead_in` is the parent's own text for a sub-item."""
    inherited = None
    if lead_in.rstrip().endswith(":"):
        inherited = _Reader(lead_in, language=language, vocabulary=vocabulary, meeting=meeting).standing()
    reader = _Reader(text, language=language, vocabulary=vocabulary, meeting=meeting, inherited=inherited)
    analysis = reader.read()
    analysis.refers_to = references_in(
        reader.passage.folded, reader.passage.plain, language=language, vocabulary=vocabulary, meeting=meeting
    )
    return analysis


@dataclasses.dataclass(frozen=True)
class Standing:
    """What a paragraph that ends with a colon leaves to its sub-items: the kind and, where it binds, the charge."""

    kind: str
    charge: Charge | None


class _Reader:
    """Reads one paragraph; a new one for each."""

    def __init__(
        self,
        text: str,
        *,
        language: str,
        vocabulary: Vocabulary,
        meeting: MeetingContext,
        inherited: Standing | None = None,
    ) -> None:
        self.passage: Passage = read_passage(text, language=language, vocabulary=vocabulary, meeting=meeting)
        self.frames = frames(language)
        self.known = {party.code for party in vocabulary.parties}
        self.inherited = inherited
        self.entries = find_list(self.passage, language=language, vocabulary=vocabulary, meeting=meeting)
        self.finder = HeadFinder(self.passage)
        self.actions: list[tuple[Action, Head | None]] = []
        self.warnings: list[str] = []
        self.last: Charge | None = None  # of the clause just before
        self.charge: Charge | None = inherited.charge if inherited else None

    def standing(self) -> Standing:
        heads = self._heads()
        charges = [(head, self._charge(head)) for head in heads]
        binding = [charge for _head, charge in charges if charge]
        last_acknowledges = bool(charges) and charges[-1][1] is None and charges[-1][0].kind in ACKNOWLEDGING
        return Standing(self._kind(heads), binding[-1] if binding and not last_acknowledges else None)

    def read(self) -> Analysis:
        heads = self._heads()
        kind = self._kind(heads)
        if self.inherited and not any(head.subject or head.place == "that" for head in heads):
            return self._fragment(kind)
        for head in heads:
            self._read_clause(head)
        if self.entries:
            self._read_list(heads)
        actions = [action for action, _head in self.actions]
        return Analysis(kind, actions, [], list(dict.fromkeys(self.warnings)))

    def _heads(self) -> list[Head]:
        """The heads outside a schedule's entries."""
        found: list[Head] = []
        for start, end in self.passage.sentences():
            if self.entries and start >= self.entries[0].start:
                if end <= self.entries[-1].end:
                    continue
            stop = min(end, self.entries[0].start) if self.entries and start < self.entries[0].start else end
            found += self.finder.sentence(start, stop)
        return found

    def _kind(self, heads: list[Head]) -> str:
        kinds = [head.kind for head in heads if head.kind != "other" and self._names_kind(head)]
        if self.inherited and not any(head.subject for head in heads):
            return self.inherited.kind
        return kinds[0] if kinds else self.inherited.kind if self.inherited else "other"

    def _names_kind(self, head: Head) -> bool:
        return bool(head.frame != "will" or head.subject or head.by_body or self._doer(head))

    # One clause

    def _read_clause(self, head: Head) -> None:
        charge = self.last = self._charge(head)
        if charge is None:
            return
        self.charge = charge
        if self._is_left_to_list(head, charge):
            return
        self._add(head, charge)

    def _is_left_to_list(self, head: Head, charge: Charge) -> bool:
        """Whether the clause ends with a colon and what is to be done stands after it."""
        words = self.passage.plain[head.verb_end : head.end].rstrip()
        if not words.endswith(":"):
            return False
        return bool(self.frames.following.search(words)) or len(self.passage.plain[charge.rest : head.end].strip(" :")) < 4

    def _charge(self, head: Head) -> Charge | None:
        """Who is bound by the clause of a head; None where nothing follows from it."""
        match head.frame:
            case "target":
                return self._of(head.subject, self.last.force, head) if self.last else None
            case "bare" | "charge" | "committed" | "assigned":
                return self._of(head.subject, "undertaken", head) if head.subject else None
            case "working":
                timed = self.passage.times(head.verb_end, head.end)
                return self._of(head.subject, "undertaken", head) if head.subject and timed else None
            case "will":
                return self._will(head)
            case "asked":
                return self._asked(head)
        return self._operative(head)

    def _will(self, head: Head) -> Charge | None:
        groups = head.match.groupdict()
        if groups.get("not"):
            return None
        modal = groups.get("modal") or ""
        if modal == "would" and head.place != "that":
            return None
        passive = groups.get("passive") or groups.get("passive2")
        force = "urged" if re.match(r"should|ought|deberia|debiera", modal) else "undertaken"
        if passive or (head.subject is None and not head.by_body):
            doer = self._doer(head)
            return self._of(doer, force, head) if doer else None
        if head.by_body and (head.doubt == "we" or head.subject is None):
            return Charge(NETWORK_AS_A_WHOLE, force, head.verb_end, jointly=True)
        return self._of(head.subject, force, head)

    def _doer(self, head: Head) -> Group | None:
        """Who does it, in a passive: "will be sent by the TS"."""
        found = self.frames.by_whom.match(self.passage.coded[head.verb_end : head.end])
        return self._group(head.verb_end + found.start("who")) if found else None

    def _asked(self, head: Head) -> Charge | None:
        """ "Nicaragua will be asked to": by the body, unless a delegation is named as asking."""
        doer = self._doer(head)
        if head.subject is None or (doer and not doer.is_body and not self._is_through(doer)):
            return None
        return self._of(head.subject, FORCES[head.kind], head)

    def _is_through(self, group: Group) -> bool:
        return bool(re.search(r"(?:by means of|through) $", self.passage.coded[: group.start]))

    def _operative(self, head: Head) -> Charge | None:
        by_body = head.by_body or (head.subject is not None and head.subject.is_body)
        rest = self.passage.coded[head.verb_end : head.end]
        if head.kind in REQUESTS:
            return self._request(head, by_body)
        if head.kind == "agree":
            return self._agree(head, rest, by_body)
        if head.kind in ("offer", "reaffirm", "other", "inform"):
            if head.kind == "offer" or self.frames.willing.match(rest):
                return self._of(head.subject, "offered", head) if head.subject else None
        if head.kind == "undertake" and self.frames.infinitive_next.match(rest):
            return self._of(head.subject, "undertaken", head) if head.subject else self._network(head)
        if head.kind == "accept":
            if head.subject and self.frames.infinitive_next.match(rest):
                return self._of(head.subject, "undertaken", head)
            if by_body:
                return self._accepted_offer(head, rest)
        if head.frame == "infinitive" and head.kind in ("submit", "inform", "offer") and self.passage.times(head.verb_end, head.end):
            return self._network(head)
        return None

    def _accepted_offer(self, head: Head, rest: str) -> Charge | None:
        found = self.frames.offer_of.match(rest)
        if not found:
            return None
        who = "who" if found["who"] else "whose"
        return self._of(self._group(head.verb_end + found.start(who)), "offered", head)

    def _agree(self, head: Head, rest: str, by_body: bool) -> Charge | None:
        following = self.frames.infinitive_next.match(rest)
        if not following:
            return None
        if following["next"] and by_body:
            kind = self.finder.verbs.kind(following["next"], "infinitive")
            if kind in ACKNOWLEDGING:
                return None
            if kind in REQUESTS:
                return self._request(head, by_body, kind=kind, after=head.verb_end + following.end())
        return self._of(head.subject, "undertaken", head) if head.subject else self._network(head)

    def _network(self, head: Head) -> Charge:
        """The body has decided without saying who is to act."""
        doubts = () if head.doubt == "we" else ("unsaid",)
        return Charge(NETWORK_AS_A_WHOLE, "undertaken", head.verb_end, jointly=True, doubts=doubts)

    def _request(self, head: Head, by_body: bool, *, kind: str = "", after: int = 0) -> Charge | None:
        if not by_body:
            if head.subject and set(head.subject.names) & OFFICES:
                self.warnings.append(
                    _("“%(words)s”: asked by an office, not by the body; it stands as record only.")
                    % {"words": self._words(head)}
                )
            return None
        after = after or head.verb_end
        rest = self.passage.coded[after : head.end]
        patterns = [*self.frames.targets]
        if (kind or head.kind) == "instruct":
            patterns.insert(1, self.frames.late_target)
        for pattern in patterns:
            found = pattern.match(rest)
            if found and (group := self._group(after + found.start("who"))) and not self._is_channel(group):
                return self._of(group, FORCES[kind or head.kind], head, rest=group.end)
        if self.frames.pronoun_target.match(rest) and (meant := self._named_before(head)):
            return self._of(meant, FORCES[kind or head.kind], dataclasses.replace(head, doubt="pronoun"))
        self.warnings.append(
            _("“%(words)s”: it does not say of whom this is asked.") % {"words": self._words(head)}
        )
        return None

    def _named_before(self, head: Head) -> Group | None:
        """Whom "it" or "them" means: the last named before, other than whoever speaks."""
        before = [group for group in self.passage.groups if group.end <= head.verb_start and group is not head.subject]
        return before[-1] if before and not before[-1].is_body else None

    def _is_channel(self, group: Group) -> bool:
        return bool(re.search(r"(?:through|via|by means of|a traves de|por medio de|por conducto de) $", self.passage.coded[: group.start]))

    def _group(self, position: int) -> Group | None:
        return next((group for group in self.passage.groups if group.start <= position < group.end), None)

    def _of(self, group: Group | None, force: str, head: Head, *, rest: int | None = None) -> Charge | None:
        """The charge of those named in a group, with those they act together with."""
        if group is None or not force:
            return None
        names, members = list(group.names), list(group.members)
        clause = self.passage.coded[head.start : head.end]
        together = self.frames.together_with.search(clause)
        if together and (other := self._group(head.start + together.start("who"))) and other is not group:
            names += [name for name in other.names if name not in names]
            members += other.members
        jointly = names == ["NETWORK"] or bool(self.frames.jointly.search(clause))
        doubts = [head.doubt] if head.doubt else []
        unknown = [mention.name for mention in members if mention.kind in ("unknown", "body")]
        doubts += [f"unknown:{name}" for name in unknown]
        at = head.verb_end if rest is None else rest
        return Charge(tuple(names), force, at, jointly, tuple(doubts))

    # Actions

    def _add(self, head: Head, charge: Charge) -> None:
        times = self.passage.times(head.start, head.end)
        before = self._leading_time(head)
        parts = self._split(head, times) if len(times) > 1 else [(head.start, head.end)]
        for number, (start, end) in enumerate(parts):
            inside = self.passage.times(start, end)
            time = self._choose(inside, start, end)
            if time is None and before and number == 0:
                time, start = before, min(start, before.start)
            self._make(head if number == 0 else None, charge, start, end, time, head.condition or self._tail_condition(start, end))
        self._merge(head)

    def _leading_time(self, head: Head) -> Found | None:
        """A deadline that opens the sentence ("By 30 January, Member Countries will")."""
        coded = self.passage.coded
        for found in reversed(self.passage.deadlines):
            if found.end <= head.start and re.fullmatch(r",? ?(?:at the latest, ?)?", coded[found.end : head.start]):
                before = coded[max(0, found.start - 2) : found.start]
                if not before.strip() or before.strip()[-1] in ".;,:\n)":
                    return found
        return None

    def _split(self, head: Head, times: list[Found]) -> list[tuple[int, int]]:
        """Parts of a clause that each have a deadline of their own."""
        parts, start = [], head.start
        for first, second in zip(times, times[1:], strict=False):
            found = self.frames.split.search(self.passage.coded, first.end, second.start)
            if found:
                parts.append((start, found.start()))
                start = found.end()
        parts.append((start, head.end))
        return parts

    def _choose(self, times: list[Found], start: int, end: int) -> Found | None:
        if not times:
            return None
        ranked = sorted(times, key=lambda found: ("date", "period", "event").index(found.deadline.kind))
        if len(times) > 1:
            self.warnings.append(
                _("“%(phrase)s” is taken as the deadline; “%(other)s” also stands there.")
                % {"phrase": ranked[0].deadline.phrase, "other": ranked[1].deadline.phrase}
            )
        return ranked[0]

    def _tail_condition(self, start: int, end: int) -> str:
        found = self.frames.tail_condition.search(self.passage.plain, start, end)
        return self.passage.folded.written(*found.span("words")) if found else ""

    def _make(
        self, head: Head | None, charge: Charge, start: int, end: int, time: Found | None, condition: str
    ) -> None:
        what = _trimmed(self.passage.folded.written(start, end))
        if not what:
            return
        jointly = charge.jointly and (len(charge.owners) > 1 or charge.owners[0] in ("MEMBERS", "INTERESTED", "ALL", "NETWORK"))
        deadline = dataclasses.replace(time.deadline) if time else Deadline()
        self.actions.append(
            (Action(what, list(charge.owners), charge.force, "jointly" if jointly else "each", condition, deadline), head)
        )
        self._warn(charge, time, what)

    def _warn(self, charge: Charge, time: Found | None, what: str) -> None:
        words = {"words": _shortened(what)}
        for doubt in charge.doubts:
            if doubt == "unsaid":
                self.warnings.append(_("“%(words)s”: it is not said who is responsible; the Network as a whole is suggested.") % words)
            elif doubt == "pronoun":
                self.warnings.append(_("“%(words)s”: who is responsible is taken from the words before.") % words)
            elif doubt == "topic":
                self.warnings.append(_("“%(words)s”: please check where the list of those responsible begins.") % words)
            elif doubt.startswith("unknown:"):
                self.warnings.append(_("“%(name)s” is not a delegation of the conference.") % {"name": doubt.removeprefix("unknown:")})
        if time is None:
            return
        phrase = {"phrase": time.deadline.phrase}
        if time.doubt == "other start":
            self.warnings.append(_("“%(phrase)s” does not count from the meeting; please set the date.") % phrase)
        elif time.doubt == "working days":
            self.warnings.append(_("“%(phrase)s” is counted in calendar days; please check.") % phrase)
        elif time.doubt == "no such day":
            self.warnings.append(_("“%(phrase)s”: no such day, or no year is known.") % phrase)
        elif time.doubt == "past":
            self.warnings.append(_("“%(phrase)s” lies before the meeting.") % phrase)
        elif time.doubt == "unknown body":
            self.warnings.append(_("“%(phrase)s”: it is not known which body's meeting this is.") % phrase)

    def _merge(self, head: Head) -> None:
        """A second verb of the same subject and force is the same action, unless each has its own deadline."""
        if not head.is_shared or len(self.actions) < 2:
            return
        (first, first_head), (second, second_head) = self.actions[-2:]
        if second_head is not head or first_head is None or first_head.end != head.start:
            return
        if (first.owners, first.force) != (second.owners, second.force) or first.deadline.kind != "none":
            return
        start = min(first_head.start, head.start)
        first.what = _trimmed(self.passage.folded.written(start, head.end))
        first.deadline, first.condition = second.deadline, first.condition or second.condition
        first.fulfilment = "jointly" if "jointly" in (first.fulfilment, second.fulfilment) else "each"
        self.actions[-2:] = [(first, dataclasses.replace(first_head, end=head.end))]

    # Schedules and sub-items

    def _read_list(self, heads: list[Head]) -> None:
        """Each entry of a schedule, or of what a clause lists, is an action of its own."""
        before = [head for head in heads if head.start < self.entries[0].start]
        setting = before[-1] if before else None
        if setting and setting.end >= self.entries[0].start and setting.kind in ACKNOWLEDGING and self._charge(setting) is None:
            return
        charge = self.charge or Charge(NETWORK_AS_A_WHOLE, "undertaken", 0, jointly=True, doubts=("unsaid",))
        is_dated = sum(entry.time is not None for entry in self.entries) > 1
        binds = bool(before) and before[-1].end >= self.entries[0].start and self._charge(before[-1]) is not None
        if not is_dated and not binds:
            return
        for entry in self.entries:
            self._make(None, self._charge_of_entry(entry, charge), entry.start, entry.end, entry.time, "")

    def _charge_of_entry(self, entry: Entry, charge: Charge) -> Charge:
        if entry.owners:
            unknown = tuple(f"unknown:{name}" for name in entry.owners if name not in self.known and not name.isupper())
            return Charge(tuple(entry.owners), charge.force, 0, doubts=unknown)
        return charge

    def _fragment(self, kind: str) -> Analysis:
        """A sub-item that goes on with its parent's sentence."""
        if self.charge is None:
            return Analysis(kind)
        if self.entries:
            for entry in self.entries:
                self._make(None, self._charge_of_entry(entry, self.charge), entry.start, entry.end, entry.time, "")
        else:
            lead = self.frames.lead.match(self.passage.coded)
            start, end = lead.end() if lead else 0, len(self.passage.coded)
            time = self._choose(self.passage.times(start, end), start, end)
            self._make(None, self.charge, start, end, time, self._tail_condition(start, end))
        return Analysis(kind, [action for action, _head in self.actions], [], list(dict.fromkeys(self.warnings)))

    def _words(self, head: Head) -> str:
        return _shortened(_trimmed(self.passage.folded.written(head.start, head.end)))


def _trimmed(text: str) -> str:
    """A clause without the stop, comma or conjunction at its end."""
    text = text.strip()
    while True:
        shorter = re.sub(r"(?:[\s.;,:–—-]+|[\s,;]+(?:and|y|e|as well as|así como|but|pero|while|mientras que))$", "", text)
        if shorter == text:
            return text
        text = shorter


def _shortened(text: str, length: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: text.rindex(" ", 0, length) if " " in text[:length] else length] + "…"
