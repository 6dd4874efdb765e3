from django.utils.translation import gettext as _

from actions.models.commitments import PRESIDENCY
from networks.alphabet import alphabetical
from networks.models import DelegationKind, Standing


def standing_of(delegation, *, on):
    """The delegation's standing on the day `on`, "" where it has none; reads `memberships` as prefetched."""
    for membership in delegation.memberships.all():
        if membership.starts_on <= on and (membership.ends_on is None or on <= membership.ends_on):
            return membership.standing
    return ""


def by_standing(delegations, *, on):
    """Pairs of a title and the delegations under it, by name; groups without anybody are left out."""
    titles = {
        "members": _("Member Countries"),
        "offices": _("Offices of the conference"),
        "observers": _("Observer countries"),
        "organisations": _("Organisations"),
        "civil_society": _("Civil society"),
        "others": _("Other bodies"),
    }
    groups = {name: [] for name in titles}
    for delegation in delegations:
        groups[_group_of(delegation, on=on)].append(delegation)
    return [(titles[name], alphabetical(group)) for name, group in groups.items() if group]


def _group_of(delegation, *, on):
    if delegation.kind == DelegationKind.OFFICE:
        return "offices"
    standing = standing_of(delegation, on=on)
    if delegation.kind == DelegationKind.COUNTRY:
        return "members" if standing == Standing.MEMBER else "observers" if standing else "others"
    return {DelegationKind.ORGANISATION: "organisations", DelegationKind.CIVIL_SOCIETY: "civil_society"}.get(
        delegation.kind, "others"
    )


def presidencies_of(delegation, *, terms):
    """Of all `terms` of the presidency the delegation's; of the presidency itself, all; the latest first."""
    return [one for one in reversed(terms) if delegation.code == PRESIDENCY or one.delegation_id == delegation.pk]
