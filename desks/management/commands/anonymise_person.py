from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from desks.services.anonymising import CannotAnonymise, anonymise_person
from desks.services.kept_files import files_that_may_name
from networks.models import User


class Command(BaseCommand):
    help = (
        "Replace a person's name and addresses by “former officer of …” in record, history and outbox. "
        "It cannot be undone. What kept files hold stays as it came: those that may name the person are listed."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="the person's e-mail address")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the administrator who does it")
        parser.add_argument(
            "--reason", required=True, help="why; it stands in the history and must not name the person"
        )

    def handle(self, *, email, by, reason, **options):
        person, administrator = self._named(email), self._named(by)
        # Afterwards nothing is left to look for.
        kept = list(files_that_may_name(person))
        try:
            anonymise_person(person_id=person.pk, by=administrator, reason=reason, now=timezone.now())
        except CannotAnonymise as refusal:
            raise CommandError(str(refusal)) from refusal
        person.refresh_from_db()
        self.stdout.write(f"Now: {person}.")
        if kept:
            self.stdout.write("These files may name the person, and stay as they came (docs/data.md says what to do):")
        for file in kept:
            self.stdout.write(f"{settings.SITE_URL}{file.address}  {file.kept}  {file.why}")

    def _named(self, email):
        person = User.objects.filter(email=email.lower()).first()
        if person is None:
            raise CommandError(f"Nobody here has the address {email}.")
        return person
