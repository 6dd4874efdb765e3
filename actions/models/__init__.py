"""What was agreed, and what follows from it."""

from .commitments import (
    Action,
    ActionOwner,
    Audience,
    Commitment,
    CommitmentStatus,
    DeadlineKind,
    DeadlineUnit,
    Force,
    Fulfilment,
)
from .reports import Agreement, AgreementKind, Lineage, Report, ReportState, ReportVersion, TakesUp

__all__ = [
    "Action",
    "ActionOwner",
    "Agreement",
    "AgreementKind",
    "Audience",
    "Commitment",
    "CommitmentStatus",
    "DeadlineKind",
    "DeadlineUnit",
    "Force",
    "Fulfilment",
    "Lineage",
    "Report",
    "ReportState",
    "ReportVersion",
    "TakesUp",
]
