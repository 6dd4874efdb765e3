"""One matter of a delegation: what can be informed of it, and all that was said about it."""

from django.db.models import Prefetch, Q

from actions.models import Commitment, CommitmentStatus, ProgressAnswer, ProgressReport, ProgressState
from actions.models.commitments import OPEN_STATUSES
from actions.models.reports import RECORDED

from .pending import NAMED

ALSO_OFFERED = 10
OVER = (CommitmentStatus.WITHDRAWN, CommitmentStatus.SUPERSEDED)


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
    return borne(desk).filter(pk__in=[*keys, *also[:ALSO_OFFERED]]).order_by("action__agreement__position", "pk")


def designated_by(link, *, on):
    """The designation of the delegation by which the link's address gets its mail, with its person; None for a copy."""
    term = Q(ends_on=None) | Q(ends_on__gte=on)
    named = link.delegation.designations.filter(term, starts_on__lte=on, person__email=link.address)
    return named.select_related("person").first()


def matter_of(desk, pk):
    """The commitment with what was said about it, as `said` and `questions`; None where it is not the desk's.

    said: the delegation's reports, the last first, those set aside left out.
    """
    reports = (
        ProgressReport.objects.filter(delegation=desk.delegation)
        .exclude(state=ProgressState.SET_ASIDE)
        .select_related("author", "entered_by", "confirmed_by")
        .prefetch_related("evidence")
    )
    answers = ProgressAnswer.objects.filter(report__in=reports).order_by("-report__made_at", "-pk")
    return (
        borne(desk)
        .filter(pk=pk)
        .prefetch_related(
            Prefetch("progress", answers.prefetch_related(Prefetch("report", reports)), to_attr="said"),
            Prefetch("remarks", to_attr="questions"),
        )
        .first()
    )
