"""Words that set an end to something, where no deadline could be read from them: patterns over folded text."""

from __future__ import annotations

import functools
import re

from documents.reading import dates
from documents.reading.patterns import any_of

# strong: always a limit. lead: one where a time follows. soft: one where something that edges a time stands between.
# filler: what may stand between it and the time. edge: fillers that make a soft lead one. time: what ends it.
_STRONG = {
    "en": r"(?:no|not) later than|at the latest|on or before",
    "es": r"a mas tardar|no mas tarde (?:de|que)|como maximo|como plazo maximo|(?:con )?fecha limite",
}
_LEAD = {
    "en": "by|before|prior to|ahead of|until|till|within|in the course of",
    "es": r"antes del?|hasta|dentro del?|(?:en|con) (?:un |el )?(?:plazo|termino)(?: maximo)? de",
}
_SOFT = {"en": "in|over|during|at", "es": "para|en|durante|al?"}
_EDGE = {
    "en": "next|coming|following|end|close|beginning|start|middle",
    "es": r"fin|fines|final|finales|cierre|termino|principios|inicios|comienzos|mediados|proxim[oa]s?|siguientes?",
}
_FILLER = {
    "en": r"the|this|that|its|a|an|same|current|few|several|first|second|third|fourth|last|half|of|early|late|mid|\d+",
    "es": r"el|los?|las?|l|del?|un|una|este|esta|presente|mismo|misma|mes|semana|dia|ano|primer[oa]?|segund[oa]"
    r"|tercer[oa]?|ultim[oa]|quincena|\d+",
}
_TIME = {
    "en": r"hours?|days?|weeks?|months?|quarters?|semesters?|years?|date|deadline|then|today|tomorrow|noon|midnight"
    r"|end|close|holidays?|easter|christmas|\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{2,4})?",
    "es": r"horas?|dias?|semanas?|quincenas?|mes(?:es)?|trimestres?|semestres?|anos?|fecha|entonces|hoy|mediodia"
    r"|vacaciones|navidad|\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{2,4})?",
}


@functools.cache
def _pattern(language: str) -> re.Pattern[str]:
    number = any_of(dates.number_words(language))
    filler = rf"(?:(?:{_FILLER[language]}|{_EDGE[language]}|{number}) )"
    time = rf"(?:{_TIME[language]}|{dates.weekday(language)}|{any_of(dates.month_numbers(language))})\b"
    # What the number of a day leads to: "el quince de junio".
    counted = rf"(?:{_EDGE[language]}|{number} (?:de|of)|\d+ (?:hours|horas))"
    return re.compile(
        rf"\b(?:(?:{_STRONG[language]})(?: [^\s.,;:()¶]+){{0,6}}"
        rf"|(?:(?:{_LEAD[language]}) {filler}{{0,6}}"
        rf"|(?:{_SOFT[language]}) (?=(?:\w+ ){{0,2}}{counted}\b){filler}{{0,6}}){time}"
        r"(?: (?:of|del?) [^.,;:()]{1,30}(?=[.,;:()]|$))?)"
    )


def unread_limit(plain: str, language: str, start: int, end: int) -> re.Match[str] | None:
    """The first limit in a part of a text that no deadline was read from."""
    return _pattern(language).search(plain, start, end)


def leading_limit(plain: str, language: str, start: int, end: int) -> re.Match[str] | None:
    """A limit that opens a sentence and is not read, where a clause begins behind it ("By the end of the month, …")."""
    found = _pattern(language).match(plain, start, end)
    return found if found and re.fullmatch(r"[^.,;:]{0,30},? ?", plain[found.end() : end]) else None
