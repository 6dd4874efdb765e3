"""Why a row was changed, where no person but the system says so: kept in both languages, read in the reader's.

What a person typed is a plain string in a history, and read as it was typed.
"""

from django.db.models import Q
from django.utils import translation

from .dates import reading_language

LANGUAGES = ("en", "es")
# A record separator is white space, and what a person types is stripped: no typed reason begins with one.
MARK = "\x1e"


def in_both_languages(say, *about):
    """The reason that `say(*about)` gives in the language that is active, as a history keeps it for every reader.

    say: words it by gettext, days and names of bodies included; what a person typed may be a part of it.
    """
    said = []
    for language in LANGUAGES:
        with translation.override(language):
            said.append(MARK + say(*about).replace(MARK, " "))
    return "".join(said)


def in_reader_language(reason):
    """A reason as a history keeps it, in the reader's words; "" for none."""
    if not reason or not reason.startswith(MARK):
        return reason or ""
    return dict(zip(LANGUAGES, reason[1:].split(MARK), strict=True))[reading_language()]


def is_reason(sentence):
    """A Q of the rows of a history that `in_both_languages` gave this sentence, in English, for a reason."""
    # Before there were two languages of a reason, the English sentence alone was kept.
    return Q(history_change_reason=sentence) | Q(history_change_reason__startswith=f"{MARK}{sentence}{MARK}")
