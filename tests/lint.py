"""All that is checked without running the program: `python -m tests.lint`, or `make lint`. Every check runs."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
COMPOSE_SECRETS = {"SECRET_KEY": "checked", "POSTGRES_PASSWORD": "checked", "ALLOWED_HOSTS": "checked.example"}

CHECKS: dict[str, list[str]] = {
    "style": ["ruff", "check", "--quiet", "."],
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "types": ["mypy", "--no-error-summary", "."],
    "templates": ["djlint", "--lint", "--quiet", "templates"],
    "imports": ["lint-imports", "--no-logo"],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "deployment": ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    "Dockerfile": ["hadolint", "Dockerfile"],
    "docker-compose.yml": ["docker-compose", "--file", "docker-compose.yml", "config", "--quiet"],
    "translations and house rules": ["python", "-m", "pytest", "-q", "tests/house"],
}


def main() -> int:
    """Run every check, print what each has to say, and return 1 if any found something."""
    found = []
    with tempfile.TemporaryDirectory() as scratch:
        environment = {**os.environ, "VAR_DIR": scratch, "DEBUG": "", **COMPOSE_SECRETS}
        # Long enough for the deployment check; no installation has it.
        environment["SECRET_KEY"] = "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        for name, (program, *arguments) in CHECKS.items():
            done = subprocess.run(
                [BIN / program, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
            )
            print(f"{'ok    ' if done.returncode == 0 else 'FAILED'}  {name}", flush=True)
            if done.returncode:
                found.append(name)
                print((done.stdout + done.stderr).rstrip(), flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
