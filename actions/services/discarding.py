"""Giving up a draft."""

from django.db import transaction
from django.utils.translation import gettext as _

from networks.reasons import in_both_languages
from networks.services import delete_recorded

from ..models import Action, ActionOwner, Lineage
from ..numbering import in_order
from .editing import CannotEdit, lock_draft


def discard_draft(*, report_id, by):
    """Remove a draft with all that is in it; its history stays.

    Raises CannotEdit for what is no draft, and for what was on record: its snapshots stay, and the draft with them.
    """
    with transaction.atomic():
        report = lock_draft(report_id)
        if report.versions.exists():
            raise CannotEdit(_("This report was on record before: it stays as a draft, with its snapshots."))
        agreements = in_order(report.agreements.all())
        actions = Action.objects.filter(agreement__in=agreements)
        reason = in_both_languages(lambda: _("Draft given up"))
        for rows in (
            ActionOwner.objects.filter(action__in=actions),
            actions,
            Lineage.objects.filter(agreement__in=agreements),
            reversed(agreements),
            [report],
        ):
            for row in rows:
                delete_recorded(row, by=by, reason=reason)
