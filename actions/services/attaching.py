"""A file that somebody attaches: told by its bytes, never by what it is called, and kept under a name of its own."""

import hashlib
import pathlib
import weakref
from typing import NamedTuple

from django.db import transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from .file_kinds import (
    DOCX,
    ENDINGS,
    GIF,
    JPEG,
    MAIL,
    PDF,
    PNG,
    PPTX,
    WEBP,
    XLSX,
    BrokenOff,
    HoldsMacros,
    Look,
    Unknown,
    kind_of,
)

MOST_BYTES = 20 * 1024 * 1024
LONGEST_NAME = 200
LONGEST_ENDING = 10
TAKEN = (PDF, DOCX, XLSX, PNG, JPEG, WEBP, GIF)


class NotTaken(Exception):
    """The file is not taken, or not taken away; the message may be shown to the user."""


class Checked(NamedTuple):
    """What a row says of its file. name: as it is shown."""

    name: str
    content_type: str
    size: int
    sha256: str


def check(upload, *, also=()):
    """Look at an upload whole, in one pass over its chunks. Gives the Checked.

    upload: a Django UploadedFile. also: kinds that are taken beside PDF, Word, Excel and pictures. Raises NotTaken.
    """
    name = clean_name(upload.name, most=LONGEST_NAME)
    if upload.size > MOST_BYTES:
        raise NotTaken(_("“%(name)s” is larger than %(limit)s MB.") % {"name": name, "limit": MOST_BYTES // 1024**2})
    look, digest = Look(), hashlib.sha256()
    for chunk in upload.chunks():
        look.see(chunk)
        digest.update(chunk)
    if not look.size:
        raise NotTaken(_("“%(name)s” is empty.") % {"name": name})
    try:
        if look.size != upload.size:
            raise BrokenOff
        content_type = kind_of(look, upload)
        if content_type not in (*TAKEN, *also):
            raise Unknown
    except Unknown as refusal:
        others = {PPTX: "PowerPoint (.pptx)", MAIL: _("a mail (.eml)")}
        kinds = ["PDF", "Word (.docx)", "Excel (.xlsx)", *(others[kind] for kind in also)]
        words = _("“%(name)s” is none of the files that can be attached: %(kinds)s.")
        raise NotTaken(words % {"name": name, "kinds": _one_of(*kinds, _("a picture"))}) from refusal
    except BrokenOff as refusal:
        raise NotTaken(
            _("“%(name)s” breaks off before its end. Please open it, save it again and attach it once more.")
            % {"name": name}
        ) from refusal
    except HoldsMacros as refusal:
        words = _("“%(name)s” holds macros. Please save it as %(endings)s, without them, and attach that.")
        endings = _one_of(*(ENDINGS[kind][0] for kind in (DOCX, XLSX, PPTX) if kind in (*TAKEN, *also)))
        raise NotTaken(words % {"name": name, "endings": endings}) from refusal
    return Checked(_with_ending(name, content_type), content_type, upload.size, digest.hexdigest())


def keep(row, upload):
    """Write an upload where the row's `file` will name it. Gives where.

    Nothing of it stays on disk if the transaction does not go through.
    """
    storage, field = row.file.storage, row.file.field
    place = field.generate_filename(row, upload.name)
    # Nothing else may hold it: the database's list of what to do on commit does, and drops it with the transaction.
    transaction.on_commit(_UntilCommitted(storage, place))
    return storage.save(place, upload, max_length=field.max_length)


def let_go(row):
    """Delete what the row's `file` names, once the transaction is through."""
    storage, kept = row.file.storage, row.file.name
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


def _one_of(*words):
    return get_text_list(words, _("or"))


class _UntilCommitted:
    """Deletes a file when it is forgotten, as a transaction that rolls back forgets it; called on commit, it does not.

    Django tells of a commit, but of no rollback.
    """

    def __init__(self, storage, place):
        self._forgotten = weakref.finalize(self, storage.delete, place)

    def __call__(self):
        self._forgotten.detach()
