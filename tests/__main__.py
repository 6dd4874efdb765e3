"""The whole suite: `python -m tests [--soak]`. Everything on SQLite, then all that meets a database on PostgreSQL.

The second run has Redis as broker and cache, and the browser. Every other argument goes to pytest.
"""

import os
import subprocess
import sys

from tests.services import postgresql, redis_server

NO_TESTS_COLLECTED = 5


def pytest(*arguments: str, **environment: str) -> int:
    """Run pytest in an environment of its own and return its exit status."""
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode


def main(arguments: list[str]) -> int:
    soak = "--soak" in arguments
    wanted = "soak" if soak else "not soak"
    rest = [argument for argument in arguments if argument != "--soak"]
    print(f"== {'soak' if soak else 'tests'} on SQLite", flush=True)
    on_sqlite = pytest("-m", f"({wanted}) and not postgres and not browser", *rest, DATABASE_URL="", REDIS_URL="")
    print(f"== {'soak' if soak else 'tests'} on PostgreSQL and Redis", flush=True)
    with postgresql() as database, redis_server() as broker:
        on_postgresql = pytest(
            "-m", wanted, "--only-database", *rest, DATABASE_URL=database, REDIS_URL=broker, TEST_REDIS_URL=broker
        )
    statuses = {on_sqlite, on_postgresql} - {NO_TESTS_COLLECTED}
    return max(statuses, default=NO_TESTS_COLLECTED)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
