"""A follow-up matrix comes in: kept, laid out, compared with the record, filed as a whole."""

import datetime
import hashlib
import pathlib

import structlog
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.models import Source
from actions.services.attaching import clean_name
from actions.services.entering import CannotEnter, Entry
from actions.services.informing import Words
from documents.reading.errors import CannotRead
from documents.reading.sheets import NO_TABLE, read_sheet
from documents.services.wording import in_both_languages
from networks.models import Delegation
from networks.services import public_change, today

from ..models import Matrix, MatrixReport, MatrixRow, MatrixState, RowState
from .matrix_columns import Says, keep_mapping, layout_of
from .matrix_matching import TOLD
from .matrix_rows import CannotChange, RowRefused, as_they_were_shown, locked, look_again, look_at, rows_of
from .sending import enter_and_tell

log = structlog.get_logger(__name__)

LONGEST_NAME = 250
LONGEST_SOURCE = 250
A_BATCH = 1000
# So many reports take minutes, in one transaction: whoever has had a matrix for longer is gone.
MOST_REPORTS = 5_000
GIVEN_UP_AFTER = datetime.timedelta(hours=1)
MOST_ATTEMPTS = 3
UNDER_WAY = (MatrixState.COMPARING, MatrixState.FILING)
NOT_SAID = {"refusal_en": "", "refusal_es": ""}
BROKE_OFF = gettext_lazy("It broke off unexpectedly, and nothing was written. Please try again.")
ROW_REFUSED = gettext_lazy("Row %(number)s cannot be filed as it stands, so that nothing was filed.")
STILL_OPEN = gettext_lazy("Rows are still to be worked through.")


class CannotBringIn(Exception):
    """The file is not taken in; the message may be shown to the user."""


class AlreadyBroughtIn(CannotBringIn):
    """The same file, byte for byte, is here already. matrix: where."""

    def __init__(self, matrix, name):
        super().__init__(
            _("“%(name)s” is here already, brought in as “%(known)s”.") % {"name": name, "known": matrix.name}
        )
        self.matrix = matrix


class NotMyTurn(Exception):
    """Another worker has it, or it was given up meanwhile."""


def bring_in(*, content, name, by, now):
    """Keep a matrix's bytes with their SHA-256. Gives the Matrix, whose columns are to be named.

    Raises CannotBringIn for what is no table, AlreadyBroughtIn for the same bytes again.
    """
    name = clean_name(name, most=LONGEST_NAME)
    sha256 = hashlib.sha256(content).hexdigest()
    _refuse_known(sha256, name)
    try:
        layout = layout_of(content)
        if sum(map(bool, layout.headings)) < 2:
            raise CannotRead(NO_TABLE)
    except CannotRead as refusal:
        raise CannotBringIn(f"“{name}”: {refusal}") from refusal
    matrix = Matrix(name=name, sha256=sha256, size=len(content), by=by, at=now, sheet=layout.sheet)
    ending = pathlib.PurePath(name).suffix.lower()
    matrix.file.save(f"{sha256}{ending if ending in ('.xlsx', '.csv') else ''}", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            matrix.save(force_insert=True)
    except IntegrityError:
        # Two people brought the same file in the same moment.
        matrix.file.delete(save=False)
        _refuse_known(sha256, name)
        raise
    return matrix


def _refuse_known(sha256, name):
    if known := Matrix.objects.filter(sha256=sha256).exclude(state=MatrixState.DISCARDED).first():
        raise AlreadyBroughtIn(known, name)


def layout(matrix, *, sheet=None, header_row=None):
    """How the kept file is laid out, as `matrix_columns.layout_of` says. Raises CannotRead."""
    return layout_of(_content(matrix), sheet=sheet, header_row=header_row)


def lay_out(*, matrix_id, sheet, header_row, columns, language, meeting, as_of, by, now):
    """Say which column says what, for the next file with the same headings too. Gives the Matrix, to be compared.

    columns: {Says: place from 0}. meeting: the one that rows are of which name none. as_of: the day of what gives none.
    Raises CannotChange, CannotRead.
    """
    with transaction.atomic():
        matrix = locked(matrix_id, MatrixState.COLUMNS, MatrixState.REVIEW)
        found = layout(matrix, sheet=sheet, header_row=header_row)
        columns = {says: place for says, place in columns.items() if place < len(found.headings)}
        if Says.POINT not in columns or not any(says in columns for says in TOLD):
            raise CannotChange(
                _("Please say which column names the point, and which one its progress, status or date.")
            )
        if len(set(columns.values())) < len(columns):
            raise CannotChange(_("A column can say one thing only."))
        matrix.sheet, matrix.header_row, matrix.headings = found.sheet, found.header_row, list(found.headings)
        matrix.columns = {str(says): place for says, place in columns.items()}
        matrix.language, matrix.meeting, matrix.as_of = language, meeting, as_of
        matrix.state, matrix.claimed_at, matrix.attempts = MatrixState.COMPARING, None, 0
        matrix.refusal_en = matrix.refusal_es = ""
        matrix.save()
        keep_mapping(found.headings, matrix.columns, by=by, now=now)
        return matrix


def compare_matrix(*, matrix_id, now):
    """Compare a matrix that waits for it with the record, once however many workers run; gives whether this call did.

    Effect: a MatrixRow for every row beneath the headings. What a person had said of a row stays.
    """
    matrix = _claim(matrix_id, MatrixState.COMPARING, now=now)
    if matrix is None:
        return False
    try:
        cells = read_sheet(_content(matrix), matrix.sheet).rows[matrix.header_row :]
        rows = rows_of(matrix, cells)
        look_at(matrix, rows, on=today(now=now))
        with transaction.atomic():
            matrix.rows.all().delete()
            MatrixRow.objects.bulk_create(rows, batch_size=A_BATCH)
            _leave(matrix, MatrixState.COMPARING, MatrixState.REVIEW, now=now)
    except NotMyTurn:
        return False
    except CannotRead as refusal:
        _leave(matrix, MatrixState.COMPARING, MatrixState.COLUMNS, now=now, refusal=refusal)
    except Exception:
        log.exception("comparing a matrix broke off", matrix=matrix.pk)
        _leave(matrix, MatrixState.COMPARING, MatrixState.COLUMNS, now=now, refusal=BROKE_OFF)
    return True


def begin_filing(*, matrix_id, by, now):
    """Have a matrix filed of which nothing is left to be worked through. Gives it. Raises CannotChange."""
    with transaction.atomic():
        matrix = locked(matrix_id, MatrixState.REVIEW)
        if matrix.rows.filter(state=RowState.OPEN).exists():
            raise CannotChange(str(STILL_OPEN))
        if sum(map(len, matrix.rows.filter(state=RowState.WRITTEN).values_list("answers", flat=True))) > MOST_REPORTS:
            raise CannotChange(
                _("More than %(most)s reports at once are too many: please bring the matrix in parts.")
                % {"most": MOST_REPORTS}
            )
        matrix.state, matrix.filed_by, matrix.claimed_at, matrix.attempts = MatrixState.FILING, by, None, 0
        matrix.refusal_en = matrix.refusal_es = ""
        matrix.save()
        return matrix


def file_matrix(*, matrix_id, now):
    """File a matrix that waits for it, once however many workers run; gives whether this call did.

    Effects, all of them or none: for each row to be written, and each delegation that it is of, a report of progress on
    its behalf, sent and acknowledged. If a row cannot be filed any more, or would be filed otherwise than it was shown,
    all are looked at again and a person is asked.
    """
    matrix = _claim(matrix_id, MatrixState.FILING, now=now)
    if matrix is None:
        return False
    try:
        with public_change():
            _file_rows(matrix, now=now)
            _leave(matrix, MatrixState.FILING, MatrixState.FILED, now=now, filed_at=now)
    except RowRefused as refused:
        with transaction.atomic():
            look_again(matrix, on=today(now=now))
            _leave(matrix, MatrixState.FILING, MatrixState.REVIEW, now=now, refusal=refused.why)
    except NotMyTurn:
        return False
    except Exception:
        log.exception("filing a matrix broke off", matrix=matrix.pk)
        _leave(matrix, MatrixState.FILING, MatrixState.REVIEW, now=now, refusal=BROKE_OFF)
    return True


def _file_rows(matrix, *, now):
    rows = as_they_were_shown(matrix, on=today(now=now))
    delegations = {one.pk: one for one in Delegation.objects.all()}
    written = [(row, _entry(matrix, row, delegations, *answer)) for row in rows for answer in row.answers]
    entries = [entry for _row, entry in written]

    def progress(done, total):
        cache.set(_key(matrix), 100 * done // total, timeout=GIVEN_UP_AFTER.seconds)

    try:
        reports = enter_and_tell(entries=entries, by=matrix.filed_by, now=now, on=today(now=now), progress=progress)
    except CannotEnter as refusal:
        raise RowRefused(ROW_REFUSED, written[refusal.place][0]) from refusal
    made = [MatrixReport(row=row, report=report) for (row, _entry_of_it), report in zip(written, reports, strict=True)]
    MatrixReport.objects.bulk_create(made, batch_size=A_BATCH)


def _entry(matrix, row, delegations, bearer, commitments, moves):
    # It is read in either language.
    which = f"#{row.number}"
    return Entry(
        delegation=delegations[bearer],
        commitment_ids=tuple(commitments),
        words=Words(
            text=row.text, language=matrix.language, done=row.done, on=row.on, new_date=row.new_date if moves else None
        ),
        source=Source.MATRIX,
        source_words=f"{matrix.name[: LONGEST_SOURCE - len(which) - 2]}, {which}",
    )


def progress_of(matrix):
    """How much of a matrix is filed so far, in percent, as far as another process can see it."""
    return cache.get(_key(matrix), 0)


def _key(matrix):
    return f"matrix-{matrix.pk}"


def discard(*, matrix_id):
    """Give up a matrix that was not filed: its rows and the kept file go. Raises CannotChange."""
    with transaction.atomic():
        matrix = locked(matrix_id, MatrixState.COLUMNS, MatrixState.REVIEW)
        matrix.rows.all().delete()
        kept, storage = matrix.file.name, matrix.file.storage
        matrix.state, matrix.file = MatrixState.DISCARDED, ""
        matrix.save()
        transaction.on_commit(lambda: storage.delete(kept))


def unfinished(*, now):
    """The matrices that wait for the worker, and those whose worker is gone: what a sweep hands out again.

    Effect: one that took its worker away three times waits for a person again.
    """
    gone = Matrix.objects.filter(state__in=UNDER_WAY, attempts__gte=MOST_ATTEMPTS, claimed_at__lt=now - GIVEN_UP_AFTER)
    for matrix in gone:
        back = MatrixState.COLUMNS if matrix.state == MatrixState.COMPARING else MatrixState.REVIEW
        _leave(matrix, matrix.state, back, now=matrix.claimed_at, refusal=BROKE_OFF)
    return Matrix.objects.filter(_waiting(now), state__in=UNDER_WAY).order_by("at")


def _waiting(now):
    return Q(claimed_at=None) | Q(claimed_at__lt=now - GIVEN_UP_AFTER, attempts__lt=MOST_ATTEMPTS)


def _claim(matrix_id, state, *, now):
    """The matrix, if it is this call's to compare or file; else None."""
    waiting = Matrix.objects.filter(_waiting(now), pk=matrix_id, state=state)
    if not waiting.update(claimed_at=now, attempts=F("attempts") + 1):
        return None
    cache.delete(f"matrix-{matrix_id}")
    return Matrix.objects.select_related("filed_by").get(pk=matrix_id)


def _leave(matrix, state, to, *, now, refusal="", **more):
    """Hand a claimed matrix on to the state `to`. Raises NotMyTurn if it is somebody else's by now."""
    said = in_both_languages("refusal", refusal) if refusal else NOT_SAID
    mine = Matrix.objects.filter(pk=matrix.pk, state=state, claimed_at=now)
    if not mine.update(state=to, claimed_at=None, **said, **more):
        raise NotMyTurn


def _content(matrix):
    try:
        with matrix.file.open("rb") as kept:
            return kept.read()
    except (OSError, ValueError):
        raise CannotRead(_("The kept file is not there any more. Please bring it in again.")) from None
