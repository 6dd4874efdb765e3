"""What the figures are made of: were it not right, they would say nothing."""

import asyncio
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.figures import Figure, at_least, at_most, not_measured, table
from bench.inside.filing import BODIES, report
from bench.load import carry_out
from documents.reading.read import read
from documents.services.vocabulary import shipped
from tests.services import other_database


def test_the_table_says_what_holds_and_what_misses():
    figures = [
        at_most("queries", 13, 12),
        at_least("repeated", 0.8, 0.7, digits=2, note="900 a second"),
        not_measured("reading", "no documents"),
    ]
    assert table(figures).splitlines() == [
        "figure    to reach      measured",
        "--------  ------------  ---------------------  ------",
        "queries   at most 12    13                     misses",
        "repeated  at least 0.7  0.80 (900 a second)    holds",
        "reading                 skipped: no documents  —",
    ]


@pytest.mark.parametrize("number", range(1, len(BODIES) + 1))
def test_a_generated_report_is_read_whole(number):
    document, _lines = read(report(number).encode(), "report.txt", vocabulary=shipped())
    assert (document.kind, [one.number for one in document.agreements]) == ("report", [str(n) for n in range(1, 11)])
    assert document.network is not None
    assert document.starts_on is not None
    assert sum(len(one.actions) for one in document.agreements) >= 6


def test_no_two_generated_reports_are_of_one_meeting():
    headings = {tuple(report(number).splitlines()[:2]) for number in range(1, 1001)}
    assert len(headings) == 1000


def test_another_database_of_the_same_server():
    assert [other_database(url, "b") for url in ("postgresql://u@h/a", "postgresql://u@/a?host=/tmp/x")] == [
        "postgresql://u@h/b",
        "postgresql://u@/b?host=/tmp/x",
    ]


class Answers(BaseHTTPRequestHandler):
    """Gives 200 with five bytes, or 304 to whoever knows the page; closes the connection now and then."""

    protocol_version = "HTTP/1.1"
    seen = 0

    def do_GET(self):
        type(self).seen += 1
        known = self.headers.get("If-None-Match") == "x"
        self.send_response(304 if known else 200)
        self.send_header("Content-Length", "0" if known else "5")
        if type(self).seen % 4 == 0:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"" if known else b"12345")

    def log_message(self, *arguments):
        """Nothing is logged."""


@pytest.mark.parametrize(("headers", "status", "size"), [({}, "200", 5), ({"If-None-Match": "x"}, "304", 0)])
def test_every_request_is_made_once_and_counted(headers, status, size):
    Answers.seen = 0
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        order = {"port": server.server_port, "paths": ["/a", "/b"], "rounds": 9, "connections": 3, "headers": headers}
        account = asyncio.run(carry_out(order))
        server.shutdown()
        thread.join()
    assert (account["requests"], dict(account["statuses"]), account["bytes"]) == (18, {status: 18}, 18 * size)
    assert Answers.seen == 18


def test_a_figure_without_a_limit_says_neither():
    assert Figure("what", "", "12", None).verdict == "—"
