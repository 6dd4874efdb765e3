"""Who is named in a text: delegations, audiences, bodies and names nobody has told the reader."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re

from documents.reading.audiences import AUDIENCES
from documents.reading.bodies import bodies_of
from documents.reading.folding import Folded, fold, folded_name
from documents.reading.known_names import territories
from documents.reading.patterns import any_of, name_pattern
from documents.reading.things import names_a_thing
from documents.reading.vocabulary import Party, Vocabulary

NEAR = 100  # characters around a name that may say more of it
SHORTEST_TITLE = 4  # words
# A country is not a member country after these words, nor before those.
_NOT_BEFORE = re.compile(
    r"\b(?:third|other|both|two|three|four|host|hosting|origin|transit|destination|many|some|several|certain|observer"
    r"|neighbou?ring|american|developing|partner|donor|affected|receiving|sending|among|between"
    r"|ambos|otros|dos|tres|algunos|varios|ciertos|terceros|entre) (?:de )?(?:los )?$"
)
_NOT_AFTER = re.compile(
    r" (?:of|from|in) (?!the (?:rcm|region|conference|network)\b)\w|'? ?(?:of|de) (?:origin|transit|destination|return)"
    r"| (?:de|del) (?!la (?:crm|region|conferencia|red)\b)\w|-"
)
_NETWORK_NOT_AFTER = re.compile(r" (?:of|for|to combat|against|on|para|contra|regional|de (?!la crm)|del) ?|-")
# Members of the conference are written large; these have members of their own.
_OTHER_MEMBERS = re.compile(
    r"\b(?:family|team|staff|committee|board|group|council|household|crew|parliament|congress|society|community) $"
)
_MEMBERS = re.compile(r"(?P<word>m)(?:embers|iembros)$")
_COUNTRIES = re.compile(r"countries|states|governments|paises|estados|gobiernos")
_OF_COUNTRIES = frozenset({"MEMBERS", "ALL"})  # audiences that have delegations or representatives
_DELEGATION_OF = re.compile(
    r"\b(?:(?:the|la|las|el|los|l|all|both|por parte) )*(?:delegations?|governments?|representatives?"
    r"|representations?|authorities"
    r"|people and (?:the )?government|liaison officers?|national focal points?|focal points?|secretariat"
    r"|delegacion(?:es)?|gobiernos?|representantes?|representacion(?:es)?|autoridades|pueblo y (?:el )?gobierno"
    r"|(?:funcionari[oa]s?|oficial(?:es)?) de enlace|puntos? focal(?:es)?|secretaria(?: general)?"
    r"|direccion (?:general )?de migracion"
    r"|(?:ministr(?:y|ies)|secretar(?:y|iat)) of [a-z]+(?: [a-z]+){0,2}|(?:ministerio"
    r"|secretaria) de [a-z]+(?: [a-z]+){0,2})"
    r"(?: (?:of|from|for) (?:the )?| (?:de los|de las|de la|del?|ante) (?:l )?)$"
)
_ARTICLE = re.compile(r"\b(?:the|la|el|los|las|l) $")
_ACRONYM = re.compile(r" ?\((?:the |la |el )?([^()]{1,40})\)")
_THROUGH = re.compile(
    r"(?: ?[,-])? ?(?:represented by|through|via|by means of|a traves de|por medio de|representada por)"
    r"(?: the| la| el)? "
)
_CLOSING = re.compile(r" ?[,-]")
_CIVIL_SOCIETY = re.compile(
    r"\b(?:the |la |las )?(?:civil society(?: organi[sz]ations)?|sociedad civil"
    r"|organizaciones (?:de la sociedad civil|civiles))\b"
)
_OFFICE_WORD = re.compile(r"secretariat|secretaria|presidency|presidencia")

_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][\w&-]*"
_CAPITALS = rf"{_CAPITAL}(?:\s(?:the\s)?{_CAPITAL})*"
_OF_WHAT = (
    r"(?:of\sthe|of|for\sthe|for|against|on|in|de\sla|de\slas|de\slos|del|de|para\sla|para\sel|para\slos|para"
    r"|contra\sla|contra\sel|contra|sobre|en)"
)
# "and" joins what a name is of ("Bank for Trade and Development"); elsewhere it joins two names.
_PROPER_NAME = re.compile(
    rf"(?<!\w){_CAPITALS}(?:\s{_OF_WHAT}\s{_CAPITALS}(?:\s(?:and|y|e)\s{_CAPITALS})?)*(?:\s\([^()\s]{{2,12}}\))?"
)
_OF = re.compile(r" (?:of|from|de|del) ")
_SOME_COUNTRIES = re.compile(r"\b(?:the |los )?(?P<what>(?:countries|paises) (?:of (?:the )?|del? ))(?!rcm|crm)")
_WORKING_GROUP = re.compile(
    r"\b(?:a |an |the |this |el |un |este )(?P<what>(?:ad[ -]hoc )?(?:working|drafting|contact) group"
    r"|ad[ -]hoc group|task force"
    r"|grupo (?:ad[ -]hoc )?de (?:trabajo|redaccion)|grupo ad[ -]hoc|grupo de tarea)(?! on|-)\b"
)
_PLACE_BEFORE = re.compile(r"\b(?:in|at|en) [A-ZÁÉÍÓÚÑ][\w'’-]*(?:\s[A-ZÁÉÍÓÚÑ][\w'’-]*){0,3},\s$")


@dataclasses.dataclass(frozen=True)
class Mention:
    """Somebody named, with the span in the folded text.

    name: a code, an audience, or the name as written. kind: party | audience | body | unknown.
    """

    start: int
    end: int
    name: str
    kind: str
    own: bool = False  # a body that is the meeting's own


@dataclasses.dataclass(frozen=True)
class _Names:
    parties: re.Pattern[str]
    codes: dict[str, Party]
    acronyms: frozenset[str]
    offices: dict[str, str]
    civil_society: str | None


@functools.lru_cache(maxsize=8)
def _names(vocabulary: Vocabulary) -> _Names:
    codes: dict[str, Party] = {}
    acronyms: set[str] = set()
    offices: dict[str, str] = {}
    for party in vocabulary.parties:
        for name in party.names:
            folded = folded_name(name)
            if name[0].islower():  # "the Republic of …", but not "El Salvador"
                folded = re.sub(r"^(?:the|la|los|las|el) ", "", folded)
            codes.setdefault(_key(folded), party)
            if name.isupper() and len(name) <= 8 and " " not in name:
                acronyms.add(_key(folded))
            if party.kind == "office" and (word := _OFFICE_WORD.search(folded)):
                offices.setdefault(word[0], party.code)
    source = any_of({_party_pattern(name) for name in codes}) if codes else "(?!)"
    civil_society = [party.code for party in vocabulary.parties if party.kind == "civil_society"]
    return _Names(
        re.compile(rf"(?<![\w@.])(?:{source})(?![\w@$]|-\d)"),
        codes,
        frozenset(acronyms),
        offices,
        civil_society[0] if len(civil_society) == 1 else None,
    )


def _key(folded: str) -> str:
    return re.sub(r"[\s.-]+", " ", folded).strip()


def _party_pattern(key: str) -> str:
    words = key.split(" ")
    if all(len(word) <= 2 for word in words) and len(words) > 1:  # u s a, ee uu
        return r"\.? ?".join(map(re.escape, words)) + r"\.?"
    return r"[ .-]{1,2}".join(map(re.escape, words))


@functools.cache
def _foreign_countries() -> re.Pattern[str]:
    """Countries by their English and Spanish names: known to be countries, though not to the vocabulary."""
    names = {name for name in territories() if len(name) > 3 and name.replace(" ", "").isalpha()}
    return re.compile(rf"(?<!\w)(?:{any_of(map(name_pattern, names))})(?!\w)")


@functools.cache
def _audience_patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, re.compile(rf"\b(?:{source})(?!\w)")) for code, source in AUDIENCES[language])


def find_parties(text: str, *, language: str, vocabulary: Vocabulary) -> list[tuple[str, int, int]]:
    """Delegations and audiences a text names: (code, start, end), in its order.

    In a bare list ("IOM, Save the Children and Mexico") a name that nobody told is given as written.
    """
    folded = fold(text)
    found = mentions_in(folded, folded.text, language=language, vocabulary=vocabulary)
    if not _is_list(folded, found):
        found = [mention for mention in found if mention.kind in ("party", "audience")]
    return [(mention.name, *folded.span(mention.start, mention.end)) for mention in found if mention.kind != "body"]


def _is_list(folded: Folded, found: list[Mention]) -> bool:
    rest = list(folded.text)
    for mention in found:
        rest[mention.start : mention.end] = "," * (mention.end - mention.start)
    return not re.sub(r"\b(?:and|y|e|the|la|el|los|las)\b|[\W_]", "", "".join(rest))


def mentions_in(
    folded: Folded, text: str, *, language: str, vocabulary: Vocabulary, own: str | None = None
) -> list[Mention]:
    """Everybody named in `text` (the folded text, or what is not masked of it), without overlaps, in order.

    `own` is the slug of the meeting's body: "the Network" under its full name is the audience NETWORK.
    """
    names, bodies = _names(vocabulary), bodies_of(vocabulary)
    kinds = {party.code: party.kind for party in vocabulary.parties}
    # In a text all in capitals "US" may be a word; in a short list it is not.
    lower = any(char.islower() for char in folded.original) or len(folded.original.split()) <= SHORTEST_TITLE
    found: list[Mention] = []
    for match in re.finditer(rf"\b{bodies.names}(?!\w)", text):
        slug = bodies.slug(match[0])
        is_own = own is not None and slug == own
        name = "NETWORK" if is_own else folded.written(*match.span())
        found.append(Mention(*match.span(), name, "audience" if is_own else "body", is_own))
    for match in names.parties.finditer(text):
        key = _key(match[0])
        party = names.codes[key]
        written = folded.written(*match.span())
        if key in names.acronyms and (not written.isupper() or (not lower and len(key) == 2)):
            continue
        first = folded.span(*match.span())[0]
        if party.kind == "country" and _PLACE_BEFORE.search(folded.original[max(0, first - NEAR) : first]):
            continue
        found.append(Mention(*match.span(), party.code, "party"))
    for word, code in names.offices.items():
        alone = rf"\b(?:the|la|su|its) {word}(?! (?:of|de(?! la crm)|del|general|tecnica|pro)\b)"
        found += [Mention(*match.span(), code, "party") for match in re.finditer(alone, text)]
    for code, pattern in _audience_patterns(language):
        for match in pattern.finditer(text):
            if _is_audience(code, match) and _is_written_as_audience(match, folded):
                found.append(Mention(*match.span(), code, "audience"))
    if names.civil_society:
        for match in _CIVIL_SOCIETY.finditer(text):
            found.append(_civil_society(match, names, names.civil_society))
    if lower:
        found += _unknown(folded, text, language)
    kept = _without_overlaps(found)
    # "UNICEF Mexico" is an organisation's office in a country.
    for organisation, country in [*itertools.pairwise(kept)]:
        follows = text[organisation.end : country.start] == " "
        if follows and kinds.get(organisation.name) == "organisation" and kinds.get(country.name) == "country":
            kept.remove(country)
    widened: list[Mention] = []
    for mention in kept:
        if not widened or mention.start >= widened[-1].end:
            widened.append(_with_surroundings(mention, text, names))
    return widened


def _civil_society(match: re.Match[str], names: _Names, code: str) -> Mention:
    """Civil society, and the network it acts through where one is named."""
    through = _THROUGH.match(match.string, match.end())
    network = names.parties.match(match.string, through.end()) if through else None
    if network is None:
        return Mention(*match.span(), code, "party")
    closing = _CLOSING.match(match.string, network.end())
    end = closing.end() if closing else network.end()
    return Mention(match.start(), end, names.codes[_key(network[0])].code, "party")


def _is_audience(code: str, match: re.Match[str]) -> bool:
    before, text = match.string[max(0, match.start() - NEAR) : match.start()], match.string
    if code == "NETWORK":
        return not _NETWORK_NOT_AFTER.match(text, match.end())
    bare = not re.search(r"member|miembro|rcm|crm|interes|delegat|participant|focal|liaison|enlace|region", match[0])
    if bare and (code == "MEMBERS" or (code == "ALL" and _COUNTRIES.search(match[0]))):
        return not _NOT_BEFORE.search(before) and not _NOT_AFTER.match(text, match.end())
    if code == "ALL" or "focal" in match[0] or "liaison" in match[0] or "enlace" in match[0]:
        return not _OF.match(text, match.end())
    return not re.search(r"\b(?:some|several|two|three|algunos|varios|dos|tres) (?:de (?:los )?)?$", before)


def _is_written_as_audience(match: re.Match[str], folded: Folded) -> bool:
    """Whether "Members" without more stands for those of the conference."""
    members = _MEMBERS.search(match[0])
    if members is None:
        return True
    first = match.start() + members.start()
    if not folded.written(first, first + 1).isupper() or _OTHER_MEMBERS.search(match.string, 0, match.start()):
        return False
    return not _OF.match(match.string, match.end())


def _unknown(folded: Folded, text: str, language: str) -> list[Mention]:
    """Proper names that nobody told: a foreign country, or capitals that do not name a thing."""
    found = []
    for match in _SOME_COUNTRIES.finditer(text):
        if folded.written(match.end(), match.end() + 1).isupper():
            region = _PROPER_NAME.match(folded.original, folded.span(match.end(), match.end() + 1)[0])
            stop = folded.index(region.end()) if region else match.end()
            found.append(Mention(match.start("what"), stop, folded.written(match.start("what"), stop), "unknown"))
    for match in _WORKING_GROUP.finditer(text):
        found.append(Mention(match.start(), match.end(), folded.written(match.start("what"), match.end()), "unknown"))
    for match in _foreign_countries().finditer(text):
        written = folded.written(*match.span())
        if written[0].isupper():
            found.append(Mention(*match.span(), written, "unknown"))
    for match in _PROPER_NAME.finditer(folded.original):
        first, last = match.span()
        words = match[0].split()
        before = folded.original[max(0, first - NEAR) : first].rstrip()
        sentence_start = not before or before[-1] in '.;:!?"“([]-–•'
        if sentence_start and words[0] in ("The", "La", "El", "Los", "Las"):
            first += match[0].index(words[1]) if len(words) > 1 else 0
            words = words[1:]
            sentence_start = False
        if not words or (sentence_start and len(words) == 1 and not words[0].isupper()):
            continue
        if sentence_start and len(words) > 1 and not (words[1][0].isupper() or len(words) > 2):
            continue
        start, end = folded.index(first), folded.index(last)
        if "_" in text[start:end]:  # quoted
            continue
        main = re.split(r" (?:of|for|against|on|in|de|del|para|contra|sobre|en) ", folded_name(match[0]))[0]
        if not names_a_thing(main, language) and len(main) > 1:
            written = re.sub(r"\s*\([^()]*\)$", "", folded.original[first:last])
            found.append(Mention(start, end, " ".join(written.split()), "unknown"))
    return found


def _without_overlaps(found: list[Mention]) -> list[Mention]:
    """The longest of what overlaps; a name the vocabulary has beats a guess within it or around it."""
    rank = {"party": 0, "body": 0, "audience": 1, "unknown": 2}
    kept: list[Mention] = []
    taken = bytearray(max((mention.end for mention in found), default=0))
    for mention in sorted(found, key=lambda row: (rank[row.kind] == 2, -(row.end - row.start), rank[row.kind])):
        if not any(taken[mention.start : mention.end]):
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
            kept.append(mention)
    return sorted(kept, key=lambda row: row.start)


def _has_delegations(mention: Mention, text: str, start: int) -> bool:
    """Whether "the representatives of" before a mention belong to it; behind "by", those of all may only be guests."""
    if mention.name in _OF_COUNTRIES:
        return not text.endswith(("by ", "por ", "por parte de "), 0, start)
    return mention.kind in ("party", "unknown")


def _with_surroundings(mention: Mention, text: str, names: _Names) -> Mention:
    """The mention with its article, "the delegation of" before and its acronym in brackets after."""
    start, end = mention.start, mention.end
    if mention.kind in ("party", "body", "unknown"):
        acronym = _ACRONYM.match(text, end)
        if acronym and (_key(acronym[1]) in names.codes or re.fullmatch(r"[a-z-]{2,8}", acronym[1])):
            end = acronym.end()
    named = start + 3 if text.startswith("of ", start) else start  # "of the Member Countries"
    leading = _DELEGATION_OF.search(text, max(0, start - NEAR), named)
    if leading and leading.end() == named and _has_delegations(mention, text, leading.start()):
        start = leading.start()
    else:
        article = _ARTICLE.search(text, max(0, start - 5), start)
        if article:
            start = article.start()
    return dataclasses.replace(mention, start=start, end=end)
