"""DOCX → lines, with Word's automatic numbers as labels and tracked changes taken as accepted."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from lxml import etree

from documents.reading import parsed
from documents.reading.errors import TOO_LONG, CannotRead
from documents.reading.lines import MAX_LINES, Line, Original
from documents.reading.messages import Message, filled
from documents.reading.numbering import MC, VAL, Numbering, W, flag
from documents.reading.package import DAMAGED, Package

P, R, T, TABLE, ROW, CELL = (W + name for name in ("p", "r", "t", "tbl", "tr", "tc"))
CONTROL, CONTROL_CONTENT = W + "sdt", W + "sdtContent"
TEXT_BOX = W + "txbxContent"
ALTERNATIVES = MC + "AlternateContent"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"

MARKS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
INSERTED = frozenset((W + "ins", W + "moveTo"))
DELETED = frozenset((W + "del", W + "moveFrom"))
DRAWN = frozenset((W + "drawing", W + "pict", W + "object"))
NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
# Properties, field instructions, what stands in the margin and the reading aid over a character: no text of the line.
NO_TEXT = frozenset(
    W + name
    for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "instrText", "delText", "rt")
)
SEPARATORS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\n": " ", "\r": " ", "\t": " "})


@dataclasses.dataclass
class Draft:
    """A line before the lines are counted, with what is to be said about it."""

    text: str
    label: str | None = None
    level: int | None = None
    remarks: list[Message] = dataclasses.field(default_factory=list)
    tracked: bool = False


@dataclasses.dataclass
class Paragraph:
    """What stands in a w:p: its text with tabs and breaks, and the text boxes anchored to it."""

    properties: etree._Element | None
    parts: list[str] = dataclasses.field(default_factory=list)
    boxes: list[etree._Element] = dataclasses.field(default_factory=list)
    remarks: list[Message] = dataclasses.field(default_factory=list)
    tracked: bool = False
    fields: list[bool] = dataclasses.field(default_factory=list)  # open fields; True once the result has begun

    def add(self, text: str) -> None:
        if all(self.fields):
            self.parts.append(text)

    def joined(self, following: Paragraph) -> Paragraph:
        """This paragraph and the next as one, its own mark being deleted; the number is the first text's."""
        first = self if "".join(self.parts).strip() else following
        return Paragraph(
            properties=first.properties,
            parts=self.parts + following.parts,
            boxes=self.boxes + following.boxes,
            remarks=self.remarks + following.remarks,
            tracked=True,
        )


def original_of(content: bytes) -> Original:
    """The lines of a DOCX: one a paragraph or line break, one a table row of simple cells.

    Headers, footers, comments and hidden text are left out. Raises CannotRead for what is no DOCX, is unsafe to open,
    or holds no text.
    """
    package = Package(content)
    document = package.xml(package.main)
    body = None if document is None or document.tag != W + "document" else document.find(W + "body")
    if body is None:
        raise CannotRead(DAMAGED)
    reader = _Reader(package)
    try:
        drafts = list(reader.blocks(body))
    except RecursionError as error:
        raise CannotRead(DAMAGED) from error
    if not any(draft.text.strip() for draft in drafts):
        raise CannotRead(
            _("The document holds pictures but no text. Please have it recognised (OCR) or typed, and bring that.")
            if reader.pictures
            else _("The document holds no text.")
        )
    lines = [
        Line(number=number, text=draft.text, label=draft.label, level=draft.level)
        for number, draft in enumerate(drafts, start=1)
    ]
    return Original(kind="docx", lines=lines, warnings=_warnings(drafts, reader))


class _Reader:
    """Walks a document's body once, in reading order."""

    def __init__(self, package: Package) -> None:
        part = package.main
        related = {
            kind: package.xml(name) if (name := package.related(part, kind)) else None
            for kind in ("styles", "numbering", "footnotes", "endnotes")
        }
        self._numbering = Numbering(related["numbering"], related["styles"])
        self._notes = {
            (kind, note.get(W + "id")): note
            for kind in ("footnote", "endnote")
            if (notes := related[f"{kind}s"]) is not None
            for note in notes.iter(W + kind)
        }
        self._lines = 0
        self.pictures = False
        self.comments = False
        self.left_out: list[Message] = []

    def blocks(self, parent: etree._Element) -> Iterator[Draft]:
        """The lines of a body, a cell or a text box."""
        carried: Paragraph | None = None
        for child in _children(parent):
            if child.tag == P:
                paragraph = self._paragraph(child)
                carried = paragraph if carried is None else carried.joined(paragraph)
                if not _mark_is_deleted(child):
                    yield from self._lines_of(carried)
                    carried = None
                continue
            if child.tag in DELETED or child.tag in NO_TEXT:
                continue
            if carried is not None:
                yield from self._lines_of(carried)
                carried = None
            if child.tag == TABLE:
                for row in self._rows(child):
                    yield from self._row(row)
            elif child.tag == CONTROL and _is_placeholder(child):
                continue
            elif child.tag == W + "altChunk":
                self.left_out.append(_("A text embedded from another file is not read. Please copy it in."))
            else:
                yield from self.blocks(child)
        if carried is not None and (carried.tracked or "".join(carried.parts).strip()):
            yield from self._lines_of(carried)

    def _rows(self, parent: etree._Element) -> Iterator[etree._Element]:
        for child in _children(parent):
            if child.tag == ROW:
                properties = child.find(W + "trPr")
                if properties is not None and properties.find(W + "del") is not None:
                    self.left_out.append(_("A table row deleted as a tracked change is left out."))
                else:
                    yield child
            elif child.tag not in NO_TEXT and child.tag not in DELETED:
                yield from self._rows(child)

    def _cells(self, parent: etree._Element) -> Iterator[etree._Element]:
        for child in _children(parent):
            if child.tag == CELL:
                yield child
            elif child.tag not in NO_TEXT and not _is_placeholder(child):
                yield from self._cells(child)

    def _row(self, row: etree._Element) -> Iterator[Draft]:
        """A row as "time⇥title" and what follows in the one longer cell; cell by cell where several are longer."""
        cells = [_trimmed(list(self.blocks(cell))) if _shows_text(cell) else [] for cell in self._cells(row)]
        if sum(len(cell) > 1 for cell in cells) > 1:
            for cell in cells:
                yield from cell
            return
        yield _side_by_side([cell[0] if cell else Draft("") for cell in cells])
        for cell in cells:
            yield from cell[1:]

    def _lines_of(self, paragraph: Paragraph) -> Iterator[Draft]:
        number = self._numbering.of(paragraph.properties)
        pieces = "".join(paragraph.parts).split("\n")
        numbered = next((index for index, piece in enumerate(pieces) if piece.strip()), 0)
        if number is not None and not number.plain:
            paragraph.remarks.append(_("Word prints the number of this line in another form; here it is in digits."))
        self._lines += len(pieces)
        if self._lines > MAX_LINES:
            raise CannotRead(TOO_LONG)
        for index, piece in enumerate(pieces):
            draft = Draft(piece)
            if index == numbered:
                draft.remarks, draft.tracked = paragraph.remarks, paragraph.tracked
                if number is not None:
                    draft.label, draft.level = number.label, number.level
            yield draft
        for box in paragraph.boxes:
            yield from self.blocks(box)

    def _paragraph(self, element: etree._Element) -> Paragraph:
        paragraph = Paragraph(properties=element.find(W + "pPr"))
        self._read_into(paragraph, element)
        return paragraph

    def _read_into(self, paragraph: Paragraph, parent: etree._Element) -> None:
        for child in _children(parent):
            tag = child.tag
            if tag in (T, MATH_TEXT):
                paragraph.add((child.text or "").translate(SEPARATORS))
            elif tag == R:
                if flag(child.find(W + "rPr"), "vanish"):
                    self._leave_out_hidden(paragraph, child)
                else:
                    self._read_into(paragraph, child)
            elif tag in MARKS:
                paragraph.add(MARKS[tag])
            elif tag == W + "sym":
                paragraph.add(_symbol(child))
            elif tag == W + "fldChar":
                _follow_field(paragraph, child.get(W + "fldCharType"))
            elif tag == W + "instrText":
                if (child.text or "").strip().upper().startswith(("LISTNUM", "AUTONUM")):
                    paragraph.remarks.append(_("A number made by a Word field is not read. Please add it."))
            elif tag in NO_TEXT:
                continue
            elif tag in DELETED:
                paragraph.tracked = True
            elif tag in INSERTED:
                paragraph.tracked = True
                self._read_into(paragraph, child)
            elif tag in DRAWN:
                self.pictures = True
                paragraph.boxes.extend(_text_boxes(child))
            elif tag in NOTES:
                self._remark_note(paragraph, NOTES[tag], child.get(W + "id"))
            elif tag == W + "commentReference":
                self.comments = True
            elif not _is_placeholder(child):
                self._read_into(paragraph, child)

    def _leave_out_hidden(self, paragraph: Paragraph, run: etree._Element) -> None:
        hidden = "".join(text.text or "" for text in run.iter(T)).strip()
        if hidden:
            paragraph.remarks.append(filled(_("Hidden text is left out: “%(text)s”"), text=hidden))

    def _remark_note(self, paragraph: Paragraph, kind: str, number: str | None) -> None:
        note = self._notes.pop((kind, number), None)
        text = "" if note is None else " ".join("".join(each.text or "" for each in note.iter(T)).split())
        if text:
            paragraph.remarks.append(filled(_("A footnote is not part of the text: “%(text)s”"), text=text))


def _children(parent: etree._Element) -> Iterator[etree._Element]:
    """Child elements, with one of several alternatives in the place of all, and controls opened."""
    for child in parent:
        if not isinstance(child.tag, str):
            continue
        if child.tag == ALTERNATIVES:
            chosen = _alternative(child)
            if chosen is not None:
                yield from _children(chosen)
        else:
            yield child


def _alternative(alternatives: etree._Element) -> etree._Element | None:
    """The version that holds a text box, else the plain one every program can show."""
    versions = [child for child in alternatives if isinstance(child.tag, str)]
    boxed = next((version for version in versions if next(version.iter(TEXT_BOX), None) is not None), None)
    if boxed is not None or not versions:
        return boxed
    return next((version for version in versions if version.tag == MC + "Fallback"), versions[0])


def _text_boxes(drawing: etree._Element) -> Iterator[etree._Element]:
    for child in _children(drawing):
        if child.tag == TEXT_BOX:
            yield child
        else:
            yield from _text_boxes(child)


def _mark_is_deleted(paragraph: etree._Element) -> bool:
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(mark.find(tag) is not None for tag in DELETED)


def _is_placeholder(control: etree._Element) -> bool:
    """Whether a content control still shows its "Click here to enter text"."""
    return control.tag == CONTROL and flag(control.find(W + "sdtPr"), "showingPlcHdr")


def _shows_text(cell: etree._Element) -> bool:
    """False for the lower cells of a vertical merge, which Word does not show."""
    properties = cell.find(W + "tcPr")
    if properties is None:
        return True
    merged = properties.find(W + "vMerge")
    return (merged is None or merged.get(VAL) == "restart") and properties.find(W + "cellDel") is None


def _symbol(element: etree._Element) -> str:
    code = element.get(W + "char", "")
    try:
        symbol = chr(int(code[:6], 16))
    except (ValueError, OverflowError):
        return ""
    return "" if symbol < " " or "\ud800" <= symbol <= "\udfff" else symbol


def _follow_field(paragraph: Paragraph, event: str | None) -> None:
    """Of a field only the result is text: what stands between "separate" and "end"."""
    if event == "begin":
        paragraph.fields.append(False)
    elif event == "separate" and paragraph.fields:
        paragraph.fields[-1] = True
    elif event == "end" and paragraph.fields:
        paragraph.fields.pop()


def _trimmed(drafts: list[Draft]) -> list[Draft]:
    """Without the blank lines at the beginning and the end of a cell."""
    filled = [index for index, draft in enumerate(drafts) if draft.text.strip() or draft.label]
    return drafts[filled[0] : filled[-1] + 1] if filled else []


def _side_by_side(cells: list[Draft]) -> Draft:
    """A table row as one line; the number of its first cell becomes the line's, a later one stands in the text."""
    first = next((index for index, cell in enumerate(cells) if cell.text.strip() or cell.label), 0)
    texts = [
        f"{cell.label} {cell.text}".rstrip() if cell.label and index != first else cell.text
        for index, cell in enumerate(cells)
    ]
    return Draft(
        text="\t".join(texts).rstrip("\t"),
        label=cells[first].label if cells else None,
        level=cells[first].level if cells else None,
        remarks=[remark for cell in cells for remark in cell.remarks],
        tracked=any(cell.tracked for cell in cells),
    )


def _warnings(drafts: list[Draft], reader: _Reader) -> list[parsed.Warning]:
    warnings = [
        parsed.Warning(line=number, message=remark)
        for number, draft in enumerate(drafts, start=1)
        for remark in draft.remarks
    ]
    tracked = [number for number, draft in enumerate(drafts, start=1) if draft.tracked]
    if tracked:
        message = ngettext_lazy(
            "The document has tracked changes in line %(lines)s: inserted text is taken, deleted text is left out.",
            "The document has tracked changes in lines %(lines)s: inserted text is taken, deleted text is left out.",
            len(tracked),
        )
        warnings.append(parsed.Warning(tracked[0], filled(message, lines=", ".join(map(str, tracked)))))
    if reader.comments:
        warnings.append(parsed.Warning(line=None, message=_("The comments in the document's margin are not read.")))
    return warnings + [parsed.Warning(line=None, message=message) for message in reader.left_out]
