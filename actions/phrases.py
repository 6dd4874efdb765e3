"""What the words of a deadline say that its parts do not: pure rules, in both languages."""

import re

from .models import WhichMeeting
from .words import fold

# "following the meeting" and "subsequent to it" say after, not which; "next month" is not said of the meeting.
NEXT = re.compile(
    r"\b(?:next|forthcoming|upcoming|coming)\b(?! (?:day|week|month|year)s?\b)"
    r"|\b(?:the|its|their|our|this) following\b"
    r"|\bsubsequent\b(?! to\b)"
    r"|\b(?:proxim[oa]s?|siguientes?|venider[oa]s?|subsiguientes?)\b"
    r"(?! (?:al|a l[ao]s?|a (?:est[ae]|dich[ao]|su)|dias?|semanas?|mes(?:es)?|anos?)\b)"
)


def which_meeting(phrase):
    """Whether a deadline's phrase, in English or Spanish, means a body's next meeting or the one beside this.

    domain.md: a network meets just before the body that receives its report, so that "the meeting of the RCGM" and
    "the next meeting of the RCGM" are two different ones.
    """
    return WhichMeeting.NEXT if NEXT.search(fold(phrase)) else WhichMeeting.ADJOINING
