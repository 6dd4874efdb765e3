"""A thousand reports through the whole way, on both databases."""

from bench.figures import Figure, at_most
from bench.workshop import Workshop

SECONDS = 120
GROWTH = 10  # MB that the allocator may still take after the first hundred


def measure(workshop: Workshop) -> list[Figure]:
    sqlite = workshop.environment("filing_sqlite")
    workshop.manage(sqlite, "migrate", "--verbosity", "0")
    return [
        *_figures("PostgreSQL", workshop.inside(workshop.on_postgresql("filing"), "filing")),
        *_figures("SQLite", workshop.inside(sqlite, "filing")),
    ]


def _figures(database: str, taken: dict[str, float]) -> list[Figure]:
    early, late = taken["memory_early"], taken["memory_late"]
    return [
        at_most(
            f"filing {taken['reports']:.0f} reports of 10 agreements, {database}",
            taken["filing"],
            SECONDS,
            " s",
            note=f"{taken['whole_way']:.0f} s with reading and drafting them",
        ),
        at_most(
            f"its memory, from the 100th report to the last, {database}",
            late - early,
            GROWTH,
            " MB more",
            digits=1,
            note=f"{early:.0f} MB, then {late:.0f} MB",
        ),
    ]
