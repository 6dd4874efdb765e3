"""Folding: how words are compared, where people search and where a document is read."""

import unicodedata


def letters(text):
    """The letters of a text, lower case and without accents or ligatures; what stands between them stays."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


def fold(text):
    """A text for searching, its words a single space apart, so that "Panamá" is found by "panama"."""
    return " ".join(letters(text).split())
