"""The documents of a meeting: staff add them, say for whom each is, and take them away."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from actions.services.attaching import NotTaken
from documents.services import annexes
from meetings.models import Distribution, Meeting, MeetingDocument
from networks.access import staff_only
from networks.standing import VISITOR

from ..forms_documents import AddDocumentForm, ChangeDocumentForm, RemoveDocumentForm


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request, pk):
    """What a meeting has, for whom each is, what was taken away. POST: one more."""
    meeting = get_object_or_404(Meeting.objects.select_related("network", "report"), pk=pk)
    form = AddDocumentForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid() and (added := _added(request, meeting, form)):
        messages.success(request, _("Added: “%(title)s”.") % {"title": added} + " " + _read_by(added))
        return redirect("meeting-documents", pk)
    context = _about(meeting) | {
        "documents": meeting.documents.select_related("added_by"),
        "removed": MeetingDocument.history.filter(meeting=pk, history_type="-").select_related("history_user"),
        "form": form,
    }
    return render(request, "drafting/meeting_documents.html", context)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk, document):
    """Another title, or another distribution: it holds at once."""
    meeting, row = _meeting_and_document(pk, document)
    form = ChangeDocumentForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(row, name) for name in annexes.CHANGEABLE},
    )
    if request.method == "POST" and form.is_valid():
        try:
            changed = annexes.change_document(document_id=row.pk, by=request.user, **form.cleaned_data)
        except annexes.CannotKeep as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved: “%(title)s”.") % {"title": changed} + _what_changed(row, changed))
            return redirect("meeting-documents", pk)
    return render(request, "drafting/meeting_document.html", _about(meeting) | {"document": row, "form": form})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request, pk, document):
    """What goes and what stays, before it goes."""
    meeting, row = _meeting_and_document(pk, document)
    form = RemoveDocumentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            annexes.remove_document(document_id=row.pk, by=request.user, reason=form.cleaned_data["reason"])
        except annexes.CannotKeep as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("“%(title)s” was removed.") % {"title": row})
        return redirect("meeting-documents", pk)
    return render(request, "drafting/meeting_document_remove.html", _about(meeting) | {"document": row, "form": form})


def _added(request, meeting, form):
    given = dict(form.cleaned_data)
    try:
        return annexes.add_document(
            meeting_id=meeting.pk, upload=given.pop("file"), by=request.user, now=timezone.now(), **given
        )
    except NotTaken as refusal:
        form.add_error("file", str(refusal))
    except annexes.CannotKeep as refusal:
        form.add_error(None, str(refusal))
    return None


def _meeting_and_document(pk, document):
    meeting = get_object_or_404(Meeting.objects.select_related("network", "report"), pk=pk)
    return meeting, get_object_or_404(meeting.documents, pk=document)


def _about(meeting):
    """What every page here needs. is_seen: whether visitors see the meeting at all."""
    is_seen = Meeting.objects.visible_to(VISITOR).filter(pk=meeting.pk).exists()
    return {"section": "meetings", "meeting": meeting, "is_seen": is_seen}


def _read_by(document):
    """For whom it is from this moment on."""
    return {
        Distribution.PUBLIC: _("From now on everybody who sees the meeting finds it there."),
        Distribution.OBSERVERS: _("From now on observers and Member Countries find it with the meeting."),
        Distribution.MEMBERS: _("From now on Member Countries find it with the meeting."),
        Distribution.PRESIDENCY: _("From now on the chairs of the body find it with the meeting."),
    }[Distribution(document.distribution)]


def _what_changed(before, after):
    """What a new distribution means for those who could not read it yet, or could until now."""
    circles = list(Distribution)
    wider = circles.index(before.distribution) - circles.index(after.distribution)
    if wider == 0:
        return ""
    if wider > 0:
        return " " + _read_by(after)
    return " " + _("From now on fewer read it; whoever took a copy before keeps it.")
