"""Lists that are read a page at a time."""

import dataclasses
import re


def page_asked_for(request):
    """The page's number in the address, from 1; anything that is no number is the first page."""
    asked = request.GET.get("page", "")
    return max(1, int(asked)) if re.fullmatch(r"[0-9]{1,6}", asked) else 1


@dataclasses.dataclass(frozen=True)
class Page:
    """One page of a list that is read to one row past the page's end, so that nothing needs counting."""

    rows: list
    number: int
    has_next: bool


def page_of(queryset, *, number, size):
    """The page `number` (from 1), of `size` rows, of a QuerySet; the last one where the list ends before that."""
    start = (number - 1) * size
    rows = list(queryset[start : start + size + 1])
    if not rows and number > 1:
        return page_of(queryset, number=last_page(queryset.count(), size=size), size=size)
    return Page(rows[:size], number, len(rows) > size)


def last_page(rows, *, size):
    return max(1, -(-rows // size))
