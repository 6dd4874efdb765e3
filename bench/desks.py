"""A delegation's pending matters, and the secretariat's week, in a small house and in a large one."""

import statistics
from typing import Any

from bench.figures import Figure, at_most
from bench.register import LARGE, SMALL
from bench.workshop import Waiting, Workshop

QUERIES = {"pending": 14, "monday": 40}
PAGES = {"pending": "pending matters of a delegation", "monday": "the secretariat's week"}
ROUNDS = 60


def measure(workshop: Workshop) -> list[Figure]:
    """Both are asked in turns, page by page, so that what else the machine does meets both."""
    houses = [workshop.with_agreements(number) for number in (SMALL, LARGE)]
    with workshop.waiting(houses[0], "desk") as small, workshop.waiting(houses[1], "desk") as large:
        there, little = large.said(), small.said()
        return [figure for name in PAGES for figure in _of(name, (small, large), little, there)]


def _of(name: str, sides: tuple[Waiting, Waiting], little: Any, there: Any) -> list[Figure]:
    """little, there: what the small house says of itself, and the large one."""
    taken: list[list[float]] = [[], []]
    for _round in range(ROUNDS):
        for times, side in zip(taken, sides, strict=True):
            times.append(side.ask(name))
    small, large = map(statistics.median, taken)
    sizes = f"{there['commitments']:,} commitments"
    more = f", {there['pending']:,} of them pending with the delegation" if name == "pending" else ""
    return [
        at_most(f"queries, {PAGES[name]}", there["queries"][name], QUERIES[name], note=f"{sizes}{more}"),
        at_most(
            f"{PAGES[name]}, {sizes} against {little['commitments']:,}",
            large / small,
            1.5,
            " times",
            digits=2,
            note=f"{large:.0f} ms, {small:.0f} ms; the median of {ROUNDS} turns",
        ),
    ]
