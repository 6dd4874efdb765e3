"""Named filters of a delegation's pending matters: kept, and removed."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from networks.models import Network

from ..access import at_the_desk
from ..services import filters
from ..services.pending import CALLS, HEADINGS


@require_POST
@at_the_desk
def keep(request, desk):
    """Keep the choice that the page shows, under a name. POST: name, network (several), group."""
    asked = set(request.POST.getlist("network"))
    networks = [slug for slug in Network.objects.values_list("slug", flat=True) if slug in asked]
    group = request.POST.get("group", "")
    try:
        kept = filters.keep_filter(
            person=request.user,
            name=request.POST.get("name", ""),
            networks=networks,
            group=group if group in (*HEADINGS, CALLS) else "",
            now=timezone.now(),
        )
    except filters.CannotKeep as refusal:
        messages.error(request, str(refusal))
        return redirect(reverse("delegation-pending", args=[desk.delegation.code]))
    messages.success(request, _("The choice is kept as “%(name)s”.") % {"name": kept.name})
    return redirect(f"{reverse('delegation-pending', args=[desk.delegation.code])}?{kept.query}")


@require_POST
@at_the_desk
def remove(request, desk, pk):
    """Remove a filter of one's own."""
    if not filters.remove_filter(person=request.user, filter_id=pk):
        raise Http404
    messages.success(request, _("The filter is removed."))
    return redirect("delegation-pending", desk.delegation.code)
