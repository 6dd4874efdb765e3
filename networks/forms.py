"""Signing in, with a limit to how often one may guess."""

import hashlib

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

WINDOW = 15 * 60
# Behind a proxy all visitors may share one address: the limit of an address alone is wide.
FAILURES_OF_A_PERSON = 5
FAILURES_OF_AN_ADDRESS = 100


class SignInForm(AdminAuthenticationForm):
    """E-mail and password of a member of staff; refused for a while after too many failures.

    Failures are counted in the shared cache, per address of the network and person, and per address alone.
    """

    error_messages = AdminAuthenticationForm.error_messages | {
        "invalid_login": _(
            "No account of the staff has this e-mail and this password. "
            "Please check both; in the password capital letters count."
        )
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "field"

    def clean(self):
        limits = self._limits()
        if any(cache.get(key, 0) >= most for key, most in limits.items()):
            raise forms.ValidationError(_("Too many attempts to sign in. Please try again in 15 minutes."))
        try:
            cleaned = super().clean()
        except forms.ValidationError:
            for key in limits:
                cache.add(key, 0, WINDOW)
                cache.incr(key)
            raise
        cache.delete_many(key for key, most in limits.items() if most == FAILURES_OF_A_PERSON)
        return cleaned

    def _limits(self):
        address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        person = (self.cleaned_data.get("username") or "").strip().lower()
        return {
            _key(address, person): FAILURES_OF_A_PERSON,
            _key(address): FAILURES_OF_AN_ADDRESS,
        }


def _key(*parts):
    return "sign-in-failures:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()
