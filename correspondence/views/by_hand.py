"""Reminding by hand: choose of what, see exactly what would go to whom, send it."""

import re

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.models import Commitment
from networks.access import staff_only
from networks.services import today

from ..forms import ChooseForm, NoteForm
from ..services import reminding, rendering
from ..services.choosing import found

LISTED_AT_MOST = 300
A_KEY = re.compile(r"[0-9]{1,18}")


@staff_only
def remind(request):
    """GET: the commitments that a filter finds, to choose from. POST: what would go out, and sending it."""
    on = today(now=timezone.now())
    form = ChooseForm(request.GET or None)
    rows = found(on=on, **form.cleaned_data) if request.GET and form.is_valid() else None
    if request.method == "POST":
        return _look_or_send(request, rows)
    number = 0 if rows is None else rows.count()
    context = {
        "form": form,
        "rows": [(one, one.situation(on=on)) for one in rows[:LISTED_AT_MOST]] if number else [],
        "more": max(0, number - LISTED_AT_MOST),
        "asked": bool(request.GET),
        "on": on,
    }
    return render(request, "correspondence/office/remind.html", context)


def chosen_keys(request, rows):
    """The keys of what is chosen: named one by one, or those ticked with the others that the filter finds.

    rows: what it finds, a QuerySet of commitments; None where nothing was asked for.
    """
    if "chosen" in request.POST:
        return [int(key) for key in A_KEY.findall(request.POST["chosen"])]
    ticked = {int(key) for key in request.POST.getlist("commitment") if A_KEY.fullmatch(key)}
    if "others" not in request.POST or rows is None:
        return sorted(ticked)
    listed = {int(key) for key in A_KEY.findall(request.POST.get("listed", ""))}
    return [key for key in rows.values_list("pk", flat=True) if key in ticked or key not in listed]


def _look_or_send(request, rows):
    now = timezone.now()
    on = today(now=now)
    keys = chosen_keys(request, rows)
    chosen = Commitment.objects.filter(pk__in=keys)
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"].strip() if form.is_valid() else ""
    try:
        if form.is_valid() and "send" in request.POST:
            seen = request.POST.get("seen", "")
            number = reminding.remind(chosen, note=note, seen=seen, by=request.user, now=now)
            messages.success(request, _sent(number))
            return HttpResponseRedirect(reverse("mails"))
    except reminding.CannotRemind as refusal:
        messages.error(request, str(refusal))
    try:
        plan = reminding.plan_by_hand(chosen, note=note, on=on)
    except reminding.CannotRemind as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(_back(request))
    context = {
        "form": form,
        "chosen": keys,
        "back": _back(request),
        "plan": plan,
        "mails": [
            (letter, words)
            for letter, words in zip(plan.letters, rendering.preview(plan.letters, on=on, now=now), strict=True)
            if words is not None
        ],
    }
    return render(request, "correspondence/office/remind_preview.html", context)


def _back(request):
    return reverse("remind", query=request.GET or None)


def _sent(number):
    if not number:
        return _("This reminder went out today already; nothing was sent again.")
    return ngettext(
        "%(number)s mail was put into the outbox.", "%(number)s mails were put into the outbox.", number
    ) % {"number": number}
