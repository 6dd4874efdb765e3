"""Names that stand together in a text, and the marks that stand for them."""

from __future__ import annotations

import dataclasses
import re

from documents.reading.owners import Mention

NAME, TIME, HIDDEN = "§", "¶", "_"

_JOINED = re.compile(
    r",? ?(?:and|y|e|&|/|as well as|asi como|along with) ?(?:to |of |by |from |with |a |al |de |del |por "
    r"|con )?(?:la |las |los |el |l )?|, ?(?:a |de |por )?(?:la |las |los |el )?"
)


@dataclasses.dataclass(frozen=True)
class Group:
    """Names that stand together ("the delegations of Mexico and Honduras")."""

    start: int
    end: int
    members: tuple[Mention, ...]

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys(mention.name for mention in self.members))

    @property
    def is_plural(self) -> bool:
        return len(self.members) > 1 or self.members[0].name in ("MEMBERS", "INTERESTED", "ALL")

    @property
    def is_body(self) -> bool:
        """Whether it is the body that meets, not one or more delegations of it."""
        return any(mention.kind in ("audience", "body") for mention in self.members)


def grouped(mentions: list[Mention], plain: str) -> list[Group]:
    """Join names that a list joins: by a conjunction, and by the commas of a list that ends with one."""
    groups: list[list[Mention]] = []
    index = 0
    while index < len(mentions):
        run, last_joined = [mentions[index]], 0
        while index + len(run) < len(mentions):
            following = mentions[index + len(run)]
            gap = plain[run[-1].end : following.start]
            if not _JOINED.fullmatch(gap) or following.name in {mention.name for mention in run}:
                break
            run.append(following)
            if not re.fullmatch(r", ?(?:a |de |por )?(?:la |las |los |el )?", gap):
                last_joined = len(run) - 1
        groups.append(run[: last_joined + 1])
        index += last_joined + 1
    return [Group(run[0].start, run[-1].end, tuple(run)) for run in groups]
