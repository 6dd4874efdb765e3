"""The original's lines with what was found in them marked, however the text was repaired on the way."""

import dataclasses
import unicodedata


@dataclasses.dataclass
class Piece:
    text: str
    marked: bool


@dataclasses.dataclass
class OriginalLine:
    """agreement: the key of the agreement it belongs to. left_out: why the reader left it out."""

    number: int
    label: str
    pieces: list[Piece]
    agreement: int | None = None
    left_out: str = ""


def original_lines(lines, *, places, left_out):
    """The lines of an original for the page.

    lines: as an upload keeps them. places: (first line, last line, key, phrases) of each agreement, the outer before
    the inner. left_out: (line, text, why) of what the reader left out.
    """
    numbers = {line["number"]: index for index, line in enumerate(lines)}
    texts = [line["text"] for line in lines]
    marks = [[] for _line in lines]
    owners = {}
    for first, last, key, phrases in places:
        within = [numbers[number] for number in range(first, last + 1) if number in numbers]
        owners |= dict.fromkeys(within, key)
        for phrase in phrases:
            for index, start, end in _spans(texts, within, phrase):
                marks[index].append((start, end))
    return [
        OriginalLine(
            number=line["number"],
            label=line["label"],
            pieces=_pieces(line["text"], marks[index]),
            agreement=owners.get(index),
            left_out=_why_left_out(line, left_out),
        )
        for index, line in enumerate(lines)
    ]


def _why_left_out(line, left_out):
    """Why the whole line was left out; empty where a part of it was read."""
    text = "".join(map(_plain, line["text"]))
    for number, dropped, why in left_out:
        if number == line["number"] and "".join(map(_plain, dropped)) == text:
            return why
    return ""


def _spans(texts, within, phrase):
    """Where a phrase stands in these lines: (line, start, end) of each, blanks, case and accents apart."""
    squeezed, places = [], []
    for index in within:
        for offset, char in enumerate(texts[index]):
            plain = _plain(char)
            squeezed.append(plain)
            places += [(index, offset)] * len(plain)
    wanted = "".join(map(_plain, phrase))
    start = "".join(squeezed).find(wanted) if wanted else -1
    if start < 0:
        return []
    spans = {}
    for index, offset in places[start : start + len(wanted)]:
        first, _last = spans.get(index, (offset, offset))
        spans[index] = (first, offset + 1)
    return [(index, first, last) for index, (first, last) in spans.items()]


def _plain(char):
    """What a character counts as: nothing for blanks and marks, its letters without accents else."""
    return "".join(part for part in unicodedata.normalize("NFKD", char).casefold() if part.isalnum())


def _pieces(text, marks):
    pieces, place = [], 0
    for start, end in sorted(marks):
        if start < place:
            continue
        pieces += [Piece(text[place:start], False), Piece(text[start:end], True)]
        place = end
    pieces.append(Piece(text[place:], False))
    return [piece for piece in pieces if piece.text]
