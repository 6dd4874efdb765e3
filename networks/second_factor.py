"""A second factor for staff, required where STAFF_SECOND_FACTOR is on."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from .policies import keeps_the_record

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# What serves to set one up, and the way out.
OPEN = (
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "sign-out",
)


def has_second_factor(person):
    return is_mfa_enabled(person, FACTORS)


def lacks_second_factor(person):
    """Whether a person must set one up before anything else; a query for staff, where it is required."""
    return settings.STAFF_SECOND_FACTOR and keeps_the_record(person) and not has_second_factor(person)


def remove_second_factor(person):
    """Remove all of a person's second factors, recovery codes among them; gives whether there was any."""
    removed, _kinds = Authenticator.objects.filter(user=person).delete()
    return removed > 0


class SecondFactorMiddleware:
    """Lead staff without a second factor to where one is set up. Must stand below AuthenticationMiddleware."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.resolver_match.url_name in OPEN or not lacks_second_factor(request.user):
            return None
        address = reverse("mfa_index")
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
