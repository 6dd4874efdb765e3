"""The names the reader is told: those stored here, or those shipped where there is no database."""

from networks.models import Delegation, Network, Standing
from networks.services import SHIPPED

from ..reading import vocabulary


def shipped():
    """The conference's names as they came with the program; needs no database."""
    return vocabulary.from_file(SHIPPED)


def stored():
    """The names of the delegations and bodies in the database, with those that reports call them by."""
    members = set(Delegation.objects.filter(memberships__standing=Standing.MEMBER).values_list("pk", flat=True))
    parties = tuple(
        vocabulary.Party(code=one.code, kind=one.kind, names=names_of(one), member=one.pk in members)
        for one in Delegation.objects.order_by("pk")
    )
    bodies = tuple(
        vocabulary.Body(slug=one.slug, names=_unique(one.name_en, one.name_es, *one.other_names.splitlines()))
        for one in Network.objects.order_by("position", "pk")
    )
    return vocabulary.Vocabulary(parties=parties, bodies=bodies)


def names_of(delegation):
    """Every name and acronym of a delegation, in both languages."""
    return _unique(
        delegation.code,
        delegation.acronym_es,
        delegation.name_en,
        delegation.name_es,
        delegation.formal_en,
        delegation.formal_es,
        *delegation.other_names.splitlines(),
    )


def _unique(*names):
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
