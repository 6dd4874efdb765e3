"""PDF files written by hand, so that a test decides in which order and where each piece of text is drawn."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
PICTURE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
)


def pdf_of(*pages: Sequence[tuple[float, float, str]], pictured: bool = False) -> bytes:
    """A PDF with a page for each list of (x, y, text), drawn in that order; y counts down from the top."""
    return pdf_with(*(b"".join(map(_drawn, page)) for page in pages), pictured=pictured)


def pdf_with(*contents: bytes, pictured: bool = False, packed: bool = False) -> bytes:
    """A PDF with a page for each content stream, as it is or packed."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", FONT, PICTURE + b"\nstream\n\0\nendstream"]
    kids = []
    picture = b"/XObject << /Im0 4 0 R >>" if pictured else b""
    for content in contents:
        stream = zlib.compress(content) if packed else content
        coding = b"/Filter /FlateDecode" if packed else b""
        objects.append(b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(stream), coding, stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> %s >> >>" % (len(objects), picture)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def _drawn(piece: tuple[float, float, str]) -> bytes:
    x, y, text = piece
    written = text.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    return b"BT /F1 11 Tf 1 0 0 1 %.1f %.1f Tm (%s) Tj ET\n" % (x, 800 - y, written)
