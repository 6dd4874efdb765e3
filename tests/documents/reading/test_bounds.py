"""What is refused: each with a word on what to do, quickly, and before anything large is unpacked."""

import io
import struct
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.reading import package
from documents.reading.errors import CannotRead
from documents.reading.files import MAX_BYTES, lines_of
from documents.reading.lines import MAX_CHARACTERS, MAX_LINES
from tests.documents.reading.wordfiles import WORD, docx_of, links, p, r, row, zip_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
SAVE_AS_DOCX = "In Word, choose “Save as” and “Word Document (.docx)”, and bring that file."
PROTECTED = "The file is protected by a password. Please save it without one and bring it again."
DAMAGED = str(package.DAMAGED)
TOO_MUCH = str(package.TOO_MUCH)
TOO_LONG = "The document is too long to be one report. Please bring the report alone."


def refusal_of(content: bytes, name: str = "report.docx") -> str:
    began = time.thread_time()
    with pytest.raises(CannotRead) as refusal:
        lines_of(content, name)
    assert time.thread_time() - began < 10
    return str(refusal.value)


@pytest.mark.parametrize(
    "content",
    [b"", b" \r\n\t ", b"\xef\xbb\xbf", b"\xff\xfe", "\u200b\n\xa0".encode(), " \n ".encode("utf-16")],
    ids=["nothing", "spaces", "bom", "bom16", "invisible", "spaces16"],
)
def test_an_empty_file(content):
    assert refusal_of(content, "report.txt") == "The file is empty."


def test_a_file_too_large():
    assert refusal_of(b"a" * (50 * 1024 * 1024)).startswith("The file is larger than 20 MB.")
    assert lines_of(b"a" * 1000, "x.txt").lines[0].text == "a" * 1000
    assert MAX_BYTES == 20 * 1024 * 1024


def test_a_text_too_long():
    assert refusal_of(b"a" * (MAX_CHARACTERS + 1), "x.txt") == TOO_LONG
    assert refusal_of(b"a\n" * (MAX_LINES + 1), "x.txt") == TOO_LONG
    assert refusal_of(b"\n" * MAX_BYTES, "x.txt") == "The file is empty."
    assert refusal_of(b"a" + b"\n" * (MAX_BYTES - 1), "x.txt") == TOO_LONG
    assert refusal_of(b"a" + b"\r" * (MAX_CHARACTERS - 1), "x.txt") == TOO_LONG
    assert refusal_of(docx_of(p("x") * (MAX_LINES + 1))) == TOO_LONG


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (OLE, f"The file is an older Office file (such as .doc), which cannot be read. {SAVE_AS_DOCX}"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), PROTECTED),
        (rb"{\rtf1\ansi text}", f"Rich text files (.rtf) cannot be read. {SAVE_AS_DOCX}"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 9, "The file is a picture."),
        (b"\xff\xd8\xff\xe0", "The file is a picture."),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "The file is a picture."),
        (b"  <!DOCTYPE html><p>text</p>", "The file is a web page or XML"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><w:wordDocument/>", "The file is a web page or XML"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "The file is a web page or XML"),
        (b"\x7fELF\x02\x01\0\0", "The file is not a text that can be read."),
        (zip_of({"mimetype": b"application/vnd.oasis", "content.xml": b"<a/>"}), "OpenDocument files (.odt)"),
        (zip_of({"report.txt": b"text"}), "The file is an archive (ZIP)."),
        (docx_of(p("x"))[:-200], DAMAGED),
        (docx_of(p("x"))[:200], DAMAGED),
        (b"PK\x03\x04", DAMAGED),
    ],
)  # fmt: skip
def test_files_of_other_kinds(content, words):
    assert refusal_of(content).startswith(words)


def test_office_files_that_are_no_plain_word_document():
    macros = docx_of(p("x"), main_type="application/vnd.ms-word.document.macroEnabled.main+xml")
    hidden = docx_of(p("x"), more={"word/vbaProject.bin": b"\0"})
    sheet = docx_of(p("x"), main_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")
    assert refusal_of(macros) == f"The Word document contains macros and is not opened. {SAVE_AS_DOCX}"
    assert refusal_of(hidden) == f"The Word document contains macros and is not opened. {SAVE_AS_DOCX}"
    assert refusal_of(sheet).startswith("The file is an Office file but no Word document.")


def test_a_word_template_is_read():
    content = docx_of(p("x"), main_type=f"{WORD}.template.main+xml")
    assert [line.text for line in lines_of(content, "report.dotx").lines] == ["x"]


def test_a_name_that_promises_another_kind_is_said():
    original = lines_of(b"plain text", "Report.PDF")
    assert (original.kind, [each.message for each in original.warnings]) == (
        "txt",
        ["The file is named .pdf, but it is TXT and was read as such."],
    )
    assert lines_of(b"plain text", "notes.md").warnings == []


def test_parts_missing_or_broken():
    assert refusal_of(docx_of(p("x"), more={"_rels/.rels": links({}).encode()})) == DAMAGED
    assert refusal_of(
        docx_of(p("x"), more={"_rels/.rels": links({"officeDocument": "word/no.xml"}).encode()})
    ).startswith("The file is an Office file but no Word document.")
    assert refusal_of(docx_of("<w:p>")) == DAMAGED
    assert refusal_of(docx_of(p("x"), more={"word/document.xml": b"<html><body/></html>"})) == DAMAGED
    assert refusal_of(docx_of(p("x"), more={"word/document.xml": b""})) == DAMAGED


def test_a_zip_bomb_is_not_unpacked():
    bomb = docx_of(p("x"), more={"word/media/image1.bmp": b"\0" * (60 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert refusal_of(bomb) == TOO_MUCH
    assert refusal_of(docx_of(p("x"), more={"word/document.xml": b" " * (package.MAX_PART + 1)})) == TOO_MUCH


def test_an_archive_inside_is_left_alone():
    inner = zip_of({f"{number}.zip": zip_of({"zeros": b"\0" * 1_000_000}) for number in range(8)})
    content = docx_of(p("x"), more={"word/embeddings/annex.zip": inner})
    assert [line.text for line in lines_of(content, "report.docx").lines] == ["x"]


def test_too_many_entries():
    many = docx_of(p("x"), more={f"word/{number}": b"" for number in range(package.MAX_ENTRIES)})
    assert refusal_of(many) == TOO_MUCH


def test_an_entry_that_lies_about_its_size():
    content = bytearray(docx_of(p("x" * 5000)))
    place = content.rindex(b"word/document.xml") - 46  # its row in the table of contents
    assert content[place : place + 4] == b"PK\x01\x02"
    content[place + 24 : place + 28] = struct.pack("<I", 10)
    assert refusal_of(bytes(content)) == DAMAGED


def test_an_entry_under_a_password():
    content = bytearray(docx_of(p("x")))
    for name in (b"[Content_Types].xml", b"word/document.xml"):
        place = content.rindex(name) - 46
        content[place + 8] |= 1
    assert refusal_of(bytes(content)) == PROTECTED


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY x "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE d SYSTEM "http://example.org/d.dtd">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32-be"])
def test_entities_are_never_resolved(declared, encoding):
    document = (
        f'<?xml version="1.0" encoding="{encoding}"?>{declared}'
        f'<w:document xmlns:w="{package.STRICT[1][1].decode()}"><w:body>{p(r("&x;"))}</w:body></w:document>'
    )
    assert refusal_of(docx_of("", more={"word/document.xml": document.encode(encoding)})) == DAMAGED


@pytest.mark.parametrize(
    "body",
    [
        "<w:r/>" * (package.MAX_TAGS // 2),
        "<w:tbl><w:tr><w:tc>" * 3000 + "</w:tc></w:tr></w:tbl>" * 3000,
        p("<w:ins>" * 200 + r("x") + "</w:ins>" * 200),
        "<w:tbl><w:tr><w:tc>" * 80 + p("x") + "</w:tc></w:tr></w:tbl>" * 80,
    ],
    ids=["elements", "depth", "runs", "tables"],
)
def test_strange_xml_ends_soon(body):
    began = time.thread_time()
    try:
        texts = [line.text for line in lines_of(docx_of(body), "report.docx").lines]
    except CannotRead:
        texts = ["x"]
    assert "".join(texts) == "x"
    assert time.thread_time() - began < 10


def test_a_large_document_of_cells_is_read_soon():
    content = docx_of("<w:tbl>" + row(p("a"), p("b")) * 5_000 + "</w:tbl>")
    began = time.thread_time()
    lines = lines_of(content, "report.docx").lines
    assert time.thread_time() - began < 10
    assert {line.text for line in lines} == {"a\tb"}
    assert len(lines) == 5_000


WHOLE = docx_of(p("To thank Honduras") + f"<w:tbl>{row(p('a'), p('b'))}</w:tbl>")


@settings(max_examples=150)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=6))
def test_a_damaged_archive_is_read_or_refused_and_never_breaks(place, damage):
    content = WHOLE[:place] + damage + WHOLE[place + len(damage) :]
    try:
        original = lines_of(content, "report.docx")
    except CannotRead:
        return
    assert "".join(line.text for line in original.lines).strip()


def test_parts_packed_as_word_never_packs_them():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    assert refusal_of(out.getvalue()) == DAMAGED
