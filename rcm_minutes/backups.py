"""Copies of the record that can be put back: database and uploaded files in one ZIP.

`python -m rcm_minutes.backups make [--to FOLDER]`, `python -m rcm_minutes.backups restore FILE`; docs/operations.md.
"""

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection

from launch.place import alone_with
from launch.refusals import CannotStart

MANIFEST = "manifest.json"
UPLOADS = "uploads"
DATABASE_FILES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


class CannotBackUp(Exception):
    """No copy was made; the message is one line for whoever runs the machine."""


class CannotRestore(Exception):
    """Nothing was put back and nothing changed; the message is one line for whoever runs the machine."""


def back_up(*, folder: Path, reason: str = "backup", files: bool = True, keep: int | None = None) -> Path:
    """Write a copy into `folder` and return its path; with `keep`, only that many copies of this `reason` stay.

    The database is copied as of one moment, while others may go on writing. The uploads are copied after it:
    no row names a file that the copy lacks, since uploads are only ever added. Raises CannotBackUp.
    """
    vendor = connection.vendor
    folder.mkdir(parents=True, exist_ok=True)
    made_at = datetime.now(UTC)
    target = folder / f"{reason}-{made_at:%Y%m%dT%H%M%S%f}.zip"
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        database, archive = Path(scratch) / DATABASE_FILES[vendor], Path(scratch) / "archive.zip"
        DUMPS[vendor](database)
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as copy:
            copy.write(database, database.name)
            uploads = Path(settings.MEDIA_ROOT)
            for file in sorted(uploads.rglob("*")) if files else []:
                if file.is_file():
                    copy.write(file, f"{UPLOADS}/{file.relative_to(uploads)}")
            about = {"made_at": made_at.isoformat(), "database": vendor, "files": files}
            copy.writestr(MANIFEST, json.dumps(about, indent=1))
        os.chmod(archive, 0o600)
        os.replace(archive, target)
    if keep:
        for old in sorted(folder.glob(f"{reason}-*.zip"))[:-keep]:
            old.unlink()
    return target


def restore(archive: Path) -> Path:
    """Put database and files back as they are in `archive`; return the copy made of what was there before.

    A copy without files (made before an upgrade) leaves the files as they are. Raises CannotRestore, also while the
    program runs on this machine.
    """
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    try:
        with alone_with(settings.VAR_DIR), tempfile.TemporaryDirectory(dir=settings.VAR_DIR) as scratch:
            about = unpacked(archive, Path(scratch))
            before = back_up(folder=settings.VAR_DIR / "backups", reason="before-restore")
            connection.close()
            RESTORES[connection.vendor](Path(scratch) / DATABASE_FILES[connection.vendor])
            if about["files"]:
                replace_uploads(Path(scratch) / UPLOADS)
    except CannotStart as running:
        raise CannotRestore(f"{running} Stop it first.") from running
    except CannotBackUp as refusal:
        raise CannotRestore(f"What is there now could not be copied first: {refusal}") from refusal
    return before


def unpacked(archive: Path, scratch: Path) -> dict[str, Any]:
    """Extract `archive` into `scratch` and return its manifest; CannotRestore if it is no copy for this database."""
    try:
        with zipfile.ZipFile(archive) as copy:
            copy.extractall(scratch)
        about: dict[str, Any] = json.loads((scratch / MANIFEST).read_text())
    except (OSError, ValueError, zipfile.BadZipFile) as refusal:
        raise CannotRestore(f"{archive} cannot be read as a backup: {refusal}") from refusal
    if about.get("database") != connection.vendor:
        raise CannotRestore(f"{archive} is of a {about.get('database')} database; this one is {connection.vendor}.")
    return about


def replace_uploads(restored: Path) -> None:
    uploads = Path(settings.MEDIA_ROOT)
    restored.mkdir(exist_ok=True)
    if uploads.exists():
        uploads.rename(restored.with_name("uploads-before"))
    restored.rename(uploads)


def dump_sqlite(target: Path) -> None:
    with closing(sqlite3.connect(sqlite_path())) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


def restore_sqlite(dump: Path) -> None:
    try:
        with closing(sqlite3.connect(dump)) as copy, closing(sqlite3.connect(sqlite_path(), timeout=20)) as live:
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise CannotRestore("The database in the backup is damaged.")
            copy.backup(live)
    except sqlite3.Error as refusal:
        raise CannotRestore(f"The database could not be put back: {refusal}") from refusal


def sqlite_path() -> str:
    return str(connection.settings_dict["NAME"])


def dump_postgresql(target: Path) -> None:
    run_client("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"], CannotBackUp)


def restore_postgresql(dump: Path) -> None:
    """In one transaction: what is there now goes, tables of a later version included, and the copy takes its place."""
    script = dump.with_suffix(".sql")
    run_client(
        "pg_restore", ["--no-owner", "--no-privileges", f"--file={script}", str(dump)], CannotRestore, login=False
    )
    emptied = dump.with_name("empty.sql")
    emptied.write_text("DROP SCHEMA public CASCADE; CREATE SCHEMA public;")
    options = ["--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    # Much is written at once: PostgreSQL is told to look at it, or it would plan for empty tables for some minutes.
    run_client("psql", [*options, f"--file={emptied}", f"--file={script}", "--command=ANALYZE"], CannotRestore)


def run_client(program: str, options: list[str], refusal: type[Exception], *, login: bool = True) -> None:
    """Run one of PostgreSQL's own client programs on the project's database; raise `refusal` with its last line."""
    path = shutil.which(program)
    if path is None:
        raise refusal(f"{program} is not installed. On Debian or Ubuntu: sudo apt install postgresql-client")
    at = connection.get_connection_params()
    options_of = {"host": "host", "port": "port", "user": "username", "dbname": "dbname"}
    where = [f"--{option}={at[name]}" for name, option in options_of.items() if at.get(name)] if login else []
    environment = {**os.environ, **({"PGPASSWORD": at["password"]} if at.get("password") else {})}
    done = subprocess.run([path, *where, *options], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise refusal(f"{program}: {(done.stderr.strip().splitlines() or ['failed'])[-1]}")


DUMPS = {"sqlite": dump_sqlite, "postgresql": dump_postgresql}
RESTORES = {"sqlite": restore_sqlite, "postgresql": restore_postgresql}


def main(arguments: list[str]) -> str:
    """Carry out a command line and return what to tell; raises CannotBackUp or CannotRestore."""
    parser = argparse.ArgumentParser(prog="python -m rcm_minutes.backups")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("make").add_argument("--to", type=Path, default=settings.VAR_DIR / "backups", metavar="FOLDER")
    verbs.add_parser("restore").add_argument("archive", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    if options.verb == "make":
        return f"Database and files are in {back_up(folder=options.to)}"
    before = restore(options.archive)
    return f"Put back from {options.archive}. What was there before is in {before}"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rcm_minutes.settings")
    django.setup()
    try:
        sys.stdout.write(main(sys.argv[1:]) + "\n")
    except (CannotBackUp, CannotRestore) as refusal:
        sys.exit(str(refusal))
