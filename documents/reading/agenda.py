"""Rows → agenda entries: times, days, breaks, leads, notes, and the earlier agreements an entry takes up."""

from __future__ import annotations

import dataclasses
import re

from django.utils.translation import gettext_lazy as _

from documents.reading.agenda_times import Timed, clock, in_the_afternoon, timed
from documents.reading.folding import folded
from documents.reading.known_names import known_names
from documents.reading.layout import Row, joined
from documents.reading.meeting_context import context_of
from documents.reading.meeting_days import WEEKDAY, days_in
from documents.reading.messages import filled
from documents.reading.outline import BULLET, ORDERED
from documents.reading.owners import find_parties
from documents.reading.paragraphs import Joiner
from documents.reading.parsed import AgendaChild, AgendaEntry, Document, Dropped, Reference, Warning
from documents.reading.references import agenda_references
from documents.reading.vocabulary import Vocabulary

LEAD_WORD = (
    r"(?:leads?|led by|lead(?:ing)? delegations?|responsables?|a cargo de|encargad[oa]s?|dirige[n]?"
    r"|presenta[n]?|conduce[n]?|facilita[n]?|modera[n]?|l[ií]der(?:es)?)"
)
BRACKETED = re.compile(
    rf"[\[(]\s*{LEAD_WORD}\s*(?::|\s)\s*(?P<who>[^\]]{{0,200}}?)\s*\]"
    rf"|\(\s*{LEAD_WORD}\s*:\s*(?P<who2>[^()]{{0,200}}(?:\([^()]{{0,100}}\)[^()]{{0,100}})?)\s*\)",
    re.IGNORECASE,
)
WHOLE_LINE = re.compile(rf"{LEAD_WORD}\s*:\s*(?P<who>.+)", re.IGNORECASE)
OPEN_LEAD = re.compile(rf"\[\s*{LEAD_WORD}\s*(?::|\s)[^\]]{{0,200}}$", re.IGNORECASE)
NOTE = re.compile(r"(?:notes?|notas?)\s*:", re.IGNORECASE)
REMARK = re.compile(r"\s*\(([^()]*\s[^()]*)\)")
SEPARATOR = re.compile(r"\s*(?:[/,;&+]|\band\b|\by\b|\be\b)\s*", re.IGNORECASE)
DAY_WORD = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "primer": 1, "primero": 1, "segundo": 2, "tercer": 3,
    "tercero": 3, "cuarto": 4, "i": 1, "ii": 2, "iii": 3,
}  # fmt: skip
ANY_DAY_WORD = "|".join(DAY_WORD)
DAY_HEADING = re.compile(
    rf"(?:day|d[ií]a|jornada)\s+(?P<after>\d{{1,2}}|{ANY_DAY_WORD})\b|(?P<before>{ANY_DAY_WORD})\s+(?:day|d[ií]a)\b",
    re.IGNORECASE,
)
LONGEST_DAY_HEADING = 12  # words
BREAK = re.compile(
    r"(?:(?:coffee|tea|lunch|health|short|morning|afternoon)(?:\s*(?:/|and)\s*(?:coffee|tea))?\s+break"
    r"|break|lunch(?:eon)?|coffee|dinner|breakfast|recess|cocktail|reception"
    r"|receso|almuerzo|caf[eé]|pausa|descanso|refrigerio|merienda|cena|desayuno|c[oó]ctel)\b",
    re.IGNORECASE,
)
WORKING = re.compile(
    r"\b(?:working|work|session|presentation|dialogue|de trabajo|sesi[oó]n|presentaci[oó]n|di[aá]logo)\b",
    re.IGNORECASE,
)
COLUMN_HEADS = re.compile(r"(?:time|hour|hora|horario)\b(?:[\s|/]+[^\s|/]+){0,6}[\s|/]*$", re.IGNORECASE)
BESIDE_A_DATE = re.compile(rf"{WEEKDAY}|\b(?:the|el|de|del)\b|\W", re.IGNORECASE)
ARTICLES = re.compile(r"\b(?:the|la|el|los|las|de)\b")


@dataclasses.dataclass
class _Part:
    """A bullet, note or plain line under an entry, with the leads written behind it."""

    text: str
    bulleted: bool
    note: bool
    rows: list[Row]
    leads: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class _Entry:
    """An entry of the agenda while its lines are read."""

    day: int
    time: Timed | None
    rows: list[Row]
    title: str = ""
    leads: list[str] = dataclasses.field(default_factory=list)
    parts: list[_Part] = dataclasses.field(default_factory=list)


def is_timed(row: Row) -> bool:
    return not row.label and timed(row.text) is not None


def day_heading(row: Row, *, document: Document, current: int) -> int | None:
    """The number of the day a row is the heading of: “Day 2”, “Segundo día”, “Friday, 17 March 2017”."""
    text = row.plain
    if len(text.split()) > LONGEST_DAY_HEADING:
        return None
    if match := DAY_HEADING.match(text):
        word = (match["after"] or match["before"]).lower()
        return int(word) if word.isdigit() else DAY_WORD[word]
    year = document.starts_on.year if document.starts_on else None
    days = days_in(text, year=year)
    if not days or BESIDE_A_DATE.sub("", text[: days[0].start] + text[days[0].end :]):
        return None
    if document.starts_on and 0 <= (days[0].starts_on - document.starts_on).days < 10:
        return (days[0].starts_on - document.starts_on).days + 1
    return current + 1 if current else 1


class AgendaReader:
    """Reads the rows of one agenda, from its first day or time on, into the document."""

    def __init__(self, document: Document, *, vocabulary: Vocabulary, joiner: Joiner) -> None:
        self.document = document
        self.vocabulary = vocabulary
        self.joiner = joiner
        self.day = 1
        self.days_seen = 0
        self.entries: list[_Entry] = []

    def read(self, rows: list[Row]) -> None:
        for row in rows:
            self._row(row)
        previous: tuple[int, int] | None = None
        for entry in self.entries:
            self.document.agenda.append(self._finished(entry, previous))
            if entry.time is not None:
                previous = (entry.day, entry.time.starts)

    def _row(self, row: Row) -> None:
        day = day_heading(row, document=self.document, current=self.days_seen)
        if day is not None:
            self.day, self.days_seen = day, max(self.days_seen, day)
            self.document.dropped.append(Dropped(row.line, row.text, _("Heading of a day; its entries carry the day.")))
            return
        found = None if row.label else timed(row.text)
        if found is not None:
            self._begin(row, found)
        elif not self.entries:
            if COLUMN_HEADS.match(row.plain):
                self.document.dropped.append(Dropped(row.line, row.text, _("Heads of the table's columns.")))
            else:
                self.entries.append(_Entry(self.day, None, [row]))
                self._title(self.entries[-1], row.text)
        else:
            self._below(self.entries[-1], row)

    def _begin(self, row: Row, found: Timed) -> None:
        entry = _Entry(self.day, found, [row])
        self.entries.append(entry)
        self._title(entry, found.rest)

    def _title(self, entry: _Entry, text: str) -> None:
        """A title, with the leads written behind it or in the table's last column."""
        columns = [column.strip() for column in text.split("\t") if column.strip()]
        if len(columns) > 1 and self._are_parties(columns[-1]):
            entry.leads += self._leads(columns.pop(), entry.rows[-1])
        text = self._without_leads(" ".join(" ".join(columns).split()), entry.leads, entry.rows[-1])
        entry.title = self._joined(entry.title, text) if entry.title and text else entry.title or text

    def _joined(self, first: str, second: str) -> str:
        return joined(first, second, whole=self.joiner.whole)

    def _below(self, entry: _Entry, row: Row) -> None:
        if not row.label and self._goes_on_with_lead(entry, row):
            return
        text = f"{row.label} {row.text}" if row.label else row.plain
        bullet = BULLET.match(text) or (ORDERED.match(text) if row.label or entry.title else None)
        bare = text[bullet.end() :].strip() if bullet else text
        leads: list[str] = []
        if match := WHOLE_LINE.fullmatch(bare):
            leads, bare = self._leads(match["who"], row), ""
        else:
            bare = self._without_leads(bare, leads, row)
        entry.rows.append(row)
        if bare:
            self._text_below(entry, row, bare, bulleted=bullet is not None)
        if leads:
            self._give_leads(entry, leads)

    def _goes_on_with_lead(self, entry: _Entry, row: Row) -> bool:
        """Whether the row before left the bracket of a lead open; this row then belongs to it."""
        part = entry.parts[-1] if entry.parts else None
        before = part.text if part else entry.title
        if OPEN_LEAD.search(before) is None:
            return False
        leads: list[str] = []
        text = self._without_leads(self._joined(before, row.plain), leads, row)
        entry.rows.append(row)
        if part is None:
            entry.title = text
        elif text:
            part.text = text
            part.rows.append(row)
        else:
            entry.parts.pop()
        if leads:
            self._give_leads(entry, leads)
        return True

    def _text_below(self, entry: _Entry, row: Row, text: str, *, bulleted: bool) -> None:
        note = NOTE.match(text) is not None
        last = entry.parts[-1] if entry.parts else None
        if not bulleted and not note:
            if not entry.title:
                self._title(entry, text)
                return
            goes_on = text[:1].islower() or self._goes_on(entry, row)
            if goes_on and last is None:
                entry.title = self._joined(entry.title, text)
                return
            if goes_on and last is not None and not last.leads:
                last.text = self._joined(last.text, text)
                last.rows.append(row)
                return
        entry.parts.append(_Part(text, bulleted, note, [row]))

    def _goes_on(self, entry: _Entry, row: Row) -> bool:
        previous = entry.rows[-2]
        if row.after_blank or previous.ends_sentence or previous.text.endswith("]"):
            return False
        return self.joiner.width is not None and len(previous.text) > 0.6 * self.joiner.width

    def _give_leads(self, entry: _Entry, leads: list[str]) -> None:
        """To the bullet before, where the entry has leads of its own; else to the entry."""
        part = entry.parts[-1] if entry.parts else None
        if part is None or not (part.bulleted or part.leads):
            entry.leads += leads
        else:
            part.leads += leads

    def _without_leads(self, text: str, leads: list[str], row: Row) -> str:
        def take(match: re.Match[str]) -> str:
            leads.extend(self._leads(match["who"] or match["who2"] or "", row))
            return ""

        if "[" not in text and "(" not in text:
            return text
        text, count = BRACKETED.subn(take, text)
        return re.sub(r"\s+([.,;])$", r"\1", " ".join(text.split())).lstrip(" .") if count else text

    def _leads(self, who: str, row: Row) -> list[str]:
        """Codes of the delegations named; who is not known stands by the name as written, with a warning."""
        for remark in REMARK.findall(who):
            self.document.dropped.append(Dropped(row.line, f"({remark})", _("A remark beside the lead.")))
        who = REMARK.sub("", who).strip(" .:")
        hits = find_parties(who, language=self.document.language, vocabulary=self.vocabulary)
        codes = list(dict.fromkeys(code for code, _start, _end in hits))
        rest, known = who, {party.code for party in self.vocabulary.parties}
        for _code, start, end in sorted(hits, key=lambda hit: -hit[1]):
            rest = f"{rest[:start]}/{rest[end:]}"
        unknown = [name.strip(" .-–") for name in SEPARATOR.split(rest) if re.search(r"[A-ZÁÉÍÓÚÑ]", name)]
        exact = known_names(self.vocabulary).party_codes
        codes += [code for name in unknown if (code := exact.get(folded(name), name)) not in codes]
        for code in codes:
            if code not in known and code not in ("ALL", "MEMBERS", "INTERESTED", "NETWORK"):
                message = filled(_("“%(name)s” leads an entry of the agenda, but is not known."), name=code)
                self.document.warnings.append(Warning(row.line, message, as_written=code))
        return codes

    def _are_parties(self, text: str) -> bool:
        if len(text.split()) > 12:
            return False
        hits = find_parties(text, language=self.document.language, vocabulary=self.vocabulary)
        rest = text
        for _code, start, end in sorted(hits, key=lambda hit: -hit[1]):
            rest = rest[:start] + rest[end:]
        return bool(hits) and not re.search(r"\w{3,}", SEPARATOR.sub("", ARTICLES.sub("", rest)))

    def _finished(self, entry: _Entry, previous: tuple[int, int] | None) -> AgendaEntry:
        if entry.time is not None:
            earlier = previous[1] if previous and previous[0] == entry.day else None
            settled = in_the_afternoon(entry.time, earlier)
            if settled != entry.time:
                afternoon = _("The time was taken as one of the afternoon: %(time)s.")
                message = filled(afternoon, time=clock(settled.starts))
                self.document.warnings.append(Warning(entry.rows[0].line, message))
            entry.time = settled
        own_leads = bool(entry.leads)
        children: list[AgendaChild] = []
        notes: list[str] = []
        for part in entry.parts:
            if part.leads and part.bulleted and own_leads:
                lines = tuple(dict.fromkeys(row.line for row in part.rows))
                children.append(AgendaChild(title=part.text, leads=part.leads, lines=lines))
                continue
            entry.leads += [lead for lead in part.leads if lead not in entry.leads]
            (children[-1].notes if children and part.note else notes).append(part.text)
        self._doubts(entry, own_leads)
        is_break = BREAK.match(entry.title) is not None and not WORKING.search(entry.title)
        return AgendaEntry(
            day=entry.day,
            starts_at=clock(entry.time.starts) if entry.time else None,
            ends_at=clock(entry.time.ends) if entry.time and entry.time.ends is not None else None,
            kind="break" if is_break else "session",
            title=entry.title,
            leads=list(dict.fromkeys(entry.leads)),
            notes=notes,
            children=children,
            takes_up=self._takes_up([entry.title, *notes, *(child.title for child in children)]),
            lines=tuple(dict.fromkeys(row.line for row in entry.rows)),
        )

    def _doubts(self, entry: _Entry, own_leads: bool) -> None:
        line = entry.rows[0].line
        if not entry.title:
            self.document.warnings.append(Warning(line, _("An entry of the agenda has no title.")))
        if entry.time is None:
            self.document.warnings.append(Warning(line, _("An entry of the agenda has no time.")))
        elif entry.time.ends is not None and entry.time.ends < entry.time.starts:
            self.document.warnings.append(Warning(line, _("An entry of the agenda ends before it starts.")))
        if not own_leads and sum(bool(part.leads) for part in entry.parts) > 1:
            message = _("Leads under several bullets were taken as those of the entry.")
            self.document.warnings.append(Warning(line, message))

    def _takes_up(self, texts: list[str]) -> list[Reference]:
        meeting = context_of(self.document)
        found: list[Reference] = []
        for text in texts:
            for reference in agenda_references(
                text, language=self.document.language, vocabulary=self.vocabulary, meeting=meeting
            ):
                if reference not in found:
                    found.append(reference)
        return found
