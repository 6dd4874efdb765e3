"""Who comes in by a mailed link, without a password; and what its holder may say about the mails themselves."""

import functools

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from networks.services import conference, today

from ..forms import ColleagueForm, RhythmForm
from ..models import Addressee, LinkPage, Rhythm
from ..services import links, subscriptions
from ..services.arranging import mail_settings


def _opens_nothing(request):
    words = {"secretariat_address": mail_settings().secretariat_address}
    return render(request, "correspondence/no_link.html", words, status=404)


def linked(page, sent=None, *, expired_too=False):
    """Let in whoever holds a link that is good, and note its use: as `page`, or `sent` where it is a form of it.

    expired_too: an old mail's link still does here what can only stop mail.
    """

    def guard(view):
        @functools.wraps(view)
        @never_cache
        def guarded(request, token, *args, **kwargs):
            now = timezone.now()
            # Read once a request, for the rest of the page too.
            request.conference = getattr(request, "conference", None) or conference()
            try:
                link = _link(token, expired_too, now=now, settings_row=request.conference)
            except links.LinkRefused:
                response = _opens_nothing(request)
            else:
                what = sent if request.method == "POST" and sent else page
                links.record_use(link=link, what=what, browser=request.headers.get("User-Agent", ""), now=now)
                response = view(request, link, token, *args, **kwargs)
            # The address is the key: it goes to no other site, no index and no cache. Where no referrer at all is sent,
            # browsers say of a form that it comes from nowhere, and ours would be refused.
            response["Referrer-Policy"] = "same-origin"
            response["X-Robots-Tag"] = "noindex, nofollow"
            return response

        return guarded

    return guard


def _link(token, expired_too, *, now, settings_row):
    return links.named_link(token) if expired_too else links.open_link(token, now=now, settings_row=settings_row)


@linked(LinkPage.COLLEAGUE, LinkPage.COLLEAGUE_SENT)
def colleague(request, link, token):
    form = ColleagueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            subscriptions.name_colleague(link=link, words=form.cleaned_data["colleague"], now=timezone.now())
        except subscriptions.CannotTell as refusal:
            form.add_error("colleague", str(refusal))
        else:
            return HttpResponseRedirect(f"{reverse('colleague', args=[token])}?told")
    context = {"link": link, "token": token, "form": form, "told": "told" in request.GET}
    return render(request, "correspondence/colleague.html", context)


@linked(LinkPage.RHYTHM, LinkPage.RHYTHM_SENT)
def rhythm(request, link, token):
    addressee = _addressee(link)
    if addressee.unsubscribed_at:
        # That page says so, and offers to receive them again.
        return HttpResponseRedirect(reverse("unsubscribe", args=[token]))
    form = RhythmForm(request.POST or None, initial={"rhythm": addressee.rhythm})
    if request.method == "POST" and form.is_valid():
        subscriptions.choose_rhythm(
            address=link.address, rhythm=form.cleaned_data["rhythm"], on=today(now=timezone.now())
        )
        return HttpResponseRedirect(f"{reverse('rhythm', args=[token])}?kept")
    context = {"link": link, "token": token, "form": form, "kept": "kept" in request.GET}
    return render(request, "correspondence/rhythm.html", context)


# A mail reader's one click is a POST of its own, without a page of ours before it (RFC 8058). The token is the proof.
@csrf_exempt
@linked(LinkPage.UNSUBSCRIBE, LinkPage.UNSUBSCRIBE_SENT, expired_too=True)
def unsubscribe(request, link, token):
    if request.method == "POST":
        act = subscriptions.subscribe if "again" in request.POST else subscriptions.unsubscribe
        act(link=link, now=timezone.now())
        if "List-Unsubscribe" not in request.POST:
            return HttpResponseRedirect(reverse("unsubscribe", args=[token]))
        # A mail reader must not be sent on (RFC 8058).
    context = {"link": link, "token": token, "addressee": _addressee(link)}
    return render(request, "correspondence/unsubscribe.html", context)


def _addressee(link):
    return Addressee.objects.filter(address=link.address).first() or Addressee(
        address=link.address, rhythm=Rhythm.DAILY
    )
