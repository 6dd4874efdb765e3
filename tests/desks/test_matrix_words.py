"""Status and date in a row of a matrix: read where the words are known, asked about where they are not."""

import datetime

import pytest
from django.utils import translation

from actions.models import CommitmentStatus, ProgressReport
from actions.standing import waiting_words
from desks.services.matrix_cells import day_in, status_in
from desks.services.pending import HEADINGS
from desks.services.tables import OPEN_CALL
from tests.desks.conftest import TODAY
from tests.desks.matrices import a_csv, a_report, agreed, becomes, compared, filed

pytestmark = pytest.mark.django_db
BY_JANUARY = datetime.date(2027, 1, 31)


@pytest.fixture(autouse=True)
def kept_here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def report():
    return a_report()


def made_of(*cells, by):
    """What becomes of rows of Honduras's point 1, given as (date, progress, status)."""
    return [
        (state, why) for state, why, _agreement in becomes(compared(a_csv(*(row_of(*one) for one in cells)), by=by))
    ]


def row_of(deadline="", progress="", status=""):
    return ("CP/2026-03/1", "Honduras", deadline, progress, status)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("fulfilled", ["Fulfilled", "Done.", "Sí", "Completa", "100 %", "Cumplido al 100%", "Fully implemented"]),
        (
            "in_progress",
            ["In progress", "En trámite", "partially", "Cumplido parcialmente", "Cumplida en un 50%", "80%",
             "En proceso (5 %)", "Completed partially", "Implemented in part", "Parcialmente cumplido"],
        ),
        ("open", ["", "—", "Pendiente", "not done", "No", "No cumplido", "0 %", "Not yet started", "Sin avances"]),
        (
            None,
            ["Done by 3 of 5", "Yes / no", "Cumplido: No", "Completed: no", "Si bien falta", "Vencido", "Withdrawn",
             "Cumplido el 30 de enero", "In progress until 30 June 2027"],
        ),
    ],
)  # fmt: skip
def test_a_status_is_read_whole(status, words):
    assert {one: status_in(one) for one in words} == dict.fromkeys(words, (status, None))


@pytest.mark.parametrize(
    "words",
    ["Cumplido 30/01/2026", "Fulfilled on 30 January 2026.", "done (2026-01-30)", "CUMPLIDO EL 30 DE ENERO DE 2026",
     "cumplido, 30-01-2026"],
)  # fmt: skip
def test_a_day_may_stand_after_a_status(words):
    assert status_in(words) == ("fulfilled", datetime.date(2026, 1, 30))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("30-01-2027", datetime.date(2027, 1, 30)),
        ("30–1–2027", datetime.date(2027, 1, 30)),
        ("4/3/27", None),
        ("1-30-01-2027", None),
    ],
)
def test_a_day_may_be_written_with_hyphens(words, day):
    assert day_in(words, "en") == day


@pytest.mark.parametrize("progress", ["", "The draft is there."])
def test_what_cannot_be_read_is_to_be_worked_through(report, staff, honduras, progress):
    agreed(report, "1", honduras)
    statuses = ["Vencido", "Cumplido: No", "Done by 3 of 5", "withdrawn"]
    dates = ["enero 2027", "I trimestre 2027", "4/3/27", "before the next meeting"]
    cells = [("", progress, status) for status in statuses] + [(date, progress) for date in dates]
    assert made_of(*cells, by=staff) == [
        *[("open", f"“{status}” does not tell whether it is done, in progress or pending.") for status in statuses],
        *[("open", f"The date, “{date}”, is no day, and not what the record says.") for date in dates],
    ]


def test_what_is_done_in_part_is_in_progress(report, staff, honduras):
    (share,) = agreed(report, "1", honduras)
    filed(compared(a_csv(row_of(progress="Half of it.", status="Cumplido parcialmente")), by=staff), by=staff)
    share.refresh_from_db()
    assert (share.status, ProgressReport.objects.get().done) == ("in_progress", False)


def test_the_day_after_a_status_is_that_of_the_progress_unless_another_is_given(report, staff, honduras):
    agreed(report, "1", honduras)
    rows = [row_of("", progress, "Fulfilled, 2 May 2026") for progress in ("Sent.", "4 May 2026: Sent.")]
    matrix = compared(a_csv(*rows), by=staff)
    assert [(row.text, row.on, row.done) for row in matrix.rows.all()] == [
        ("Sent.", datetime.date(2026, 5, 2), True),
        ("Sent.", datetime.date(2026, 5, 4), True),
    ]


def test_the_words_of_our_own_tables_say_nothing_new(report, staff, honduras):
    (share,) = agreed(report, "1", honduras)
    share.status, share.closed_on = "fulfilled", TODAY
    share.save()
    words = [*HEADINGS.values(), OPEN_CALL, *(CommitmentStatus(status).label for status in ("open", "fulfilled"))]
    statuses = []
    for language in ("en", "es"):
        with translation.override(language):
            statuses += map(str, words)
    becoming = made_of(*(("", "", status) for status in statuses), by=staff)
    assert [state for state, _why in becoming] == ["nothing"] * 22


@pytest.mark.parametrize("status", ["withdrawn", "superseded", "not_recorded"])
def test_an_end_that_is_on_record_says_nothing_new(report, staff, honduras, status):
    (share,) = agreed(report, "1", honduras)
    share.status, share.closed_on = status, TODAY
    share.save()
    cells = []
    for language in ("en", "es"):
        with translation.override(language):
            cells.append(("", "", share.get_status_display().capitalize()))
    assert [state for state, _why in made_of(*cells, by=staff)] == ["nothing", "nothing"]


def test_a_date_that_is_what_the_record_says_says_nothing_new(report, staff, honduras):
    phrases = {"phrase_en": "in January 2027", "phrase_es": "en el primer mes de 2027"}
    agreed(report, "1", honduras, due_on=BY_JANUARY, **phrases)
    words = ["enero 2027", "January 2027.", "En el primer mes de 2027.", "", "–", "Sin fecha", "N/A", "31-01-2027"]
    assert [state for state, _why in made_of(*((one,) for one in words), by=staff)] == ["nothing"] * 8


def test_what_a_date_waits_for_says_nothing_new(report, staff, honduras):
    event = {"deadline_kind": "event", "deadline_body": report.meeting.network}
    (share,) = agreed(report, "1", honduras, phrase_en="before the next meeting", **event)
    words = ["Before the next meeting"]
    for language in ("en", "es"):
        with translation.override(language):
            words.append(waiting_words(share.action))
    assert [state for state, _why in made_of(*((one,) for one in words), by=staff)] == ["nothing"] * 3


def test_of_what_is_done_no_date_is_asked(report, staff, honduras):
    agreed(report, "1", honduras)
    assert made_of(("enero 2027", "Sent.", "done"), by=staff) == [("written", "Sent.")]
