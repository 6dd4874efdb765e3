"""The order and the labels of a report's agreements."""

ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def in_order(agreements):
    """A report's agreements as they are read: each followed by its sub-items. Takes an iterable, gives a list."""
    under = {}
    for agreement in agreements:
        under.setdefault(agreement.parent_id, []).append(agreement)
    ordered = []

    def walk(parent_id):
        for agreement in sorted(under.get(parent_id, []), key=lambda one: one.position):
            ordered.append(agreement)
            walk(agreement.pk)

    walk(None)
    return ordered


def depth_label(depth, place):
    """The label of the agreement at the 1-based `place` among its siblings: 1, 2 … · a, b … · i, ii …"""
    if depth == 0:
        return str(place)
    return in_letters(place) if depth == 1 else in_roman(place)


def in_letters(place):
    """a, b … z, aa, ab …"""
    label = ""
    while place:
        place, rest = divmod(place - 1, 26)
        label = chr(ord("a") + rest) + label
    return label


def in_roman(place):
    """i, ii, iii, iv …"""
    label = ""
    for worth, sign in ROMAN:
        label += sign * (place // worth)
        place %= worth
    return label


def shown_labels(ordered):
    """The label of each agreement of a draft by its key: as printed, or from its place where none is printed.

    ordered: agreements as `in_order` gives them. Gives {pk: label}.
    """
    depths = {None: -1}
    places = {}
    labels = {}
    for agreement in ordered:
        depth = depths[agreement.pk] = depths[agreement.parent_id] + 1
        places[agreement.parent_id] = places.get(agreement.parent_id, 0) + 1
        labels[agreement.pk] = agreement.label or depth_label(depth, places[agreement.parent_id])
    return labels
