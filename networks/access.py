"""Who comes in: staff; everybody else is asked to sign in, or finds nothing here."""

import functools
from urllib.parse import urlencode, urlsplit

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django_htmx.http import HttpResponseClientRedirect

from .policies import keeps_the_record


def staff_only(view):
    """Let staff in. A visitor is sent to sign in and comes back to the page, and the form on it, they were at."""

    @functools.wraps(view)
    @never_cache
    def guarded(request, *args, **kwargs):
        if keeps_the_record(request.user):
            return view(request, *args, **kwargs)
        return not_let_in(request)

    return guarded


def not_let_in(request):
    """What whoever may not enter is answered: a visitor is asked to sign in, anybody else finds nothing here."""
    if request.user.is_authenticated:
        raise Http404
    address = f"{reverse('sign-in')}?{urlencode({'next': _back_to(request)})}"
    # In the middle of a page the sign-in form would be swapped into a corner of it.
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def wants_fragment(request):
    """Whether a part of the page is asked for, to be swapped in; going back in the browser wants the whole page."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def _back_to(request):
    if request.method == "GET" and not request.htmx:
        return request.get_full_path()
    page = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "")
    path = page.path if page.path.startswith("/") else reverse("home")
    place = request.POST.get("place")
    query = urlencode({"edit": place}) if place else page.query
    return f"{path}?{query}" if query else path
