"""A file on this machine, from its bytes to a draft or to the published record in one go."""

import dataclasses

from django.db import transaction
from django.utils.translation import gettext as _

from actions.services.editing import CannotEdit
from actions.services.translating import CannotTranslate

from ..models import Upload, UploadKind, UploadState
from ..reading.errors import CannotRead
from ..reading.read import read
from .bringing_in import AlreadyBroughtIn, CannotBringIn, bring_in, known_upload
from .filing import CannotFile, file_agenda, file_upload, is_over_a_year_old, join_other_language
from .matching import counterpart_of
from .reading import read_upload
from .vocabulary import stored


class CannotImport(Exception):
    """The file is not taken in; the message says why."""


@dataclasses.dataclass
class Imported:
    """What became of a file. outcome: draft | filed | joined | known | readable."""

    outcome: str
    upload: Upload | None
    detail: str = ""


def look_at(*, content, name):
    """What importing a file would meet, without writing anything. Raises CannotImport."""
    known = known_upload(content)
    if known:
        return Imported("known", known, known.name)
    try:
        document, _lines = read(content, name, vocabulary=stored())
    except CannotRead as refusal:
        raise CannotImport(str(refusal)) from refusal
    found = len(document.agreements) or len(document.agenda)
    return Imported("readable", None, f"{document.kind} · {document.network} · {document.starts_on} · {found}")


def import_file(*, content, name, by, now, on, publish):
    """Bring a file in and read it at once; with `publish` file and publish it with its suggestions as they stand.

    A report over a year old is filed as not followed; one in the other language joins the report it belongs to. What
    cannot be read leaves nothing behind; what cannot be filed stays a draft. Raises CannotImport.
    """
    try:
        upload = bring_in(content=content, name=name, by=by, now=now)
    except AlreadyBroughtIn as refusal:
        return Imported("known", refusal.upload, refusal.upload.name)
    except CannotBringIn as refusal:
        raise CannotImport(str(refusal)) from refusal
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
        message = _("%(why)s It is kept as a draft.") % {"why": refusal}
        raise CannotImport(message) from refusal


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
