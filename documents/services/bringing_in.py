"""A file comes in: kept as it is, recognised when it comes again, given up when it was the wrong one."""

import hashlib
import pathlib

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from actions.models import ReportState
from actions.services.attaching import clean_name
from actions.services.discarding import discard_draft

from ..models import Upload, UploadState
from ..reading.files import MAX_BYTES

# What is not here any more may be brought in again.
GONE = (UploadState.REFUSED, UploadState.DISCARDED)
KEPT_ENDINGS = (".docx", ".pdf", ".txt")
LONGEST_NAME = 250


class CannotBringIn(Exception):
    """The file is not taken in; the message may be shown to the user."""


class AlreadyBroughtIn(CannotBringIn):
    """The same file, byte for byte, is here already. upload: where."""

    def __init__(self, upload, name):
        super().__init__(
            _("“%(name)s” is here already, brought in as “%(known)s”.") % {"name": name, "known": upload.name}
        )
        self.upload = upload


class CannotDiscard(Exception):
    """The document cannot be given up; the message may be shown to the user."""


def bring_in(*, content, name, by, now, language=""):
    """Keep a file's bytes with their SHA-256, to be read by `read_upload`.

    name: as the person calls it; the kept file is named by its digest. language: "en", "es" or "" to find out.
    Raises CannotBringIn for what cannot be a report, AlreadyBroughtIn for the same bytes again.
    """
    name = clean_name(name, most=LONGEST_NAME)
    if not content:
        raise CannotBringIn(_("“%(name)s” is empty.") % {"name": name})
    if len(content) > MAX_BYTES:
        raise CannotBringIn(
            _("“%(name)s” is larger than %(limit)s MB. Please bring the report alone, without large pictures.")
            % {"name": name, "limit": MAX_BYTES // 1024**2}
        )
    sha256 = hashlib.sha256(content).hexdigest()
    _refuse_known(sha256, name)
    ending = pathlib.PurePath(name).suffix.lower()
    upload = Upload(name=name, sha256=sha256, size=len(content), by=by, at=now, asked_language=language)
    upload.file.save(f"{sha256}{ending if ending in KEPT_ENDINGS else ''}", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            upload.save(force_insert=True)
    except IntegrityError:
        # Two people brought the same file in the same moment.
        upload.file.delete(save=False)
        _refuse_known(sha256, name)
        raise
    return upload


def discard(*, upload_id, by):
    """Give up a document that was not filed: its draft and the kept file go. Raises CannotDiscard."""
    with transaction.atomic():
        upload = Upload.objects.select_for_update(of=("self",)).get(pk=upload_id)
        if upload.state in (UploadState.FILED, UploadState.DISCARDED):
            raise CannotDiscard(_("This document is filed or given up already."))
        if upload.report and _heads_another(upload):
            raise CannotDiscard(_("Another document has joined this draft: give that one up first."))
        report, upload.report, upload.meeting = upload.report, None, None
        upload.state = UploadState.DISCARDED
        upload.lines, upload.reading = [], {}
        upload.save()
        upload.doubts.all().delete()
        if report and report.state == ReportState.DRAFT and not report.meeting_id and not report.uploads.exists():
            discard_draft(report_id=report.pk, by=by)
        remove_original(upload)


def _heads_another(upload):
    """Whether a draft would be left without the document that says whose it is, with its other language alone."""
    report = upload.report
    others = report.uploads.exclude(pk=upload.pk).exclude(state__in=GONE)
    is_head = upload.language == report.original_language and report.meeting_id is None
    return is_head and others.exists() and not others.filter(language=upload.language).exists()


def remove_original(upload):
    """Take the kept file away once the transaction is through."""
    kept = upload.file.name
    if kept:
        storage = upload.file.storage
        Upload.objects.filter(pk=upload.pk).update(file="")
        transaction.on_commit(lambda: storage.delete(kept))


def _refuse_known(sha256, name):
    known = _known(sha256)
    if known:
        raise AlreadyBroughtIn(known, name)


def _known(sha256):
    return Upload.objects.filter(sha256=sha256).exclude(state__in=GONE).first()
