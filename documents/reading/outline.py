"""Which lines are numbered points, and which point stands under which.

A number is read together with those before and after it: of all readings of the whole sequence the cheapest is
taken, where a number that fits costs nothing and one that is damaged costs the more the less it fits. So a nested
list whose levels conversion made alike (1, 1, 2, 3, 4, 1) finds its levels again, and "8." at the head of a broken
line ("… on June / 8. The …") is seen to be no point at all.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from actions.numbering import in_letters, in_roman
from documents.reading.layout import SHORTEST_BROKEN, Row
from documents.reading.openings import is_operative

SUFFIXES = {"bis": 0.1, "ter": 0.2, "quater": 0.3}
ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50}
DEEPEST = 3
BEAM = 12

OPENING = r"(?P<open>\()?"
CLOSING = r"(?P<close>\.-|\.–|[.)]-?|[°º]\.?)"
ORDERED = re.compile(
    rf"{OPENING}(?:(?P<decimal>\d{{1,3}})\.?(?:\s*(?P<suffix>bis|ter|quater))?|(?P<letters>[a-zA-Z]|[ivxlIVXL]{{2,7}}))"
    rf"{CLOSING}(?P<space>\s+|$|(?=[A-ZÁÉÍÓÚÑ“\"«¿¡]))"
)
MULTILEVEL = re.compile(r"(?P<path>\d{1,2}(?:\.\d{1,2}){1,3})[.)]?(?:\s+|$)")
BULLET = re.compile(r"(?P<bullet>[-–—•·▪◦‣*])(?:\s+|$|(?<=[•▪])(?=\S))")
# A number without a dot, alone or before a sentence: only where a document has no other numbers.
BARE = re.compile(r"(?P<decimal>\d{1,3})(?:$|\s+(?=[A-ZÁÉÍÓÚÑ“\"«¿¡]))")


@dataclasses.dataclass(frozen=True)
class Marker:
    """What stands before a point.

    readings: (alphabet, value) in each way it can be read: "i." is a letter and a roman number.
    style: what surrounds it, with Word's level; two levels of a list differ in alphabet or style.
    length: how much of the row's text it takes.
    """

    written: str
    readings: tuple[tuple[str, float], ...]
    style: tuple[object, ...]
    path: tuple[int, ...] = ()
    length: int = 0
    suffix: str = ""

    @property
    def is_bullet(self) -> bool:
        return self.readings[0][0] == "bullet"


@dataclasses.dataclass(frozen=True)
class Point:
    """A row that begins a numbered point: its depth, its number as it should be, and what is to be said of it.

    doubt: None | "damaged" (the number was put right) | "flattened" (its level was lost) | "missing" (numbers left out)
    """

    row: int  # index
    marker: Marker
    depth: int
    number: str
    doubt: str | None = None


def marker_of(row: Row, *, bare: bool = False) -> Marker | None:
    """The marker a row begins with, Word's own label first; `bare`: a number alone counts as one."""
    text = f"{row.label.strip()} " if row.label else row.text
    length = 0 if row.label else None
    level = row.level if row.label else None
    if row.label and not re.search(r"\w", row.label):
        return Marker(row.label, (("bullet", 0),), (row.label.strip(), level), length=0)
    if match := MULTILEVEL.match(text):
        path = tuple(map(int, match["path"].split(".")))
        if all(path) or row.label:
            size = match.end() if length is None else length
            return Marker(match[0].strip(), (("path", path[-1]),), ("path", level), path, length=size)
    if match := ORDERED.match(text):
        return _ordered(match, level, match.end() if length is None else length)
    if match := BULLET.match(text):
        return Marker(match["bullet"], (("bullet", 0),), (match["bullet"], level), length=match.end())
    if (row.label or bare) and (match := BARE.match(text)):
        size = match.end() if length is None else length
        return Marker(match["decimal"], (("decimal", int(match["decimal"])),), ("", "", level), length=size)
    if row.label:
        return Marker(row.label, (("bullet", 0),), (row.label.strip(), level), length=0)
    return None


def _ordered(match: re.Match[str], level: int | None, length: int) -> Marker | None:
    style = (match["open"] or "", match["close"][0], level)
    written = match[0].strip()
    if match["decimal"]:
        suffix = match["suffix"] or ""
        value = int(match["decimal"]) + SUFFIXES.get(suffix, 0)
        return Marker(written, (("decimal", value),), style, length=length, suffix=suffix) if value >= 1 else None
    letters = match["letters"]
    if not match["space"] and match.end() < len(match.string) and level is None:
        return None  # "a.m.", initials, "U.S."
    case = "upper" if letters.isupper() else "lower"
    readings = []
    if len(letters) == 1:
        readings.append((f"{case} letter", ord(letters.lower()) - 96))
    if roman := _of_roman(letters.lower()):
        readings.append((f"{case} roman", roman))
    return Marker(written, tuple(readings), style, length=length) if readings else None


def _of_roman(letters: str) -> int | None:
    """The number that roman digits say, None where they say none."""
    if any(letter not in ROMAN_DIGITS for letter in letters):
        return None
    values = [ROMAN_DIGITS[letter] for letter in letters]
    total = sum(-value if value < max(values[i:]) else value for i, value in enumerate(values))
    return total if in_roman(total) == letters else None


@dataclasses.dataclass(frozen=True)
class _Level:
    """The open point of a level: how it is numbered, its number as put right and as written."""

    alphabet: str
    style: tuple[object, ...]
    number: float
    written: float


@dataclasses.dataclass(frozen=True)
class _Read:
    """A marker taken as a point, and the one before it."""

    row: int
    marker: Marker
    depth: int
    alphabet: str
    number: float
    doubt: str | None
    before: _Read | None = dataclasses.field(repr=False, compare=False)


@dataclasses.dataclass(frozen=True)
class _Reading:
    """One way to read the markers so far; the points hang on each other, since readings share their beginnings."""

    cost: float
    levels: tuple[_Level, ...]
    last: _Read | None


def points_of(rows: list[Row], *, language: str) -> list[Point]:
    """The numbered points of the rows, in order."""
    bare = not any(ORDERED.match(row.text) or row.label for row in rows)
    markers = [marker_of(row, bare=bare) for row in rows]
    operative = _operative_openings(rows, markers, language)
    readings = [_Reading(0, (), None)]
    for i, marker in enumerate(markers):
        if marker is None:
            continue
        next_readings: dict[object, _Reading] = {}
        for reading in readings:
            for longer in _ways(reading, i, marker, rows, operative, in_list=_is_in_list(i, markers, rows)):
                key = tuple((level.alphabet, level.style, level.number, level.written) for level in longer.levels)
                if key not in next_readings or longer.cost < next_readings[key].cost:
                    next_readings[key] = longer
        readings = sorted(next_readings.values(), key=lambda reading: reading.cost)[:BEAM]
    return _numbered(min(readings, key=lambda reading: reading.cost))


def _operative_openings(rows: list[Row], markers: list[Marker | None], language: str) -> dict[int, bool]:
    openings = {}
    for i, marker in enumerate(markers):
        if marker is not None:
            text = rows[i].text[marker.length :].strip()
            if not text and i + 1 < len(rows):
                text = rows[i + 1].text
            openings[i] = is_operative(text, language=language)
    return openings


def _is_in_list(i: int, markers: list[Marker | None], rows: list[Row]) -> bool:
    """Whether a letter or roman number stands right behind a marked line too short to be a broken sentence."""
    marker, before = markers[i], markers[i - 1] if i else None
    if marker is None or before is None or marker.readings[0][0] == "decimal":
        return False
    return len(rows[i - 1].text) < SHORTEST_BROKEN


def _ways(
    reading: _Reading, i: int, marker: Marker, rows: list[Row], operative: dict[int, bool], *, in_list: bool
) -> Iterator[_Reading]:
    """Every way to go on with a reading: the marker as a point of an open level, of a new one, or as plain text."""
    row, previous = rows[i], rows[i - 1] if i else None
    tight = previous is not None and not row.after_blank and not previous.ends_sentence
    if not row.label:
        cost = 6 if in_list else _cost_of_text(row, marker, previous, tight)
        yield dataclasses.replace(reading, cost=reading.cost + cost)
    base = reading.cost + (0.5 if tight and not row.label else 0)
    for alphabet, value in marker.readings:
        for depth, level in enumerate(reading.levels):
            cue = 0.3 * (not operative[i]) if depth == 0 else 0
            for cost, number, doubt in _fits(level, alphabet, value, marker):
                point = _Read(i, marker, depth, alphabet, number, doubt, reading.last)
                yield _with_point(reading, base + cost + cue, point, value)
        if len(reading.levels) < DEEPEST:
            cost, doubt = _opening(reading, alphabet, value, marker, rows, i)
            cue = 0.3 * operative[i] if reading.levels else 0
            point = _Read(i, marker, len(reading.levels), alphabet, value, doubt, reading.last)
            yield _with_point(reading, base + cost + cue, point, value)


def _with_point(reading: _Reading, cost: float, point: _Read, written: float) -> _Reading:
    level = _Level(point.alphabet, point.marker.style, point.number, written)
    return _Reading(cost, (*reading.levels[: point.depth], level), point)


def _cost_of_text(row: Row, marker: Marker, previous: Row | None, tight: bool) -> float:
    after = row.text[marker.length :].lstrip()
    if after[:1].islower() and not marker.is_bullet and previous is not None and not previous.ends_sentence:
        return 0.2
    return 0.7 if tight else 6


def _fits(level: _Level, alphabet: str, value: float, marker: Marker) -> list[tuple[float, float, str | None]]:
    """Cost, number and doubt of taking the marker as the next point of a level; nothing where it is of another kind."""
    if alphabet != level.alphabet:
        return []
    if alphabet == "bullet":
        return [(0, level.number + 1, None)] if marker.style == level.style else []
    cost = 0.0 if marker.style == level.style else 0.4
    following = int(level.number) + 1
    if value == following or (value % 1 and int(value) == int(level.number) and value > level.number):
        return [(cost, value, None)]
    if value == int(level.written) + 1:
        return [(cost + 0.3, following, "damaged")]
    if value > level.number:
        return [
            (cost + 2 + min(value - level.number, 5) * 0.1, value, "missing"),
            (cost + 2.6, following, "damaged"),
        ]
    return [(cost + (2.5 if value == int(level.written) else 3), following, "damaged")]


def _opening(
    reading: _Reading, alphabet: str, value: float, marker: Marker, rows: list[Row], i: int
) -> tuple[float, str | None]:
    """Cost and doubt of opening a level under the last point."""
    if not reading.levels:
        return (0 if value <= 1 else 1.5), None if value <= 1 else "missing"
    if alphabet == "path":
        parent = reading.levels[-1]
        under_parent = len(marker.path) == len(reading.levels) + 1 and int(parent.number) == marker.path[-2]
        return (0 if under_parent and value == 1 else 2.2), None
    same = [level for level in reading.levels if level.alphabet == alphabet]
    alike = [level for level in same if level.style == marker.style]
    colon = rows[i - 1].text.rstrip().endswith(":") if i else False
    first = 0 if value <= 1 else 2
    if alphabet == "bullet":
        return (3 if alike else 0), None
    if alike:
        return (0.6 - 0.4 * colon if value == 1 else 4), "flattened"
    return first + (0.2 if same else 0), None if value <= 1 else "missing"


def _numbered(reading: _Reading) -> list[Point]:
    """The points with the numbers they should have; bullets and flattened levels are lettered."""
    reads: list[_Read] = []
    read = reading.last
    while read is not None:
        reads.append(read)
        read = read.before
    points = []
    settled: list[float] = []  # the last number of each open level
    flattened: dict[int, bool] = {}
    for read in reversed(reads):
        depth, number, doubt = read.depth, read.number, read.doubt
        opens = depth >= len(settled)
        settled = settled[: depth + 1] + [0] * (depth + 1 - len(settled))
        if read.alphabet == "bullet":
            number = settled[depth] + 1
        elif number <= settled[depth]:
            number, doubt = int(settled[depth]) + 1, "damaged"
        settled[depth] = number
        if opens:
            flattened[depth] = doubt == "flattened"
        if flattened.get(depth):
            doubt = "flattened"
        lettered = depth > 0 and (flattened.get(depth) or read.alphabet == "bullet")
        written = _written(number, read.alphabet, read.marker, bool(lettered))
        points.append(Point(read.row, read.marker, depth, written, doubt))
    return points


def _written(number: float, alphabet: str, marker: Marker, lettered: bool) -> str:
    value = int(number)
    if lettered or alphabet.endswith("letter"):
        written = in_letters(value)
    elif alphabet.endswith("roman"):
        written = in_roman(value)
    else:
        written = f"{value} {marker.suffix}".strip()
    return written.upper() if alphabet.startswith("upper") and not lettered else written
