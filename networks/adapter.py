"""What signing in here differs in from what django-allauth does by itself; named in the settings."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .reasons import in_both_languages
from .services import save_recorded
from .signing_in import other_sessions, signs_in

TOO_MANY = _("Too many attempts to sign in. Please try again in 15 minutes.")
NOT_YOUR_PASSWORD = _("This is not your password. Capital letters count.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "No account has this e-mail and this password. Please check both; in the password capital letters count."
        ),
        "incorrect_code": _(
            "This code is not valid. Please check it; if it was used already, or is older than 30 minutes, "
            "have another one sent to you."
        ),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "enter_current_password": NOT_YOUR_PASSWORD,
        "incorrect_password": NOT_YOUR_PASSWORD,
    }

    def is_open_for_signup(self, request):
        return False

    def generate_login_code(self):
        """None is kept in the session: `signing_in` makes a code, and knows it again."""
        return ""

    def send_mail(self, template_prefix, email, context):
        """No mail leaves from within a request: the code's is sent by `tasks.send_sign_in_code`."""

    def pre_login(self, request, user, **circumstances):
        """Turn away whoever lost their designation since they asked for a code."""
        if not signs_in(user, now=timezone.now()):
            messages.error(request, self.error_messages["incorrect_code"])
            return redirect("sign-in")
        return super().pre_login(request, user, **circumstances)

    def is_reauthentication_required(self, *, app, **circumstances):
        """Whoever has just signed in need not show once more who they are."""
        return super().is_reauthentication_required(app=app, **circumstances) and not signed_in_lately(self.request)

    def get_login_redirect_url(self, request):
        return reverse("home")

    def get_logout_redirect_url(self, request):
        return reverse("home")

    def get_password_change_redirect_url(self, request):
        return reverse("account")

    def set_password(self, user, password):
        """A new password ends the person's other sessions."""
        for session in other_sessions(self.request):
            session.end()
        user.set_password(password)
        save_recorded(user, by=user, reason=in_both_languages(lambda: gettext("Password changed")))


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not the right one. The app shows another every 30 seconds."),
    }

    def generate_authenticator_name(self, user, type):  # noqa: A002 - the name the library calls it by
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}


def signed_in_lately(request, *, by=None):
    """Whether this session's person showed who they are within the last minutes.

    by: "code", "password" or "mfa", to ask for that way alone.
    """
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, request.user)
    return any(record["at"] > since and by in (None, record["method"]) for record in records)
