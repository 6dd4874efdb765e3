"""The city and country of a meeting, out of a line of its heading or a sentence of its preamble."""

from __future__ import annotations

import dataclasses
import functools
import re

from documents.reading.folding import folded
from documents.reading.known_names import KnownNames, known_names
from documents.reading.meeting_days import MONTH
from documents.reading.vocabulary import Vocabulary

CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w’'-]*"
CITY = rf"(?:[Cc]iudad de )?{CAPITAL}(?: (?:(?:de|del|la|las|los|el|of) ){{0,2}}{CAPITAL})*(?:,? D\.? ?[CF]\.)?"
IN = r"\b(?:[Ii]n|[Ee]n|[Aa]t)\s+(?:the [Cc]ity of\s+|la (?=[Cc]iudad de\s))?"
LOWER_IN_NAMES = frozenset("de del la las los el of y and".split())
ARTICLES = ("La ", "El ", "Los ", "Las ")
NO_CITY = re.compile(
    rf"(?:{MONTH}|Report|Minutes|Agenda|Conclusions|Informe|Acta|Conclusiones|Acuerdos|The|Its|This|That|These|La|El|Los|Las|Su|Member|RCM|CRM|Network|Red|Conference"
    rf"|Conferencia)\b"
)


@dataclasses.dataclass(frozen=True)
class Place:
    city: str | None
    country: str | None  # ISO alpha-2
    start: int
    end: int


@functools.lru_cache(maxsize=8)
def _patterns(vocabulary: Vocabulary) -> tuple[re.Pattern[str], re.Pattern[str]]:
    country = (
        rf"(?P<country>(?i:(?:the |la |el |los )?(?:{known_names(vocabulary).countries}))"
        rf"|{CAPITAL}(?: {CAPITAL})*)"
    )
    of_heading = re.compile(rf"(?P<city>{CITY})\s*(?:,|\(|[-–—])\s*{country}\b(?! City\b)\)?")
    of_sentence = re.compile(rf"{IN}(?P<city>{CITY})(?:(?:,\s*|\s*\(){country}\b\)?)?")
    return of_heading, of_sentence


def place_of_heading(text: str, *, vocabulary: Vocabulary) -> Place | None:
    """“Managua, Nicaragua” at the head of a document, the country known by name."""
    names = known_names(vocabulary)
    of_heading, _ = _patterns(vocabulary)
    position = 0
    while match := of_heading.search(text, position):
        code, end = _country(match, names)
        if code and not NO_CITY.match(match["city"]):
            return Place(_city_name(match["city"], names), code, match.start(), end)
        position = match.end("city")  # "Hotel Sol, Managua, Nicaragua": what was no city may stand before one
    return None


def place_of_sentence(text: str, *, vocabulary: Vocabulary, since: int = 0) -> Place | None:
    """The first place a text names with “in”: a city with its country before a city or country alone.

    since: where the text comes to the meeting; what stands alone before is no place ("Trafficking in Persons").
    """
    names = known_names(vocabulary)
    _, of_sentence = _patterns(vocabulary)
    alone: Place | None = None
    for match in of_sentence.finditer(text):
        city = _city_name(match["city"], names)
        code, end = _country(match, names) if match["country"] else (None, match.end("city"))
        if city.isupper() and not text.isupper():
            continue
        if NO_CITY.match(city) and not (code and city.startswith(ARTICLES)):
            continue
        if code:
            return Place(city, code, match.start("city"), end)
        if alone is None and match.start() >= since:
            country = names.country(city)
            code = country or country_of_city(city, names)
            alone = Place(None if country else city, code, match.start("city"), match.end("city"))
    return alone


def _city_name(written: str, names: KnownNames) -> str:
    """“la ciudad de San Salvador” is San Salvador, “la ciudad de Guatemala” Ciudad de Guatemala."""
    bare = re.sub(r"^[Cc]iudad de ", "", written)
    if bare == written or not bare:
        return written
    return f"Ciudad de {bare}" if names.country(bare) else bare


def _country(match: re.Match[str], names: KnownNames) -> tuple[str | None, int]:
    """The code of the matched country; of “Spain November” the first word."""
    words = match["country"].split()
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        if code := names.country(name.rstrip("’'s") if name.endswith(("’s", "'s")) else name):
            return code, match.start("country") + len(name) + (match[0].endswith(")") and count == len(words))
    return None, match.end("city")


def country_of_city(city: str, names: KnownNames) -> str | None:
    """Mexico City, Ciudad de Guatemala: the name holds the country's."""
    bare = re.sub(r"^(?:Ciudad de|City of)\s+|\s+City$", "", city)
    return names.country(bare) if bare != city else None


def in_mixed_case(city: str, preamble: str) -> str:
    """A city set in capitals as the preamble writes it, or with capital initials."""
    if not city.isupper():
        return city
    at = folded(preamble).find(folded(city))
    written = preamble[at : at + len(city)] if at >= 0 and len(folded(preamble)) == len(preamble) else city
    if not written.isupper():
        return written
    words = city.title().split()
    return " ".join(word.lower() if i and word.lower() in LOWER_IN_NAMES else word for i, word in enumerate(words))
