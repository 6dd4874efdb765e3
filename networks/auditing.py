"""Who came in, what they took away, whose rights changed: noted, and forgotten after a set time."""

import datetime

from .models import AuditedAct, AuditEntry
from .services import conference


def note(act, *, by, now, about=""):
    """Note an act. act: an AuditedAct. by: a person who is signed in, or None. about: words that name no person."""
    known = by if by is not None and by.is_authenticated else None
    return AuditEntry.objects.create(act=act, by=known, about=about[:250], at=now)


def note_export(request, what, *, now):
    """Note that whoever sends the request takes `what` away: a file's name."""
    return note(AuditedAct.EXPORTED, by=request.user, about=what, now=now)


def forget(*, now):
    """Delete what was noted longer ago than the conference keeps it; gives how many."""
    before = now - datetime.timedelta(days=conference().audit_kept)
    return AuditEntry.objects.filter(at__lt=before).delete()[0]
