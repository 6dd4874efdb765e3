"""The Spanish catalogue: `python -m tests.messages`, or `make messages`.

The texts are taken out of the code by Babel, templates first turned into what it can read by Django's own `templatize`:
no gettext tool is needed. polib writes the catalogue and compiles it.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "es" / "LC_MESSAGES" / "django.po"
ROOMS = [
    "networks",
    "meetings",
    "actions",
    "documents",
    "correspondence",
    "desks",
    "drafting",
    "register",
    "rcm_minutes",
    "templates",
]
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}

Key = tuple[str | None, str]
Kept = dict[Key, polib.POEntry]


def texts() -> Kept:
    """Every text of the code that is translated, by context and English text, with the files it stands in."""
    found: Kept = {}
    for path in sources():
        for context, singular, plural in texts_of(path):
            entry = found.setdefault((context, singular), polib.POEntry(msgctxt=context, msgid=singular))
            entry.msgid_plural = entry.msgid_plural or plural
            place = (str(path.relative_to(ROOT)), "")
            if place not in entry.occurrences:
                entry.occurrences.append(place)
            if "%(" in singular and "python-format" not in entry.flags:
                entry.flags.append("python-format")
    return found


def sources() -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts:
                yield path


def texts_of(path: Path) -> Iterator[tuple[str | None, str, str]]:
    """Give (context, text, plural or "") for each call and tag in the file at `path`."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is left of a template is words and calls, whose indentation means nothing.
        source = "\n".join(line.strip() for line in templatize(source, origin=str(path)).splitlines())
    for _line, message, _comments, context in extract("python", BytesIO(source.encode()), KEYWORDS):
        singular, plural = message if isinstance(message, tuple) else (message, "")
        yield context, singular, plural


def bring_up_to_date(catalogue: polib.POFile) -> list[str]:
    """Give `catalogue` exactly the texts of the code, keeping the translations it has; return what still lacks one."""
    wanted = texts()
    kept: Kept = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    catalogue.clear()
    for key, entry in sorted(wanted.items(), key=lambda item: (item[1].occurrences[0], item[0][1], item[0][0] or "")):
        known = kept.get(key)
        if known is not None and bool(known.msgid_plural) == bool(entry.msgid_plural):
            entry.msgstr, entry.msgstr_plural = known.msgstr, known.msgstr_plural
        catalogue.append(entry)
    return [entry.msgid for entry in catalogue if not entry.translated()]


def main() -> None:
    catalogue = polib.pofile(str(CATALOGUE), wrapwidth=119)
    untranslated = bring_up_to_date(catalogue)
    catalogue.save()
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    print(f"{len(catalogue)} texts, {len(untranslated)} still without a translation.")
    for text in untranslated:
        print(f"  {text}")


if __name__ == "__main__":
    main()
