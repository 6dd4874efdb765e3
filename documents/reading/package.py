"""A DOCX as a package of XML parts, bounded before anything in it is unpacked.

The parts are opened here and not by python-docx: that library unpacks and parses every part, so that a broken
picture link makes a sound text unreadable, and it does not know the strict form of the format.
"""

from __future__ import annotations

import io
import posixpath
import zipfile

from django.utils.translation import gettext_lazy as _
from lxml import etree

from actions.services.file_kinds import UNREADABLE
from documents.reading.errors import CannotRead

MAX_ENTRIES = 2_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 100  # counted only above RATIO_FLOOR: small XML packs well
RATIO_FLOOR = 10 * 1024 * 1024
MAX_PART = 16 * 1024 * 1024
MAX_TAGS = 400_000

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
STRICT = (
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)
DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))

DAMAGED = _("The Word document is damaged. Please open it in Word, save it again as .docx and bring it once more.")
TOO_MUCH = _("The file holds far more than a document of its size should. Please save the text again as a plain .docx.")


class Package:
    """The parts of a DOCX by name, and where its main text stands.

    Raises CannotRead where the bytes are no DOCX, or one that could only be opened at a risk.
    """

    def __init__(self, content: bytes) -> None:
        # The table of contents alone can be made huge; its entries are counted before it is parsed.
        if content.count(b"PK\x01\x02") > MAX_ENTRIES:
            raise CannotRead(TOO_MUCH)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except UNREADABLE as error:
            raise CannotRead(DAMAGED) from error
        self._parts = {entry.filename.lower(): entry for entry in self._archive.infolist()}
        self._check_bounds(len(content))
        self.main = self._main()

    def xml(self, name: str) -> etree._Element | None:
        """The root of an XML part, None where the package has no such part."""
        entry = self._parts.get(name.lower())
        if entry is None:
            return None
        if entry.flag_bits & 1:
            raise CannotRead(_("The file is protected by a password. Please save it without one and bring it again."))
        if entry.file_size > MAX_PART:
            raise CannotRead(TOO_MUCH)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise CannotRead(DAMAGED)  # no writer of documents packs otherwise, and the others can ask for any memory
        try:
            source = self._archive.read(entry)
        except UNREADABLE as error:
            raise CannotRead(DAMAGED) from error
        return _parsed(source)

    def related(self, part: str, kind: str) -> str | None:
        """The name of the part that `part` is linked to as `kind` ("styles", "numbering", …)."""
        folder, file = posixpath.split(part)
        links = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        for link in () if links is None else links:
            if link.get("TargetMode") != "External" and link.get("Type", "").rpartition("/")[2] == kind:
                return posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")
        return None

    def _check_bounds(self, packed: int) -> None:
        unpacked = sum(entry.file_size for entry in self._parts.values())
        if unpacked > MAX_UNPACKED or (unpacked > RATIO_FLOOR and unpacked > MAX_RATIO * packed):
            raise CannotRead(TOO_MUCH)

    def _main(self) -> str:
        types = self.xml("[Content_Types].xml")
        if types is None:
            raise CannotRead(self._why_no_word_document())
        main = self.related("", "officeDocument")
        if main is None:
            raise CannotRead(DAMAGED)
        kind = self._content_type(types, main)
        if "macroenabled" in kind.lower() or any(name.endswith("vbaproject.bin") for name in self._parts):
            raise CannotRead(
                _(
                    "The Word document contains macros and is not opened. "
                    "In Word, choose “Save as” and “Word Document (.docx)”, and bring that file."
                )
            )
        if not kind.startswith(WORD):
            raise CannotRead(_("The file is an Office file but no Word document. Please bring the text as .docx."))
        return main

    def _content_type(self, types: etree._Element, part: str) -> str:
        for entry in types:
            if entry.get("PartName", "").lstrip("/").lower() == part.lower():
                return entry.get("ContentType", "")
        extension = part.rpartition(".")[2].lower()
        for entry in types:
            if entry.get("Extension", "").lower() == extension:
                return entry.get("ContentType", "")
        return ""

    def _why_no_word_document(self) -> object:
        if "mimetype" in self._parts and "content.xml" in self._parts:
            return _(
                "OpenDocument files (.odt) cannot be read. "
                "In LibreOffice, choose “Save as” and “Word 2007–365 (.docx)”, and bring that file."
            )
        return _("The file is an archive (ZIP). Please unpack it and bring the document itself.")


def _parsed(source: bytes) -> etree._Element:
    """XML without entities, network or document types; the strict form's names turned into the common ones."""
    if source.count(b"<") > MAX_TAGS:
        raise CannotRead(_("The Word document is too long to be one report. Please bring the report alone."))
    if any(doctype in source for doctype in DOCTYPES):
        raise CannotRead(DAMAGED)
    for strict, common in STRICT:
        source = source.replace(strict, common)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CannotRead(DAMAGED) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise CannotRead(DAMAGED)
    return root
