"""What a file is, by its bytes alone: neither its name nor what the browser says of it counts."""

import dataclasses
import email.parser
import os
import zipfile
import zlib

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PNG, JPEG, GIF, WEBP = "image/png", "image/jpeg", "image/gif", "image/webp"
MAIL = "message/rfc822"

# The endings that a file of a kind is opened by, the common one first.
ENDINGS = {
    PDF: (".pdf",),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
    PPTX: (".pptx",),
    PNG: (".png",),
    JPEG: (".jpg", ".jpeg"),
    GIF: (".gif",),
    WEBP: (".webp",),
    MAIL: (".eml",),
}
START = 64 * 1024
END = 2048
MOST_ENTRIES = 2_000
ENTRY = b"PK\x01\x02"  # opens each entry of an archive's table of contents
MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
MACROS = "vbaproject.bin"
JPEG_SCAN, JPEG_END = b"\xff\xda", b"\xff\xd9"
# What zipfile raises for an archive that is damaged, locked, or packed in a way it does not know.
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)


class Unknown(Exception):
    """The bytes are of no kind that is known here."""


class BrokenOff(Exception):
    """The bytes begin as a kind that is known, and do not end as it does."""


class HoldsMacros(Exception):
    """An Office file with a program in it."""


@dataclasses.dataclass
class Look:
    """What is seen of a file as its chunks go by: enough to tell its kind, whatever its size."""

    start: bytes = b""
    end: bytes = b""
    entries: int = 0
    size: int = 0

    def see(self, chunk):
        if len(self.start) < START:
            self.start += chunk[: START - len(self.start)]
        # An entry may begin in one chunk and go on in the next.
        seam = self.end[1 - len(ENTRY) :] + chunk[: len(ENTRY) - 1]
        self.entries += chunk.count(ENTRY) + seam.count(ENTRY)
        self.end = (self.end + chunk[-END:])[-END:]
        self.size += len(chunk)


def kind_of(look, file):
    """The kind of a file that was looked at whole. file: the same, open; of an archive the contents are read, of a JPEG
    where it ends.

    Raises Unknown, BrokenOff or HoldsMacros.
    """
    start = look.start
    if b"%PDF-" in start[:1024]:
        return _whole(PDF, b"%%EOF" in look.end)
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return _whole(PNG, b"IEND" in look.end)
    if start.startswith((b"GIF87a", b"GIF89a")):
        return _whole(GIF, look.end.rstrip(b"\0").endswith(b";"))
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        return _whole(WEBP, int.from_bytes(start[4:8], "little") + 8 <= look.size)
    if start.startswith(b"\xff\xd8\xff"):
        return _whole(JPEG, _jpeg_ends(file))
    if start.startswith(b"PK\x03\x04"):
        return _office(look, file)
    if _is_mail(start):
        return MAIL
    raise Unknown


def _whole(kind, is_whole):
    if not is_whole:
        raise BrokenOff
    return kind


def _jpeg_ends(file):
    """Whether the picture itself ends: a thumbnail before it has an end of its own, and phones add films behind it."""
    file.seek(2)
    marker = b""
    while marker != JPEG_SCAN:
        marker = file.read(2)
        if marker == b"\xff\xff":  # padding
            file.seek(-1, os.SEEK_CUR)
            continue
        length = int.from_bytes(file.read(2), "big")
        if marker[:1] != b"\xff" or length < 2:
            return False
        file.seek(length - 2, os.SEEK_CUR)
    before = b""
    while chunk := file.read(START):
        if JPEG_END in before + chunk:
            return True
        before = chunk[-1:]
    return False


def _office(look, file):
    # Its table of contents alone could be made huge: the entries are counted before it is read.
    if look.entries > MOST_ENTRIES:
        raise Unknown
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            names = {name.lower() for name in archive.namelist()}
    except UNREADABLE as error:
        raise BrokenOff from error
    if any(name.endswith(MACROS) for name in names):
        raise HoldsMacros
    kinds = [kind for part, kind in MAIN_PARTS.items() if part in names]
    if "[content_types].xml" not in names or len(kinds) != 1:
        raise Unknown
    return kinds[0]


def _is_mail(start):
    if b"\0" in start:
        return False
    headers = email.parser.BytesHeaderParser().parsebytes(start)
    return "From" in headers and ("Date" in headers or "Received" in headers)
