"""Those whom a text excepts from others it names ("Member Countries, except Belize"): patterns over coded text."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from documents.reading.folding import Folded
from documents.reading.groups import HIDDEN, NAME, Group

_LEAD = {
    "en": r"(?:except(?: for)?|excepting|with (?:the )?exception of|excluding|not including|save(?: for)?|other than"
    r"|but not)",
    "es": r"(?:(?:con (?:la )?|a )excepcion de|salvo|excepto|exceptuando|excluyendo|sin incluir"
    r"|(?<!al )(?<!lo )menos)l?(?: al?)?",
}
# Nobody by name: "those that have sent theirs".
_SOME = {
    "en": r"(?:those|the ones|(?:the )?(?:countries|delegations)) [^,;.()]*",
    "es": r"(?:aquell[oa]s|l[oa]s que|quienes|(?:los |las )?(?:paises|delegaciones)) [^,;.()]*",
}
_CLOSED_BY = {",": ",", "(": ")", "-": " -"}


@dataclasses.dataclass(frozen=True)
class Excepted:
    """start, end: where the exception stands. names: whom it names. written: its words."""

    start: int
    end: int
    names: tuple[str, ...]
    written: str


@dataclasses.dataclass(frozen=True)
class Parted:
    coded: str
    groups: tuple[Group, ...]
    excepted: tuple[Excepted, ...]


def parted(coded: str, groups: Iterable[Group], folded: Folded, language: str) -> Parted:
    """Those excepted taken out of the groups; an exception beside those it is made of is covered by their group."""
    kept = {group.start: group for group in groups}
    found: list[Excepted] = []
    for match in _pattern(language).finditer(coded):
        who = kept.pop(match.start("who"), None)
        names = tuple(who.names) if who else ()
        found.append(Excepted(match.start("lead"), match.end("who"), names, folded.written(*match.span("who"))))
        start, end = match.start("lead"), match.end("who")
        from_whom = next((one for one in kept.values() if one.end == match.start("apart")), None)
        if from_whom:
            apart = match["apart"].strip()
            end = match.end("close") if apart and match["close"] == _CLOSED_BY[apart] else end
            kept[from_whom.start] = dataclasses.replace(from_whom, end=end)
            coded = _marked(coded, from_whom.start, end, NAME)
            continue
        following = kept.get(match.end("close") + 1) if match["close"] == "," else None
        opens = not coded[:start].strip() or coded[:start].rstrip()[-1] in ".;:\n"
        if following and opens:
            del kept[following.start]
            kept[start] = dataclasses.replace(following, start=start)
            coded = _marked(coded, start, following.end, NAME)
        else:
            coded = _marked(coded, match.start("who"), end, HIDDEN)
    return Parted(coded, tuple(kept[start] for start in sorted(kept)), tuple(found))


def _pattern(language: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<apart>(?: ?[,(-])? ?)\b(?P<lead>{_LEAD[language]}) (?P<who>{NAME}+(?!')|{_SOME[language]})"
        r"(?P<close> ?[,)-])?"
    )


def _marked(coded: str, start: int, end: int, mark: str) -> str:
    return coded[:start] + mark * (end - start) + coded[end:]
