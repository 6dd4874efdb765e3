"""Follow-up matrices for the tests: a report with its commitments, and files about them."""

import csv
import datetime
import io

from actions.models import Action
from desks.services import matrix as services
from desks.services.matrix_columns import Says
from tests.desks.conftest import NOON, TODAY
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    FrozenFactory,
    MeetingFactory,
    NetworkFactory,
    PublishedFactory,
)

MARCH = datetime.date(2026, 3, 10)
HEADINGS = ("Point", "Responsible", "Date", "Progress", "Status", "Date of progress", "Remarks")
COLUMNS = {
    Says.POINT: 0,
    Says.RESPONSIBLE: 1,
    Says.DEADLINE: 2,
    Says.PROGRESS: 3,
    Says.STATUS: 4,
    Says.PROGRESS_ON: 5,
    Says.REMARKS: 6,
}


def a_report(code="CP", slug="consular-protection", on=MARCH, **names):
    network = NetworkFactory(slug=slug, code=code, **names)
    return PublishedFactory(meeting=MeetingFactory(network=network, starts_on=on), reference=f"{code}/{on:%Y-%m}")


def agreed(report, label, *delegations, due_on=None, what="", **fields):
    """The shares of a new action under the point: a new agreement, or one more action of it."""
    reference = f"{report.reference}/{label}"
    agreement = report.agreements.filter(reference=reference).first()
    if agreement is None:
        agreement = FrozenFactory(report=report, label=label.rpartition(".")[2], reference=reference, sort_key=label)
    deadline = {"deadline_kind": "date", "deadline_on": due_on} if due_on else {}
    what = {"what_en": what or f"Paper {label} will be sent", "what_es": what or f"Se enviará el documento {label}"}
    action = ActionFactory(
        agreement=agreement, confirmed=True, position=Action.objects.count(), **deadline, **what, **fields
    )
    return [CommitmentFactory(action=action, delegation=one, due_on=due_on) for one in delegations]


def a_csv(*rows, headings=HEADINGS):
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows([headings, *(list(row) + [""] * (len(headings) - len(row)) for row in rows)])
    return lines.getvalue().encode()


def brought_in(content, *, by, name="matrix.csv"):
    return services.bring_in(content=content, name=name, by=by, now=NOON)


def compared(content, *, by, columns=COLUMNS, language="en", meeting=None, as_of=TODAY, name="matrix.csv"):
    """A matrix brought in, laid out and compared."""
    matrix = brought_in(content, by=by, name=name)
    services.lay_out(
        matrix_id=matrix.pk,
        sheet=None,
        header_row=None,
        columns=columns,
        language=language,
        meeting=meeting,
        as_of=as_of,
        by=by,
        now=NOON,
    )
    assert services.compare_matrix(matrix_id=matrix.pk, now=NOON)
    matrix.refresh_from_db()
    return matrix


def filed(matrix, *, by):
    services.begin_filing(matrix_id=matrix.pk, by=by, now=NOON)
    assert services.file_matrix(matrix_id=matrix.pk, now=NOON)
    matrix.refresh_from_db()
    return matrix


def becomes(matrix):
    """[(state, why or text, agreement's reference)] of its rows."""
    rows = matrix.rows.select_related("agreement")
    return [(row.state, row.text or row.why, row.agreement.reference if row.agreement else None) for row in rows]
