from django.core.management.base import BaseCommand, CommandError

from networks.models import User
from networks.second_factor import remove_second_factor


class Command(BaseCommand):
    help = "Remove the second factor of a person who lost telephone, keys and recovery codes; they set up another."

    def add_arguments(self, parser):
        parser.add_argument("email", help="the address they sign in with")

    def handle(self, *args, **options):
        person = User.objects.filter(email=options["email"].lower()).first()
        if person is None:
            raise CommandError("Nobody has this address.")
        removed = remove_second_factor(person)
        self.stdout.write("Removed." if removed else "This person has none; nothing was changed.")
