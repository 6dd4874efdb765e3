"""The matrix to try comes in over the reports to try, as somebody who tries it would have it."""

import pathlib

import pytest

from desks.services import matrix as services
from desks.services import matrix_rows
from documents.services.importing import import_file
from networks.services import load_conference, system_user
from tests.desks.conftest import NOON, TODAY
from tests.desks.matrices import becomes, filed

pytestmark = pytest.mark.django_db
SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "sample"


def test_the_matrix_to_try_finds_the_reports_to_try(staff, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    load_conference(by=system_user())
    for name in ("report-choluteca-en.docx", "report-liberia-en.txt"):
        content = (SAMPLE / name).read_bytes()
        import_file(content=content, name=name, by=staff, now=NOON, on=TODAY, publish=True)
    name = "matrix-es.xlsx"
    matrix = services.bring_in(content=(SAMPLE / name).read_bytes(), name=name, by=staff, now=NOON)
    layout = services.layout(matrix)
    assert (layout.header_row, layout.language, layout.columns) == (
        3,
        "es",
        {
            "meeting": 0, "meeting_on": 1, "point": 2, "responsible": 3, "deadline": 4, "progress": 5, "progress_on": 6,
            "status": 7, "remarks": 8,
        },
    )  # fmt: skip
    services.lay_out(
        matrix_id=matrix.pk, sheet=layout.sheet, header_row=3, columns=layout.columns, language="es", meeting=None,
        as_of=TODAY, by=staff, now=NOON,
    )  # fmt: skip
    services.compare_matrix(matrix_id=matrix.pk, now=NOON)
    matrix.refresh_from_db()
    assert becomes(matrix) == [
        ("written", "El texto conjunto está en revisión.", "CP/2026-02/3"),
        ("written", "Se entregó la primera parte del manual.", "CP/2026-02/4.a"),
        ("nothing", "The row says nothing of progress.", "CP/2026-02/4.b"),
        ("written", "Se circuló el borrador.", "CP/2026-02/6"),
        ("written", "Se recibieron los comentarios de todos.", "CP/2026-02/6"),
        ("written", "Se envió la lista de contactos.", "TT/2025-10/2.a"),
        ("written", "Se presentó el módulo en la reunión.", "TT/2025-10/3"),
        ("written", "El taller tendrá lugar en el segundo semestre.", "TT/2025-10/4"),
        ("open", "TT/2025-10/9 is not on record.", None),
        ("nothing", "The row is empty.", None),
        ("nothing", "The row says nothing of progress.", None),
    ]
    matrix_rows.leave_out(row_id=matrix.rows.get(state="open").pk, reason="Only to try", now=NOON)
    assert filed(matrix, by=staff).state == "filed"
