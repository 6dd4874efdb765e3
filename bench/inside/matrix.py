"""How long a follow-up matrix takes to be compared with a large record and shown, and to be filed."""

import io
import itertools
import time

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import reverse
from django.utils import timezone, translation

from actions.models import Commitment
from desks.models import Matrix, RowState
from desks.services import matrix as services
from desks.services import matrix_rows
from desks.services.matrix_out import Asked, matrix_table
from desks.views import matrix as views
from documents.writing.tables import Table, write_xlsx
from networks.models import User

from .reminders import counted

PROGRESS = 3  # the column, of those that go out


def measure(rows):
    """Seconds to preview so many rows from the upload to the page, and to file them; queries for them and for few."""
    rows = int(rows)
    staff = User.objects.create_superuser("matrix@example.org", None, name="A Clerk")
    # The worker would preview a matrix as large as this one: here the page waits for it.
    views.COMPARED_AT_ONCE = 2**30
    setup_test_environment(debug=False)  # pages tell what they were made of
    with translation.override("en"):
        client = Client()
        client.force_login(staff)
        few_queries = _previewed(client, _matrix(20, "few"), "few.xlsx")[1]
        content = _matrix(rows, "many")
        seconds, queries = _previewed(client, content, "many.xlsx")
        matrix = Matrix.objects.get(name="many.xlsx")
        found = matrix_rows.counts(matrix)
        if sum(found.values()) != rows or found[RowState.WRITTEN] < rows * 0.9:
            raise RuntimeError(f"{found} of {rows} rows")
        matrix.rows.filter(state=RowState.OPEN).update(state=RowState.LEFT_OUT, reason="Not to be measured")
        services.begin_filing(matrix_id=matrix.pk, by=staff, now=timezone.now())
        _filed, filing, filing_queries = counted(lambda: services.file_matrix(matrix_id=matrix.pk, now=timezone.now()))
        matrix.refresh_from_db()
        if matrix.state != "filed":
            raise RuntimeError(matrix.refusal_en)
    return {
        "seconds": seconds,
        "queries": queries,
        "few_queries": few_queries,
        "filing": filing,
        "filing_queries": filing_queries,
        "written": found[RowState.WRITTEN],
        "commitments": Commitment.objects.count(),
    }


def _matrix(rows, word):
    """The newest rows of the matrix that goes out, with a word of progress in each."""
    table = matrix_table(Asked())
    newest = list(table.rows)[-rows:]
    told = [
        (*row[:PROGRESS], f"Step {number} of {word} is taken.", *row[PROGRESS + 1 :])
        for number, row in zip(itertools.count(1), newest, strict=False)
    ]
    file = io.BytesIO()
    write_xlsx(Table(table.title, table.columns, told), file)
    return file.getvalue()


def _previewed(client, content, name):
    """(seconds, queries) from the upload of the file to the page that shows what will be written."""
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as captured:
        client.post(reverse("matrices"), {"file": SimpleUploadedFile(name, content)})
        address = reverse("matrix-columns", args=[Matrix.objects.get(name=name).pk])
        page = client.get(address)
        form, layout = page.context["form"], page.context["layout"]
        said = {field: form[field].value() or "" for field in form.fields}
        page = client.post(address, said | {"sheet": layout.sheet, "row": layout.header_row}, follow=True)
    if page.status_code != 200 or "counts" not in page.context:
        raise RuntimeError(f"{page.status_code} {page.redirect_chain}")
    return time.perf_counter() - started, len(captured)
