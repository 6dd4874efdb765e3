"""The documents of a meeting: added, named, given to fewer or to more, taken away."""

from django.utils.translation import gettext as _

from actions.services.attaching import check, keep, let_go
from actions.services.file_kinds import PPTX
from meetings.models import Meeting, MeetingDocument
from networks.services import delete_recorded, public_change, save_recorded

CHANGEABLE = ("title_en", "title_es", "language", "distribution")


class CannotKeep(Exception):
    """The document is not kept like this; the message may be shown to the user."""


def add_document(*, meeting_id, upload, distribution, by, now, title_en="", title_es="", language=""):
    """Keep a file with a meeting, for whom `distribution` says. Gives the MeetingDocument.

    upload: a Django UploadedFile, read in chunks: PDF, Word, Excel, PowerPoint or a picture. Nothing of it stays on
    disk if the transaction does not go through. Raises CannotKeep, also for a file that the meeting has already, and
    attaching.NotTaken for one that is not taken at all.
    """
    document = MeetingDocument(
        title_en=title_en,
        title_es=title_es,
        language=language,
        distribution=distribution,
        added_by=by,
        added_at=now,
        **check(upload, also=(PPTX,))._asdict(),
    )
    _check_title(document)
    # Whether visitors see it may change with its meeting at any moment: the version is raised for all of them.
    with public_change():
        document.meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id)
        if known := document.meeting.documents.filter(sha256=document.sha256).first():
            words = _("“%(name)s” is among the documents of this meeting already, as “%(title)s”.")
            raise CannotKeep(words % {"name": document.name, "title": known})
        document.file = keep(document, upload)
        return save_recorded(document, by=by)


def change_document(*, document_id, by, reason="", **values):
    """Write the title, the language or the distribution of a document; those that differ. Gives the MeetingDocument.

    Effects: whoever may read it from then on finds it at once, and nobody else does. Raises CannotKeep.
    """
    with public_change():
        document = _locked(document_id)
        changed = [name for name in CHANGEABLE if name in values and getattr(document, name) != values[name]]
        for name in changed:
            setattr(document, name, values[name])
        _check_title(document)
        return save_recorded(document, by=by, reason=reason) if changed else document


def remove_document(*, document_id, by, reason=""):
    """Take a document and its file away; what it was called and for whom it was stays in the history.

    Raises CannotKeep.
    """
    with public_change():
        document = _locked(document_id)
        let_go(document)
        delete_recorded(document, by=by, reason=reason)


def _locked(document_id):
    document = MeetingDocument.objects.select_for_update(of=("self",)).filter(pk=document_id).first()
    if document is None:
        raise CannotKeep(_("Somebody has removed this document in the meantime."))
    return document


def _check_title(document):
    if not document.title_en and not document.title_es:
        raise CannotKeep(_("Give the document a title, in one of the languages at least."))
