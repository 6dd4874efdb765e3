from .conference import delegation, delegations, home, meeting, meeting_document, meetings, network, networks
from .record import agreement, agreements, draft, report
from .tables import agreements_csv, agreements_xlsx

__all__ = [
    "agreement",
    "agreements",
    "agreements_csv",
    "agreements_xlsx",
    "delegation",
    "delegations",
    "draft",
    "home",
    "meeting",
    "meeting_document",
    "meetings",
    "network",
    "networks",
    "report",
]
