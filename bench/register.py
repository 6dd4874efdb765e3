"""The register in a small house and in a large one."""

import statistics

from bench.figures import Figure, at_most
from bench.workshop import Workshop

SMALL, LARGE = 1_000, 100_000
TURNS = 7
ROUNDS = 15
AFRESH = {"Cookie": "made=afresh"}
PAGE = "register-of-a-delegation"


def measure(workshop: Workshop) -> list[Figure]:
    """Both are asked in turns, by one reader; the counts of facets are kept, as they are for every second reader."""
    houses = [workshop.with_agreements(number) for number in (SMALL, LARGE)]
    paths = [workshop.inside(environment, "addresses")["paths"][PAGE] for environment in houses]
    with workshop.web_server(houses[0]) as small, workshop.web_server(houses[1]) as large:
        sides = list(zip((small, large), paths, strict=True))
        first = [max(web.ask(path, rounds=16, headers=AFRESH)["ms"]) for web, path in sides]
        taken: list[list[float]] = [[], []]
        for _turn in range(TURNS):
            for side, (web, path) in enumerate(sides):
                taken[side] += web.ask(path, rounds=ROUNDS, connections=1, headers=AFRESH)["ms"]
    times = [statistics.median(side) for side in taken]
    return [
        at_most(
            f"register of a delegation by deadline, {LARGE:,} agreements against {SMALL:,}",
            times[1] / times[0],
            1.5,
            " times",
            digits=2,
            note=f"{times[1]:.0f} ms, {times[0]:.0f} ms; the first after a change {first[1]:.0f} ms, {first[0]:.0f} ms",
        )
    ]
