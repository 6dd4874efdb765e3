"""Spanish is as complete as English: nothing untranslated, nothing guessed, nothing left over, and compiled."""

import ast
import re

import polib
import pytest

from tests.messages import CATALOGUE, KEYWORDS, sources, texts

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
PLURAL_FORMS = "nplurals=3; plural=n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2;"


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(CATALOGUE))


def test_the_catalogue_has_the_texts_of_the_code_and_no_others(catalogue):
    assert {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in catalogue} == {
        (entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in texts().values()
    }


def test_every_text_is_translated_in_all_its_forms_and_none_is_a_guess(catalogue):
    incomplete = [
        entry.msgid
        for entry in catalogue
        if [bool(text) for text in (entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr])]
        != [True] * (3 if entry.msgid_plural else 1)
    ]
    assert incomplete == []
    assert [entry.msgid for entry in catalogue if entry.fuzzy] == []
    assert catalogue.metadata["Plural-Forms"] == PLURAL_FORMS


def test_a_translation_names_what_the_text_names(catalogue):
    """A singular form may say "one" in words, and so leave its number out."""
    invented = {}
    for entry in catalogue:
        named = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        for form, text in enumerate(entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]):
            found = set(PLACEHOLDER.findall(text))
            whole = found == named or (entry.msgid_plural and form == 0 and found <= named)
            if not whole:
                invented[entry.msgid] = text
    assert invented == {}


def test_the_compiled_catalogue_is_that_of_the_texts(catalogue):
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    assert {(e.msgctxt, e.msgid, e.msgstr, tuple(e.msgstr_plural.values())) for e in compiled} == {
        (e.msgctxt, e.msgid, e.msgstr, tuple(e.msgstr_plural.values())) for e in catalogue
    }


def within_f_strings(code):
    """The numbers of the lines of `code` that mark a text within an f-string, where Babel does not look for it."""
    return [
        call.lineno
        for string in ast.walk(ast.parse(code))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
    ]


def test_no_text_is_marked_within_an_f_string():
    code = {path: path.read_text("utf-8") for path in sources() if path.suffix == ".py"}
    assert {path: lines for path, text in code.items() if (lines := within_f_strings(text))} == {}


@pytest.mark.parametrize("code", ["f\"{_('Pending')}.xlsx\"", "f'a' f'{ngettext(\"a\", \"b\", 2) % 2}'"])
def test_what_would_be_is_seen(code):
    assert within_f_strings(code) == [1]


def test_no_text_is_marked_under_a_name_that_is_not_looked_for():
    other = re.compile(r"\b(n?p?gettext\w*) as (\w+)")
    names = {(path.name, *found) for path in sources() for found in other.findall(path.read_text("utf-8"))}
    assert {one for one in names if one[2] != "_"} == set()
