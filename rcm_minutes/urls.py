from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from networks.forms import SignInForm
from rcm_minutes import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        # For now staff alone have passwords; the form refuses everybody else.
        path("sign-in/", LoginView.as_view(authentication_form=SignInForm), name="sign-in"),
        path("sign-out/", LogoutView.as_view(), name="sign-out"),
        path("desk/", include("drafting.urls")),
        path("", include("correspondence.urls")),
        path("", include("register.urls")),
    ),
]
