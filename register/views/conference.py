"""Home, the bodies, their meetings, and the delegations."""

import itertools

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from actions.models import Agreement, Report, TakesUp
from desks.views.files import as_it_came
from meetings.models import AgendaItem, AgendaItemLead, Attendance, Distribution, Meeting, MeetingDocument, MeetingState
from networks.models import Delegation, Membership, Network, Presidency
from networks.pages import page_asked_for, page_of
from networks.services import presidency_holder, presidency_terms
from register import services
from register.agenda import days_of
from register.commitments import passed_on, pending_shares
from register.figures import figures
from register.filters import Filters
from register.forms import MeetingsForm
from register.readers import reader_of
from register.rows import rows_of
from register.standing import by_standing, presidencies_of

HOME_MEETINGS = 6
HOME_DEADLINES = 6
MEETINGS_A_PAGE = 50
AGREEMENTS_ON_A_DELEGATION = 20


@require_safe
def home(request):
    """What met, what comes next, how each body stands."""
    reader = reader_of(request)
    meetings = Meeting.objects.visible_to(reader.standing).select_related("network", "country")
    reports = (
        Report.objects.visible_to(reader.standing)
        .on_record()
        .select_related("meeting__network", "meeting__country")
        .annotate(points=Count("agreements", filter=Q(agreements__parent=None)))
    )
    deadlines = []
    if reader.sees_follow_up:
        asked = Filters(status=("due_soon",), order="deadline")
        found = services.with_keys(services.find(asked, reader=reader, page=1).keys[:HOME_DEADLINES])
        deadlines = rows_of(found, reader=reader, filters=asked)
    context = {
        "reports": reports.order_by("-adopted_on", "-pk")[:HOME_MEETINGS],
        "upcoming": meetings.upcoming(on=reader.today)[:HOME_MEETINGS],
        "deadlines": deadlines,
        "figures": figures(Network.objects.all(), reader=reader),
    }
    return render(request, "register/home.html", context)


@require_safe
def networks(request):
    """Every body that meets, with its figures."""
    bodies = Network.objects.select_related("reports_to")
    return render(
        request,
        "register/networks.html",
        {"section": "networks", "figures": figures(bodies, reader=reader_of(request))},
    )


@require_safe
def network(request, slug):
    """One body: to whom it reports, what comes next, its meetings."""
    reader = reader_of(request)
    shown = get_object_or_404(
        Network.objects.select_related("reports_to", "successor").prefetch_related("reporting", "predecessors"),
        slug=slug,
    )
    meetings = Meeting.objects.visible_to(reader.standing).filter(network=shown).select_related("network", "country")
    past = meetings.exclude(state=MeetingState.PLANNED).order_by("-starts_on", "-pk")
    context = {
        "section": "networks",
        "network": shown,
        "figures": figures([shown], reader=reader)[0],
        "upcoming": meetings.upcoming(on=reader.today),
        "page": page_of(_with_reports(past, reader.standing), number=page_asked_for(request), size=MEETINGS_A_PAGE),
    }
    return render(request, "register/network.html", context)


@require_safe
def meetings(request):
    """Every meeting, by year; of one body or one year if asked."""
    reader = reader_of(request)
    bodies = {body.slug: body for body in Network.objects.all()}
    visible = Meeting.objects.visible_to(reader.standing)
    asked_for = MeetingsForm(request.GET, bodies=bodies).filters()
    listed = _with_reports(
        services.meetings(asked_for, among=visible).select_related("network", "country"), reader.standing
    ).order_by("-starts_on", "-pk")
    page = page_of(listed, number=page_asked_for(request), size=MEETINGS_A_PAGE)
    context = {
        "section": "meetings",
        "page": page,
        "query": asked_for.query(),
        "years": [(year, list(group)) for year, group in itertools.groupby(page.rows, lambda one: one.starts_on.year)],
        "bodies": bodies.values(),
        "asked_bodies": asked_for.body,
        "asked_years": asked_for.year,
        "known_years": visible.dates("starts_on", "year", order="DESC"),
    }
    return render(request, "register/meetings.html", context)


def _with_reports(meetings, standing):
    return meetings.prefetch_related(
        Prefetch("report", Report.objects.visible_to(standing).on_record(), to_attr="visible_report")
    )


@require_safe
def meeting(request, pk):
    """A meeting: its agenda, who was present, its report and what was agreed."""
    reader = reader_of(request)
    agenda = AgendaItem.objects.prefetch_related(
        Prefetch("leads", AgendaItemLead.objects.select_related("delegation")),
        Prefetch("takes_up", TakesUp.objects.select_related("agreement__report").order_by("pk")),
    ).order_by("day", "position")
    shown = get_object_or_404(
        Meeting.objects.visible_to(reader.standing)
        .select_related("network__reports_to", "country")
        .prefetch_related(Prefetch("agenda_items", agenda)),
        pk=pk,
    )
    reports = Report.objects.visible_to(reader.standing) | Report.objects.drafts_readable_by(reader.standing)
    report = reports.filter(meeting=shown).first()
    agreements = Agreement.objects.visible_to(reader.standing).on_record().filter(report__meeting=shown)
    was_present = Exists(Attendance.objects.filter(meeting=shown, delegation=OuterRef("pk")))
    members = Delegation.objects.members(on=shown.starts_on)
    concerned = Delegation.objects.annotate(was_present=was_present).filter(Q(was_present=True) | Q(pk__in=members))
    present = [delegation for delegation in concerned if delegation.was_present]
    context = {
        "section": "meetings",
        "meeting": shown,
        "report": report,
        "days": days_of(shown, standing=reader.standing),
        "present": present,
        "absent": [delegation for delegation in concerned if not delegation.was_present] if present else [],
        "rows": rows_of(services.in_register_order(agreements), reader=reader),
        "documents": shown.documents.visible_to(reader.standing),
        "briefed": Delegation.objects.filter(pk__in=reader.standing.delegations) if reader.standing.delegations else [],
    }
    return render(request, "register/meeting.html", context)


@require_safe
@never_cache
def meeting_document(request, pk, document):
    """The file, for whom it is; to everybody else there is no such address. What is not public is noted."""
    readable = MeetingDocument.objects.visible_to(reader_of(request).standing)
    shown = get_object_or_404(readable, meeting__pk=pk, pk=document)
    return as_it_came(request, shown, is_public=shown.distribution == Distribution.PUBLIC)


@require_safe
def delegations(request):
    """Every delegation, by its standing today."""
    reader = reader_of(request)
    everybody = Delegation.objects.prefetch_related(
        Prefetch("memberships", Membership.objects.order_by("starts_on")),
        Prefetch("presidencies", Presidency.objects.on(reader.today), to_attr="presidency_today"),
    )
    return render(
        request,
        "register/delegations.html",
        {"section": "delegations", "groups": by_standing(everybody, on=reader.today)},
    )


@require_safe
def delegation(request, code):
    """A delegation: what it has to do, also as the presidency, what it handed over with it, and what it has done."""
    reader = reader_of(request)
    shown = Delegation.objects.prefetch_related("memberships").filter(code__iexact=code).first()
    if shown is None:
        raise Http404
    if shown.code != code:
        return redirect(shown, permanent=True)
    number = page_asked_for(request)
    terms = presidency_terms()
    context = {
        "section": "delegations",
        "delegation": shown,
        "presidencies": presidencies_of(shown, terms=terms),
        "holder": presidency_holder(on=reader.today, terms=terms),
    }
    if reader.sees_follow_up:
        context |= pending_shares(shown, reader=reader, number=number, terms=terms)
        if number == 1:
            context["passed_on"] = passed_on(shown, reader=reader, terms=terms)
    else:
        asked = services.matching(Filters(delegation=(shown.code,)), reader=reader)
        listed = services.in_register_order(asked)
        context["rows"] = rows_of(listed[:AGREEMENTS_ON_A_DELEGATION], reader=reader)
    return render(request, "register/delegation.html", context)
