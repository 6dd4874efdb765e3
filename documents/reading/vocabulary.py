"""The names the reader knows, passed in as an argument: who may be responsible, and which bodies meet."""

from __future__ import annotations

import dataclasses
import json
import pathlib


@dataclasses.dataclass(frozen=True)
class Party:
    """A country, organisation or office that may attend, lead or be responsible."""

    code: str  # ISO alpha-2, or the English acronym
    kind: str  # country | organisation | civil_society | office | other
    names: tuple[str, ...]  # every name and acronym it appears under, in both languages
    member: bool = False


@dataclasses.dataclass(frozen=True)
class Body:
    """A network, group, or the RCGM or Vice-Ministers: what holds meetings."""

    slug: str
    names: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Vocabulary:
    parties: tuple[Party, ...]
    bodies: tuple[Body, ...]


def from_file(path: pathlib.Path) -> Vocabulary:
    """The vocabulary in a JSON file shaped like `networks/data/conference.json`."""
    data = json.loads(path.read_text("utf-8"))
    return Vocabulary(
        parties=tuple(
            Party(
                code=row["code"],
                kind=row["kind"],
                names=_unique(
                    row["code"], row["en"], row["es"], row.get("formal_en"), row.get("formal_es"), *row["other_names"]
                ),
                member=row.get("member", False),
            )
            for row in data["delegations"]
        ),
        bodies=tuple(
            Body(slug=row["slug"], names=_unique(row["en"], row["es"], *row["other_names"])) for row in data["networks"]
        ),
    )


def _unique(*names: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
