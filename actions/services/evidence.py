"""The files with a report of progress: kept as they came, told by their bytes, never by what they are called."""

import hashlib
import pathlib
import weakref

from django.db import transaction
from django.utils.translation import gettext as _

from networks.services import delete_recorded, save_recorded, system_user, today

from ..models import Evidence, ProgressState
from .file_kinds import ENDINGS, MAIL, BrokenOff, HoldsMacros, Look, Unknown, kind_of
from .informing import CannotInform, check_may_write, lock_report

MOST_BYTES = 20 * 1024 * 1024
MOST_FILES = 10
LONGEST_NAME = 200
LONGEST_ENDING = 10


class NotEvidence(Exception):
    """The file is not taken, or not taken away; the message may be shown to the user."""


def attach(*, report_id, upload, by, now, is_source=False):
    """Keep a file with a draft, or with what is to be confirmed. Gives the Evidence.

    upload: a Django UploadedFile, read in chunks. Taken are PDF, DOCX, XLSX, PNG, JPEG, WebP and GIF, and a mail
    (.eml) where it is the source itself. by: None behind the link by which the report came. Effects: the file under a
    name of its own; nothing of it stays on disk if the transaction does not go through. The same file a second time is
    kept once. Raises NotEvidence.
    """
    with transaction.atomic():
        report = _open_report(report_id, by=by, now=now)
        name = clean_name(upload.name, most=LONGEST_NAME)
        content_type, sha256 = _checked(upload, name, is_source=is_source)
        there = list(report.evidence.all())
        for evidence in there:
            if evidence.sha256 == sha256:
                return evidence
        if len(there) >= MOST_FILES:
            raise NotEvidence(_("A report has at most %(most)s files.") % {"most": MOST_FILES})
        evidence = Evidence(
            report=report,
            name=_with_ending(name, content_type),
            content_type=content_type,
            size=upload.size,
            sha256=sha256,
            is_source=is_source,
        )
        evidence.file = _kept(evidence, upload)
        return save_recorded(evidence, by=by or system_user())


def remove(*, evidence_id, by, now):
    """Take a file away from a draft; what it was called stays in the history. Raises NotEvidence."""
    with transaction.atomic():
        evidence = Evidence.objects.get(pk=evidence_id)
        report = _open_report(evidence.report_id, by=by, now=now)
        if report.state != ProgressState.DRAFT:
            raise NotEvidence(_("A file is taken away only while the report is a draft."))
        storage, kept = evidence.file.storage, evidence.file.name
        delete_recorded(evidence, by=by or system_user())
        transaction.on_commit(lambda: storage.delete(kept))


def clean_name(name, *, most):
    """What a sender calls a file, to be shown: without a path or anything that is not printed, `most` long."""
    printable = "".join(char for char in pathlib.PurePath(name.replace("\\", "/")).name if char.isprintable()).strip()
    stem, ending = pathlib.PurePath(printable).stem, pathlib.PurePath(printable).suffix
    if len(ending) > LONGEST_ENDING:
        stem, ending = printable, ""
    return f"{stem[: most - len(ending)]}{ending}" if printable else str(_("Without a name"))


def _with_ending(name, content_type):
    endings = ENDINGS[content_type]
    if pathlib.PurePath(name).suffix.lower() in endings:
        return name
    return f"{name[: LONGEST_NAME - len(endings[0])]}{endings[0]}"


def _open_report(report_id, *, by, now):
    report, networks = lock_report(report_id)
    try:
        check_may_write(report, by, networks, on=today(now=now))
    except CannotInform as refusal:
        raise NotEvidence(str(refusal)) from refusal
    return report


def _checked(upload, name, *, is_source):
    """The type and the SHA-256 of an upload, in one pass over its chunks."""
    if upload.size > MOST_BYTES:
        raise NotEvidence(_("“%(name)s” is larger than %(limit)s MB.") % {"name": name, "limit": MOST_BYTES // 1024**2})
    look, digest = Look(), hashlib.sha256()
    for chunk in upload.chunks():
        look.see(chunk)
        digest.update(chunk)
    if not look.size:
        raise NotEvidence(_("“%(name)s” is empty.") % {"name": name})
    try:
        if look.size != upload.size:
            raise BrokenOff
        content_type = kind_of(look, upload)
    except Unknown as refusal:
        raise NotEvidence(_wrong_type(name)) from refusal
    except BrokenOff as refusal:
        raise NotEvidence(
            _("“%(name)s” breaks off before its end. Please open it, save it again and attach it once more.")
            % {"name": name}
        ) from refusal
    except HoldsMacros as refusal:
        raise NotEvidence(
            _("“%(name)s” holds macros. Please save it as .docx or .xlsx, without them, and attach that.")
            % {"name": name}
        ) from refusal
    if content_type == MAIL and not is_source:
        raise NotEvidence(_wrong_type(name))
    return content_type, digest.hexdigest()


def _wrong_type(name):
    words = _("“%(name)s” is none of the files that can be attached: PDF, Word (.docx), Excel (.xlsx) or a picture.")
    return words % {"name": name}


def _kept(evidence, upload):
    """Write the file where the row will name it. Gives where."""
    storage, field = evidence.file.storage, evidence.file.field
    place = field.generate_filename(evidence, upload.name)
    # Nothing else may hold it: the database's list of what to do on commit does, and drops it with the transaction.
    transaction.on_commit(_UntilCommitted(storage, place))
    return storage.save(place, upload, max_length=field.max_length)


class _UntilCommitted:
    """Deletes a file when it is forgotten, as a transaction that rolls back forgets it; called on commit, it does not.

    Django tells of a commit, but of no rollback.
    """

    def __init__(self, storage, place):
        self._forgotten = weakref.finalize(self, storage.delete, place)

    def __call__(self):
        self._forgotten.detach()
