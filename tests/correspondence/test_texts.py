"""The words around a mail's list."""

import pytest

from correspondence.models import TextKind
from correspondence.services import texts
from correspondence.services.texts import CannotUseText, Words
from tests.factories import StaffFactory

VALUES = {
    "delegation": "Belize",
    "of_delegation": "of Belize",
    "count": 3,
    "date_passed": 1,
    "conference": "RCM",
    "day": "1 May 2026",
}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", TextKind.values)
def test_shipped_words_keep_their_own_rules(kind, language):
    words = texts.shipped_words(kind, language)
    texts.check_words(words)
    assert "{" not in words.filled(**VALUES).subject


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("", "Subject, opening and closing each need some words."),
        ("For {country}", "Nothing stands for {country}. What can stand in braces: "),
        ("For {delegation.pk}", "Nothing stands for {delegation.pk}."),
        ("For {}", "Nothing stands for {}."),
        ("For {count:>900000000}", "Nothing stands for {count}."),
        ("For {", "A brace stands alone"),
    ],
)
def test_words_that_would_not_go_out_are_refused(broken, said):
    with pytest.raises(CannotUseText) as refusal:
        texts.check_words(Words(subject="S", opening=broken, closing="C"))
    assert str(refusal.value).startswith(said)


@pytest.mark.django_db
def test_what_staff_wrote_stands_before_what_is_shipped():
    by = StaffFactory()
    own = Words(subject="{delegation}!", opening="Dear {delegation}", closing="Yours")
    row = texts.write_text(kind="digest", language="en", words=own, by=by, reason="Shorter")
    texts.write_text(kind="digest", language="en", words=own, by=by)
    in_force = texts.words_in_force()
    assert (in_force["digest", "en"], in_force["digest", "es"]) == (own, texts.shipped_words("digest", "es"))
    assert [(entry.history_user, entry.history_change_reason) for entry in row.history.all()] == [(by, "Shorter")]
