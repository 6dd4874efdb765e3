"""The head of a document: its title, the body that met, when and where; and where its prose begins."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import re

from django.utils.translation import gettext_lazy as _

from documents.reading.known_names import CONFERENCE, KnownNames, known_names
from documents.reading.layout import Row, joined
from documents.reading.meeting_days import Days, days_in
from documents.reading.meeting_place import (
    Place,
    country_of_city,
    in_mixed_case,
    place_of_heading,
    place_of_sentence,
)
from documents.reading.messages import filled
from documents.reading.parsed import Document, Dropped, Warning
from documents.reading.vocabulary import Vocabulary

HELD = re.compile(
    r"\b(?:held|met|convened|gathered|took place|was|were|participated|attended|submits?|presents?|agreed"
    r"|will|has|have|is|are"
    r"|celebr(?:ó|aron)|llev(?:ó|aron) a cabo|realiz(?:ó|aron)|reuni(?:ó|eron)|tuvo|tuvieron|particip(?:ó"
    r"|aron)|asisti(?:ó|eron)"
    r"|cont(?:ó|aron)|presenta|somete|eleva|acord(?:ó|aron)|fue|fueron|son)\b"
)
BEGINS_SENTENCE = re.compile(
    r"(?:The|In|On|At|Within|With|During|Representatives|Delegations|La|El|Los|Las|En|Con|Durante"
    r"|Representantes)\b"
)
THOSE_PRESENT = re.compile(
    r"(?:participants|participantes|asistentes|present|attendance|delegations|delegaciones)\s*:", re.IGNORECASE
)
DOCUMENT_WORD = re.compile(
    r"\b(?:report|minutes|conclusions|agreements|agenda|programme|program|informe|acta|memoria"
    r"|conclusiones|acuerdos|programa)\b",
    re.IGNORECASE,
)
AGENDA_WORD = re.compile(r"\b(?:agenda|programme|program|programa|orden del d[ií]a)\b", re.IGNORECASE)
MEETING_WORD = re.compile(r"\b(?:meetings?|session|reuni[oó]n|sesi[oó]n|encuentro)\b", re.IGNORECASE)
VENUE = re.compile(
    r"\b(?:hotel|centro|center|centre|sal[oó]n|room|sala|hall|palacio|palace|auditori\w+|ministry"
    r"|ministerio|headquarters"
    r"|sede|building|edificio|casa|club|canciller[ií]a|embassy|embajada|piso|floor|resort|convention"
    r"|convenciones|virtual"
    r"|video ?conference|videoconferencia|online|en l[ií]nea|plataforma"
    r"|platform|zoom|webex|campus|university|universidad|venue|lugar)\b",
    re.IGNORECASE,
)
FIELD_NAME = re.compile(
    r"^(?:venue|place|location|lugar|sede|date|dates|fecha|fechas|city|ciudad)\s*:\s*", re.IGNORECASE
)
FILLER = re.compile(
    r"\b(?:date|dates|fecha|fechas|place|lugar|city|ciudad|the|from|el|los|del?|al?|on|in|en|d[ií]as?|days?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado"
    r"|domingo|and|y|to|of)\b|\W",
    re.IGNORECASE,
)
DANGLING = re.compile(
    r"\b(?:the|of|and|in|to|for|on|with|de|del|la|las|los|el|y|en|para|con|al|sobre)$|[-–,]$", re.IGNORECASE
)
GOES_ON_WORD = re.compile(r"(?:of|and|in|to|for|on|with|de|del|y|en|para|con|al|sobre)\b", re.IGNORECASE)
# A body named behind these words is not the one that met, but one reported to or meeting afterwards.
ANOTHER_BODY = re.compile(
    r"(?:prior to|before|ahead of|framework of|margins? of|previ[ao]s? a|antes de|en el marco de"
    r"|al margen de|submit\w*|present\w* (?:to|a)"
    r"|consider\w*|\bto|\bal?|de cara a|during|durante)\s+(?:the\s+|la\s+|el\s+"
    r"|l\s+)?(?:[\w-]+\s+){0,2}(?:meeting\s+of\s+the\s+|reuni[oó]n\s+del?\s+(?:la\s+)?)?$",
    re.IGNORECASE,
)
REPORT_OF_MEETING = re.compile(
    r"\b(?:report|minutes|conclusions|informe|acta|memoria) (?:of|on|de) (?:the|la) (?:[\w-]+ ){0,2}"
    r"(?:meeting|session|reuni[oó]n|sesi[oó]n)\b",
    re.IGNORECASE,
)
LONGEST_CAPITALS = 12  # words of a heading set in capitals


@dataclasses.dataclass(frozen=True)
class _Lines:
    """Lines of a heading that belong together."""

    rows: tuple[Row, ...]

    @property
    def text(self) -> str:
        return functools.reduce(joined, (row.plain for row in self.rows))


def prose_begins(rows: list[Row]) -> int:
    """Index of the first row of whole sentences; everything before is heading."""
    for i, row in enumerate(rows):
        text = row.plain
        words = len(text.split())
        if text.isupper() and not (words >= LONGEST_CAPITALS and text.endswith((".", ":"))):
            continue
        sentence = _with_following(rows, i)
        titled = DOCUMENT_WORD.match(text) or MEETING_WORD.match(text)
        if HELD.search(text) and words >= 6 and not titled:
            return i
        if BEGINS_SENTENCE.match(text) and HELD.search(sentence) and len(sentence.split()) >= 6 and words > 3:
            return i
        if (row.text.endswith((".", ":")) and words >= 8) or words >= 40 or THOSE_PRESENT.match(text):
            return i
    return len(rows)


def _with_following(rows: list[Row], i: int) -> str:
    parts = [rows[i].plain]
    for before, row in zip(rows[i : i + 3], rows[i + 1 : i + 4], strict=False):
        if row.after_blank or before.ends_sentence:
            break
        parts.append(row.plain)
    return " ".join(parts)


def without_capitals(head: str) -> str:
    """The words in capitals turned to small letters, so that a title's last words are not taken for a city's."""
    return re.sub(r"\b[A-ZÀ-Þ]{2,}\b", lambda word: word[0].lower(), head)


def read_heading(
    document: Document,
    heading: list[Row],
    preamble: list[str],
    preamble_lines: tuple[int, ...],
    *,
    vocabulary: Vocabulary,
) -> None:
    """Set title, body, days and place of the document from its heading, what is missing there from its preamble."""
    names = known_names(vocabulary)
    rest = _days_and_place(document, heading, vocabulary)
    groups = _with_body_below(_grouped(rest, names), names)
    title = _title(groups, names)
    if title:
        document.title = title.text
        document.lines["title"] = tuple(row.line for row in title.rows)
    _other_lines(document, [group for group in groups if group is not title], names, title is not None)
    opening = " ".join(preamble)
    _body(document, title.text if title else "", opening, [group.text for group in groups], names)
    _from_title_and_preamble(document, title.text if title else "", preamble, preamble_lines, vocabulary)
    if document.city:
        document.city = in_mixed_case(document.city, opening)
        document.country = document.country or country_of_city(document.city, names)
    _missing(document)


def _days_and_place(document: Document, heading: list[Row], vocabulary: Vocabulary) -> list[Row]:
    """Take the lines that only say when and where; the others come back."""
    rest = []
    for row in heading:
        text = row.plain
        days = days_in(text)
        place = place_of_heading(text, vocabulary=vocabulary)
        if place is None and days:
            place = _city_beside_date(text, days[0])
        if not (days or place) or FILLER.sub("", _without(text, [*days, place])):
            if place is None or not _is_venue(text[: place.start]):
                rest.append(row)
                continue
            document.venue = FIELD_NAME.sub("", text[: place.start]).strip(" ,-–(")
            document.lines["venue"] = (row.line,)
        if days:
            _set_days(document, days, row.line)
        if place and document.city is None:
            _set_place(document, place, (row.line,))
        elif place:
            document.dropped.append(Dropped(row.line, row.text, _("The place is named twice.")))
    return rest


def _is_venue(text: str) -> bool:
    return VENUE.search(text) is not None and not (DOCUMENT_WORD.search(text) or MEETING_WORD.search(text))


def _city_beside_date(text: str, days: Days) -> Place | None:
    """“Tegucigalpa, 16 March 2017”: a city without its country."""
    match = re.match(r"([A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+){0,2}),", text)
    if match and match.end() <= days.start and not DOCUMENT_WORD.search(match[1]) and not FILLER.fullmatch(match[1]):
        return Place(match[1], None, 0, match.end())
    return None


def _without(text: str, found: list[Days | Place | None]) -> str:
    for part in sorted((part for part in found if part), key=lambda part: -part.start):
        text = text[: part.start] + " " + text[part.end :]
    return text


def _set_days(document: Document, days: list[Days], line: int) -> None:
    starts_on, ends_on = days[0].starts_on, max(day.ends_on for day in days)
    if document.starts_on is None:
        document.starts_on, document.ends_on = starts_on, ends_on
        document.lines["starts_on"] = (line,)
    elif (starts_on, ends_on) != (document.starts_on, document.ends_on):
        document.warnings.append(Warning(line, _("The document names more than one date of the meeting.")))


def _set_place(document: Document, place: Place, lines: tuple[int, ...]) -> None:
    document.city, document.country = place.city, place.country
    document.lines["city"] = lines


def _grouped(rows: list[Row], names: KnownNames) -> list[_Lines]:
    """Lines of one title broken over several: the first dangles, the next goes on, or a name spans both."""
    groups: list[_Lines] = []
    for row in rows:
        if groups and _belongs(groups[-1], row, names):
            groups[-1] = _Lines((*groups[-1].rows, row))
        else:
            groups.append(_Lines((row,)))
    return groups


def _belongs(group: _Lines, row: Row, names: KnownNames) -> bool:
    before = group.text
    if before.endswith("."):
        return False
    if before.endswith("-") or DANGLING.search(before) or GOES_ON_WORD.match(row.plain) or row.text[:1].islower():
        return True
    seam = len(before)
    together = f"{before} {row.plain}"
    return any(start < seam < end for start, end, _slug in names.bodies_in(together))


def _with_body_below(groups: list[_Lines], names: KnownNames) -> list[_Lines]:
    """“Report of the meeting” with the body that met, whose name stands by itself on the next line."""
    whole: list[_Lines] = []
    for group in groups:
        if whole and _lacks_body(whole[-1].text, names) and _is_only_a_name(group.text, names):
            whole[-1] = _Lines((*whole[-1].rows, *group.rows))
        else:
            whole.append(group)
    return whole


def _lacks_body(text: str, names: KnownNames) -> bool:
    is_title = DOCUMENT_WORD.search(text) is not None and MEETING_WORD.search(text) is not None
    return is_title and not names.bodies_in(text) and names.body_by_words(text) is None


def _title(groups: list[_Lines], names: KnownNames) -> _Lines | None:
    """The line a person would call the document's title: the report (or agenda) of a meeting of a body."""
    best, best_score = None, 0.0
    for group in groups:
        score = _title_score(group.text, names)
        if score > best_score:
            best, best_score = group, score
    return best


def _title_score(text: str, names: KnownNames) -> float:
    names_document = DOCUMENT_WORD.search(text) is not None
    names_meeting = MEETING_WORD.search(text) is not None
    names_body = (
        bool(names.bodies_in(text)) or names.body_by_words(text) is not None or CONFERENCE.search(text) is not None
    )
    if VENUE.search(text) and not names_document and not names_body:
        return 0
    if names_document and (names_body or names_meeting):
        return 3
    # "Vice-Ministerial Meeting" alone is the letterhead of the body, "XX Vice-Ministerial Meeting" a meeting.
    if names_meeting:
        return 1.5 if _is_only_a_name(text, names) else 2
    return 1 if names_document else 0


def _is_only_a_name(text: str, names: KnownNames) -> bool:
    bare = re.sub(r"\([^)]*\)", "", text).strip()
    return any(end - start >= len(bare) - 1 for start, end, _slug in names.bodies_in(bare))


def _other_lines(document: Document, groups: list[_Lines], names: KnownNames, title: bool) -> None:
    """Lines beside the title: a venue is kept, the others are dropped with why."""
    venue: list[Row] = []
    for group in groups:
        text = group.text
        names_body = names.bodies_in(text) or CONFERENCE.search(text) or names.body_by_words(text)
        if not names_body and VENUE.search(text) and not DOCUMENT_WORD.search(text):
            venue += group.rows
            continue
        if AGENDA_WORD.search(text) or DOCUMENT_WORD.search(text):
            why = _("Line of the heading: what kind of document it is.")
        elif MEETING_WORD.search(text) and title:
            why = _("Line of the heading beside the title.")
        elif names_body:
            why = _("Line of the heading: letterhead.")
        else:
            why = _("Line of the heading that says nothing the record keeps.")
            message = filled(_("A line of the heading was not understood: “%(text)s”."), text=text)
            document.warnings.append(Warning(group.rows[0].line, message))
        document.dropped += [Dropped(row.line, row.text, why) for row in group.rows]
    if venue:
        named = [document.venue] if document.venue else []
        document.venue = ", ".join([*named, *(FIELD_NAME.sub("", row.plain).rstrip(" ,.") for row in venue)])
        document.lines["venue"] = (*document.lines.get("venue", ()), *(row.line for row in venue))


def _body(document: Document, title: str, opening: str, heading: list[str], names: KnownNames) -> None:
    reported = REPORT_OF_MEETING.search(title)
    in_report = _first_body(title[reported.start() :], names) if reported else None
    in_title = in_report or _first_body(title, names) or names.body_by_words(title)
    held = HELD.search(opening)
    first_sentence = opening[: opening.find(". ") + 1 or len(opening)]
    in_opening = _first_body(first_sentence, names) or (names.body_by_words(opening[: held.start()]) if held else None)
    if in_report is None and in_opening in {slug for _start, _end, slug in names.bodies_in(title)}:
        in_title = in_opening
    if in_title and in_opening and in_title != in_opening:
        document.warnings.append(Warning(None, _("Title and preamble name different bodies; the title's was taken.")))
    document.network = in_title or in_opening
    if document.network is None:
        in_heading = [body for text in heading if (body := _first_body(text, names) or names.body_by_words(text))]
        unread_body = re.search(r"\b(?:network|group|red|grupo)\b", title, re.IGNORECASE)
        document.network = in_heading[0] if in_heading and not unread_body else None
    if document.network is None:
        document.warnings.append(Warning(None, _("The body that met was not recognised.")))


def _first_body(text: str, names: KnownNames) -> str | None:
    another: str | None = None
    for start, _end, slug in names.bodies_in(text):
        if not ANOTHER_BODY.search(text[:start]) and not (slug == another and text[:start].endswith("(")):
            return slug
        another = slug
    return None


def _from_title_and_preamble(
    document: Document, title: str, preamble: list[str], preamble_lines: tuple[int, ...], vocabulary: Vocabulary
) -> None:
    """Days and place where the heading has no line of its own for them; a preamble that differs is told."""
    title_lines = document.lines.get("title", ())
    texts = [(title, title_lines), *((text, preamble_lines) for text in preamble)]
    for text, lines in texts:
        if document.starts_on is None and (days := days_in(text)):
            document.starts_on, document.ends_on = days[0].starts_on, days[0].ends_on
            document.lines["starts_on"] = lines
    if document.city is None and document.country is None:
        _place_of(document, texts, vocabulary)
    elif document.country is None:
        places = (place_of_sentence(text, vocabulary=vocabulary) for text, _lines in texts)
        document.country = next((place.country for place in places if place and place.city == document.city), None)
    opening = days_in(preamble[0]) if preamble else []
    if opening and document.lines.get("starts_on") != preamble_lines:
        _compare(document, opening[0], preamble_lines)


def _place_of(document: Document, texts: list[tuple[str, tuple[int, ...]]], vocabulary: Vocabulary) -> None:
    for text, lines in texts:
        held = HELD.search(text)
        place = place_of_sentence(text, vocabulary=vocabulary, since=held.start() if held else 0)
        if place is None and lines == document.lines.get("title"):
            place = place_of_heading(without_capitals(text), vocabulary=vocabulary)
        if place:
            _set_place(document, place, lines)
            return


def _compare(document: Document, days: Days, lines: tuple[int, ...]) -> None:
    if (days.starts_on, days.ends_on) != (document.starts_on, document.ends_on):
        message = _("The preamble gives another date (%(date)s) than the heading; the heading's was taken.")
        written = _span(days.starts_on, days.ends_on)
        document.warnings.append(Warning(lines[0] if lines else None, filled(message, date=written)))


def _span(starts_on: datetime.date, ends_on: datetime.date) -> str:
    return starts_on.isoformat() if starts_on == ends_on else f"{starts_on.isoformat()} – {ends_on.isoformat()}"


def _missing(document: Document) -> None:
    if document.starts_on is None:
        document.warnings.append(Warning(None, _("No date of the meeting was found.")))
    if document.city is None and document.country is None:
        document.warnings.append(Warning(None, _("No place of the meeting was found.")))
    elif document.country is None:
        document.warnings.append(Warning(None, _("The country of the meeting's place was not recognised.")))
