from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from zeal import zeal_context


def no_query_per_row(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Fail any page that asks the database once a row; writing goes row by row on purpose."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return get_response(request)
        with zeal_context():
            return get_response(request)

    return middleware
