"""Everybody's own calendar: its secret address, and what stands behind it."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from networks.access import not_let_in
from networks.services import today
from networks.standing import standing_on_request

from ..services import feeds


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def own(request):
    """The address of one's calendar: to show, make, replace and revoke (POST: make or revoke)."""
    now = timezone.now()
    standing = standing_on_request(request, on=today(now=now))
    if not (standing.is_staff or standing.is_designated):
        return not_let_in(request)
    if request.method == "POST":
        if "revoke" in request.POST:
            feeds.revoke_feed(person=request.user, now=now)
            messages.success(request, _("The address opens nothing any more."))
        else:
            feeds.make_feed(person=request.user, now=now)
            messages.success(request, _("This is your calendar's address."))
        return redirect("calendar-feed")
    feed = feeds.feed_of(request.user)
    address = settings.SITE_URL + reverse("calendar", args=[feeds.token_of(feed)]) if feed else ""
    context = {"feed": feed, "address": address, "at_once": f"webcal:{address.partition(':')[2]}" if feed else ""}
    return render(request, "desks/feed.html", context)


@require_safe
@never_cache
def feed(request, token):
    """The calendar behind an address; whatever opens nothing is answered alike."""
    try:
        body = feeds.open_feed(token, now=timezone.now())
    except feeds.FeedRefused:
        response = HttpResponse(_("This address opens no calendar."), "text/plain; charset=utf-8", status=404)
    else:
        response = HttpResponse(body, "text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="rcm-minutes.ics"'
    # The address is the key: it goes to no other site and no index.
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
