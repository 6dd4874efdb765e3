"""One matter of a delegation, with all that was said about it; and what is done with a report of progress."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actions.models import (
    INFORMED,
    Action,
    Commitment,
    CommitmentStatus,
    Evidence,
    ProgressReport,
    ProgressState,
    ReportAudience,
)
from actions.services import asking, following, informing
from actions.services.attaching import NotTaken
from actions.services.evidence import check_may_withdraw, withdraw
from correspondence.models import LinkPage
from correspondence.services.telling import why_nobody_was_told
from networks.access import not_let_in
from networks.standing import standing_on_request

from ..access import at_the_desk, at_the_holders, by_link, day_of
from ..forms import AnswerByLinkForm, AnsweredForm, AnswerForm, WithdrawForm
from ..services import matters, sending
from ..services.corrections import correction_of, stand_fulfilled
from ..services.source_files import sources_at
from .files import as_it_came


@require_http_methods(["GET", "HEAD", "POST"])
def matter(request, desk, pk):
    """A commitment: what was agreed, what was informed, what was asked.

    POST: a question, or the answer to one; from staff, what the delegation answered another way, in `AnsweredForm`.
    """
    commitment = matters.matter_of(desk, pk)
    if commitment is None:
        raise Http404
    form_class = AnswerByLinkForm if desk.link else AnswerForm
    may_say = desk.informs_in(commitment.action.agreement.report.meeting.network)
    form, answered = form_class(initial=matters.who_writes(desk)), AnsweredForm()
    if request.method == "POST":
        if not may_say:
            raise Http404
        if desk.standing.is_staff and answered.add_prefix("text") in request.POST:
            sent = answered = AnsweredForm(request.POST, request.FILES)
        else:
            sent = form = form_class(request.POST)
        if sent.is_valid() and _said(request, desk, commitment, sent):
            return redirect(desk.address("matter", pk))
    may_enter = may_say and desk.standing.is_staff and matters.is_asked(commitment)
    context = desk.context() | {
        "commitment": commitment,
        "situation": commitment.situation(on=desk.on),
        "form": form,
        "answered": answered if answered.is_bound or may_enter else None,
        "may_say": may_say and (desk.standing.is_staff or commitment.questions),
        "is_to_confirm": may_say and commitment.status == CommitmentStatus.TO_CONFIRM,
        "joined": matters.why_joined(commitment),
        "takes_part": matters.why_takes_part(commitment),
        "dated": matters.why_that_date(commitment),
        "closed": matters.why_closed(commitment),
        "corrected": correction_of(commitment),
        "set_aside": matters.with_why(commitment.aside),
    }
    return render(request, "desks/matter.html", context)


def _said(request, desk, commitment, form):
    words = {"commitment_id": commitment.pk, "text": form.cleaned_data["text"], "now": timezone.now()}
    try:
        if isinstance(form, AnsweredForm):
            out_of = {"source_words": form.cleaned_data["source_words"], "source": form.cleaned_data["source_file"]}
            sending.enter_answer(**words, **out_of, by=request.user)
        elif desk.standing.is_staff:
            asked = sending.ask_and_tell(**words, by=request.user)
            if why := why_nobody_was_told(remark=asked, now=words["now"]):
                unsaid = _("The question stands here, but no mail tells of it.")
                messages.warning(request, f"{unsaid} {why}")
        elif desk.link:
            given = form.cleaned_data
            sending.answer_and_tell(**words, by_name=given["name"], by_post=given["post"], delegation=desk.delegation)
        else:
            asking.answer(**words, by=request.user)
    except asking.CannotAsk as refusal:
        form.add_error(None, str(refusal))
        return False
    except NotTaken as refusal:
        form.add_error("source_file", str(refusal))
        return False
    return True


matter_at_the_desk = at_the_desk(at_the_holders(matter))
matter_by_link = by_link(LinkPage.PENDING, LinkPage.INFORM_SENT)(matter)


@require_POST
@at_the_desk
def take_part(request, desk, pk):
    """Say whether the delegation, which was absent when it was agreed, takes part."""
    commitment = matters.matter_of(desk, pk)
    if commitment is None:
        raise Http404
    takes_part = request.POST.get("part") == "yes"
    try:
        sending.take_part(commitment_id=pk, takes_part=takes_part, on=desk.on, **_known_out_of(request, desk))
    except (following.CannotTakePart, NotTaken) as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("%(delegation)s takes part.") if takes_part else _("%(delegation)s does not take part.")
        messages.success(request, said % {"delegation": desk.delegation})
    return redirect(desk.address("matter", pk))


@require_safe
@at_the_desk
def report(request, desk, pk):
    """A report of progress, and what can be done with it."""
    shown = get_object_or_404(matters.reports_at(desk), pk=pk)
    answers = shown.answers.select_related(
        "commitment__delegation", "commitment__action__agreement__report__meeting__network"
    )
    aside = [shown] if shown.state == ProgressState.SET_ASIDE else []
    matters.with_withdrawn([shown])
    context = desk.context() | {
        "report": shown,
        "answers": answers,
        "borne": set(matters.borne(desk).filter(progress__report=shown).values_list("pk", flat=True)),
        "set_aside": matters.with_why(aside),
    }
    return render(request, "desks/report.html", context | {"stand_fulfilled": stand_fulfilled(shown)})


@require_POST
@at_the_desk
def take_step(request, desk, pk, step):
    """Send, confirm, set aside or acknowledge a report; back to where the button stood."""
    shown = get_object_or_404(matters.reports_at(desk), pk=pk)
    by, now, on = request.user, timezone.now(), desk.on
    steps = {
        "send": (lambda: sending.send_and_tell(report=shown, by=by, now=now, on=on), _("The report is sent.")),
        "confirm": (lambda: sending.confirm_and_tell(report=shown, by=by, now=now, on=on), _("It is confirmed.")),
        "set-aside": (
            lambda: informing.set_aside(report_id=shown.pk, by=by, reason=request.POST.get("reason", ""), on=on),
            _("It is set aside; it stays on file."),
        ),
        "acknowledge": (
            lambda: informing.acknowledge_report(report_id=shown.pk, by=by, now=now, on=on),
            _("Acknowledged."),
        ),
    }
    if step not in steps:
        raise Http404
    act, words = steps[step]
    try:
        act()
    except informing.CannotInform as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect(_back(request) or desk.address("progress-report", pk))


@require_POST
@at_the_desk
def join(request, desk, pk):
    """Say that the delegation joins an open call; staff, out of what they know it."""
    if not desk.is_officers:
        raise Http404
    call = get_object_or_404(Action, pk=pk)
    known = _known_out_of(request, desk)
    try:
        sending.join_call(action_id=call.pk, delegation=desk.delegation, on=desk.on, **known)
    except (following.CannotJoin, NotTaken) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(delegation)s has joined.") % {"delegation": desk.delegation})
    return redirect(desk.address("delegation-pending"))


def _known_out_of(request, desk):
    """Who says it, and why; from staff, out of what they know it, with the mail or note itself where they have one."""
    return {
        "by": request.user,
        "now": timezone.now(),
        "words": request.POST.get("words", ""),
        "source": request.FILES.get("source_file") if desk.standing.is_staff else None,
    }


@require_safe
def source(request, desk, pk):
    """The mail or note itself out of which something was entered for the delegation."""
    return as_it_came(request, get_object_or_404(sources_at(desk), pk=pk))


source_at_the_desk = at_the_desk(source)
source_by_link = by_link(LinkPage.PENDING)(source)


@require_safe
def evidence(request, desk, pk):
    """A file with a report of progress that one reads at the desk."""
    return as_it_came(request, get_object_or_404(matters.evidence_at(desk), pk=pk))


evidence_at_the_desk = at_the_desk(evidence)
evidence_by_link = by_link(LinkPage.PENDING)(evidence)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def withdraw_evidence(request, desk, pk):
    """Take a file out of a report that was sent: what goes and what stays, before it goes."""
    if not desk.standing.is_staff:
        raise Http404
    file = get_object_or_404(Evidence.objects.select_related("report"), pk=pk, report__in=matters.reports_at(desk))
    there = desk.address("progress-report", file.report_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    try:
        check_may_withdraw(file.report, request.user, on=desk.on)
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            withdraw(report_id=file.report_id, evidence_id=pk, by=request.user, reason=reason, now=timezone.now())
            messages.success(request, _("The file is withdrawn."))
            return redirect(there)
    except NotTaken as refusal:
        messages.error(request, str(refusal))
        return redirect(there)
    context = desk.context() | {"file": file, "form": form, "back": there}
    return render(request, "desks/withdraw.html", context)


@require_safe
@never_cache
def open_evidence(request, pk):
    """A file with a report that this reader may read, wherever they found it."""
    standing = standing_on_request(request, on=day_of(request))
    if not (standing.is_of_the_conference or request.conference.public_follow_up):
        return not_let_in(request)
    reports = ProgressReport.objects.visible_to(standing).filter(
        state__in=INFORMED, answers__commitment__in=Commitment.objects.visible_to(standing)
    )
    readable = Evidence.objects.filter(report__in=reports).select_related("report")
    shown = get_object_or_404(readable, pk=pk, is_source=False)
    return as_it_came(request, shown, is_public=shown.report.audience == ReportAudience.PUBLIC)


def _back(request):
    place = request.POST.get("back", "")
    return place if place.startswith("/") and not place.startswith("//") else ""
