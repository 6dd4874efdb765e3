"""Where a subject may stand, and whether one that nothing knows may be somebody ("the host country")."""

from __future__ import annotations

import re

from documents.reading.groups import NAME, TIME
from documents.reading.passage import Passage
from documents.reading.things import is_thing

_NOUN_PHRASE = {
    "en": re.compile(r"(?:and |but |¶+,? )*(?:the|an?|this|each|every|our|its|their)?(?P<words>(?: ?[\w'§-]+)+)"),
    "es": re.compile(
        r"(?:y |pero |¶+,? )*(?:el|la|los|las|una?|est[ea]|cada|su|nuestr[oa]|dich[oa]|(?=§))"
        r"(?P<words>(?: ?[\w§-]+)+)"
    ),
}
# What ends the noun a phrase begins with ("the University | of Panama").
_FURTHER = re.compile(r"\b(?:of|from|in|at|for|on|with|that|which|who|to|under|by|and|or|against)\b")
_SOMEBODY = re.compile(
    r"(?:countr(?:y|ie)|universit(?:y|ie)|institut(?:e|ion)|commission|ministr(?:y|ie)|bank|agenc(?:y|ie)|organi[sz]ation"
    r"|office|centre|center|foundation|association|federation|committee|group|team|council|forum|network|secretariat"
    r"|coordinator|consultant|expert|facilitator|moderator|official|officer|authorit(?:y|ie)|government|delegation"
    r"|police|parliament|embass(?:y|ie)|consulate|host|unit|department|directorate|donor|partner|state|representative"
    r"|pais|universidad|instituto|institucion|comision|ministerio|banco|agencia|organizacion|organismo|oficina|centro"
    r"|fundacion|asociacion|federacion|comite|grupo|equipo|consejo|foro|red|coordinador[a]?|consultor[a]?|expert[oa]"
    r"|facilitador[a]?|moderador[a]?|funcionari[oa]|oficial|autoridad|gobierno|delegacion|policia|parlamento|embajada"
    r"|consulado|anfitrion[a]?|sede|unidad|departamento|direccion|donante|socio|estado|representante|secretaria)(?:e?s)?"
)
_DOES = {
    "en": re.compile(
        r" ?(?:\w+ly |also )*(?:send|submit|prepare|draft|circulate|distribute|forward|translate|host|convene"
        r"|organi[sz]e|print|appoint|designate|notify|compile|invite|coordinate|finance|deliver|share|publish)\b"
    ),
    "es": re.compile(
        r"(?:envi|remit|prepar|redact|elabor|circul|distribu|traduc|convoc|organiz|imprim|design|nombr|notific|compil"
        r"|invit|coordin|financi|entreg|compart|public)\w+"
    ),
}
_IS = {"en": re.compile(r" ?be\b"), "es": re.compile(r"(?:seran?|estaran?)\b")}
_POINTING = frozenset("there it this that they these those which who what he she we you nothing nobody".split())


def may_be_somebody(passage: Passage, verb: re.Match[str], start: int, begin: int) -> bool:
    """Whether the words before a verb in the future tell somebody whom nothing knows: who does what things do not is.

    They begin at `start`, the verb's own clause `begin` characters behind it.
    """
    if any(start + begin <= excepted.start < verb.start() for excepted in passage.excepted):
        return True
    language, before = passage.language, passage.coded[start : verb.start()]
    before = (before[begin:].strip() or before).split(",")[0].strip()
    promised = verb.groupdict().get("future") or passage.coded[verb.end() :]
    found = _NOUN_PHRASE[language].fullmatch(before)
    if not found or _IS[language].match(promised):
        return False
    told = found["words"].split()
    words = _FURTHER.split(found["words"])[0].split() if language == "en" else told
    if not words:
        return False
    noun = words[-1] if language == "en" else words[0]
    if NAME in noun:  # one of a name that is more than what is known of it
        return len(told) > 1
    if noun in _POINTING or not noun.isalpha():
        return False
    return bool(_SOMEBODY.fullmatch(noun) or (not is_thing(noun) and _DOES[language].match(promised)))


def opens_clause(before: str) -> bool:
    """Whether a name after these words can be a subject: at the start, after a comma, a deadline or a conjunction."""
    return bool(
        not before.strip()
        or re.search(
            rf"(?:[,;:–{TIME}-]|\b(?:and|but|or|y|e|pero|while|mientras|whereas|then|also|likewise|therefore"
            r"|accordingly|asimismo|tambien|ademas|meanwhile))(?: the)? *$",
            before,
        )
    )
