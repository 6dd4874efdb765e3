"""The follow-up matrix as it goes out, in the conference's columns; `services.matrix` takes it in again."""

import dataclasses
import itertools

from django.utils.translation import gettext as _

from actions.models import INFORMED, Commitment, ProgressAnswer
from actions.models.reports import RECORDED
from actions.services.informing import OVER
from actions.standing import waiting_words
from documents.writing.tables import Column, Table
from meetings.models import Meeting
from networks.models import Network

from .tables import progress_of, standing_remarks, what_of

A_BATCH = 2_000
NAMED = ("delegation", "action__bound_to", "action__deadline_body", "action__agreement__report__meeting__network")


@dataclasses.dataclass(frozen=True)
class Asked:
    """What goes out: of a body, or of one meeting, agreed in these years; None for all."""

    network: Network | None = None
    meeting: Meeting | None = None
    since: int | None = None
    until: int | None = None


def matrix_table(asked):
    """The commitments on record as a Table, a row for each share, in the order in which they were agreed.

    What is withdrawn or superseded is left out. Rows are read as they are written, some thousands at a time.
    """
    title = _("Follow-up matrix")
    if asked.meeting or asked.network:
        title = f"{title}: {asked.meeting.report.reference if asked.meeting else asked.network}"
    columns = (
        Column(_("Point"), 50),
        Column(_("Responsible"), 22),
        Column(_("Date"), 16),
        Column(_("Progress"), 50),
        Column(_("Remarks"), 36),
    )
    return Table(title, columns, _rows(asked))


def number_of(asked):
    """How many rows the matrix would have."""
    return _shares(asked).count()


def _shares(asked):
    rows = Commitment.objects.filter(action__agreement__report__state__in=RECORDED).exclude(status__in=OVER)
    if asked.network:
        rows = rows.filter(action__agreement__report__meeting__network=asked.network)
    if asked.meeting:
        rows = rows.filter(action__agreement__report__meeting=asked.meeting)
    if asked.since:
        rows = rows.filter(action__agreement__agreed_on__year__gte=asked.since)
    if asked.until:
        rows = rows.filter(action__agreement__agreed_on__year__lte=asked.until)
    return rows


def _rows(asked):
    in_order = (
        "action__agreement__agreed_on",
        "action__agreement__report",
        "action__agreement__sort_key",
        "action__position",
        "delegation__code",
    )
    shares = _shares(asked).select_related(*NAMED).order_by(*in_order).iterator(chunk_size=A_BATCH)
    while batch := list(itertools.islice(shares, A_BATCH)):
        answers = ProgressAnswer.objects.filter(commitment__in=batch, report__state__in=INFORMED)
        in_time = answers.select_related("report").order_by("report__on", "report__sent_at", "report_id")
        last = {answer.commitment_id: answer.report for answer in in_time}
        for share in batch:
            yield _row(share, last.get(share.pk))


def _row(share, report):
    action = share.action
    waiting = action.deadline_kind == "event" and share.due_on is None
    return (
        f"{action.agreement.reference}\n{what_of(action)}",
        str(share.delegation),
        waiting_words(action) if waiting else share.due_on,
        progress_of(share, report),
        "\n".join(standing_remarks(share)),
    )
