"""What a delegation's word does to the record once it is informed, and once it is acknowledged."""

from django.db.models import Q
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from networks.dates import long_day
from networks.reasons import in_both_languages
from networks.services import presidency_holder

from ..models import Commitment, CommitmentStatus, Fulfilment, ProgressAnswer, ProgressState, ReportAudience
from ..models.commitments import OPEN_STATUSES, PRESIDENCY
from .following import CLOSED, DEADLINE, closes_together, take_date, take_status

NEWS = ["status", "news_on", "closed_on", "outcome"]
DATES = ["extended_to", "due_on", "due_since"]


def take_effect(report, *, by, on):
    """Write what the report informs onto the commitments it answers; inside the transaction that sends it.

    Effects: done makes a share fulfilled as of the report's day, not yet makes it in progress; a share to confirm
    counts as confirmed. Done closes every open share of a joint action. The text of a report for the public is the
    outcome, unless a later one says "not yet" already. What is closed stays as it is: a later report is kept and
    shown beside it, and it is the secretariat that opens a commitment again; only an outcome that was not recorded is
    recorded now.
    A history row for each share says by which report. Gives the other delegations whose shares were closed with it;
    for a share of the presidency, whoever held it that day.
    """
    answered = set(report.answers.values_list("commitment", flat=True))
    concerned = Q(pk__in=answered)
    if report.done:
        joint = Q(action__fulfilment=Fulfilment.JOINTLY, status__in=OPEN_STATUSES)
        concerned |= joint & Q(action__commitments__in=answered)
    keys = Commitment.objects.filter(concerned).order_by().values("pk")
    own, others = write_effect(report, locked(keys), answered=answered)
    _save([*own, *others], NEWS, report, by=by, on=on)
    return to_tell(others, report)


def write_effect(report, shares, *, answered):
    """Write what a report informs onto the (unsaved) shares it answers, and onto those that close with them.

    shares: those it answers, and at least the open ones of joint actions that it says are done; read by `locked`.
    answered: the keys of what it answers. Gives (the shares of these, the others) that it was written onto.
    """
    status = CommitmentStatus.FULFILLED if report.done else CommitmentStatus.IN_PROGRESS
    own = [share for share in shares if share.pk in answered and _takes(share, status)]
    closed = {share.action_id for share in own if closes_together(share.action, status)}
    others = [
        share
        for share in shares
        if share.pk not in answered and share.action_id in closed and share.status in OPEN_STATUSES
    ]
    # Whoever sees the follow-up reads an outcome; what is for the conference alone stands in the report.
    outcome = report.text if report.audience == ReportAudience.PUBLIC else ""
    for share in (*own, *others):
        is_latest = report.done or report.on >= share.news_on or not share.outcome
        take_status(share, status, on=report.on, outcome=outcome if is_latest else share.outcome)
    return own, others


def let_the_date_stand(report, *, by, on):
    """Let the new date of a report stand, from the day `on`, for what it answers and is still open.

    Inside the transaction that acknowledges it. A date that a later report informed, and that is acknowledged
    already, stays. A history row for each share says by which report.
    """
    if report.new_date is None:
        return
    later = dated_after(report.sent_at)
    answered = report.answers.exclude(commitment__in=later.values("commitment")).values("commitment")
    shares = write_date(report, locked(answered), on=on)
    _save(shares, DATES, report, by=by, on=on)


def dated_after(moment):
    """The answers of acknowledged reports with a new date that were informed after the moment."""
    return ProgressAnswer.objects.filter(
        report__state=ProgressState.ACKNOWLEDGED, report__new_date__isnull=False, report__sent_at__gt=moment
    )


def write_date(report, shares, *, on):
    """Write the new date of a report onto those of the (unsaved) shares that are still open. Gives these."""
    still_open = [share for share in shares if share.status in OPEN_STATUSES]
    for share in still_open:
        take_date(share, report.new_date, on=on)
    return still_open


def locked(keys):
    """The shares with these keys, in their order, locked, with all that decides about them."""
    named = Commitment.objects.filter(pk__in=keys).select_related("delegation", *DEADLINE)
    return list(named.select_for_update(of=("self",)).order_by("pk"))


def _takes(share, status):
    if share.status == CommitmentStatus.NOT_RECORDED:
        return status == CommitmentStatus.FULFILLED
    return share.status not in CLOSED


def _save(shares, fields, report, *, by, on):
    if shares:
        reason = reason_of(report, on=on)
        bulk_update_with_history(shares, Commitment, fields, default_user=by, default_change_reason=reason)


def reason_of(report, *, on):
    """What the history of a share says of a change that a (saved) report made on the day `on`."""
    return in_both_languages(_informed, report.pk, on)


def _informed(number, on):
    return _("Informed on %(day)s: report %(number)s") % {"day": long_day(on), "number": number}


def to_tell(others, report, *, terms=None):
    """The other delegations whose shares a report closed; for the presidency's, whoever held it that day.

    terms: what `presidency_terms()` gave, for a caller that asks more than once.
    """
    delegations = [share.delegation for share in others]
    if any(one.code == PRESIDENCY for one in delegations):
        holder = presidency_holder(on=report.on, terms=terms)
        delegations = [holder if holder and one.code == PRESIDENCY else one for one in delegations]
    return tuple(one for one in dict.fromkeys(delegations) if one.pk != report.delegation_id)
