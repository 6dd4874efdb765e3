"""The mail or note itself, kept with what staff enter out of it for a delegation."""

from django.db import transaction
from django.db.models import Q

from actions.services.attaching import check, keep
from actions.services.file_kinds import MAIL

from ..models import SourceFile
from .matters import borne, remarks_at


def keep_source(upload, *, by, now, **of):
    """Keep an upload with what was entered out of it. Gives the SourceFile, or None where nothing was uploaded.

    of: a `step`, a `commitment` or a `remark`. Taken are the files that a report takes, and a mail (.eml). The same
    file a second time is kept once. Nothing of it stays on disk if the transaction does not go through. Raises
    attaching.NotTaken.
    """
    if upload is None:
        return None
    with transaction.atomic():
        checked = check(upload, also=(MAIL,))
        if there := SourceFile.objects.filter(**of, sha256=checked.sha256).first():
            return there
        source = SourceFile(**of, **checked._asdict(), by=by, at=now)
        source.file = keep(source, upload)
        source.save()
        return source


def sources_at(desk):
    """The files out of which something was entered on what the desk's delegation bears today; none of a step's."""
    theirs = borne(desk).values("pk")
    return SourceFile.objects.filter(Q(commitment__in=theirs) | Q(remark__in=remarks_at(desk).values("pk")))
