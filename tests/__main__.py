"""The whole suite: `python -m tests [--soak]`. Everything on SQLite, and all that meets a database on PostgreSQL.

Both run at once, for two cores; what SQLite had to say is printed when both are through. The run on PostgreSQL has
Redis as broker and cache, and the browser. Every other argument goes to pytest.
"""

import os
import subprocess
import sys
import tempfile
from typing import BinaryIO

from tests.services import postgresql, redis_server

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
    with tempfile.TemporaryFile() as said, postgresql() as database, redis_server() as broker:
        print(f"== {what} on PostgreSQL and Redis (those on SQLite run beside them)", flush=True)
        on_postgresql = pytest(
            "-m", wanted, "--only-database", *rest, DATABASE_URL=database, REDIS_URL=broker, TEST_REDIS_URL=broker
        )
        sqlite = f"({wanted}) and not postgres and not browser"
        on_sqlite = pytest("-m", sqlite, *rest, output=said, DATABASE_URL="", REDIS_URL="")
        try:
            statuses = {on_postgresql.wait(), on_sqlite.wait()} - {NO_TESTS_COLLECTED}
        except KeyboardInterrupt:
            on_postgresql.wait()
            on_sqlite.wait()
            raise
        said.seek(0)
        print(f"== {what} on SQLite", flush=True)
        sys.stdout.buffer.write(said.read())
        sys.stdout.flush()
    return max(statuses, default=NO_TESTS_COLLECTED)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
