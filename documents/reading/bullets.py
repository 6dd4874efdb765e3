"""Whether bullets under a point are its sub-items, or only go on with its text."""

from __future__ import annotations

from documents.reading.clauses import Standing, analyse, standing_of
from documents.reading.meeting_context import MeetingContext
from documents.reading.openings import is_operative
from documents.reading.verbs import ACKNOWLEDGING
from documents.reading.vocabulary import Vocabulary

RECORDS = ACKNOWLEDGING | {"inform", "submit"}


def are_sub_items(lead_in: str, bullets: list[str], *, language: str, vocabulary: Vocabulary) -> bool:
    """Whether at least half of them say something on their own, or say who is to do what.

    Behind a colon it is enough that the point leaves open what is to be done ("Member Countries agreed to:"); behind
    that of a mere record ("To thank the following:") most of them must say something.
    """
    operative = sum(is_operative(bullet, language=language) for bullet in bullets)
    if operative * 2 > len(bullets):
        return True
    if lead_in.rstrip().endswith(":"):
        standing = standing_of(lead_in, language=language, vocabulary=vocabulary, meeting=MeetingContext())
        if standing.is_open or _only_records(standing):
            return standing.is_open
    saying = sum(is_operative(bullet, language=language) or _binds(bullet, language, vocabulary) for bullet in bullets)
    return saying * 2 >= len(bullets)


def _only_records(standing: Standing) -> bool:
    return standing.charge is None and standing.kind in RECORDS


def _binds(bullet: str, language: str, vocabulary: Vocabulary) -> bool:
    return bool(analyse(bullet, language=language, vocabulary=vocabulary, meeting=MeetingContext()).actions)
