"""What the page cache may answer, tried on pages that say how often they were made."""

import datetime
import itertools
import threading

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.contrib import messages
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache

from networks.models import Conference, PublicVersion
from networks.services import conference, public_change, public_version, save_recorded, system_user
from tests.at_once import at_once
from tests.factories import StaffFactory

made = itertools.count(1)


def name_of_the_conference(request):
    """A page as the public ones are: it looks whether somebody is signed in, and at the database."""
    who = request.user.name if request.user.is_authenticated else "visitor"
    part = "fragment" if request.htmx else "page"
    response = HttpResponse(f"{part} {next(made)} for {who}: {conference().name_en}")
    patch_vary_headers(response, ["HX-Request"])
    return response


def with_form(request):
    return HttpResponse(f"{next(made)} {get_token(request)}")


def with_cookie(request):
    response = HttpResponse(str(next(made)))
    response.set_cookie("seen", "yes")
    return response


def with_message(request):
    messages.info(request, "Only for you")
    return HttpResponse(f"{next(made)} {[str(message) for message in messages.get_messages(request)]}")


def streamed(request):
    return StreamingHttpResponse([str(next(made))])


def absent(request):
    return HttpResponse(str(next(made)), status=404)


def varied(request):
    response = HttpResponse(str(next(made)))
    patch_vary_headers(response, ["User-Agent"])
    return response


def with_nonce(request):
    return HttpResponse(f"{next(made)} {request.csp_nonce}")


def plain(request, **kwargs):
    return HttpResponse(str(next(made)))


NEVER_KEPT = {
    "with-form": with_form,
    "with-cookie": with_cookie,
    "with-message": with_message,
    "streamed": streamed,
    "absent": absent,
    "varied": varied,
    "with-nonce": with_nonce,
    "never": never_cache(plain),
    "desk/": plain,
    "desk/pending": plain,
    "admin/x": plain,
    "sign-in/": plain,
    "account/sessions/": plain,
}
urlpatterns = [
    path("plain", plain),
    *i18n_patterns(
        path("name", name_of_the_conference),
        path("deskless", plain),
        *(path(address, view) for address, view in NEVER_KEPT.items()),
    ),
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def _counted_from_one():
    global made
    made = itertools.count(1)
    caches["pages"].clear()
    caches["rows"].clear()


def rename(name):
    with public_change():
        row = conference()
        row.name_en = name
        save_recorded(row, by=system_user())


def text(response):
    return b"".join(response).decode()


def test_a_page_is_made_once_and_answered_from_memory(client):
    first, second = client.get("/en/name"), client.get("/en/name")
    assert [text(first), text(second)] == ["page 1 for visitor: Regional Conference on Migration"] * 2
    kept = {name: value for name, value in second.items() if name != "X-Request-ID"}
    assert kept == {name: value for name, value in first.items() if name != "X-Request-ID"}
    assert kept["Vary"] == "HX-Request, Cookie, HX-History-Restore-Request"
    assert kept["Cache-Control"] == "no-cache"
    assert "Content-Security-Policy" in kept
    assert kept["X-Frame-Options"] == "DENY"
    assert first["X-Request-ID"] != second["X-Request-ID"]


def test_an_answer_from_memory_costs_one_query(client, django_assert_num_queries):
    client.get("/en/name")
    with django_assert_num_queries(1):
        client.get("/en/name")


def test_a_write_is_seen_at_once(client):
    client.get("/en/name")
    rename("Conference renamed")
    assert text(client.get("/en/name")) == "page 2 for visitor: Conference renamed"


def test_what_was_written_while_a_page_was_made_is_never_hidden_by_it(client, monkeypatch):
    """The write commits after the page has read the old name and before the page is kept."""
    read = conference

    def read_then_written():
        row = read()
        if public_version() == 0:
            rename("Conference renamed")
        return row

    monkeypatch.setitem(name_of_the_conference.__globals__, "conference", read_then_written)
    assert text(client.get("/en/name")) == "page 1 for visitor: Regional Conference on Migration"
    assert text(client.get("/en/name")) == "page 2 for visitor: Conference renamed"


def test_address_query_language_and_fragment_are_kept_apart(client):
    answers = {}
    for address in ("/en/name", "/es/name", "/en/name?a=1", "/en/name?a=2"):
        for headers in ({}, {"HX-Request": "true"}):
            answers[address, bool(headers)] = text(client.get(address, headers=headers)).split(" for ")[0]
            assert text(client.get(address, headers=headers)).split(" for ")[0] == answers[address, bool(headers)]
    assert answers == {
        ("/en/name", False): "page 1",
        ("/en/name", True): "fragment 2",
        ("/es/name", False): "page 3",
        ("/es/name", True): "fragment 4",
        ("/en/name?a=1", False): "page 5",
        ("/en/name?a=1", True): "fragment 6",
        ("/en/name?a=2", False): "page 7",
        ("/en/name?a=2", True): "fragment 8",
    }


def test_hosts_are_kept_apart_and_an_unknown_one_is_refused(client, settings):
    settings.ALLOWED_HOSTS = ["one.example.org", "two.example.org"]
    answers = [text(client.get("/en/deskless", headers={"Host": f"{name}.example.org"})) for name in ("one", "two")]
    assert answers == ["1", "2"]
    assert client.get("/en/deskless", headers={"Host": "three.example.org"}).status_code == 400


def test_a_new_day_is_the_conferences_own(client, time_machine):
    with public_change():
        Conference.objects.filter(pk=1).delete()
        row = conference()
        row.time_zone = "America/Costa_Rica"  # six hours behind UTC
        row.save()
    answers = []
    for hour in (5, 7):
        time_machine.move_to(datetime.datetime(2026, 3, 2, hour, 0, tzinfo=datetime.UTC), tick=False)
        answers.append(text(client.get("/en/name")).split(" for ")[0])
    assert answers == ["page 1", "page 2"]
    rename("Conference renamed")
    time_machine.move_to(datetime.datetime(2026, 3, 3, 5, 0, tzinfo=datetime.UTC), tick=False)
    assert text(client.get("/en/name")) == "page 3 for visitor: Conference renamed"


def test_a_new_time_zone_moves_the_day(client, time_machine):
    time_machine.move_to(datetime.datetime(2026, 3, 2, 5, 0, tzinfo=datetime.UTC), tick=False)
    assert text(client.get("/en/deskless")) == "1"
    with public_change():
        row = conference()
        row.time_zone = "UTC"
        row.save()
    assert text(client.get("/en/deskless")) == "2"


def test_a_conditional_request_is_answered_without_the_page(client):
    first = client.get("/en/name")
    for _again in range(2):
        answer = client.get("/en/name", headers={"If-None-Match": first["ETag"]})
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", first["ETag"])
        assert answer["Vary"] == first["Vary"]
    rename("Conference renamed")
    answer = client.get("/en/name", headers={"If-None-Match": first["ETag"]})
    assert (answer.status_code, text(answer)) == (200, "page 2 for visitor: Conference renamed")


def test_a_page_made_again_with_the_same_words_is_still_the_same(client):
    """A write elsewhere does not make a visitor's browser fetch what it has."""
    etag = client.get("/es/deskless")["ETag"]
    global made
    made = itertools.count(1)
    rename("Conference renamed")
    assert client.get("/es/deskless", headers={"If-None-Match": etag}).status_code == 304


def test_head_is_answered_from_the_kept_page_and_keeps_none(client):
    assert client.head("/en/name")["ETag"]
    page = client.get("/en/name")
    assert text(page) == "page 2 for visitor: Regional Conference on Migration"
    head = client.head("/en/name")
    assert (head.content, head["ETag"], head["Content-Length"]) == (b"", page["ETag"], page["Content-Length"])


@pytest.mark.parametrize("address", NEVER_KEPT)
def test_never_kept(client, address):
    answers = [client.get(f"/en/{address}") for _again in range(2)]
    # Whatever cookie the first answer set, the second visitor is another.
    client.cookies.clear()
    answers.append(client.get(f"/en/{address}"))
    assert [text(answer).split()[0] for answer in answers] == ["1", "2", "3"]
    assert [answer.has_header("ETag") for answer in answers] == [False] * 3


@pytest.mark.parametrize(
    "headers", [{"Cookie": "sessionid=x"}, {"Cookie": "other=1"}, {"Authorization": "Bearer x"}], ids=str
)
def test_who_could_be_somebody_is_served_afresh(client, headers):
    client.get("/en/deskless")
    assert [text(client.get("/en/deskless", headers=headers)) for _again in range(2)] == ["2", "3"]
    client.cookies.clear()
    assert text(client.get("/en/deskless")) == "1"


def test_a_page_of_somebody_signed_in_is_never_a_visitors(client):
    client.force_login(StaffFactory(name="Ana"))
    assert text(client.get("/en/name")) == "page 1 for Ana: Regional Conference on Migration"
    client.logout()
    client.cookies.clear()
    assert text(client.get("/en/name")) == "page 2 for visitor: Regional Conference on Migration"


def test_public_pages_set_no_cookie(client):
    assert not client.get("/en/name").cookies


def test_without_a_language_nothing_is_kept(client):
    assert [text(client.get("/plain")) for _again in range(2)] == ["1", "2"]


def test_a_post_is_never_answered_from_memory(client):
    client.get("/en/deskless")
    assert text(client.post("/en/deskless")) == "2"


def test_very_large_pages_are_not_kept(client, monkeypatch):
    monkeypatch.setattr("rcm_minutes.public_pages.LARGEST_KEPT", 0)
    assert [text(client.get("/en/deskless")) for _again in range(2)] == ["1", "2"]


def test_no_more_is_kept_than_the_settings_say(client, monkeypatch):
    pages = caches["pages"]
    monkeypatch.setattr(pages, "_max_entries", 10)
    for number in range(30):
        client.get(f"/en/deskless?{number}")
    assert 0 < len(pages._cache) <= 10


def test_the_version_is_one_row():
    rename("Conference renamed")
    rename("Conference")
    assert list(PublicVersion.objects.values_list("pk", "number")) == [(1, 2)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("commits", ["before the page is made", "while it is made", "after it is kept"])
def test_a_committed_change_is_never_hidden(client, monkeypatch, commits):
    """A person writes over another connection, and the write becomes visible at the worst of moments."""
    rename("First name")
    written, made_page, done = threading.Event(), threading.Event(), threading.Event()
    read = conference

    def write():
        with public_change():
            row = read()
            row.name_en = "Second name"
            save_recorded(row, by=system_user())
            written.set()
            if commits == "after it is kept":
                made_page.wait(20)
        done.set()
        connection.close()

    def read_name():
        """What the page's view reads; the write that may happen then is in the middle of it."""
        row = read()
        if commits == "while it is made" and not writer.ident:
            writer.start()
            done.wait(20)
        return row

    writer = threading.Thread(target=write, daemon=True)
    monkeypatch.setitem(name_of_the_conference.__globals__, "conference", read_name)
    if commits != "while it is made":
        writer.start()
        (written if commits == "after it is kept" else done).wait(20)
    first = text(client.get("/en/name"))
    made_page.set()
    writer.join(20)
    names = {"before the page is made": "Second name"}
    assert first == f"page 1 for visitor: {names.get(commits, 'First name')}"
    assert text(client.get("/en/name")).endswith(": Second name")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_is_not_an_error_page(client):
    client.get("/en/name")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (mine,) = cursor.fetchone()

    def end_it():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [mine])

    assert at_once(end_it) == [None]
    assert text(client.get("/en/name")) == "page 1 for visitor: Regional Conference on Migration"
