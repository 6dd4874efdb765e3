"""Informing of progress, at a desk and by the link of a mail."""

import uuid

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from actions.models import CameBy
from actions.services.attaching import NotTaken
from actions.services.informing import CannotInform, Informant, Words
from correspondence.models import LinkPage

from ..access import at_the_desk, by_link
from ..forms import InformByLinkForm, InformForm, OnBehalfForm
from ..services import sending
from ..services.matters import answerable, designated_by, offered_with


@require_http_methods(["GET", "HEAD", "POST"])
def inform(request, desk):
    """Write the delegation's word on one or several commitments, and send it or keep it as a draft."""
    form_class = InformByLinkForm if desk.link else OnBehalfForm if desk.standing.is_staff else InformForm
    chosen = answerable(desk, request.POST.getlist("commitment") or request.GET.getlist("commitment"))
    offered = offered_with(desk, chosen)
    if request.method == "POST":
        form = form_class(request.POST, request.FILES, commitments=offered)
        if form.is_valid() and (report := _sent(request, desk, form)):
            return _on_from(request, desk, report)
    else:
        initial = {"commitment": [one.pk for one in chosen], "on": desk.on, "key": uuid.uuid4()}
        form = form_class(commitments=offered, initial=initial | _who(desk))
    context = desk.context() | {"form": form, "chosen": chosen}
    return render(request, "desks/inform.html", context)


def _sent(request, desk, form):
    """The report, or None with the refusal on the form."""
    given = form.cleaned_data
    words = Words(
        text=given["text"],
        language=get_language(),
        done=given["done"] == "yes",
        on=given["on"],
        new_date=given["new_date"],
        audience=given["audience"],
    )
    try:
        return sending.inform(
            delegation=desk.delegation,
            commitment_ids=[one.pk for one in given["commitment"]],
            words=words,
            informant=_informant(request, desk, given),
            files=given["evidence"],
            source=given.get("source_file"),
            key=given["key"],
            now=timezone.now(),
            on=desk.on,
            send="draft" not in request.POST or bool(desk.link),
        )
    except (CannotInform, NotTaken) as refusal:
        form.add_error("evidence" if isinstance(refusal, NotTaken) else None, str(refusal))
        return None


def _informant(request, desk, given):
    if desk.link:
        return Informant(came_by=CameBy.LINK, name=given["name"], post=given["post"], address=desk.link.address)
    if desk.standing.is_staff:
        return Informant(
            came_by=CameBy.ON_BEHALF,
            entered_by=request.user,
            source=given["source"],
            source_words=given["source_words"],
        )
    return Informant(came_by=CameBy.ACCOUNT, user=request.user)


def _who(desk):
    """Name and post of whoever the link was sent to, so that they need not be typed on a phone."""
    designation = designated_by(desk.link, on=desk.on) if desk.link else None
    return {"name": designation.person.name, "post": designation.post} if designation else {}


def _on_from(request, desk, report):
    if desk.link:
        return redirect(f"{desk.address('delegation-pending')}?informed")
    if report.state == "draft":
        messages.success(request, _("The draft is kept. It is sent from here."))
    else:
        messages.success(request, _("Thank you. The report is on the record."))
    return redirect(desk.address("progress-report", report.pk))


inform_at_the_desk = at_the_desk(inform)
inform_by_link = by_link(LinkPage.INFORM, LinkPage.INFORM_SENT)(inform)
