"""Explicit mentions of earlier meetings and of points of their reports.

The meeting a document is of, a meeting to come and a meeting of nobody known are no references.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import re

from documents.reading import dates
from documents.reading.bodies import Bodies, MeetingMention, bodies_of, read_mention
from documents.reading.folding import Folded, fold
from documents.reading.meeting_context import MeetingContext
from documents.reading.parsed import Reference
from documents.reading.patterns import any_of
from documents.reading.vocabulary import Vocabulary

_LEAD = {
    "en": r"(?:(?:as )?(?:agreed|decided|established|requested|discussed|noted|stated)(?: upon)? )?(?:during|at|in"
    r"|from|since|of|by) "
    r"(?:the |this |its |our )?",
    "es": r"(?:(?:segun|conforme a|de acuerdo con|tal como|como) )?(?:(?:lo |se )?(?:acordo|acordado|establecido"
    r"|decidido|solicitado) )?"
    r"(?:durante|en|desde|de|por) ?(?:l )?(?:la |el |su |nuestra )?|del ",
}
_HELD = {
    "en": any_of("held|that took place|which took place|which was held|convened|celebrated"),
    "es": any_of(
        r"celebrad[ao]s?|realizad[ao]s?|llevad[ao]s? a cabo|efectuad[ao]s?|que se celebro|que se realizo"
        r"|que tuvo lugar|sostenid[ao]s?"
    ),
}
_NOT_HELD = {
    "en": re.compile(r",? (?:to be held|to take place|which will|that will|scheduled|planned)"),
    "es": re.compile(
        r",? (?:a (?:celebr|realiz|llev)ar|que se (?:celebra|realiza|lleva)ra|que tendra|programada"
        r"|prevista|por celebrar)"
    ),
}
_ON = {"en": r"(?:on|of|in|from|dated)", "es": r"(?:el|los|en|del?|de fecha|con fecha)"}
_IN = {"en": "in|at", "es": "en"}
_POINT = {
    "en": r"(?:(?:in|under|per) )?(?:the )?(?:point|item|paragraph|agreement|number|numeral|conclusion)(?P<several>s)?"
    r" (?:no\.? ?)?(?P<number>\d{1,2})(?:[. ]?\(?(?P<letter>[a-h])\b\)?)?"
    r"(?(several)(?P<more>(?:(?:,? (?:and|to) |, |-)\d{1,2}(?!\d))*))",
    "es": r"(?:(?:en|segun|bajo) )?(?:el |los |las |la )?(?:punto|acuerdo|numeral|parrafo|inciso|apartado|conclusion)"
    r"(?P<several>e?s)?"
    r" (?:no\.? ?|numero )?(?P<number>\d{1,2})(?:[. ]?\(?(?P<letter>[a-h])\b\)?)?"
    r"(?(several)(?P<more>(?:(?:,? (?:y|e|al|a) (?:el |los )?|, |-)\d{1,2}(?!\d))*))",
}
_REPORT_WORD = {"en": any_of("report|conclusions|minutes|agreements|declaration|summary|record"),
                "es": any_of("informe|reporte|conclusiones|acta|acuerdos|declaracion|memoria|relatoria")}  # fmt: skip
_NEAR = 80  # characters in which a point and its report are named
_CITY = re.compile(
    r"(?:(?:the city of|la ciudad de|la|el) )?(?P<name>[^\W\d_a-zß-öø-ÿ][\w.'’-]*(?:\s(?:(?:de|del|la|las|los|el"
    r"|of)\s){0,2}[^\W\d_a-zß-öø-ÿ][\w.'’-]*)*)"
)


@dataclasses.dataclass(frozen=True)
class _Rules:
    meeting: re.Pattern[str]
    held: re.Pattern[str]
    day: re.Pattern[str]
    month: re.Pattern[str]
    place: re.Pattern[str]
    point: re.Pattern[str]
    of_report: re.Pattern[str]
    bodies: Bodies


@functools.lru_cache(maxsize=16)
def _rules(vocabulary: Vocabulary, language: str) -> _Rules:
    bodies, source = bodies_of(vocabulary), dates.grammar(language)
    joint = r",? ?\(?"
    own = "network|rcgm|group" if language == "en" else "red|grupo"
    past = any_of("last|previous|past|preceding|anterior|ultim[oa]|pasad[oa]")
    if language == "en":
        of_report = (
            rf" (?:of|from|in) (?P<this>this |the present )?(?:the )?(?:(?P<report_body>{bodies.names}"
            rf"|{own})(?:'s?)? )?"
            rf"(?P<report_past>{past} )?(?:meeting'?s? )?(?:{_REPORT_WORD['en']})(?: (?:of|by) (?:the )?"
            rf"(?P<report_of>{bodies.names}(?: ?\([a-z]{{2,8}}\))?|{own})(?!\w|'| meeting))?"
        )
    else:
        of_report = (
            rf" (?:del?)(?: la| las| los| el)? ?(?P<this>este |la presente |el presente "
            rf"|esta )?(?P<report_past>{past} )?(?:{_REPORT_WORD['es']})"
            rf"(?: (?P<report_past_after>{past}))?(?: de la (?P<report_body>{bodies.names}|{own})\b)?"
        )
    return _Rules(
        meeting=re.compile(
            rf"\b(?P<lead>{_LEAD[language]}|the |this |la |el "
            rf"|esta )?{bodies.meeting_source(language)}(?!\w)"
        ),
        held=re.compile(joint + rf"{_HELD[language]}\b"),
        day=re.compile(joint + rf"(?:{_ON[language]} )?(?:the |el |los )?(?P<day>{source.day})(?!\w)"),
        month=re.compile(
            joint + rf"(?:{_ON[language]} )?(?:el |mes de )?(?P<month>{source.month},? (?:de |del "
            rf"|of )?\d{{4}})(?!\w)"
        ),
        place=re.compile(joint + rf"(?:(?P<in>{_IN[language]}) )?"),
        point=re.compile(rf"\b{_POINT[language]}"),
        of_report=re.compile(of_report),
        bodies=bodies,
    )


@dataclasses.dataclass
class _Found:
    start: int
    end: int
    mention: MeetingMention
    on: datetime.date | None = None
    month_end: datetime.date | None = None
    city: str | None = None
    was_held: bool = False

    @property
    def is_explicit(self) -> bool:
        """Whether more than a body's meeting is named: which one."""
        return bool(self.on or self.month_end or self.city or self.was_held or self.mention.is_past)


def agenda_references(text: str, *, language: str, vocabulary: Vocabulary, meeting: MeetingContext) -> list[Reference]:
    """The earlier meetings an agenda entry takes up, in the order of the text."""
    folded = fold(text)
    return references_in(folded, folded.text, language=language, vocabulary=vocabulary, meeting=meeting)


def references_in(
    folded: Folded, text: str, *, language: str, vocabulary: Vocabulary, meeting: MeetingContext
) -> list[Reference]:
    """References in `text`, the folded text or as much of it as is not masked, in its order."""
    rules = _rules(vocabulary, language)
    meetings = [
        found
        for match in rules.meeting.finditer(text)
        if (found := _read_meeting(match, rules, folded, text, language, meeting)) and _is_over(found, meeting)
    ]
    references: list[tuple[int, Reference]] = []
    used: set[int] = set()
    for match in rules.point.finditer(text):
        start, end = match.span()
        numbers = _numbers(match)
        report = rules.of_report.match(text, end)
        if report and report["this"]:
            continue
        end = report.end() if report else end
        near = next(
            (
                found
                for found in meetings
                if (
                    0 <= found.start - end <= 12
                    and re.fullmatch(
                        r",? ?(?:of|from|at|in|de|del|en)?,? ?(?:the|la"
                        r"|l)? ?",
                        text[end : found.start],
                    )
                )
                or (report and found.start < end and found.end >= end)
                or (0 <= start - found.end <= 6 and re.fullmatch(r",? ?(?:and |y )?", text[found.end : start]))
            ),
            None,
        )
        if near and near.start not in used:
            used.add(near.start)
            first, last = min(start, near.start), max(end, near.end)
            references += [(first, _reference(near, folded, first, last, number)) for number in numbers]
        elif report:
            day = rules.day.match(text, end)
            on = dates.parse_day(day["day"], language, not_before=meeting.starts_on, first=True) if day else None
            named = report.groupdict()
            body = named["report_body"] or named.get("report_of")
            past = named["report_past"] or named.get("report_past_after")
            if on and meeting.starts_on and on >= meeting.starts_on or not (on or body or past):
                continue
            slug = rules.bodies.slug(body or "") or meeting.network
            phrase = folded.written(start, day.end() if day and on else end)
            references += [(start, Reference(network=slug, on=on, number=number, phrase=phrase)) for number in numbers]
    for found in meetings:
        if found.start not in used and found.is_explicit:
            references.append((found.start, _reference(found, folded, found.start, found.end, None)))
    return [reference for _start, reference in sorted(references, key=lambda row: row[0])]


def _numbers(match: re.Match[str]) -> list[str]:
    """The numbers a mention of points names: “4”, “6.b”, “4 and 5”, “1 to 3”."""
    numbers = [match["number"] + (f".{match['letter']}" if match["letter"] else "")]
    for joint, number in re.findall(r"([^\d]+)(\d+)", match["more"] or ""):
        is_span = joint.strip() in ("to", "al", "a", "-") and numbers[-1].isdigit()
        between = range(int(numbers[-1]) + 1, int(number)) if is_span else ()
        numbers += [*map(str, between), number]
    return numbers


def _reference(found: _Found, folded: Folded, start: int, end: int, number: str | None) -> Reference:
    return Reference(found.mention.slug, found.on, found.city, number, folded.written(start, end))


def _read_meeting(
    match: re.Match[str], rules: _Rules, folded: Folded, text: str, language: str, meeting: MeetingContext
) -> _Found | None:
    mention = read_mention(match, rules.bodies, meeting.network)
    is_meeting = not mention.is_bare or re.search("meeting|reunion|vice-?minist", match["bare_body"])
    if mention.is_next or not is_meeting:
        return None
    of_report = mention.is_unnamed and not mention.is_past and _is_of_report(text, match.start(), rules)
    if mention.is_unnamed and not mention.is_past and not of_report:
        # Any body's meeting, unless the sentence opens with it and says when it was.
        if not re.match(r"(?:during|at|in|durante|en) ", match["lead"] or "") or text[: match.start()].strip(" -•·\n"):
            return None
        mention = dataclasses.replace(mention, slug=None)
    if _NOT_HELD[language].match(text, match.end()):
        return None
    found = _Found(match.start(), match.end(), mention)
    position = match.end()
    while True:
        if not found.was_held and (held := rules.held.match(text, position)):
            found.was_held, position = True, held.end()
            continue
        if found.on is None and (day := rules.day.match(text, position)):
            found.on = dates.parse_day(day["day"], language, not_before=meeting.starts_on, first=True)
            found.end = position = day.end()
            if found.on is None:
                break
            continue
        if found.month_end is None and found.on is None and (month := rules.month.match(text, position)):
            found.month_end = dates.parse_month(month["month"], language, not_before=meeting.starts_on)
            found.end = position = month.end()
            continue
        place = rules.place.match(text, position)
        if place and found.city is None and (place["in"] or "(" in place[0]) and place.end() < len(text):
            city = _CITY.match(folded.original, folded.span(place.end(), place.end() + 1)[0])
            if city:
                found.city = city["name"].rstrip(".")
                position = folded.index(city.start("name") + len(found.city))
                country = re.compile(r", ").match(text, position)
                if country:
                    named = _CITY.match(folded.original, folded.span(country.end(), country.end() + 1)[0])
                    if named and dates.find_month(named[0].lower(), language) is None:
                        position = folded.index(named.start() + len(named[0].rstrip(".")))
                found.end = position
                continue
        break
    if of_report and not found.is_explicit:
        return None
    phrase = text[found.start : found.end]
    if phrase.count("(") > phrase.count(")") and text.startswith(")", found.end):
        found.end += 1
    return found


def _is_of_report(text: str, start: int, rules: _Rules) -> bool:
    """Whether a point of a report is named right before ("point 3 of the report of the meeting held in …")."""
    near = max(0, start - _NEAR)
    reports = (rules.of_report.match(text, match.end()) for match in rules.point.finditer(text, near, start))
    return any(report and 0 <= start - report.end() <= 1 and not report["this"] for report in reports)


def _is_over(found: _Found, meeting: MeetingContext) -> bool:
    day = found.on or found.month_end
    if day is None:
        return found.mention.slug is not None
    if meeting.starts_on is None:
        return True
    if found.on is None and (day.year, day.month) == (meeting.starts_on.year, meeting.starts_on.month):
        return found.mention.slug != meeting.network
    return day < meeting.starts_on
