"""What the reader says, put into words only when it is shown: in the language in use then."""

from __future__ import annotations

from django.utils.functional import Promise, lazy

Message = str | Promise


def _in_words(message: Message, values: dict[str, object]) -> str:
    return str(message % values)


_filled = lazy(_in_words, str)


def filled(message: Message, **values: object) -> Message:
    """A lazily translated message with its %(name)s places filled, itself still lazy; `%` would choose a language."""
    return _filled(message, values)
