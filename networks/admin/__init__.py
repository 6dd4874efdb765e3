"""The back office: who. Its frame serves the other rooms' back offices too."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from ..forms import SignInForm
from .back_office import BackOffice, ReadOnlyInline, RecordedInline, RefusedHere
from .bodies import ConferenceAdmin, DelegationAdmin, DesignationAdmin, NetworkAdmin, PresidencyAdmin
from .persons import PersonAdmin

__all__ = [
    "BackOffice",
    "ConferenceAdmin",
    "DelegationAdmin",
    "DesignationAdmin",
    "NetworkAdmin",
    "PersonAdmin",
    "PresidencyAdmin",
    "ReadOnlyInline",
    "RecordedInline",
    "RefusedHere",
]

admin.site.site_title = _("RCM Minutes: back office")
admin.site.site_header = _("RCM Minutes: back office")
admin.site.index_title = _("What staff keep")
admin.site.login_form = SignInForm
# Rights follow from being staff, not from groups.
admin.site.unregister(Group)
