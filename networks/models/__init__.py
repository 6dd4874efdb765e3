"""Who: persons, the conference and its bodies, delegations, and how persons come in."""

from .accounts import AuditedAct, AuditEntry, SignInCode
from .record import (
    Conference,
    Delegation,
    DelegationKind,
    Designation,
    Holiday,
    InBothLanguages,
    Membership,
    Network,
    NetworkKind,
    Presidency,
    PublicVersion,
    Role,
    Standing,
    User,
    _known_time_zone,
)

__all__ = [
    "AuditEntry",
    "AuditedAct",
    "Conference",
    "Delegation",
    "DelegationKind",
    "Designation",
    "Holiday",
    "InBothLanguages",
    "Membership",
    "Network",
    "NetworkKind",
    "Presidency",
    "PublicVersion",
    "Role",
    "SignInCode",
    "Standing",
    "User",
    "_known_time_zone",
]
