"""Signing in and out, and a person's own account; what django-allauth does not do as it is."""

import structlog
from allauth.account import views as account_views
from allauth.mfa.base.views import IndexView
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic.edit import FormView
from kombu.exceptions import OperationalError

from . import signing_in, tasks
from .browsers import browser_name
from .forms import AskForCodeForm, ChangePasswordForm, EndSessionsForm, EnterCodeForm, PasswordForm
from .models import User
from .second_factor import has_second_factor, lacks_second_factor

log = structlog.get_logger(__name__)


class MayBeginAgain:
    """Whoever has begun to sign in may go back and take another address, or another way."""

    def _redirect_to_pending_stage(self, request, stage):
        return None


class AskForCode(MayBeginAgain, account_views.RequestLoginCodeView):
    """Have a code mailed. The answer is the same whether the address is known, and whoever it belongs to."""

    def get_form_class(self):
        return AskForCodeForm

    def form_valid(self, form):
        try:
            tasks.send_sign_in_code.apply_async([form.person_id], expires=signing_in.VALID_FOR.total_seconds())
        except OperationalError:
            log.exception("no broker")
            form.add_error(
                None,
                _("No code can be sent at the moment. Please try again in some minutes, or sign in with a password."),
            )
            return self.form_invalid(form)
        return super().form_valid(form)


class EnterCode(account_views.ConfirmLoginCodeView):
    def get_form_class(self):
        return EnterCodeForm

    def get_form_kwargs(self):
        login = self.stage.login
        # Whom the address belongs to was asked for already; of nobody's it is asked here, so that both take as long.
        person = login.user or User.objects.filter(pk=signing_in.NOBODY).first()
        return super().get_form_kwargs() | {"request": self.request, "person": person, "address": login.email}

    def form_invalid(self, form):
        if self._process.record_invalid_attempt():
            return self.render_to_response(self.get_context_data(form=form))
        # allauth says here what it says where nobody may try for a while; of these one may have another at once.
        messages.error(self.request, _("Too many codes were wrong. Please have another one sent to you."))
        return redirect("sign-in")


class SignInByPassword(MayBeginAgain, account_views.LoginView):
    def get_form_class(self):
        return PasswordForm


class ChangePassword(account_views.PasswordChangeView):
    def get_form_class(self):
        return ChangePasswordForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}


class Sessions(FormView):
    """allauth's own asks the database about each session by itself, and ends all others at once only."""

    template_name = "usersessions/usersession_list.html"
    form_class = EndSessionsForm
    success_url = reverse_lazy("usersessions_list")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def get_context_data(self, **kwargs):
        sessions = signing_in.sessions_of(self.request.user, now=timezone.now())
        named = [(session, browser_name(session.user_agent)) for session in sessions]
        return super().get_context_data(**kwargs) | {"sessions": named}

    def form_valid(self, form):
        form.save()
        messages.success(self.request, _("The session is ended."))
        return super().form_valid(form)


class SecondFactor(IndexView):
    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"required": lacks_second_factor(self.request.user)}


ask_for_code = AskForCode.as_view()
enter_code = EnterCode.as_view()
sign_in_by_password = SignInByPassword.as_view()
sign_out = require_POST(account_views.logout)
change_password = ChangePassword.as_view()
sessions = Sessions.as_view()
second_factor = SecondFactor.as_view()


def account(request):
    """A person's own account: how they sign in, and where they are signed in."""
    return render(
        request,
        "account/account.html",
        {
            "has_password": request.user.has_usable_password(),
            "has_second_factor": has_second_factor(request.user),
            "session_count": signing_in.sessions_of(request.user, now=timezone.now()).count(),
        },
    )
