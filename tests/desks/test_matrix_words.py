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
        ("fulfilled", ["Fulfilled", "✓", "Done.", "Sí", "Completa", "100 %", "Cumplido al 100%", "Fully implemented"]),
        (
            "in_progress",
            ["In progress", "En trámite", "partially", "Cumplido parcialmente", "Cumplida en un 50%", "80%",
             "En proceso (5 %)", "Completed partially", "Implemented in part", "Parcialmente cumplido"],
        ),
        (
            "open",
            ["", "—", "Pendiente", "not done", "No", "No cumplido", "0 %", "Not yet started", "Sin avances",
             "No ha iniciado", "No progress yet"],
        ),
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


NO_NEWS = [
    "-", "—", "N/A", "s/i", "Sin avances", "Sin avances a la fecha.", "Aún sin avances", "No progress yet",
    "Not started", "No ha iniciado", "Pendiente", "Sin información", "No information received", "Sin novedades",
    "Nothing to report", "No se reportan avances", "15 May 2026: Sin avances",
]  # fmt: skip


@pytest.mark.parametrize("status", ["", "-", "Pendiente", "Not started", "No iniciado"])
def test_that_there_is_no_progress_is_no_report(report, staff, honduras, status):
    agreed(report, "1", honduras)
    assert made_of(*(("", words, status) for words in NO_NEWS), by=staff) == [
        ("nothing", "The row says nothing of progress.")
    ] * len(NO_NEWS)


def test_words_that_only_begin_as_if_there_were_none_are_progress(report, staff, honduras):
    agreed(report, "1", honduras)
    words = [
        "Sin avances por falta de fondos",
        "No progress because of funds",
        "Pendiente de firma",
        "Sin cambios en él",
    ]
    assert made_of(*(("", one, "") for one in words), by=staff) == [("written", one) for one in words]


@pytest.mark.parametrize(
    ("status", "progress"),
    [
        ("Pendiente", "The draft is there."),
        ("Pending", "Done"),
        ("No iniciado", "50 %"),
        ("In progress", "Cumplido"),
        ("In progress", "Not started"),
        ("Done", "Sin avances"),
        ("Cumplido", "In progress"),
    ],
)
def test_a_status_and_a_progress_that_do_not_agree_are_to_be_worked_through(report, staff, honduras, status, progress):
    agreed(report, "1", honduras)
    assert made_of(("", progress, status), by=staff) == [
        ("open", f"The status, “{status}”, is not what the progress says: please say which status it has.")
    ]


def test_what_is_on_record_already_does_not_disagree(report, staff, honduras):
    (share,) = agreed(report, "1", honduras)
    share.status, share.closed_on = "fulfilled", TODAY
    share.save()
    rows = [("", "", "Pendiente"), ("", "Sin avances", "In progress"), ("", "Sin avances", "Done")]
    assert [state for state, _why in made_of(*rows, by=staff)] == ["nothing"] * 3


def test_of_several_commitments_a_progress_that_closes_says_which(report, staff, honduras):
    agreed(report, "1", honduras)
    agreed(report, "1", honduras)
    assert made_of(("", "Cumplido", ""), by=staff) == [
        ("open", "Honduras has several commitments under CP/2026-03/1: please say which.")
    ]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2027-03-15 00:00", datetime.date(2027, 3, 15)),
        ("A más tardar el lunes 15 de marzo de 2027", datetime.date(2027, 3, 15)),
        ("no later than March 15, 2027", datetime.date(2027, 3, 15)),
        ("15-mar-2027", datetime.date(2027, 3, 15)),
        ("marzo 15, 2027", datetime.date(2027, 3, 15)),
        ("Extended to 15 March 2027.", datetime.date(2027, 3, 15)),
        ("15/03/2027 (15 March 2027)", datetime.date(2027, 3, 15)),
    ],
)
def test_a_new_date_may_be_written_in_many_ways(report, staff, honduras, words, day):
    agreed(report, "1", honduras)
    matrix = compared(a_csv(row_of(words)), by=staff)
    assert [(row.state, row.new_date) for row in matrix.rows.all()] == [("written", day)]


@pytest.mark.parametrize(
    "words",
    [
        "14 Dec 2026 (extended to 15 March 2027)",
        "10-12 de marzo de 2027",
        "15/03/2027; 30/06/2027",
        "15 March 2027, if funds allow",
        "15 March 2027 and 15 April",
    ],
)
def test_a_date_with_more_than_a_day_is_to_be_worked_through(report, staff, honduras, words):
    agreed(report, "1", honduras, due_on=datetime.date(2026, 12, 14))
    assert made_of((words, "Half of it."), by=staff) == [
        ("open", f"The date, “{words}”, says more than one day, and not what the record says: please say which it is.")
    ]


def test_both_days_that_the_record_has_say_nothing_new(report, staff, honduras):
    (share,) = agreed(
        report, "1", honduras, due_on=datetime.date(2026, 12, 14), phrase_en="by 14 Dec 2026, if all agree"
    )
    share.extended_to = share.due_on = datetime.date(2027, 3, 15)
    share.save()
    words = ["14 Dec 2026 (extended to 15 March 2027)", "By 14 Dec 2026, if all agree."]
    assert made_of(*((one,) for one in words), by=staff) == [("nothing", "The row says nothing of progress.")] * 2


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
