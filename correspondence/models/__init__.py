"""What we send: reminders and who gets them when, the outbox, links into the record, what comes back."""

from .addressees import Addressee, Notice, NoticeKind, Rhythm
from .arrangements import (
    SHIPPED_LADDER,
    DelegationHold,
    MailSettings,
    MailText,
    ReminderPolicy,
    ReminderStep,
    TextKind,
)
from .links import LinkPage, LinkUse, SignedLink
from .mails import OVER, Because, DigestDay, Mail, MailKind, MailState, Mention, Section

__all__ = [
    "OVER",
    "SHIPPED_LADDER",
    "Addressee",
    "Because",
    "DelegationHold",
    "DigestDay",
    "LinkPage",
    "LinkUse",
    "Mail",
    "MailKind",
    "MailSettings",
    "MailState",
    "MailText",
    "Mention",
    "Notice",
    "NoticeKind",
    "ReminderPolicy",
    "ReminderStep",
    "Rhythm",
    "Section",
    "SignedLink",
    "TextKind",
]
