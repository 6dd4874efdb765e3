"""The review page: the original on the left, the record on the right; and what is written on it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from actions.models import Report, ReportState
from actions.services import dropping, editing
from actions.services.discarding import discard_draft
from actions.services.editing import CannotEdit, ChangedMeanwhile
from actions.stamps import REPORT_TEXTS
from desks.access import day_of
from documents.models import Doubt
from documents.services import headings
from meetings.services import record_attendance, take_out_attendance
from networks.access import staff_only, wants_fragment
from networks.models import Delegation

from ..forms import AttendanceForm, HeadingForm, TextsForm
from ..opening import Opened, opened_at
from ..reviewing import review_of
from .settling import say_who_it_is, settle_as_asked


def draft_or_404(pk):
    return get_object_or_404(Report.objects.select_related("meeting__network", "meeting__country"), pk=pk)


def reviewed(request, report, *, beside=None):
    """reviewing.review_of as of today."""
    return review_of(report, on=day_of(request), beside=beside)


def back_to(report_id, place="", dropped=""):
    """The way back to the review page, at a place of it; dropped: what was dropped just now, "action-7"."""
    address = reverse("review", args=[report_id])
    if dropped:
        address = f"{address}?{urlencode({'dropped': dropped})}"
    return redirect(f"{address}#{place}" if place else address)


def review_page(request, report, opened=None):
    """The page with a form opened on it; the record alone where the page is there already."""
    beside = request.GET.get("beside", "")
    review = reviewed(request, report, beside=int(beside) if beside.isdecimal() else None)
    if opened is None:
        opened = opened_at(review, request.GET.get("edit", ""))
    just_dropped = request.GET.get("dropped", "")
    context = {
        "section": "documents",
        "review": review,
        "report": report,
        "opened": opened,
        "just_dropped": just_dropped if just_dropped in review.gone else "",
    }
    return render(request, "drafting/_record.html" if wants_fragment(request) else "drafting/review.html", context)


def refused(request, report, place, form, refusal):
    """The page with a form that was refused; where somebody else wrote meanwhile, with theirs beside it."""
    form.add_error(None, str(refusal))
    opened = Opened(place, form)
    if isinstance(refusal, ChangedMeanwhile):
        opened.show_theirs(opened_at(reviewed(request, report), place))
    return review_page(request, report, opened)


@staff_only
@require_safe
def review(request, pk):
    report = draft_or_404(pk)
    if report.state == ReportState.DRAFT:
        return review_page(request, report)
    away = redirect(report) if report.is_frozen else redirect("uploads")
    return HttpResponseClientRedirect(away.url) if request.htmx else away


@staff_only
@require_POST
def discard(request, pk):
    """Give up a draft that was typed here; one that was read goes with its document."""
    report = draft_or_404(pk)
    if report.uploads.exists():
        raise Http404
    name = str(report)
    try:
        discard_draft(report_id=pk, by=request.user)
    except CannotEdit as refusal:
        messages.error(request, str(refusal))
        return back_to(pk)
    messages.success(request, _("The draft “%(report)s” was given up.") % {"report": name})
    return redirect("uploads")


@staff_only
@require_POST
def heading(request, pk):
    """What the document says of its meeting."""
    report = draft_or_404(pk)
    shown = reviewed(request, report)
    if shown.upload is None:
        raise Http404
    form = HeadingForm(request.POST, meetings=shown.meetings)
    if form.is_valid():
        try:
            headings.write_heading(upload_id=shown.upload.pk, seen=form.cleaned_data["seen"], **form.heading())
        except CannotEdit as refusal:
            return refused(request, report, "heading", form, refusal)
        return back_to(pk, "heading")
    return review_page(request, report, Opened("heading", form))


@staff_only
@require_POST
def attendance(request, pk):
    """Who is present at the meeting of a report typed here."""
    report = draft_or_404(pk)
    if report.meeting_id is None or report.state != ReportState.DRAFT:
        raise Http404
    form = AttendanceForm(request.POST)
    if form.is_valid():
        codes = form.cleaned_data["participants"]
        present = Delegation.objects.filter(code__in=codes)
        unknown = set(codes) - {delegation.code for delegation in present}
        if not unknown:
            gone = Delegation.objects.filter(attendances__meeting=report.meeting).exclude(code__in=codes)
            take_out_attendance(meeting=report.meeting, delegations=list(gone), by=request.user)
            record_attendance(meeting=report.meeting, delegations=present, by=request.user)
            return back_to(pk, "heading")
        form.add_error("participants", _("Not known here: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    return review_page(request, report, Opened("heading", form))


@staff_only
@require_POST
def texts(request, pk):
    """The heading, preamble and closing."""
    report = draft_or_404(pk)
    form = TextsForm(request.POST)
    if form.is_valid():
        written = {field: form.cleaned_data[field].replace("\r\n", "\n") for field in REPORT_TEXTS}
        try:
            editing.write_report(report_id=pk, by=request.user, seen=form.cleaned_data["seen"], **written)
        except CannotEdit as refusal:
            return refused(request, report, "texts", form, refusal)
        return back_to(pk, "texts")
    return review_page(request, report, Opened("texts", form))


@staff_only
@require_POST
def body(request, pk):
    """A body nobody knew is a delegation here, or becomes one."""
    report = draft_or_404(pk)
    shown = reviewed(request, report)
    upload = shown.upload or (shown.uploads[0] if shown.uploads else None)
    opened = say_who_it_is(request, **({"upload_id": upload.pk} if upload else {"report_id": pk}))
    return back_to(pk, "doubts") if opened is None else review_page(request, report, opened)


@staff_only
@require_POST
def doubts(request, pk):
    """A doubt, or all that are open, were looked at."""
    report = draft_or_404(pk)
    settle_as_asked(request, Doubt.objects.filter(upload__report=report))
    return back_to(pk, "doubts")


@staff_only
@require_POST
def renumber(request, pk):
    draft_or_404(pk)
    try:
        editing.renumber(report_id=pk, by=request.user)
    except CannotEdit as refusal:
        messages.error(request, str(refusal))
    return back_to(pk, "agreements")


@staff_only
@require_POST
def take_back(request, pk):
    """What was dropped comes back."""
    draft_or_404(pk)
    what, _dash, key = request.POST.get("what", "").partition("-")
    if what not in ("agreement", "action") or not key.isdecimal():
        raise Http404
    try:
        if what == "agreement":
            dropping.take_back_agreement(report_id=pk, agreement_id=int(key), by=request.user)
        else:
            dropping.take_back_action(report_id=pk, action_id=int(key), by=request.user)
    except CannotEdit as refusal:
        messages.error(request, str(refusal))
        return back_to(pk, "dropped")
    return back_to(pk, f"{what}-{key}")
