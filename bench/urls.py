from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

from rcm_minutes.urls import urlpatterns as project_urls

kept: dict[str, bytes] = {}


def from_memory(request: HttpRequest, page: str) -> HttpResponse:
    """The least a view can do to answer with a page: the same bytes, read once."""
    if page not in kept:
        kept[page] = (settings.VAR_DIR / f"{page}.html").read_bytes()
    return HttpResponse(kept[page])


urlpatterns = [path("from-memory/<slug:page>", from_memory), *project_urls]
