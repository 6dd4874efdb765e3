"""The forms of signing in and of one's own account: django-allauth's, in our words and look."""

import contextlib
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .adapter import signed_in_lately
from .auditing import note
from .models import AuditedAct
from .signing_in import NOBODY, other_sessions, use_code

CODE = {"autocapitalize": "characters", "autocorrect": "off", "spellcheck": "false"}
NOT_USED = _("The passkey was not used. Please try again, or take another way.")
DIGITS = {"inputmode": "numeric", "spellcheck": "false"}


class InOurWords:
    """Labels of our own, nothing written into the fields beforehand, and their look."""

    labels: ClassVar[dict[str, Any]] = {}
    hints: ClassVar[dict[str, dict[str, str]]] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs |= {"class": "field", **self.hints.get(name, {})}


class AskForCodeForm(InOurWords, account.RequestLoginCodeForm):
    labels = {"email": _("E-mail")}

    @property
    def person_id(self):
        """Whose the address is; NOBODY for one that is nobody's."""
        return self._user.pk if self._user else NOBODY


class EnterCodeForm(InOurWords, account.ConfirmLoginCodeForm):
    """The code that was sent. person: whom a code was asked for, or None; address: with which address."""

    labels = {"code": _("Code")}
    hints = {"code": CODE}

    def __init__(self, *args, request, person, address, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.person, self.address = request, person, address

    def clean_code(self):
        # Every session has few attempts; this counts those of all sessions.
        if not ratelimit.consume(self.request, action="enter_code", key=self.address):
            raise get_adapter().validation_error("too_many_login_attempts")
        code, person_id = self.cleaned_data["code"], self.person.pk if self.person else NOBODY
        if not use_code(person_id=person_id, code=code, now=timezone.now()):
            note(AuditedAct.REFUSED, by=None, now=timezone.now())
            raise get_adapter().validation_error("incorrect_code")
        return code


class PasswordForm(InOurWords, account.LoginForm):
    labels = {"login": _("E-mail"), "password": _("Password")}


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    labels = {"password": _("Password")}


class NewPassword(InOurWords):
    labels = {
        "oldpassword": _("Password until now"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = " ".join(password_validators_help_texts())


class ChangePasswordForm(NewPassword, account.ChangePasswordForm):
    """Whoever signed in by a code just now may have forgotten the old password, and need not know it."""

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        if signed_in_lately(request, by="code"):
            del self.fields["oldpassword"]


class SetPasswordForm(NewPassword, account.SetPasswordForm):
    pass


@contextlib.contextmanager
def noted_if_wrong(person):
    """Note what is tried as a person's second factor and is not theirs; too many attempts are not looked at."""
    try:
        yield
    except forms.ValidationError as refusal:
        if refusal.code != "too_many_login_attempts":
            note(AuditedAct.WRONG_FACTOR, by=person, now=timezone.now())
        raise


class UsedOnce(InOurWords):
    """A code of the app is remembered as long as it would be taken; allauth forgets it after its own half minute."""

    labels = {"code": _("Code of the app, or a recovery code")}
    hints = {"code": DIGITS}

    def clean_code(self):
        with noted_if_wrong(self.user):
            code = super().clean_code()
            longest = (2 * app_settings.TOTP_TOLERANCE + 1) * app_settings.TOTP_PERIOD
            if not cache.add(f"second-factor-used:{self.user.pk}:{code.strip()}", True, longest):
                raise get_mfa_adapter().validation_error("incorrect_code")
            return code


class SecondFactorForm(UsedOnce, mfa.AuthenticateForm):
    pass


class SecondFactorAgainForm(UsedOnce, mfa.ReauthenticateForm):
    pass


class AppForm(InOurWords, totp.ActivateTOTPForm):
    labels = {"code": _("Code that the app shows")}
    hints = {"code": DIGITS}


@contextlib.contextmanager
def answer_of_a_passkey():
    """What is none is refused, whatever is wrong with it; of some made-up answers the libraries make an error page."""
    try:
        yield
    except forms.ValidationError as refusal:
        if refusal.code != "incorrect_code":
            raise
        raise forms.ValidationError(NOT_USED) from None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise forms.ValidationError(NOT_USED) from None


class AddPasskeyForm(InOurWords, webauthn.AddWebAuthnForm):
    labels = {"name": _("Name")}

    def clean(self):
        with answer_of_a_passkey():
            return super().clean()


class PasskeyForm(webauthn.AuthenticateWebAuthnForm):
    def clean_credential(self):
        with noted_if_wrong(self.user), answer_of_a_passkey():
            return super().clean_credential()


class PasskeyAgainForm(PasskeyForm, webauthn.ReauthenticateWebAuthnForm):
    pass


class NamePasskeyForm(InOurWords, webauthn.EditWebAuthnForm):
    labels = {"name": _("Name")}


class EndSessionsForm(forms.Form):
    """End one session of one's own, or, without naming any, all but this one."""

    session = forms.ModelChoiceField(UserSession.objects.none(), required=False)

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = other_sessions(request)

    def save(self):
        chosen = self.cleaned_data["session"]
        for session in [chosen] if chosen else self.fields["session"].queryset:
            session.end()
