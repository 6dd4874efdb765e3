"""One step for thousands of commitments, on PostgreSQL: all of it or nothing."""

from bench.figures import Figure, at_most
from bench.workshop import Workshop

AGREEMENTS = 10_000
COMMITMENTS = 5_000
SECONDS = 10


def measure(workshop: Workshop) -> list[Figure]:
    environment = workshop.on_postgresql("bulk")
    workshop.manage(environment, "make_scale_data", "--agreements", str(AGREEMENTS))
    workshop.analyze(environment)
    taken = workshop.inside(environment, "bulk", str(COMMITMENTS))
    return [
        at_most(
            f"a step for {COMMITMENTS:,} commitments: {step}",
            one["seconds"],
            SECONDS,
            " s",
            digits=1,
            note=f"{one['queries']} queries, progress told {one['told']} times",
        )
        for step, one in taken.items()
    ]
