"""Bring documents in from files: as drafts, or filed and published."""

import pathlib

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.reading.files import MAX_BYTES
from documents.services.importing import CannotImport, import_file, try_import
from networks.services import system_user, today

WORDS = {
    "draft": "draft, to be reviewed",
    "filed": "filed and published",
    "joined": "joined the report in the other language",
    "known": "here already",
}


class Command(BaseCommand):
    help = "Bring in reports and agendas (DOCX, PDF, TXT) as drafts; with --publish also file and publish them."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", type=pathlib.Path)
        parser.add_argument("--publish", action="store_true", help="file and publish, suggestions as they stand")
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what would become of each by itself; write nothing"
        )

    def handle(self, *, files, publish, dry_run, **options):
        outcomes = []
        for place, file in enumerate(files, start=1):
            self.stderr.write(f"{place}/{len(files)} {file}")
            outcomes.append((file, *self.take(file, publish=publish, dry_run=dry_run)))
        width = max(len(str(file)) for file in files)
        for file, _good, words in outcomes:
            self.stdout.write(f"{file!s:{width}}  {words}")
        refused = sum(not good for _file, good, _words in outcomes)
        ending = "could be taken in; nothing was written." if dry_run else "taken in."
        self.stdout.write(f"{len(files) - refused} of {len(files)} {ending}")
        if refused:
            raise CommandError(f"{refused} of {len(files)} refused; see above.")

    def take(self, file, *, publish, dry_run):
        """What becomes of one file: (good, what to say of it)."""
        now = timezone.now()
        try:
            if file.stat().st_size > MAX_BYTES:
                raise CannotImport(_("The file is larger than %(limit)s MB.") % {"limit": MAX_BYTES // 1024**2})
            content = file.read_bytes()
            bring = try_import if dry_run else import_file
            outcome = bring(
                content=content, name=file.name, by=system_user(), now=now, on=today(now=now), publish=publish
            )
        except OSError as error:
            return False, f"refused: {error.strerror}"
        except CannotImport as refusal:
            kept = " It is kept as a draft." if refusal.is_kept and not dry_run else ""
            return False, f"refused: {refusal}{kept}"
        words = WORDS[outcome.outcome]
        return True, f"{words} ({outcome.detail})" if outcome.detail else words
