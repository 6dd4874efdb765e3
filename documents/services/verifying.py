"""What no constraint can prove of the files: each is there, whole, and known."""

from actions.services.verifying_progress import file_findings, stranger_findings
from meetings.models import MeetingDocument

from ..models import Upload, UploadKind, UploadState

FOLDER = "originals"
FOLDER_OF_ANNEXES = "meeting-documents"


def findings():
    """What is wrong with the kept originals and the documents of meetings, a line each."""
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
    yield from _annexes()


def _annexes():
    known = set()
    for document in MeetingDocument.objects.order_by("pk").iterator():
        known.add(document.file.name)
        name = f"document {document.pk} of meeting {document.meeting_id}, {document.name}"
        kept, size = document.file.name, document.size
        yield from file_findings(kept, document.sha256, name=name, which="its content", size=size)
    yield from stranger_findings(FOLDER_OF_ANNEXES, known, belongs_to="meeting")
