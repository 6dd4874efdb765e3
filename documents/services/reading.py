"""A kept file is read into a draft, by whichever worker claims it."""

import datetime

import structlog
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ..models import Upload, UploadState
from ..reading.errors import CannotRead
from ..reading.read import read
from .bringing_in import GONE, remove_original
from .drafts import draft_from
from .vocabulary import stored
from .wording import in_both_languages

log = structlog.get_logger(__name__)

# Reading takes seconds: whoever has had it for so long is gone.
GIVEN_UP_AFTER = datetime.timedelta(minutes=5)
MOST_ATTEMPTS = 3
BROKE_OFF = _("Reading broke off unexpectedly. The document is kept and can be read again.")
NOT_REFUSED = {"refusal_en": "", "refusal_es": ""}


class NotMyTurn(Exception):
    """Another worker has it, or it was given up meanwhile."""


def read_upload(*, upload_id, now):
    """Read a document that waits, once however many workers run; gives whether this call did.

    Effects: a draft with suggestions and doubts, or the state `refused` with why; never half of either.
    Whatever stops the process leaves the document waiting for `unread`.
    """
    claimed = Upload.objects.filter(_waiting(now), pk=upload_id).update(
        state=UploadState.READING, claimed_at=now, attempts=F("attempts") + 1, progress=10, **NOT_REFUSED
    )
    if not claimed:
        return False
    upload = Upload.objects.select_related("by").get(pk=upload_id)
    try:
        _read(upload, now)
    except CannotRead as refusal:
        _refuse(upload, now, refusal, keep_file=False)
    except NotMyTurn:
        return False
    except Exception:
        log.exception("reading broke off", upload=upload.pk)
        _refuse(upload, now, BROKE_OFF)
    return True


def read_again(*, upload_id):
    """Let a document that was refused but kept wait for reading again; gives whether it was one."""
    refused = Upload.objects.filter(pk=upload_id, state=UploadState.REFUSED).exclude(file="")
    newer = Upload.objects.filter(sha256=OuterRef("sha256")).exclude(pk=upload_id).exclude(state__in=GONE)
    alone = refused.exclude(Exists(newer))
    return bool(alone.update(state=UploadState.WAITING, attempts=0, progress=0, **NOT_REFUSED))


def unread(*, now):
    """The documents that wait, and those whose reader is gone: what a sweep hands out again.

    Effect: one that took its reader away three times is refused, but kept.
    """
    for upload in Upload.objects.filter(_left_by_its_reader(now), attempts__gte=MOST_ATTEMPTS):
        _refuse(upload, upload.claimed_at, BROKE_OFF)
    return Upload.objects.filter(_waiting(now)).order_by("at")


def _waiting(now):
    return Q(state=UploadState.WAITING) | (_left_by_its_reader(now) & Q(attempts__lt=MOST_ATTEMPTS))


def _left_by_its_reader(now):
    return Q(state=UploadState.READING, claimed_at__lt=now - GIVEN_UP_AFTER)


def _read(upload, now):
    try:
        with upload.file.open("rb") as kept:
            content = kept.read()
    except (OSError, ValueError):
        raise CannotRead(_("The kept file is not there any more. Please bring it in again.")) from None
    document, lines = read(content, upload.name, vocabulary=stored(), language=upload.asked_language or None)
    _mine(upload, now).update(progress=70)
    with transaction.atomic():
        upload = Upload.objects.select_for_update(of=("self",)).select_related("by").get(pk=upload.pk)
        if (upload.state, upload.claimed_at) != (UploadState.READING, now):
            raise NotMyTurn
        draft_from(upload, document, lines)


def _refuse(upload, now, why, *, keep_file=True):
    said = in_both_languages("refusal", why)
    refused = _mine(upload, now).update(state=UploadState.REFUSED, progress=100, **said)
    if refused and not keep_file:
        remove_original(upload)


def _mine(upload, now):
    return Upload.objects.filter(pk=upload.pk, state=UploadState.READING, claimed_at=now)
