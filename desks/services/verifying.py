"""What no constraint can prove of the matrices, mails and notes that staff kept: each is there, whole, and known."""

from actions.services.verifying_progress import file_findings, stranger_findings

from ..models import DroppedMail, Matrix, MatrixState, SourceFile

FOLDER_OF_MATRICES = "matrices"
FOLDER_OF_MAILS = "mails"
FOLDER_OF_SOURCES = "sources"


def findings():
    """What is wrong with the kept files, a line each."""
    known = set()
    for matrix in Matrix.objects.order_by("pk").iterator():
        name = f"follow-up matrix {matrix.pk}, {matrix.name}"
        if matrix.file:
            known.add(matrix.file.name)
            yield from file_findings(matrix.file.name, matrix.sha256, name=name, which="its file", size=matrix.size)
        elif matrix.state != MatrixState.DISCARDED:
            yield f"{name}: its file was not kept"
    yield from stranger_findings(FOLDER_OF_MATRICES, known, belongs_to="follow-up matrix")
    known = set()
    for mail in DroppedMail.objects.order_by("pk").iterator():
        known.add(mail.file.name)
        name = f"mail {mail.pk}, {mail.name}"
        yield from file_findings(mail.file.name, mail.sha256, name=name, which="its file")
    yield from stranger_findings(FOLDER_OF_MAILS, known, belongs_to="mail")
    known = set()
    for source in SourceFile.objects.order_by("pk").iterator():
        known.add(source.file.name)
        name = f"mail or note {source.pk}, {source.name}"
        yield from file_findings(source.file.name, source.sha256, name=name, which="its file", size=source.size)
    yield from stranger_findings(FOLDER_OF_SOURCES, known, belongs_to="mail or note")
