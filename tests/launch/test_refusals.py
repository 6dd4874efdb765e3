"""What a machine lacks is told in one line, and nothing is left behind."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from launch import installing
from launch.refusals import CannotStart

ROOT = Path(__file__).resolve().parents[2]


def launch(*arguments, cwd=ROOT, **environment):
    return subprocess.run(
        [sys.executable, "-m", "launch", *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def told(done):
    return done.returncode, done.stdout, done.stderr


def test_a_port_in_use(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = launch("run", VAR_DIR=str(tmp_path), PORT=str(port))
    assert told(done) == (1, "", f"Port {port} is in use. Choose another: PORT={port + 1} make run\n")


@pytest.mark.parametrize("written", ["eighty", "0", "65536", "-1", "²"])
def test_a_port_that_is_none(tmp_path, written):
    done = launch("run", VAR_DIR=str(tmp_path), PORT=written)
    assert told(done) == (1, "", f"PORT must be a number from 1 to 65535, not '{written}'.\n")


def test_a_folder_one_cannot_write_in(tmp_path):
    occupied = tmp_path / "a-file"
    occupied.touch()
    done = launch("run", VAR_DIR=str(occupied / "var"))
    line = f"Cannot write in {occupied / 'var'} (Not a directory). Choose another: VAR_DIR=/path make run\n"
    assert told(done) == (1, "", line)


def test_data_another_start_holds(tmp_path):
    with (tmp_path / "running.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("41 42 43")
        lock.flush()
        done = launch("run", VAR_DIR=str(tmp_path), PORT=str(free_port()))
    line = f"RCM Minutes already runs on the data in {tmp_path} (processes 41 42 43).\n"
    assert told(done) == (1, "", line)


def test_a_python_too_old():
    pretend = "import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_module('launch', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", pretend], cwd=ROOT, capture_output=True, text=True, check=False)
    line = "RCM Minutes needs Python 3.11 or later; this is 3.9. Name another: make run PYTHON=python3.12\n"
    assert told(done) == (1, "", line)


def test_words_it_does_not_know():
    assert told(launch("rnu")) == (1, "", "Usage: python3 -m launch [run | install [--dev]]\n")


def test_a_python_without_venv(monkeypatch, tmp_path):
    monkeypatch.setattr(installing.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(installing, "VENV", tmp_path / "venv")
    with pytest.raises(CannotStart, match=r"sudo apt install python3-venv$"):
        installing._make_environment()
    assert not (tmp_path / "venv").exists()


@pytest.fixture
def small_checkout(tmp_path):
    """A checkout whose lock asks for one package."""
    shutil.copytree(ROOT / "launch", tmp_path / "launch", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "requirements.txt").write_text(f"an-example-of-no-package==1.0 --hash=sha256:{64 * '0'}\n")
    return tmp_path


@pytest.mark.soak
def test_no_network_to_install_from(small_checkout):
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:1/", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull}
    done = launch("install", cwd=small_checkout, VAR_DIR=str(small_checkout / "var"), **nowhere)
    log = small_checkout / "var" / "log" / "install.log"
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("The packages could not be installed; is there a network? Could not find a version")
    assert done.stderr.endswith(f"(all of it: {log})\n")
    assert "an-example-of-no-package" in log.read_text()
    assert not (small_checkout / ".venv" / "requirements.txt.installed").exists()


@pytest.mark.soak
def test_an_empty_lock_is_installed_once_and_again_when_it_changes(small_checkout):
    lock = small_checkout / "requirements.txt"
    lock.write_text("")
    first, second = launch("install", cwd=small_checkout), launch("install", cwd=small_checkout)
    lock.write_text("# changed\n")
    third = launch("install", cwd=small_checkout)
    made = f"Making the Python environment in {small_checkout / '.venv'} …\n"
    installed = "Installing the packages; the first time this takes a minute or two …\n"
    assert [told(done) for done in (first, second, third)] == [
        (0, made + installed, ""),
        (0, "", ""),
        (0, installed, ""),
    ]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
