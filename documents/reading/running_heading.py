"""A heading that runs on one line with its first sentence, taken apart."""

from __future__ import annotations

import dataclasses
import itertools

from documents.reading.folding import folded
from documents.reading.heading import BEGINS_SENTENCE, GOES_ON_WORD, HELD, REPORT_OF_MEETING, without_capitals
from documents.reading.known_names import CONFERENCE, KnownNames, known_names
from documents.reading.layout import Row
from documents.reading.meeting_days import days_in
from documents.reading.meeting_place import place_of_heading
from documents.reading.vocabulary import Vocabulary


def split_running_heading(row: Row, *, vocabulary: Vocabulary) -> list[Row]:
    """A heading that runs into the first sentence on one line, taken apart; else the row as it is."""
    text = row.plain
    held = HELD.search(text)
    if held is None:
        return [row]
    beginnings = [match.start() for match in BEGINS_SENTENCE.finditer(text, 0, held.start())]
    begins = next((start for start in reversed(beginnings) if start and text[start - 1] == " "), 0)
    head = text[:begins].strip()
    if not head or head.endswith((".", ",", ";")) or GOES_ON_WORD.match(text[begins - 4 : begins].strip()):
        return [row]
    cuts = {0, len(head), *_titles_behind_a_name(head, known_names(vocabulary))}
    for found in (*days_in(head), place_of_heading(without_capitals(head), vocabulary=vocabulary)):
        if found is not None:
            cuts |= {found.start, found.end}
    ordered = sorted(cuts)
    pieces = [head[start:end].strip(" ,;-–") for start, end in itertools.pairwise(ordered)]
    return [dataclasses.replace(row, text=piece, after_blank=True) for piece in (*pieces, text[begins:]) if piece]


def _titles_behind_a_name(head: str, names: KnownNames) -> list[int]:
    """Where "Report of the meeting" begins right behind the name of the conference or a body: its letterhead."""
    found = (match.start() for match in REPORT_OF_MEETING.finditer(head) if match.start())
    return [start for start in found if _ends_in_a_name(head[:start].rstrip(" )"), names)]


def _ends_in_a_name(text: str, names: KnownNames) -> bool:
    plain = folded(text)
    ends = [end for _start, end, _slug in names.bodies_in(plain)]
    return len(plain) in [*ends, *(match.end() for match in CONFERENCE.finditer(plain))]
