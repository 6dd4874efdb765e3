"""Who took part, as the preamble says it."""

from __future__ import annotations

import itertools
import re

from django.utils.translation import gettext_lazy as _

from documents.reading.known_names import known_names
from documents.reading.meeting_place import CITY, IN
from documents.reading.messages import filled
from documents.reading.owners import find_parties
from documents.reading.parsed import Warning
from documents.reading.vocabulary import Vocabulary

TOOK_PART = re.compile(
    r"\b(?:participa\w+|particip[óo]\b|attend\w+|took part|presence of|were present|present were|also present"
    r"|asisti\w+|asistencia|cont(?:ó|aron) con|presencia de|estuvieron presentes"
    r"|participants:|participantes:|asistentes:|present:|attendance:|delegations:|delegaciones:"
    r"|(?:representatives|representantes|delegations|delegaciones|delegates|delegad[oa]s)\s+(?:of|from|de|del))",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"(?<=[a-záéíóúñ)\]]{2}[.])\s+(?=[A-ZÁÉÍÓÚÑ])")
SEPARATOR = re.compile(r"\s*(?:[,;:()/•–—]|\band\b|\by\b|\be\b|\bas well as\b|\basí como\b)\s*")
LEADING = re.compile(
    r"^(?:(?:the|la|el|los|las|of|from|de|del|representatives?|representantes?|delegations?|delegaci(?:ón"
    r"|ones)|also|also the)\s+)+",
    re.IGNORECASE,
)
NAME = re.compile(
    r"[A-ZÁÉÍÓÚÑ][\w’'.-]+(?:\s+(?:[A-ZÁÉÍÓÚÑ][\w’'.-]*|of|for|the|de|del|la|las|los|el|para|and|y|against"
    r"|contra)){0,9}$"
)
NOT_A_PARTICIPANT = re.compile(
    r"\b(?:countr(?:y|ies)|pa[ií]s(?:es)?|network|red|meeting|reuni[oó]n|conference|conferencia|group"
    r"|grupo|member|miembros?|report|informe|RCM|CRM|states|president|observers?)\b",
    re.IGNORECASE,
)
ADDED = re.compile(r"\b(?:as did|as well as|together with|along with|así como|junto con)\b", re.IGNORECASE)
ABSENT = re.compile(
    r"\b(?:(?:did|could|was|were|do|does) not\b|unable to|absent|absence of|apologi[sz]ed"
    r"|no (?:asisti|particip|pud|estuv)|ausen(?:te|cia)|se excus)",
    re.IGNORECASE,
)
EXCEPTED = re.compile(
    r"\b(?:with the exception of|except(?: for)?|excepting|other than"
    r"|(?:con|a) (?:la )?excepci[oó]n del?|excepto|salvo)"
    r"\s(?P<who>.+?)(?=[;.]|,\s+(?:and|y|e|as well|along|together|así|with|con)\b|$)",
    re.IGNORECASE,
)
ALL_MEMBERS = re.compile(
    r"\b(?:(?:all|todos)(?: of)?(?: the| los)?(?: eleven| once| 11)?|(?:the|los) (?:eleven|once|11))"
    r" (?:(?:RCM |the )*member (?:countries|states)|(?:pa[ií]ses|estados) miembros?)\b",
    re.IGNORECASE,
)
NEAR = 60  # characters between those words and the word that says they took part
LONGEST_LISTED = 14  # words of one line of a list of participants

Hit = tuple[str, int, int]  # code or name, start, end


def participants_of(preamble: list[str], *, language: str, vocabulary: Vocabulary) -> tuple[list[str], list[Warning]]:
    """Codes of those who took part, in the order of the preamble.

    A name nobody knows stands as written, with a warning.
    """
    order: list[str] = []
    unknown: list[str] = []
    known = {party.code for party in vocabulary.parties}
    for sentence in _sentences(preamble):
        cue = TOOK_PART.search(sentence)
        if cue is None:
            continue
        sentence = _without_places(sentence, vocabulary)
        absent = {
            code
            for excepted in EXCEPTED.finditer(sentence)
            for code, _start, _end in find_parties(excepted["who"], language=language, vocabulary=vocabulary)
        }
        sentence = EXCEPTED.sub(lambda match: " " * len(match[0]), sentence)
        if ALL_MEMBERS.search(sentence, max(0, cue.start() - NEAR), cue.end() + NEAR):
            order += [party.code for party in vocabulary.parties if party.member and party.code not in absent]
        hits = [hit for hit in find_parties(sentence, language=language, vocabulary=vocabulary) if hit[0] in known]
        listed = _listed(sentence, hits, cue)
        ends = cue.start() if listed and listed[-1][2] <= cue.end() else len(sentence)
        strangers = _unknown_between(sentence[:ends], listed) if listed else []
        unknown += [name for name, _start, _end in strangers]
        order += [name for name, _start, _end in sorted([*listed, *strangers], key=lambda hit: hit[1])]
    message = _("“%(name)s” is named among the participants, but is not known.")
    warnings = [Warning(None, filled(message, name=name), as_written=name) for name in dict.fromkeys(unknown)]
    return list(dict.fromkeys(order)), warnings


def _listed(sentence: str, hits: list[Hit], cue: re.Match[str]) -> list[Hit]:
    """The list stands behind the word that announces it, or is the sentence's subject."""
    after = [hit for hit in hits if hit[2] > cue.end()]
    before = [hit for hit in hits if hit[2] <= cue.end()]
    if before and (not after or (len(before) >= 2 and len(after) < 2)):
        return before + [hit for hit in after if ADDED.search(sentence[cue.end() : hit[1]])]
    return after


def _sentences(preamble: list[str]) -> list[str]:
    """The preamble's sentences; the lines of a list belong to the sentence that announces it."""
    sentences: list[str] = []
    for paragraph in preamble:
        announced = (
            sentences
            and TOOK_PART.search(sentences[-1])
            and (sentences[-1].endswith(":") or sentences[-1].endswith(("\N{NO-BREAK SPACE}", ",")))
        )
        if announced and len(paragraph.split()) <= LONGEST_LISTED:
            sentences[-1] += f" {paragraph.lstrip('-–•·* ').rstrip('.;,')},"
            continue
        for sentence in SENTENCE.split(paragraph):
            present = [clause for clause in sentence.split("; ") if not ABSENT.search(clause)]
            sentences += ["; ".join(present)] if present else []
    return sentences


def _without_places(sentence: str, vocabulary: Vocabulary) -> str:
    """The sentence with "in Managua, Nicaragua" blanked out, its length kept."""
    place = re.compile(rf"{IN}{CITY}(?:,\s*|\s*\()(?:the |la |el )?(?:{known_names(vocabulary).countries})\b")
    return place.sub(lambda match: " " * len(match[0]), sentence)


def _unknown_between(sentence: str, listed: list[Hit]) -> list[Hit]:
    """Names that stand in the list of those known."""
    gaps = [(end, start) for (_c, _s, end), (_code, start, _e) in itertools.pairwise(listed)]
    tail = re.match(r"[^.:]*", sentence[listed[-1][2] :])
    gaps.append((listed[-1][2], listed[-1][2] + (tail.end() if tail else 0)))
    names: list[Hit] = []
    for start, end in gaps:
        pieces = SEPARATOR.split(sentence[start:end])
        for piece in pieces[1:]:
            name = LEADING.sub("", piece.strip().rstrip("."))
            if NAME.fullmatch(name) and not NOT_A_PARTICIPANT.search(name):
                names.append((name, sentence.index(name, start), end))
    return names
