"""Where everything is on this machine, and whether it can be used."""

import contextlib
import fcntl
import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

from launch.refusals import CannotStart

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
TRUE = ("true", "on", "ok", "y", "yes", "1")  # as the settings read them


def var_dir() -> Path:
    return Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()


def port() -> int:
    """Return the port of the environment's PORT, 8000 when unset; CannotStart if that is not a port."""
    written = os.environ.get("PORT") or "8000"
    if not (written.isascii() and written.isdigit() and 0 < int(written) < 65536):
        raise CannotStart(f"PORT must be a number from 1 to 65535, not {written!r}.")
    return int(written)


def check_writable(folder: Path) -> None:
    """Make `folder` if need be and write in it; CannotStart if either is refused."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as refusal:
        raise CannotStart(
            f"Cannot write in {folder} ({refusal.strerror}). Choose another: VAR_DIR=/path make run"
        ) from refusal


def check_port_free(number: int) -> None:
    """CannotStart if another program listens on `number`, or if this person may not."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", number))
        except PermissionError as refusal:
            raise CannotStart(
                f"Port {number} is reserved for the system. Choose another: PORT=8000 make run"
            ) from refusal
        except OSError as refusal:
            raise CannotStart(
                f"Port {number} is in use. Choose another: PORT={number % 65535 + 1} make run"
            ) from refusal


@contextlib.contextmanager
def alone_with(folder: Path) -> Iterator[int]:
    """Hold the data in `folder` for this start and what it starts; CannotStart while another start holds it.

    Gives the lock's file descriptor: a child that inherits it keeps the lock if this process is killed.
    """
    with (folder / "running.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as refusal:
            lock.seek(0)
            raise CannotStart(
                f"RCM Minutes already runs on the data in {folder} (processes {lock.read().strip() or 'unknown'})."
            ) from refusal
        yield lock.fileno()


def note_processes(lock: int, processes: list[int]) -> None:
    """Write who holds the lock into its file, for the next start to name."""
    os.ftruncate(lock, 0)
    os.pwrite(lock, " ".join(map(str, processes)).encode(), 0)
