import os
import subprocess
import sys

from launch import place
from launch.installing import install
from launch.refusals import CannotStart
from launch.supervising import children, supervise


def main(arguments: list[str]) -> None:
    """`run` (the default), `install` or `install --dev`; a refusal is one line on standard error and exit status 1."""
    try:
        match arguments:
            case [] | ["run"]:
                run()
            case ["install"]:
                install()
            case ["install", "--dev"]:
                install(development=True)
            case _:
                sys.exit("Usage: python3 -m launch [run | install [--dev]]")
    except CannotStart as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit("Stopped.")


def run() -> None:
    """Install, prepare the data, run web server and worker until Ctrl-C."""
    number, data = place.port(), place.var_dir()
    place.check_writable(data)
    place.check_port_free(number)
    with place.alone_with(data) as lock:
        install()
        prepared = subprocess.run([place.PYTHON, "-m", "rcm_minutes.prepare"], cwd=place.ROOT, check=False)
        if prepared.returncode:
            raise CannotStart("The data could not be prepared; nothing was started.")
        logs = None if os.environ.get("DEBUG", "").lower() in place.TRUE else data / "log"
        if logs:
            logs.mkdir(exist_ok=True)
        url = f"http://127.0.0.1:{number}"
        print("Starting the web server and the worker …", flush=True)

        def say_ready() -> None:
            print(
                f"\nRCM Minutes is at {url}/  (Ctrl-C stops it{f'; its logs are in {logs}' if logs else ''})",
                flush=True,
            )

        supervise(
            children(port=number, log_dir=logs),
            url=url,
            lock=lock,
            note=lambda processes: place.note_processes(lock, processes),
            on_ready=say_ready,
        )
    print("Stopped. The data is kept in", data)
