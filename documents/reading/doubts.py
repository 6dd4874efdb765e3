"""What a person should look at in an agreement, in words; the line is set by who knows it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from documents.reading.deadlines import Found
from documents.reading.messages import filled
from documents.reading.parsed import Warning


def shortened(text: str, length: int = 60) -> str:
    """The beginning of a text, as it is quoted in a warning."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[: text.rfind(" ", 1, length) if " " in text[1:length] else length] + "…"


def about_clause(doubt: str, words: str) -> Warning:
    """The warning for a doubt about who is responsible: a key, or `unknown:` or `excepted:` and a name."""
    if doubt.startswith("unknown:"):
        name = doubt.removeprefix("unknown:")
        message = filled(_("“%(name)s” is not a delegation of the conference."), name=name)
        return Warning(None, message, as_written=name)
    if doubt.startswith("excepted:"):
        name = doubt.removeprefix("excepted:")
        message = _("“%(words)s”: with the exception of %(name)s; please check who is responsible.")
        return Warning(None, filled(message, words=shortened(words), name=name))
    message = {
        "unsaid": _("“%(words)s”: it is not said who is responsible; the Network as a whole is suggested."),
        "pronoun": _("“%(words)s”: who is responsible is taken from the words before."),
        "topic": _("“%(words)s”: please check where the list of those responsible begins."),
        "some": _("“%(words)s”: only some of the Member Countries are meant; please check which."),
        "nobody asked": _("“%(words)s”: it does not say of whom this is asked."),
        "nobody meant": _("“%(words)s”: it is not clear who is responsible."),
        "asked by an office": _("“%(words)s”: asked by an office, not by the body; it stands as record only."),
    }[doubt]
    return Warning(None, filled(message, words=shortened(words)))


def about_deadline(found: Found) -> Warning | None:
    """The warning for a deadline that cannot be taken as it stands."""
    if not found.doubt:
        return None
    message = {
        "other start": _("“%(phrase)s” does not count from the meeting; please set the date."),
        "working days": _("“%(phrase)s” is counted in calendar days; please check."),
        "no such day": _("“%(phrase)s”: no such day, or no year is known."),
        "past": _("“%(phrase)s” lies before the meeting."),
        "unknown body": _("“%(phrase)s”: it is not known which body's meeting this is."),
    }[found.doubt]
    return Warning(None, filled(message, phrase=found.deadline.phrase))


def about_unread_limit(phrase: str) -> Warning:
    message = filled(_("“%(phrase)s”: no day could be read from this; please set the date."), phrase=shortened(phrase))
    return Warning(None, message)


def about_length() -> Warning:
    return Warning(None, _("This text is too long for an agreement; what follows from it was not looked for."))


def about_second_deadline(taken: Found, other: Found) -> Warning:
    message = _("“%(phrase)s” is taken as the deadline; “%(other)s” also stands there.")
    return Warning(None, filled(message, phrase=taken.deadline.phrase, other=other.deadline.phrase))
