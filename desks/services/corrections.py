"""What a delegation informs is not yet done, and what stands fulfilled beside it until staff open it again."""

from django.db.models import Exists, OuterRef, Q

from actions.models import INFORMED, Commitment, CommitmentStatus, ProgressAnswer, ProgressState


def corrections():
    """The answers that say "not yet" of what stood fulfilled when they were informed, and has stood so ever since.

    ProgressAnswer rows, each the last informed of its commitment.
    """
    later = Q(report__sent_at__gt=OuterRef("report__sent_at")) | Q(
        report__sent_at=OuterRef("report__sent_at"), report__gt=OuterRef("report")
    )
    since = ProgressAnswer.objects.filter(later, commitment=OuterRef("commitment"), report__state__in=INFORMED)
    # A report that finds its commitment open writes that onto it, and into its history, once it is sent.
    open_since = Commitment.history.filter(
        id=OuterRef("commitment"), history_date__gte=OuterRef("report__sent_at")
    ).exclude(status=CommitmentStatus.FULFILLED)
    return ProgressAnswer.objects.filter(
        ~Exists(since),
        ~Exists(open_since),
        commitment__status=CommitmentStatus.FULFILLED,
        report__state__in=INFORMED,
        report__done=False,
    )


def correction_of(commitment):
    """The answer among `corrections` that is about a commitment, with its report; None where there is none."""
    if commitment.status != CommitmentStatus.FULFILLED:
        return None
    return corrections().filter(commitment=commitment).select_related("report").first()


def stand_fulfilled(report):
    """The references of what a report says is not yet done, and what its sending does not open, or did not."""
    if report.done or report.state == ProgressState.SET_ASIDE:
        return []
    answers = corrections() if report.state in INFORMED else ProgressAnswer.objects.all()
    about = answers.filter(report=report, commitment__status=CommitmentStatus.FULFILLED).order_by("pk")
    return list(about.values_list("commitment__action__agreement__reference", flat=True))
