"""A paragraph prepared for its clauses to be read: folded, quotations masked, names and deadlines marked."""

from __future__ import annotations

import dataclasses
import re

from documents.reading.deadlines import Found, deadlines_in
from documents.reading.folding import Folded, fold
from documents.reading.meeting_context import MeetingContext
from documents.reading.owners import Mention, mentions_in
from documents.reading.vocabulary import Vocabulary

NAME, TIME, HIDDEN = "§", "¶", "_"

_QUOTED = re.compile(r'"[^"\n]*"')
_JOINED = re.compile(
    r",? ?(?:and|y|e|&|/|as well as|asi como|along with) ?(?:to |of |by |from |with |a |al |de |del |por "
    r"|con )?(?:la |las |los |el |l )?|, ?(?:a |de |por )?(?:la |las |los |el )?"
)
_TITLE = re.compile(
    r"\b(?:mr|mrs|ms|dr|dra|sr|sra|srta|lic|ing|no|num|art|arts|inc|vs|ext|p|pp|cf|e\.g|i\.e|vol"
    r"|jr)\.$"
)
_INITIALS = re.compile(r"\b\w\.$")
_SENTENCE_END = re.compile(r"[.!?](?=[\s\"')\]]|$)|[;\n]")


@dataclasses.dataclass(frozen=True)
class Group:
    """Names that stand together ("the delegations of Mexico and Honduras")."""

    start: int
    end: int
    members: tuple[Mention, ...]

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys(mention.name for mention in self.members))

    @property
    def is_plural(self) -> bool:
        return len(self.members) > 1 or self.members[0].name in ("MEMBERS", "INTERESTED", "ALL")

    @property
    def is_body(self) -> bool:
        """Whether it is the body that meets, not one or more delegations of it."""
        return any(mention.kind in ("audience", "body") for mention in self.members)


@dataclasses.dataclass(frozen=True)
class Passage:
    """plain: the folded text, quotations masked. coded: the same length, names as § and deadlines as ¶."""

    folded: Folded
    language: str
    plain: str
    coded: str
    groups: tuple[Group, ...]
    deadlines: tuple[Found, ...]

    def sentences(self) -> list[tuple[int, int]]:
        """Spans of sentences and of what semicolons part, in the folded text."""
        spans, start = [], 0
        for match in _SENTENCE_END.finditer(self.plain):
            if self._goes_on(match, start):
                continue
            spans.append((start, match.end()))
            start = match.end()
        spans.append((start, len(self.plain)))
        return [span for span in spans if self.plain[span[0] : span[1]].strip(" .;:\n")]

    def _goes_on(self, match: re.Match[str], start: int) -> bool:
        """Whether a mark that may end a sentence does not: an abbreviation's stop, a semicolon in brackets."""
        before = self.plain[start : match.end()]
        if match[0] == ";":
            return before.count("(") > before.count(")")
        if match[0] != "." or match.end() >= len(self.plain):
            return False
        if _TITLE.search(before):
            return True
        if self.coded[match.start()] in (NAME, TIME) or _INITIALS.search(before):
            around = self.coded[match.start()] + self.coded[match.end()]
            inside = all(mark in (NAME, TIME) for mark in around)
            following = self.folded.written(match.end(), min(match.end() + 3, len(self.plain)))
            return inside or not following[:1].isupper()
        return False

    def times(self, start: int, end: int) -> list[Found]:
        return [found for found in self.deadlines if start <= found.start and found.end <= end]

    def group_at(self, position: int) -> Group | None:
        """The names that stand at a position."""
        return next((group for group in self.groups if group.start <= position < group.end), None)


def read_passage(text: str, *, language: str, vocabulary: Vocabulary, meeting: MeetingContext) -> Passage:
    """Prepare a paragraph, or a sub-item."""
    folded = fold(text)
    plain = _QUOTED.sub(lambda match: '"' + HIDDEN * (len(match[0]) - 2) + '"', folded.text)
    deadlines = deadlines_in(folded, plain, language=language, vocabulary=vocabulary, meeting=meeting)
    timed = list(plain)
    for time in deadlines:
        timed[time.start : time.end] = TIME * (time.end - time.start)
    mentions = [
        mention
        for mention in mentions_in(folded, plain, language=language, vocabulary=vocabulary, own=meeting.network)
        if TIME not in timed[mention.start : mention.end]
    ]
    groups = _groups(mentions, plain)
    for group in groups:
        timed[group.start : group.end] = NAME * (group.end - group.start)
    return Passage(folded, language, plain, "".join(timed), tuple(groups), tuple(deadlines))


def _groups(mentions: list[Mention], plain: str) -> list[Group]:
    """Join names that a list joins: by a conjunction, and by the commas of a list that ends with one."""
    groups: list[list[Mention]] = []
    index = 0
    while index < len(mentions):
        run, last_joined = [mentions[index]], 0
        while index + len(run) < len(mentions):
            following = mentions[index + len(run)]
            gap = plain[run[-1].end : following.start]
            if not _JOINED.fullmatch(gap) or following.name in {mention.name for mention in run}:
                break
            run.append(following)
            if not re.fullmatch(r", ?(?:a |de |por )?(?:la |las |los |el )?", gap):
                last_joined = len(run) - 1
        groups.append(run[: last_joined + 1])
        index += last_joined + 1
    return [Group(run[0].start, run[-1].end, tuple(run)) for run in groups]
