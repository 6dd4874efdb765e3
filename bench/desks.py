"""A delegation's pending matters in a small house and in a large one."""

from bench.figures import Figure, at_most
from bench.register import LARGE, SMALL
from bench.workshop import Workshop

QUERIES = 14
TURNS = 5


def measure(workshop: Workshop) -> list[Figure]:
    """Both are asked in turns, each time in a process of its own; the best of each counts."""
    houses = [workshop.with_agreements(number) for number in (SMALL, LARGE)]
    taken = [[workshop.inside(house, "desk") for house in houses] for _turn in range(TURNS)]
    small, large = (min((turn[side] for turn in taken), key=lambda one: one["ms"]) for side in (0, 1))
    sizes = f"{large['commitments']:,} commitments, {large['pending']:,} of them pending with the delegation"
    return [
        at_most("queries, pending matters of a delegation", large["queries"], QUERIES, "", note=sizes),
        at_most(
            f"pending matters of a delegation, {large['commitments']:,} commitments against {small['commitments']:,}",
            large["ms"] / small["ms"],
            1.5,
            " times",
            digits=2,
            note=f"{large['ms']:.0f} ms, {small['ms']:.0f} ms",
        ),
    ]
