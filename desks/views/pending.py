"""A delegation's pending matters: one page, at its desk and behind the link of a mail."""

import zoneinfo

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from correspondence.models import LinkPage
from networks.access import not_let_in
from networks.models import Delegation, Network
from networks.pages import page_asked_for
from networks.services import public_version
from networks.standing import standing_on_request

from ..access import at_the_desk, at_the_holders, by_link, day_of
from ..services.filters import filters_of
from ..services.pending import CALLS, HEADINGS, first_calls, group_of, of_what, page_of_calls, pending_of


@require_safe
@never_cache
def own(request):
    """Where one's own desk is: the delegation's page, or a choice where one belongs to several, as staff do."""
    standing = standing_on_request(request, on=day_of(request))
    if not (standing.is_staff or standing.delegations):
        return not_let_in(request)
    if len(standing.delegations) == 1:
        return redirect("delegation-pending", Delegation.objects.get(pk__in=standing.delegations).code)
    delegations = Delegation.objects.filter(pk__in=standing.delegations)
    if standing.is_staff:
        delegations = Delegation.objects.filter(commitments__isnull=False).distinct()
    return render(request, "desks/choose.html", {"section": "pending", "delegations": delegations})


@require_safe
def matters(request, desk):
    """What is pending; `?network=` for some networks alone, `?group=` for the whole of one group."""
    # Before anything else: what is kept is kept under it, and the rest of the page asks for it too.
    request.public_version = public_version()
    networks = list(Network.objects.all())
    alone = [network for network in networks if network.slug in request.GET.getlist("network")]
    asked = [network.slug for network in alone]
    context = desk.context(networks) | {
        "networks": networks,
        "asked_networks": asked,
        "of_what": of_what(alone, on=desk.on),
        "taken_with": f"?{request.GET.urlencode()}" if request.GET else "",
        "informed": "informed" in request.GET,
        "beside": "beside" in request.GET,
        "copied": request.GET.get("informed") == "copied",
    }
    if not desk.link:
        context["named_filters"] = filters_of(request.user)
    version = request.public_version
    read_as = {"for_staff": desk.standing.is_staff, "zone": zoneinfo.ZoneInfo(request.conference.time_zone)}
    looked_at = {"on": desk.on, "networks": asked}
    group = request.GET.get("group", "")
    if group == CALLS:
        page = page_of_calls(desk.delegation, **looked_at, version=version, number=page_asked_for(request))
        context |= {"group": group, "page": page}
    elif group:
        if group not in HEADINGS:
            raise Http404
        page = group_of(desk.delegation, group, **looked_at, number=page_asked_for(request), **read_as)
        context |= {"group": group, "heading": HEADINGS[group], "page": page}
    else:
        context |= {
            "groups": pending_of(desk.delegation, **looked_at, version=version, **read_as),
            "calls": first_calls(desk.delegation, **looked_at, version=version),
        }
    return render(request, "desks/pending.html", context)


matters_at_the_desk = at_the_desk(at_the_holders(matters))
matters_by_link = by_link(LinkPage.PENDING)(matters)
