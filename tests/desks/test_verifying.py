"""The files of matrices, mails and notes are proven: each damage by its own line, and nothing in what is right."""

import hashlib

import pytest
from django.core.management import call_command

from desks.models import DroppedMail, Matrix, SetStep, SourceFile
from desks.services import eml
from desks.services import matrix as matrices
from desks.services.source_files import keep_source
from tests.desks.conftest import NOON
from tests.desks.matrices import a_csv, brought_in
from tests.desks.test_informing import a_pdf

pytestmark = pytest.mark.django_db
MAIL = b"From: ana@example.org\r\nDate: Tue, 12 May 2026 09:00:00 +0000\r\nSubject: Point 1\r\n\r\nSent.\r\n"


@pytest.fixture
def kept(settings, tmp_path, staff):
    """A matrix, a note with a step, a mail, and a matrix that was given up, whose file is gone by right."""
    settings.MEDIA_ROOT = tmp_path
    given_up = brought_in(a_csv(("2", "Mexico", "", "Sent.")), by=staff, name="given-up.csv")
    matrices.discard(matrix_id=given_up.pk)
    (tmp_path / given_up.file.name).unlink()
    matrix = brought_in(a_csv(("1", "Honduras", "", "Sent.")), by=staff)
    mail = eml.take_in(content=MAIL, name="answer.eml", by=staff, now=NOON)
    step = SetStep.objects.create(asked={}, commitments=[], by=staff, at=NOON)
    note = keep_source(a_pdf("note.pdf"), by=staff, now=NOON, step=step)
    return matrix, mail, note


def verified(capsys):
    """The findings, and the exit status."""
    capsys.readouterr()
    status = 0
    try:
        call_command("verify_records")
    except SystemExit as stop:
        status = stop.code
    *lines, _summary = capsys.readouterr().out.splitlines()
    return lines, status


def test_what_is_right_is_found_right(kept, capsys):
    assert verified(capsys) == ([], 0)


def test_a_file_that_is_gone_is_named(kept, capsys):
    matrix, mail, note = kept
    for row in kept:
        row.file.storage.delete(row.file.name)
    assert verified(capsys) == (
        [
            f"follow-up matrix {matrix.pk}, matrix.csv: its file {matrix.file.name} is gone",
            f"mail {mail.pk}, answer.eml: its file {mail.file.name} is gone",
            f"mail or note {note.pk}, note.pdf: its file {note.file.name} is gone",
        ],
        1,
    )


def test_a_file_that_has_changed_is_named(kept, capsys):
    matrix, mail, note = kept
    found = []
    for row in kept:
        with open(row.file.path, "ab") as content:
            content.write(b" ")
        with open(row.file.path, "rb") as content:
            found.append(hashlib.file_digest(content, "sha256").hexdigest())
    assert verified(capsys) == (
        [
            f"follow-up matrix {matrix.pk}, matrix.csv: its file has {matrix.size + 1} bytes, not {matrix.size}",
            f"follow-up matrix {matrix.pk}, matrix.csv: the SHA-256 of its file is {found[0]}, not {matrix.sha256}",
            f"mail {mail.pk}, answer.eml: the SHA-256 of its file is {found[1]}, not {mail.sha256}",
            f"mail or note {note.pk}, note.pdf: its file has {note.size + 1} bytes, not {note.size}",
            f"mail or note {note.pk}, note.pdf: the SHA-256 of its file is {found[2]}, not {note.sha256}",
        ],
        1,
    )


def test_a_matrix_without_its_file_is_named(kept, capsys):
    matrix, *_others = kept
    matrix.file.storage.delete(matrix.file.name)
    Matrix.objects.filter(pk=matrix.pk).update(file="")
    assert verified(capsys) == ([f"follow-up matrix {matrix.pk}, matrix.csv: its file was not kept"], 1)


def test_files_that_no_row_names_are_named(kept, tmp_path, capsys):
    matrix, mail, note = kept
    matrix.rows.all().delete()
    Matrix.objects.filter(pk=matrix.pk).delete()
    DroppedMail.objects.filter(pk=mail.pk).delete()
    SourceFile.objects.filter(pk=note.pk).delete()
    assert verified(capsys) == (
        [
            f"{matrix.file.name}: a file that belongs to no follow-up matrix",
            f"{mail.file.name}: a file that belongs to no mail",
            f"{note.file.name}: a file that belongs to no mail or note",
        ],
        1,
    )
