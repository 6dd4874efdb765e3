"""The columns of a follow-up matrix: which one says what, guessed from the headings and kept once somebody has said."""

import dataclasses
import hashlib
import re

from django.db import models
from django.utils.translation import gettext_lazy as _

from actions.words import fold
from documents.reading.sheets import read_sheet, sheet_names

from ..models import MatrixMapping

LOOKED_AT = 15  # rows, in which the headings are looked for
SHOWN = 5  # rows beneath them


class Says(models.TextChoices):
    """What a column says."""

    POINT = "point", _("point or agreement")
    MEETING = "meeting", _("body or meeting")
    MEETING_ON = "meeting_on", _("date of the meeting")
    RESPONSIBLE = "responsible", _("responsible")
    DEADLINE = "deadline", _("date by when")
    PROGRESS = "progress", _("progress")
    PROGRESS_ON = "progress_on", _("date of the progress")
    STATUS = "status", _("status")
    REMARKS = "remarks", _("remarks")


# What headings are made of, folded, in either language; the first that fits counts: the narrower stand first.
HEADINGS = (
    (Says.MEETING_ON, r"meeting date|date of (?:the )?meeting|meeting held on|fecha de (?:la )?reunion"),
    (
        Says.PROGRESS_ON,
        r"date of (?:the )?(?:progress|update|information)|progress date|as of|last update|updated on|informed on"
        r"|fecha (?:del?|de la) (?:avance|progreso|seguimiento|actualizacion|informacion|informe)|actualizado al?",
    ),
    (
        Says.DEADLINE,
        r"deadline|due|time ?(?:limit|frame)|by when|plazo|vencimiento|fecha limite|fecha de cumplimiento|para cuando",
    ),
    (
        Says.RESPONSIBLE,
        r"responsible|responsibility|owner|who|delegation|countr|lead|responsable|pais|delegacion|a cargo",
    ),
    (Says.STATUS, r"status|state|estado|estatus|situacion"),
    (Says.REMARKS, r"remark|comment|note|observ|comentario|nota"),
    (Says.PROGRESS, r"progress|follow.?up|update|what was done|avance|progreso|seguimiento|cumplimiento|acciones"),
    (
        Says.POINT,
        r"point|agreement|reference|item|commitment|number|no\b|n[°º]|#|punto|acuerdo|referencia|compromiso|numeral",
    ),
    (Says.MEETING, r"meeting|body|network|group|reunion|organo|red\b|grupo|foro"),
    (Says.DEADLINE, r"date|fecha"),
)
SPANISH = re.compile(
    r"punto|acuerdo|responsable|pais|avance|observac|fecha|plazo|estado|seguimiento|reunion|compromiso"
)


@dataclasses.dataclass(frozen=True)
class Layout:
    """How a sheet begins. header_row: from 1. columns: {what it says: place from 0}, kept or guessed; known: kept."""

    sheets: list[str]
    sheet: str
    header_row: int
    headings: tuple[str, ...]
    columns: dict[str, int]
    known: bool
    language: str
    first_rows: list[tuple[str, ...]]
    candidates: list[tuple[int, str]]


def layout_of(content, *, sheet=None, header_row=None):
    """How the file's table is laid out, as far as the headings tell; sheet and header_row where a person has said.

    Raises documents.reading.errors.CannotRead.
    """
    names = sheet_names(content)
    chosen = (
        sheet if sheet in names else next((name for name in names if read_sheet(content, name, most=2).rows), names[0])
    )
    rows = read_sheet(content, chosen, most=LOOKED_AT + SHOWN).rows
    place = header_row - 1 if header_row and header_row <= min(len(rows), LOOKED_AT) else _heading_place(rows)
    headings = rows[place] if rows else ()
    kept = MatrixMapping.objects.filter(fingerprint=fingerprint(headings)).first()
    return Layout(
        sheets=names,
        sheet=chosen,
        header_row=place + 1,
        headings=headings,
        columns=kept.columns if kept else guessed(headings),
        known=kept is not None,
        language=language_of(headings),
        first_rows=rows[place + 1 : place + 1 + SHOWN],
        candidates=[
            (number, " · ".join(filter(None, row))[:80]) for number, row in enumerate(rows[:LOOKED_AT], start=1)
        ],
    )


def _heading_place(rows):
    """The first row of the first few whose words are most of all those of headings."""
    best = max(range(min(len(rows), LOOKED_AT)), key=lambda place: len(guessed(rows[place])), default=0)
    if rows and len(guessed(rows[best])) >= 2:
        return best
    several = (place for place, row in enumerate(rows[:LOOKED_AT]) if sum(map(bool, row)) >= 2)
    return next(several, 0)


def guessed(headings):
    """{what it says: place} for the headings whose words tell; each of both once."""
    folded = [fold(heading) for heading in headings]
    found = {}
    for says, words in HEADINGS:
        if says in found:
            continue
        pattern = re.compile(rf"(?<!\w)(?:{words})")
        fitting = [place for place, heading in enumerate(folded) if place not in found.values() and len(heading) < 60]
        place = next((place for place in fitting if pattern.search(folded[place])), None)
        if place is not None:
            found[says] = place
    return {str(says): place for says, place in found.items()}


def language_of(headings):
    """ "en" or "es": the language of the headings."""
    return "es" if SPANISH.search(" ".join(map(fold, headings))) else "en"


def fingerprint(headings):
    """What tells headings from others, however they are capitalised or accented."""
    return hashlib.sha256("\x1f".join(map(fold, headings)).encode()).hexdigest()


def keep_mapping(headings, columns, *, by, now):
    """Keep which column says what, for the next file with the same headings."""
    MatrixMapping.objects.update_or_create(
        fingerprint=fingerprint(headings), defaults={"columns": columns, "by": by, "at": now}
    )
