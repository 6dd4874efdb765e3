"""A page to print before a meeting."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from meetings.models import Meeting

from ..access import at_the_desk
from ..services.brief import brief_for


@require_safe
@at_the_desk
def brief(request, desk, pk):
    """The delegation's pending matters in the meeting's body and its superior, on one sheet."""
    named = ("network__reports_to", "country")
    meeting = get_object_or_404(Meeting.objects.visible_to(desk.standing).select_related(*named), pk=pk)
    context = {
        **desk.context(networks=()),  # on paper nobody informs
        "meeting": meeting,
        "brief": brief_for(meeting, delegation=desk.delegation, on=desk.on, for_staff=desk.standing.is_staff),
    }
    return render(request, "desks/brief.html", context)
