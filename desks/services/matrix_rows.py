"""The rows of a matrix: what becomes of each, and what a person says of one that the file does not tell."""

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.reading.messages import filled
from networks.services import today

from ..models import Matrix, MatrixRow, MatrixState, RowState
from .matrix_matching import Row, Setting, compare

A_BATCH = 1000
LONGEST_REASON = 500
NOTHING_SAID: dict[str, object] = {
    "reference": "",
    "chosen": [],
    "status": "",
    "date": None,
    "date_stands": False,
    "reason": "",
}
FOUND = ("state", "why_en", "why_es", "agreement", "borrowed", "answers", "text", "done", "on", "new_date")
ROW_CHANGED = gettext_lazy(
    "What the record says of row %(number)s has changed since you looked, so that nothing was filed. Please look again."
)


class CannotChange(Exception):
    """The matrix is not laid out, changed or filed so; the message may be shown to the user."""


class RowRefused(Exception):
    """A row is not filed, so that none is. why: a message about row %(number)s, translated lazily."""

    def __init__(self, message, row):
        super().__init__(message)
        self.why = filled(message, number=row.number)


def locked(matrix_id, *states):
    """The matrix, locked, in one of these states. Raises CannotChange."""
    matrix = Matrix.objects.select_for_update(of=("self",)).get(pk=matrix_id)
    if matrix.state not in states:
        raise CannotChange(_("This matrix is “%(state)s”.") % {"state": matrix.get_state_display()})
    return matrix


def rows_of(matrix, table):
    """The (unsaved) rows beneath the headings, with what a person has said of them. table: their cells, in order."""
    said = {row.number: row for row in matrix.rows.exclude(**NOTHING_SAID)}
    rows = []
    for number, cells in enumerate(table, matrix.header_row + 1):
        row = MatrixRow(matrix=matrix, number=number, cells=list(cells), state=RowState.NOTHING)
        for name in NOTHING_SAID if number in said else ():
            setattr(row, name, getattr(said[number], name))
        rows.append(row)
    return rows


def settle_row(*, row_id, reference, chosen, now, status="", date=None, date_stands=False):
    """Say what a row is of, and what it says: where nothing is said, its cells count.

    reference, chosen: which agreement, and which of its commitments. status: a RowStatus. date: by when it is expected
    now; date_stands: there is no new date. Gives the MatrixRow as it stands now. Raises CannotChange.
    """
    if date and date_stands:
        raise CannotChange(_("Please give a date, or say that there is no new one."))
    words = {"status": status, "date": date, "date_stands": date_stands, "reason": ""}
    return _say(row_id, now=now, reference=reference.strip(), chosen=sorted(chosen), **words)


def leave_out(*, row_id, reason, now):
    """Leave a row out, with the reason. Gives the MatrixRow. Raises CannotChange."""
    if not reason.strip():
        raise CannotChange(_("Please say why the row is left out; the reason is kept."))
    return _say(row_id, now=now, reason=reason.strip()[:LONGEST_REASON])


def take_up(*, row_id, now):
    """Take back what a person has said of a row. Gives the MatrixRow. Raises CannotChange."""
    return _say(row_id, now=now, **NOTHING_SAID)


def _say(row_id, *, now, **said):
    with transaction.atomic():
        matrix = locked(MatrixRow.objects.get(pk=row_id).matrix_id, MatrixState.REVIEW)
        rows = list(matrix.rows.order_by("number"))
        place = next(place for place, row in enumerate(rows) if row.pk == row_id)
        row = rows[place]
        for name, value in said.items():
            setattr(row, name, value)
        look_at(matrix, rows, on=today(now=now), only={place})
        row.save()
        return row


def look_at(matrix, rows, *, on, only=None):
    """Write onto the (unsaved) rows what becomes of them. only: the places of those that are asked for."""
    setting = Setting(
        name=matrix.name,
        headings=tuple(matrix.headings),
        columns=matrix.columns,
        language=matrix.language,
        meeting_id=matrix.meeting_id,
        as_of=matrix.as_of,
        on=on,
    )
    asked = [row for place, row in enumerate(rows) if only is None or place in only]
    given = [
        Row(tuple(row.cells), row.reference, tuple(row.chosen), row.status, row.date, row.date_stands) for row in rows
    ]
    for row, finding in zip(asked, compare(given, setting, only=only), strict=True):
        row.state = RowState.LEFT_OUT if row.reason else finding.state
        row.why_en, row.why_es = finding.why.get("why_en", ""), finding.why.get("why_es", "")
        row.agreement_id, row.borrowed, row.answers = finding.agreement_id, finding.borrowed, finding.answers
        words = finding.words
        row.text, row.done = (words.text, words.done) if words else ("", False)
        row.on, row.new_date = (words.on, words.new_date) if words else (None, None)


def look_again(matrix, *, on):
    """Write anew what becomes of each row."""
    rows = list(matrix.rows.order_by("number"))
    look_at(matrix, rows, on=on)
    MatrixRow.objects.bulk_update(rows, FOUND, batch_size=A_BATCH)


def as_they_were_shown(matrix, *, on):
    """The rows to be written, if the record would have all rows written today as they were shown.

    Inside the transaction that files them: nobody else writes to the record meanwhile. Raises RowRefused.
    """
    rows = list(matrix.rows.order_by("number"))
    shown = [_what_is_shown(row) for row in rows]
    look_at(matrix, rows, on=on)
    for row, was_shown in zip(rows, shown, strict=True):
        if _what_is_shown(row) != was_shown:
            raise RowRefused(ROW_CHANGED, row)
    return [row for row in rows if row.state == RowState.WRITTEN]


def _what_is_shown(row):
    words = (row.agreement_id, row.answers, row.text, row.on, row.done, row.new_date)
    return row.state, words if row.state == RowState.WRITTEN else None


def counts(matrix):
    """{RowState: how many rows}: together all rows of the file beneath the headings."""
    counted = dict(matrix.rows.order_by().values_list("state").annotate(number=Count("pk")))
    return {state: counted.get(state, 0) for state in RowState}
