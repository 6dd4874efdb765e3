"""The register, an agreement, a report, a draft."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from actions.models import Agreement, Report
from actions.numbering import in_order, shown_labels
from actions.policies import may_open_draft
from networks.access import not_let_in
from networks.models import Delegation, Network
from networks.pages import page_asked_for
from register import policies, services, sharing, wording
from register.changes import changes_of
from register.facets import chips, facets
from register.filters import Filters
from register.forms import FilterForm
from register.readers import reader_of
from register.rows import written_rows
from register.threads import thread_of

# What the page of an agreement says, of tables much wider than that.
POINT_FIELDS = ("reference", "label", "text_en", "text_es")
AGREEMENT_FIELDS = (
    *POINT_FIELDS,
    "parent",
    "agreed_on",
    *(f"report__{field}" for field in ("reference", "state", "original_language")),
    *(f"report__meeting__{field}" for field in ("title_en", "title_es", "starts_on", "ends_on", "city")),
    *(f"report__meeting__network__{field}" for field in ("slug", "name_en", "name_es", "short_en", "short_es")),
    *(f"report__meeting__country__{field}" for field in ("name_en", "name_es")),
)


@require_safe
def agreements(request):
    """The register: one address for every combination of filters; to htmx only what changes with them."""
    reader = reader_of(request)
    bodies = {network.slug: network for network in Network.objects.all()}
    delegations = {delegation.code: delegation for delegation in Delegation.objects.all()}
    form = FilterForm(request.GET, bodies=bodies, delegations=delegations, sees_follow_up=reader.sees_follow_up)
    filters = form.filters()
    if filters == Filters(words=filters.words) and filters.words:
        exact = services.agreement_by_reference(filters.words, reader=reader)
        if exact:
            return HttpResponseClientRedirect(exact.get_absolute_url()) if request.htmx else redirect(exact)
    found = services.find(filters, reader=reader, page=page_asked_for(request))
    shown = facets(filters, reader=reader, bodies=bodies, delegations=delegations)
    context = {
        "section": "agreements",
        "address": request.path + filters.query(page=found.page if found.page > 1 else None),
        "filters": filters,
        "facets": shown,
        "chips": chips(filters, shown),
        "found": found,
        "rows": written_rows(found.keys, reader=reader, filters=filters, delegations=delegations.values()),
        "is_fragment": bool(request.htmx) and not request.htmx.history_restore_request,
    }
    template = "register/_found.html" if context["is_fragment"] else "register/agreements.html"
    response = render(request, template, context)
    if context["is_fragment"]:
        # Enter in the words both changes and submits the form: one entry in the browser's history is enough.
        is_there = request.htmx.current_url_abs_path == context["address"]
        response["HX-Push-Url"] = "false" if is_there else context["address"]
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def agreement(request, report, label):
    """One agreement: both languages, who does what, what it refers to and what refers to it, its history."""
    reader = reader_of(request)
    visible = Agreement.objects.visible_to(reader.standing)
    shown = get_object_or_404(
        visible.select_related("report__meeting__network", "report__meeting__country").only(*AGREEMENT_FIELDS),
        reference=f"{report}/{label}",
    )
    points = in_order(shown.report.agreements.order_by().only("parent", "position", "report", *POINT_FIELDS))
    place = next(place for place, one in enumerate(points) if one.pk == shown.pk)
    for point in points:
        point.report = shown.report
    actions = sharing.shared_actions(shown, reader=reader)
    changes = None
    if policies.sees_history(reader.standing):
        handovers = sharing.handovers_of(actions)
        changes = changes_of(shown, standing=reader.standing, zone=reader.zone, handovers=handovers)
    context = {
        "agreement": shown,
        "label": label,
        "thread": thread_of(shown, standing=reader.standing),
        "actions": actions,
        "parent": next((one for one in points if one.pk == shown.parent_id), None),
        "children": [one for one in points if one.parent_id == shown.pk],
        "previous": points[place - 1] if place else None,
        "next": points[place + 1] if place + 1 < len(points) else None,
        "phrases_en": [shared.action.phrase_en for shared in actions],
        "phrases_es": [shared.action.phrase_es for shared in actions],
        "links": [],
        "citation_en": wording.citation(shown, "en"),
        "citation_es": wording.citation(shown, "es"),
        "section": "agreements",
        "changes": changes,
    }
    return render(request, "register/agreement.html", context)


@require_safe
def report(request, reference):
    """A report as printed, in the languages it has or the one asked for."""
    reader = reader_of(request)
    shown = get_object_or_404(
        Report.objects.visible_to(reader.standing).select_related("meeting__network", "meeting__country"),
        reference=reference,
    )
    version = shown.versions.filter(withdrawn_at=None).last()
    paragraphs = in_order(shown.agreements.defer("words"))
    for paragraph in paragraphs:
        paragraph.report = shown
        paragraph.place = paragraph.reference.removeprefix(f"{shown.reference}/")
    context = _as_printed(request, shown, paragraphs) | {
        "citation_en": wording.report_citation(shown, "en"),
        "citation_es": wording.report_citation(shown, "es"),
        "version": version,
        "kept_on": version and version.made_at.astimezone(reader.zone).date(),
    }
    return render(request, "register/report.html", context)


@require_safe
@never_cache
def draft(request, pk):
    """A draft report as it would be printed, for whoever may read it that day; to others it is not there.

    Once it is filed, its address leads to the report.
    """
    standing = reader_of(request).standing
    drafts = Report.objects.drafts_readable_by(standing).select_related("meeting__network")
    shown = drafts.filter(pk=pk).first()
    if shown is None:
        filed = Report.objects.visible_to(standing).on_record().filter(pk=pk).first()
        return redirect(filed) if filed else not_let_in(request)
    paragraphs = in_order(shown.agreements.defer("words"))
    labels = shown_labels(paragraphs)
    places = {None: ""}
    for paragraph in paragraphs:
        paragraph.label = labels[paragraph.pk]
        paragraph.place = places[paragraph.parent_id] + paragraph.label
        places[paragraph.pk] = f"{paragraph.place}."
    context = _as_printed(request, shown, paragraphs) | {
        "opens": may_open_draft(standing, shown.meeting.network_id),
    }
    return render(request, "register/draft.html", context)


def _as_printed(request, report, paragraphs):
    """What the sheet of a report shows: its paragraphs in the languages it has, or in the one asked for."""
    text = request.GET.get("text", "")
    if text not in ("", "en", "es"):
        raise Http404
    written = _languages_of(paragraphs, "text") or _languages_of([report], "heading", "preamble", "closing")
    return {
        "report": report,
        "agreements": paragraphs,
        "languages": [text] if text else written or ["en", "es"],
        "written": written,
        "text": text,
        "section": "meetings",
    }


def _languages_of(rows, *fields):
    return [
        language
        for language in ("en", "es")
        if any(getattr(row, f"{field}_{language}").strip() for row in rows for field in fields)
    ]
