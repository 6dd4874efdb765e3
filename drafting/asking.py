"""What is asked about a document or draft: its doubts, and once of each body that nobody knows here who that is."""

import dataclasses

from documents.models import Doubt


@dataclasses.dataclass
class UnknownBody:
    """places: (words, where on the page) wherever it is named. doubt: None once left as written, or if typed here."""

    name: str
    places: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    doubt: Doubt | None = None

    @property
    def place(self):
        return f"body-{self.name}"

    @property
    def known_place(self):
        return f"known-{self.name}"


@dataclasses.dataclass
class Questions:
    """open: the doubts nobody has looked at. asked: the bodies some of them are about. left: those as written."""

    open: list[Doubt]
    asked: list[UnknownBody]
    left: list[UnknownBody]

    @property
    def others(self):
        """The open doubts about anything but a body that still stands somewhere."""
        asked = [body.doubt for body in self.asked]
        return [doubt for doubt in self.open if doubt not in asked]


def questions(doubts, named):
    """Order what is asked.

    doubts: of the document. named: (name, words, place) wherever a name stands that nobody knows.
    """
    unsettled = [doubt for doubt in doubts if not doubt.settled]
    about = {doubt.as_written.casefold(): doubt for doubt in reversed(unsettled) if doubt.as_written}
    unknown = {}
    for name, words, place in named:
        body = unknown.setdefault(name.casefold(), UnknownBody(name, doubt=about.get(name[:200].casefold())))
        if (words, place) not in body.places:
            body.places.append((words, place))
    asked = [body for body in unknown.values() if body.doubt]
    return Questions(unsettled, asked, [body for body in unknown.values() if not body.doubt])
