"""`make run` as a person meets it: the first start, the second, and nothing left running."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEFAULTS = {"DATABASE_URL": "", "REDIS_URL": "", "SECRET_KEY": "", "ALLOWED_HOSTS": "", "DEBUG": ""}
READY = {"status": "ok", "database": "ok", "migrations": "ok", "broker": "ok", "worker": "ok"}


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def start(tmp_path, port):
    """Start on a folder of its own; give the start once it is ready and has said so, and end it if the test did not."""
    started = []

    def start():
        environment = {**os.environ, **DEFAULTS, "VAR_DIR": str(tmp_path), "PORT": str(port)}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        screen = tmp_path / f"screen-{len(started)}.txt"
        with screen.open("w") as output:
            command = [sys.executable, "-m", "launch", "run"]
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
        started.append(process)
        deadline = time.monotonic() + 180
        while "is at" not in screen.read_text() or answer(port, "/readyz") != (200, READY):
            assert process.poll() is None, screen.read_text()
            assert time.monotonic() < deadline, (screen.read_text(), answer(port, "/readyz"))
            time.sleep(0.1)
        return process, screen

    yield start
    for process in started:
        process.terminate()
        process.wait(timeout=30)


def answer(port, path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as response:
            return response.status, json.loads(response.read())
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.loads(refusal.read())
    except OSError:
        return None


def stop(start, asked):
    process, screen = start
    process.send_signal(asked)
    return process.wait(timeout=30), screen.read_text()


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.soak
def test_the_first_start_the_second_and_their_ends(start, tmp_path, port):
    status, said = stop(start(), signal.SIGINT)
    assert status == 0
    for line in (
        r"Bringing the database up to date \(\d+ steps\) …",
        r"Loading the sample …",
        r"  \S+@example\.org  \S+",
        rf"RCM Minutes is at http://127\.0\.0\.1:{port}/  \(Ctrl-C stops it; its logs are in {tmp_path}/log\)",
        rf"Stopped\. The data is kept in {tmp_path}",
    ):
        assert re.search(rf"^{line}$", said, re.MULTILINE), (line, said)

    again = start()
    processes = [int(pid) for pid in (tmp_path / "running.lock").read_text().split()]
    assert (len(processes), [is_alive(pid) for pid in processes]) == (3, [True] * 3)
    status, said = stop(again, signal.SIGTERM)
    assert (status, "up to date" in said, "nothing was changed" in said) == (0, False, True)
    assert [is_alive(pid) for pid in processes] == [False] * 3
    assert answer(port, "/healthz") is None
