"""What is started to be measured, and stopped again: PostgreSQL, databases in it, the web server, processes inside."""

import contextlib
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2

from launch.place import ROOT
from launch.supervising import children
from tests.services import free_port, other_database, postgresql

SECONDS_TO_ANSWER = 60


class Workshop:
    """A context manager: everything it starts or writes is gone when it ends."""

    def __init__(self) -> None:
        self._open = contextlib.ExitStack()
        self._databases: dict[str, dict[str, str]] = {}
        self._server = ""

    def __enter__(self) -> "Workshop":
        self.folder = Path(tempfile.mkdtemp(prefix="rcm-minutes-bench-"))
        self._open.callback(shutil.rmtree, self.folder, ignore_errors=True)
        return self

    def __exit__(self, *exception: object) -> None:
        self._open.close()

    def environment(self, name: str, **more: str) -> dict[str, str]:
        """The environment of an installation called `name`, with its data in a folder of its own."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        return {
            **{key: value for key, value in os.environ.items() if key not in ("REDIS_URL", "DEBUG", "ALLOWED_HOSTS")},
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "VAR_DIR": str(folder),
            "SECRET_KEY": "only-for-measuring",
            "DATABASE_URL": "",
            **more,
        }

    def on_postgresql(self, name: str) -> dict[str, str]:
        """An installation on a fresh PostgreSQL database, migrated."""
        if name not in self._databases:
            environment = self.environment(name, DATABASE_URL=self._new_database(name))
            self.manage(environment, "migrate", "--verbosity", "0")
            self.manage(environment, "createcachetable")
            self.manage(environment, "collectstatic", "--no-input", "--verbosity", "0")
            self._databases[name] = environment
        return self._databases[name]

    def with_agreements(self, number: int) -> dict[str, str]:
        """An installation on PostgreSQL whose register holds `number` agreements, made once a run."""
        name = f"agreements_{number}"
        if name not in self._databases:
            environment = self.on_postgresql(name)
            self.manage(environment, "make_scale_data", "--agreements", str(number))
            self.analyze(environment)
        return self._databases[name]

    def analyze(self, environment: dict[str, str]) -> None:
        """Let the database know its rows, as it would after some time at work."""
        self._do(environment["DATABASE_URL"], "VACUUM ANALYZE")

    def manage(self, environment: dict[str, str], *arguments: str) -> None:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)}: {done.stderr.strip()[-2000:]}")

    def inside(self, environment: dict[str, str], name: str, *arguments: str) -> Any:
        """What `bench/inside/<name>.py` measures, in a process of its own."""
        command = [sys.executable, "-m", "bench.inside", name, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stderr.strip()[-2000:]}")
        return json.loads(done.stdout.splitlines()[-1])

    @contextlib.contextmanager
    def waiting(self, environment: dict[str, str], name: str) -> Iterator["Waiting"]:
        """`bench/inside/<name>.py` in a process of its own, which answers line by line."""
        command = [sys.executable, "-m", "bench.inside", name]
        log = Path(environment["VAR_DIR"]) / f"{name}.log"
        with log.open("wb") as errors:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        try:
            yield Waiting(process, log)
        finally:
            process.terminate()
            process.communicate(timeout=30)

    @contextlib.contextmanager
    def web_server(self, environment: dict[str, str]) -> Iterator["WebServer"]:
        """The web server as `make run` starts it, on a free port."""
        port = free_port()
        web = children(port=port, log_dir=Path(environment["VAR_DIR"]))[0]
        log = Path(environment["VAR_DIR"]) / "web.log"
        with log.open("wb") as output:
            process = subprocess.Popen(web.command, cwd=ROOT, env=environment, stdout=output, stderr=output)
        try:
            server = WebServer(port, log)
            server.wait()
            yield server
        finally:
            process.terminate()
            process.wait(timeout=30)

    def _new_database(self, name: str) -> str:
        if not self._server:
            self._server = self._open.enter_context(postgresql(for_tests=False))
        name = f"bench_{name}_{os.getpid()}"
        self._do(self._server, f'CREATE DATABASE "{name}"')
        self._open.callback(self._do, self._server, f'DROP DATABASE "{name}" WITH (FORCE)')
        return other_database(self._server, name)

    @staticmethod
    def _do(url: str, *statements: str) -> None:
        with contextlib.closing(psycopg2.connect(url)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)


class Waiting:
    """A process that measures what it is asked for, a line each."""

    def __init__(self, process: "subprocess.Popen[str]", log: Path) -> None:
        self.process = process
        self.log = log

    def said(self) -> Any:
        """What it says next."""
        line = self.process.stdout.readline() if self.process.stdout else ""
        if not line:
            raise RuntimeError(f"It broke off: {self.log.read_text()[-2000:]}")
        return json.loads(line)

    def ask(self, what: str) -> Any:
        if self.process.stdin:
            self.process.stdin.write(f"{what}\n")
            self.process.stdin.flush()
        return self.said()


class WebServer:
    """A running web server, how to ask it, and what its log says."""

    def __init__(self, port: int, log: Path) -> None:
        self.port = port
        self.log = log

    def wait(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_ANSWER
        while time.monotonic() < deadline:
            with contextlib.suppress(urllib.error.URLError, OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2).close()
                return
            time.sleep(0.1)
        raise RuntimeError(f"The web server does not answer: {self.log.read_text()[-2000:]}")

    def get(self, path: str) -> tuple[bytes, dict[str, str]]:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.read(), {name.lower(): value for name, value in answer.getheaders()}

    def ask(
        self, *paths: str, rounds: int, connections: int = 8, headers: dict[str, str] | None = None
    ) -> dict[str, Any]:
        """Read each of `paths` `rounds` times over `connections`; gives the account of `bench.load`.

        With it `ms`: what each request took inside the server, by its own log.
        """
        before = self.log.stat().st_size
        order = {
            "port": self.port,
            "paths": paths,
            "rounds": rounds,
            "connections": connections,
            "headers": headers or {},
        }
        command = [sys.executable, "-m", "bench.load"]
        done = subprocess.run(command, cwd=ROOT, input=json.dumps(order), capture_output=True, text=True, check=True)
        account: dict[str, Any] = json.loads(done.stdout)
        account["ms"] = self._milliseconds(before)
        return account

    def _milliseconds(self, start: int) -> list[float]:
        with self.log.open() as log:
            log.seek(start)
            lines = [json.loads(line) for line in log if line.startswith("{")]
        return [line["ms"] for line in lines if line["event"] == "request"]
