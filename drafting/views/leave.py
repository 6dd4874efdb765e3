"""The presidency opens a draft to those designated, or closes it: its chairs, and staff on its behalf."""

from django.contrib import messages
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from actions.models import Report
from actions.policies import may_open_draft
from actions.services import leave
from desks.access import day_of
from networks.access import not_let_in
from networks.standing import standing_on_request

from ..forms import LeaveForm

STEPS = ("open", "close")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_draft(request, pk):
    """Who reads a draft, and who will; then opening or closing it. POST: `step` says which of the two is meant."""
    on = day_of(request)
    standing = standing_on_request(request, on=on)
    drafts = Report.objects.drafts_readable_by(standing).select_related("meeting__network")
    report = drafts.filter(pk=pk).first()
    if report is None or not may_open_draft(standing, report.meeting.network_id):
        return not_let_in(request)
    form = LeaveForm(request.POST if request.method == "POST" else None, for_staff=standing.is_staff)
    if request.method == "POST":
        step = request.POST.get("step")
        if step not in STEPS:
            return HttpResponseBadRequest()
        if form.is_valid():
            _take(request, step, pk, on=on, reason=form.cleaned_data["reason"])
            return redirect("draft", pk)
    return render(request, "drafting/leave.html", {"section": "meetings", "report": report, "form": form})


def _take(request, step, pk, *, on, reason):
    try:
        if step == "open":
            leave.open_draft(report_id=pk, by=request.user, on=on, reason=reason)
            done = _("The draft is open: from now on those designated read it.")
        else:
            leave.close_draft(report_id=pk, by=request.user, reason=reason)
            done = _(
                "The draft is closed: from now on only the Technical Secretariat and the chairs of the body read it."
            )
    except leave.CannotOpen as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
