"""Documents come in, are read, and wait to be reviewed."""

import zoneinfo

import structlog
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect
from kombu.exceptions import OperationalError

from actions.models import Report, ReportState
from actions.services.editing import CannotEdit, start_report
from desks.views.files import as_it_came
from documents import tasks
from documents.models import Upload, UploadKind, UploadState
from documents.services import bringing_in, reading
from networks.access import staff_only, wants_fragment
from networks.services import conference

from ..forms import BringInForm, StartForm

log = structlog.get_logger(__name__)

UNDER_WAY = (UploadState.WAITING, UploadState.READING)
LATELY_FILED = 20


@staff_only
@require_safe
def uploads(request):
    """What is in preparation, and what was filed lately."""
    everything = Upload.objects.select_related("by", "network", "report__meeting", "meeting__network")
    context = {
        "section": "documents",
        "in_preparation": everything.exclude(state__in=(UploadState.FILED, UploadState.DISCARDED)),
        "typed": Report.objects.filter(state=ReportState.DRAFT, uploads=None).select_related("meeting__network"),
        "filed": everything.filter(state=UploadState.FILED)[:LATELY_FILED],
        "start": StartForm(),
    }
    context["under_way"] = any(upload.state in UNDER_WAY for upload in context["in_preparation"])
    return render(
        request, "drafting/_in_preparation.html" if wants_fragment(request) else "drafting/uploads.html", context
    )


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request):
    """Choose documents or paste a text; each is kept and read by the worker."""
    form = BringInForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        brought, known = [], []
        for name, content in _contents(form):
            try:
                brought.append(
                    bringing_in.bring_in(
                        content=content,
                        name=name,
                        by=request.user,
                        now=timezone.now(),
                        language=form.cleaned_data["language"],
                    )
                )
            except bringing_in.AlreadyBroughtIn as refusal:
                known.append(refusal.upload)
                messages.info(request, str(refusal))
            except bringing_in.CannotBringIn as refusal:
                form.add_error("documents", str(refusal))
        for upload in brought:
            hand_out(upload)
        if len(brought) + len(known) == 1 and not form.errors:
            return redirect("upload", (brought or known)[0].pk)
        if not form.errors:
            return redirect("uploads")
        for upload in brought:
            messages.success(request, _("“%(name)s” was taken in; it is among the documents.") % {"name": upload.name})
    return render(request, "drafting/bring_in.html", {"section": "documents", "form": form})


@staff_only
@require_safe
def upload(request, pk):
    """Where a document stands: being read, refused, filed; once read, its review."""
    upload = get_object_or_404(Upload.objects.select_related("report", "meeting__network", "by"), pk=pk)
    review = None
    if upload.state == UploadState.READ and upload.kind == UploadKind.REPORT:
        review = redirect("review", upload.report_id)
    elif upload.state == UploadState.READ:
        review = redirect("agenda-review", upload.pk)
    if review:
        return HttpResponseClientRedirect(review.url) if request.htmx else review
    context = {"section": "documents", "upload": upload, "under_way": upload.state in UNDER_WAY}
    return render(request, "drafting/_progress.html" if wants_fragment(request) else "drafting/upload.html", context)


@staff_only
@require_safe
def original(request, pk):
    """The file as it came in."""
    return as_it_came(request, get_object_or_404(Upload.objects.exclude(file=""), pk=pk))


@staff_only
@require_POST
def read_again(request, pk):
    """A document that was refused but kept is handed out again."""
    upload = get_object_or_404(Upload, pk=pk)
    if reading.read_again(upload_id=upload.pk):
        hand_out(upload)
    else:
        messages.error(request, _("This document cannot be read again. Please bring it in anew."))
    return redirect("upload", pk)


@staff_only
@require_POST
def discard(request, pk):
    """Give a document up, with its draft."""
    upload = get_object_or_404(Upload, pk=pk)
    try:
        bringing_in.discard(upload_id=upload.pk, by=request.user)
    except (bringing_in.CannotDiscard, CannotEdit) as refusal:
        messages.error(request, str(refusal))
        return redirect("upload", pk)
    messages.success(request, _("“%(name)s” was given up.") % {"name": upload.name})
    return redirect("uploads")


@staff_only
@require_POST
def start(request):
    """Begin the report of a meeting with an empty page."""
    form = StartForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a meeting that has no report yet."))
        return redirect("uploads")
    try:
        report = start_report(
            meeting_id=form.cleaned_data["meeting"].pk, by=request.user, language=form.cleaned_data["language"]
        )
    except CannotEdit as refusal:
        messages.error(request, str(refusal))
        return redirect("uploads")
    return redirect("review", report.pk)


def _contents(form):
    for file in form.cleaned_data["documents"]:
        # One byte more than allowed is enough to refuse it by.
        yield file.name, file.read(bringing_in.MAX_BYTES + 1)
    text = form.cleaned_data["text"].strip()
    if text:
        pasted_at = timezone.now().astimezone(zoneinfo.ZoneInfo(conference().time_zone))
        yield _("Pasted text, %(day)s.txt") % {"day": f"{pasted_at:%Y-%m-%d %H.%M}"}, text.encode()


def hand_out(upload):
    """Have the worker read a document that waits."""
    try:
        tasks.read_upload.delay_on_commit(upload.pk)
    except OperationalError:
        # It waits; the next tick hands it out.
        log.exception("no broker", upload=upload.pk)
