"""How a sentence names a meeting, in both languages."""

from networks.dates import reading_language
from networks.names import of_the


def name_of(meeting, language=None):
    """The meeting with its article: "the 12th meeting of the …", "la 12.ª reunión de la …"; or its title in quotes."""
    language = reading_language(language)
    if title := meeting.in_language("title", language):
        return f"“{title}”"
    body = meeting.network.in_language("name", language)
    number = ordinal(meeting.ordinal, language) + " " if meeting.ordinal else ""
    article, noun = ("the", "meeting") if language == "en" else ("la", "reunión")
    # The Vice-Ministerial Meeting is a body that is called a meeting.
    if noun in body.casefold().split():
        return f"{article} {number}{body}"
    return f"{article} {number}{noun} {of_the(body, language)}"


def ordinal(number, language):
    """12th, 12.ª: the number of a meeting."""
    if language == "es":
        return f"{number}.ª"
    last = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{last}"
