"""Where a report ends: thanks, place and date, signatures."""

from __future__ import annotations

import re

from documents.reading.meeting_days import days_in

CLOSING = {
    "en": re.compile(
        r"(?:done|adopted|approved|signed|given|issued)\s+(?:in|at|by|on|this)\b"
        r"|in witness\b|finally,|lastly,|in closing\b|to conclude,"
        r"|(?:the\s+)?(?:delegations?|participants|member countries|participating\s+\w+|delegates|network"
        r"|group|liaison officers)"
        r"(?:\s+\w+){0,8}?\s+(?:thank(?:s|ed)?|express(?:es|ed)?\s+(?:its|their|its\s+\w+"
        r"|their\s+\w+)\s+(?:gratitude|appreciation|thanks))\b"
        r"|(?:the\s+)?meeting\s+(?:was\s+)?(?:adjourned|closed|concluded|ended)\b|there being no\b"
        r"|(?:end of|this is the end)\b|signatures?\b|_{3,}|for (?:the )?[A-Z][\w ]{2,40}:",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"(?:dad[oa]|adoptad[oa]|aprobad[oa]|firmad[oa]|suscrit[oa]|hech[oa]|emitid[oa])\s+(?:en|por|el|a)\b"
        r"|en fe de\b|finalmente,|por último,|para (?:concluir|finalizar),"
        r"|(?:las?\s+|los?\s+)?(?:delegaci(?:ón|ones)|participantes|países miembros|delegad[oa]s|red|grupo"
        r"|oficiales de enlace|funcionarios de enlace)"
        r"(?:\s+\w+){0,8}?\s+(?:agradec(?:e|en|ió|ieron)|expres(?:a|an|ó"
        r"|aron)\s+su\s+(?:\w+\s+)?(?:agradecimiento|gratitud|reconocimiento))\b"
        r"|la reunión\s+(?:se\s+)?(?:concluyó|clausuró|finalizó|terminó|cerró)\b|no habiendo\b|sin más\b"
        r"|fin del?\b|firmas?\b|_{3,}|por (?:la |el |los )?[A-ZÁÉÍÓÚ][\w ]{2,40}:",
        re.IGNORECASE,
    ),
}
LONGEST_PLACE_AND_DATE = 8  # words


def begins_closing(text: str, *, language: str) -> bool:
    """Whether an unnumbered paragraph behind the last agreement belongs to the report's end."""
    if CLOSING[language].match(text):
        return True
    return len(text.split()) <= LONGEST_PLACE_AND_DATE and bool(days_in(text)) and text[:1].isupper()
