"""An agreement of a draft, and what follows from it, written on the review page."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from actions.models import Action, Agreement
from actions.services import assigning, dropping, editing, reshaping
from actions.services.editing import CannotEdit
from actions.stamps import AGREEMENT_FIELDS
from documents.services.suggesting import suggest
from networks.access import staff_only

from ..forms import ActionForm, AgreementForm, SplitForm
from ..opening import Opened
from .review import back_to, draft_or_404, refused, review_page


@staff_only
@require_POST
def add(request, pk):
    """A new agreement: at the end, after one (place add-12), or under one (under-12)."""
    report = draft_or_404(pk)
    form = AgreementForm(request.POST)
    place = request.POST.get("place", "add")
    what, _dash, key = place.partition("-")
    if form.is_valid():
        where = {{"add": "after_id", "under": "under_id"}.get(what): int(key)} if key.isdecimal() else {}
        if None in where:
            raise Http404
        try:
            added = editing.add_agreement(report_id=pk, by=request.user, **_written(form), **where)
            suggest(agreement_id=added.pk, by=request.user)
        except CannotEdit as refusal:
            return refused(request, report, place, form, refusal)
        return back_to(pk, f"agreement-{added.pk}")
    return review_page(request, report, Opened(place, form))


@staff_only
@require_POST
def write(request, pk):
    """The texts, verb and number of an agreement."""
    agreement = _agreement_or_404(pk)
    form = AgreementForm(request.POST)
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            editing.write_agreement(agreement_id=pk, by=request.user, seen=seen, **_written(form))
        except CannotEdit as refusal:
            return refused(request, agreement.report, f"agreement-{pk}", form, refusal)
        return back_to(agreement.report_id, f"agreement-{pk}")
    return review_page(request, agreement.report, Opened(f"agreement-{pk}", form))


@staff_only
@require_POST
def change(request, pk):
    """The order and shape of a draft: up, down, sub, point, join, drop; or what follows, suggested anew."""
    agreement = _agreement_or_404(pk)
    step = _STEPS.get(request.POST.get("do"))
    if step is None:
        raise Http404
    try:
        kept = step(request, pk)
    except CannotEdit as refusal:
        messages.error(request, str(refusal))
        return back_to(agreement.report_id, f"agreement-{pk}")
    if kept is None:
        return back_to(agreement.report_id, "just-dropped", dropped=f"agreement-{pk}")
    return back_to(agreement.report_id, f"agreement-{kept.pk}")


@staff_only
@require_POST
def split(request, pk):
    """One agreement becomes two, at the sentence chosen."""
    agreement = _agreement_or_404(pk)
    report = agreement.report
    language = report.original_language
    form = SplitForm(request.POST, text=getattr(agreement, f"text_{language}"))
    if form.is_valid():
        try:
            fresh = reshaping.split_agreement(
                agreement_id=pk,
                language=language,
                offset=form.cleaned_data["offset"],
                by=request.user,
                seen=form.cleaned_data["seen"],
            )
        except CannotEdit as refusal:
            return refused(request, report, f"split-{pk}", form, refusal)
        return back_to(report.pk, f"agreement-{fresh.pk}")
    return review_page(request, report, Opened(f"split-{pk}", form))


@staff_only
@require_POST
def add_action(request, pk):
    """Something to do under an agreement that was not found, or not seen."""
    agreement = _agreement_or_404(pk)
    form = ActionForm(request.POST)
    if form.is_valid():
        try:
            assigning.add_action(agreement_id=pk, by=request.user, **form.action())
        except CannotEdit as refusal:
            return refused(request, agreement.report, f"add-action-{pk}", form, refusal)
        return back_to(agreement.report_id, f"agreement-{pk}")
    return review_page(request, agreement.report, Opened(f"add-action-{pk}", form))


@staff_only
@require_POST
def write_action(request, pk):
    """What is to be done, by whom, until when."""
    action = _action_or_404(pk)
    agreement = action.agreement
    form = ActionForm(request.POST)
    if form.is_valid():
        try:
            assigning.write_action(action_id=pk, by=request.user, seen=form.cleaned_data["seen"], **form.action())
        except CannotEdit as refusal:
            return refused(request, agreement.report, f"action-{pk}", form, refusal)
        return back_to(agreement.report_id, f"agreement-{agreement.pk}")
    return review_page(request, agreement.report, Opened(f"action-{pk}", form))


@staff_only
@require_POST
def change_action(request, pk):
    """A suggestion is confirmed, or dropped."""
    action = _action_or_404(pk)
    what = request.POST.get("do")
    try:
        if what == "confirm":
            assigning.confirm_action(action_id=pk, by=request.user)
        elif what == "drop":
            dropping.drop_action(action_id=pk, by=request.user, now=timezone.now())
            return back_to(action.agreement.report_id, "just-dropped", dropped=f"action-{pk}")
        else:
            raise Http404
    except CannotEdit as refusal:
        messages.error(request, str(refusal))
    return back_to(action.agreement.report_id, f"agreement-{action.agreement_id}")


def _agreement_or_404(pk):
    return get_object_or_404(
        Agreement.objects.select_related("report__meeting__network", "report__meeting__country"), pk=pk
    )


def _action_or_404(pk):
    return get_object_or_404(
        Action.objects.select_related("agreement__report__meeting__network", "agreement__report__meeting__country"),
        pk=pk,
    )


def _written(form):
    return {field: form.cleaned_data[field].replace("\r\n", "\n").strip() for field in AGREEMENT_FIELDS}


def _drop(request, pk):
    dropping.drop_agreement(agreement_id=pk, by=request.user, now=timezone.now())


def _suggest(request, pk):
    found = suggest(agreement_id=pk, by=request.user)
    words = ngettext("%(count)s action suggested.", "%(count)s actions suggested.", found) % {"count": found}
    messages.info(request, words if found else _("Nothing found that somebody is to do."))
    return Agreement.objects.get(pk=pk)


_STEPS = {
    "up": lambda request, pk: editing.move_agreement(agreement_id=pk, by=request.user, steps=-1),
    "down": lambda request, pk: editing.move_agreement(agreement_id=pk, by=request.user, steps=1),
    "sub": lambda request, pk: editing.make_sub_item(agreement_id=pk, by=request.user),
    "point": lambda request, pk: editing.make_point(agreement_id=pk, by=request.user),
    "join": lambda request, pk: reshaping.join_with_previous(agreement_id=pk, by=request.user),
    "drop": _drop,
    "suggest": _suggest,
}
