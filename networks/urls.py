"""The addresses of signing in and of one's own account, with the names that django-allauth knows them by.

What is not here does not exist: signing up, more than one address a person, setting a password by mail.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.decorators.cache import never_cache

from . import views

WAY_IN_AND_OUT = [
    ("sign-in/", views.ask_for_code, "sign-in"),
    ("sign-in/", views.ask_for_code, "account_request_login_code"),
    ("sign-in/code/", views.enter_code, "account_confirm_login_code"),
    ("sign-in/password/", views.sign_in_by_password, "account_login"),
    ("sign-in/second-factor/", second_factor.authenticate, "mfa_authenticate"),
    ("sign-out/", views.sign_out, "sign-out"),
    ("sign-out/", views.sign_out, "account_logout"),
]
ONES_OWN = [
    ("", views.account, "account"),
    ("confirm/", account.reauthenticate, "account_reauthenticate"),
    ("confirm/second-factor/", second_factor.reauthenticate, "mfa_reauthenticate"),
    ("confirm/passkey/", passkeys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    ("password/", views.change_password, "account_change_password"),
    ("password/set/", account.password_set, "account_set_password"),
    ("sessions/", views.sessions, "usersessions_list"),
    ("second-factor/", views.second_factor, "mfa_index"),
    ("second-factor/app/", app.activate_totp, "mfa_activate_totp"),
    ("second-factor/app/remove/", app.deactivate_totp, "mfa_deactivate_totp"),
    ("second-factor/passkeys/", passkeys.list_webauthn, "mfa_list_webauthn"),
    ("second-factor/passkeys/add/", passkeys.add_webauthn, "mfa_add_webauthn"),
    ("second-factor/passkeys/<int:pk>/", passkeys.edit_webauthn, "mfa_edit_webauthn"),
    ("second-factor/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, "mfa_remove_webauthn"),
    ("second-factor/recovery-codes/", recovery_codes.view_recovery_codes, "mfa_view_recovery_codes"),
    ("second-factor/recovery-codes/new/", recovery_codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
]
urlpatterns = [
    *(path(route, never_cache(view), name=name) for route, view, name in WAY_IN_AND_OUT),
    *(path(f"account/{route}", never_cache(login_required(view)), name=name) for route, view, name in ONES_OWN),
]
