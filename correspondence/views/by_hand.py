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

LISTED_AT_MOST = 300


@staff_only
def remind(request):
    """GET: the commitments that a filter finds, to choose from. POST: what would go out, and sending it."""
    if request.method == "POST":
        return _look_or_send(request)
    on = today(now=timezone.now())
    form = ChooseForm(request.GET or None)
    found = []
    if request.GET and form.is_valid():
        found = list(_found(form.cleaned_data, on=on)[: LISTED_AT_MOST + 1])
    context = {
        "form": form,
        "rows": [(one, one.situation(on=on)) for one in found[:LISTED_AT_MOST]],
        "more": len(found) > LISTED_AT_MOST,
        "most": LISTED_AT_MOST,
        "asked": bool(request.GET),
        "on": on,
    }
    return render(request, "correspondence/office/remind.html", context)


def _look_or_send(request):
    now = timezone.now()
    on = today(now=now)
    keys = [int(key) for key in request.POST.getlist("commitment") if re.fullmatch(r"[0-9]{1,18}", key)]
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
        return HttpResponseRedirect(f"{reverse('remind')}?{request.GET.urlencode()}")
    context = {
        "form": form,
        "keys": keys,
        "plan": plan,
        "mails": [
            (letter, words)
            for letter, words in zip(plan.letters, rendering.preview(plan.letters, on=on, now=now), strict=True)
            if words is not None
        ],
    }
    return render(request, "correspondence/office/remind_preview.html", context)


def _found(chosen, *, on):
    rows = Commitment.objects.pending().filter(action__agreement__reference__isnull=False)
    if chosen["agreement"]:
        rows = rows.filter(action__agreement__reference__iexact=chosen["agreement"].strip())
    if chosen["delegation"]:
        rows = rows.borne_by_codes(chosen["delegation"].code, on=on)
    if chosen["network"]:
        rows = rows.filter(action__agreement__report__meeting__network=chosen["network"])
    if chosen["situation"]:
        rows = rows.in_situation(chosen["situation"], on=on)
    return rows.select_related("delegation", "action__agreement__report__meeting__network").order_by(
        "due_on", "action__agreement__reference", "delegation__code"
    )


def _sent(number):
    if not number:
        return _("This reminder went out today already; nothing was sent again.")
    return ngettext(
        "%(number)s mail was put into the outbox.", "%(number)s mails were put into the outbox.", number
    ) % {"number": number}
