"""Informing of progress, at a desk and by the link of a mail."""

import uuid

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from actions.models import CameBy, ProgressReport, ProgressState
from actions.services.attaching import NotTaken
from actions.services.editing import ChangedMeanwhile
from actions.services.informing import CannotInform, Informant, Words, check_may_write
from correspondence.models import LinkPage
from correspondence.services.telling import copies_of

from ..access import at_the_desk, at_the_holders, by_link
from ..forms import InformByLinkForm, InformForm, OnBehalfForm
from ..forms_change import ChangeForm, ChangeOnBehalfForm
from ..services import sending
from ..services.changing import change
from ..services.corrections import stand_fulfilled
from ..services.matters import answerable, commitments_of, networks_of, offered_with, reports_at, who_writes


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
        form = form_class(commitments=offered, initial=initial | who_writes(desk))
    context = desk.context() | {"form": form, "chosen": chosen}
    return render(request, "desks/inform.html", context)


def _sent(request, desk, form):
    """The report, or None with the refusal on the form."""
    given = form.cleaned_data
    try:
        return sending.inform(
            delegation=desk.delegation,
            commitment_ids=[one.pk for one in given["commitment"]],
            words=_words(given, language=get_language()),
            informant=_informant(request, desk, given),
            files=given["evidence"],
            source=given.get("source_file"),
            key=given["key"],
            now=timezone.now(),
            on=desk.on,
            send="draft" not in request.POST or bool(desk.link),
        )
    except (CannotInform, NotTaken) as refusal:
        _say(refusal, form)
        return None


def _words(given, *, language):
    return Words(
        text=given["text"],
        language=language,
        done=given["done"] == "yes",
        on=given["on"],
        new_date=given["new_date"],
        audience=given["audience"],
    )


def _say(refusal, form):
    form.add_error("evidence" if isinstance(refusal, NotTaken) else None, str(refusal))


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


def _on_from(request, desk, report):
    if desk.link:
        informed = "informed=copied" if copies_of(report) else "informed"
        beside = "&beside" if stand_fulfilled(report) else ""
        return redirect(f"{desk.address('delegation-pending')}?{informed}{beside}")
    if report.state == "draft":
        messages.success(request, _("The draft is kept. It is sent from here."))
    else:
        messages.success(request, _("Thank you. The report is on the record."))
    return redirect(desk.address("progress-report", report.pk))


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def change_report(request, desk, pk):
    """Change a draft, or what is to be confirmed, on a form like the one it was written on; keep it, or send it on."""
    report = get_object_or_404(reports_at(desk), pk=pk)
    there = desk.address("progress-report", pk)
    try:
        check_may_write(report, request.user, networks_of(report), on=desk.on)
    except CannotInform as refusal:
        messages.error(request, str(refusal))
        return redirect(there)
    on_behalf = desk.standing.is_staff and report.came_by == CameBy.ON_BEHALF
    form_class = ChangeOnBehalfForm if on_behalf else ChangeForm
    about = commitments_of(report)
    form = form_class(request.POST or None, request.FILES or None, report=report, commitments=offered_with(desk, about))
    if request.method == "POST" and form.is_valid() and (changed := _changed(request, desk, report, form)):
        messages.success(request, CHANGED[changed.state])
        return redirect(there)
    context = desk.context() | {"form": form, "changed": report, "is_draft": report.state == ProgressState.DRAFT}
    return render(request, "desks/change.html", context)


CHANGED = {
    ProgressState.DRAFT: gettext_lazy("The draft is kept as it is now. It is sent from here."),
    ProgressState.TO_CONFIRM: gettext_lazy("It is kept as it is now. It is still to be confirmed."),
    ProgressState.SENT: gettext_lazy("Thank you. The report is on the record."),
    ProgressState.ACKNOWLEDGED: gettext_lazy("Thank you. The report is on the record."),
}


def _changed(request, desk, report, form):
    """The report, or None with the refusal on the form."""
    given = form.cleaned_data
    try:
        return change(
            report=report,
            commitment_ids=[one.pk for one in given["commitment"]],
            words=_words(given, language=given["language"]),
            files=given["evidence"],
            without=given.get("without", ()),
            out_of=(given["source"], given["source_words"]) if "source" in given else None,
            source=given.get("source_file"),
            by=request.user,
            now=timezone.now(),
            on=desk.on,
            seen=given["seen"] or None,
            onward="keep" not in request.POST,
        )
    except ChangedMeanwhile as refusal:
        _say(refusal, form)
        form.show_theirs(ProgressReport.objects.get(pk=report.pk))
        return None
    except (CannotInform, NotTaken) as refusal:
        _say(refusal, form)
        return None


inform_at_the_desk = at_the_desk(at_the_holders(inform))
inform_by_link = by_link(LinkPage.INFORM, LinkPage.INFORM_SENT)(inform)
