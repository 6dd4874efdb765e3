"""Web server and worker live and end together."""

import fcntl
import os
import signal
import socket
import sys
import threading
import time

import pytest

from launch import supervising
from launch.refusals import CannotStart
from launch.supervising import Child

WEB = """
import http.server, sys
class Up(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *said): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Up).serve_forever()
"""
WORKER = "import time; time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
WITH_A_BEAT = """
import fcntl, os, subprocess, sys, time
held = open(sys.argv[1], "a")
fcntl.flock(held, fcntl.LOCK_EX)
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], pass_fds=[held.fileno()])
print("beats", flush=True)
time.sleep(60)
"""
DYING = "import sys; sys.exit('no database')"


@pytest.fixture
def lock(tmp_path):
    with (tmp_path / "lock").open("w") as file:
        yield file.fileno()


@pytest.fixture
def web(tmp_path, unused_port):
    return Child("web server", [sys.executable, "-c", WEB, str(unused_port)], tmp_path / "web.log")


@pytest.fixture
def unused_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def worker(tmp_path, program):
    return Child("worker", [sys.executable, "-c", program], tmp_path / "worker.log")


def supervise(family, *, port, lock, on_ready=lambda: None):
    noted = []
    supervising.supervise(family, url=f"http://127.0.0.1:{port}", lock=lock, note=noted.append, on_ready=on_ready)
    return noted


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def is_free(path):
    with path.open() as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_both_are_stopped_when_asked(tmp_path, web, lock, unused_port, asked, capsys):
    family = [web, worker(tmp_path, WORKER)]
    noted = supervise(family, port=unused_port, lock=lock, on_ready=lambda: os.kill(os.getpid(), asked))
    assert noted == [[os.getpid(), web.pid, family[1].pid]]
    assert [is_alive(child.pid) for child in family] == [False, False]
    assert capsys.readouterr().out == "\nStopping …\n"


def test_what_does_not_listen_is_ended(tmp_path, web, lock, unused_port, monkeypatch):
    monkeypatch.setattr(supervising, "SECONDS_TO_STOP", 0.3)
    family = [web, worker(tmp_path, DEAF)]

    def once_it_is_deaf():
        while "deaf" not in (tmp_path / "worker.log").read_text():
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGTERM)

    supervise(family, port=unused_port, lock=lock, on_ready=once_it_is_deaf)
    assert [is_alive(child.pid) for child in family] == [False, False]


def test_a_worker_that_stops_by_itself_is_started_again_and_said_so(tmp_path, web, lock, unused_port, capsys):
    family = [web, worker(tmp_path, WORKER)]
    first = []

    def kill_it_once():
        first.append(family[1].pid)
        os.kill(family[1].pid, signal.SIGKILL)
        threading.Timer(1.5, os.kill, (os.getpid(), signal.SIGTERM)).start()

    noted = supervise(family, port=unused_port, lock=lock, on_ready=kill_it_once)
    assert noted == [[os.getpid(), web.pid, first[0]], [os.getpid(), web.pid, family[1].pid]]
    assert first[0] != family[1].pid
    assert capsys.readouterr().out == "The worker stopped by itself; starting it again.\n\nStopping …\n"


def test_what_a_killed_worker_had_started_ends_with_it(tmp_path, web, lock, unused_port):
    """The lock is the beat's as much as the worker's: the next one has it only when both are gone."""
    beating = Child("worker", [sys.executable, "-c", WITH_A_BEAT, str(tmp_path / "held")], tmp_path / "worker.log")

    def beats(times):
        deadline = time.monotonic() + 20
        while (tmp_path / "worker.log").read_text().count("beats") < times and time.monotonic() < deadline:
            time.sleep(0.02)

    def kill_the_worker():
        beats(1)
        os.kill(beating.pid, signal.SIGKILL)
        beats(2)
        os.kill(os.getpid(), signal.SIGINT)

    supervise([web, beating], port=unused_port, lock=lock, on_ready=threading.Thread(target=kill_the_worker).start)
    assert (tmp_path / "worker.log").read_text() == "beats\nbeats\n"
    # A process takes a moment to die; a beat left alone would live for a minute.
    deadline = time.monotonic() + 10
    while not is_free(tmp_path / "held"):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_one_that_keeps_stopping_ends_both_with_its_last_words(tmp_path, web, lock, unused_port):
    family = [web, worker(tmp_path, DYING)]
    with pytest.raises(CannotStart) as refusal:
        supervise(family, port=unused_port, lock=lock)
    log = tmp_path / "worker.log"
    assert str(refusal.value) == f"The worker keeps stopping. Its last words: no database See {log}."
    assert not is_alive(web.pid)


def test_a_server_that_never_answers_is_given_up(tmp_path, lock, unused_port, monkeypatch):
    monkeypatch.setattr(supervising, "SECONDS_TO_ANSWER", 0.3)
    silent = worker(tmp_path, WORKER)
    with pytest.raises(CannotStart, match=r"^http://127\.0\.0\.1:\d+ does not answer\.$"):
        supervise([silent], port=unused_port, lock=lock)
    assert not is_alive(silent.pid)
