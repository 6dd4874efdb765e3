"""What every answer carries: an id, a policy, no cookie."""

import io
import json
import logging

import pytest
import structlog
from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpResponse
from django.test import RequestFactory

from correspondence.models import SignedLink
from correspondence.services import links
from rcm_minutes.middleware import RequestLogMiddleware

STRICT = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


def policy(response):
    return set(response["Content-Security-Policy"].split("; "))


def test_a_request_has_an_id_of_its_own(client):
    first, second = client.get("/healthz")["X-Request-ID"], client.get("/healthz")["X-Request-ID"]
    assert (len(first), len(second), first == second) == (32, 32, False)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("proxy-0123.4567", True), ("short", False), ("x" * 65, False), ('forged" injected', False)],
)
def test_the_id_a_proxy_gave_is_kept_if_it_looks_like_one(client, sent, kept):
    assert (client.get("/healthz", headers={"X-Request-ID": sent})["X-Request-ID"] == sent) is kept


@pytest.fixture
def logged():
    """The lines of the log, as they are written in production; a function that gives them."""
    formatter = settings.LOGGING["formatters"]["lines"]
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=formatter["foreign_pre_chain"], processors=formatter["processors"]
        )
    )
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.removeHandler(handler)


def test_one_json_line_a_request_and_every_line_within_it_carries_the_id(logged):
    def view(request):
        logging.getLogger("actions").warning("Filed %s", "CP/2014-11")
        return HttpResponse(status=204)

    request = RequestFactory().get("/en/register/", headers={"X-Request-ID": "from-the-proxy"})
    RequestLogMiddleware(view)(request)
    told = [{key: line[key] for key in line if key not in ("timestamp", "ms")} for line in logged()]
    assert told == [
        {"event": "Filed CP/2014-11", "request_id": "from-the-proxy", "logger": "actions", "level": "warning"},
        {
            "event": "request",
            "request_id": "from-the-proxy",
            "logger": "rcm_minutes.request",
            "level": "info",
            "method": "GET",
            "path": "/en/register/",
            "status": 204,
        },
    ]


@pytest.mark.django_db
def test_no_line_has_the_key_of_a_mailed_link(client, logged):
    def view(request):
        raise ValueError(request.path)

    token = links.token_of(SignedLink())
    client.get(f"/en/pending/{token}/")
    RequestLogMiddleware(convert_exception_to_response(view))(RequestFactory().get(f"/en/pending/{token}/rhythm/"))
    lines = logged()
    assert [line for line in lines if token in json.dumps(line)] == []
    assert [(line["event"], line.get("path")) for line in lines] == [
        ("request", "/en/pending/[…]/"),
        ("Not Found: /en/pending/[…]/", None),
        ("Internal Server Error: /en/pending/[…]/rhythm/", None),
        ("request", "/en/pending/[…]/rhythm/"),
    ]


@pytest.mark.django_db
def test_pages_are_strict_and_the_back_office_may_style_inline(client):
    assert policy(client.get("/en/")) == STRICT
    relaxed = (STRICT - {"style-src 'self'"}) | {"style-src 'self' 'unsafe-inline'"}
    assert policy(client.get("/en/admin/", follow=True)) in (STRICT, relaxed)
    assert policy(client.get("/en/admin/login/")) == relaxed


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "address"), [("es-MX,es;q=0.9", "/es/"), ("fr,en;q=0.5", "/en/"), ("", "/en/")])
def test_the_bare_address_leads_to_the_visitors_language_and_sets_no_cookie(client, asked, address):
    response = client.get("/", headers={"Accept-Language": asked})
    assert (response.status_code, response["Location"], dict(response.cookies)) == (302, address, {})
    assert "Accept-Language" in response["Vary"]


@pytest.mark.django_db
def test_visitors_pages_set_no_cookie_and_forbid_guessing_and_framing(client):
    response = client.get("/en/")
    names = ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy")
    assert dict(response.cookies) == {}
    assert [response[name] for name in names] == ["nosniff", "DENY", "same-origin", "same-origin"]
