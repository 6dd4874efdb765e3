import re
import time
import uuid
from collections.abc import Callable

import structlog
from csp.constants import UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("rcm_minutes.request")

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
QUIET_PATHS = ("/healthz", "/readyz", "/static/")


class RequestLogMiddleware:
    """Give each request an id, in its log lines and its answer, and log one line when it is answered.

    An X-Request-ID that a proxy sent is kept if it looks like one. The line names no person and no address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = request.headers.get("X-Request-ID", "")
        request_id = sent if REQUEST_ID.fullmatch(sent) else uuid.uuid4().hex
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            if not request.path.startswith(QUIET_PATHS):
                log.info(
                    "request",
                    method=request.method,
                    path=request.path,
                    status=response.status_code,
                    ms=round((time.perf_counter() - started) * 1000, 1),
                )
        response["X-Request-ID"] = request_id
        return response


class AdminStyleMiddleware:
    """Allow inline styles in the back office, whose widgets set them; scripts stay as strict as everywhere.

    Must stand below CSPMiddleware, which reads what this one leaves on the response.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.resolver_match and "admin" in request.resolver_match.app_names:
            response._csp_update = {"style-src": [UNSAFE_INLINE]}  # type: ignore[attr-defined]
        return response
