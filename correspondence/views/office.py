"""What staff see of the mail: the log, one mail, the mails to come, and what to call about."""

import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_deny
from django.views.decorators.http import require_POST

from networks.access import staff_only
from networks.models import Delegation
from networks.pages import page_asked_for, page_of
from networks.services import today

from ..forms import SearchForm
from ..models import DigestDay, Mail, Notice, SignedLink
from ..services import arranging, calling, composing, concerns, links, log, planning, rendering
from ..services.working_days import A_DAY, working_days

MAILS_A_PAGE = 50
A_YEAR = 365 * A_DAY
# A message is a page of its own: nothing in it runs, loads or leads into ours.
MESSAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@staff_only
def mails(request):
    """Every mail, narrowed as the address says; and how the outbox stands."""
    form = SearchForm(request.GET)
    form.full_clean()  # what is no answer is said beside its field, and narrows nothing
    search = log.Search(**form.cleaned_data)
    page = page_of(log.found(search), number=page_asked_for(request), size=MAILS_A_PAGE)
    numbers, unseen = log.numbers(now=timezone.now())
    kept = {name: value for name, value in request.GET.items() if name != "page" and value}
    context = {
        "form": form,
        "page": page,
        "query": f"?{urlencode(kept)}" if kept else "",
        "narrowed": bool(kept),
        "numbers": numbers,
        "unseen": unseen,
        "last_day": DigestDay.objects.order_by("-day").first(),
        "next_on": _next_day(),
    }
    return render(request, "correspondence/office/mails.html", context)


@staff_only
def mail(request, pk):
    """One mail: who, why, when, what the mail server said, the message itself, its links and what came of it."""
    row = get_object_or_404(Mail.objects.select_related("person", "asked_by"), pk=pk)
    context = {
        "mail": row,
        "mentions": row.mentions.select_related(
            "delegation", "commitment__delegation", "commitment__action__agreement__report"
        ),
        "links": row.links.select_related("delegation", "revoked_by").prefetch_related("uses"),
        "notices": row.notices.select_related("delegation"),
        "now": timezone.now(),
    }
    return render(request, "correspondence/office/mail.html", context)


@staff_only
@xframe_options_deny
def message(request, pk):
    """The HTML of a mail as it is kept."""
    row = get_object_or_404(Mail, pk=pk)
    if not row.html:
        raise Http404
    response = HttpResponse(row.html)
    response["Content-Security-Policy"] = MESSAGE_POLICY
    return response


@staff_only
@require_POST
def revoke(request, pk):
    """Make a mailed link open nothing any more."""
    link = get_object_or_404(SignedLink, pk=pk)
    links.revoke_links(links=SignedLink.objects.filter(pk=pk), by=request.user, now=timezone.now())
    messages.success(request, _("The link opens nothing any more."))
    return HttpResponseRedirect(reverse("mail", args=[link.mail_id]) if link.mail_id else reverse("mails"))


@staff_only
def ahead(request):
    """What would be sent on a day to come, as things stand: to whom, and on asking word for word."""
    now = timezone.now()
    on = _day_asked_for(request) or _next_day()
    why_not = composing.refusal(on=on, now=now, ahead=True)
    letters = [] if why_not else planning.plan_ahead(on=on, now=now)
    asked, kind = request.GET.get("to", ""), request.GET.get("kind", "")
    words = None
    chosen = [letter for letter in letters if letter.recipient == asked and kind in ("", letter.kind)]
    if chosen:
        words = rendering.preview(chosen[:1], on=on, now=now)[0]
    page = page_of(letters, number=page_asked_for(request), size=MAILS_A_PAGE)
    delegations = {one.pk: str(one) for one in Delegation.objects.all()}
    context = {
        "on": on,
        "page": page,
        "number": len(letters),
        "rows": [(letter, _names(letter, delegations)) for letter in page.rows],
        "asked": asked,
        "words": words,
        "letter": chosen[0] if chosen else None,
        "why_not": why_not,
        "query": f"?{urlencode({'on': on.isoformat()})}",
    }
    return render(request, "correspondence/office/ahead.html", context)


@staff_only
def calls(request):
    """Whom to call, what came back, and what stands in the way of a mail."""
    on = today(now=timezone.now())
    context = {
        "on": on,
        "calls": calling.calls(on=on),
        "notices": Notice.objects.unseen().select_related("delegation", "mail"),
        "concerns": concerns.concerns(on=on),
    }
    return render(request, "correspondence/office/calls.html", context)


@staff_only
@require_POST
def seen(request, pk):
    """Tick a notice."""
    arranging.tick_notice(notice=get_object_or_404(Notice, pk=pk), by=request.user, now=timezone.now())
    return HttpResponseRedirect(reverse("calls"))


def _names(letter, delegations):
    return sorted({delegations[entry.delegation_id] for entry in letter.entries})


def _next_day():
    """The next day whose digests are not composed yet."""
    on = today(now=timezone.now())
    if DigestDay.objects.filter(day__gte=on).exists():
        on += A_DAY
    return working_days().on_or_after(on)


def _day_asked_for(request):
    """A day of the next twelve months, or None."""
    first = today(now=timezone.now())
    try:
        asked = datetime.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None
    return asked if first <= asked <= first + A_YEAR else None
