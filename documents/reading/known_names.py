"""Patterns made of the vocabulary's names, built once for each vocabulary."""

from __future__ import annotations

import dataclasses
import functools
import re

from babel import Locale

from documents.reading.folding import folded
from documents.reading.vocabulary import Vocabulary

WORD = re.compile(r"[^\W_]+")
ARTICLE = re.compile(r"^(?:the|la|el|los|las) ")  # as written: the article of El Salvador is part of its name
FUNCTION_WORDS = frozenset(
    "a al and da de del e el en for in la las los of on or para por sobre the to with y su rcm crm".split()
)


def alternatives(names: set[str]) -> str:
    """A pattern for any of the names, the longest first, whatever stands between their words."""
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first) or r"(?!)"


def content_words(text: str) -> frozenset[str]:
    """The words that tell a body from another, without articles, prepositions and plurals."""
    words = (word.removesuffix("s") for word in WORD.findall(folded(text)) if word not in FUNCTION_WORDS)
    return frozenset(words)


CONFERENCE = re.compile(
    r"\b(?:regional conference on migration|conferencia regional sobre migraci[oó]n|puebla process"
    r"|proceso puebla|RCM|CRM)\b",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True)
class KnownNames:
    """The vocabulary's names as patterns.

    countries: pattern of every name of a country, for matching as written.
    proper: pattern of every name and acronym of a party or body, for matching as written.
    country_codes, party_codes: folded name of a country, of any party → its code.
    bodies: (pattern over folded text, slug), and (words, slug) of the names of bodies.
    """

    countries: str
    proper: str
    country_codes: dict[str, str]
    party_codes: dict[str, str]
    bodies: tuple[tuple[re.Pattern[str], str], ...]
    bodies_by_words: tuple[tuple[frozenset[str], str], ...]

    def country(self, name: str) -> str | None:
        """ISO code of a country by its name in either language."""
        name = " ".join(folded(name).split()).strip(" .")
        return self.country_codes.get(name) or self.country_codes.get(ARTICLE.sub("", name))

    def bodies_in(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, slug) of the bodies named in a text, in its order; a longer name beats one within it."""
        plain = folded(text)
        found = [
            (match.start(), match.end(), slug) for pattern, slug in self.bodies for match in pattern.finditer(plain)
        ]
        found.sort(key=lambda hit: (hit[0], -hit[1]))
        kept: list[tuple[int, int, str]] = []
        for hit in found:
            if not kept or hit[0] >= kept[-1][1]:
                kept.append(hit)
        return kept

    def is_name_alone(self, text: str) -> bool:
        """Whether a line is nothing but the name of the conference or of a body, its acronym in brackets behind it."""
        bare = re.sub(r"\s*\([^()]{2,12}\)", "", text).strip(" .-–—|")
        if CONFERENCE.fullmatch(bare):
            return True
        return any(start == 0 and end == len(folded(bare)) for start, end, _slug in self.bodies_in(bare))

    def body_by_words(self, text: str) -> str | None:
        """The body whose name's words all stand in the text, in whatever order; of several the longest name."""
        words = content_words(text)
        fitting = [(len(name), slug) for name, slug in self.bodies_by_words if len(name) >= 3 and name <= words]
        return max(fitting)[1] if fitting else None


@functools.lru_cache(maxsize=8)
def known_names(vocabulary: Vocabulary) -> KnownNames:
    """The patterns of a vocabulary."""
    countries = {name for party in vocabulary.parties if party.kind == "country" for name in party.names}
    every = {name for party in vocabulary.parties for name in party.names}
    every |= {name for body in vocabulary.bodies for name in body.names}
    codes = dict(territories())
    for party in vocabulary.parties:
        if party.kind == "country":
            codes |= {folded(name): party.code for name in party.names}
    bodies = [(folded(name), body.slug) for body in vocabulary.bodies for name in body.names]
    bodies.sort(key=lambda row: -len(row[0]))
    return KnownNames(
        countries=alternatives({ARTICLE.sub("", name) for name in countries}),
        proper=alternatives({ARTICLE.sub("", name) for name in every}),
        country_codes=codes,
        party_codes={folded(name): party.code for party in vocabulary.parties for name in (*party.names, party.code)},
        bodies=tuple((re.compile(rf"\b(?:{alternatives({name})})\b"), slug) for name, slug in bodies),
        bodies_by_words=tuple((content_words(name), slug) for name, slug in bodies),
    )


@functools.cache
def territories() -> dict[str, str]:
    """Folded name of every country in English and Spanish → its code: a meeting may be held outside the region."""
    return {
        folded(name): code
        for language in ("en", "es")
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha()
    }
