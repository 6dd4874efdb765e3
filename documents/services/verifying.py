"""What no constraint can prove of the files: each is there, whole, and known."""

from actions.services.verifying_progress import file_findings, stranger_findings

from ..models import Upload, UploadKind, UploadState

FOLDER = "originals"


def findings():
    """What is wrong with the kept originals, a line each."""
    known = set()
    for upload in Upload.objects.select_related("report").order_by("pk").defer("lines", "reading").iterator():
        name = f"document {upload.pk}, {upload.name}"
        if upload.file:
            known.add(upload.file.name)
            yield from file_findings(upload.file.name, upload.sha256, name=name, which="its original")
        elif upload.state not in (UploadState.REFUSED, UploadState.DISCARDED):
            yield f"{name}: its original was not kept"
        filed_report = upload.state == UploadState.FILED and upload.kind == UploadKind.REPORT
        if filed_report and not (upload.report and upload.report.is_frozen):
            yield f"{name}: is filed, but its report is not on record"
    yield from stranger_findings(FOLDER, known, belongs_to="document")
