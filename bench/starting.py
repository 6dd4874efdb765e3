"""How soon `make run` answers when everything is installed and the data is there."""

import http.client
import os
import signal
import subprocess
import sys
import time

from bench.figures import Figure, at_most
from bench.workshop import Workshop
from launch.place import ROOT
from tests.services import free_port

SECONDS_TO_ANSWER = 180


def measure(workshop: Workshop) -> list[Figure]:
    folder = workshop.folder / "starting"
    mine = ("DATABASE_URL", "REDIS_URL", "DEBUG", "DJANGO_SETTINGS_MODULE")
    environment = {key: value for key, value in os.environ.items() if key not in mine}
    environment |= {"VAR_DIR": str(folder), "PORT": str(free_port())}
    first, second = (_seconds_to_first_byte(environment) for _start in range(2))
    return [
        at_most(
            "first byte of the second start of make run", second, 5, " s", digits=1, note=f"the first {first:.1f} s"
        )
    ]


def _seconds_to_first_byte(environment: dict[str, str]) -> float:
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "launch", "run"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        while not _answers(int(environment["PORT"])):
            if process.poll() is not None or time.perf_counter() - started > SECONDS_TO_ANSWER:
                raise RuntimeError(f"It does not start: {process.communicate(timeout=60)[0][-2000:]}")
            time.sleep(0.02)
        return time.perf_counter() - started
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/en/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
