"""Each row of a matrix beside the record: whose share of which agreement it is of, and what it says that is new."""

import dataclasses
import datetime
import functools

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from actions.models import Audience, CommitmentStatus
from actions.models.commitments import OPEN_STATUSES, DeadlineKind
from actions.services.expanding import agreed_due
from actions.services.informing import OVER, CannotInform, Words, check_commitment, check_words
from actions.standing import waiting_words
from actions.words import fold
from documents.reading.messages import filled
from documents.services.wording import in_both_languages

from ..models import RowState
from .matrix_cells import (
    LANGUAGES,
    day_before_words,
    day_in,
    label_in,
    month_in,
    same_words,
    says_no_day,
    status_in,
    without,
)
from .matrix_columns import Says
from .matrix_record import Record
from .pending import HEADINGS
from .tables import OPEN_CALL, progress_parts

SHORTEST_TITLE = 8  # letters of what an action says, to be found in a cell
BEFORE_ANY_WORD = (CommitmentStatus.OPEN, CommitmentStatus.TO_CONFIRM)
TOLD = (Says.PROGRESS, Says.STATUS, Says.DEADLINE)
# What our own tables say of a status that is none of progress.
NOT_OF_PROGRESS = (*HEADINGS.values(), OPEN_CALL)

EMPTY = _("The row is empty.")
HEADINGS_AGAIN = _("The row repeats the headings.")
NOTHING_SAID = _("The row says nothing of progress.")
ON_RECORD_ALREADY = _("All that it says is on record.")
DATE_IS_PAST = _("The record has another date; that of the matrix, %(day)s, does not lie ahead.")
WHICH_POINT = _("The row names no point of a report.")
WHICH_MEETING = _("It is not clear of which meeting point %(label)s is.")
NOT_ON_RECORD = _("%(reference)s is not on record.")
NOTHING_FOLLOWS = _("Nobody is responsible for anything under %(reference)s.")
WHO = _("The row does not say who is responsible.")
UNKNOWN = _("“%(names)s” is no delegation on record.")
NO_SHARE = _("%(delegation)s has no share of %(reference)s.")
WHICH_OF_SEVERAL = _("%(delegation)s has several commitments under %(reference)s: please say which.")
NO_DAY = _("“%(words)s” is no day.")
NO_STATUS = _("“%(words)s” does not tell whether it is done, in progress or pending.")
NO_DATE = _("The date, “%(words)s”, is no day, and not what the record says.")
FULFILLED = _("Fulfilled, according to the follow-up matrix “%(name)s”.")
UNDER_WAY = _("In progress, according to the follow-up matrix “%(name)s”.")
NEW_DATE = _("A new date, according to the follow-up matrix “%(name)s”.")


@dataclasses.dataclass(frozen=True)
class Row:
    """A row as it stands, and what a person has said of it: a reference, and keys of commitments."""

    cells: tuple[str, ...]
    reference: str = ""
    chosen: tuple[int, ...] = ()


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


class _Unclear(Exception):
    """A person has to say. why: a message, translated lazily."""

    def __init__(self, message, **values):
        super().__init__(message)
        self.why = filled(message, **values) if values else message


class _NothingNew(_Unclear):
    """There is nothing to write."""


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
        answers, words = _news(one, shares, record, setting)
    except _NothingNew as nothing:
        return Finding(RowState.NOTHING, _why(nothing.why), **known)
    except _Unclear as unclear:
        if any(one[what] for what in TOLD):
            return Finding(RowState.OPEN, _why(unclear.why), **known)
        return Finding(RowState.NOTHING, _why(NOTHING_SAID), **known)
    refusal = _refusal(words, [share for bearer, *_what in answers for share in shares[bearer]], on=setting.on)
    return Finding(RowState.OPEN if refusal else RowState.WRITTEN, refusal, **known, answers=answers, words=words)


def _why(message):
    return in_both_languages("why", message)


def _unclear_point(one, record):
    report, label = record.report_of(*one.place), label_in(one.place[0])
    if report and label:
        return _Unclear(NOT_ON_RECORD, reference=f"{report}/{label}")
    return _Unclear(WHICH_MEETING, label=label) if label else _Unclear(WHICH_POINT)


def _shares(one, agreement, record):
    """{bearer's key: its shares} that a row speaks of. Raises _Unclear."""
    reference = agreement.reference
    every = record.shares_of(agreement)
    if not every:
        raise _Unclear(NOTHING_FOLLOWS, reference=reference)
    if chosen := [share for share in every if share.pk in one.row.chosen]:
        return _by_bearer(chosen)
    named = one[Says.RESPONSIBLE].strip()
    if not named:
        if len({share.bearer for share in every}) > 1:
            raise _Unclear(WHO)
        return _narrowed(_by_bearer(every), one, reference, record)
    codes, audiences, unknown = record.parties.named_in(named)
    if unknown:
        raise _Unclear(UNKNOWN, names=", ".join(unknown))
    meant = _of_audiences(audiences, every, record)
    if audiences and not meant:
        raise _Unclear(NO_SHARE, delegation=named, reference=reference)
    for code in codes:
        own = [share for share in every if code in record.codes_of(share)]
        if not own:
            raise _Unclear(NO_SHARE, delegation=record.delegation(code), reference=reference)
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

    Raises _Unclear where a row closes some of them and does not tell which.
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
        if len(shares[bearer]) > 1 and status_in(one[Says.STATUS])[0] == CommitmentStatus.FULFILLED:
            raise _Unclear(WHICH_OF_SEVERAL, delegation=record.delegations[bearer], reference=reference)
    return shares


def _names(point, action):
    titles = (fold(title) for title in (action.what_en, action.what_es))
    return any(len(title) >= SHORTEST_TITLE and title in point for title in titles)


def _news(one, shares, record, setting):
    """(answers, Words) of what a row says that is not on record of whoever bears `shares`.

    Raises _NothingNew, _Unclear.
    """
    every = [share for own in shares.values() for share in own]
    status, status_on = _status(one, every)
    done, under_way = status == CommitmentStatus.FULFILLED, status == CommitmentStatus.IN_PROGRESS
    new_date = None if done else _date(one, every, setting)
    answers, text = [], ""
    for bearer, own in shares.items():
        rest = without(one[Says.PROGRESS], _known(own, record))
        moves = _moves(own, new_date) and new_date > setting.on
        closes = done and any(share.status != CommitmentStatus.FULFILLED for share in own)
        begins = under_way and any(share.status in BEFORE_ANY_WORD for share in own)
        if rest or moves or closes or begins:
            answers.append([bearer, [share.pk for share in own], bool(moves)])
            text = text or rest
    if not answers:
        if any(_moves(own, new_date) for own in shares.values()):
            raise _NothingNew(DATE_IS_PAST, day=new_date.isoformat())
        raise _NothingNew(ON_RECORD_ALREADY if one[Says.PROGRESS] or done or under_way else NOTHING_SAID)
    on, text = day_before_words(text, setting.language)
    if said := one[Says.PROGRESS_ON].strip():
        on = day_in(said, setting.language)
        if on is None:
            raise _Unclear(NO_DAY, words=said)
    words = Words(
        text=text or _sentence(FULFILLED if done else UNDER_WAY if under_way else NEW_DATE, setting),
        language=setting.language,
        done=done,
        on=on or status_on or setting.as_of,
        new_date=new_date if any(moves for _bearer, _keys, moves in answers) else None,
    )
    return answers, words


def _status(one, shares):
    """(status, day) of a row, as `status_in`; no status where it says what the record does. Raises _Unclear."""
    words = one[Says.STATUS].strip()
    status, day = status_in(words)
    if status or _tells_no_progress(words):
        return status, day
    if all(_is_one_of(words, [CommitmentStatus(share.status).label]) for share in shares):
        return None, None
    raise _Unclear(NO_STATUS, words=words)


@functools.lru_cache(maxsize=1024)
def _tells_no_progress(words):
    return _is_one_of(words, NOT_OF_PROGRESS)


def _is_one_of(words, messages):
    return any(same_words(words, own) for one in messages for own in in_both_languages("words", one).values())


def _date(one, shares, setting):
    """The day by when, as the row says; None where it says none, or what the record says already. Raises _Unclear."""
    words = one[Says.DEADLINE].strip()
    day = day_in(words, setting.language)
    still_open = (share for share in shares if share.status in OPEN_STATUSES)
    if day or says_no_day(words) or all(_is_the_date(words, share) for share in still_open):
        return day
    raise _Unclear(NO_DATE, words=words)


def _is_the_date(words, share):
    """Whether words without a day are a share's date: the month of its day, the text's own words, what it waits for."""
    action = share.action
    if any(day and (day.year, day.month) == month_in(words) for day in (share.due_on, _agreed(share))):
        return True
    known = {action.phrase_en, action.phrase_es}
    if action.deadline_kind == DeadlineKind.EVENT:
        for language in LANGUAGES:
            with translation.override(language):
                known.add(waiting_words(action))
    return any(same_words(words, own) for own in known)


def _known(shares, record):
    """What is on record of the last word on these shares, as a cell may repeat it."""
    texts = set()
    for share in shares:
        report = record.last_reports.get(share.pk)
        if report:
            texts.add(report.text)
        for language in LANGUAGES:
            with translation.override(language):
                texts.update(progress_parts(share, report))
    return texts


def _moves(shares, new_date):
    """Whether a day is another than the one on which one of the open shares is due, or was agreed to be."""
    return new_date is not None and any(
        new_date not in (share.due_on, _agreed(share)) for share in shares if share.status in OPEN_STATUSES
    )


def _agreed(share):
    return agreed_due(share.action, meeting_ends_on=share.action.agreement.report.meeting.ends_on)


def _sentence(words, setting):
    with translation.override(setting.language):
        return words % {"name": setting.name}


def _refusal(words, shares, *, on):
    """Why it cannot be informed, as columns in both languages; {} if it can."""
    if not _refused(words, shares, on=on):
        return {}
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[f"why_{language}"] = _refused(words, shares, on=on)
    return said


def _refused(words, shares, *, on):
    try:
        check_words(words, on=on)
        for share in shares:
            check_commitment(share, words)
    except CannotInform as refusal:
        return str(refusal)
    return ""
