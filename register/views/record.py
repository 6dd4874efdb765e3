"""The register, an agreement, a report, a draft."""

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from actions.models import Agreement, Lineage, Report, TakesUp
from actions.models.reports import states_visible_to
from actions.numbering import in_order, shown_labels
from actions.policies import may_open_draft
from meetings.models import Meeting
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
            return redirect(exact)
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
        response["HX-Push-Url"] = context["address"]
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def agreement(request, report, label):
    """One agreement: both languages, who does what, what it refers to and what refers to it, its history."""
    reader = reader_of(request)
    visible = Agreement.objects.visible_to(reader.standing)
    earlier = Lineage.objects.select_related("earlier__report__meeting__network").order_by("pk")
    # By the join that is made anyway: looked up beside it, a database without figures may plan a minute of it.
    later = Lineage.objects.filter(agreement__report__state__in=states_visible_to(reader.standing)).select_related(
        "agreement__report__meeting__network"
    )
    meetings = Meeting.objects.visible_to(reader.standing)
    taken_up = TakesUp.objects.filter(item__meeting__in=meetings).select_related("item__meeting__network")
    shown = get_object_or_404(
        visible.select_related("report__meeting__network", "report__meeting__country", "parent").prefetch_related(
            Prefetch("refers_to", earlier),
            Prefetch("taken_further_by", later.order_by("agreement__agreed_on", "pk")),
            Prefetch("taken_up_by", taken_up.order_by("item__meeting__starts_on", "pk")),
            sharing.actions_prefetch(),
        ),
        reference=f"{report}/{label}",
    )
    siblings = in_order(shown.report.agreements.visible_to(reader.standing).defer("words"))
    place = next(place for place, one in enumerate(siblings) if one.pk == shown.pk)
    for sibling in siblings:
        sibling.report = shown.report
    actions = sharing.shared_actions(shown, reader=reader)
    changes = None
    if policies.sees_history(reader.standing):
        handovers = sharing.handovers_of(actions)
        changes = changes_of(shown, standing=reader.standing, zone=reader.zone, handovers=handovers)
    context = {
        "agreement": shown,
        "label": label,
        "earlier": [
            (one, one.earlier if _may_be_read(one.earlier, reader.standing) else None) for one in shown.refers_to.all()
        ],
        "actions": actions,
        "children": [one for one in siblings if one.parent_id == shown.pk],
        "previous": siblings[place - 1] if place else None,
        "next": siblings[place + 1] if place + 1 < len(siblings) else None,
        "phrases_en": [action.phrase_en for action in shown.actions.all()],
        "phrases_es": [action.phrase_es for action in shown.actions.all()],
        "links": [],
        "citation_en": wording.citation(shown, "en"),
        "citation_es": wording.citation(shown, "es"),
        "section": "agreements",
        "changes": changes,
    }
    return render(request, "register/agreement.html", context)


def _may_be_read(earlier, standing):
    return earlier is not None and earlier.report.state in states_visible_to(standing)


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
