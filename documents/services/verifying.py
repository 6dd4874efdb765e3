"""What no constraint can prove of the files: each is there, whole, and known."""

import hashlib

from django.core.files.storage import default_storage

from ..models import Upload, UploadKind, UploadState

FOLDER = "originals"


def findings():
    """What is wrong with the kept originals, a line each."""
    known = set()
    for upload in Upload.objects.select_related("report").order_by("pk").defer("lines", "reading").iterator():
        name = f"document {upload.pk}, {upload.name}"
        if upload.file:
            known.add(upload.file.name)
            yield from _kept(upload, name)
        elif upload.state not in (UploadState.REFUSED, UploadState.DISCARDED):
            yield f"{name}: its original was not kept"
        filed_report = upload.state == UploadState.FILED and upload.kind == UploadKind.REPORT
        if filed_report and not (upload.report and upload.report.is_frozen):
            yield f"{name}: is filed, but its report is not on record"
    for kept in _files_in(FOLDER):
        if kept not in known:
            yield f"{kept}: a file that belongs to no document"


def _kept(upload, name):
    if not default_storage.exists(upload.file.name):
        yield f"{name}: its original {upload.file.name} is gone"
        return
    with default_storage.open(upload.file.name) as original:
        sha256 = hashlib.file_digest(original, "sha256").hexdigest()
    if sha256 != upload.sha256:
        yield f"{name}: the SHA-256 of its original is {sha256}, not {upload.sha256}"


def _files_in(folder):
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in sorted(files))
    for inner in sorted(folders):
        yield from _files_in(f"{folder}/{inner}")
