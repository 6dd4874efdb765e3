"""A follow-up matrix against a large record, on PostgreSQL: previewed, and filed."""

from bench.figures import Figure, at_most
from bench.workshop import Workshop

AGREEMENTS = 10_000
ROWS = 2_000
SECONDS = 5
FILING_SECONDS = 20


def measure(workshop: Workshop) -> list[Figure]:
    environment = workshop.on_postgresql("matrix")
    workshop.manage(environment, "make_scale_data", "--agreements", str(AGREEMENTS))
    workshop.analyze(environment)
    taken = workshop.inside(environment, "matrix", str(ROWS))
    record = f"{taken['commitments']:,} commitments on record"
    return [
        at_most(f"a matrix of {ROWS:,} rows previewed, {record}", taken["seconds"], SECONDS, " s", digits=1,
                note="from the upload to the page that shows what will be written"),
        at_most(f"queries for it, of {ROWS:,} rows", taken["queries"], taken["few_queries"] + 2,
                note=f"{taken['few_queries']} for 20; rows are stored a thousand at a time"),
        at_most(f"filing a matrix of {taken['written']:,} rows", taken["filing"], FILING_SECONDS, " s", digits=1,
                note=f"all of it or nothing, a report of progress each; {taken['filing_queries']} queries"),
    ]  # fmt: skip
