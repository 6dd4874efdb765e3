"""Each row of a matrix beside the record: whose share of which agreement it is of, and what becomes of it."""

import dataclasses
import datetime

from django.utils.translation import gettext_lazy as _

from actions.models import Audience
from actions.services.informing import OVER, Words
from actions.words import fold
from documents.services.wording import in_both_languages

from ..models import RowState
from .matrix_cells import day_in, label_in
from .matrix_columns import Says
from .matrix_news import NOTHING_SAID, NothingNew, Unclear, news_of, refusal_of, says_done
from .matrix_record import Record

SHORTEST_TITLE = 8  # letters of what an action says, to be found in a cell
TOLD = (Says.PROGRESS, Says.STATUS, Says.DEADLINE)

EMPTY = _("The row is empty.")
HEADINGS_AGAIN = _("The row repeats the headings.")
WHICH_POINT = _("The row names no point of a report.")
WHICH_MEETING = _("It is not clear of which meeting point %(label)s is.")
NOT_ON_RECORD = _("%(reference)s is not on record.")
NOTHING_FOLLOWS = _("Nobody is responsible for anything under %(reference)s.")
WHO = _("The row does not say who is responsible.")
UNKNOWN = _("“%(names)s” is no delegation on record.")
NO_SHARE = _("%(delegation)s has no share of %(reference)s.")
WHICH_OF_SEVERAL = _("%(delegation)s has several commitments under %(reference)s: please say which.")


@dataclasses.dataclass(frozen=True)
class Row:
    """A row as it stands, and what a person has said of it: a reference, keys of commitments, a status and a date.

    date_stands: whether it informs of no new date, whatever its cell says.
    """

    cells: tuple[str, ...]
    reference: str = ""
    chosen: tuple[int, ...] = ()
    status: str = ""
    date: datetime.date | None = None
    date_stands: bool = False


@dataclasses.dataclass(frozen=True)
class Setting:
    """What holds for the whole file.

    columns: {what it says: place}. meeting_id: where a row names none. as_of: where it gives no day. on: today.
    """

    name: str
    headings: tuple[str, ...]
    columns: dict[str, int]
    language: str
    meeting_id: int | None
    as_of: datetime.date
    on: datetime.date


@dataclasses.dataclass(frozen=True)
class Finding:
    """What becomes of a row: a RowState; where it is not written, why, as columns in both languages.

    answers: [[delegation's key, [keys of its commitments], whether it has a new date], …]. borrowed: whether its point
    is that of a row above.
    """

    state: str
    why: dict[str, str] = dataclasses.field(default_factory=dict)
    agreement_id: int | None = None
    answers: list[list] = dataclasses.field(default_factory=list)
    words: Words | None = None
    borrowed: bool = False


def compare(rows, setting, *, only=None):
    """A Finding for each Row, in the same order; the number of queries does not grow with the rows.

    What is said once for several rows beneath each other, as merged cells are, counts for all of them. only: the places
    of the rows that are asked for, None for all.
    """
    read = [one for place, one in enumerate(_read(rows, setting)) if only is None or place in only]
    points = [one.place for one in read if any(one.row.cells)]
    record = Record(points, language=setting.language, meeting_id=setting.meeting_id, on=setting.on)
    return [_finding(one, record, setting) for one in read]


@dataclasses.dataclass(frozen=True)
class _Read:
    row: Row
    says: dict[str, str]
    borrowed: bool

    def __getitem__(self, what):
        return self.says.get(what, "")

    @property
    def place(self):
        """What tells the agreement: the point, the body or meeting, the meeting's day."""
        return self.row.reference or self[Says.POINT], self[Says.MEETING], self[Says.MEETING_ON]


def _read(rows, setting):
    carried = {}
    read = []
    for row in rows:
        own = {what: row.cells[place] for what, place in setting.columns.items() if place < len(row.cells)}
        if not any(row.cells):
            carried.pop(Says.POINT, None)
        if own.get(Says.MEETING) or own.get(Says.MEETING_ON):
            carried |= {what: own.get(what, "") for what in (Says.MEETING, Says.MEETING_ON)}
        borrowed = not row.reference and not own.get(Says.POINT) and bool(carried.get(Says.POINT))
        if own.get(Says.POINT):
            carried[Says.POINT] = own[Says.POINT]
        read.append(_Read(row, own | carried, borrowed))
    return read


def _finding(one, record, setting):
    cells = [fold(cell) for cell in one.row.cells if cell]
    if not cells:
        return Finding(RowState.NOTHING, _why(EMPTY))
    if cells == [fold(heading) for heading in setting.headings if heading]:
        return Finding(RowState.NOTHING, _why(HEADINGS_AGAIN))
    agreement = record.agreement_of(*one.place)
    known = {"agreement_id": agreement and agreement.pk, "borrowed": one.borrowed}
    try:
        if agreement is None:
            raise _unclear_point(one, record)
        shares = _shares(one, agreement, record)
        answers, words = news_of(one, shares, record, setting)
    except NothingNew as nothing:
        return Finding(RowState.NOTHING, _why(nothing.why), **known)
    except Unclear as unclear:
        if any(one[what] for what in TOLD):
            return Finding(RowState.OPEN, _why(unclear.why), **known)
        return Finding(RowState.NOTHING, _why(NOTHING_SAID), **known)
    refusal = refusal_of(words, [share for bearer, *_what in answers for share in shares[bearer]], on=setting.on)
    return Finding(RowState.OPEN if refusal else RowState.WRITTEN, refusal, **known, answers=answers, words=words)


def _why(message):
    return in_both_languages("why", message)


def _unclear_point(one, record):
    report, label = record.report_of(*one.place), label_in(one.place[0])
    if report and label:
        return Unclear(NOT_ON_RECORD, reference=f"{report}/{label}")
    return Unclear(WHICH_MEETING, label=label) if label else Unclear(WHICH_POINT)


def _shares(one, agreement, record):
    """{bearer's key: its shares} that a row speaks of. Raises Unclear."""
    reference = agreement.reference
    every = record.shares_of(agreement)
    if not every:
        raise Unclear(NOTHING_FOLLOWS, reference=reference)
    if chosen := [share for share in every if share.pk in one.row.chosen]:
        return _by_bearer(chosen)
    named = one[Says.RESPONSIBLE].strip()
    if not named:
        if len({share.bearer for share in every}) > 1:
            raise Unclear(WHO)
        return _narrowed(_by_bearer(every), one, reference, record)
    codes, audiences, unknown = record.parties.named_in(named)
    if unknown:
        raise Unclear(UNKNOWN, names=", ".join(unknown))
    meant = _of_audiences(audiences, every, record)
    if audiences and not meant:
        raise Unclear(NO_SHARE, delegation=named, reference=reference)
    for code in codes:
        own = [share for share in every if code in record.codes_of(share)]
        if not own:
            raise Unclear(NO_SHARE, delegation=record.delegation(code), reference=reference)
        meant += [share for share in own if share not in meant]
    return _narrowed(_by_bearer(meant), one, reference, record)


def _of_audiences(audiences, every, record):
    """Of Member Countries their shares, of all delegations or the Network all of them; but for what is withdrawn."""
    members = {Audience.MEMBERS, Audience.INTERESTED}
    return [
        share
        for share in every
        if share.status not in OVER
        and any(one not in members or share.delegation.code in record.parties.members for one in audiences)
    ]


def _by_bearer(shares):
    found = {}
    for share in shares:
        found.setdefault(share.bearer, []).append(share)
    return found


def _narrowed(shares, one, reference, record):
    """Of several shares of one delegation those whose words stand in the cell, or that are due on the row's day.

    Raises Unclear where a row closes some of them and does not tell which.
    """
    point, due_on = fold(one[Says.POINT]), one[Says.DEADLINE]
    for bearer, own in shares.items():
        if len(own) < 2:
            continue
        shares[bearer] = (
            [share for share in own if _names(point, share.action)]
            or [share for share in own if due_on and share.due_on and share.due_on == day_in(due_on, "en")]
            or own
        )
        if len(shares[bearer]) > 1 and says_done(one):
            raise Unclear(WHICH_OF_SEVERAL, delegation=record.delegations[bearer], reference=reference)
    return shares


def _names(point, action):
    titles = (fold(title) for title in (action.what_en, action.what_es))
    return any(len(title) >= SHORTEST_TITLE and title in point for title in titles)
