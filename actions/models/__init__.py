"""What was agreed, and what follows from it."""

from .commitments import (
    Action,
    ActionOwner,
    Audience,
    Binding,
    Commitment,
    CommitmentStatus,
    DeadlineKind,
    DeadlineUnit,
    Force,
    Fulfilment,
    WhichMeeting,
)
from .reports import Agreement, AgreementKind, Lineage, Report, ReportState, ReportVersion, TakesUp

__all__ = [
    "Action",
    "ActionOwner",
    "Agreement",
    "AgreementKind",
    "Audience",
    "Binding",
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
    "WhichMeeting",
]
