"""How many agreements each value of a facet would leave, the other facets standing."""

import dataclasses
import functools

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, ExtractYear
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actions.models import Action, AgreementKind, Commitment
from actions.models.commitments import PRESIDENCY
from meetings.models import Meeting
from networks.alphabet import alphabetical

from . import wording
from .keeping import kept_under_version
from .services import FILTERED_SITUATIONS, matching, shares_asked_for

MEETINGS_LISTED = 30


@dataclasses.dataclass(frozen=True)
class Choice:
    value: str
    label: str
    number: int
    is_on: bool


@dataclasses.dataclass(frozen=True)
class Facet:
    name: str
    title: str
    choices: list[Choice]
    note: str = ""
    html: str = ""  # the choices as the page prints them

    @property
    def number_on(self):
        return sum(choice.is_on for choice in self.choices)


def facets(filters, *, reader, bodies, delegations):
    """The register's facets in the order of the page, each value with its count; values without any are left out.

    bodies: networks by slug. delegations: by code. Without the follow-up there is no status, not even a count of one.
    They are counted and written out once a version.
    """
    return kept_under_version(
        "facets",
        dataclasses.replace(filters, order="meeting").query(),
        get_language(),
        reader=reader,
        compute=functools.partial(_facets, filters, reader=reader, bodies=bodies, delegations=delegations),
    )


def _facets(filters, *, reader, bodies, delegations):
    numbers = _numbers(filters, reader=reader)
    by_id = {delegation.pk: delegation for delegation in delegations.values()}
    named = {
        "status": [(name, wording.situation(name), numbers.get(("status", name), 0)) for name in FILTERED_SITUATIONS],
        "body": [(slug, str(body), numbers.get(("body", str(body.pk)), 0)) for slug, body in bodies.items()],
        "delegation": [
            (delegation.code, delegation.in_language("name"), numbers.get(("delegation", str(delegation.pk)), 0))
            for delegation in alphabetical(by_id.values())
        ],
        "year": sorted(
            ((key, key, number) for (facet, key), number in numbers.items() if facet == "year"), reverse=True
        ),
        "verb": [(kind.value, str(kind.label), numbers.get(("verb", kind.value), 0)) for kind in AgreementKind],
        "meeting": _meetings(filters, numbers, reader=reader),
    }
    titles = {
        "status": _("Status"),
        "body": _("Body"),
        "delegation": _("Delegation"),
        "year": _("Year"),
        "verb": _("Verb"),
        "meeting": _("Meeting"),
    }
    if not reader.sees_follow_up:
        del named["status"]
    return [_facet(name, titles[name], values, getattr(filters, name), numbers) for name, values in named.items()]


def _facet(name, title, values, chosen, numbers):
    known = {value for value, _label, _number in values}
    values = values + [(value, value, 0) for value in chosen if value not in known]
    note = ""
    if name == "meeting" and sum(1 for facet, _key in numbers if facet == "meeting") > MEETINGS_LISTED:
        note = _("The latest %(number)s. Choose a body or a year to see others.") % {"number": MEETINGS_LISTED}
    choices = [
        Choice(value, label, number, value in chosen) for value, label, number in values if number or value in chosen
    ]
    html = render_to_string("register/_choices.html", {"name": name, "choices": choices})
    return Facet(name, title, choices, note, html)


def chips(filters, shown):
    """What is filtered by, each with what drops it: triples of facet, value and query."""
    labels = [
        (facet.title, choice.label, filters.without(facet.name, choice.value).query())
        for facet in shown
        for choice in facet.choices
        if choice.is_on
    ]
    if filters.words:
        labels.append((_("Words"), f"“{filters.words}”", filters.without("words").query()))
    return labels


def _meetings(filters, numbers, *, reader):
    keys = [int(key) for facet, key in numbers if facet == "meeting"]
    wanted = Meeting.objects.filter(pk__in=keys)
    # Also where the other filters leave nothing of it: what is chosen has its name.
    chosen = Meeting.objects.visible_to(reader.standing).filter(pk__in=filters.meeting)
    latest = wanted.order_by("-starts_on", "-pk").values("pk")[:MEETINGS_LISTED]
    listed = Meeting.objects.filter(Q(pk__in=latest) | Q(pk__in=chosen.values("pk")))
    return [
        (str(meeting.pk), wording.short_meeting(meeting), numbers.get(("meeting", str(meeting.pk)), 0))
        for meeting in listed.select_related("network").order_by("-starts_on", "-pk")
    ]


def _numbers(filters, *, reader):
    """{(facet, key): number of agreements}, in one query."""
    branches = [
        _by(matching(filters.without("body"), reader=reader), "body", F("report__meeting__network")),
        _by(matching(filters.without("meeting"), reader=reader), "meeting", F("report__meeting")),
        _by(matching(filters.without("verb"), reader=reader), "verb", F("kind")),
        _by(matching(filters.without("year"), reader=reader), "year", ExtractYear("agreed_on")),
    ]
    others = filters.without("delegation")
    shares = _shares_under(others, reader=reader)
    own = shares.filter(delegation__code=PRESIDENCY)
    borne = shares.with_bearer(on=reader.today).exclude(bearer=F("delegation"), delegation__code=PRESIDENCY)
    branches += [
        _by(borne, "delegation", F("bearer"), of="action__agreement"),
        _by(own, "delegation", F("delegation"), of="action__agreement"),
    ]
    if reader.sees_follow_up:
        others = filters.without("status")
        shares = _shares_under(others, reader=reader).with_situation(on=reader.today)
        branches.append(_by(shares, "status", F("situation_on_day"), of="action__agreement"))
        if not filters.delegation:
            without = matching(others, reader=reader).filter(~Exists(Action.objects.filter(agreement=OuterRef("pk"))))
            branches.append(_by(without, "status", Value("none")))
    return {(facet, key): number for facet, key, number in branches[0].union(*branches[1:], all=True)}


def _shares_under(filters, *, reader):
    agreements = matching(filters, reader=reader).order_by().values("pk")
    shares = shares_asked_for(filters, reader=reader)
    return (Commitment.objects.all() if shares is None else shares).filter(action__agreement__in=agreements)


def _by(rows, facet, key, of=None):
    """of: what is counted once however many rows it has; without it each row counts, which needs no sorting."""
    text = CharField()
    return (
        rows.order_by()
        .annotate(facet=Value(facet, output_field=text), key=Cast(key, text))
        .values_list("facet", "key")
        .annotate(number=Count(of, distinct=True) if of else Count("*"))
    )
