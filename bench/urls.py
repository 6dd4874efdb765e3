from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

from rcm_minutes.urls import urlpatterns as project_urls

FROM_MEMORY = "from-memory"
BYTES = settings.VAR_DIR / "from-memory.html"
kept: list[bytes] = []


def from_memory(request: HttpRequest) -> HttpResponse:
    """The least a view can do to answer with a page: the same bytes, read once."""
    if not kept:
        kept.append(BYTES.read_bytes())
    return HttpResponse(kept[0])


urlpatterns = [path(FROM_MEMORY, from_memory), *project_urls]
