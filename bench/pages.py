"""The public pages at 10,000 agreements: made afresh, and answered from memory."""

import statistics
from pathlib import Path

from bench.figures import Figure, at_least, at_most
from bench.workshop import WebServer, Workshop

AGREEMENTS = 10_000
PAGES = ("register", "meeting", "agreement")
QUERIES = {"register": 12, "register-of-a-delegation": 12, "meeting": 12, "delegation": 12, "agreement": 20}
# A visitor who brings a cookie is served afresh.
AFRESH = {"Cookie": "made=afresh"}
ROUNDS_AFRESH = 200
ROUNDS_KEPT = 1500
TURNS = 5


def measure(workshop: Workshop) -> list[Figure]:
    environment = workshop.with_agreements(AGREEMENTS)
    found = workshop.inside(environment, "addresses")
    figures = [at_most(f"queries, {page}", found["queries"][page], limit) for page, limit in QUERIES.items()]
    with workshop.web_server(environment) as web:
        for page in PAGES:
            figures += _afresh(web, page, found["paths"][page])
        for page in PAGES:
            figures.append(_kept(web, page, found["paths"][page], Path(environment["VAR_DIR"])))
            figures.append(_conditional(web, page, found["paths"][page]))
        stale, read = workshop.inside(environment, "staleness", str(web.port), found["paths"]["register"])
        figures.append(at_most("pages that hid a change just committed", stale, 0, note=f"of {read} read"))
    return figures


def _afresh(web: WebServer, page: str, path: str) -> list[Figure]:
    # The counts of the facets are made once a version, in each worker.
    first = max(web.ask(path, rounds=16, headers=AFRESH)["ms"])
    alone = statistics.median(web.ask(path, rounds=50, connections=1, headers=AFRESH)["ms"])
    among = web.ask(path, rounds=ROUNDS_AFRESH, headers=AFRESH)
    figures = [
        at_most(
            f"{page}, made afresh: server time, one reader, median",
            alone,
            50,
            " ms",
            note=f"among 8: {statistics.median(among['ms']):.0f} ms; the first after a change {first:.0f} ms",
        )
    ]
    if page == "register":
        rate = among["requests"] / among["seconds"]
        figures.append(at_least(f"{page}, made afresh, 8 connections", rate, 100, " a second"))
    return figures


def _kept(web: WebServer, page: str, path: str, folder: Path) -> Figure:
    """Both in turns, so that what else the machine does meets both."""
    (folder / f"{page}.html").write_bytes(web.get(path)[0])
    twin = f"/from-memory/{page}"
    web.ask(path, twin, rounds=50)
    shares, rates = [], []
    for _turn in range(TURNS):
        kept, plain = (web.ask(address, rounds=ROUNDS_KEPT // TURNS)["seconds"] for address in (path, twin))
        shares.append(plain / kept)
        rates.append(ROUNDS_KEPT / TURNS / kept)
    share, rate = statistics.median(shares), statistics.median(rates)
    what = f"{page}, repeated, against the same bytes from memory"
    return at_least(what, share, 0.7, digits=2, note=f"{rate:.0f} a second")


def _conditional(web: WebServer, page: str, path: str) -> Figure:
    etag = web.get(path)[1].get("etag", "")
    statuses = web.ask(path, rounds=100, headers={"If-None-Match": etag})["statuses"]
    holds = statuses == {"304": 100}
    return Figure(f"{page}, conditional request", "304", ", ".join(f"{n} × {s}" for s, n in statuses.items()), holds)
