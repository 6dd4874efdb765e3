"""File → lines: the one door into the reader for bytes, whatever they are."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from documents.reading import txt
from documents.reading.errors import CannotRead
from documents.reading.lines import Original

MAX_BYTES = 20 * 1024 * 1024


def lines_of(content: bytes, name: str) -> Original:
    """The lines of a document, by what its bytes are; `name` is only compared with that.

    Raises CannotRead where the bytes are not a DOCX, PDF or plain text that can be read.
    """
    if not content.strip():
        raise CannotRead(_("The file is empty."))
    if len(content) > MAX_BYTES:
        raise CannotRead(_("The file is larger than %(megabytes)s MB."), megabytes=MAX_BYTES // 1024**2)
    return txt.original_of(content)
