"""One matter of a delegation: what can be informed of it, and all that was said about it."""

import dataclasses
import datetime
import itertools

from django.db.models import F, Prefetch, Q

from actions.models import (
    INFORMED,
    Audience,
    Commitment,
    CommitmentStatus,
    Evidence,
    Fulfilment,
    ProgressAnswer,
    ProgressReport,
    ProgressState,
    Remark,
    Side,
)
from actions.models.commitments import OPEN_STATUSES, PRESIDENCY
from actions.models.reports import RECORDED
from actions.services.asking import with_bearers
from actions.services.evidence import withdrawn_from
from actions.services.following import CLOSED
from networks.models import Delegation, User
from networks.reasons import in_reader_language

from .pending import NAMED

ALSO_OFFERED = 10
OVER = (CommitmentStatus.WITHDRAWN, CommitmentStatus.SUPERSEDED)


@dataclasses.dataclass(frozen=True)
class Noted:
    """Why a commitment stands as it does where no report of its delegation says it: by whom it was put on record.

    together: the delegation whose report closed it with its own share of a joint action.
    """

    why: str
    by: User | None
    on: datetime.date | None = None
    together: Delegation | None = None


def borne(desk):
    """The commitments on record that the desk's delegation bears today."""
    return (
        Commitment.objects.borne_by_codes(desk.delegation.code, on=desk.on)
        .filter(action__agreement__report__state__in=RECORDED)
        .select_related(*NAMED)
    )


def answerable(desk, keys):
    """Of the commitments with these keys (as a form gives them) those the desk can inform of, in their order."""
    wanted = [int(key) for key in keys if key.isdecimal() and len(key) < 19]
    found = borne(desk).filter(pk__in=wanted).exclude(status__in=OVER)
    return [one for one in found if desk.informs_in(one.action.agreement.report.meeting.network)]


def offered_with(desk, chosen):
    """A QuerySet of `chosen` and of what else is pending from the same meetings: one report may speak of several."""
    reports = {one.action.agreement.report_id for one in chosen}
    others = borne(desk).filter(
        status__in=(*OPEN_STATUSES, CommitmentStatus.TO_CONFIRM), action__agreement__report__in=reports
    )
    keys = [one.pk for one in chosen]
    also = others.exclude(pk__in=keys).order_by("action__agreement__position", "pk").values_list("pk", flat=True)
    offered = Commitment.objects.filter(pk__in=[*keys, *also[:ALSO_OFFERED]]).select_related(*NAMED)
    return offered.order_by("action__agreement__position", "pk")


def designated_by(link, *, on):
    """The designation of the delegation by which the link's address gets its mail, with its person; None for a copy."""
    term = Q(ends_on=None) | Q(ends_on__gte=on)
    named = link.delegation.designations.filter(term, starts_on__lte=on, person__email=link.address)
    return named.select_related("person").first()


def who_writes(desk):
    """Name and post of whoever the link was sent to, so that they need not be typed on a phone."""
    designation = designated_by(desk.link, on=desk.on) if desk.link else None
    return {"name": designation.person.name, "post": designation.post} if designation else {}


def reports_at(desk):
    """The delegation's reports of progress as far as whoever sits at its desk reads them: its own drafts not by staff.

    Each with its `evidence` and its `answers`, these with the key of their `network`.
    """
    reports = ProgressReport.objects.filter(delegation=desk.delegation)
    if desk.standing.is_staff:
        reports = reports.for_staff()
    answers = ProgressAnswer.objects.annotate(network=F("commitment__action__agreement__report__meeting__network"))
    named = reports.select_related("delegation", "author", "entered_by", "confirmed_by")
    return named.prefetch_related("evidence", Prefetch("answers", answers))


def informed_as_presidency(desk):
    """What others informed, holding the presidency, of what the desk's delegation bears of it today."""
    of_the_office = borne(desk).filter(delegation__code=PRESIDENCY).values("pk")
    told = ProgressAnswer.objects.filter(commitment__in=of_the_office).values("report")
    others = ProgressReport.objects.filter(pk__in=told, state__in=INFORMED).exclude(delegation=desk.delegation)
    return others.select_related("delegation")


def evidence_at(desk):
    """The files with the reports that one reads at the desk; of what others informed, without the sources."""
    theirs = Q(report__in=informed_as_presidency(desk), is_source=False)
    return Evidence.objects.filter(Q(report__in=reports_at(desk)) | theirs)


def remarks_at(desk):
    """The questions and answers on what the desk's delegation bears today, as far as one reads them at the desk.

    Those on a share of the presidency are read by whoever was asked, and by staff.
    """
    remarks = Remark.objects.filter(commitment__in=borne(desk).values("pk"))
    if desk.standing.is_staff:
        return remarks
    return with_bearers(remarks).filter(bearer=desk.delegation.pk)


def networks_of(report):
    """The keys of the bodies whose agreements a report speaks of. report: of `reports_at`."""
    return {answer.network for answer in report.answers.all()}


def commitments_of(report):
    """What a report speaks of, in the order of the record."""
    about = Commitment.objects.filter(progress__report=report).select_related(*NAMED)
    return list(about.order_by("action__agreement__position", "pk"))


def matter_of(desk, pk):
    """The commitment with what was said about it, as `said`, `aside` and `questions`; None where it is not the desk's.

    It and its `questions` each with the `source_files` out of which they were entered.

    said: the delegation's reports, the last first, `with_withdrawn`; aside: those that were set aside. For a share of
    the presidency, before: what other holders informed of it, the last first, each with its `evidence`, sources left
    out; and of the `questions` those that are for the reader, each with the Delegation that it was `put_to`, or whose
    answer it is, where that is another.
    """
    reports = reports_at(desk)
    answers = ProgressAnswer.objects.filter(report__in=reports).order_by("-report__made_at", "-pk")
    remarks = Remark.objects.select_related("by").prefetch_related("source_files")
    commitment = (
        borne(desk)
        .filter(pk=pk)
        .prefetch_related(
            Prefetch("progress", answers.prefetch_related(Prefetch("report", reports)), to_attr="answered"),
            Prefetch("remarks", remarks, to_attr="questions"),
            "source_files",
        )
        .first()
    )
    if commitment is not None:
        told = [answer.report for answer in commitment.answered]
        commitment.said = with_withdrawn([report for report in told if report.state != ProgressState.SET_ASIDE])
        commitment.aside = [report for report in told if report.state == ProgressState.SET_ASIDE]
        commitment.before = []
        if commitment.delegation.code == PRESIDENCY:
            _tell_holders_apart(commitment, desk)
    return commitment


def _tell_holders_apart(commitment, desk):
    files = Prefetch("evidence", Evidence.objects.filter(is_source=False))
    others = informed_as_presidency(desk).filter(answers__commitment=commitment).prefetch_related(files)
    commitment.before = list(others.order_by("-made_at", "-pk"))
    bearers = dict(with_bearers(Remark.objects.filter(commitment=commitment)).values_list("pk", "bearer"))
    if not desk.standing.is_staff:
        commitment.questions = [one for one in commitment.questions if bearers.get(one.pk) == desk.delegation.pk]
        return
    elsewhere = Delegation.objects.in_bulk(set(bearers.values()) - {desk.delegation.pk})
    for remark in commitment.questions:
        remark.put_to = elsewhere.get(bearers.get(remark.pk))


def is_asked(commitment):
    """Whether the last word between secretariat and delegation on a commitment (of `matter_of`) is a question."""
    return bool(commitment.questions) and commitment.questions[-1].side == Side.SECRETARIAT


def with_withdrawn(reports):
    """The reports, each with the history of the files that were `withdrawn` from it; one query, none for no reports."""
    withdrawn = withdrawn_from(reports)
    for report in reports:
        report.withdrawn = withdrawn.get(report.pk, [])
    return reports


def with_why(reports):
    """[(report, the history row that says by whom and why it was set aside), …]; one query, none for no reports."""
    if not reports:
        return []
    rows = ProgressReport.history.filter(id__in=[report.pk for report in reports], state=ProgressState.SET_ASIDE)
    # What came after that, as taking a person out of the record, is not it: the first row is.
    first = {row.id: row for row in rows.select_related("history_user").order_by("-history_id")}
    return [(report, first.get(report.pk)) for report in reports]


def why_that_date(commitment):
    """Why the new date of a commitment (of `matter_of`) stands where no report informed it, as Noted; else None."""
    day = commitment.extended_to
    told = (*commitment.said, *commitment.before)
    if day is None or any(one.state == ProgressState.ACKNOWLEDGED and one.new_date == day for one in told):
        return None
    return _noted(commitment, "extended_to")


def closes(report, commitment):
    """Whether a report of its delegation is what closed a commitment."""
    fulfilled = commitment.status == CommitmentStatus.FULFILLED
    return fulfilled and report.state in INFORMED and report.done and report.on == commitment.closed_on


def why_joined(commitment):
    """Since when, by whom and out of what a commitment to an open call (of `matter_of`) is the delegation's, as Noted.

    None for what was agreed with those responsible.
    """
    audiences = set(commitment.action.owners.values_list("audience", flat=True))
    if audiences != {Audience.INTERESTED}:
        return None
    rows = commitment.history.select_related("history_user").order_by("history_date", "history_id")
    in_time = [None, *rows]
    taken_up = [
        row
        for before, row in itertools.pairwise(in_time)
        if before is None or before.status == CommitmentStatus.WITHDRAWN != row.status
    ]
    if not taken_up:
        return None
    last = taken_up[-1]
    return Noted(in_reader_language(last.history_change_reason), last.history_user, on=last.news_on)


def why_takes_part(commitment):
    """Since when, by whom and out of what it is known that a delegation takes part that was absent, as Noted.

    None where it was present, or has not said so.
    """
    rows = commitment.history.select_related("history_user").order_by("history_date", "history_id")
    said = [
        row
        for before, row in itertools.pairwise(rows)
        if before.status == CommitmentStatus.TO_CONFIRM and row.status == CommitmentStatus.OPEN
    ]
    if not said:
        return None
    last = said[-1]
    return Noted(in_reader_language(last.history_change_reason), last.history_user, on=last.news_on)


def why_closed(commitment):
    """Who closed a commitment (of `matter_of`), and why, where no report of its delegation did, as Noted; else None."""
    if commitment.status not in CLOSED:
        return None
    if any(closes(report, commitment) for report in (*commitment.said, *commitment.before)):
        return None
    noted = _noted(commitment, "status")
    if noted is None:
        return None
    together = _closed_it_with_theirs(commitment) if commitment.status == CommitmentStatus.FULFILLED else None
    why = "" if together else noted.why
    return dataclasses.replace(noted, why=why, on=commitment.closed_on, together=together)


def why_ended(commitments):
    """{key of a commitment that is closed: by whom and why, as Noted}; one query, none where none is."""
    ended = {one.pk: one.status for one in commitments if one.status in CLOSED}
    if not ended:
        return {}
    rows = Commitment.history.filter(id__in=ended).select_related("history_user")
    in_time = rows.order_by("id", "history_date", "history_id")
    return {
        row.id: Noted(in_reader_language(row.history_change_reason), row.history_user, on=row.closed_on)
        for before, row in itertools.pairwise(in_time)
        if before.id == row.id and before.status != row.status == ended[row.id]
    }


def _closed_it_with_theirs(commitment):
    """The delegation whose report closed a share of a joint action together with its own, or None."""
    if commitment.action.fulfilment != Fulfilment.JOINTLY:
        return None
    theirs = ProgressReport.objects.filter(
        answers__commitment__action=commitment.action_id, state__in=INFORMED, done=True, on=commitment.closed_on
    )
    others = theirs.exclude(delegation=commitment.delegation_id).select_related("delegation")
    report = others.order_by("sent_at").first()
    return report.delegation if report else None


def _noted(commitment, field):
    """The last change of a field of the commitment, out of its history."""
    rows = commitment.history.select_related("history_user").order_by("-history_date", "-history_id")
    for row, before in itertools.pairwise(rows):
        if getattr(row, field) != getattr(before, field):
            return Noted(in_reader_language(row.history_change_reason), row.history_user)
    return None
