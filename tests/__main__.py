"""The whole suite: `python -m tests [--soak]`. All that meets a database on PostgreSQL and on SQLite, what meets none,
and the journeys in a browser.

They run beside one another, for two cores; what others than the first had to say is printed when all are through. Those
on PostgreSQL and the journeys have Redis as broker and cache. Every other argument goes to pytest.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from typing import BinaryIO

from tests.services import other_database, postgresql, redis_server

NO_TESTS_COLLECTED = 5


def pytest(
    share: str, wanted: str, *arguments: str, output: BinaryIO | None = None, **environment: str
) -> subprocess.Popen[bytes]:
    """Start pytest on a share of the suite, in an environment of its own."""
    command = [sys.executable, "-m", "pytest", "--share", share, "-m", wanted, *arguments]
    return subprocess.Popen(command, env={**os.environ, **environment}, stdout=output, stderr=output)


def main(arguments: list[str]) -> int:
    soak = "--soak" in arguments
    wanted = "soak" if soak else "not soak"
    rest = [argument for argument in arguments if argument != "--soak"]
    what = "soak" if soak else "tests"
    with contextlib.ExitStack() as opened:
        database, redis = opened.enter_context(postgresql()), opened.enter_context(redis_server())
        other_redis = other_database(redis, "1")
        there = {"DATABASE_URL": other_database(database, "journeys"), "REDIS_URL": other_redis}
        on_sqlite, plain, journeys = (opened.enter_context(tempfile.TemporaryFile()) for _share in range(3))
        print(f"== {what} on PostgreSQL (the others run beside them)", flush=True)
        runs = [
            pytest("postgresql", wanted, *rest, DATABASE_URL=database, REDIS_URL=redis, TEST_REDIS_URL=redis),
            pytest("sqlite", wanted, *rest, output=on_sqlite, DATABASE_URL="", REDIS_URL=""),
            pytest("plain", wanted, *rest, output=plain, DATABASE_URL="", REDIS_URL=""),
            pytest("journeys", wanted, *rest, output=journeys, TEST_REDIS_URL=other_redis, **there),
        ]
        try:
            statuses = {run.wait() for run in runs} - {NO_TESTS_COLLECTED}
        except KeyboardInterrupt:
            for run in runs:
                run.wait()
            raise
        for where, said in (("on SQLite", on_sqlite), ("of no database", plain), ("in a browser", journeys)):
            said.seek(0)
            print(f"== {what} {where}", flush=True)
            sys.stdout.buffer.write(said.read())
            sys.stdout.flush()
    return max(statuses, default=NO_TESTS_COLLECTED)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
