"""Work schedules and other lists that a clause sets after a colon."""

from __future__ import annotations

import dataclasses
import re

from documents.reading.deadlines import Found, deadlines_in
from documents.reading.frames import frames
from documents.reading.groups import TIME
from documents.reading.meeting_context import MeetingContext
from documents.reading.passage import Passage
from documents.reading.vocabulary import Vocabulary

_MARK = re.compile(r"^[\s\"]*(?:and |y )?(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)] ?)?(?:[-•·*o] )?(?:and |y )?")
_BREAK = re.compile(r"[;\n]|(?<=[^\W\d_])\.(?= |$)|,? (?=\(?(?:[a-h]|[ivx]{1,4}|\d)\) )")


@dataclasses.dataclass(frozen=True)
class Entry:
    """One thing on the list: its span in the folded text, its deadline and who it says does it.

    unknown: those of the owners whom the vocabulary does not have. is_meeting_of_all: a meeting without a doer.
    """

    start: int
    end: int
    time: Found | None
    owners: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    is_meeting_of_all: bool = False


@dataclasses.dataclass(frozen=True)
class Listing:
    """A list after a colon: where the clause that sets it ends, and the entries."""

    start: int
    end: int
    entries: tuple[Entry, ...]

    @property
    def is_schedule(self) -> bool:
        return sum(entry.time is not None for entry in self.entries) > 1


def find_list(passage: Passage, *, vocabulary: Vocabulary, meeting: MeetingContext) -> Listing | None:
    """The list of at least two entries that a colon opens; None where there is no such list."""
    for colon in re.finditer(r":(?= |\n|$)", passage.plain):
        parts = _parts(passage.plain, colon.end())
        if len(parts) < 2:
            continue
        start, end = parts[0][0], parts[-1][1]
        region = " " * start + passage.plain[start:end]
        times = deadlines_in(
            passage.folded, region, language=passage.language, vocabulary=vocabulary, meeting=meeting, in_schedule=True
        )
        return Listing(colon.end(), end, tuple(_entry(passage, first, last, times) for first, last in parts))
    return None


def single_entry(passage: Passage, *, vocabulary: Vocabulary, meeting: MeetingContext) -> Entry:
    """A sub-item read as an entry of the schedule that its parent sets."""
    times = deadlines_in(
        passage.folded,
        passage.plain,
        language=passage.language,
        vocabulary=vocabulary,
        meeting=meeting,
        in_schedule=True,
    )
    mark = _MARK.match(passage.plain)
    return _entry(passage, mark.end() if mark else 0, len(passage.plain), times)


def _parts(plain: str, start: int) -> list[tuple[int, int]]:
    """Spans between the marks that part the entries, up to the end of the sentence they stand in."""
    parts: list[tuple[int, int]] = []
    position = start
    seen_semicolon = False
    for match in [*_BREAK.finditer(plain, start), None]:
        stop = match.start() if match else len(plain)
        if plain[position:stop].strip(" .;,") not in ("", "and", "y"):
            mark = _MARK.match(plain[position:stop])
            parts.append((position + (mark.end() if mark else 0), stop))
        position = match.end() if match else stop
        if match and match[0] == "." and seen_semicolon and match.end() < len(plain):
            break
        seen_semicolon = seen_semicolon or bool(match and match[0] != ".")
    return parts if seen_semicolon else []


def _entry(passage: Passage, start: int, end: int, times: list[Found]) -> Entry:
    rules = frames(passage.language)
    inside = [found for found in times if start <= found.start and found.end <= end]
    coded = list(passage.coded[start:end])
    for found in inside:
        coded[found.start - start : found.end - start] = TIME * (found.end - found.start)
    words = "".join(coded)
    owners: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    doer = rules.doer.search(words)
    if doer:
        at = start + next(doer.start(name) for name in ("who", "first", "of") if doer[name])
        if group := passage.group_at(at):
            owners = tuple(group.names)
            unknown = tuple(mention.name for mention in group.members if mention.kind in ("unknown", "body"))
    is_meeting = not owners and bool(rules.meeting_of_all.search(words.split(TIME)[0] or words))
    return Entry(start, end, inside[0] if inside else None, owners, unknown, is_meeting)
