from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from desks.services.anonymising import CannotAnonymise, anonymise_person, anonymise_stranger, traces_of
from desks.services.kept_files import files_that_may_name, files_that_may_name_stranger
from networks.models import User


class Command(BaseCommand):
    help = (
        "Replace a person's name and addresses by “former officer of …” in record, history and outbox; of somebody who "
        "has no account here, such as an assistant who informed by a link, by “former contact of …”. "
        "It cannot be undone. What kept files hold stays as it came: those that may name the person are listed."
    )

    def add_arguments(self, parser):
        parser.add_argument("who", help="the person's e-mail address, or the whole name of somebody without an account")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the administrator who does it")
        parser.add_argument(
            "--reason", required=True, help="why; it stands in the history and must not name the person"
        )

    def handle(self, *, who, by, reason, **options):
        administrator = User.objects.filter(email=by.lower()).first()
        if administrator is None:
            raise CommandError(f"Nobody here has the address {by}.")
        person = User.objects.filter(email=who.lower()).first()
        words = {"by": administrator, "reason": reason, "now": timezone.now()}
        try:
            # Afterwards nothing is left to look for.
            if person:
                kept = list(files_that_may_name(person))
                now_called = anonymise_person(person_id=person.pk, **words)
            else:
                traces = traces_of(who)
                kept = list(
                    files_that_may_name_stranger(
                        {who, *traces.names}, reports=traces.reports, delegations=traces.delegations
                    )
                )
                now_called = anonymise_stranger(who=who, **words)
        except CannotAnonymise as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Now: {now_called}.")
        if kept:
            self.stdout.write("These files may name the person, and stay as they came (docs/data.md says what to do):")
        for file in kept:
            self.stdout.write(f"{settings.SITE_URL}{file.address}  {file.kept}  {file.why}")
