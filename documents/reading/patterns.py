"""Small pieces regular expressions over folded text are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(phrases: str | Iterable[str]) -> str:
    """A pattern for any of the phrases, the longest first; one string holds several between `|`.

    A phrase may hold pattern syntax, `|` within its own brackets included.
    """
    listed = re.split(r"\|(?![^(]*\))", phrases) if isinstance(phrases, str) else phrases
    return "(?:" + "|".join(sorted(listed, key=lambda phrase: (-len(phrase), phrase))) + ")"


def name_pattern(folded: str) -> str:
    """A pattern for a folded name, whether spaces or hyphens stand between its words, and for its plurals."""
    words = (re.escape(word) + ("s?" if len(word) > 4 and word.isalpha() else "") for word in re.split(r"[ -]", folded))
    return "[ -]?".join(words) if "." in folded else "[ -]".join(words)
