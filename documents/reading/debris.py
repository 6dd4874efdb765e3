"""What conversion does to a text, undone: stray marks, lost spaces, a lost comma. The author's own errors stay.

Each repair is a rule of its own: what it looks for, what it puts there, and how it is said in a warning.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable

from django.utils.translation import gettext_lazy, gettext_noop, ngettext_lazy

from documents.reading.known_names import known_names
from documents.reading.meeting_days import MONTH
from documents.reading.messages import Message, filled
from documents.reading.vocabulary import Vocabulary

BOOKMARK = re.compile(r"\[bookmark:[^\[\]\n]*\]\s*", re.IGNORECASE)
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f]")
ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
PRIVATE_BULLET = re.compile("[\uf0a7\uf0b7\uf0d8\uf0fc\uf076\uf0a8\uf02d]")
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
LIGATURE = re.compile(f"[{''.join(LIGATURES)}]")
ACCENT_FOR_APOSTROPHE = re.compile(r"(?<=[^\W\d_])[´`](?=[^\W\d_])")
SPACES = re.compile(r"(?<=\S)[ \n\r\v\f]{2,}(?=\S)")

LOWER, UPPER = "a-zà-öø-ÿ", "A-ZÀ-ÖØ-Þ"
# Words that stand before a name, or after one, and belong to no other word when glued to it.
BEFORE_NAME = "and|as|at|by|for|from|in|of|on|that|the|to|with|con|de|del|desde|el|en|entre|la|las|los|para|por|que"
AFTER_NAME = f"{BEFORE_NAME}|are|has|have|is|shall|was|were|will|y|al|fue|ha|han|hasta|se|su"
# What makes a nationality or a plural of a country's name: Panama-nian, Colombia-nos, Ecuador-ian.
NATIONALITY = r"(?:n|an|ian|nian|vian|ean)s?|(?:ian|n|an)[oa]s?|nses?|eñ[oa]s?|ñ[oa]s?|s"
ADDRESS = re.compile(r"://|@|www\.|\w\.(?:org|com|net|int|gob|gov)\b", re.IGNORECASE)
LONGEST_WORD = 60  # how far the words around a repair are looked for

STRAY_MARK = gettext_noop("A mark left by the conversion was removed.")
SPACE_ADDED = gettext_noop("A missing space was added: “%(after)s”.")
COMMA_ADDED = gettext_noop("A missing comma between two countries was added: “%(after)s”.")


@dataclasses.dataclass(frozen=True)
class Repair:
    """One place of a text that was put right: the message's id and the words it names."""

    message: str
    after: str = ""

    def in_words(self) -> Message:
        return filled(gettext_lazy(self.message), after=self.after)


@dataclasses.dataclass(frozen=True)
class Rule:
    pattern: re.Pattern[str]
    replacement: str | Callable[[re.Match[str]], str]
    message: str | None  # None: too small to be told one by one


def repaired(text: str, *, language: str, vocabulary: Vocabulary) -> tuple[str, list[Repair]]:
    """The text without debris, and what was put right; a text without debris comes back as it was."""
    repairs: list[Repair] = []
    text = text.strip()
    if PLAIN.fullmatch(text) is None:
        for rule in CHARACTER_RULES:
            text = _apply(rule, text, repairs)
            while rule is STRAY_MARKS and BOOKMARK.search(text):  # one may stand within another
                text = _apply(rule, text, repairs)
    for rule in _word_rules(vocabulary):
        text = _apply(rule, text, repairs)
    if language == "en":
        # In Spanish the dash of an aside stands close to its words.
        for rule in ENGLISH_DASHES:
            text = _apply(rule, text, repairs)
    for rule in _commas(vocabulary):
        text = _apply(rule, text, repairs)
    return text.strip(), repairs


def in_words(repairs: list[Repair]) -> list[Message]:
    """The repairs of one line as messages, those of one kind told once."""
    messages: list[Message] = []
    for message in dict.fromkeys(repair.message for repair in repairs):
        of_kind = [repair for repair in repairs if repair.message == message]
        if of_kind[0].after:
            messages.extend(repair.in_words() for repair in of_kind)
        elif message == STRAY_MARK:
            marks = ngettext_lazy(
                "A mark left by the conversion was removed.",
                "%(count)s marks left by the conversion were removed.",
                len(of_kind),
            )
            messages.append(filled(marks, count=len(of_kind)))
        else:
            messages.append(of_kind[0].in_words())
    return messages


def _apply(rule: Rule, text: str, repairs: list[Repair]) -> str:
    def put_right(match: re.Match[str]) -> str:
        if rule.message == SPACE_ADDED and _in_address(match):
            return match[0]
        after = match.expand(rule.replacement) if isinstance(rule.replacement, str) else rule.replacement(match)
        if after != match[0] and rule.message is not None:
            named = rule.message in (SPACE_ADDED, COMMA_ADDED)
            repairs.append(Repair(rule.message, _around(match, after) if named else ""))
        return after

    return rule.pattern.sub(put_right, text)


def _in_address(match: re.Match[str]) -> bool:
    """Whether the place lies within an address of the web or of a person's mail."""
    before, behind = _neighbourhood(match)
    word = before.rsplit(maxsplit=1)[-1:] if not before[-1:].isspace() else []
    rest = behind.split(maxsplit=1)[:1] if not behind[:1].isspace() else []
    return ADDRESS.search("".join([*word, match[0], *rest])) is not None


def _around(match: re.Match[str], after: str) -> str:
    """The repaired place with the words it touches."""
    left, right = _neighbourhood(match)
    before = re.search(r"[^\s,;:]*[,;:]?$", left)
    behind = re.match(r"[^\s,;:.]+|(?: [^\s,;:.]+){0,2}", right)
    return f"{before[0] if before else ''}{after}{behind[0] if behind else ''}".strip()


def _neighbourhood(match: re.Match[str]) -> tuple[str, str]:
    start, end = match.span()
    return match.string[max(0, start - LONGEST_WORD) : start], match.string[end : end + LONGEST_WORD]


# Nothing in such a line needs a look at its characters.
_PLAIN_CHARACTER = r"[!-Z\\\]^_a-~À-ÿ–—‘’“”…•\t]"
PLAIN = re.compile(rf"{_PLAIN_CHARACTER}*(?: {_PLAIN_CHARACTER}+)*")

STRAY_MARKS = Rule(BOOKMARK, "", STRAY_MARK)
CHARACTER_RULES = (
    Rule(CONTROL, "", gettext_noop("An unprintable character was removed.")),
    Rule(INVISIBLE, "", gettext_noop("An invisible hyphen or mark was removed.")),
    STRAY_MARKS,
    Rule(ODD_SPACE, " ", gettext_noop("A non-breaking space was replaced by a plain one.")),
    Rule(PRIVATE_BULLET, "•", gettext_noop("A bullet that only its own font can show was replaced.")),
    Rule(LIGATURE, lambda match: LIGATURES[match[0]], gettext_noop("Letters joined into one sign were taken apart.")),
    Rule(ACCENT_FOR_APOSTROPHE, "’", gettext_noop("An accent standing for an apostrophe was replaced.")),
    Rule(SPACES, " ", gettext_noop("Doubled spaces were made one.")),
)

ENGLISH_DASHES = (
    Rule(re.compile(rf"(?<=[ \t])([–—])(?=[{LOWER}{UPPER}])"), r"\1 ", SPACE_ADDED),
    Rule(re.compile(rf"(?<=[{LOWER}{UPPER}])([–—])(?=[ \t])"), r" \1", SPACE_ADDED),
)


@functools.lru_cache(maxsize=8)
def _word_rules(vocabulary: Vocabulary) -> tuple[Rule, ...]:
    """Lost spaces, from the surest sign of one to the weakest."""
    proper = known_names(vocabulary).proper
    acronym = rf"(?=[{UPPER}]{{2}})"
    patterns = (
        # "inHonduras", "delegationsIOM": a known name right behind small letters
        rf"(?<![\w@])([{LOWER}]{{2,}})(?=(?:{proper})(?![{UPPER}]))",
        rf"(?<![\w@’'])([aeoy])(?=(?!{acronym})(?:{proper})\b)",
        # "Hondurasprior", "Panamaand": small letters right behind a known name
        rf"\b((?!{acronym})(?:{proper}))(?!(?:{NATIONALITY})\b)(?=[{LOWER}]{{3,}}|(?:{AFTER_NAME})\b)",
        rf"\b({acronym}(?:{proper}))(?=(?:{AFTER_NAME})\b)",
        # "inTegucigalpa", "proposalWorkshop": no word of either language has a capital inside
        rf"(?<![\w@.’'-])({BEFORE_NAME})(?=[{UPPER}][{LOWER}]{{2,}})",
        rf"(?<![\w@.’'-])([{LOWER}]{{3,}})(?=[{UPPER}][{LOWER}]{{3,}})",
        # "ofthe", "dela"
        r"\b(of|in|to|for|by|on|at|from|with|and|that)(?=the\b)",
        r"\b(de|en|por|para|con|que)(?=(?:los|las|la|el)\b)",
        # "a summaryby 15 March": no word ends so but these
        rf"(?<![\w-])(?!(?:near|stand|there|where|here|lay|pass)by)([a-z]{{4,}})"
        rf"(?=by (?:the )?(?:\d{{1,2}}\b|{MONTH}))",
        # "countries:Canada", "society,with", "report.The"
        r"(?<=[^\W\d_])([,;:])(?=[^\W\d_])",
        rf"(?<=[{LOWER}]{{3}})(\.)(?=[{UPPER}][{LOWER}])",
        # "Migration(RCGM)", "(RCGM)for"
        rf"(?<=[{LOWER}])(?=\([{UPPER}]{{2,}}\))()",
        rf"(?<=[{UPPER}])(\))(?=[{LOWER}]{{2,}})",
        # "June8", "de2014"
        rf"\b({MONTH})(?=\d)",
        rf"(?<=\d)(?=(?:{MONTH})\b)()",
        r"\b(of|on|in|de|del|el|al|en)(?=\d{1,4}\b)",
    )
    return tuple(Rule(re.compile(pattern), r"\1 ", SPACE_ADDED) for pattern in patterns)


@functools.lru_cache(maxsize=8)
def _commas(vocabulary: Vocabulary) -> tuple[Rule, ...]:
    """Two countries side by side in a list of countries ("Dominican Republic El Salvador, Guatemala")."""
    countries = rf"\b(?:{known_names(vocabulary).countries})\b"
    listed_before, listed_after = r"(?<=[,:] )", r"(?=,| and\b| y\b| e\b)"
    article = r"(?:the |la |el |los )?"
    return (
        Rule(re.compile(rf"{listed_before}({article}{countries})(?= {article}{countries})"), r"\1,", COMMA_ADDED),
        Rule(re.compile(rf"({countries})(?= {article}{countries}{listed_after})"), r"\1,", COMMA_ADDED),
    )
