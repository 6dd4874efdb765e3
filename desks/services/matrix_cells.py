"""What the words of a single cell of a matrix say: a point, a day, a status. Knows no record."""

import functools
import re

from django.conf import settings

from actions.models import CommitmentStatus
from actions.words import fold
from documents.reading import dates
from documents.reading.folding import folded

REPORT = re.compile(r"(?<![\w/-])[a-z0-9][a-z0-9-]*/\d{4}-\d{2}[a-z]?(?![\w-])")
LABEL = re.compile(
    r"\d{1,3}(?!\d)(?:\s?(?:bis|ter)\b)?"
    r"(?:\.(?:[a-z]{1,5}|\d{1,2})(?![a-z0-9])|\s?\.?\s?\(?[a-z]{1,5}\)|[a-z](?![a-z0-9]))*"
)
BEFORE_A_LABEL = re.compile(
    r"[\W_]*(?:(?:point|item|agreement|paragraph|number|no|punto|item|acuerdo|parrafo|numeral|inciso|numero|n|de)\b[\W_]*)*"
)
LEADING_DAY = re.compile(r"(?P<day>[^:\n]{6,30}?)(?:\s*\([^)\n]*\))?\s*:\s*(?=\S)")
TICKS = "✓✔☑✅"
DONE = (
    rf"(?:[{TICKS}]+\ufe0f?|fulfilled|done|completed?|implemented|finished|closed|yes"
    r"|cumplid[oa]s?|concluid[oa]s?|realizad[oa]s?|finalizad[oa]s?|complet(?:ad)?[oa]s?|ejecutad[oa]s?"
    r"|hech[oa]s?|terminad[oa]s?|si)"
)
WHOLLY = r"(?:fully|wholly|totally|totalmente|(?:al |at )?100 ?%)"
PARTLY = r"(?:partial(?:ly)?|partly|in part|parcial(?:mente)?|en parte|(?:en (?:un )?|al |at )?[1-9]\d? ?%)"
BEGUN = (
    r"(?:in progress|ongoing|under ?way|started"
    r"|en (?:proceso|curso|progreso|ejecucion|marcha|tramite|desarrollo)|iniciad[oa]s?)"
)
NEWS = (
    r"(?:progress|advances?|news|information|updates?|changes?|data|avances?|progresos?|informacion|novedad(?:es)?"
    r"|cambios?|datos|noticias?)"
)
SO_FAR = (
    r"(?:yet|so far|to (?:date|report)|(?:is )?(?:available|reported|received)|aun|todavia|por ahora|disponibles?"
    r"|(?:a|hasta) la fecha|(?:por|hasta) el momento|que (?:reportar|informar)|(?:reportad|recibid)[oa]s?)"
)
NOT_YET = (
    rf"(?:pending|open|no|not yet|not (?:yet )?(?:{DONE}|started|begun)(?: yet)?|0 ?%"
    rf"|no (?:new )?progress(?: {SO_FAR})?"
    r"|pendientes?|abiert[oa]s?|por (?:cumplir|iniciar|confirmar|hacer)|sin (?:cumplir|iniciar|comenzar|empezar)"
    rf"|(?:aun |todavia )?(?:sin|no (?:hay|ha habido)) (?:nuevos )?(?:avances?|progresos?)(?: {SO_FAR})?"
    rf"|(?:aun |todavia )?no (?:(?:se )?han? )?(?:{DONE}|iniciad[oa]s?|comenzad[oa]s?|empezad[oa]s?))"
)
# The narrower first: what is done in part is not done.
STATUSES = (
    (CommitmentStatus.IN_PROGRESS, rf"{PARTLY}|(?:{BEGUN}|{DONE})[ ,(]+{PARTLY}|{PARTLY}[ ,]+{DONE}|{BEGUN}"),
    (CommitmentStatus.FULFILLED, rf"{WHOLLY}|(?:{WHOLLY}[ ,]+)?{DONE}(?:[ ,(]+{WHOLLY})?(?: lately| recientemente)?"),
    (CommitmentStatus.OPEN, rf"|{NOT_YET}"),
)
MARKS = " .,;:()!-"
LONGEST_STATUS = 100  # characters of a cell that says no more than how far it is
NONE_GIVEN = rf"[^\w{TICKS}]*|_+|n[/.]?[ad]|s/[fid]|s[fd]|none|ningun[ao]"
NO_DAY_GIVEN = (
    rf"{NONE_GIVEN}|no (?:date|deadline)|without a (?:date|deadline)|to be (?:defined|determined)|tbd"
    r"|sin (?:fecha|plazo)|por definir"
)
NO_NEWS_GIVEN = (
    rf"{NONE_GIVEN}|{NOT_YET}|nothing(?: new)?(?: {SO_FAR})?|nada(?: nuevo)?(?: {SO_FAR})?"
    r"|(?:no|without|sin|no (?:hay|tiene|se (?:tienen?|reportan?|registran?|cuenta con)))"
    rf" (?:new |nuev[oa]s? |mas )?{NEWS}(?: {SO_FAR})?"
)
DAY_WITH_HYPHENS = re.compile(r"(?<![\d-])(\d{1,2})-(\d{1,2})-(\d{4})(?![\d-])")
MONTH_WITH_HYPHENS = re.compile(r"(?<![\w-])(\d{1,2})[-/]([a-z]{3,10})[-/](\d{4})(?![\w-])")
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
A_DAY = re.compile(
    "|".join([*(rf"(?<!\w)(?:{dates.grammar(language).day})" for language in LANGUAGES),
              rf"\b{dates.grammar('es').month} \d{{1,2}},? (?:del? )?\d{{4}}"])
)  # fmt: skip
# What may stand beside a day and says nothing else.
BESIDE_A_DAY = re.compile(
    r"(?:[\W_]|\b(?:by|before|on|until|till|(?:no|not) later than|at the latest|due|date|deadline|new|extended"
    r"|postponed|moved|to|the|el|al|a|para|antes|del?|hasta|(?:a )?mas tardar|fecha|limite|plazo|nuev[oa]"
    r"|prorroga(?:d[oa])?|ampliad[oa]|reprogramad[oa]|t?\d\d:\d\d(?::\d\d)?)\b)*"
)
A_DAY_AT_THE_END = tuple(
    re.compile(rf"[ ,;:(-]+(?:(?:on|as of|el|al) )?(?P<day>{dates.grammar(language).day})$") for language in LANGUAGES
)


def report_in(words):
    """The reference of a report named in a cell, folded; "" for none."""
    named = REPORT.search(fold(words))
    return named[0] if named else ""


def label_in(words):
    """The label of a point: after its report's reference, else at the beginning of the cell; "" for none."""
    first_line = fold(words.strip().partition("\n")[0])
    if named := REPORT.search(first_line):
        after = first_line[named.end() :]
        match = LABEL.match(after[1:]) if after.startswith("/") else None
    elif any(dates.parse_day(first_line[:30], language, not_before=None) for language in LANGUAGES):
        match = None
    else:
        match = LABEL.match(first_line, BEFORE_A_LABEL.match(first_line).end())
    return match[0] if match else ""


def label_parts(label):
    """A label taken apart, so that "6.a", "6 a)" and "6a" are the same."""
    return tuple(re.findall(r"\d+|[a-z]+", fold(label)))


def day_in(words, language):
    """The day that a cell prints, in either language; None for none."""
    words = _with_slashes(words)
    for one in _in_order(language):
        if day := dates.parse_day(words, one, not_before=None, first=True):
            return day
    return None


@functools.lru_cache(maxsize=1024)
def days_in(words, language):
    """(every day that a cell prints, whether it says nothing else). Of days in a row the first and the last one."""
    words = _with_slashes(words)
    days = set()
    for printed in A_DAY.finditer(words):
        for first in (True, False):
            found = (dates.parse_day(printed[0], one, not_before=None, first=first) for one in _in_order(language))
            days.add(next(filter(None, found), None))
    return frozenset(days - {None}), None not in days and bool(BESIDE_A_DAY.fullmatch(A_DAY.sub(" ", words)))


def _in_order(language):
    return sorted(LANGUAGES, key=lambda code: code != language)


def month_in(words):
    """(year, month) of the month that a cell prints, or None."""
    words = folded(words)
    for language in LANGUAGES:
        if day := dates.parse_month(words, language, not_before=None):
            return day.year, day.month
    return None


def day_before_words(words, language):
    """(the day with which a text begins, what follows it): "30 Jan 2026: sent" gives both; None where there is none."""
    leading = LEADING_DAY.match(words)
    day = day_in(leading["day"], language) if leading else None
    return (day, words[leading.end() :]) if day else (None, words)


@functools.lru_cache(maxsize=1024)
def status_in(words):
    """(status, day) that a cell says.

    status: FULFILLED, IN_PROGRESS, or OPEN for what is not begun or not said; None for other words. day: the one after
    the status, as in "done, 30 Jan 2026"; None where there is none.
    """
    if len(words) > LONGEST_STATUS:
        return None, None
    words, day = _day_after(_with_slashes(words).strip(MARKS))
    found = ((status, day) for status, pattern in STATUSES if re.fullmatch(pattern, words))
    return next(found, (None, None))


def _day_after(words):
    for pattern in A_DAY_AT_THE_END:
        if (ending := pattern.search(words)) and (day := day_in(ending["day"], LANGUAGES[0])):
            return words[: ending.start()].strip(MARKS), day
    return words, None


def is_blank(words):
    """Whether a cell is empty, or has marks alone, as a dash."""
    return not folded(words).strip(MARKS)


def says_no_day(words):
    """Whether the cell of a date says that there is none, or nothing."""
    return bool(re.fullmatch(NO_DAY_GIVEN, folded(words).strip(MARKS)))


def says_no_news(words):
    """Whether the cell of progress says that there is none, or nothing."""
    return len(words) <= LONGEST_STATUS and bool(re.fullmatch(NO_NEWS_GIVEN, folded(words).strip(MARKS)))


def same_words(words, others):
    """Whether two cells say the same, however they are capitalised, accented and punctuated."""
    return bool(words) and folded(words).strip(MARKS) == folded(others).strip(MARKS)


def _with_slashes(words):
    return MONTH_WITH_HYPHENS.sub(r"\1 \2 \3", DAY_WITH_HYPHENS.sub(r"\1/\2/\3", folded(words)))


def without(words, known):
    """A text without the lines that repeat one of the texts known already."""
    for text in sorted(filter(None, known), key=len, reverse=True):
        pattern = r"\s+".join(re.escape(part) for part in text.split())
        words = re.sub(rf"(?:^|\n)\s*{pattern}\s*(?=\n|$)", "\n", words, count=1)
    return words.strip()
