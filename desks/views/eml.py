"""A mail that staff drop in: a report to check, entered on behalf of whoever wrote it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from actions.models import Commitment
from actions.services.attaching import MOST_BYTES, NotTaken
from actions.services.informing import CannotInform, Words
from documents.reading.language import language_of
from networks import dates
from networks.access import staff_only
from networks.models import Delegation
from networks.pages import page_asked_for, page_of
from networks.services import today

from ..forms_mail import DropForm, EnterForm
from ..models import DroppedMail
from ..services import eml

ROWS_A_PAGE = 50


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def mails(request):
    """GET: the mails that were dropped in. POST: one more."""
    form = DropForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            # One byte more than allowed is enough to refuse it by.
            content = file.read(MOST_BYTES + 1)
            kept = eml.take_in(content=content, name=file.name, by=request.user, now=timezone.now())
            return redirect("dropped-mail", kept.pk)
        except eml.CannotTakeIn as refusal:
            form.add_error("file", str(refusal))
    rows = DroppedMail.objects.select_related("by", "report__delegation")
    page = page_of(rows, number=page_asked_for(request), size=ROWS_A_PAGE)
    return render(request, "desks/eml.html", {"section": "monday", "form": form, "page": page})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request, pk):
    """Check what a mail says and enter it; `?delegation=` where the sender does not tell whose it is."""
    kept = get_object_or_404(DroppedMail.objects.select_related("report__delegation"), pk=pk)
    if kept.report:
        return redirect("progress-report", kept.report.delegation.code, kept.report.pk)
    try:
        letter = eml.letter_of(kept)
    except eml.CannotTakeIn as refusal:
        messages.error(request, str(refusal))
        return redirect("dropped-mails")
    on = today(now=timezone.now())
    known = eml.delegations_of(letter.sender, on=on)
    code = request.POST.get("delegation") or request.GET.get("delegation", "")
    delegation = Delegation.objects.filter(code=code).first() or (known[0] if len(known) == 1 else None)
    form = _form(request, letter, delegation, on=on) if delegation else None
    if request.method == "POST" and form and form.is_valid() and (report := _entered(request, kept, delegation, form)):
        messages.success(request, _("The mail was entered on behalf of %(delegation)s.") % {"delegation": delegation})
        return redirect("progress-report", delegation.code, report.pk)
    context = {
        "section": "monday",
        "mail": kept,
        "letter": letter,
        "known": known,
        "delegation": delegation,
        "delegations": Delegation.objects.all(),
        "form": form,
    }
    return render(request, "desks/eml_mail.html", context)


def _form(request, letter, delegation, *, on):
    named, others = eml.suggested(letter, delegation, on=on)
    offered = Commitment.objects.filter(pk__in=[one.pk for one in (*named, *others)])
    day = letter.on if letter.on and letter.on <= on else on
    initial = {"commitment": [one.pk for one in named], "text": letter.text, "on": day}
    return EnterForm(
        request.POST if request.method == "POST" else None,
        commitments=offered.select_related("action__agreement").order_by("action__agreement__reference", "pk"),
        letter=letter,
        initial=initial,
    )


def _entered(request, kept, delegation, form):
    """The report, or None with the refusal on the form."""
    given = form.cleaned_data
    words = Words(
        text=given["text"],
        language=language_of(given["text"]) or dates.reading_language(),
        done=given["done"] == "yes",
        on=given["on"],
        new_date=given["new_date"],
        audience=given["audience"],
    )
    try:
        return eml.enter(
            mail_id=kept.pk,
            delegation=delegation,
            commitment_ids=[one.pk for one in given["commitment"]],
            words=words,
            places=given.get("attachment", ()),
            by=request.user,
            now=timezone.now(),
        )
    except (CannotInform, NotTaken, eml.CannotTakeIn) as refusal:
        form.add_error(None, str(refusal))
        return None


@staff_only
@require_POST
def discard(request, pk):
    """Give up a mail that was not entered."""
    get_object_or_404(DroppedMail, pk=pk)
    try:
        eml.discard(mail_id=pk)
    except eml.CannotTakeIn as refusal:
        messages.error(request, str(refusal))
    return redirect("dropped-mails")
