"""Deadlines as reports print them: days, months and quarters, periods from the meeting, meetings of a body.

A date of something past, a reporting period and the date of an event merely described are none (domain.md).
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import re
from typing import NamedTuple

from documents.reading import dates
from documents.reading.bodies import Bodies, bodies_of, read_mention
from documents.reading.deadline_words import WORDS
from documents.reading.folding import Folded, fold
from documents.reading.meeting_context import MeetingContext
from documents.reading.parsed import Deadline
from documents.reading.patterns import any_of
from documents.reading.vocabulary import Vocabulary

CONTEXT = 160  # characters before a date that may say what it is the date of
HELD = re.compile(r",? (?:held|that took place|which took place|celebrad|realizad|efectuad|llevad|que se celebro)")
RANGE = re.compile(
    r"\d(?: ?(?:st|nd|rd|th))?(?: [a-z]+(?: del? \d{4}| \d{4})?)? ?(?:-|(?:to|and|through|al|y|a|hasta)\b)"
)
OF_MEETING = re.compile(r"(?:meeting|reunion|fecha)$")
_ITS = re.compile(r"\b(?:its|su)\b")
DAYS_IN = {"days": 1, "weeks": 7, "months": 30}


class Found(NamedTuple):
    """A deadline, where its phrase stands in the folded text, and what a person should look at."""

    deadline: Deadline
    start: int
    end: int
    doubt: str = ""


class Grammar(NamedTuple):
    period: re.Pattern[str]
    another_meeting: re.Pattern[str]
    other_start: re.Pattern[str]
    day: re.Pattern[str]
    bare_day: re.Pattern[str]
    month: re.Pattern[str]
    event: re.Pattern[str]
    strong: re.Pattern[str]
    described: re.Pattern[str]
    bodies: Bodies


@functools.lru_cache(maxsize=16)
def grammar(vocabulary: Vocabulary, language: str) -> Grammar:
    """The patterns of a language and a vocabulary."""
    words, source, bodies = WORDS[language], dates.grammar(language), bodies_of(vocabulary)
    units, plural = any_of(words.units), "s?" if language == "en" else "(?:e?s)?"
    amount = rf"(?P<amount>{source.number})(?: ?\(\w+\))?[ -]"
    adjective = rf"(?:(?:{words.working}|calendar|calendario|naturales|consecutive) )?"
    unit = rf"{adjective}(?P<unit>{units}){plural}\b(?P<working> (?:{words.working})| calendario| naturales)?"
    limit_or_before = rf"(?:{words.limit}|{words.before})"
    article = words.the
    day = (
        rf"\b(?P<lead>{limit_or_before}|{words.on})l? ?{article}"
        rf"(?:(?:cob|close of business|noon|midnight|mediodia)(?: on| of| del?)?,? )?{words.coming}"
        rf"(?P<day>{source.day}(?: (?:and|y|al|to|hasta el|y el) {source.day})?)(?![\w-]){words.latest}"
    )
    edges = any_of(words.edges)
    part = rf"(?P<part>(?:(?:{source.ordinal}|{source.last}) (?:{dates.PARTS_OF_YEAR})|q[1-4]){words.part_of})"
    named = rf"(?:{source.month}(?: ?(?:-|and|or|to|y|o|a) ?{source.month})?{source.year}(?! ?\d))"
    year = r"(?:(?:the )?year |(?:el |l )?ano )?20\d\d(?![\d/-]| ?- ?\d)"
    month = (
        rf"\b(?P<lead>{limit_or_before}|{words.inside})l? ?{article}(?:course of |transcurso de |month of |mes de )?"
        rf"(?:(?P<edge>{edges}){words.edge_of})?"
        rf"(?:{part}|(?P<named>{named})|(?P<year>{year})|(?P<this_year>{words.this_year}))(?!\w){words.latest}"
    )
    count = (
        rf"(?:(?:at least|al menos|por lo menos|con|con al menos) )?(?P<count>{source.number})(?: ?\(\w+\))? "
        rf"(?P<count_unit>{units}){plural}(?: habiles| calendario)?(?: in advance)?,? "
    )
    tail = (
        rf"(?:,? \(?{words.to_be_held})?(?:,? {words.place} (?!{source.month})[a-z][a-z'.-]*(?: [a-z][a-z'.-]*){{0,3}}?"
        rf"(?:, [a-z][a-z'.-]*(?: [a-z][a-z'.-]*){{0,2}}?)?)?"
        rf",? \(?(?:{words.dated} )?(?:the |el |l |month of |mes de )?"
        rf"(?:(?P<day>{source.day})|(?P<named>{source.month}{source.year})|(?P<year>(?:ano )?20\d\d))(?!\w)\)?"
    )
    event = (
        rf"\b(?:(?:{count})?(?:(?P<before>{words.before})|(?P<after>{words.after}))|(?P<limit>{words.limit})"
        rf"|(?P<at>{words.at}))l? ?{article}"
        rf"(?:(?P<early_month>{source.month}{source.year}) )?{bodies.meeting_source(language)}(?:'s)?(?!\w)"
        rf"(?:{tail})?{words.latest}"
    )
    return Grammar(
        period=re.compile(
            rf"\b{words.period_lead} {amount}(?:(?:proxim"
            rf"|siguiente)[oa]?s )?{unit}(?P<tail>{words.period_tail}){words.latest}"
        ),
        another_meeting=re.compile(words.another_meeting),
        other_start=re.compile(words.other_start),
        day=re.compile(day),
        bare_day=re.compile(rf"(?<![\w/])(?P<lead>)(?P<day>{source.day})(?!\w)"),
        month=re.compile(month),
        event=re.compile(event),
        strong=re.compile(rf"{limit_or_before}l?$"),
        described=re.compile(
            rf"\b(?:{words.described}(?:,? {words.place} [^,;.]{{1,40}}(?:, [^,;.]{{1,30}})?)?|{words.event_noun}),? ?$"
        ),
        bodies=bodies,
    )


def find_deadlines(
    text: str, *, language: str, vocabulary: Vocabulary, meeting: MeetingContext
) -> list[tuple[Deadline, int, int]]:
    """Every deadline in a text, with the start and end of its phrase, in the order of the text.

    `meeting` gives the year where none is printed, the day periods count from, and which body "the next
    meeting" is of.
    """
    folded = fold(text)
    found = deadlines_in(folded, folded.text, language=language, vocabulary=vocabulary, meeting=meeting)
    return [(row.deadline, *folded.span(row.start, row.end)) for row in found]


def deadlines_in(
    folded: Folded,
    text: str,
    *,
    language: str,
    vocabulary: Vocabulary,
    meeting: MeetingContext,
    in_schedule: bool = False,
) -> list[Found]:
    """Deadlines in `text`, the folded text or as much of it as is not masked. In a schedule every date counts."""
    rules = grammar(vocabulary, language)
    candidates: list[Found | None] = []
    for match in rules.event.finditer(text):
        candidates.append(_event(match, rules, language, meeting))
    for match in rules.period.finditer(text):
        candidates.append(_period(match, rules, language, meeting))
    patterns = [(rules.day, _day), (rules.month, _month), *([(rules.bare_day, _day)] if in_schedule else [])]
    for pattern, read in patterns:
        for match in pattern.finditer(text):
            strong = bool(rules.strong.match(match["lead"]))
            if (
                strong
                or in_schedule
                or not rules.described.search(text[max(0, match.start() - CONTEXT) : match.start()])
            ):
                candidates.append(read(match, language, meeting, strong or in_schedule))
    kept: list[Found] = []
    for row in sorted((row for row in candidates if row), key=lambda row: (row.start, -row.end)):
        if not kept or row.start >= kept[-1].end:
            row.deadline.phrase = folded.written(row.start, row.end)
            kept.append(row)
    return kept


def _period(match: re.Match[str], rules: Grammar, language: str, meeting: MeetingContext) -> Found | None:
    amount = dates.parse_number(match["amount"], language)
    if not amount:
        return None
    unit, factor = WORDS[language].units[match["unit"]]
    deadline = Deadline(kind="period", amount=amount * factor, unit=unit)
    from_meeting = OF_MEETING.search(match["tail"]) is not None
    if match["the_meeting"] and rules.another_meeting.search(match.string, 0, match.start()):
        return Found(deadline, match.start(), match.start("tail"), "other start")
    if not from_meeting and rules.other_start.match(match.string, match.end()):
        return Found(deadline, match.start(), match.end(), "other start")
    deadline.on = _later(meeting.ends_on or meeting.starts_on, amount * factor, unit)
    working = re.search(WORDS[language].working, match[0])
    return Found(deadline, match.start(), match.end(), "working days" if working else "")


def _later(day: datetime.date | None, amount: int, unit: str) -> datetime.date | None:
    if day is None:
        return None
    if unit != "months":
        return day + datetime.timedelta(days=amount * DAYS_IN[unit])
    years, month = divmod(day.month - 1 + amount, 12)
    last = dates.last_day(day.year + years, month + 1)
    return last.replace(day=min(day.day, last.day))


def _day(match: re.Match[str], language: str, meeting: MeetingContext, strong: bool) -> Found | None:
    if match["lead"] in ("from", "desde", "del") and not RANGE.search(match["day"]):
        return None
    on = dates.parse_day(match["day"], language, not_before=meeting.starts_on)
    return _dated(match, on, meeting, strong)


def _dated(match: re.Match[str], on: datetime.date | None, meeting: MeetingContext, strong: bool) -> Found | None:
    """A date that is past is no deadline, unless the words say that it is meant as one."""
    past = on is not None and meeting.starts_on is not None and on < meeting.starts_on
    if past and not strong:
        return None
    doubt = "no such day" if on is None else "past" if past else ""
    return Found(Deadline(kind="date", on=on), match.start(), match.end(), doubt)


def _month(match: re.Match[str], language: str, meeting: MeetingContext, strong: bool) -> Found | None:
    edge = match["edge"]
    day_of_month = WORDS[language].edges[edge] if edge else None
    year = dates.find_year(match[0]) or (meeting.starts_on.year if meeting.starts_on else None)
    on: datetime.date | None
    if match["named"]:
        on = dates.parse_month(match["named"], language, not_before=meeting.starts_on)
        if on and day_of_month:
            on = on.replace(day=day_of_month)
    elif match["part"]:
        part = dates.part_of_year(match["part"], language)
        if part is None:
            return None
        number, length = part
        on = dates.last_day(year, 12 if number < 0 else number * length) if year else None
        if on and meeting.starts_on and dates.find_year(match[0]) is None:
            on = dates.sensible_year(on, meeting.starts_on)
    elif edge and re.search("half|mitad", edge):
        on = dates.last_day(year, 6 if day_of_month else 12) if year else None
    elif day_of_month or not (edge or strong or match["year"]):
        return None
    else:
        on = datetime.date(year, 12, 31) if year else None
    return _dated(match, on, meeting, strong)


def _body_before(match: re.Match[str], bodies: Bodies) -> str | None:
    """Whose "its next meeting" is: the body named last in the sentence ("to the RCGM at its next meeting")."""
    before = re.split(r"[.;:] ", match.string[max(0, match.start() - CONTEXT) : match.start()])[-1]
    named = [found[0] for found in re.finditer(rf"\b{bodies.names}(?!\w)", before)]
    return bodies.slug(named[-1]) if named else None


def _event(match: re.Match[str], rules: Grammar, language: str, meeting: MeetingContext) -> Found | None:
    mention = read_mention(match, rules.bodies, meeting.network)
    if mention.is_unnamed and _ITS.search(match[0]) and (slug := _body_before(match, rules.bodies)):
        mention = dataclasses.replace(mention, slug=slug)
    lead = match["at"]
    if HELD.match(match.string, match.end()) or mention.is_past or (mention.slug is None and not mention.is_next):
        return None
    if lead in ("to", "for", "a", "para") and not mention.is_next:
        return None
    body = match["bare_body"]
    is_meeting = not mention.is_bare or re.search("meeting|reunion", body)
    if not is_meeting and lead in ("in", "en", "within", "for", "to", "a", "para"):
        return None
    if not is_meeting and not mention.is_next and match["limit"] in ("by", "para", "hasta"):
        return None  # "as requested by the RCGM": who, not when
    if match["day"]:
        on = dates.parse_day(match["day"], language, not_before=meeting.starts_on)
        return _dated(match, on, meeting, strong=lead is None)
    named = match["named"] or match["early_month"]
    if mention.slug == meeting.network and not mention.is_next and not (named or match["year"]):
        return None
    month = None
    if named and (day := dates.parse_month(named, language, not_before=meeting.starts_on)):
        if meeting.starts_on and day < meeting.starts_on:
            return None
        month = f"{day.year}-{day.month:02}"
    offset = 0
    if match["before"] or match["after"]:
        amount, unit = 1, "days"
        if match["count"]:
            amount = dates.parse_number(match["count"], language) or 1
            unit, factor = WORDS[language].units[match["count_unit"]]
            amount *= factor
        offset = amount * DAYS_IN[unit] * (-1 if match["before"] else 1)
    deadline = Deadline(kind="event", body=mention.slug, month=month, offset_days=offset)
    return Found(deadline, match.start(), match.end(), "" if mention.slug else "unknown body")
