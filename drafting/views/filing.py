"""The last step: a reviewed draft becomes part of the record, joins its other language, or a filing is undone."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from actions.models import Report, ReportState
from actions.services.editing import CannotEdit
from actions.services.expanding import is_over_a_year_old
from actions.services.filing import publish_report
from actions.services.translating import CannotTranslate
from documents.models import Upload, UploadKind, UploadState
from documents.services import filing
from documents.services.pairing import pair
from networks.access import staff_only
from networks.services import today

from ..forms import FilingForm, ReasonForm
from ..reviewing import preview_of, review_of
from .review import draft_or_404, reviewed
from .uploads import hand_out


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def file_report(request, pk):
    """What filing will create; then filing."""
    report = draft_or_404(pk)
    if report.state != ReportState.DRAFT:
        return redirect(report) if report.is_frozen else redirect("uploads")
    now = timezone.now()
    on = today(now=now)
    review = review_of(report, on=on)
    old = review.last_day is not None and is_over_a_year_old(review.last_day, on=on)
    form = FilingForm(request.POST if request.method == "POST" else None, initial={"followed": "no" if old else "yes"})
    if request.method == "POST" and form.is_valid():
        try:
            filed = filing.file_draft(
                report_id=pk,
                by=request.user,
                on=on,
                now=now,
                publish=form.cleaned_data["publish"],
                followed=form.cleaned_data["followed"],
            )
        except (filing.CannotFile, CannotEdit) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Filed as %(reference)s.") % {"reference": filed.reference})
            return redirect(filed)
    context = {"section": "documents", "review": review, "report": report, "form": form, "old": old}
    return render(request, "drafting/file.html", context | {"preview": preview_of(review)})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def join(request, pk):
    """A document in the other language gives its texts to the report it belongs to."""
    report = draft_or_404(pk)
    review = reviewed(request, report)
    if review.counterpart is None:
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            gained = filing.join_other_language(
                upload_id=review.upload.pk, report_id=review.counterpart.pk, by=request.user, now=timezone.now()
            )
        except (filing.CannotFile, CannotTranslate, CannotEdit) as why:
            refusal = str(why)
        else:
            words = ngettext(
                "%(count)s agreement has its text now.", "%(count)s agreements have their texts now.", gained
            )
            messages.success(request, words % {"count": gained})
            target = review.counterpart
            return redirect(target) if target.is_frozen else redirect("review", target.pk)
    context = {"section": "documents", "review": review, "report": report, "refusal": refusal}
    return render(request, "drafting/join.html", context | {"pairing": pair(report, review.counterpart)})


@staff_only
@require_POST
def publish(request, pk):
    """An adopted report is published as of today."""
    report = get_object_or_404(Report.objects.on_record(), pk=pk)
    try:
        published = publish_report(report_id=pk, by=request.user, on=today(now=timezone.now()))
    except filing.CannotFile as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(report)s is published.") % {"report": published})
    return redirect(report)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def undo_report(request, pk):
    """A filing is taken back, with a reason."""
    report = get_object_or_404(Report.objects.on_record().select_related("meeting__network"), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            filing.undo_report(report_id=pk, by=request.user, now=timezone.now(), reason=reason)
        except filing.CannotUndo as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The filing was undone; the report is a draft again."))
            return redirect("review", pk)
    return render(request, "drafting/undo.html", {"section": "documents", "form": form, "what": report})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def undo_joining(request, pk):
    """What a document in the other language gave a report is taken back, with a reason; the document is read anew."""
    upload = get_object_or_404(Upload.objects.select_related("report__meeting__network"), pk=pk)
    if not upload.has_joined:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            filing.undo_joining(upload_id=pk, by=request.user, now=timezone.now(), reason=reason)
        except filing.CannotUndo as refusal:
            form.add_error(None, str(refusal))
        else:
            hand_out(upload)
            messages.success(request, _("Its texts are taken back; “%(name)s” is read again.") % {"name": upload.name})
            return redirect("upload", pk)
    return render(request, "drafting/undo_joining.html", {"section": "documents", "form": form, "upload": upload})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def undo_agenda(request, pk):
    """An agenda is taken back, with a reason."""
    upload = get_object_or_404(
        Upload.objects.select_related("meeting__network"), pk=pk, kind=UploadKind.AGENDA, state=UploadState.FILED
    )
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            filing.undo_upload(upload_id=pk, by=request.user, now=timezone.now(), reason=form.cleaned_data["reason"])
        except filing.CannotUndo as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The filing was undone; the agenda is under review again."))
            return redirect("agenda-review", pk)
    return render(request, "drafting/undo.html", {"section": "documents", "form": form, "what": upload.meeting})
