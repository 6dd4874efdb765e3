"""What is said of a document, kept in every language of the interface: whoever reads it reads their own."""

from django.conf import settings
from django.utils import translation


def in_both_languages(field, message):
    """The columns `field_en` and `field_es` of a lazily translated message, or of a refusal, in words."""
    columns = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            columns[f"{field}_{language}"] = str(message)
    return columns
