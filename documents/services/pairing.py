"""Two reports of one meeting, agreement beside agreement by their numbers, and where they differ."""

import dataclasses

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.models import Agreement
from actions.numbering import in_order, shown_labels
from actions.services.translating import WORDS, Texts
from actions.stamps import owner_key


@dataclasses.dataclass
class Mismatch:
    """A difference between the two; agreement: of the document brought in, None where it has none."""

    message: str
    agreement: Agreement | None = None


@dataclasses.dataclass
class Pairing:
    """pairs: (agreement on our side, agreement on theirs), in order."""

    pairs: list[tuple[Agreement, Agreement]]
    mismatches: list[Mismatch]


def pair(ours, theirs):
    """Pair the agreements of a report in the other language with those of the report it joins."""
    agreements = Agreement.objects.filter(report__in=[ours, theirs]).prefetch_related("actions__owners__delegation")
    here, there = (_by_path(one for one in agreements if one.report_id == report.pk) for report in (ours, theirs))
    pairs, mismatches = [], []
    for path, agreement in here.items():
        number = ".".join(path)
        if path in there:
            pairs.append((agreement, there[path]))
            mismatches += [Mismatch(message, agreement) for message in _differences(agreement, there[path], number)]
        else:
            message = _("Point %(number)s is not in the report it joins: its text goes nowhere.")
            mismatches.append(Mismatch(message % {"number": number}, agreement))
    for path in there:
        if path not in here:
            message = _("Point %(number)s of the report it joins is not in this document.")
            mismatches.append(Mismatch(message % {"number": ".".join(path)}))
    return Pairing(pairs, mismatches)


def texts_of(ours, pairs):
    """What `ours` says in its language, by the keys of the agreements and actions on the other side of `pairs`."""
    language = ours.original_language
    report = {field: getattr(ours, f"{field}_{language}") for field in ("heading", "preamble", "closing")}
    agreements = {}
    actions = {}
    for mine, other in pairs:
        agreements[other.pk] = getattr(mine, f"text_{language}")
        for my_action, other_action in _paired_actions(mine, other):
            actions[other_action.pk] = {field: getattr(my_action, f"{field}_{language}") for field in WORDS}
    return Texts(report, agreements, actions)


def _by_path(agreements):
    ordered = in_order(agreements)
    labels = shown_labels(ordered)
    paths = {None: ()}
    for agreement in ordered:
        paths[agreement.pk] = (*paths[agreement.parent_id], labels[agreement.pk].casefold())
    return {paths[agreement.pk]: agreement for agreement in ordered}


def _paired_actions(mine, other):
    """By their order where each has as many; else nothing says which is which."""
    here, there = mine.actions.all(), other.actions.all()
    return list(zip(here, there, strict=True)) if len(here) == len(there) else []


def _differences(mine, other, number):
    here, there = len(mine.actions.all()), len(other.actions.all())
    if here != there:
        yield ngettext(
            "Point %(number)s: %(count)s action here, %(other)s in the report it joins.",
            "Point %(number)s: %(count)s actions here, %(other)s in the report it joins.",
            here,
        ) % {"number": number, "count": here, "other": there}
        return
    for my_action, other_action in _paired_actions(mine, other):
        if _deadline(my_action) != _deadline(other_action):
            yield _("Point %(number)s: the deadlines differ.") % {"number": number}
        if _responsible(my_action) != _responsible(other_action):
            yield _("Point %(number)s: those responsible differ.") % {"number": number}


def _deadline(action):
    return (
        action.deadline_kind,
        action.deadline_on,
        action.deadline_amount,
        action.deadline_unit,
        action.deadline_body_id,
        action.deadline_month,
        action.deadline_offset_days,
        action.deadline_which,
    )


def _responsible(action):
    return {owner_key(owner) for owner in action.owners.all()}
