"""A delegation's people as its desk lists them, and what passes on when one of them hands over."""

import dataclasses

from actions.models import Commitment
from actions.models.reports import RECORDED
from correspondence.models import SignedLink
from correspondence.services.links import networks_of
from correspondence.services.matters import Bearers, ladders, reminded_of
from networks.models import Designation, Network
from networks.standing import counting


@dataclasses.dataclass(frozen=True)
class People:
    """The designations for one network, None for all of them: those of the day, those to come, those that ended."""

    network: Network | None
    now: list[Designation]
    coming: list[Designation]
    past: list[Designation]


def people_of(delegation, *, on):
    """[People, …] of a delegation, those for all networks first, then in the networks' order; one query.

    In each list full designations come before acting ones; of what ended, the last comes first. Each has `counts`:
    whether it makes anything of its person (`networks.standing.counting`).
    """
    rows = delegation.designations.select_related("person", "network").annotate(counts=counting(on=on))
    rows = rows.order_by("acting", "starts_on", "pk")
    by_network: dict[int | None, list[Designation]] = {}
    networks: dict[int | None, Network | None] = {}
    for row in rows:
        networks[row.network_id] = row.network
        by_network.setdefault(row.network_id, []).append(row)
    return [
        _people(networks[key], by_network[key], on=on)
        for key in sorted(by_network, key=lambda key: _place(networks[key]))
    ]


def _place(network):
    return (network.position, network.code) if network else (-1, "")


def _people(network, rows, *, on):
    past = [row for row in rows if row.ends_on is not None and row.ends_on < on]
    still = [row for row in rows if row not in past]
    return People(
        network=network,
        now=[row for row in still if row.starts_on <= on],
        coming=[row for row in still if row.starts_on > on],
        past=sorted(past, key=lambda row: row.ends_on, reverse=True),
    )


@dataclasses.dataclass(frozen=True)
class PassingOn:
    """What a handover does. matters: how many are pending; reminded: of how many of them mails remind.

    links: how many of those mailed to the predecessor open nothing any more from the day on.
    """

    matters: int
    reminded: int
    links: int


def passing_on(designation, *, from_day, now):
    """The PassingOn of a handover of `designation` on the day `from_day`, as things stand at the moment `now`."""
    delegation, network = designation.delegation, designation.network_id
    pending = Commitment.objects.borne_by_codes(delegation.code, on=from_day).pending()
    pending = pending.filter(action__agreement__report__state__in=RECORDED)
    mailed = set(ladders())
    if network is not None:
        pending = pending.filter(action__agreement__report__meeting__network=network)
        mailed &= {network}
    reminded = reminded_of(networks=mailed, bearers=Bearers(on=from_day))
    address = designation.person.email or ""
    links = SignedLink.objects.filter(delegation=delegation, address=address, revoked_at=None, expires_at__gt=now)
    return PassingOn(
        matters=pending.count(),
        reminded=reminded.borne_by_codes(delegation.code, on=from_day).count(),
        links=0 if networks_of(address, delegation, on=from_day, without=designation) else links.count(),
    )
