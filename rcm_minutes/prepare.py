"""Bring an installation's data to this version of the program: `python -m rcm_minutes.prepare`, as `make run` does."""

import hashlib
import io
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from rcm_minutes.backups import CannotBackUp, back_up

BACKUPS_KEPT = 10
INTERRUPTED = 130  # as a shell says of what Ctrl-C ended


def prepare() -> None:
    """Back up and migrate the database if its schema is behind, bind deadlines that no meeting's change has bound yet,
    load the sample if it is empty, gather static files.

    Does nothing, in about a second, when all of that is done. Raises what the database or a migration raises.
    """
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending and executor.loader.applied_migrations:
        say("Keeping a copy of the database before it changes …")
        say(
            f"  {back_up(folder=settings.VAR_DIR / 'backups', reason='before-upgrade', files=False, keep=BACKUPS_KEPT)}"
        )
    if pending:
        say(f"Bringing the database up to date ({len(pending)} steps) …")
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    # Not only after migrating: an upgrade that was cut short is made whole on the next start.
    call_command("bind_deadlines", stdout=io.StringIO())
    load_names()
    if not settings.DEBUG:
        gather_static_files()


def load_names() -> None:
    """Fill an empty database: with the sample on one's own machine, where its passwords, known to all, do no harm;
    with the conference's real names where others reach it. Tell the sign-ins wherever the sample is what is there.
    """
    conference = django.apps.apps.get_model("networks", "Conference").objects.first()
    if conference is None and settings.ALLOWED_HOSTS != settings.THIS_MACHINE:
        call_command("load_conference")
    elif conference is None or conference.is_sample:
        if conference is None:
            say("Loading the sample …")
        call_command("load_sample")


def gather_static_files() -> None:
    """Collect the static files, unless what lies in STATIC_ROOT was made of just these."""
    stamp = Path(settings.STATIC_ROOT) / ".made-of"
    made_of = static_fingerprint()
    if stamp.is_file() and stamp.read_text() == made_of:
        return
    say("Gathering the pages' styles and scripts …")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(made_of)


def static_fingerprint() -> str:
    sources = []
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=None):
            found = os.stat(storage.path(path))
            sources.append(f"{path} {found.st_size} {found.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(sources)).encode()).hexdigest()


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rcm_minutes.settings")
    try:
        django.setup()
        prepare()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except ImproperlyConfigured as refusal:
        sys.exit(str(refusal))
    except (CommandError, CannotBackUp, DatabaseError, OSError) as refusal:
        sys.exit(f"{type(refusal).__name__}: {refusal}")
