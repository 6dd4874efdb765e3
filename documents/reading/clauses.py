"""What follows from an agreement: its kind, the actions under it and the earlier meetings it names.

It is the clause that counts, not the opening verb (domain.md, "What an agreement is").
"""

from __future__ import annotations

import dataclasses
import itertools
import re

from documents.reading import doubts
from documents.reading.charges import UNSAID, Charge, ChargeReader
from documents.reading.deadlines import Found
from documents.reading.frames import LIST_MARK, frames
from documents.reading.heads import Head, HeadFinder
from documents.reading.meeting_context import MeetingContext
from documents.reading.parsed import Action, Deadline, Reference, Warning
from documents.reading.passage import Passage, read_passage
from documents.reading.references import references_in
from documents.reading.schedules import Entry, Listing, find_list, single_entry
from documents.reading.unread_limits import leading_limit, unread_limit
from documents.reading.verbs import ACKNOWLEDGING, COURTESIES
from documents.reading.vocabulary import Vocabulary

# Longer than any agreement: a text of another kind, whose clauses nobody would look through.
LONGEST, SHORT = 12_000, 2_000


@dataclasses.dataclass
class Analysis:
    kind: str = "other"
    actions: list[Action] = dataclasses.field(default_factory=list)
    refers_to: list[Reference] = dataclasses.field(default_factory=list)
    warnings: list[Warning] = dataclasses.field(default_factory=list)  # without their line


@dataclasses.dataclass(frozen=True)
class Standing:
    """What a paragraph that ends with a colon leaves to its sub-items: its kind and, where it binds, the charge.

    is_open: it breaks off where what they are to do begins ("Member Countries will:").
    """

    kind: str
    charge: Charge | None
    is_schedule: bool
    is_open: bool


def analyse(
    text: str, *, language: str, vocabulary: Vocabulary, meeting: MeetingContext, lead_in: str = ""
) -> Analysis:
    """Read one agreement or sub-item; `lead_in` is the parent's own text for a sub-item.

    `what`, `condition` and every `phrase` are verbatim from `text`. Warnings have no line.
    """
    if len(text) > LONGEST:
        beginning = ClauseReader(text[:SHORT], language=language, vocabulary=vocabulary, meeting=meeting).read(None)
        return Analysis(beginning.kind, warnings=[doubts.about_length()])
    standing = None
    if lead_in.rstrip().endswith(":"):
        standing = standing_of(lead_in, language=language, vocabulary=vocabulary, meeting=meeting)
    reader = ClauseReader(text, language=language, vocabulary=vocabulary, meeting=meeting)
    return reader.read(standing)


def standing_of(lead_in: str, *, language: str, vocabulary: Vocabulary, meeting: MeetingContext) -> Standing:
    """What a point's own text leaves to what stands under it."""
    return ClauseReader(lead_in[-SHORT:], language=language, vocabulary=vocabulary, meeting=meeting).standing()


class ClauseReader:
    """Reads one paragraph; a new one for each."""

    def __init__(self, text: str, *, language: str, vocabulary: Vocabulary, meeting: MeetingContext) -> None:
        self.passage: Passage = read_passage(text, language=language, vocabulary=vocabulary, meeting=meeting)
        self.language, self.vocabulary, self.meeting = language, vocabulary, meeting
        self.frames = frames(language)
        self.listing = find_list(self.passage, vocabulary=vocabulary, meeting=meeting)
        self.charges = ChargeReader(self.passage)
        self.actions: list[Action] = []
        self.clauses: list[Head | None] = []  # the head of each action; None for one that has no clause of its own
        self.warnings: list[Warning] = []

    def standing(self) -> Standing:
        """What is left to the sub-items of this paragraph."""
        heads = self._heads()
        charges = [self.charges.read(head) for head in heads]
        binding = [charge for charge in charges if charge]
        closed = bool(heads) and charges[-1] is None and heads[-1].kind in ACKNOWLEDGING
        is_schedule = not closed and bool(self.frames.schedule.search(self._last_words()))
        charge = None if closed or not binding else binding[-1]
        rest = self.passage.plain[charge.rest :] if charge else ""
        is_open = rest.endswith(":") and self.frames.nothing_said.fullmatch(rest) is not None
        return Standing(self._kind(heads), charge, is_schedule, is_open)

    def read(self, standing: Standing | None) -> Analysis:
        """The paragraph's reading, by itself or under what its parent left standing."""
        heads = self._heads()
        kind = self._kind(heads)
        if standing and not any(head.subject for head in heads):
            kind = standing.kind
            if standing.charge or standing.is_schedule:
                self._read_fragment(standing)
        else:
            for head in heads:
                self._read_clause(head)
            self._read_openings(heads)
            if self.listing:
                self._read_list(self.listing, heads)
        for doubt, head in self.charges.doubts:
            self.warnings.append(doubts.about_clause(doubt, self._words(head.start, head.end)))
        references = references_in(
            self.passage.folded,
            self.passage.plain,
            language=self.language,
            vocabulary=self.vocabulary,
            meeting=self.meeting,
        )
        return Analysis(kind, self.actions, references, list(dict.fromkeys(self.warnings)))

    def _heads(self) -> list[Head]:
        """The heads of the paragraph, without those inside a list's entries."""
        finder = HeadFinder(self.passage)
        found: list[Head] = []
        for start, end in self.passage.sentences():
            if self.listing and start < self.listing.start < end:
                end = self.listing.start
            elif self.listing and self.listing.start <= start and end <= self.listing.end + 1:
                continue
            found += finder.sentence(start, end)
        return found

    def _kind(self, heads: list[Head]) -> str:
        for head in heads:
            if head.kind == "other":
                continue
            if head.frame != "will" or head.subject or head.by_body or self.charges.doer(head):
                return head.kind
        return "other"

    def _words(self, start: int, end: int) -> str:
        return trimmed(self.passage.folded.written(start, end))

    def _last_words(self) -> str:
        start, end = self.passage.sentences()[-1] if self.passage.sentences() else (0, 0)
        return self.passage.plain[start:end]

    # Clauses

    def _read_clause(self, head: Head) -> None:
        charge = self.charges.read(head)
        if charge is None or self._is_left_to_list(head, charge):
            return
        times = self.passage.times(head.start, head.end)
        leading = self._leading_time(head)
        for number, (start, end) in enumerate(self._parts(head, times)):
            time = self._choose(self.passage.times(start, end))
            if leading and number == 0 and (time is None or self._is_of_relative(start, time)):
                time, start = leading, min(start, leading.start)
            elif number == 0 and time is None:
                start = self._unread_start(head)
            condition = head.condition or self._tail_condition(start, end)
            self._add(charge, start, end, time, condition, head if number == 0 else None)
        self._join_shared(head)

    def _is_left_to_list(self, head: Head, charge: Charge) -> bool:
        """Whether the clause ends with a colon, and what is to be done stands after it."""
        words = self.passage.plain[head.verb_end : head.end].rstrip()
        if not words.endswith(":"):
            return False
        if charge.doubts == UNSAID.doubts and head.kind == "agree":
            return True  # "The following was agreed on the training:"
        after_owner = self.passage.plain[charge.rest : head.end].strip(" :")
        return len(after_owner) < 4 or bool(self.frames.announced.search(words))

    def _leading_time(self, head: Head) -> Found | None:
        """A deadline that opens the clause ("By 30 January, Member Countries will")."""
        coded = self.passage.coded
        for found in self.passage.deadlines:
            before = coded[: found.start].rstrip()
            if re.fullmatch(r",? ?", coded[found.end : head.start]) and (not before or before[-1] in ".;,:\n)"):
                return found
        return None

    def _unread_start(self, head: Head) -> int:
        """Where the clause begins, with a limit before it that nothing was read from."""
        sentence = max((start for start, _end in self.passage.sentences() if start <= head.start), default=0)
        lead = LIST_MARK.match(self.passage.coded, sentence, head.start)
        limit = leading_limit(self.passage.plain, self.language, lead.end() if lead else sentence, head.start)
        return limit.start() if limit else head.start

    def _is_of_relative(self, start: int, time: Found) -> bool:
        """Whether a deadline stands in a relative clause ("to the TS, which will answer within a week")."""
        return self.frames.relative_clause.search(self.passage.coded, start, time.start) is not None

    def _parts(self, head: Head, times: list[Found]) -> list[tuple[int, int]]:
        """The clause, or its parts where its doer promises something else behind a deadline, by another or by none."""
        parts, start = [], head.start
        for time, following in itertools.zip_longest(times, times[1:]):
            found = self.frames.promise_behind.match(self.passage.coded, time.end, head.end)
            if following and not found:
                found = self.frames.next_promise.search(self.passage.coded, time.end, head.end)
            if found and not (following and found.start() > following.start):
                parts.append((start, found.start()))
                start = found.end()
        return [*parts, (start, head.end)]

    def _choose(self, times: list[Found]) -> Found | None:
        """The deadline of a clause that names several: a day before a period, that before an event."""
        if not times:
            return None
        ranked = sorted(times, key=lambda found: ("date", "period", "event").index(found.deadline.kind))
        if len(ranked) > 1:
            self.warnings.append(doubts.about_second_deadline(ranked[0], ranked[1]))
        return ranked[0]

    def _tail_condition(self, start: int, end: int) -> str:
        found = self.frames.tail_condition.search(self.passage.plain, start, end)
        return self.passage.folded.written(*found.span("words")) if found else ""

    def _read_openings(self, heads: list[Head]) -> None:
        """ "To convene a meeting in March": the body has decided it where a day stands by it."""
        for start, end in self.passage.sentences():
            lead = LIST_MARK.match(self.passage.coded, start, end)
            start = lead.end() if lead else start
            headless = not any(start <= head.start < end for head in heads)
            if self.listing or not headless or not self.frames.decision.match(self.passage.coded, start, end):
                continue
            if time := self._choose(self.passage.times(start, end)):
                by_whom = self.frames.by_whom.match(self.passage.coded[start:end])
                group = self.passage.group_at(start + by_whom.start("who")) if by_whom else None
                charge = Charge(tuple(group.names), UNSAID.force) if group else UNSAID
                self._add(charge, start, end, time, "", None)
            else:
                self._doubt_limit(start, end)

    def _add(self, charge: Charge, start: int, end: int, time: Found | None, condition: str, head: Head | None) -> None:
        what = self._words(start, end)
        if not what:
            return
        deadline = dataclasses.replace(time.deadline) if time else Deadline()
        self.actions.append(Action(what, list(charge.owners), charge.force, charge.fulfilment, condition, deadline))
        self.clauses.append(head)
        self.warnings += [doubts.about_clause(doubt, what) for doubt in charge.doubts]
        if time and (warning := doubts.about_deadline(time)):
            self.warnings.append(warning)
        if time is None:
            self._doubt_limit(start, end)

    def _doubt_limit(self, start: int, end: int) -> None:
        if found := unread_limit(self.passage.plain, self.language, start, end):
            self.warnings.append(doubts.about_unread_limit(self._words(*found.span())))

    def _join_shared(self, head: Head) -> None:
        """A second verb of the same subject and force is the same action, unless each has its own deadline."""
        if not head.is_shared or len(self.actions) < 2 or self.clauses[-1] is not head:
            return
        (first, second), before = self.actions[-2:], self.clauses[-2]
        if before is None or before.end != head.start or first.deadline.kind != "none":
            return
        if (first.owners, first.force) != (second.owners, second.force):
            return
        first.what = self._words(before.start, head.end)
        first.deadline, first.condition = second.deadline, first.condition or second.condition
        first.fulfilment = "jointly" if "jointly" in (first.fulfilment, second.fulfilment) else "each"
        self.actions[-2:], self.clauses[-2:] = [first], [dataclasses.replace(before, end=head.end)]

    # Lists and sub-items

    def _read_list(self, listing: Listing, heads: list[Head]) -> None:
        """Each entry of a schedule, or of what a clause lists, is an action of its own."""
        before = [(head, self.charges.read(head)) for head in heads if head.start < listing.start]
        setting = before[-1] if before and before[-1][0].end >= listing.start else None
        binding = [charge for _head, charge in before if charge]
        if setting and setting[1] is None and setting[0].kind in COURTESIES | {"propose"}:
            return
        if not listing.is_schedule and not (setting and setting[1]):
            return
        sentence = max((start for start, _end in self.passage.sentences() if start < listing.start), default=0)
        sets_dates = self.frames.schedule.search(self.passage.plain, sentence, listing.start)
        is_direct = bool(setting and setting[1]) and not sets_dates
        for entry in listing.entries:
            self._add_entry(entry, binding[-1] if binding else UNSAID, is_direct=is_direct)

    def _add_entry(self, entry: Entry, charge: Charge, *, is_direct: bool) -> None:
        """An entry with a doer is theirs; one without takes owner and force from the clause that sets it.

        In a direct list ("The TS will: …") the entries only say what is to be done.
        """
        if is_direct:
            clauses = [head for head in HeadFinder(self.passage).sentence(entry.start, entry.end) if head.subject]
            for head in clauses:
                self._read_clause(head)
            if clauses:
                return
        if entry.owners and not is_direct:
            unknown = tuple(f"unknown:{name}" for name in entry.unknown)
            charge = Charge(entry.owners, charge.force, jointly=entry.owners == UNSAID.owners, doubts=unknown)
        elif entry.is_meeting_of_all and not is_direct:
            charge = Charge(("MEMBERS",), charge.force)
        self._add(charge, entry.start, entry.end, entry.time, "", None)

    def _read_fragment(self, standing: Standing) -> None:
        """A sub-item that goes on with its parent's sentence."""
        charge = standing.charge or UNSAID
        whole = single_entry(self.passage, vocabulary=self.vocabulary, meeting=self.meeting)
        for entry in self.listing.entries if self.listing else (whole,):
            if entry.time or standing.charge:
                self._add_entry(entry, charge, is_direct=not standing.is_schedule)


def trimmed(text: str) -> str:
    """A clause without the stop, comma or conjunction at its end."""
    text = text.strip()
    while (shorter := _TAIL.sub("", text)) != text:
        text = shorter
    return text


_TAIL = re.compile(
    r"(?:[\s.;,:–—-]+|[\s,;]+(?:and that|y que|and|y|e|as well as|así como|but|pero|while|mientras que))$"
)
