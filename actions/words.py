"""Folding: how words are compared wherever people search."""

import unicodedata


def fold(text):
    """Lower case without accents or typographic variants, so that "Panamá" is found by "panama"."""
    decomposed = unicodedata.normalize("NFKD", text)
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).casefold().split())
