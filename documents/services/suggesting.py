"""What follows from a text typed here, suggested as for one that was read."""

from django.db import transaction
from django.utils.translation import gettext as _

from actions.models import AgreementKind
from actions.services.assigning import write_owners
from actions.services.editing import CannotEdit, lock_agreement, set_fields
from networks.models import Network
from networks.services import save_recorded

from ..reading.clauses import MeetingContext, analyse
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
    if report.meeting_id:
        meeting = report.meeting
        present = meeting.attendances.order_by("delegation__code").values_list("delegation__code", flat=True)
    else:
        meeting = report.uploads.filter(language=report.original_language).select_related("network").first()
        if meeting is None:
            return MeetingContext()
        present = meeting.participants
    return MeetingContext(
        network=meeting.network.slug if meeting.network_id else None,
        starts_on=meeting.starts_on,
        ends_on=meeting.ends_on,
        city=meeting.city or None,
        participants=tuple(present),
    )
