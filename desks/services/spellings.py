"""However a person's name or address is written in a text."""

import collections
import functools
import html
import re
import unicodedata

# Between two words of a name: a line that was folded, and the mark before one that is quoted.
GAP = r"(?:\s|&nbsp;)+(?:>\s*)*"
APOSTROPHES = "'’ʼ´`"
HYPHENS = "-‐‑"
NOTHING = r"(?!)"
NOT_WITHIN_A_WORD = r"(?<![^\W_])"
# Of an address, "maria.ana@" is another one than "ana@".
NOT_WITHIN_AN_ADDRESS = NOT_WITHIN_A_WORD + r"(?<![^\W_][.+_-])"


def pattern_of(known):
    """Finds each of the names and addresses as words of their own: in capitals, without accents, across lines, escaped.

    A name of a single word is found as it is written alone: in capitals or small letters it may be any word.
    """
    known = [unicodedata.normalize("NFC", part.strip()) for part in known if part.strip()]
    if not known:
        return re.compile(NOTHING)
    addresses_first = sorted(known, key=lambda part: ("@" not in part, -len(part)))
    return re.compile(f"{_first_of(known)}(?:{'|'.join(map(_spelled, addresses_first))})")


def _first_of(known):
    """Looks ahead at one letter alone, which spares most of the time."""
    if not all(part[0].isalnum() for part in known):
        return ""
    letters = {letter for part in known for letter in _alike(part[0])}
    return f"(?=[{''.join(sorted({form for one in letters for form in one.lower() + one.upper()}))}])"


def _spelled(part):
    words = part.split()
    spelled = GAP.join("".join(map(_sign, word)) for word in words)
    if "@" in part:
        return rf"{NOT_WITHIN_AN_ADDRESS}(?i:{spelled})(?![^\W_])"
    return rf"{NOT_WITHIN_A_WORD}(?{'i' * (len(words) > 1)}:{spelled})(?![^\W_]|@)"


def _sign(char):
    if char in APOSTROPHES:
        return f"(?:[{APOSTROPHES}]|&#x27;|&#39;)"
    if char in HYPHENS:
        return rf"[{HYPHENS}]\s*"
    if (escaped := html.escape(char)) != char:
        return f"(?:{char}|{escaped})"
    # An accent stands in the letter, or after it as a mark of its own.
    return rf"[{_alike(char)}][\u0300-\u036f]*" if char.isalpha() else re.escape(char)


def _alike(char):
    """A letter, with an accent and without."""
    plain = unicodedata.normalize("NFD", char)[0]
    return f"{char}{plain}{_with_accents()[plain]}"


@functools.cache
def _with_accents():
    """{letter: the letters that are it with an accent}."""
    found = collections.defaultdict(str)
    for char in map(chr, range(0xC0, 0x250)):
        found[unicodedata.normalize("NFD", char)[0]] += char
    return found
