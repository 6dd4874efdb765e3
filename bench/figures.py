"""What was measured, beside what is to be reached."""

import dataclasses
from collections.abc import Iterable


@dataclasses.dataclass(frozen=True)
class Figure:
    """One line of the table. holds: None where there is nothing to reach, or where it could not be measured."""

    what: str
    to_reach: str
    measured: str
    holds: bool | None

    @property
    def verdict(self) -> str:
        return {True: "holds", False: "misses", None: "—"}[self.holds]


def at_most(what: str, value: float, limit: float, unit: str = "", *, digits: int = 0, note: str = "") -> Figure:
    measured = f"{value:.{digits}f}{unit}{f' ({note})' if note else ''}"
    return Figure(what, f"at most {limit:g}{unit}", measured, value <= limit)


def at_least(what: str, value: float, limit: float, unit: str = "", *, digits: int = 0, note: str = "") -> Figure:
    measured = f"{value:.{digits}f}{unit}{f' ({note})' if note else ''}"
    return Figure(what, f"at least {limit:g}{unit}", measured, value >= limit)


def not_measured(what: str, why: str) -> Figure:
    return Figure(what, "", f"skipped: {why}", None)


def table(figures: Iterable[Figure]) -> str:
    rows = [("figure", "to reach", "measured", ""), *((f.what, f.to_reach, f.measured, f.verdict) for f in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, [*widths, 0], strict=True)).rstrip() for row in rows
    ]
    lines.insert(1, "  ".join("-" * width for width in [*widths, 6]))
    return "\n".join(lines)
