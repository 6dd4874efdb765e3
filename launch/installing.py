"""The packages, into .venv, exactly as the locks name them."""

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path

from launch.place import PYTHON, ROOT, VENV, check_writable, var_dir
from launch.refusals import CannotStart

RUN_LOCK = "requirements.txt"
DEVELOPMENT_LOCK = "requirements-dev.txt"  # holds all of RUN_LOCK, at the same versions


def install(*, development: bool = False) -> None:
    """Bring .venv to the lock, unless it is there already; CannotStart if Python or the network do not allow it."""
    lock = DEVELOPMENT_LOCK if development else RUN_LOCK
    if _is_installed(lock):
        return
    check_writable(ROOT)
    if not _works(PYTHON):
        _make_environment()
    print("Installing the packages; the first time this takes a minute or two …", flush=True)
    _pip_install(lock)
    for installed in {lock, RUN_LOCK}:
        _stamp(installed).write_text(_fingerprint(installed))


def _is_installed(lock: str) -> bool:
    stamp = _stamp(lock)
    return stamp.is_file() and stamp.read_text() == _fingerprint(lock) and _works(PYTHON)


def _stamp(lock: str) -> Path:
    return VENV / f"{lock}.installed"


def _fingerprint(lock: str) -> str:
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def _works(python: Path) -> bool:
    """Whether the environment's Python still starts: it does not once the Python it was made with is gone."""
    try:
        return subprocess.run([python, "-c", "import pip"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _make_environment() -> None:
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise CannotStart("Python's venv module is missing. On Debian or Ubuntu: sudo apt install python3-venv")
    print(f"Making the Python environment in {VENV} …", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False)
    if made.returncode:
        raise CannotStart(f"The Python environment could not be made: {_last_line(made.stdout + made.stderr)}")


def _pip_install(lock: str) -> None:
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    done = subprocess.run(
        [*command, "--require-hashes", "-r", str(ROOT / lock)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        log = var_dir() / "log" / "install.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(done.stdout + done.stderr)
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR:")] or [_last_line(done.stderr)]
        why = errors[0].removeprefix("ERROR: ")
        raise CannotStart(f"The packages could not be installed; is there a network? {why} (all of it: {log})")


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no reason was given."])[-1]
