"""The whole suite: `python -m tests [--soak]`. What meets a database, on SQLite and on PostgreSQL; what meets none; and
the journeys in a browser. Pages on PostgreSQL, where journeys walk them, come with what takes longer.

The shares run beside one another, for two cores; what others than the first had to say is printed when all are
through. Those on PostgreSQL and the journeys have Redis as broker and cache. Their tables are made as the models say;
the round trip of a backup migrates SQLite from nothing, and what takes longer runs on migrated databases, on both.
Every other argument goes to pytest.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from typing import BinaryIO

from tests.services import other_database, postgresql, redis_server

NO_TESTS_COLLECTED = 5
NO_SERVERS = {"DATABASE_URL": "", "REDIS_URL": ""}
# What one process compiled, the others and the programs they start need not compile again.
COMPILED_ONCE = {"PYTHONDONTWRITEBYTECODE": ""}
LONGEST = {"pages-on-sqlite", "pages-on-postgresql"}
GIVES_WAY = ["nice", "-n", "3"]  # half as much of a core as the longest, so that all end together


def pytest(
    share: str, *arguments: str, there: dict[str, str], output: BinaryIO | None = None
) -> subprocess.Popen[bytes]:
    """Start pytest on a share of the suite. there: the databases and brokers of its environment."""
    way = [] if share in LONGEST else GIVES_WAY
    command = [*way, sys.executable, "-m", "pytest", "--share", share, *arguments]
    return subprocess.Popen(command, env={**os.environ, **COMPILED_ONCE, **there}, stdout=output, stderr=output)


def servers(database: str, redis: str) -> dict[str, str]:
    return {"DATABASE_URL": database, "REDIS_URL": redis, "TEST_REDIS_URL": redis}


def main(arguments: list[str]) -> int:
    soak = "--soak" in arguments
    wanted = ["-m", "soak" if soak else "not soak", *(argument for argument in arguments if argument != "--soak")]
    unmigrated = ["--no-migrations", *wanted]
    on_databases = wanted if soak else unmigrated
    what = "soak" if soak else "tests"
    with contextlib.ExitStack() as opened:
        database, redis = opened.enter_context(postgresql()), opened.enter_context(redis_server())
        print(f"== {what} on PostgreSQL (the others run beside them)", flush=True)
        runs = {"on PostgreSQL": pytest("postgresql", *on_databases, there=servers(database, redis))}
        said = {}

        def beside(name: str, share: str, *arguments: str, there: dict[str, str]) -> None:
            said[name] = opened.enter_context(tempfile.TemporaryFile())
            runs[name] = pytest(share, *arguments, there=there, output=said[name])

        def apart(name: str) -> dict[str, str]:
            return servers(other_database(database, name), other_database(redis, str(len(runs))))

        beside("in a browser", "journeys", *unmigrated, there=apart("journeys"))
        beside("on SQLite", "sqlite", *on_databases, there=NO_SERVERS)
        beside("of pages on SQLite", "pages-on-sqlite", *on_databases, there=NO_SERVERS)
        beside("of no database", "plain", *unmigrated, there=NO_SERVERS)
        if soak:
            pages = ["--no-migrations", "-m", "not soak"]
            beside("of pages on PostgreSQL", "pages-on-postgresql", *pages, there=apart("pages"))
        try:
            statuses = {run.wait() for run in runs.values()} - {NO_TESTS_COLLECTED}
        except KeyboardInterrupt:
            for run in runs.values():
                run.wait()
            raise
        for name, words in said.items():
            words.seek(0)
            print(f"== {what} {name}", flush=True)
            sys.stdout.buffer.write(words.read())
            sys.stdout.flush()
    return max(statuses, default=NO_TESTS_COLLECTED)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
