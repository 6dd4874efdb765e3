"""A paragraph prepared for its clauses to be read: folded, quotations masked, names and deadlines marked."""

from __future__ import annotations

import dataclasses
import re

from documents.reading.deadlines import Found, deadlines_in
from documents.reading.excepted import Excepted, parted
from documents.reading.folding import Folded, fold
from documents.reading.groups import HIDDEN, NAME, TIME, Group, grouped
from documents.reading.meeting_context import MeetingContext
from documents.reading.owners import mentions_in
from documents.reading.vocabulary import Vocabulary

_QUOTED = re.compile(r'"[^"\n]*"')
_TITLE = re.compile(
    r"\b(?:mr|mrs|ms|dr|dra|sr|sra|srta|lic|ing|no|num|art|arts|inc|vs|ext|p|pp|cf|e\.g|i\.e|vol"
    r"|jr)\.$"
)
_INITIALS = re.compile(r"\b\w\.$")
_SENTENCE_END = re.compile(r"[.!?](?=[\s\"')\]]|$)|[;\n]")


@dataclasses.dataclass(frozen=True)
class Passage:
    """plain: the folded text, quotations masked. coded: the same length, names as § and deadlines as ¶.

    excepted: those whom it excepts; they are in no group. members: the codes of the member countries.
    """

    folded: Folded
    language: str
    plain: str
    coded: str
    groups: tuple[Group, ...]
    deadlines: tuple[Found, ...]
    excepted: tuple[Excepted, ...]
    members: tuple[str, ...]

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
    groups = grouped(mentions, plain)
    for group in groups:
        timed[group.start : group.end] = NAME * (group.end - group.start)
    by_exception = parted("".join(timed), groups, folded, language)
    members = tuple(party.code for party in vocabulary.parties if party.member)
    return Passage(
        folded,
        language,
        plain,
        by_exception.coded,
        by_exception.groups,
        tuple(deadlines),
        by_exception.excepted,
        members,
    )
