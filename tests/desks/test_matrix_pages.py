"""Staff's pages of the follow-up matrix: brought in, laid out, worked through, filed, and sent out."""

import datetime
import io

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actions.models import ProgressReport
from desks.models import Matrix, MatrixRow
from desks.views import matrix as views
from tests.desks.conftest import TODAY
from tests.desks.matrices import a_csv, a_report, agreed, compared
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def report(honduras, mexico):
    report = a_report()
    agreed(report, "1", honduras)
    agreed(report, "2", honduras, mexico, due_on=datetime.date(2026, 6, 30))
    return report


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return client


def bring_in(client, content, name="matrix.csv"):
    return client.post(reverse("matrices"), {"file": SimpleUploadedFile(name, content)}, follow=True)


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def form_of(answer, **more):
    """What the form of the columns sends if nothing on it is changed."""
    form, layout = answer.context["form"], answer.context["layout"]
    fields = {name: form[name].value() or "" for name in form.fields}
    return fields | {"sheet": layout.sheet, "row": layout.header_row} | more


def test_a_matrix_comes_in_is_worked_through_and_filed(desk, report, staff):
    content = a_csv(
        ("CP/2026-03/1", "Honduras", "", "Sent.", "Fulfilled", "2026-05-02"),
        ("CP/2026-03/9", "Mexico", "", "Received."),
        ("An aside", "", "", "x"),
        ("CP/2026-03/2", "Honduras"),
    )
    answer = bring_in(desk, content)
    matrix = Matrix.objects.get()
    assert answer.redirect_chain == [(reverse("matrix-columns", args=[matrix.pk]), 302)]
    answer = desk.post(reverse("matrix-columns", args=[matrix.pk]), form_of(answer), follow=True)
    assert answer.redirect_chain == [(reverse("matrix", args=[matrix.pk]), 302)]
    numbers = [(state, number) for state, _label, number in answer.context["counts"]]
    assert numbers == [("written", 1), ("open", 2), ("nothing", 1), ("left_out", 0)]
    assert (answer.context["show"], [one["row"].number for one in answer.context["rows"]]) == ("open", [3, 4])
    assert "CP/2026-03/9 is not on record." in answer.content.decode()
    assert reverse("matrix-file", args=[matrix.pk]) not in answer.content.decode()
    first, second = (reverse("matrix-row", args=[matrix.pk, one["row"].pk]) for one in answer.context["rows"])
    desk.post(first, {"do": "settle", "reference": "CP/2026-03/2", "show": "open"})
    answer = desk.post(second, {"do": "leave-out", "reason": "No point", "show": "open"}, follow=True)
    assert answer.redirect_chain == [(f"{reverse('matrix', args=[matrix.pk])}?show=open", 302)]
    answer = desk.post(reverse("matrix-file", args=[matrix.pk]), follow=True)
    matrix.refresh_from_db()
    assert matrix.state == "filed"
    assert list(ProgressReport.objects.order_by("pk").values_list("delegation__code", "text", "done")) == [
        ("HN", "Sent.", True), ("MX", "Received.", False),
    ]  # fmt: skip
    assert "2 rows were written" in answer.content.decode()


def test_what_cannot_be_settled_is_said(desk, report, staff):
    matrix = compared(a_csv(("x", "Mexico", "", "y")), by=staff)
    address = reverse("matrix-row", args=[matrix.pk, matrix.rows.get().pk])
    assert said(desk.post(address, {"reference": "CP/2026-03/1"}, follow=True)) == [
        "Row 2: Mexico has no share of CP/2026-03/1."
    ]
    assert said(desk.post(address, {"do": "leave-out"}, follow=True)) == [
        "Please say why the row is left out; the reason is kept."
    ]
    assert said(desk.post(reverse("matrix-file", args=[matrix.pk]), follow=True)) == [
        "Rows are still to be worked through."
    ]
    desk.post(address, {"do": "again"})
    row = MatrixRow.objects.get()
    assert (row.state, row.reference, row.reason) == ("open", "", "")


def test_staff_choose_the_status_and_date_of_a_row_and_the_preview_says_so(desk, report, staff):
    matrix = compared(a_csv(("CP/2026-03/2", "Mexico", "I trimestre 2027", "Half of it.", "3 of 5")), by=staff)
    row = matrix.rows.get()
    address = reverse("matrix-row", args=[matrix.pk, row.pk])
    assert said(desk.post(address, {"date": "2027-03-31", "date_stands": "on"}, follow=True)) == [
        "Please give a date, or say that there is no new one."
    ]
    assert said(desk.post(address, {"date": "soon", "status": "done"}, follow=True)) == [
        "Select a valid choice. done is not one of the available choices. Enter a valid date."
    ]
    desk.post(address, {"date": "2027-03-31", "status": "in_progress"})
    answer = desk.get(reverse("matrix", args=[matrix.pk]))
    (shown,) = answer.context["rows"]
    assert (shown["row"].state, shown["row"].new_date) == ("written", datetime.date(2027, 3, 31))
    assert {name: shown["form"][name].value() for name in shown["form"].fields} == {
        "status": "in_progress", "date": datetime.date(2027, 3, 31), "date_stands": False,
    }  # fmt: skip
    page = answer.content.decode()
    assert "Chosen by staff: in progress · by 31 Mar 2027</p>" in page
    assert f'<input type="date" name="date" value="2027-03-31" class="field" id="date-{row.pk}">' in page
    desk.post(address, {"date_stands": "on", "status": "fulfilled"})
    page = desk.get(reverse("matrix", args=[matrix.pk])).content.decode()
    assert "Chosen by staff: done · no new date</p>" in page
    desk.post(address, {"do": "again"})
    assert "Chosen by staff" not in desk.get(reverse("matrix", args=[matrix.pk])).content.decode()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "“a.csv”: The file is empty."),
        ("a.docx", b"PK\x03\x04", "“a.docx”: The Excel file is damaged."),
        ("a.txt", b"Words alone.", "“a.txt”: The file is no table that can be read."),
    ],
)
def test_what_is_no_matrix_is_said_on_the_form(desk, name, content, words):
    answer = bring_in(desk, content, name)
    assert (answer.status_code, answer.redirect_chain) == (200, [])
    assert answer.context["form"].errors["file"][0].startswith(words)


def test_the_same_file_leads_to_where_it_is(desk, report, staff):
    content = a_csv(("CP/2026-03/1", "Honduras", "", "Sent."))
    matrix = compared(content, by=staff)
    answer = bring_in(desk, content, "again.csv")
    assert answer.redirect_chain == [(reverse("matrix", args=[matrix.pk]), 302)]
    assert said(answer) == ["“again.csv” is here already, brought in as “matrix.csv”."]


def test_a_sheet_and_a_row_of_headings_can_be_chosen(desk, report):
    book = openpyxl.Workbook()
    book.active.append(["Notes", "here"])
    sheet = book.create_sheet("Matrix")
    for row in (["Title", "of it"], ["Point", "Progress"], ["CP/2026-03/1", "Sent."]):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    bring_in(desk, file.getvalue(), "matrix.xlsx")
    matrix = Matrix.objects.get()
    address = reverse("matrix-columns", args=[matrix.pk])
    answer = desk.get(f"{address}?sheet=Matrix&row=1")
    assert answer.context["layout"].headings == ("Title", "of it")
    answer = desk.get(f"{address}?sheet=Matrix")
    assert (answer.context["layout"].header_row, answer.context["layout"].sheets) == (2, ["Sheet", "Matrix"])
    desk.post(address, form_of(answer))
    assert [(row.number, row.state) for row in matrix.rows.all()] == [(3, "written")]


def test_columns_are_checked(desk, report):
    answer = bring_in(desk, a_csv(("1", "Honduras", "", "Sent.")))
    address = reverse("matrix-columns", args=[Matrix.objects.get().pk])
    twice = desk.post(address, form_of(answer, column_1="point"))
    assert twice.context["form"].non_field_errors() == ["Two columns cannot say the same: please choose one of them."]
    nothing = desk.post(address, form_of(answer, column_0=""))
    assert nothing.context["form"].non_field_errors() == [
        "Please say which column names the point, and which one its progress, status or date."
    ]
    unknown = desk.post(address, form_of(answer, meeting="XX/2020-01"))
    assert unknown.context["form"].errors["meeting"] == ["No report has this reference."]
    desk.post(address, form_of(answer, meeting="cp/2026-03"))
    assert MatrixRow.objects.get().agreement.reference == "CP/2026-03/1"


def test_what_takes_long_is_left_to_the_worker(desk, report, staff, monkeypatch):
    handed_out = []
    for task in ("compare_matrix", "file_matrix"):
        monkeypatch.setattr(
            getattr(views.tasks, task), "delay_on_commit", lambda pk, task=task: handed_out.append(task)
        )
    monkeypatch.setattr(views, "COMPARED_AT_ONCE", 10)
    monkeypatch.setattr(views, "FILED_AT_ONCE", 0)
    answer = bring_in(desk, a_csv(("CP/2026-03/1", "Honduras", "", "Sent.")))
    matrix = Matrix.objects.get()
    answer = desk.post(reverse("matrix-columns", args=[matrix.pk]), form_of(answer), follow=True)
    assert (handed_out, answer.context["under_way"]) == (["compare_matrix"], True)
    address = reverse("matrix", args=[matrix.pk])
    fragment = desk.get(address, headers={"HX-Request": "true"})
    assert [template.name for template in fragment.templates] == ["desks/_matrix_progress.html"]
    views.tasks.compare_matrix(matrix.pk)
    assert desk.get(address, headers={"HX-Request": "true"}).headers["HX-Redirect"] == address
    desk.post(reverse("matrix-file", args=[matrix.pk]))
    assert handed_out == ["compare_matrix", "file_matrix"]
    views.tasks.file_matrix(matrix.pk)
    matrix.refresh_from_db()
    assert matrix.state == "filed"


def test_the_original_is_kept_and_goes_when_it_is_given_up(
    desk, report, staff, django_capture_on_commit_callbacks, tmp_path
):
    content = a_csv(("CP/2026-03/1", "Honduras", "", "Sent."))
    matrix = compared(content, by=staff)
    answer = desk.get(reverse("matrix-original", args=[matrix.pk]))
    assert (b"".join(answer.streaming_content), answer.headers["Content-Disposition"]) == (
        content, 'attachment; filename="matrix.csv"',
    )  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(reverse("matrix-discard", args=[matrix.pk]), follow=True)
    assert said(answer) == ["“matrix.csv” was given up."]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert desk.get(reverse("matrix-original", args=[matrix.pk])).status_code == 404


def test_a_longer_matrix_asks_no_more_of_the_database(desk, report, staff):
    row = ("CP/2026-03/2", "Member Countries", "", "Sent.")
    asked = []
    for number in (1, 12):
        matrix = compared(a_csv(*[row] * number), by=staff, name=f"{number}.csv")
        asked.append(queries_of(desk, f"{reverse('matrix', args=[matrix.pk])}?show=written"))
    assert asked[0] == asked[1]


def test_the_matrix_goes_out_as_excel_and_word(desk, report):
    answer = desk.get(f"{reverse('matrix-out')}?meeting=CP/2026-03&since=2026")
    assert answer.context["number"] == 3
    query = answer.context["query"]
    answer = desk.get(f"{reverse('matrix-out-xlsx')}?{query}")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    june = datetime.datetime.combine(datetime.date(2026, 6, 30), datetime.time())
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Point", "Responsible", "Date", "Progress", "Remarks"],
        ["CP/2026-03/1\nPaper 1 will be sent", "Honduras", None, None, None],
        ["CP/2026-03/2\nPaper 2 will be sent", "Honduras", june, None, None],
        ["CP/2026-03/2\nPaper 2 will be sent", "Mexico", june, None, None],
    ]
    assert f'filename="Follow-up matrix CP-2026-03, {TODAY}.xlsx"' in answer.headers["Content-Disposition"]
    answer = desk.get(f"{reverse('matrix-out-docx')}?{query}")
    document = docx.Document(io.BytesIO(b"".join(answer.streaming_content)))
    assert [one.text for one in document.paragraphs if one.text] == [
        "Follow-up matrix: CP/2026-03",
        "As of 20 May 2026.",
    ]
    assert len(document.tables[0].rows) == 4


@pytest.mark.parametrize("query", ["meeting=XX/2020-01", "since=abc", "network=nowhere"])
def test_what_nobody_agreed_goes_not_out(desk, report, query):
    assert desk.get(f"{reverse('matrix-out')}?{query}").context["number"] is None
    assert desk.get(f"{reverse('matrix-out-xlsx')}?{query}").status_code == 404
