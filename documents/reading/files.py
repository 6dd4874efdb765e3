"""File → lines: the one door into the reader for bytes, whatever they are."""

from __future__ import annotations

import pathlib

from django.utils.translation import gettext_lazy as _

from documents.reading import docx, parsed, pdf, txt
from documents.reading.errors import TOO_LONG, CannotRead
from documents.reading.lines import MAX_CHARACTERS, MAX_LINES, Original
from documents.reading.messages import filled

MAX_BYTES = 20 * 1024 * 1024
BLANK = "\ufeff\u200b\u2060\xad"  # characters that print nothing and are no whitespace either

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
WEB_PAGES = (b"<!doctype html", b"<html", b"mime-version:", b"<?xml")


def lines_of(content: bytes, name: str) -> Original:
    """The lines of a document, by what its bytes are; `name` is only compared with that.

    Raises CannotRead where the bytes are not a DOCX, PDF or plain text that can be read.
    """
    if len(content) > MAX_BYTES:
        raise CannotRead(
            _("The file is larger than %(megabytes)s MB. Please bring the report alone, without large pictures."),
            megabytes=MAX_BYTES // 1024**2,
        )
    if not content.strip():
        raise CannotRead(_("The file is empty."))
    _refuse_other_kinds(content)
    if content.startswith(b"PK"):
        original = docx.original_of(content)
    elif b"%PDF-" in content[:1024]:
        original = pdf.original_of(content)
    else:
        original = txt.original_of(content)
    if not any(line.text.strip().strip(BLANK) for line in original.lines):
        raise CannotRead(_("The file is empty."))
    if len(original.lines) > MAX_LINES or sum(len(line.text) for line in original.lines) > MAX_CHARACTERS:
        raise CannotRead(TOO_LONG)
    promised = pathlib.PurePath(name).suffix.lower().lstrip(".")
    if promised in ("docx", "pdf", "txt") and promised != original.kind:
        named = _("The file is named .%(promised)s, but it is %(kind)s and was read as such.")
        message = filled(named, promised=promised, kind=original.kind.upper())
        original.warnings.append(parsed.Warning(line=None, message=message))
    return original


def _refuse_other_kinds(content: bytes) -> None:
    beginning = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise CannotRead(_("The file is protected by a password. Please save it without one and bring it again."))
        raise CannotRead(
            _(
                "The file is an older Office file (such as .doc), which cannot be read. "
                "In Word, choose “Save as” and “Word Document (.docx)”, and bring that file."
            )
        )
    if beginning.startswith(b"{\\rtf"):
        raise CannotRead(
            _(
                "Rich text files (.rtf) cannot be read. "
                "In Word, choose “Save as” and “Word Document (.docx)”, and bring that file."
            )
        )
    if content.startswith(PICTURES) or content[8:12] == b"WEBP" or content[4:12] in (b"ftypheic", b"ftypmif1"):
        raise CannotRead(
            _("The file is a picture. Please have its text recognised (OCR) or typed, and bring that as .docx or .txt.")
        )
    if beginning.startswith(WEB_PAGES):
        raise CannotRead(
            _(
                "The file is a web page or XML, which cannot be read. Open it in Word, "
                "choose “Save as” and “Word Document (.docx)”, and bring that file; or paste its text."
            )
        )
