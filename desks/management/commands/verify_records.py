import itertools
import sys

from django.core.management.base import BaseCommand

from actions.models import Agreement, Commitment, Report
from actions.services import verifying as record
from desks.services import verifying as brought_in
from documents.models import Upload
from documents.services import verifying as originals


class Command(BaseCommand):
    help = "Prove of the record what no database constraint can. Writes nothing; exit status 1 if anything is found."

    def handle(self, *args, **options):
        found = 0
        for finding in itertools.chain(record.findings(), originals.findings(), brought_in.findings()):
            found += 1
            self.stdout.write(finding)
        counts = ", ".join(
            f"{rows.objects.count()} {rows._meta.verbose_name_plural}"
            for rows in (Report, Agreement, Commitment, Upload)
        )
        self.stdout.write(f"Verified {counts}: {f'{found} findings' if found else 'nothing found'}.")
        if found:
            sys.exit(1)
