"""What a row of a matrix says of commitments that the record does not: their status, their date, words of progress."""

import functools

from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from actions.models import CommitmentStatus
from actions.models.commitments import OPEN_STATUSES, DeadlineKind
from actions.services.expanding import agreed_due
from actions.services.informing import CannotInform, Words, check_commitment, check_words
from actions.standing import waiting_words
from documents.reading.messages import filled
from documents.services.wording import in_both_languages
from networks import dates

from .matrix_cells import (
    LANGUAGES,
    day_before_words,
    day_in,
    days_in,
    is_blank,
    month_in,
    same_words,
    says_no_day,
    says_no_news,
    status_in,
    without,
)
from .matrix_columns import Says
from .pending import HEADINGS
from .tables import OPEN_CALL, progress_parts

BEFORE_ANY_WORD = (CommitmentStatus.OPEN, CommitmentStatus.TO_CONFIRM)
# What our own tables say of a status that is none of progress.
NOT_OF_PROGRESS = (*HEADINGS.values(), OPEN_CALL)

NOTHING_SAID = _("The row says nothing of progress.")
ON_RECORD_ALREADY = _("All that it says is on record.")
DATE_IS_PAST = _("The record has another date; that of the matrix, %(day)s, does not lie ahead.")
NO_DAY = _("“%(words)s” is no day.")
NO_STATUS = _("“%(words)s” does not tell whether it is done, in progress or pending.")
TWO_STATUSES = _("The status, “%(status)s”, is not what the progress says: please say which status it has.")
NO_DATE = _("The date, “%(words)s”, is no day, and not what the record says.")
WHICH_DATE = _("The date, “%(words)s”, says more than one day, and not what the record says: please say which it is.")
FULFILLED = _("Fulfilled, according to the follow-up matrix “%(name)s”.")
UNDER_WAY = _("In progress, according to the follow-up matrix “%(name)s”.")
NEW_DATE = _("A new date, according to the follow-up matrix “%(name)s”.")

_long_day = lazy(dates.long_day, str)


class Unclear(Exception):
    """A person has to say. why: a message, translated lazily."""

    def __init__(self, message, **values):
        super().__init__(message)
        self.why = filled(message, **values) if values else message


class NothingNew(Unclear):
    """There is nothing to write."""


def news_of(one, shares, record, setting):
    """(answers, Words) of what a row says that is not on record of whoever bears `shares`; as a Finding has them.

    one: what the columns of the row say, by Says, with the Row itself. shares: {bearer's key: commitments}.
    Raises NothingNew, Unclear.
    """
    every = [share for own in shares.values() for share in own]
    stated, stated_on = _status(one, every)
    told, told_on = _told_of_progress(one)
    status = stated or told
    # Where staff say that it is pending, nothing is written of its progress.
    is_silent = one.row.status == CommitmentStatus.OPEN
    done, under_way = status == CommitmentStatus.FULFILLED, status == CommitmentStatus.IN_PROGRESS
    new_date = None if done else _date(one, every, setting)
    answers, text, has_news = [], "", False
    for bearer, own in shares.items():
        rest = "" if is_silent else _not_on_record(one, own, record)
        moves = _moves(own, new_date) and new_date > setting.on
        closes = done and any(share.status != CommitmentStatus.FULFILLED for share in own)
        begins = under_way and any(share.status in BEFORE_ANY_WORD for share in own)
        if rest or moves or closes or begins:
            answers.append([bearer, [share.pk for share in own], bool(moves)])
            text = text or rest
            has_news = bool(has_news or rest or closes or begins)
    if not answers:
        if any(_moves(own, new_date) for own in shares.values()):
            raise NothingNew(DATE_IS_PAST, day=_long_day(new_date))
        says_something = done or under_way or not (is_silent or _tells_nothing(one[Says.PROGRESS]))
        raise NothingNew(ON_RECORD_ALREADY if says_something else NOTHING_SAID)
    if has_news and not one.row.status and _contradict(one, stated, told):
        raise Unclear(TWO_STATUSES, status=one[Says.STATUS].strip())
    on, text = day_before_words(text, setting.language)
    if said := one[Says.PROGRESS_ON].strip():
        on = day_in(said, setting.language)
        if on is None:
            raise Unclear(NO_DAY, words=said)
    words = Words(
        text=text or _sentence(FULFILLED if done else UNDER_WAY if under_way else NEW_DATE, setting),
        language=setting.language,
        done=done,
        on=on or stated_on or told_on or setting.as_of,
        new_date=new_date if any(moves for _bearer, _keys, moves in answers) else None,
    )
    return answers, words


def _status(one, shares):
    """(status, day) of a row, as staff or its cell say it; no status where it says none, or what the record does.

    Raises Unclear.
    """
    words = one[Says.STATUS].strip()
    status, day = _status_alone(words)
    if one.row.status:
        return one.row.status, day
    if status or is_blank(words) or _tells_no_progress(words):
        return status, day
    if all(_is_one_of(words, [CommitmentStatus(share.status).label]) for share in shares):
        return None, None
    raise Unclear(NO_STATUS, words=words)


def _told_of_progress(one):
    """(status, day) where the words of progress are those of a status alone; else no status."""
    return _status_alone(day_before_words(one[Says.PROGRESS], LANGUAGES[0])[1])


def _status_alone(words):
    return (None, None) if is_blank(words) else status_in(words)


def says_done(one):
    """Whether staff, the status or the words of progress say of a row that it is done."""
    stated = one.row.status or _status_alone(one[Says.STATUS])[0] or _told_of_progress(one)[0]
    return stated == CommitmentStatus.FULFILLED


def _contradict(one, stated, told):
    """Whether the status that a row states is another than its words of progress tell; pending, they tell nothing."""
    if stated == CommitmentStatus.OPEN:
        return not _tells_nothing(one[Says.PROGRESS])
    return stated is not None and told not in (None, stated)


def _not_on_record(one, shares, record):
    """What the row says of progress that is not on record of these shares; "" where it says that there is none."""
    rest = without(one[Says.PROGRESS], _known(shares, record))
    return "" if _tells_nothing(rest) else rest


def _tells_nothing(words):
    return says_no_news(day_before_words(words, LANGUAGES[0])[1])


@functools.lru_cache(maxsize=1024)
def _tells_no_progress(words):
    return _is_one_of(words, NOT_OF_PROGRESS)


def _is_one_of(words, messages):
    return any(same_words(words, own) for one in messages for own in in_both_languages("words", one).values())


def _date(one, shares, setting):
    """The day by when, as staff or the row say; None where it says none, or what the record does. Raises Unclear."""
    words = one[Says.DEADLINE].strip()
    if one.row.date or one.row.date_stands or says_no_day(words):
        return one.row.date
    still_open = [share for share in shares if share.status in OPEN_STATUSES]
    days, says_no_more = days_in(words, setting.language)
    if len(days) == 1 and says_no_more:
        return next(iter(days))
    if days and says_no_more and all(days <= {share.due_on, _agreed(share)} for share in still_open):
        return None
    if all(_is_the_date(words, share, is_a_day=bool(days)) for share in still_open):
        return None
    raise Unclear(WHICH_DATE if days else NO_DATE, words=words)


def _is_the_date(words, share, *, is_a_day):
    """Whether words are a share's date: the month of its day, the text's own words, what it waits for."""
    action = share.action
    months = () if is_a_day else (day and (day.year, day.month) for day in (share.due_on, _agreed(share)))
    if any(month and month == month_in(words) for month in months):
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


def refusal_of(words, shares, *, on):
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
