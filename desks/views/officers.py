"""A delegation's own people: who is designated, and every verb with it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from networks import correcting, designating, inviting, policies, tasks
from networks.models import Designation

from ..access import at_the_desk
from ..forms_officers import CorrectForm, DesignateForm, DetailsForm, EndForm, HandOverForm, TakeBackForm
from ..services import taking_back
from ..services.officers import passing_on, people_of


@require_safe
@at_the_desk
def officers(request, desk):
    """Who is, will be and was designated; whoever may keep them finds every verb beside each."""
    context = {
        **_place(desk),
        "on": desk.on,
        "people": people_of(desk.delegation, on=desk.on),
        "roles": _roles(desk),
    }
    return render(request, "desks/officers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def add(request, desk):
    """Designate a person."""
    roles = _roles(desk)
    if not roles:
        raise Http404
    form = DesignateForm(request.POST or None, roles=roles, initial={"starts_on": desk.on, "language": get_language()})
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("role", "network", "starts_on", "ends_on")}
        words |= form.person() | form.details() | {"reason": form.cleaned_data["note"]}
        designation = _done(request, form, designating.designate, delegation=desk.delegation, **words)
        if designation:
            messages.success(request, _("%(person)s is designated.") % {"person": designation.person})
            if form.cleaned_data["invite"]:
                _invite(request, designation, on=desk.on)
            return redirect("officers", desk.delegation.code)
    return _form_page(request, desk, form, title=_("Designate a person"), submit=_("Designate"))


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def change(request, desk, pk):
    """Change post, institution, phone, copy, note, whether a person is acting; correct a name or address."""
    designation = _kept_here(desk, pk)
    person = designation.person
    form_class, verb = DetailsForm, designating.change_designation
    if correcting.may_correct(person, desk.delegation, by=request.user, on=desk.on):
        form_class, verb = CorrectForm, correcting.correct_and_change
    initial = vars(designation) | {"name": person.name, "email": person.email}
    form = form_class(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data | {"reason": form.cleaned_data["note"]}
        if _done(request, form, verb, designation_id=pk, on=desk.on, **words):
            messages.success(request, _("Kept as you wrote it."))
            return redirect("officers", desk.delegation.code)
    title = _("Change the designation of %(person)s") % {"person": designation.person}
    return _form_page(request, desk, form, title=title, submit=_("Save"), designation=designation)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def end(request, desk, pk):
    """Say until when a designation lasts; or take back one made by mistake, on which nothing hangs."""
    designation = _kept_here(desk, pk)
    sent = request.POST or None
    is_taken_back = "take_back" in request.POST
    form = EndForm(None if is_taken_back else sent, initial={"ends_on": designation.ends_on or desk.on})
    back_form = TakeBackForm(sent if is_taken_back else None)
    if is_taken_back and back_form.is_valid():
        words = {"reason": back_form.cleaned_data["why"]}
        if gone := _done(request, back_form, taking_back.take_back, designation_id=pk, on=desk.on, **words):
            messages.success(request, _("The designation of %(person)s is taken back.") % {"person": gone.person})
            if back_form.cleaned_data["tell"]:
                tasks.send_word_of_taking_back.delay_on_commit(gone.history_id)
            return redirect("officers", desk.delegation.code)
    elif form.is_valid() and _done(
        request, form, designating.end_designation, designation_id=pk, on=desk.on, **form.cleaned_data
    ):
        messages.success(request, _("Kept as you wrote it."))
        return redirect("officers", desk.delegation.code)
    return _form_page(
        request,
        desk,
        form,
        title=_("End the designation of %(person)s") % {"person": designation.person},
        submit=_("Save"),
        designation=designation,
        back_form=back_form,
        hanging=taking_back.hanging_on(designation, on=desk.on),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def hand_over(request, desk, pk):
    """Let somebody else take over: a form, then what that does (POST), then doing it (POST: confirm)."""
    designation = _kept_here(desk, pk)
    stays = {name: getattr(designation, name) for name in ("post", "institution", "copy_to")}
    initial = {**stays, "from_day": desk.on, "language": designation.person.language}
    form = HandOverForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and "back" not in request.POST:
        from_day = form.cleaned_data["from_day"]
        words = form.person() | form.details() | {"from_day": from_day, "reason": form.cleaned_data["note"]}
        verb = designating.hand_over if "confirm" in request.POST else designating.look_at_handover
        successor = _done(request, form, verb, designation_id=pk, on=desk.on, **words)
        if successor and "confirm" in request.POST:
            persons = {"predecessor": designation.person, "successor": successor.person}
            messages.success(request, _("%(predecessor)s hands over to %(successor)s.") % persons)
            if form.cleaned_data["invite"]:
                _invite(request, successor, on=desk.on)
            return redirect("officers", desk.delegation.code)
        if successor:
            passing = passing_on(designation, from_day=from_day, now=timezone.now())
            context = {"designation": designation, "successor": successor, "form": form, "passing": passing}
            return render(request, "desks/officers_hand_over.html", {**_place(desk), **context})
    title = _("%(person)s hands over") % {"person": designation.person}
    return _form_page(request, desk, form, title=title, submit=_("Show what passes on"), designation=designation)


@require_POST
@at_the_desk
def invite(request, desk, pk):
    """Send the invitation of a designation (again)."""
    _invite(request, _kept_here(desk, pk), on=desk.on)
    return redirect("officers", desk.delegation.code)


def _roles(desk):
    observes = designating.observes(desk.delegation, on=desk.on)
    return policies.roles_to_keep(desk.standing, desk.delegation, observes=observes)


def _kept_here(desk, pk):
    """The designation of this desk, for whoever keeps it; for anybody else there is none."""
    return get_object_or_404(
        Designation.objects.select_related("person", "network", "delegation"),
        pk=pk,
        delegation=desk.delegation,
        role__in=_roles(desk),
    )


def _done(request, form, verb, **words):
    """The Designation that a verb gives; None where it refuses, and then the form says why."""
    try:
        return verb(by=request.user, **words)
    except designating.CannotDesignate as refusal:
        form.add_error(None, str(refusal))
        return None


def _invite(request, designation, *, on):
    try:
        inviting.take_up_invitation(designation, on=on)
    except inviting.CannotInvite as refusal:
        messages.warning(request, str(refusal))
    else:
        tasks.send_invitation.delay_on_commit(designation.pk)
        messages.success(request, _("An invitation goes out to %(address)s.") % {"address": designation.person.email})


def _form_page(request, desk, form, **context):
    return render(request, "desks/officers_form.html", {**_place(desk), "form": form, **context})


def _place(desk):
    return {"section": "pending", "delegation": desk.delegation}
