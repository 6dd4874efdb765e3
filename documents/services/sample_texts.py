"""The sample's files, and how their texts come to life on the day they are loaded."""

import dataclasses
import datetime
import pathlib
import re
import tomllib

from babel.dates import format_date

FOLDER = pathlib.Path(__file__).parent.parent / "sample"
PLACEHOLDER = re.compile(r"\{(day|held):([^}]+)\}")
LONG_DAY = {"en": "d MMMM y", "es": "d 'de' MMMM 'de' y"}


def people():
    return tomllib.loads((FOLDER / "people.toml").read_text("utf-8"))


def progress():
    return tomllib.loads((FOLDER / "progress.toml").read_text("utf-8"))


def frame():
    return tomllib.loads((FOLDER / "frame.toml").read_text("utf-8"))


def meetings():
    """The meetings as written, in the order in which they are loaded."""
    return [tomllib.loads(path.read_text("utf-8")) for path in sorted((FOLDER / "meetings").glob("*.toml"))]


@dataclasses.dataclass
class Calendar:
    """The sample's days on the day it is loaded. `places` has the meetings by their key."""

    today: datetime.date
    places: dict

    @classmethod
    def of(cls, written, *, today):
        return cls(today=today, places={one["key"]: one for one in written})

    def day(self, offset, *, length=1):
        """The day so many days from today; the Monday after it where a weekend falls into the `length` days."""
        day = self.today + datetime.timedelta(days=offset)
        while any((day + datetime.timedelta(days=n)).weekday() > 4 for n in range(length)):
            day += datetime.timedelta(days=1)
        return day

    def meeting_days(self, written):
        """The first and the last day of a meeting as written."""
        length = written.get("days", 1)
        first = self.day(written["starts"], length=length)
        return first, first + datetime.timedelta(days=length - 1)

    def filled(self, text, language):
        """A text with its days and meetings put in, in words."""

        def words(match):
            what, which = match.groups()
            if what == "day":
                return in_words(self.day(int(which)), language)
            place = self.places[which]
            first, _last = self.meeting_days(place)
            if language == "es":
                return f"la reunión celebrada en {place['city']} el {in_words(first, language)}"
            return f"the meeting held in {place['city']} on {in_words(first, language)}"

        return PLACEHOLDER.sub(words, text.strip())


def in_words(day, language):
    return format_date(day, LONG_DAY[language], locale=language)


def days_in_words(first, last, language):
    """One day, "8 June 2026", or more: "8-9 June 2026", "8 y 9 de junio de 2026"."""
    if first == last:
        return in_words(first, language)
    if first.month != last.month:
        joint = " y " if language == "es" else " and "
        return joint.join(in_words(day, language) for day in (first, last))
    joint = " y " if language == "es" else "-"
    return f"{first.day}{joint}{in_words(last, language)}"


def enumerated(names, language):
    """Names in a row: "A, B and C", "A, B e Italia"."""
    joint = " y " if language == "es" else " and "
    if language == "es" and names[-1].lower().startswith("i"):
        joint = " e "
    return joint.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def opening(written, *, network, country, present, language, calendar):
    """The heading, preamble and closing of a sample report, as {field: text}."""
    frames = frame()
    frames_here, prose = frames[language], frames["in_prose"][language]
    first, last = calendar.meeting_days(written)
    name = network.in_language("name", language)
    days = days_in_words(first, last, language)
    values = {
        "network": name,
        "network_with_article": f"{frames['articles']['es'][network.slug]} {name}",
        "city": written["city"],
        "country": country.in_language("name", language),
        "days": days,
        "on_days": f"los días {days}" if first != last else f"el {days}",
        "last_day": in_words(last, language),
        "present": enumerated([prose.get(one.code) or one.in_language("name", language) for one in present], language),
    }
    return {
        f"{part}_{language}": frames_here[part].strip().format(**values) for part in ("heading", "preamble", "closing")
    }


def as_text(parts, points, *, language, calendar):
    """A report as a plain text file: heading, preamble, numbered points with lettered sub-items, closing."""
    blocks = [parts[f"heading_{language}"], parts[f"preamble_{language}"]]
    for number, point in enumerate(points, start=1):
        blocks.append(f"{number}. {calendar.filled(point[language], language)}")
        for letter, sub_item in zip("abcdefgh", point.get("under", []), strict=False):
            blocks.append(f"{letter}. {calendar.filled(sub_item[language], language)}")
    blocks.append(parts[f"closing_{language}"])
    return "\n\n".join(blocks) + "\n"
