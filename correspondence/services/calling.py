"""The secretariat's call list: what no reminder follows any more, by delegation, with whom to call."""

import dataclasses

from django.db.models import Q

from actions.models import Commitment
from networks.alphabet import collation_key
from networks.models import Delegation, Designation, Role

from .escalation import call_list
from .matters import Bearers


@dataclasses.dataclass(frozen=True)
class Call:
    """A delegation to call. persons: its Designation rows of the day, for the networks concerned."""

    delegation: Delegation
    persons: list[Designation]
    commitments: list[Commitment]


def calls(*, on):
    """[Call, …] in the alphabetical order of the delegations; a number of queries that does not grow with them."""
    bearers = Bearers(on=on)
    by_delegation: dict[int, list[Commitment]] = {}
    rows = call_list(on=on).select_related("delegation", "action__agreement__report__meeting__network")
    for commitment in rows.order_by("due_on", "pk"):
        by_delegation.setdefault(bearers.of(commitment.delegation_id), []).append(commitment)
    persons: dict[int, list[Designation]] = {}
    designated = Designation.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on, delegation__in=by_delegation, person__is_active=True
    ).exclude(role=Role.CHAIR)
    for row in designated.select_related("person", "network").order_by("acting", "pk"):
        persons.setdefault(row.delegation_id, []).append(row)
    found = [
        Call(delegation, _concerned(persons.get(key, []), by_delegation[key]), by_delegation[key])
        for key, delegation in Delegation.objects.in_bulk(by_delegation).items()
    ]
    return sorted(found, key=lambda call: collation_key(call.delegation.in_language("name")))


def _concerned(persons, commitments):
    networks = {one.action.agreement.report.meeting.network_id for one in commitments}
    return [row for row in persons if row.network_id is None or row.network_id in networks]
