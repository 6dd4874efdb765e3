"""The reader on the real documents, which are not part of the project."""

from bench.figures import Figure, at_most, not_measured
from bench.workshop import Workshop


def measure(workshop: Workshop) -> list[Figure]:
    what = "reading one real document, in process, median"
    medians = workshop.inside(workshop.environment("reading"), "reading")
    if not medians:
        return [not_measured(what, "the documents are not there (SEEDS_DIR)")]
    slowest = max(medians, key=medians.__getitem__)
    return [at_most(what, medians[slowest], 100, " ms", note=f"the slowest of {len(medians)}: {slowest}")]
