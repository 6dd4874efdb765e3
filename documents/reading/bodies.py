"""The bodies of the vocabulary, and mentions of their meetings, in folded text."""

from __future__ import annotations

import dataclasses
import functools
import re

from documents.reading.folding import folded_name
from documents.reading.patterns import any_of, name_pattern
from documents.reading.vocabulary import Vocabulary

OWN_WORDS = {"en": "network|consultation group|group", "es": "red|grupo de consulta|grupo"}

_NEXT = {
    "en": "next|forthcoming|upcoming|following|coming|subsequent",
    "es": "proxim[oa]s?|siguientes?|venider[oa]|subsiguiente",
}
_PAST = {
    "en": "last|previous|past|preceding|prior|most recent|earlier|latest",
    "es": "ultim[oa]|anterior|pasad[oa]|previa|precedente",
}
_SORT = {
    "en": "ordinary|regular|extraordinary|annual|special|virtual|in-person|face-to-face|online|plenary",
    "es": "ordinari[oa]|extraordinari[oa]|anual|especial|virtual|presencial|en linea|plenari[oa]",
}
ORDINAL = {
    "en": r"[ivxl]+|\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|eleventh|twelfth|twentieth|twenty-(?:first|second|third|fourth|fifth)",
    "es": r"[ivxl]+|\d{1,2}[aoª°]?|primer[ao]?|segund[ao]|tercer[ao]?|cuart[ao]|quint[ao]|sext[ao]|septim[ao]|octav[ao]"
    r"|noven[ao]|decim[ao]|undecim[ao]|vigesim[ao](?: (?:primera|segunda|tercera))?",
}


@dataclasses.dataclass(frozen=True)
class Bodies:
    """names: pattern of any body's name. slugs: folded pattern of one body's names, and its slug."""

    names: str
    slugs: tuple[tuple[re.Pattern[str], str], ...]

    def slug(self, folded: str) -> str | None:
        """The body a folded text names; of several the one whose name is longest there."""
        found = [(len(match[0]), slug) for pattern, slug in self.slugs if (match := pattern.search(folded))]
        return max(found)[1] if found else None

    def meeting_source(self, language: str) -> str:
        """Pattern of a mention of a body's meeting, without article.

        Groups: next, past, body (a name, or a word such as "network"), alone (only "meeting"), bare (no "meeting").
        """
        own = any_of(OWN_WORDS[language])
        following, past, sort, ordinal = (any_of(table[language]) for table in (_NEXT, _PAST, _SORT, ORDINAL))
        body = rf"(?:{self.names}|{own})"
        acronym = r"(?: ?\([a-z]{2,8}\))?"
        adjectives = rf"(?:(?:(?P<next>{following})|(?P<past>{past})|{ordinal}|{sort}) ){{0,4}}"
        if language == "en":
            return (
                rf"{adjectives}(?:meetings? of (?:the |this |our )?(?:{ordinal} )?(?P<of_body>{body}){acronym}"
                rf"|(?P<body_meeting>{body}){acronym}(?:'s?)? (?:meeting|session)\b"
                rf"|(?P<bare_body>{self.names}){acronym}"
                rf"|(?P<alone>meeting)(?! (?:of|between|with|on|for|room)\b))"
            )
        after = rf"(?: (?:(?P<next_after>{following})|(?P<past_after>{past})|{sort}))*"
        return (
            rf"{adjectives}(?:reunion(?:es)?{after} (?:del|de la|de los|de las|de esta|de este|de nuestra|de) "
            rf"(?:{ordinal} )?(?P<of_body>{body}){acronym}"
            rf"|(?P<bare_body>{self.names}){acronym}{after.replace('_after', '_last')}"
            rf"|(?P<alone>reunion){after.replace('_after', '_alone')}(?! (?:del?|entre|con|sobre|para)\b))"
        )


@functools.lru_cache(maxsize=8)
def bodies_of(vocabulary: Vocabulary) -> Bodies:
    """The patterns of a vocabulary's bodies."""
    by_slug = [
        (re.compile(rf"\b{any_of({name_pattern(folded_name(name)) for name in body.names})}\b"), body.slug)
        for body in vocabulary.bodies
    ]
    names = {name_pattern(folded_name(name)) for body in vocabulary.bodies for name in body.names}
    return Bodies(any_of(names) if names else "(?!)", tuple(by_slug))


@dataclasses.dataclass(frozen=True)
class MeetingMention:
    """What a match of `meeting_source` says.

    is_next, is_past: said to be so. slug: the body; None where no known one is named and none is its own.
    is_unnamed: no body is named, not even as "the network". is_bare: a body's name without "meeting".
    """

    is_next: bool
    is_past: bool
    slug: str | None
    is_unnamed: bool
    is_bare: bool


def read_mention(match: re.Match[str], bodies: Bodies, own: str | None) -> MeetingMention:
    """Say what a match of a pattern holding `meeting_source` means in a report of the body `own`."""
    groups = match.groupdict()
    written = groups.get("of_body") or groups.get("body_meeting") or groups.get("bare_body")
    slug = bodies.slug(written) if written else None
    return MeetingMention(
        is_next=any(value for name, value in groups.items() if name.startswith("next")),
        is_past=any(value for name, value in groups.items() if name.startswith("past")),
        slug=slug or own,
        is_unnamed=written is None,
        is_bare=bool(groups.get("bare_body")),
    )
