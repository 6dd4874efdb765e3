"""Names in the order of the reader's alphabet, the same on every database."""

import unicodedata

from .dates import reading_language


def alphabetical(delegations, language=None):
    """Delegations by name in the language, in its alphabet: an accent does not count, ñ stands after n."""
    language = reading_language(language)
    return sorted(delegations, key=lambda one: collation_key(one.in_language("name", language)))


def collation_key(name):
    decomposed = unicodedata.normalize("NFD", name.casefold().replace("ñ", "n\uffff"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))
