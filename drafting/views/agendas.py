"""An agenda under review: its heading and its items, then its filing."""

import dataclasses
import re

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actions.models import Audience
from actions.services.editing import CannotEdit, ChangedMeanwhile
from documents.models import Doubt, Upload, UploadKind, UploadState
from documents.services import agendas, filing, headings
from documents.services.matching import meetings_like
from networks.access import staff_only, wants_fragment
from networks.models import Delegation
from networks.services import today

from ..asking import questions
from ..forms import AgendaFilingForm, AgendaItemForm, HeadingForm, item_values
from ..marking import original_lines
from ..opening import Opened, heading_form, who_is
from ..reviewing import left_out_of
from .settling import say_who_it_is, settle_as_asked


@staff_only
@require_safe
def review(request, pk):
    upload = _agenda_or_404(pk)
    if upload.state != UploadState.READ:
        return redirect("upload", pk)
    return _page(request, upload)


@staff_only
@require_POST
def heading(request, pk):
    """What the agenda says of its meeting."""
    upload = _agenda_or_404(pk)
    form = HeadingForm(request.POST, meetings=meetings_like(upload))
    if form.is_valid():
        try:
            headings.write_heading(upload_id=pk, seen=form.cleaned_data["seen"], **form.heading())
            return _back(pk, "heading")
        except CannotEdit as refusal:
            form.add_error(None, str(refusal))
            if isinstance(refusal, ChangedMeanwhile):
                upload = _agenda_or_404(pk)
                opened = Opened("heading", form)
                opened.show_theirs(Opened("heading", heading_form(upload, meetings_like(upload))))
                return _page(request, upload, opened)
    return _page(request, upload, Opened("heading", form))


@staff_only
@require_POST
def item(request, pk):
    """Write an item (place item-3), or add one (place add)."""
    upload = _agenda_or_404(pk)
    place = request.POST.get("place", "")
    what, _dash, key = place.partition("-")
    if place != "add" and not (what == "item" and key.isdecimal()):
        raise Http404
    form = AgendaItemForm(request.POST)
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        index = int(key) if key else None
        entries = upload.reading.get("agenda", [])
        at = agendas.place_of(entries, index, seen) if key else None
        try:
            children = [] if at is None else entries[at]["children"]
            agendas.write_item(upload_id=pk, index=index, seen=seen, **form.item(children))
            return _back(pk, place if at is None else f"item-{at}")
        except ChangedMeanwhile as refusal:
            kept = _("What you wrote is kept here: save it as an item of its own, or cancel.")
            form.add_error(None, f"{refusal} {kept}")
            return _page(request, _agenda_or_404(pk), Opened("add", form))
        except CannotEdit as refusal:
            form.add_error(None, str(refusal))
    return _page(request, upload, Opened(place, form))


@staff_only
@require_POST
def change_item(request, pk, index):
    """Move an item up or down, drop it, or drop what it takes up."""
    _agenda_or_404(pk)
    what = request.POST.get("do", "")
    how = {"upload_id": pk, "index": index, "seen": request.POST.get("seen")}
    try:
        if what in ("up", "down"):
            agendas.move_item(steps=-1 if what == "up" else 1, **how)
        elif what == "drop":
            agendas.drop_item(**how)
        elif reference := re.fullmatch(r"drop-reference-(\d{1,4})", what):
            agendas.drop_reference(reference=int(reference[1]), **how)
        else:
            raise Http404
    except CannotEdit as refusal:
        messages.error(request, str(refusal))
    return _back(pk, "items")


@staff_only
@require_POST
def body(request, pk):
    """A lead that nobody knew is a delegation here, or becomes one."""
    upload = _agenda_or_404(pk)
    opened = say_who_it_is(request, upload_id=pk)
    return _back(pk, "doubts") if opened is None else _page(request, upload, opened)


@staff_only
@require_POST
def doubts(request, pk):
    """A doubt, or all that are open, were looked at."""
    upload = _agenda_or_404(pk)
    settle_as_asked(request, Doubt.objects.filter(upload=upload))
    return _back(pk, "doubts")


@staff_only
@require_POST
def file(request, pk):
    upload = _agenda_or_404(pk)
    form = AgendaFilingForm(request.POST)
    form.is_valid()
    try:
        filed = filing.file_agenda(
            upload_id=pk, by=request.user, on=today(now=timezone.now()), publish=form.cleaned_data["publish"]
        )
    except filing.CannotFile as refusal:
        messages.error(request, str(refusal))
        return redirect("agenda-review", upload.pk)
    messages.success(request, _("The agenda is filed."))
    return redirect(filed.meeting)


def _agenda_or_404(pk):
    uploads = Upload.objects.select_related("network", "country", "meeting__network", "by")
    return get_object_or_404(uploads, pk=pk, kind=UploadKind.AGENDA)


def _back(pk, place):
    return redirect(f"{reverse('agenda-review', args=[pk])}#{place}")


def _page(request, upload, opened=None):
    entries = upload.reading.get("agenda", [])
    place = request.GET.get("edit", "")
    if opened is None and place == "heading":
        opened = Opened(place, heading_form(upload, meetings_like(upload)))
    elif opened is None and place.startswith(("body-", "known-")):
        opened = Opened(place, who_is(place))
    elif opened is None and place:
        form = _item_form(entries, place)
        opened = Opened(place, form) if form else None
    known = _leads(entries)
    context = {
        "section": "documents",
        "upload": upload,
        "entries": [_with_leads(entry, known) | {"place": f"item-{index}"} for index, entry in enumerate(entries)],
        "seen": headings.reading_stamp(upload),
        "opened": opened,
        "questions": questions(upload.doubts.all(), _unknown_leads(entries, known)),
        "lines": original_lines(upload.lines, places=[], left_out=left_out_of(upload)),
        "meetings": meetings_like(upload),
        "form": AgendaFilingForm(),
    }
    return render(
        request, "drafting/_agenda_record.html" if wants_fragment(request) else "drafting/agenda.html", context
    )


@dataclasses.dataclass
class Lead:
    """Who leads an item as a strip shows it: short, and in full where that is more."""

    short: str
    full: str = ""
    is_unknown: bool = False


def _leads(entries):
    """Every lead of the agenda by what stands in its entries: a code, an audience, or a name as written."""
    parts = [part for entry in entries for part in (entry, *entry["children"])]
    named = dict.fromkeys(lead for part in parts for lead in part["leads"])
    delegations = {one.code: Lead(one.acronym, str(one)) for one in Delegation.objects.filter(code__in=named)}
    audiences = {value: Lead(str(label)) for value, label in Audience.choices}
    known = audiences | delegations
    return {name: known.get(name) or Lead(name, is_unknown=True) for name in named}


def _unknown_leads(entries, known):
    for index, entry in enumerate(entries):
        for lead in dict.fromkeys(lead for part in (entry, *entry["children"]) for lead in part["leads"]):
            if known[lead].is_unknown:
                yield lead, Truncator(entry["title"]).chars(40) or entry["starts_at"] or "—", f"item-{index}"


def _with_leads(entry, known):
    children = [child | {"leads": [known[lead] for lead in child["leads"]]} for child in entry["children"]]
    return entry | {"leads": [known[lead] for lead in entry["leads"]], "children": children}


def _item_form(entries, place):
    what, _dash, key = place.partition("-")
    if place == "add":
        return AgendaItemForm(initial={"day": entries[-1]["day"] if entries else 1})
    if what == "item" and key.isdecimal() and int(key) < len(entries):
        entry = entries[int(key)]
        return AgendaItemForm(initial=item_values(entry) | {"seen": agendas.item_stamp(entry)})
    return None
