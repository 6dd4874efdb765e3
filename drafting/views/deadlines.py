"""Deadlines that are meetings: what is bound to which, and choosing otherwise."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from actions.models import Action, DeadlineKind
from actions.services import binding
from networks.access import staff_only

from ..deadlines import (
    BY_THE_WORDS,
    GROUPS,
    NONE,
    choice_now,
    choices_for,
    group_names,
    in_order,
    numbers,
    shown,
    standing_words,
)
from ..deadlines import (
    deadlines as deadlines_of_the_record,
)
from ..forms import MeetingChoiceForm

ROWS_A_PAGE = 50


@staff_only
@require_safe
def deadlines(request):
    """The deadlines of what is open, group by group; `?show=` one of the groups."""
    found = deadlines_of_the_record()
    counted = numbers(found)
    group = request.GET.get("show", "")
    if group in GROUPS:
        found = found.filter(group=group)
    paginator = Paginator(in_order(found), ROWS_A_PAGE)
    paginator.count = counted.get(group, sum(counted.values()))
    page = paginator.get_page(request.GET.get("page"))
    names = group_names()
    context = {
        "section": "deadlines",
        "groups": [(key, names[key], number) for key, number in counted.items()],
        "group": group if group in GROUPS else "",
        "all": sum(counted.values()),
        "rows": [(names[row.group], row) for row in map(shown, page.object_list)],
        "page": page,
    }
    return render(request, "drafting/deadlines.html", context)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def bind(request, pk):
    """Choose the meeting of one deadline, let it wait, or let its words decide."""
    events = Action.objects.on_record().filter(deadline_kind=DeadlineKind.EVENT).with_own_days()
    action = get_object_or_404(events.select_related("deadline_body", "bound_to__network", "agreement__report"), pk=pk)
    sent = request.POST if request.method == "POST" else None
    form = MeetingChoiceForm(sent, choices=choices_for(action), initial={"choice": choice_now(action)})
    if request.method == "POST" and form.is_valid():
        try:
            _decide(pk, form.cleaned_data["choice"], by=request.user, reason=form.cleaned_data["reason"])
        except binding.CannotBind as refusal:
            form.add_error(None, str(refusal))
        else:
            done = _("The deadline of %(reference)s is settled.") % {"reference": action.agreement.reference}
            messages.success(request, done)
            return redirect("deadlines")
    context = {"section": "deadlines", "action": action, "words": standing_words(action), "form": form}
    return render(request, "drafting/deadline.html", context)


def _decide(pk, choice, **who_and_why):
    if choice == BY_THE_WORDS:
        binding.follow_the_words(action_id=pk, **who_and_why)
    elif choice == NONE:
        binding.leave_waiting(action_id=pk, **who_and_why)
    else:
        binding.choose_meeting(action_id=pk, meeting_id=int(choice), **who_and_why)
