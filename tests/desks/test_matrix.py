"""A follow-up matrix comes in: every row is matched, said to be unclear, or said to say nothing; then filed whole."""

import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.models import Commitment, ProgressReport
from actions.services.following import change_status
from desks.models import Matrix, MatrixMapping, MatrixReport, MatrixRow
from desks.services import matrix as services
from desks.services import matrix_rows
from desks.services.matrix_columns import Says, guessed, layout_of
from desks.services.matrix_matching import Row, Setting, compare
from desks.services.matrix_out import Asked, matrix_table
from documents.writing.tables import write_csv, write_xlsx
from tests.actions.informants import begin, on_behalf, send
from tests.desks.conftest import NOON, TODAY
from tests.desks.matrices import COLUMNS, HEADINGS, MARCH, a_csv, a_report, agreed, becomes, brought_in, compared, filed
from tests.factories import DelegationFactory, PresidencyFactory

pytestmark = pytest.mark.django_db
JUNE = datetime.date(2026, 6, 30)


@pytest.fixture(autouse=True)
def kept_here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def report(honduras, mexico):
    """Points 1 (Honduras), 2 (both, by 30 June) and 3.a (Mexico), agreed on 10 March."""
    report = a_report()
    agreed(report, "1", honduras)
    agreed(report, "2", honduras, mexico, due_on=JUNE)
    agreed(report, "3.a", mexico)
    return report


def one(row, *, by, **more):
    """What becomes of a single row, and what would be written of it."""
    matrix = compared(a_csv(row), by=by, **more)
    found = matrix.rows.get()
    whose = [bearer for bearer, *_what in found.answers]
    return found, whose


def codes(whose):
    return sorted(DelegationFactory._meta.model.objects.filter(pk__in=whose).values_list("code", flat=True))


@pytest.mark.parametrize(
    "point",
    [
        "CP/2026-03/3.a",
        "cp/2026-03/3 a)",
        "CP/2026-03/3.a: Mexico will send the paper",
        "CP/2026-03/3.a\nMexico will send it by 30 June 2026",
        "See CP/2026-03/3(a).",
    ],
)
def test_a_point_is_known_by_its_reference(report, staff, point):
    row, whose = one((point, "Mexico", "", "Sent."), by=staff)
    assert (row.state, row.agreement.reference, codes(whose), row.text, row.on) == (
        "written", "CP/2026-03/3.a", ["MX"], "Sent.", TODAY,
    )  # fmt: skip


@pytest.mark.parametrize("point", ["3.a", "3 a)", "Point 3.a", "Punto de acuerdo N.° 3.a", "3.a. Mexico will send it"])
def test_a_number_is_a_point_of_the_meeting_that_the_file_is_of(report, staff, point):
    row, whose = one((point, "México", "", "Sent."), by=staff, meeting=report.meeting)
    assert (row.state, row.agreement.reference, codes(whose)) == ("written", "CP/2026-03/3.a", ["MX"])


@pytest.mark.parametrize(
    ("meeting", "on"),
    [
        ("CP/2026-03", ""),
        ("Consular Protection", "2026-03-10"),
        ("Meeting of the Network for consular-protection, Tegucigalpa", "9 March 2026"),
        ("Red de consular-protection", "marzo de 2026"),
        ("CP", "11/03/2026"),
        ("Consular Protection, 10 de marzo de 2026", ""),
        ("", "10 Mar 2026"),
    ],
)
def test_the_meeting_of_a_number_is_known_by_body_and_day(report, staff, honduras, meeting, on):
    for other in (
        a_report("TT", "smuggling", MARCH + datetime.timedelta(40)),
        a_report(on=MARCH - datetime.timedelta(400)),
    ):
        agreed(other, "1", honduras)
    headings = ("No.", "Meeting", "Date of meeting", "Responsible", "Progress")
    columns = dict(
        zip((Says.POINT, Says.MEETING, Says.MEETING_ON, Says.RESPONSIBLE, Says.PROGRESS), range(5), strict=True)
    )
    matrix = compared(a_csv(("1", meeting, on, "Honduras", "Sent."), headings=headings), by=staff, columns=columns)
    assert becomes(matrix) == [("written", "Sent.", "CP/2026-03/1")]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (("", "Honduras", "", "x"), "The row names no point of a report."),
        (("The paper of Honduras", "Honduras", "", "x"), "The row names no point of a report."),
        (("30 January 2026: workshop", "Honduras", "", "x"), "The row names no point of a report."),
        (("1", "Honduras", "", "x"), "It is not clear of which meeting point 1 is."),
        (("CP/2026-03/9", "Honduras", "", "x"), "CP/2026-03/9 is not on record."),
        (("CP/2026-03/3", "Honduras", "", "x"), "CP/2026-03/3 is not on record."),
        (("XX/2026-03/1", "Honduras", "", "x"), "XX/2026-03/1 is not on record."),
        (("CP/2026-03/1", "Mexico", "", "x"), "Mexico has no share of CP/2026-03/1."),
        (("CP/2026-03/1", "Save the Children", "", "x"), "“Save the Children” is no delegation on record."),
        (
            ("CP/2026-03/1", "Honduras, the Harbour Foundation", "", "x"),
            "“Harbour Foundation” is no delegation on record.",
        ),
        (("CP/2026-03/2", "", "", "x"), "The row does not say who is responsible."),
        (("CP/2026-03/1", "Honduras", "", "x", "", "soon"), "“soon” is no day."),
        (("CP/2026-03/1", "Honduras", "", "x", "", "2026-05-21"), "The day as of which you inform cannot lie ahead."),
        (
            ("CP/2026-03/1", "Honduras", "", "x", "", "2026-03-09"),
            "CP/2026-03/1 was agreed on 10 March 2026: please give that day or a later one.",
        ),
    ],
)
def test_what_is_not_clear_is_to_be_worked_through(report, staff, cells, why):
    row, _whose = one(cells, by=staff)
    assert (row.state, row.why_en) == ("open", why)
    assert row.why_es != ""


def test_a_row_of_several_or_of_everybody_is_of_each(report, staff, mexico):
    for named in (
        "Honduras and Mexico",
        "México; Honduras",
        "HN/MX",
        "Member Countries",
        "Países Miembros",
        "all delegations",
    ):
        Matrix.objects.all().delete()
        row, whose = one(("CP/2026-03/2", named, "", "Sent."), by=staff)
        assert (row.state, codes(whose)) == ("written", ["HN", "MX"])


def test_what_the_presidency_holds_is_its_holder_s(report, staff, honduras):
    PresidencyFactory(delegation=honduras, starts_on=datetime.date(2026, 1, 1))
    office = DelegationFactory(
        code="PPT", kind="office", name_en="Presidency Pro-Témpore", name_es="Presidencia Pro-Témpore"
    )
    (share,) = agreed(report, "4", office)
    for named in ("PPT", "Honduras", "Presidencia Pro-Témpore"):
        Matrix.objects.all().delete()
        row, _whose = one(("CP/2026-03/4", named, "", "Sent."), by=staff)
        assert (row.state, row.answers) == ("written", [[honduras.pk, [share.pk], False]])


def test_merged_cells_count_for_the_rows_beneath(report, staff):
    matrix = compared(
        a_csv(
            ("CP/2026-03/2", "Honduras", "", "Sent."),
            ("", "Mexico", "", "Received."),
            (),
            ("", "Mexico", "", "Lost."),
        ),
        by=staff,
    )
    assert [(row.state, row.borrowed) for row in matrix.rows.all()] == [
        ("written", False), ("written", True), ("nothing", False), ("open", False),
    ]  # fmt: skip


def test_what_says_nothing_new_says_so(report, staff, honduras):
    share = report.agreements.get(label="1").actions.get().commitments.get()
    send(begin(share, informant=on_behalf(staff), delegation=honduras, text="Half of it."), by=staff)
    rows = [
        (),
        ("Point", "Responsible", "Date", "Progress", "Status", "Date of progress", "Remarks"),
        ("CP/2026-03/1", "Honduras", "", "", "", "", "a remark"),
        ("CP/2026-03/1", "Honduras", "", "Half of it."),
        ("CP/2026-03/1", "Honduras", "", "20 Mar 2026: Half of it."),
        ("CP/2026-03/1", "Honduras", "", "20 mar 2026: Half  of it.", "in progress"),
        ("CP/2026-03/2", "Mexico", "2026-06-30", "", "pending"),
        ("CP/2026-03/2", "Mexico", "2026-05-20"),
        ("", "", "", "", "", "", "an aside"),
    ]
    matrix = compared(a_csv(*rows), by=staff)
    assert [(state, why) for state, why, _agreement in becomes(matrix)] == [
        ("nothing", "The row is empty."),
        ("nothing", "The row repeats the headings."),
        ("nothing", "The row says nothing of progress."),
        ("nothing", "All that it says is on record."),
        ("nothing", "All that it says is on record."),
        ("nothing", "All that it says is on record."),
        ("nothing", "The row says nothing of progress."),
        ("nothing", "The record has another date; that of the matrix, 20 May 2026, does not lie ahead."),
        ("nothing", "The row says nothing of progress."),
    ]


@pytest.mark.parametrize(
    ("cells", "text", "on", "done", "new_date"),
    [
        (("", "Sent.", "Fulfilled", "2026-05-02"), "Sent.", datetime.date(2026, 5, 2), True, None),
        (("", "15 May 2026: Sent.", "", ""), "Sent.", datetime.date(2026, 5, 15), False, None),
        (("", "Sent.", "cumplido", ""), "Sent.", TODAY, True, None),
        (("", "", "Concluida", ""), "Fulfilled, according to the follow-up matrix “matrix.csv”.", TODAY, True, None),
        (("", "", "En curso", ""), "In progress, according to the follow-up matrix “matrix.csv”.", TODAY, False, None),
        (("", "Not signed yet.", "in progress", ""), "Not signed yet.", TODAY, False, None),
        (("", "Concluida", "", ""), "Concluida", TODAY, True, None),
        (("", "Cumplido, 2 mayo 2026", "", ""), "Cumplido, 2 mayo 2026", datetime.date(2026, 5, 2), True, None),
        (("", "Sin información", "done", ""), "Fulfilled, according to the follow-up matrix “matrix.csv”.", TODAY, True,
         None),
        (("31/08/2026", "Sin avances", "Pendiente", ""), "A new date, according to the follow-up matrix “matrix.csv”.",
         TODAY, False, datetime.date(2026, 8, 31)),
        (("2026-08-31", "Late.", "", ""), "Late.", TODAY, False, datetime.date(2026, 8, 31)),
        (("31/08/2026", "", "", ""), "A new date, according to the follow-up matrix “matrix.csv”.", TODAY, False,
         datetime.date(2026, 8, 31)),
        (("2026-08-31", "Sent.", "done", ""), "Sent.", TODAY, True, None),
        (("30-08-2026", "Sent.", "", ""), "Sent.", TODAY, False, datetime.date(2026, 8, 30)),
    ],
)  # fmt: skip
def test_what_a_row_says_becomes_words(report, staff, cells, text, on, done, new_date):
    deadline, progress, status, progress_on = cells
    row, _whose = one(("CP/2026-03/2", "Mexico", deadline, progress, status, progress_on), by=staff)
    assert (row.state, row.text, row.on, row.done, row.new_date) == ("written", text, on, done, new_date)


def test_of_several_commitments_the_one_that_is_named_or_due_then(report, staff, honduras):
    second = agreed(report, "1", honduras, what="Honduras will print the guide", due_on=JUNE)[0]
    by_words, _whose = one(
        ("CP/2026-03/1\nHonduras will print the guide", "Honduras", "", "Printed.", "done"), by=staff
    )
    Matrix.objects.all().delete()
    by_day, _whose = one(("CP/2026-03/1", "Honduras", "30 Jun 2026", "Printed.", "done"), by=staff)
    assert [by_words.answers, by_day.answers] == [[[honduras.pk, [second.pk], False]]] * 2
    Matrix.objects.all().delete()
    unclear, _whose = one(("CP/2026-03/1", "Honduras", "", "Printed.", "done"), by=staff)
    assert (unclear.state, unclear.why_en) == (
        "open", "Honduras has several commitments under CP/2026-03/1: please say which.",
    )  # fmt: skip
    settled = matrix_rows.settle_row(row_id=unclear.pk, reference="CP/2026-03/1", chosen=[second.pk], now=NOON)
    assert (settled.state, settled.answers) == ("written", [[honduras.pk, [second.pk], False]])
    Matrix.objects.all().delete()
    both, _whose = one(("CP/2026-03/1", "Honduras", "", "Half printed."), by=staff)
    assert [len(keys) for _bearer, keys, _moves in both.answers] == [2]


def test_what_a_person_says_of_a_row_holds_and_can_be_taken_back(report, staff):
    matrix = compared(a_csv(("Guide", "Mexico", "", "Sent."), ("Other", "Mexico", "", "y")), by=staff)
    first, second = matrix.rows.all()
    settled = matrix_rows.settle_row(row_id=first.pk, reference="CP/2026-03/3.a", chosen=[], now=NOON)
    assert (settled.state, settled.agreement.reference) == ("written", "CP/2026-03/3.a")
    left = matrix_rows.leave_out(row_id=second.pk, reason="Not of this conference", now=NOON)
    assert (left.state, left.reason) == ("left_out", "Not of this conference")
    assert matrix_rows.counts(matrix) == {"written": 1, "open": 0, "nothing": 0, "left_out": 1}
    with pytest.raises(matrix_rows.CannotChange, match="Please say why"):
        matrix_rows.leave_out(row_id=second.pk, reason=" ", now=NOON)
    # Laid out anew, both stay as they were said to be.
    services.lay_out(
        matrix_id=matrix.pk, sheet=None, header_row=None, columns=COLUMNS, language="es", meeting=None, as_of=TODAY,
        by=staff, now=NOON,
    )  # fmt: skip
    services.compare_matrix(matrix_id=matrix.pk, now=NOON)
    assert matrix_rows.counts(matrix) == {"written": 1, "open": 0, "nothing": 0, "left_out": 1}
    for row in matrix.rows.all():
        matrix_rows.take_up(row_id=row.pk, now=NOON)
    assert matrix_rows.counts(matrix) == {"written": 0, "open": 2, "nothing": 0, "left_out": 0}


CANNOT_BE_READ = ("CP/2026-03/2", "Mexico", "I trimestre 2027", "Half of it.", "3 of 5")


@pytest.mark.parametrize(
    ("chosen", "becoming"),
    [
        (
            {"status": "in_progress", "date": datetime.date(2027, 3, 31)},
            ("written", "Half of it.", False, datetime.date(2027, 3, 31)),
        ),
        ({"status": "in_progress", "date_stands": True}, ("written", "Half of it.", False, None)),
        ({"status": "in_progress", "date": JUNE}, ("written", "Half of it.", False, None)),
        ({"status": "fulfilled"}, ("written", "Half of it.", True, None)),
        (
            {"status": "open", "date": datetime.date(2027, 3, 31)},
            (
                "written", "A new date, according to the follow-up matrix “matrix.csv”.", False,
                datetime.date(2027, 3, 31),
            ),
        ),
        ({"status": "open", "date_stands": True}, ("nothing", "", False, None)),
        ({"status": "in_progress"}, ("open", "", False, None)),
        ({"date_stands": True}, ("open", "", False, None)),
    ],
)  # fmt: skip
def test_staff_say_the_status_and_the_date_that_a_row_does_not_tell(report, staff, chosen, becoming):
    row, _whose = one(CANNOT_BE_READ, by=staff)
    assert row.state == "open"
    settled = matrix_rows.settle_row(row_id=row.pk, reference="CP/2026-03/2", chosen=[], now=NOON, **chosen)
    assert (settled.state, settled.text, settled.done, settled.new_date) == becoming
    again = matrix_rows.take_up(row_id=row.pk, now=NOON)
    assert (again.state, again.status, again.date, again.date_stands) == ("open", "", None, False)


def test_what_staff_say_of_a_row_is_filed_and_stays_when_the_columns_are_named_anew(report, staff):
    disagreeing = ("CP/2026-03/1", "Honduras", "", "Half of it.", "Pendiente")
    matrix = compared(a_csv(CANNOT_BE_READ, disagreeing), by=staff)
    first, second = matrix.rows.all()
    given = {"reference": "", "chosen": [], "now": NOON}
    matrix_rows.settle_row(row_id=first.pk, status="fulfilled", **given)
    matrix_rows.settle_row(row_id=second.pk, status="in_progress", date=datetime.date(2027, 3, 31), **given)
    services.lay_out(
        matrix_id=matrix.pk, sheet=None, header_row=None, columns=COLUMNS, language="en", meeting=None, as_of=TODAY,
        by=staff, now=NOON,
    )  # fmt: skip
    services.compare_matrix(matrix_id=matrix.pk, now=NOON)
    filed(matrix, by=staff)
    shares = Commitment.objects.filter(status__in=["fulfilled", "in_progress"]).order_by("pk")
    assert list(shares.values_list("action__agreement__reference", "status", "due_on")) == [
        ("CP/2026-03/1", "in_progress", datetime.date(2027, 3, 31)), ("CP/2026-03/2", "fulfilled", JUNE),
    ]  # fmt: skip


def test_a_date_and_no_new_date_are_not_both_said(report, staff):
    row, _whose = one(CANNOT_BE_READ, by=staff)
    with pytest.raises(matrix_rows.CannotChange, match="Please give a date, or say that there is no new one"):
        matrix_rows.settle_row(row_id=row.pk, reference="", chosen=[], now=NOON, date=JUNE, date_stands=True)


def test_filing_writes_a_report_for_each_delegation(report, staff, honduras, mexico):
    matrix = compared(
        a_csv(
            ("CP/2026-03/2", "Member Countries", "2026-08-31", "Under way."),
            ("CP/2026-03/3.a", "Mexico", "", "Sent.", "Fulfilled", "2026-05-02"),
        ),
        by=staff,
    )
    filed(matrix, by=staff)
    assert (matrix.state, matrix.filed_at, matrix.filed_by, matrix.refusal_en) == ("filed", NOON, staff, "")
    reports = ProgressReport.objects.order_by("pk")
    assert [
        (one.delegation, one.text, one.state, one.came_by, one.source, one.source_words, one.entered_by)
        for one in reports
    ] == [
        (honduras, "Under way.", "acknowledged", "on_behalf", "matrix", "matrix.csv, #2", staff),
        (mexico, "Under way.", "acknowledged", "on_behalf", "matrix", "matrix.csv, #2", staff),
        (mexico, "Sent.", "acknowledged", "on_behalf", "matrix", "matrix.csv, #3", staff),
    ]
    assert list(MatrixReport.objects.values_list("row__number", "report__delegation__code")) == [
        (2, "HN"), (2, "MX"), (3, "MX"),
    ]  # fmt: skip
    shares = Commitment.objects.order_by("pk").values_list("status", "due_on", "closed_on")
    august = datetime.date(2026, 8, 31)
    assert list(shares) == [
        ("open", None, None),
        ("in_progress", august, None),
        ("in_progress", august, None),
        ("fulfilled", None, datetime.date(2026, 5, 2)),
    ]


def test_filing_is_all_or_nothing(report, staff, mexico):
    matrix = compared(
        a_csv(("CP/2026-03/1", "Honduras", "", "Sent."), ("CP/2026-03/3.a", "Mexico", "", "Sent.")), by=staff
    )
    share = Commitment.objects.get(action__agreement__reference="CP/2026-03/3.a")
    share.status, share.closed_on = "withdrawn", TODAY
    share.save()
    filed(matrix, by=staff)
    assert (matrix.state, matrix.refusal_en) == (
        "review", f"{changed('3')} Please look again.",
    )  # fmt: skip
    assert "fila 3" in matrix.refusal_es
    assert (ProgressReport.objects.count(), MatrixReport.objects.count()) == (0, 0)
    assert [row.state for row in matrix.rows.all()] == ["written", "open"]


def changed(number):
    return f"What the record says of row {number} has changed since you looked, so that nothing was filed."


def test_what_the_rules_of_informing_refuse_is_not_filed(report, staff, honduras, monkeypatch):
    agreed(report, "1", honduras)
    matrix = compared(
        a_csv(("CP/2026-03/3.a", "Mexico", "", "Sent."), ("CP/2026-03/1", "Honduras", "", "Half of it.")), by=staff
    )
    monkeypatch.setattr("actions.services.informing.MOST_COMMITMENTS", 1)
    filed(matrix, by=staff)
    assert (matrix.state, matrix.refusal_en, ProgressReport.objects.count()) == (
        "review", "Row 3 cannot be filed as it stands, so that nothing was filed.", 0,
    )  # fmt: skip


def test_what_changed_since_it_was_shown_is_not_filed(report, staff, honduras):
    row = ("CP/2026-03/1", "Honduras", "", "Half of it is printed.", "in progress")
    first, second = (compared(a_csv(row, *rest), by=staff, name=f"{len(rest)}.csv") for rest in ((), ((),)))
    filed(first, by=staff)
    filed(second, by=staff)
    assert [(one.state, one.refusal_en) for one in (first, second)] == [
        ("filed", ""),
        ("review", f"{changed('2')} Please look again."),
    ]
    assert "fila 2" in second.refusal_es
    assert (ProgressReport.objects.count(), MatrixReport.objects.count()) == (1, 1)
    assert becomes(second) == [("nothing", "All that it says is on record.", "CP/2026-03/1")]


def test_a_date_that_has_come_since_it_was_shown_is_not_filed(report, staff):
    matrix = compared(a_csv(("CP/2026-03/2", "Mexico", "2026-05-21")), by=staff)
    assert matrix.rows.get().state == "written"
    services.begin_filing(matrix_id=matrix.pk, by=staff, now=NOON)
    services.file_matrix(matrix_id=matrix.pk, now=NOON + datetime.timedelta(1))
    matrix.refresh_from_db()
    assert (matrix.state, ProgressReport.objects.count()) == ("review", 0)
    assert becomes(matrix) == [
        ("nothing", "The record has another date; that of the matrix, 21 May 2026, does not lie ahead.", "CP/2026-03/2")
    ]
    assert "21 de mayo de 2026" in matrix.rows.get().why_es


def test_a_row_left_out_hinders_no_filing_whatever_the_record_says_of_it(report, staff, honduras):
    row = ("CP/2026-03/1", "Honduras", "", "Half of it.")
    matrix = compared(a_csv(row, ("CP/2026-03/3.a", "Mexico", "", "Sent.")), by=staff)
    matrix_rows.leave_out(row_id=matrix.rows.get(number=2).pk, reason="Said by telephone", now=NOON)
    share = report.agreements.get(label="1").actions.get().commitments.get()
    send(begin(share, informant=on_behalf(staff), delegation=honduras, text="Half of it."), by=staff)
    assert filed(matrix, by=staff).state == "filed"


def test_a_matrix_with_unclear_rows_is_not_filed(report, staff):
    matrix = compared(a_csv(("CP/2026-03/9", "Honduras", "", "Sent.")), by=staff)
    with pytest.raises(matrix_rows.CannotChange, match="Rows are still to be worked through"):
        services.begin_filing(matrix_id=matrix.pk, by=staff, now=NOON)


def test_a_matrix_is_filed_once(report, staff):
    matrix = filed(compared(a_csv(("CP/2026-03/1", "Honduras", "", "Sent.")), by=staff), by=staff)
    assert services.file_matrix(matrix_id=matrix.pk, now=NOON) is False
    with pytest.raises(matrix_rows.CannotChange, match="This matrix is “filed”"):
        services.begin_filing(matrix_id=matrix.pk, by=staff, now=NOON)
    assert ProgressReport.objects.count() == 1


def test_the_same_file_is_recognised(report, staff):
    content = a_csv(("CP/2026-03/1", "Honduras", "", "Sent."))
    first = brought_in(content, by=staff)
    with pytest.raises(services.AlreadyBroughtIn) as known:
        brought_in(content, by=staff, name="again.csv")
    assert (known.value.matrix, str(known.value)) == (first, "“again.csv” is here already, brought in as “matrix.csv”.")
    services.discard(matrix_id=first.pk)
    assert brought_in(content, by=staff).pk != first.pk


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "“matrix.csv”: The file is empty."),
        (b"only words\n", "“matrix.csv”: The file is no table that can be read."),
        (b"PK\x03\x04", "“matrix.csv”: The Excel file is damaged."),
    ],
)
def test_what_is_no_matrix_leaves_nothing(staff, content, words, tmp_path):
    with pytest.raises(services.CannotBringIn) as refused:
        brought_in(content, by=staff)
    assert str(refused.value).startswith(words)
    assert (Matrix.objects.count(), [path for path in tmp_path.rglob("*") if path.is_file()]) == (0, [])


def test_columns_are_guessed_in_both_languages_and_kept(report, staff):
    assert guessed(["Punto", "Responsable", "Fecha", "Avance", "Observaciones"]) == {
        "point": 0, "responsible": 1, "deadline": 2, "progress": 3, "remarks": 4,
    }  # fmt: skip
    english = [
        "No.",
        "Body",
        "Date of the meeting",
        "Agreement",
        "Countries",
        "Due date",
        "Follow-up",
        "As of",
        "Status",
    ]
    assert guessed(english) == {
        "meeting_on": 2, "progress_on": 7, "deadline": 5, "responsible": 4, "status": 8, "progress": 6, "point": 0,
        "meeting": 1,
    }  # fmt: skip
    content = a_csv(("CP/2026-03/1", "Honduras"))
    compared(content, by=staff, columns={Says.POINT: 0, Says.STATUS: 1})
    same = a_csv(("CP/2026-03/2", "Honduras"), headings=[heading.upper() for heading in HEADINGS])
    layout = layout_of(same)
    assert (layout.known, layout.columns, MatrixMapping.objects.get().by) == (True, {"point": 0, "status": 1}, staff)


def test_headings_are_found_beneath_a_title(report, staff):
    content = b"Matriz de seguimiento,,,\n,,,\nPunto,Responsable,Fecha,Avance\nCP/2026-03/1,Honduras,,Enviado\n"
    layout = layout_of(content)
    assert (layout.header_row, layout.language, layout.first_rows) == (
        3,
        "es",
        [("CP/2026-03/1", "Honduras", "", "Enviado")],
    )
    matrix = compared(content, by=staff, columns={Says.POINT: 0, Says.RESPONSIBLE: 1, Says.PROGRESS: 3}, language="es")
    assert [(row.number, row.state) for row in matrix.rows.all()] == [(4, "written")]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({Says.PROGRESS: 3}, "Please say which column names the point"),
        ({Says.POINT: 0, Says.RESPONSIBLE: 1}, "Please say which column names the point"),
        ({Says.POINT: 0, Says.PROGRESS: 0}, "A column can say one thing only."),
    ],
)
def test_columns_that_cannot_be_are_refused(report, staff, columns, words):
    with pytest.raises(matrix_rows.CannotChange, match=words):
        compared(a_csv(("CP/2026-03/1", "Honduras")), by=staff, columns=columns)
    assert Matrix.objects.get().state == "columns"


CELL = st.one_of(
    st.sampled_from(
        ["", "CP/2026-03/1", "CP/2026-03/2", "3.a", "Honduras", "Mexico", "Member Countries", "fulfilled", "2026-06-30",
         "In progress", "Sent.", "Guatemala", "30 Jun 2026: x", *HEADINGS]
    ),
    st.text(max_size=12),
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELL, max_size=9), max_size=12), places=st.permutations(range(9)))
def test_of_any_table_each_row_becomes_exactly_one_thing(report, rows, places):
    setting = Setting(
        name="x",
        headings=HEADINGS,
        columns=dict(zip(map(str, Says), places, strict=True)),
        language="en",
        meeting_id=report.meeting_id,
        as_of=TODAY,
        on=TODAY,
    )
    found = compare([Row(tuple(cells)) for cells in rows], setting)
    assert len(found) == len(rows)
    for finding in found:
        written = finding.state == "written"
        assert written == (not finding.why)
        assert not written or (finding.words and finding.answers and finding.agreement_id)


def test_more_rows_ask_no_more_of_the_database(report, staff):
    row = ("CP/2026-03/1", "Honduras", "", "Sent.")

    def asked(number):
        matrix = brought_in(a_csv(*([row] * number), headings=[*HEADINGS[:6], f"{number}"]), by=staff)
        services.lay_out(
            matrix_id=matrix.pk, sheet=None, header_row=None, columns=COLUMNS, language="en", meeting=None, as_of=TODAY,
            by=staff, now=NOON,
        )  # fmt: skip
        with CaptureQueriesContext(connection) as captured:
            services.compare_matrix(matrix_id=matrix.pk, now=NOON)
        assert MatrixRow.objects.filter(matrix=matrix, state="written").count() == number
        return len(captured)

    assert asked(1) == asked(40)


@pytest.mark.parametrize("write", [write_xlsx, write_csv])
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_went_out_comes_in_again(report, staff, honduras, mexico, write, language):
    office = DelegationFactory(
        code="PPT", kind="office", name_en="Presidency Pro-Témpore", name_es="Presidencia Pro-Témpore"
    )
    agreed(report, "4", office, due_on=JUNE)
    agreed(report, "4", honduras, what="Honduras will print it", due_on=JUNE)
    agreed(report, "4", honduras, what="Honduras will send it", due_on=JUNE)
    share = Commitment.objects.get(action__agreement__reference="CP/2026-03/1")
    send(begin(share, informant=on_behalf(staff), delegation=honduras, text="Half of it.\nMore soon."), by=staff)
    closed = Commitment.objects.get(action__agreement__reference="CP/2026-03/3.a")
    closed.status, closed.closed_on, closed.outcome = "fulfilled", TODAY, "Said by telephone."
    closed.save()
    printed = Commitment.objects.get(action__agreement__reference="CP/2026-03/2", delegation=mexico)
    send(begin(printed, informant=on_behalf(staff), delegation=mexico, text="Half of it is there."), by=staff)
    change_status(commitment_id=printed.pk, status="fulfilled", by=staff, on=TODAY, outcome="All of it is there.")
    file = io.BytesIO()
    with translation.override(language):
        write(matrix_table(Asked(network=report.meeting.network)), file)
    layout = layout_of(file.getvalue())
    assert layout.columns == {"point": 0, "responsible": 1, "deadline": 2, "progress": 3, "remarks": 4}
    matrix = compared(file.getvalue(), by=staff, columns=layout.columns, language=layout.language)
    assert layout.language == language
    references = [f"CP/2026-03/{label}" for label in ("1", "2", "2", "3.a", "4", "4", "4")]
    assert [(state, agreement) for state, _why, agreement in becomes(matrix)] == [
        ("nothing", reference) for reference in references
    ]
    assert matrix_rows.counts(matrix)["nothing"] == 7


def test_what_was_written_into_it_is_found(report, staff, honduras):
    share = Commitment.objects.get(action__agreement__reference="CP/2026-03/1")
    send(begin(share, informant=on_behalf(staff), delegation=honduras, text="Half of it."), by=staff)
    file = io.BytesIO()
    write_csv(matrix_table(Asked()), file)
    edited = file.getvalue().replace(
        b"20 Mar 2026: Half of it.", b'"20 Mar 2026: Half of it.\n15 May 2026: All of it."'
    )
    assert edited != file.getvalue()
    matrix = compared(edited, by=staff, columns={"point": 0, "responsible": 1, "deadline": 2, "progress": 3})
    (row,) = matrix.rows.filter(state="written")
    assert (row.text, row.on, row.agreement.reference) == ("All of it.", datetime.date(2026, 5, 15), "CP/2026-03/1")


def test_only_what_was_asked_for_goes_out(report, honduras):
    other = a_report("TT", "smuggling", datetime.date(2024, 5, 5))
    agreed(other, "1", honduras)

    def out(**asked):
        return [row[0].partition("\n")[0] for row in matrix_table(Asked(**asked)).rows]

    assert out() == ["TT/2024-05/1", "CP/2026-03/1", "CP/2026-03/2", "CP/2026-03/2", "CP/2026-03/3.a"]
    assert out(network=other.meeting.network) == out(meeting=other.meeting) == out(until=2025) == ["TT/2024-05/1"]
    assert out(since=2025, until=2025) == []


def test_a_matrix_whose_worker_is_gone_is_handed_out_again(report, staff):
    matrix = compared(a_csv(("CP/2026-03/1", "Honduras", "", "Sent.")), by=staff)
    services.begin_filing(matrix_id=matrix.pk, by=staff, now=NOON)
    assert list(services.unfinished(now=NOON)) == [matrix]
    Matrix.objects.update(claimed_at=NOON, attempts=3)
    later = NOON + services.GIVEN_UP_AFTER
    assert list(services.unfinished(now=later)) == []
    Matrix.objects.update(attempts=2)
    assert list(services.unfinished(now=later + datetime.timedelta(1))) == [matrix]
    Matrix.objects.update(attempts=3)
    assert list(services.unfinished(now=later + datetime.timedelta(1))) == []
    matrix.refresh_from_db()
    assert (matrix.state, matrix.refusal_en) == (
        "review", "It broke off unexpectedly, and nothing was written. Please try again.",
    )  # fmt: skip
