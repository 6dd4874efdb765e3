"""Word's automatic numbers: from numbering.xml, styles.xml and a paragraph's properties to what is printed.

The rules are those of ECMA-376 part 1, 17.9, and where it is silent, Word's own behaviour.
"""

from __future__ import annotations

import dataclasses
import re

from lxml import etree

from actions.numbering import in_roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VAL = W + "val"

LEVELS = 9
MAX_STYLES_DEEP = 50  # Word stops far earlier; a circle of styles must end too
MAX_LEVEL_TEXT = 64

PLACE = re.compile("%([1-9])")
PRINTED_BULLETS = frozenset("-–—*·•")


@dataclasses.dataclass(frozen=True)
class Level:
    """How one level of a list is numbered."""

    start: int = 0
    format: str = "decimal"
    text: str = ""
    restarts_after: int | None = None  # None: after any higher level; 0: never
    in_digits: bool = False
    style: str | None = None


@dataclasses.dataclass(frozen=True)
class ListUse:
    """A w:num: a list as used, with its own starts and levels. Lists of one family count together."""

    family: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclasses.dataclass(frozen=True)
class Number:
    """label: as printed, None where the level prints nothing; plain: False where its format had to be put in digits."""

    label: str | None
    level: int
    plain: bool = True


class Numbering:
    """Counts through one document; ask for its paragraphs in their order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._styles = {} if styles is None else {style.get(W + "styleId"): style for style in styles.iter(W + "style")}
        self._default_style = next(
            (
                name
                for name, style in self._styles.items()
                if style.get(W + "type") == "paragraph" and is_on(style.get(W + "default", "0"))
            ),
            None,
        )
        language = None if styles is None else styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
        self._spanish = language is not None and language.get(VAL, "").lower().startswith("es")
        self._families: dict[str, etree._Element] = {}
        self._uses: dict[str, ListUse] = {}
        if numbering is not None:
            self._families = {family.get(W + "abstractNumId"): family for family in numbering.iter(W + "abstractNum")}
            self._nums = {num.get(W + "numId"): num for num in numbering.iter(W + "num")}
            self._uses = {name: use for name, num in self._nums.items() if (use := self._use(num)) is not None}
        self._of_style: dict[str | None, tuple[str | None, int | None]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def of(self, properties: etree._Element | None) -> Number | None:
        """The number of the next paragraph, by its w:pPr; None for a paragraph without one."""
        style = value_of(properties, "pStyle") or self._default_style
        num, level = self._of_numbered_style(style)
        direct = None if properties is None else properties.find(W + "numPr")
        if direct is not None:
            named = value_of(direct, "numId")
            if named is not None:
                num, level = named, None
            level = whole(value_of(direct, "ilvl"), level)
        if num is None or num == "0" or (use := self._uses.get(num)) is None:
            return None
        if level is None:
            level = 0
        if level not in use.levels:
            return None
        self._count(num, use, level)
        return self._printed(use, level)

    def _of_numbered_style(self, name: str | None) -> tuple[str | None, int | None]:
        """The list and level a style carries, its own or inherited; a level may be bound to a style by name."""
        if name not in self._of_style:
            num: str | None = None
            level: int | None = None
            chain: list[str] = []
            ancestor = name or ""
            while ancestor in self._styles and num is None and len(chain) < MAX_STYLES_DEEP:
                chain.append(ancestor)
                style = self._styles[ancestor]
                carried = style.find(f"{W}pPr/{W}numPr")
                if carried is not None:
                    num = value_of(carried, "numId")
                    level = level if level is not None else whole(value_of(carried, "ilvl"), None)
                ancestor = value_of(style, "basedOn") or ""
            bound = {level.style: depth for depth, level in self._uses[num].levels.items()} if num in self._uses else {}
            level = next((bound[member] for member in chain if member in bound), level)
            self._of_style[name] = (num, level)
        return self._of_style[name]

    def _use(self, num: etree._Element) -> ListUse | None:
        family = self._family(num)
        if family is None:
            return None
        levels = dict(_levels(family))
        starts: dict[int, int] = {}
        for override in num.iterfind(W + "lvlOverride"):
            depth = whole(override.get(W + "ilvl"), None)
            if depth is None:
                continue
            levels.update(_levels(override))
            start = whole(value_of(override, "startOverride"), None)
            if start is not None:
                starts[depth] = start
        return ListUse(family=family.get(W + "abstractNumId", ""), levels=levels, starts=starts)

    def _family(self, num: etree._Element) -> etree._Element | None:
        """The w:abstractNum with the levels, through the list style it may only point to."""
        for _step in range(MAX_STYLES_DEEP):
            family = self._families.get(value_of(num, "abstractNumId") or "")
            link = value_of(family, "numStyleLink")
            if link is None:
                return family
            style = self._styles.get(link)
            carried = None if style is None else style.find(f"{W}pPr/{W}numPr")
            target = self._nums.get(value_of(carried, "numId") or "")
            if target is None:
                return next((each for each in self._families.values() if value_of(each, "styleLink") == link), family)
            num = target
        return None

    def _count(self, num: str, use: ListUse, level: int) -> None:
        counts = self._counts.setdefault(use.family, {})
        # A list that begins below its top has begun its top as well: Word prints 1.1, and the next top is 2.
        for higher in range(level):
            if higher not in counts:
                counts[higher] = self._first(use, higher)
        if level in use.starts and (num, level) not in self._started:
            counts[level] = use.starts[level]
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = self._first(use, level)
        self._started.add((num, level))
        for lower in [depth for depth in counts if depth > level]:
            after = use.levels[lower].restarts_after if lower in use.levels else None
            if after is None or level < after:
                del counts[lower]

    def _first(self, use: ListUse, level: int) -> int:
        return use.starts.get(level, use.levels[level].start if level in use.levels else 1)

    def _printed(self, use: ListUse, level: int) -> Number:
        definition = use.levels[level]
        if definition.format == "bullet":
            mark = definition.text.strip()
            return Number(label=(mark if mark in PRINTED_BULLETS else "•") if mark else None, level=level)
        counts = self._counts[use.family]
        plain = True

        def value_at(place: re.Match[str]) -> str:
            nonlocal plain
            depth = int(place.group(1)) - 1
            if depth not in counts or depth > level:
                return ""
            format_ = use.levels[depth].format if depth in use.levels else "decimal"
            if definition.in_digits and format_ != "none":
                format_ = "decimal"
            numeral = numeral_of(counts[depth], format_, spanish=self._spanish)
            plain = plain and numeral is not None
            return str(counts[depth]) if numeral is None else numeral

        label = PLACE.sub(value_at, definition.text).strip()
        return Number(label=label or None, level=level, plain=plain)


def numeral_of(value: int, format_: str, *, spanish: bool = False) -> str | None:
    """A number in one of Word's formats (ST_NumberFormat), None for a format written out in words or another script."""
    if format_ == "none" or format_ == "bullet":
        return ""
    if format_ == "decimal":
        return str(value)
    if format_ == "decimalZero":
        return f"{value:02d}"
    if format_ == "numberInDash":
        return f"- {value} -"
    if format_ == "ordinal":
        return f"{value}.º" if spanish else f"{value}{_english_ending(value)}"
    if format_ in ("lowerLetter", "upperLetter") and 0 < value <= 780:
        letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)  # after z comes aa, then bb
        return letters if format_ == "lowerLetter" else letters.upper()
    if format_ in ("lowerRoman", "upperRoman") and 0 < value < 4000:
        roman = in_roman(value)
        return roman if format_ == "lowerRoman" else roman.upper()
    return None


def _english_ending(value: int) -> str:
    if 10 <= value % 100 <= 20:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


def _levels(parent: etree._Element) -> list[tuple[int, Level]]:
    found = []
    for element in parent.iterfind(W + "lvl"):
        depth = whole(element.get(W + "ilvl"), None)
        if depth is None or not 0 <= depth < LEVELS:
            continue
        format_ = value_of(element, "numFmt")
        if format_ is None:  # a format of later Word versions stands beside its plain stand-in
            stand_in = element.find(f"{MC}AlternateContent/{MC}Fallback/{W}numFmt")
            format_ = "decimal" if stand_in is None else stand_in.get(VAL, "decimal")
        text = (value_of(element, "lvlText") or "")[:MAX_LEVEL_TEXT]
        if format_ == "bullet" and element.find(W + "lvlPicBulletId") is not None:
            text = "•"
        level = Level(
            start=whole(value_of(element, "start"), 0) or 0,
            format=format_,
            text=text,
            restarts_after=whole(value_of(element, "lvlRestart"), None),
            in_digits=flag(element, "isLgl"),
            style=value_of(element, "pStyle"),
        )
        found.append((depth, level))
    return found


def value_of(parent: etree._Element | None, name: str) -> str | None:
    """The w:val of a child element, None where there is none."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else child.get(VAL)


def flag(parent: etree._Element | None, name: str) -> bool:
    """Whether a child element switches something on: <w:name/> does, <w:name w:val="0"/> does not."""
    child = None if parent is None else parent.find(W + name)
    return child is not None and is_on(child.get(VAL, "1"))


def is_on(value: str) -> bool:
    return value.lower() not in ("0", "false", "off")


def whole(value: str | None, otherwise: int | None) -> int | None:
    """A whole number of at most nine digits, `otherwise` where there is none."""
    return int(value) if value is not None and re.fullmatch("-?[0-9]{1,9}", value) else otherwise
