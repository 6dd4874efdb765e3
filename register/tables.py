"""What the register found, as a table to take along."""

from django.utils.translation import gettext as _

from documents.writing.tables import Column, Table

from . import services, wording
from .rows import rows_of


def register_table(filters, *, reader, delegations):
    """What `filters` ask for as one Table, in the order of the pages, as far as they are counted.

    Without the follow-up it says what was agreed, and no more. delegations: all of them. The number of queries does not
    grow with the rows.
    """
    agreed = [Column(_("Agreement"), 16), Column(_("Text"), 60), Column(_("Meeting"), 28), Column(_("Agreed on"), 14)]
    followed = [Column(_("Responsible"), 28), Column(_("Status"), 18), Column(_("Date"), 14), Column(_("Progress"), 20)]
    agreements = services.with_keys(services.first_found(filters, reader=reader))
    rows = rows_of(agreements, reader=reader, filters=filters, delegations=delegations)
    if not reader.sees_follow_up:
        return Table(_("Agreements"), agreed, [_agreed(row) for row in rows])
    return Table(_("Agreements"), [*agreed, *followed], [_agreed(row) + _followed(row) for row in rows])


def _agreed(row):
    return row.agreement.reference, row.text, row.where, row.agreement.agreed_on


def _followed(row):
    shares = "\n".join(share.title for share in row.shares)
    return shares, wording.situation(row.situation), row.due_on or row.waits_for, row.summary
