"""What follows from a text typed here, suggested as for one that was read."""

from django.db import transaction
from django.utils.translation import gettext as _

from actions.models import AgreementKind
from actions.services.assigning import write_owners
from actions.services.editing import CannotEdit, lock_agreement, set_fields
from networks.models import Network
from networks.services import save_recorded

from ..reading.clauses import analyse
from ..reading.meeting_context import MeetingContext
from .drafts import action_of, reference_of
from .vocabulary import stored


def suggest(*, agreement_id, by):
    """Add the reader's suggestions to an agreement that has no action yet: verb, actions, references.

    Gives the number of actions added. Raises CannotEdit.
    """
    with transaction.atomic():
        agreement = lock_agreement(agreement_id)
        if agreement.actions.exists():
            raise CannotEdit(_("This agreement has actions already."))
        report = agreement.report
        language = report.original_language
        text = getattr(agreement, f"text_{language}")
        lead_in = getattr(agreement.parent, f"text_{language}") if agreement.parent_id else ""
        found = analyse(text, language=language, vocabulary=stored(), meeting=_context(report), lead_in=lead_in)
        if agreement.kind == AgreementKind.OTHER:
            set_fields(agreement, {"kind": found.kind}, by=by)
        bodies = {one.slug: one for one in Network.objects.all()}
        for place, read in enumerate(found.actions):
            action = save_recorded(action_of(agreement, place, read, language, bodies), by=by)
            write_owners(action, read.owners, by=by)
        if not agreement.refers_to.exists():
            for reference in found.refers_to:
                save_recorded(reference_of(agreement, reference, bodies), by=by)
        return len(found.actions)


def _context(report):
    """What is known of the meeting: from its row, or from the heading of the document the draft was read from."""
    uploads = report.uploads.filter(language=report.original_language).select_related("network")
    said_by = report.meeting if report.meeting_id else uploads.first()
    if said_by is None:
        return MeetingContext()
    network = said_by.network.slug if said_by.network_id else None
    return MeetingContext(network, said_by.starts_on, said_by.ends_on)
