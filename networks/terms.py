"""Terms of office: rows with `starts_on` and `ends_on`, of which no two may share a day."""

from itertools import pairwise


def overlaps(terms):
    """The pairs of neighbouring terms that share a day. A term without an end lasts for ever."""
    ordered = sorted(terms, key=lambda term: term.starts_on)
    return [
        (earlier, later)
        for earlier, later in pairwise(ordered)
        if earlier.ends_on is None or earlier.ends_on >= later.starts_on
    ]
