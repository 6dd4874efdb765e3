"""What waits for the secretariat, on one page."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from actions.models import Remark
from correspondence.models import Notice
from correspondence.services.arranging import tick_notice
from networks.access import staff_only
from networks.pages import page_asked_for

from ..access import day_of
from ..services.monday import HEADINGS, parts_of, section_of, tick_answer


@staff_only
@require_safe
def monday(request):
    """What came in, what is missing, what is under way; `?show=` all of one section, page by page."""
    on = day_of(request)
    context = {"section": "monday", "on": on}
    if name := request.GET.get("show", ""):
        if name not in HEADINGS:
            raise Http404
        page = section_of(name, on=on, number=page_asked_for(request))
        return render(
            request, "desks/monday_section.html", context | {"name": name, "heading": HEADINGS[name], "page": page}
        )
    parts = parts_of(on=on)
    context |= {"parts": parts, "something": any(part.sections for part in parts)}
    return render(request, "desks/monday.html", context)


@staff_only
@require_POST
def answer_seen(request, pk):
    """Tick a delegation's answer."""
    tick_answer(remark=get_object_or_404(Remark, pk=pk), by=request.user, now=timezone.now())
    return redirect("monday")


@staff_only
@require_POST
def notice_seen(request, pk):
    """Tick a notice of the mails from here."""
    tick_notice(notice=get_object_or_404(Notice, pk=pk), by=request.user, now=timezone.now())
    return redirect("monday")
