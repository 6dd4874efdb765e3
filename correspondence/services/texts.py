"""The words around a mail's list: those staff wrote, else the shipped ones."""

import dataclasses
import functools
import pathlib
import string
import tomllib

from django.db import transaction
from django.utils.translation import gettext as _

from networks.services import save_recorded

from ..models import MailText

SHIPPED = pathlib.Path(__file__).resolve().parent.parent / "data" / "texts.toml"
NAMES = ("delegation", "of_delegation", "count", "date_passed", "conference", "day")


class CannotUseText(Exception):
    """The text cannot go out like this; the message may be shown to the user."""


@dataclasses.dataclass(frozen=True)
class Words:
    """What stands around a mail's list. Names in braces are filled in by `filled`."""

    subject: str
    opening: str
    closing: str

    def filled(self, **values):
        """The words with the values of NAMES in place. A subject is one line."""
        return Words(
            subject=" ".join(self.subject.format(**values).split()),
            opening=self.opening.format(**values),
            closing=self.closing.format(**values),
        )


@functools.cache
def _shipped():
    return {
        (kind, language): Words(**{name: text.strip() for name, text in words.items()})
        for kind, languages in tomllib.loads(SHIPPED.read_text("utf-8")).items()
        for language, words in languages.items()
    }


def shipped_words(kind, language):
    """The words that stand until staff write their own."""
    return _shipped()[kind, language]


def words_in_force():
    """{(kind, language): Words}, in one query."""
    own = {(row.kind, row.language): Words(row.subject, row.opening, row.closing) for row in MailText.objects.all()}
    return {**_shipped(), **own}


def check_words(words):
    """Raises CannotUseText where a text is empty or has a name in braces that nothing stands for."""
    for text in (words.subject, words.opening, words.closing):
        if not text.strip():
            raise CannotUseText(_("Subject, opening and closing each need some words."))
        try:
            parts = list(string.Formatter().parse(text))
        except ValueError as broken:
            raise CannotUseText(_("A brace stands alone: write {{ or }} where you mean the sign itself.")) from broken
        for _literal, name, how, conversion in parts:
            if name is not None and (name not in NAMES or how or conversion):
                raise CannotUseText(
                    _("Nothing stands for {%(name)s}. What can stand in braces: %(names)s.")
                    % {"name": name, "names": ", ".join(NAMES)}
                )


def write_text(*, kind, language, words, by, reason=""):
    """Keep staff's own words for a kind of mail in a language. Raises CannotUseText."""
    check_words(words)
    with transaction.atomic():
        row = MailText.objects.select_for_update().filter(kind=kind, language=language).first()
        row = row or MailText(kind=kind, language=language)
        if row.pk and (row.subject, row.opening, row.closing) == (words.subject, words.opening, words.closing):
            return row
        row.subject, row.opening, row.closing = words.subject, words.opening, words.closing
        return save_recorded(row, by=by, reason=reason)
