"""Whether those bound by a clause act together or each by itself: patterns over folded text, by language."""

from __future__ import annotations

import re

from documents.reading.groups import Group
from documents.reading.passage import Passage

NEAR = 12  # characters before a name that may say that each of those named is meant
_EACH = {
    "en": re.compile(r"\b(?:each(?! other\b)|every|individually|separately)\b"),
    "es": re.compile(r"\b(?:cada|individualmente|por separado)\b"),
}
# Behind the verb "each" is the doer's only where its own thing, or nothing, follows.
_EACH_BEHIND = {
    "en": re.compile(r"\b(?:each (?:of them\b|one\b|(?=its |their |by |in |to |¶|$))|individually\b|separately\b)"),
    "es": re.compile(r"\b(?:cada (?:un[oa]|cual|quien)\b(?! del? )|individualmente\b|por separado\b)"),
}
# What a name before it only tells whose it is ("together with the PPT comments").
PAPERS = (
    r"(?:lists?|comments?|reports?|inputs?|statistics|data|figures|observations|proposals?|guides?|guidelines|documents?"
    r"|contacts?|annex(?:es)?|forms?|templates?|matri(?:x|ces)|maps?|minutes|notes?|drafts?|information|answers?)\b"
)


def each_by_itself(passage: Passage, group: Group, *, verb_end: int, end: int) -> bool:
    """Whether a clause says of those named in `group` that each of them acts ("will each send its list")."""
    told = max(group.end, verb_end)
    before = passage.plain[max(0, group.start - NEAR) : told]
    behind = passage.plain[told:end]
    return bool(_EACH[passage.language].search(before) or _EACH_BEHIND[passage.language].search(behind))


def is_possessive(passage: Passage, group: Group) -> bool:
    """Whether a name only tells whose something is ("the Member Countries' lists", "the PPT comments")."""
    return passage.plain.endswith(("'", "'s"), group.start, group.end) or bool(
        re.match(rf"'|(?: {PAPERS})", passage.plain[group.end :])
    )
