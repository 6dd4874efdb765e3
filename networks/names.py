"""How a sentence names a body or a delegation after a preposition, in both languages."""

from .dates import reading_language
from .models import DelegationKind

FEMININE = ("a", "ión", "red", "dad", "tad")
MASCULINE = ("programa", "sistema")
ARTICLES = {"en": {"the": "of the"}, "es": {"la": "de la", "las": "de las", "los": "de los", "el": "del"}}
WITHOUT_ARTICLE = (DelegationKind.COUNTRY, DelegationKind.OTHER)


def of_the(name, language):
    """The body's name as a sentence takes it: "of the …", "de la Red …", "del Grupo …"."""
    if language == "en":
        return f"of the {name}"
    first = name.split(maxsplit=1)[0].casefold() if name.strip() else ""
    feminine = first.endswith(FEMININE) and first not in MASCULINE
    return f"de la {name}" if feminine else f"del {name}"


def of_delegation(delegation, language=None):
    """ "of Canada", "of the United States", "de los Estados Unidos", "del Programa …": with the article that it has.

    A formal name says which one, or that there is none: "the United States of America", "la República Dominicana". Of
    those without a formal name, a country has no article, and an organisation or an office has.
    """
    language = reading_language(language)
    name, formal = delegation.in_language("name", language), getattr(delegation, f"formal_{language}")
    for article, of in ARTICLES[language].items():
        if formal.startswith(f"{article} {name}"):
            return f"{of} {name}"
    if formal or delegation.kind in WITHOUT_ARTICLE:
        return f"of {name}" if language == "en" else f"de {name}"
    return of_the(name, language)
