"""A file on this machine, from its bytes to a draft or to the published record in one go."""

import dataclasses

from django.db import transaction

from actions.services.editing import CannotEdit
from actions.services.translating import CannotTranslate

from ..models import Upload, UploadKind, UploadState
from .bringing_in import AlreadyBroughtIn, CannotBringIn, bring_in
from .filing import CannotFile, file_agenda, file_upload, is_over_a_year_old, join_other_language
from .matching import counterpart_of
from .reading import read_upload


class CannotImport(Exception):
    """The file is not taken in; the message says why. is_kept: it was read, and stays as a draft."""

    def __init__(self, why, *, is_kept=False):
        super().__init__(why)
        self.is_kept = is_kept


@dataclasses.dataclass
class Imported:
    """What became of a file. outcome: draft | filed | joined | known."""

    outcome: str
    upload: Upload | None
    detail: str = ""


def import_file(*, content, name, by, now, on, publish):
    """Bring a file in and read it at once; with `publish` file and publish it with its suggestions as they stand.

    A report over a year old is filed as not followed; one in the other language joins the report it belongs to. What
    cannot be read leaves nothing behind; what cannot be filed stays a draft. Raises CannotImport.
    """
    brought = _bring_in(content=content, name=name, by=by, now=now)
    return brought if brought.outcome == "known" else _take_in(brought.upload, by=by, now=now, on=on, publish=publish)


def try_import(*, content, name, by, now, on, publish):
    """What `import_file` would come to for one file: it is done and taken back, so that nothing refuses it later.

    Effects: none that last. Raises CannotImport.
    """
    kept = None
    with transaction.atomic():
        try:
            brought = _bring_in(content=content, name=name, by=by, now=now)
            if brought.outcome == "known":
                return brought
            kept = brought.upload.file.name
            return _take_in(brought.upload, by=by, now=now, on=on, publish=publish)
        finally:
            transaction.set_rollback(True)
            if kept:
                Upload.file.field.storage.delete(kept)


def _bring_in(*, content, name, by, now):
    try:
        return Imported("draft", bring_in(content=content, name=name, by=by, now=now))
    except AlreadyBroughtIn as refusal:
        return Imported("known", refusal.upload, refusal.upload.name)
    except CannotBringIn as refusal:
        raise CannotImport(str(refusal)) from refusal


def _take_in(upload, *, by, now, on, publish):
    read_upload(upload_id=upload.pk, now=now)
    upload.refresh_from_db()
    if upload.state == UploadState.REFUSED:
        why = upload.refusal
        upload.file.delete(save=False)
        upload.delete()
        raise CannotImport(why)
    if not publish:
        return Imported("draft", upload)
    try:
        with transaction.atomic():
            return _publish(upload, by=by, now=now, on=on)
    except (CannotFile, CannotTranslate, CannotEdit) as refusal:
        raise CannotImport(str(refusal), is_kept=True) from refusal


def _publish(upload, *, by, now, on):
    if upload.kind == UploadKind.AGENDA:
        return Imported("filed", file_agenda(upload_id=upload.pk, by=by, on=on, publish=True))
    other = counterpart_of(upload)
    if other is not None:
        join_other_language(upload_id=upload.pk, report_id=other.pk, by=by, now=now)
        return Imported("joined", upload, str(other))
    followed = not is_over_a_year_old(upload, on=on)
    filed = file_upload(upload_id=upload.pk, by=by, on=on, now=now, publish=True, followed=followed)
    return Imported("filed", filed, filed.report.reference)
