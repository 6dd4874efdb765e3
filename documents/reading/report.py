"""Rows → agreements: the numbered points of a report with their paragraphs and sub-items, and its closing."""

from __future__ import annotations

import dataclasses
import re

from django.utils.translation import gettext_lazy as _

from documents.reading.annexes import first_annex
from documents.reading.bullets import are_sub_items
from documents.reading.clauses import analyse
from documents.reading.closing import begins_closing
from documents.reading.heading import DOCUMENT_WORD
from documents.reading.layout import Row
from documents.reading.meeting_context import context_of
from documents.reading.messages import filled
from documents.reading.openings import is_operative
from documents.reading.outline import Marker, Point, points_of
from documents.reading.paragraphs import Joiner, Paragraph, lines_of_all
from documents.reading.parsed import Agreement, Document, Dropped, Warning
from documents.reading.vocabulary import Vocabulary

LONGEST_SECTION = 9  # words
ANNOUNCES = re.compile(
    r"\b(?:follow(?:s|ing)|consider(?:ation)?|agreed|agreements|sigu(?:e|iente|ientes)|consideraci[oó]n"
    r"|acord(?:ó|aron)|acuerdos)\b[^.]*[:.]$",
    re.IGNORECASE,
)


@dataclasses.dataclass
class Node:
    """A point of the report while it is put together."""

    point: Point
    paragraphs: list[Paragraph]
    children: list[Node]

    @property
    def text(self) -> str:
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs if paragraph.text)

    @property
    def first_line(self) -> int:
        return self.paragraphs[0].lines[0]


@dataclasses.dataclass
class Body:
    """A report's rows, divided."""

    head: list[Row]  # heading and preamble
    nodes: list[Node]
    closing: list[Paragraph]
    dropped: list[Dropped]
    warnings: list[Warning]


def divide(rows: list[Row], joiner: Joiner) -> Body:
    """The rows before the first point, the points as a tree, and what stands behind the last."""
    points = _without_bullets_before_numbers(points_of(rows, language=joiner.language))
    begins = points[0].row if points else next((i for i, row in enumerate(rows) if ANNOUNCES.search(row.text)), None)
    annex = None if begins is None else first_annex(rows, after=begins)
    if annex is not None:
        return _without_annexes(divide(rows[:annex], joiner), rows[annex:])
    if not points:
        return _without_numbers(rows, joiner)
    head, section = _without_section(rows[: points[0].row], followed=True)
    body = Body(head, [], [], [], [])
    body.dropped += [Dropped(row.line, row.text, _("Heading of a section.")) for row in section]
    ends = [point.row for point in points[1:]] + [len(rows)]
    path: list[Node] = []
    for point, end in zip(points, ends, strict=True):
        own, section = _without_section(rows[point.row : end], followed=end < len(rows))
        body.dropped += [Dropped(row.line, row.text, _("Heading of a section.")) for row in section]
        node = Node(point, _paragraphs(own, point.marker, joiner), [])
        del path[point.depth :]
        (path[-1].children if path else body.nodes).append(node)
        path.append(node)
    body.closing = _take_closing(path[-1], joiner.language)
    body.nodes = _without_sections(body)
    _fold_bullets(body, body.nodes, joiner)
    body.warnings += _doubts(body.nodes, parent="")
    return body


def _without_annexes(body: Body, annexes: list[Row]) -> Body:
    body.dropped += [
        Dropped(row.line, row.text, _("Stands in an annex, not among what was agreed.")) for row in annexes
    ]
    heading = annexes[0]
    message = filled(
        _("“%(heading)s” begins an annex: what follows was left out of the agreements."), heading=heading.plain
    )
    body.warnings.append(Warning(heading.line, message))
    return body


def _without_bullets_before_numbers(points: list[Point]) -> list[Point]:
    """A list in the preamble (of those present, say) is no agreement where the agreements are numbered."""
    first = next((i for i, point in enumerate(points) if not point.marker.is_bullet), 0)
    if first == 0:
        return points
    lowest = min(point.depth for point in points[first:])
    return [dataclasses.replace(point, depth=point.depth - lowest) for point in points[first:]]


def _paragraphs(rows: list[Row], marker: Marker, joiner: Joiner) -> list[Paragraph]:
    """The paragraphs of a point, its number taken off; a number alone on its line goes with the next."""
    first = dataclasses.replace(rows[0], text=rows[0].text[marker.length :].strip())
    if first.text or len(rows) == 1:
        return joiner.paragraphs([first, *rows[1:]])
    paragraphs = joiner.paragraphs(rows[1:])
    return [Paragraph(paragraphs[0].text, (first, *paragraphs[0].rows)), *paragraphs[1:]]


def _without_section(rows: list[Row], *, followed: bool) -> tuple[list[Row], list[Row]]:
    """A short line behind a finished point, before the next, is the heading of a section."""
    if len(rows) < 2 or not followed:
        return rows, []
    last, before = rows[-1], rows[-2]
    words = last.plain.split()
    apart = (last.after_blank or last.plain.isupper()) and before.ends_sentence
    short = len(words) <= LONGEST_SECTION and not last.text[:1].islower()
    named = last.text.endswith(":") and len(words) <= 3 and DOCUMENT_WORD.search(last.text) is not None
    open_ended = not last.ends_sentence or named
    alone = last.after_blank and DOCUMENT_WORD.fullmatch(last.plain.strip(" :.")) is not None
    return (rows[:-1], [last]) if alone or (apart and short and open_ended) else (rows, [])


def _take_closing(last: Node, language: str) -> list[Paragraph]:
    for i, paragraph in enumerate(last.paragraphs):
        if i and begins_closing(paragraph.text, language=language):
            closing = last.paragraphs[i:]
            del last.paragraphs[i:]
            return closing
    return []


def _without_sections(body: Body) -> list[Node]:
    """ "II. MIGRATION POLICY" over numbered agreements is the heading of a section, and they run on through it."""
    sections = [node for node in body.nodes if _is_section(node)]
    if len(sections) < len(body.nodes) or not sections:
        return body.nodes
    nodes: list[Node] = []
    for section in sections:
        text = f"{section.point.marker.written} {section.text}"
        body.dropped.append(Dropped(section.first_line, text, _("Heading of a section.")))
        for node in section.children:
            value = int(node.point.number) if node.point.number.isdigit() else 0
            if nodes and value <= len(nodes):
                node.point = dataclasses.replace(node.point, number=str(len(nodes) + 1), doubt="damaged")
            elif value == len(nodes) + 1:
                node.point = dataclasses.replace(node.point, doubt=None)
            nodes.append(node)
    return nodes


def _is_section(node: Node) -> bool:
    letters = not node.point.number[0].isdigit()
    short = len(node.text.split()) <= LONGEST_SECTION and not node.text.endswith((".", ";"))
    return letters and short and bool(node.children) and all(child.point.number.isdigit() for child in node.children)


def _fold_bullets(body: Body, nodes: list[Node], joiner: Joiner) -> None:
    """Bullets under a point become its sub-items or part of its text; either is told."""
    for node in nodes:
        _fold_bullets(body, node.children, joiner)
        bullets = [child for child in node.children if child.point.marker.is_bullet]
        if not bullets:
            continue
        line = bullets[0].first_line
        texts = [child.text for child in bullets]
        if len(bullets) < len(node.children) or are_sub_items(
            node.text, texts, language=joiner.language, vocabulary=joiner.vocabulary
        ):
            body.warnings.append(Warning(line, _("Bullets were taken as sub-items and lettered.")))
            continue
        body.warnings.append(Warning(line, _("Bullets were left in the text of the point.")))
        for child in bullets:
            node.paragraphs += _as_paragraphs(child)
        node.children = []


def _as_paragraphs(bullet: Node) -> list[Paragraph]:
    first = bullet.paragraphs[0]
    listed = [Paragraph(f"{bullet.point.marker.written} {first.text}".strip(), first.rows), *bullet.paragraphs[1:]]
    return [*listed, *(paragraph for child in bullet.children for paragraph in _as_paragraphs(child))]


def _doubts(nodes: list[Node], *, parent: str) -> list[Warning]:
    """What is to be said of numbers that were put right or left out."""
    warnings = []
    for node in nodes:
        point = node.point
        label = f"{parent}{point.number}"
        if point.doubt == "damaged":
            message = _("A damaged number was put right: “%(written)s” is %(label)s.")
        elif point.doubt == "flattened":
            message = _("A nested list had lost its levels: “%(written)s” was taken as sub-item %(label)s.")
        elif point.doubt == "missing":
            message = _("Numbers are missing before %(label)s.")
        else:
            message = None
        if message is not None:
            warnings.append(Warning(node.first_line, filled(message, written=point.marker.written, label=label)))
        warnings += _doubts(node.children, parent=f"{label}.")
    if not parent and nodes and nodes[0].point.marker.is_bullet:
        warnings.insert(0, Warning(nodes[0].first_line, _("The agreements had bullets and were numbered.")))
    return warnings


def _without_numbers(rows: list[Row], joiner: Joiner) -> Body:
    """A report whose numbers were lost: what is announced by "as follows:" and opens with a verb of agreeing."""
    paragraphs = joiner.paragraphs(rows)
    announced = next((i for i, paragraph in enumerate(paragraphs) if ANNOUNCES.search(paragraph.text)), None)
    if announced is None:
        return Body(rows, [], [], [], [])
    body = Body([row for paragraph in paragraphs[: announced + 1] for row in paragraph.rows], [], [], [], [])
    rest = paragraphs[announced + 1 :]
    spaced = any(paragraph.rows[0].after_blank for paragraph in rest[1:])
    for i, paragraph in enumerate(rest):
        if body.nodes and begins_closing(paragraph.text, language=joiner.language):
            body.closing = rest[i:]
            break
        follows_on = spaced and not paragraph.rows[0].after_blank
        if body.nodes and (follows_on or not is_operative(paragraph.text, language=joiner.language)):
            body.nodes[-1].paragraphs.append(paragraph)
            continue
        point = Point(i, Marker("", (("bullet", 0),), ()), 0, str(len(body.nodes) + 1))
        body.nodes.append(Node(point, [paragraph], []))
    if body.nodes:
        message = _("The agreements had no numbers and were numbered.")
        body.warnings.append(Warning(body.nodes[0].first_line, message))
    return body


def fill_agreements(document: Document, body: Body, *, vocabulary: Vocabulary) -> None:
    """The points as agreements, each with what follows from its text."""
    meeting = context_of(document)

    def agreement_of(node: Node, lead_in: str) -> Agreement:
        analysis = analyse(
            node.text, language=document.language, vocabulary=vocabulary, meeting=meeting, lead_in=lead_in
        )
        document.warnings += [dataclasses.replace(warning, line=node.first_line) for warning in analysis.warnings]
        return Agreement(
            number=node.point.number,
            text=node.text,
            kind=analysis.kind,
            refers_to=analysis.refers_to,
            actions=analysis.actions,
            children=[agreement_of(child, node.text) for child in node.children],
            lines=lines_of_all(node.paragraphs),
        )

    document.agreements = [agreement_of(node, "") for node in body.nodes]
    document.closing = [paragraph.text for paragraph in body.closing]
    if body.closing:
        document.lines["closing"] = lines_of_all(body.closing)
