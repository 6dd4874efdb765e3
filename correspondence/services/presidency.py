"""Who hears for the presidency what was escalated."""

from networks.models import Role


class Presidency:
    """Those designated for the presidency, else its holder's focal points, else its liaison officers.

    bearers: a matters.Bearers. written_to: the recipients.Addresses of the same day.
    """

    def __init__(self, *, bearers, written_to):
        self._groups = [{}, {}, {}]  # of each {address: the networks it hears about, None for all}
        for one in written_to.designated:
            if not one.is_active or one.role == Role.CHAIR:
                continue
            group = self._group(one, bearers)
            for address in ((one.email or "").lower(), one.copy_to.lower()):
                if group is not None and address in written_to.recipients:
                    group.setdefault(address, set()).add(one.network_id)

    def _group(self, one, bearers):
        if one.delegation_id == bearers.office:
            return self._groups[0]
        if one.delegation_id == bearers.holder:
            return {Role.FOCAL_POINT: self._groups[1], Role.LIAISON_OFFICER: self._groups[2]}.get(one.role)
        return None

    def of(self, network_id):
        """The addresses that hear of a network's; none where nobody is left to write to."""
        for group in self._groups:
            reached = [address for address, networks in group.items() if {network_id, None} & networks]
            if reached:
                return reached
        return []
