"""The whole suite: `python -m tests [--soak]`. Everything on SQLite, all that meets a database on PostgreSQL, and the
journeys in a browser, on PostgreSQL too.

The three run at once, for two cores; what the last two had to say is printed when all are through. Those on PostgreSQL
have Redis as broker and cache. Every other argument goes to pytest.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from typing import BinaryIO

from tests.services import other_database, postgresql, redis_server

NO_TESTS_COLLECTED = 5


def pytest(*arguments: str, output: BinaryIO | None = None, **environment: str) -> subprocess.Popen[bytes]:
    """Start pytest in an environment of its own."""
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.Popen(command, env={**os.environ, **environment}, stdout=output, stderr=output)


def main(arguments: list[str]) -> int:
    soak = "--soak" in arguments
    wanted = "soak" if soak else "not soak"
    rest = [argument for argument in arguments if argument != "--soak"]
    what = "soak" if soak else "tests"
    with contextlib.ExitStack() as opened:
        database, redis = opened.enter_context(postgresql()), opened.enter_context(redis_server())
        other, other_redis = other_database(database, "journeys"), other_database(redis, "1")
        said_by_journeys, said_on_sqlite = (opened.enter_context(tempfile.TemporaryFile()) for _run in range(2))
        print(f"== {what} on PostgreSQL and Redis (the journeys, and those on SQLite, run beside them)", flush=True)
        runs = [
            pytest(
                *("-m", f"({wanted}) and not browser", "--only-database", *rest),
                DATABASE_URL=database, REDIS_URL=redis, TEST_REDIS_URL=redis,
            ),
            pytest(
                *("-m", f"({wanted}) and browser", *rest),
                output=said_by_journeys,
                DATABASE_URL=other, REDIS_URL=other_redis, TEST_REDIS_URL=other_redis,
            ),
            pytest(
                *("-m", f"({wanted}) and not postgres and not browser", *rest),
                output=said_on_sqlite,
                DATABASE_URL="", REDIS_URL="",
            ),
        ]
        try:
            statuses = {run.wait() for run in runs} - {NO_TESTS_COLLECTED}
        except KeyboardInterrupt:
            for run in runs:
                run.wait()
            raise
        for where, said in (("in a browser", said_by_journeys), ("on SQLite", said_on_sqlite)):
            said.seek(0)
            print(f"== {what} {where}", flush=True)
            sys.stdout.buffer.write(said.read())
            sys.stdout.flush()
    return max(statuses, default=NO_TESTS_COLLECTED)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
