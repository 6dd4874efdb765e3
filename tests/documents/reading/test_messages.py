"""Whatever the reader says is put into words only when it is shown: each of its sentences, in both languages."""

import ast
import pathlib
import re

import pytest
from django.utils.translation import gettext, gettext_lazy, ngettext_lazy, override

from documents.reading.errors import CannotRead
from documents.reading.messages import filled
from documents.reading.parsed import Document, Dropped, Warning
from documents.services.wording import in_both_languages
from tests.documents.reading.said import sayings
from tests.messages import texts_of

READER = sorted((pathlib.Path(__file__).parents[3] / "documents" / "reading").glob("*.py"))
PLACE = re.compile(r"%\((\w+)\)s")


def refusals_of(path: pathlib.Path) -> set[str]:
    """The texts a module refuses a file with: in a CannotRead, or kept under a name for one."""
    tree = ast.parse(path.read_text())
    raised = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "CannotRead"]
    kept = [node for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("_(")]
    parts = [part for node in (*raised, *kept) for part in ast.walk(node)]
    return {str(part.value) for part in parts if isinstance(part, ast.Constant)}


SENTENCES: list[tuple[str, str]] = []
REFUSALS: list[tuple[str, str]] = []
for path in READER:
    refused = refusals_of(path)
    for _context, singular, plural in texts_of(path):
        # That module opens the package, and only refuses.
        of_a_kind = REFUSALS if singular in refused or path.name == "package.py" else SENTENCES
        of_a_kind += [(singular, plural)]


def pattern_of(sentence):
    return re.compile(".+".join(re.escape(part) for part in PLACE.split(sentence)[::2]), re.DOTALL)


def in_words(saying, language):
    with override(language):
        return str(saying)


@pytest.fixture(scope="module")
def said():
    return [(in_words(saying, "en"), in_words(saying, "es")) for saying in sayings()]


@pytest.mark.parametrize(("singular", "plural"), SENTENCES)
def test_each_sentence_is_said_in_the_language_in_use(said, singular, plural):
    for form in (singular, plural):
        english = pattern_of(form)
        met = [(in_english, in_spanish) for in_english, in_spanish in said if form and english.fullmatch(in_english)]
        assert bool(met) == bool(form)
        with override("es"):
            spanish = pattern_of(gettext(form)) if not plural else re.compile(".+", re.DOTALL)
        assert [pair for pair in met if pair[0] == pair[1] or not spanish.fullmatch(pair[1])] == []


@pytest.mark.parametrize(("refusal", "plural"), REFUSALS)
def test_each_refusal_is_kept_in_both_languages(refusal, plural):
    values = dict.fromkeys(PLACE.findall(refusal), 3)

    kept = in_both_languages("refusal", CannotRead(gettext_lazy(refusal), **values))

    with override("es"):
        spanish = gettext(refusal)
    assert kept == {"refusal_en": refusal % values, "refusal_es": spanish % values}
    assert refusal != spanish
    assert plural == ""


def test_a_message_is_filled_in_the_form_of_its_number_and_language():
    marks = [
        filled(ngettext_lazy("A mark left by the conversion was removed.",
                             "%(count)s marks left by the conversion were removed.", count), count=count)
        for count in (1, 3)
    ]  # fmt: skip

    assert [in_words(mark, "en") for mark in marks] == [
        "A mark left by the conversion was removed.",
        "3 marks left by the conversion were removed.",
    ]
    assert [in_words(mark, "es") for mark in marks] == [
        "Se eliminó una marca dejada por la conversión.",
        "Se eliminaron 3 marcas dejadas por la conversión.",
    ]


def test_a_percent_sign_in_what_is_quoted_stays():
    assert str(filled(gettext_lazy("Hidden text is left out: “%(text)s”"), text="50 % (s)")) == (
        "Hidden text is left out: “50 % (s)”"
    )


def test_the_printed_form_has_words_in_the_language_in_use():
    document = Document(
        warnings=[Warning(1, gettext_lazy("No date of the meeting was found."), as_written="Somebody")],
        dropped=[Dropped(2, "1", gettext_lazy("Page number."))],
    )

    with override("es"):
        printed = document.as_dict()

    assert printed["warnings"] == [{"line": 1, "message": "No se encontró la fecha de la reunión."}]
    assert printed["dropped"] == [{"line": 2, "text": "1", "why": "Número de página."}]
    assert [type(printed["warnings"][0]["message"]), type(printed["dropped"][0]["why"])] == [str, str]
