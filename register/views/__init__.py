from .conference import delegation, delegations, home, meeting, meeting_document, meetings, network, networks
from .record import agreement, agreements, report

__all__ = [
    "agreement",
    "agreements",
    "delegation",
    "delegations",
    "home",
    "meeting",
    "meeting_document",
    "meetings",
    "network",
    "networks",
    "report",
]
