"""Who came in, what they took away, whose rights changed: noted, and forgotten after a set time."""

import datetime

from django.utils import timezone

from .models import AuditedAct, AuditEntry
from .services import conference


def note(act, *, by, now, about=""):
    """Note an act. act: an AuditedAct. by: a person who is signed in, or None. about: words that name no person."""
    known = by if by is not None and by.is_authenticated else None
    return AuditEntry.objects.create(act=act, by=known, about=about[:250], at=now)


def note_export(request, what, *, now):
    """Note that whoever sends the request takes `what` away: a file's name."""
    return note(AuditedAct.EXPORTED, by=request.user, about=what, now=now)


def note_role(designation, *, by, ended=False):
    """Note that a role was given or ended; whose it is says the history of the designation."""
    body = designation.network.slug if designation.network else "*"
    about = f"{designation.delegation.code}, {designation.role}, {body}, designation {designation.pk}"
    return note(AuditedAct.ROLE_ENDED if ended else AuditedAct.ROLE_GIVEN, by=by, about=about, now=timezone.now())


def note_changed_role(designation, changed, *, by):
    """Note what the change of a designation does to a role, if anything. changed: names of fields."""
    if {"person", "delegation", "role", "network", "starts_on", "ends_on"}.intersection(changed):
        note_role(designation, by=by, ended="ends_on" in changed and designation.ends_on is not None)


def note_rights(person, changed, *, by):
    """Note that rights of a person's account changed. changed: names of fields."""
    about = ", ".join(f"{name} {'yes' if getattr(person, name) else 'no'}" for name in sorted(changed))
    return note(AuditedAct.RIGHTS, by=by, about=f"person {person.pk}: {about}", now=timezone.now())


def forget(*, now):
    """Delete what was noted longer ago than the conference keeps it; gives how many."""
    before = now - datetime.timedelta(days=conference().audit_kept)
    return AuditEntry.objects.filter(at__lt=before).delete()[0]
