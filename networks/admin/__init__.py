"""The back office: who. Its frame serves the other rooms' back offices too."""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from .back_office import BackOffice, ReadOnlyAdmin, ReadOnlyInline, RecordedInline, RefusedHere
from .bodies import ConferenceAdmin, DelegationAdmin, DesignationAdmin, NetworkAdmin, PresidencyAdmin
from .persons import AuditEntryAdmin, PersonAdmin

__all__ = [
    "AuditEntryAdmin",
    "BackOffice",
    "ConferenceAdmin",
    "DelegationAdmin",
    "DesignationAdmin",
    "NetworkAdmin",
    "PersonAdmin",
    "PresidencyAdmin",
    "ReadOnlyAdmin",
    "ReadOnlyInline",
    "RecordedInline",
    "RefusedHere",
]

admin.site.site_title = _("RCM Minutes: back office")
admin.site.site_header = _("RCM Minutes: back office")
admin.site.index_title = _("What staff keep")
# One way in for everybody, with its limits and its second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# Rights follow from being staff, not from groups; how somebody signs in is for nobody else to see.
admin.site.unregister([Group, EmailAddress, Authenticator, UserSession])
