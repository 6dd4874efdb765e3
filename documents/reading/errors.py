"""The refusal every step of reading shares."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TOO_LONG = _("The document is too long to be one report. Please bring the report alone.")


class CannotRead(Exception):
    """The file is not a text the reader can take in; the message may be shown to the user.

    message: plain words, translated lazily, that say what to do; `values` fill its %(name)s places.
    """

    def __init__(self, message: object, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return str(self.message) % self.values if self.values else str(self.message)
