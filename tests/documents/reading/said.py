"""Documents that between them make the reader say each of its sentences, and the sentences themselves."""

import datetime
import pathlib
import re
from collections.abc import Iterator

from documents.reading.clauses import LONGEST, analyse
from documents.reading.debris import in_words, repaired
from documents.reading.files import lines_of
from documents.reading.meeting_context import MeetingContext
from documents.reading.read import read_text
from tests.documents.reading.names import CONFERENCE
from tests.documents.reading.pdffiles import pdf_of
from tests.documents.reading.wordfiles import docx_of, family, level, num, p, r

INVENTED = pathlib.Path(__file__).parent / "invented"
TITLE = "REPORT OF THE MEETING OF THE LIAISON OFFICER NETWORK FOR CONSULAR PROTECTION"
PLACE_AND_DAY = "Antigua, Guatemala\nMarch 10, 2026"
PREAMBLE = (
    "The Liaison Officer Network for Consular Protection met on March 10, 2026, in Antigua, Guatemala, with the "
    "participation of Costa Rica, Guatemala, Honduras and Mexico. The following was agreed:"
)
POINTS = (
    "1. To thank Guatemala for hosting.\n2. To take note of the calendar.\n3. To thank Mexico for its presentation."
)
AGENDA = "Meeting of the Liaison Officer Network for Consular Protection\nAntigua, Guatemala\nMay 12, 2026\n\nAGENDA\n"


def report(*, title: str = TITLE, where: str = PLACE_AND_DAY, preamble: str = PREAMBLE, points: str = POINTS) -> str:
    return "\n\n".join(part for part in (title, where, preamble, points) if part)


TEXTS = [
    report(where=f"{PLACE_AND_DAY}\nMay 4, 2025"),
    report(where=f"{PLACE_AND_DAY}\nDocument for the use of those present"),
    report(where=f"{PLACE_AND_DAY}\nAntigua, Guatemala"),
    report(where="Antigua, Guatemala\nMarch 12, 2026"),
    report(
        preamble=PREAMBLE.replace(
            "Liaison Officer Network for Consular Protection", "Regional Consultation Group on Migration (RCGM)"
        )
    ),
    report(title="REPORT OF THE MEETING", preamble=PREAMBLE.replace("Network for Consular Protection", "Circle")),
    report(where="", preamble="The following was agreed by Costa Rica, Guatemala and Honduras:"),
    report(where="Lagoon City\nMarch 10, 2026", preamble="The delegations of Honduras and Mexico agreed:"),
    report(where="Lagoon City, March 10, 2026", preamble="The delegations of Honduras and Mexico agreed:"),
    report(preamble=PREAMBLE.replace("Honduras and", "Honduras, Harbour Foundation and")),
    report(points=POINTS.replace("3.", "2.")),
    report(points=f"[bookmark: a]\n{POINTS}"),
    report(points=POINTS.replace("3.", "5.")),
    report(points=f"{POINTS}\n\nANNEX I\nWork plan"),
    report(points=re.sub(r"\d\.", "•", POINTS)),
    report(points=POINTS.replace("2. ", "2. The work goes on:\n• To thank Belize.\n• To thank Panama.\n")),
    report(points=POINTS.replace("calendar", "very long calendar that was shown to\nthe delegations in the morning")),
    AGENDA + "09:00 – 09:15  Opening\n[Lead: Harbour Foundation]\n09:15 – 10:00\n[Lead: Mexico]\n15:30 – 15:00 Break",
    AGENDA
    + "09:00 – 12:30  Opening\n[Lead: Mexico]\n2:00 – 3:00  Dialogue\n• One\n[Lead: Mexico]\n• Two\n[Lead: Panama]",
    f"{AGENDA}Day 1, on which the delegations speak of the guide and of the work\n09:00 – 10:00 One\n10:00 – 11:00 Two",
]
AGREEMENTS = [
    "To convene a meeting in March 2019.",
    "Mexico presented its draft, and the Network requested it to send the draft.",
    "The TS asked countries to act by 5 June.",
    "To request that the item be included.",
    "The TS will send it by 5 June, before the next RCGM meeting.",
    "The TS will send it within ten days of receiving it.",
    "The TS will send it within ten working days.",
    "The TS will send it by 5 June 2015.",
    "The TS will send it by 31 June 2018.",
    "The TS will send it by the end of the month.",
    "Both countries will send it.",
    "Member Countries, except Belize, will send it.",
    "Regarding the proposal of Honduras, Mexico and Panama will send comments.",
    "Countries that have a law will send it.",
    "Harbour Foundation will print it.",
    "To thank Belize. " + "The TS will act. " * LONGEST,
]
DAMAGED = [
    "[bookmark: a]Canada spoke.", "The [bookmark: a][bookmark: b]word", "met inManagua today", "Canada´s offer",
    "a\u00a0copy", "two  words", "mi\u00adgrants", "\uf0b7 Item", "o\ufb03ce", "a\x07bell",
    "for Belize, Canada Costa Rica, Mexico",
]  # fmt: skip


def sayings() -> Iterator[object]:
    """Whatever the reader says of these documents, still to be put into words."""
    for text in [*TEXTS, *(path.read_text() for path in sorted(INVENTED.iterdir()))]:
        document, _lines = read_text(text, vocabulary=CONFERENCE)
        yield from (warning.message for warning in document.warnings)
        yield from (dropped.why for dropped in document.dropped)
    meeting = MeetingContext("smuggling-trafficking", datetime.date(2018, 5, 21), datetime.date(2018, 5, 22))
    for text in AGREEMENTS:
        found = analyse(text, language="en", vocabulary=CONFERENCE, meeting=meeting)
        yield from (warning.message for warning in found.warnings)
    without_body = analyse(
        "The TS will send it before the next meeting.", language="en", vocabulary=CONFERENCE, meeting=MeetingContext()
    )
    yield from (warning.message for warning in without_body.warnings)
    for content, name in files():
        yield from (warning.message for warning in lines_of(content, name).warnings)
    for text in DAMAGED:
        yield from in_words(repaired(text, language="en", vocabulary=CONFERENCE)[1])


def files() -> Iterator[tuple[bytes, str]]:
    deleted = f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('gone')}</w:tc></w:tr></w:tbl>"
    tracked = p(f'<w:ins w:id="1">{r("here")}</w:ins>')
    note = f'<w:footnote w:id="2">{p(r("See the annex."))}</w:footnote>'
    noted = p(r("y") + '<w:r><w:footnoteReference w:id="2"/><w:commentReference w:id="1"/></w:r>')
    in_words_only = family(0, level(0, "cardinalText", "%1.")) + num(1, 0)
    shown = p(r("shown") + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>")
    counted = p("<w:r><w:instrText> LISTNUM </w:instrText></w:r>" + r("x"))
    yield docx_of(p("x") + deleted + "<w:altChunk/>" + shown + counted), "report.txt"
    yield docx_of(tracked + noted, footnotes=note), "report.docx"
    yield docx_of(tracked + tracked + p("x", num=1, level=0), numbering=in_words_only), "report.docx"
    items = [(90, 40 + 13 * line, f"To thank Honduras for its presentation number {line}.") for line in range(4)]
    yield pdf_of([*items, (70, 40, "1."), (70, 53, "2.")], [], pictured=True), "report.pdf"
    yield pdf_of([(50, 30, "2. Second"), (50, 43, "3. Third"), (50, 0, "1. First")]), "report.pdf"
    yield "Reunión\nPanamá, México\ncortada: ".encode() + b"\xc3", "report.txt"
    yield "Acuerdos\nPresentación de la reunión".encode("cp850"), "report.txt"
