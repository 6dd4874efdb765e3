"""Terms of office: rows with `starts_on` and `ends_on`, of which no two may share a day."""

import datetime
from itertools import pairwise

A_DAY = datetime.timedelta(days=1)


def overlaps(terms):
    """The pairs of neighbouring terms that share a day. A term without an end lasts for ever."""
    return [
        (earlier, later)
        for earlier, later in _neighbours(terms)
        if earlier.ends_on is None or earlier.ends_on >= later.starts_on
    ]


def gaps(terms):
    """The days between neighbouring terms that belong to neither: pairs of the first day and the last."""
    return [
        (earlier.ends_on + A_DAY, later.starts_on - A_DAY)
        for earlier, later in _neighbours(terms)
        if earlier.ends_on is not None and later.starts_on - earlier.ends_on > A_DAY
    ]


def _neighbours(terms):
    return pairwise(sorted(terms, key=lambda term: term.starts_on))


def term_on(terms, *, day):
    """The term that the day belongs to, or None; of two that share it, the one that began first."""
    lasting = [term for term in terms if term.starts_on <= day and (term.ends_on is None or day <= term.ends_on)]
    return min(lasting, key=lambda term: term.starts_on, default=None)
