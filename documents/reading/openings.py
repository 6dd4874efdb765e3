"""How agreements begin: a coarse look, enough to tell a point that says something from a list of topics.

What kind of agreement it is, and what follows from it, is for `clauses`.
"""

from __future__ import annotations

import re

VERB_EN = (
    "accept|acknowledge|adopt|agree|appreciate|approve|ask|call|commend|commit|congratulate|continue|convene|coordinate"
    "|decide|develop|encourage|endorse|ensure|establish|express|follow|highlight|hold|inform|instruct|invite|note|offer"
    "|organize|prepare|present|promote|propose|reaffirm|recognize|recognise|recommend|reiterate|request|review|send|share"
    "|submit|support|take|thank|underline|update|urge|welcome"
)
OPENS_EN = re.compile(
    rf"(?:(?:further(?:more)?|also|likewise|finally),?\s+)?(?:to\s+(?:\w+ly\s+)?[a-z]+\b|we\s+[a-z]+\b"
    rf"|(?:{VERB_EN})(?:s|es|ed|d)?\b)",
    re.IGNORECASE,
)
FINITE_EN = re.compile(
    r"\b(?:will|shall|agreed?|undertook|undertakes?|committed|offer(?:ed|s)|request(?:ed|s)|propose[sd]|urge[sd]?"
    r"|asked|asks|invite[sd]|expressed|expresses|informed|presented|thank(?:ed|s)|took note|takes? note|welcome[sd]"
    r"|shared|stated|reaffirm(?:ed|s)|recogni[sz]e[sd])\b"
)
OPENS_ES = re.compile(
    r"(?:(?:asimismo|además|también|igualmente),?\s+)?(?:se\s+\w+|\w+(?:ar|er|ir)(?:se|les?|l[oa]s?)?\b|que\s)",
    re.IGNORECASE,
)
FINITE_ES = re.compile(
    r"\b(?:\w+ar[áa]n?|\w+[ei]r[áa]n?|acord(?:ó|aron|amos)|ofreci(?:ó|eron)|solicit(?:ó|aron|an|a)|propus(?:o|ieron)"
    r"|propone[n]?|insta[n]?|exhorta[n]?|agradec(?:e|en|ió|ieron)|tom(?:a|an|ó|aron) nota|inform(?:ó|aron)"
    r"|present(?:ó|aron)|se comprometi(?:ó|eron)|reafirm(?:a|an|ó|aron)|reconoc(?:e|en|ió|ieron))\b"
)
SPANISH_NOUNS = re.compile(r"(?:lugar|mujer|menor|taller|bienestar|nivel|mar|par|titular|auxiliar)\b", re.IGNORECASE)


def is_operative(text: str, *, language: str) -> bool:
    """Whether the text opens with a verb of agreeing, or says in its first sentence what somebody did or will do."""
    first_sentence = re.split(r"(?<=[.;])\s", text, maxsplit=1)[0]
    if language == "es":
        opens = OPENS_ES.match(text) is not None and SPANISH_NOUNS.match(text) is None
        return opens or FINITE_ES.search(first_sentence) is not None
    return OPENS_EN.match(text) is not None or FINITE_EN.search(first_sentence) is not None
