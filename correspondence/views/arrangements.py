"""What the secretariat decides of the mail: whose is on, by which ladder, and its words."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from networks.access import staff_only
from networks.models import Network
from networks.reasons import in_both_languages
from networks.services import today

from ..forms import NetworkForm, TextForm
from ..models import SHIPPED_LADDER, Addressee, DelegationHold, MailText, ReminderPolicy, TextKind
from ..services import arranging, rendering, texts


@staff_only
def arrangements(request):
    """All of it on one page."""
    on = today(now=timezone.now())
    policies = {one.network_id: one for one in ReminderPolicy.objects.prefetch_related("steps")}
    written = set(MailText.objects.values_list("kind", "language"))
    context = {
        "settings": arranging.mail_settings(),
        "networks": [(network, policies.get(network.pk)) for network in Network.objects.all()],
        "shipped": SHIPPED_LADDER,
        "today": on,
        "holds": DelegationHold.objects.not_over(on).select_related("delegation"),
        "closed": Addressee.objects.closed(),
        "texts": [
            (kind, label, [(code, (kind, code) in written) for code in dict(settings.LANGUAGES)])
            for kind, label in TextKind.choices
        ],
    }
    return render(request, "correspondence/office/arrangements.html", context)


@staff_only
def network(request, slug):
    """Switch a network's mails on or off, and write its ladder."""
    row = get_object_or_404(Network, slug=slug)
    policy = ReminderPolicy.objects.filter(network=row).prefetch_related("steps").first()
    ladder = [step.days for step in policy.steps.all()] if policy else SHIPPED_LADDER
    form = NetworkForm(
        request.POST or None,
        initial={"is_on": bool(policy and policy.is_on), "ladder": ", ".join(map(str, ladder))},
    )
    if request.method == "POST" and form.is_valid():
        try:
            arranging.arrange_network(
                network=row,
                is_on=form.cleaned_data["is_on"],
                days=form.cleaned_data["ladder"],
                by=request.user,
                on=today(now=timezone.now()),
                reason=form.cleaned_data["reason"],
            )
        except arranging.CannotArrange as refusal:
            form.add_error("ladder", str(refusal))
        else:
            messages.success(request, _("Kept as you wrote it."))
            return HttpResponseRedirect(reverse("mail-arrangements"))
    return render(request, "correspondence/office/network.html", {"network": row, "form": form, "policy": policy})


@staff_only
def text(request, kind, language):
    """Write the words of a kind of mail in a language, see them in a mail, keep them, or go back to those shipped."""
    if kind not in TextKind.values or language not in dict(settings.LANGUAGES):
        raise Http404
    in_force = texts.words_in_force()[kind, language]
    shipped = texts.shipped_words(kind, language)
    if request.method == "POST" and "shipped" in request.POST:
        why = in_both_languages(lambda: _("as shipped"))
        texts.write_text(kind=kind, language=language, words=shipped, by=request.user, reason=why)
        messages.success(request, _("The shipped words stand again."))
        return HttpResponseRedirect(reverse("mail-text", args=[kind, language]))
    form = TextForm(request.POST or None, initial=vars(in_force))
    preview = None
    if request.method == "POST" and form.is_valid():
        words = texts.Words(**form.cleaned_data)
        try:
            texts.check_words(words)
            preview = rendering.example(kind, language, words, now=timezone.now())
            if "keep" in request.POST:
                texts.write_text(kind=kind, language=language, words=words, by=request.user)
                messages.success(request, _("Kept as you wrote it."))
                return HttpResponseRedirect(reverse("mail-arrangements"))
        except texts.CannotUseText as refusal:
            form.add_error(None, str(refusal))
    elif request.method == "GET":
        preview = rendering.example(kind, language, in_force, now=timezone.now())
    context = {
        "kind": kind,
        "label": TextKind(kind).label,
        "language": language,
        "form": form,
        "preview": preview,
        "names": texts.NAMES,
        "is_shipped": in_force == shipped,
    }
    return render(request, "correspondence/office/text.html", context)


@staff_only
def deliverable(request):
    """Let mail go to an address again (POST: address)."""
    if request.method == "POST":
        arranging.take_up_again(address=request.POST.get("address", ""), now=timezone.now())
        messages.success(request, _("Mail goes to this address again."))
    return HttpResponseRedirect(reverse("mail-arrangements"))
