from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from rcm_minutes import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path("", include("networks.urls")),
        path("desk/", include("drafting.urls")),
        path("", include("correspondence.urls")),
        path("", include("desks.urls")),
        path("", include("register.urls")),
    ),
]
