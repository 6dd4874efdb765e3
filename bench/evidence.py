"""A file of 20 MB attached to a report of progress."""

from bench.figures import Figure, at_most
from bench.workshop import Workshop

MEGABYTES = 5


def measure(workshop: Workshop) -> list[Figure]:
    taken = workshop.inside(workshop.on_postgresql("evidence"), "evidence")
    return [
        at_most(
            f"memory to attach a file of {taken['size']:.0f} MB, beside what the process takes anyhow",
            taken["megabytes"],
            MEGABYTES,
            " MB",
            digits=1,
            note=f"checked and kept in {taken['seconds'] * 1000:.0f} ms",
        )
    ]
