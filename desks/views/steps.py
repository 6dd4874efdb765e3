"""One step for a filtered set of commitments: choose, look at what would change, and do exactly that."""

import structlog
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from kombu.exceptions import OperationalError

from actions.services.attaching import NotTaken
from actions.services.bulk import CLOSE_AS, CannotTakeStep
from correspondence.services.choosing import found
from correspondence.views.by_hand import chosen_keys
from networks.access import staff_only, wants_fragment

from .. import tasks
from ..access import day_of
from ..forms import WRITTEN
from ..forms_steps import STEPS, FindForm, SourceFileForm
from ..models import SetStep, SourceFile, StepState
from ..services import steps as services
from .files import as_it_came

log = structlog.get_logger(__name__)

LISTED_AT_MOST = 200
TAKEN_LATELY = 10


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def steps(request):
    """GET: the commitments that a filter finds, to choose from; the last steps where nothing is asked for.

    POST: a step for those chosen, looked at, then done.
    """
    on = day_of(request)
    form = FindForm(request.GET or None)
    rows = found(on=on, **form.cleaned_data) if request.GET and form.is_valid() else None
    if request.method == "POST":
        return _step(request, rows, on=on)
    number = 0 if rows is None else rows.count()
    context = {
        "section": "monday",
        "form": form,
        "asked": bool(request.GET),
        "closed": rows is not None and form.cleaned_data["situation"] in CLOSE_AS,
        "rows": [(one, one.situation(on=on)) for one in rows[:LISTED_AT_MOST]] if number else [],
        "number": number,
        "more": max(0, number - LISTED_AT_MOST),
        "on": on,
        "lately": [] if request.GET else SetStep.objects.select_related("by")[:TAKEN_LATELY],
    }
    return render(request, "desks/steps.html", context)


def _step(request, rows, *, on):
    form_class = STEPS.get(request.POST.get("step", ""))
    chosen = chosen_keys(request, rows)
    if form_class is None or not chosen:
        messages.error(request, _("Choose first which commitments it is about."))
        return redirect(_back(request))
    looks = any(button in request.POST for button in ("look", "do", "leave-out"))
    form = form_class(request.POST) if looks else form_class(initial={"on": on})
    plan = source = None
    if looks and form.is_valid():
        asked = form.asked()
        if asked.source in WRITTEN:
            source = SourceFileForm(*((request.POST, request.FILES) if "do" in request.POST else ()))
        try:
            plan = services.plan(asked=asked, commitment_ids=chosen, on=on)
            if "leave-out" in request.POST:
                chosen = _without(chosen, plan)
                plan = services.plan(asked=asked, commitment_ids=chosen, on=on)
            if "do" in request.POST and (source is None or source.is_valid()):
                return _do(request, asked, chosen, plan, source and source.cleaned_data["source_file"])
        except NotTaken as refusal:
            source.add_error("source_file", str(refusal))
        except (CannotTakeStep, services.HasChanged) as refusal:
            messages.error(request, str(refusal))
    context = {
        "section": "monday",
        "form": form,
        "plan": plan,
        "source": source,
        "chosen": chosen,
        "back": _back(request),
        "most": LISTED_AT_MOST,
        "at_once": services.AT_ONCE,
    }
    return render(request, "desks/step.html", context)


def _do(request, asked, chosen, plan, source):
    values = {
        "asked": asked,
        "commitment_ids": chosen,
        "seen": request.POST.get("seen", ""),
        "by": request.user,
        "now": timezone.now(),
        "source": source,
    }
    if len(chosen) > services.AT_ONCE:
        kept = services.leave_to_the_worker(**values, plan=plan)
        _hand_out(kept)
        return redirect("set-step", kept.pk)
    number = services.take(**values).changed
    words = ngettext("%(number)s commitment was changed.", "%(number)s commitments were changed.", number)
    messages.success(request, words % {"number": number})
    return redirect("monday")


@staff_only
@require_safe
def progress(request, pk):
    """A step, out of what it is known, and how far the worker is with it."""
    kept = get_object_or_404(SetStep.objects.select_related("by").prefetch_related("source_files"), pk=pk)
    context = {
        "section": "monday",
        "kept": kept,
        "out_of": services.Asked.of(kept.asked).out_of,
        "number": len(kept.commitments),
        "written": services.written_of(kept),
        "under_way": kept.state in (StepState.WAITING, StepState.UNDER_WAY),
    }
    return render(request, "desks/_set_step.html" if wants_fragment(request) else "desks/set_step.html", context)


@staff_only
@require_POST
def seen(request, pk):
    """Tick a step that was not taken."""
    services.tick_refusal(step=get_object_or_404(SetStep, pk=pk), by=request.user, now=timezone.now())
    return redirect("monday")


@staff_only
@require_safe
def source(request, pk):
    """The mail or note itself out of which a step is known."""
    return as_it_came(request, get_object_or_404(SourceFile, pk=pk, step__isnull=False))


def _without(chosen, plan):
    refused = {one.commitment.pk for one in plan.refused}
    return [key for key in chosen if key not in refused]


def _back(request):
    query = request.GET.urlencode()
    return f"{reverse('steps')}?{query}" if query else reverse("steps")


def _hand_out(kept):
    try:
        tasks.take_step.delay_on_commit(kept.pk)
    except OperationalError:
        # It waits; the next tick hands it out.
        log.exception("no broker", step=kept.pk)
