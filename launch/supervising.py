"""The web server and the worker, started together, kept alive together, stopped together."""

import contextlib
import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import BinaryIO

from launch.place import PYTHON, ROOT
from launch.refusals import CannotStart

SECONDS_TO_STOP = 15
SECONDS_TO_ANSWER = 60
RESTARTS_ALLOWED = 3
RESTARTS_COUNTED_FOR = 60


class ToldToStop(Exception):
    """A person or the system asked for the end."""


@dataclass
class Child:
    name: str
    command: list[str]
    log: Path | None
    process: subprocess.Popen[bytes] | None = None
    died_at: list[float] = field(default_factory=list)

    def start(self, *, lock: int) -> None:
        """Start in a session of its own, so that Ctrl-C reaches only the supervisor, which stops it in order."""
        output: BinaryIO | None = self.log.open("ab") if self.log else None
        try:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                pass_fds=[lock],
            )
        finally:
            if output:
                output.close()

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process else None

    def is_dead(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def end_what_it_left(self) -> None:
        """End what a dead child had started and could not stop any more, as the worker's beat."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def last_words(self) -> str:
        """The end of what it wrote, in one line, or nothing."""
        lines = self.log.read_text(errors="replace").strip().splitlines() if self.log and self.log.is_file() else []
        if not lines:
            return ""
        try:
            said = json.loads(lines[-1])["event"]
        except (ValueError, TypeError, KeyError):
            said = lines[-1]
        return f" Its last words: {said}"


def children(*, port: int, log_dir: Path | None) -> list[Child]:
    """The two processes of one machine; with `log_dir` they write there, without it to this terminal."""
    web = [str(PYTHON), "-m", "gunicorn", "rcm_minutes.wsgi", "--bind", f"127.0.0.1:{port}"]
    web += ["--workers", "2", "--threads", "4", "--preload", "--no-control-socket", "--log-level", "warning"]
    worker = [str(PYTHON), "-m", "celery", "-A", "rcm_minutes", "worker", "-B", "--pool=solo"]
    worker += ["--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    return [
        Child("web server", web, log_dir and log_dir / "web.log"),
        Child("worker", worker, log_dir and log_dir / "worker.log"),
    ]


def supervise(
    family: list[Child], *, url: str, lock: int, note: Callable[[list[int]], None], on_ready: Callable[[], None]
) -> None:
    """Run `family` until told to stop; a child that dies is started again, one that keeps dying ends them all.

    `note` is told the process ids whenever they change, `on_ready` is called once when `url` answers.
    CannotStart if a child keeps dying or nothing answers in time.
    """
    stopping = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, _stop) for number in stopping}
    try:
        for child in family:
            child.start(lock=lock)
        note(_pids(family))
        deadline: float | None = time.monotonic() + SECONDS_TO_ANSWER
        while True:
            for child in family:
                if child.is_dead():
                    _start_again(child, lock=lock)
                    note(_pids(family))
            if deadline is not None:
                if _answers(url):
                    deadline = None
                    on_ready()
                elif time.monotonic() > deadline:
                    raise CannotStart(f"{url} does not answer.{family[0].last_words()}")
            time.sleep(0.1 if deadline else 0.5)
    except ToldToStop:
        print("\nStopping …", flush=True)
    finally:
        for number in stopping:
            signal.signal(number, signal.SIG_IGN)
        stop(family)
        for number, handler in before.items():
            signal.signal(number, handler)


def stop(family: list[Child]) -> None:
    """Ask every child to finish what it is doing; after SECONDS_TO_STOP end it and whatever it started."""
    running = [child.process for child in family if child.process and child.process.poll() is None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + SECONDS_TO_STOP
    for process in running:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    for child in family:
        child.end_what_it_left()


def _stop(number: int, frame: FrameType | None) -> None:
    raise ToldToStop


def _pids(family: list[Child]) -> list[int]:
    return [os.getpid(), *(child.pid for child in family if child.pid)]


def _start_again(child: Child, *, lock: int) -> None:
    child.end_what_it_left()
    now = time.monotonic()
    child.died_at = [moment for moment in child.died_at if now - moment < RESTARTS_COUNTED_FOR] + [now]
    if len(child.died_at) > RESTARTS_ALLOWED:
        where = f" See {child.log}." if child.log else ""
        raise CannotStart(f"The {child.name} keeps stopping.{child.last_words()}{where}")
    print(f"The {child.name} stopped by itself; starting it again.", flush=True)
    child.start(lock=lock)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:  # noqa: S310 the address is our own
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
