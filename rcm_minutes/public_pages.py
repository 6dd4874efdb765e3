"""Public pages, kept in this process until something that visitors can see changes."""

import dataclasses
import hashlib
import re
from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from networks.models import Conference
from networks.services import conference, public_version, today

# A fragment for htmx and the whole page share an address: what tells them apart is part of the key.
VARIANTS = ("HX-Request", "HX-History-Restore-Request")
# A page that varies with anything else is not kept.
KNOWN_VARIATIONS = {"cookie", "accept-encoding", *(name.lower() for name in VARIANTS)}
# Every page that has a language, but the rooms that none of the visitors enters and those behind a mailed link.
LANGUAGES = "|".join(code for code, _name in settings.LANGUAGES)
PUBLIC_ADDRESS = re.compile(rf"/({LANGUAGES})/(?!(account|admin|desk|pending|sign-in|sign-out)(/|$))")
KEPT_SECONDS = 24 * 60 * 60
LARGEST_KEPT = 512 * 1024


@dataclasses.dataclass(frozen=True)
class KeptPage:
    content: bytes
    headers: tuple[tuple[str, str], ...]

    def answer(self) -> HttpResponse:
        response = HttpResponse(self.content)
        for name, value in self.headers:
            response[name] = value
        return response


class PublicPagesMiddleware:
    """Answer a visitor's request from memory as long as nothing public was written since the page was made.

    A page is kept under the public version, the conference's day, its address with the language in it, and whether
    it is a fragment. The version is read before the page is made: a write that commits in between raises the version,
    and what was made is never asked for again. Whoever sends a cookie or signs in otherwise is served afresh.

    Stands inside what differs from answer to answer (request id, log, redirect to HTTPS) and outside everything else.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_visitors_request(request):
            return self.get_response(request)
        # Views keep their figures under the same version and settings; both are read here and nowhere else.
        request.public_version = version_now()  # type: ignore[attr-defined]
        request.conference = kept_conference(request.public_version)  # type: ignore[attr-defined]
        key = page_key(request, request.public_version, request.conference)  # type: ignore[attr-defined]
        kept = caches["pages"].get(key)
        if kept is not None:
            return conditional(request, kept.answer())
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or not may_be_kept(request, response):
            return response
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        patch_vary_headers(response, ("Cookie", *VARIANTS))
        patch_cache_control(response, no_cache=True)
        if request.method == "GET" and len(response.content) <= LARGEST_KEPT:
            caches["pages"].set(key, KeptPage(response.content, tuple(response.items())), KEPT_SECONDS)
        return conditional(request, response)


def is_visitors_request(request: HttpRequest) -> bool:
    """Whether nothing in the request tells one visitor from another, and its address is one of the public pages."""
    return (
        request.method in ("GET", "HEAD")
        and not request.headers.get("Cookie")
        and "Authorization" not in request.headers
        and PUBLIC_ADDRESS.match(request.path_info) is not None
    )


def may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether a page made for one visitor is the page of every visitor.

    A page with a CSRF token sets its cookie, so it is known by that.
    """
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    return (
        response.status_code == 200
        and not response.cookies
        and not response.has_header("Cache-Control")
        and varies <= KNOWN_VARIATIONS
        and not getattr(request, "_csp_nonce", None)
        and not len(getattr(request, "_messages", ()))
    )


def version_now() -> int:
    """The public version, asked for over a connection that may have been lost since the last page.

    The question is its own health check: a second one before it would double what an answer from memory costs.
    """
    if connection.in_atomic_block:
        return public_version()
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        return public_version()
    except (InterfaceError, OperationalError):
        connection.close()
        return public_version()


def page_key(request: HttpRequest, version: int, settings_row: Conference) -> str:
    """Where the page for this request is kept. Raises DisallowedHost."""
    day = today(now=timezone.now(), settings_row=settings_row).isoformat()
    address = (request.scheme, request.get_host(), request.get_full_path())
    variants = tuple(request.headers.get(name, "") for name in VARIANTS)
    return "page-" + hashlib.sha256(repr((version, day, address, variants)).encode()).hexdigest()


def kept_conference(version: int) -> Conference:
    """The conference's settings, which are part of what the version stands for."""
    key = f"conference-{version}"
    row = caches["pages"].get(key)
    if row is None:
        row = conference()
        caches["pages"].set(key, row, KEPT_SECONDS)
    return row


def conditional(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
