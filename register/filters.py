"""What the register is asked for: every combination has one address."""

import dataclasses
from urllib.parse import urlencode

# The order of the facets in an address and on the page.
FACETS = ("body", "meeting", "delegation", "status", "verb", "year")


@dataclasses.dataclass(frozen=True)
class Filters:
    """Cleaned values, each facet a tuple of strings; `words` as typed; `order` "meeting" or "deadline"."""

    body: tuple[str, ...] = ()
    meeting: tuple[str, ...] = ()
    delegation: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    verb: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    words: str = ""
    order: str = "meeting"

    def pairs(self):
        pairs = [(facet, value) for facet in FACETS for value in getattr(self, facet)]
        if self.words:
            pairs.append(("words", self.words))
        if self.order != "meeting":
            pairs.append(("order", self.order))
        return pairs

    def query(self, **more):
        """The query string that leads back here; "" without any filter. `more`: a page's number."""
        pairs = [*self.pairs(), *((name, value) for name, value in more.items() if value)]
        return f"?{urlencode(pairs)}" if pairs else ""

    def without(self, facet, value=None):
        """The same filters less one value of a facet, or less the whole of it."""
        if facet in FACETS:
            kept = tuple(one for one in getattr(self, facet) if value is not None and one != value)
            return dataclasses.replace(self, **{facet: kept})
        return dataclasses.replace(self, **{facet: Filters.__dataclass_fields__[facet].default})

    @property
    def number_on(self):
        return sum(len(getattr(self, facet)) for facet in FACETS) + bool(self.words)
