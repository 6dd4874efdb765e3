from django.core.management.base import BaseCommand

from actions.services.binding import bind_record
from networks.services import system_user


class Command(BaseCommand):
    help = "Bind the record's event deadlines to the meetings their words mean; what is bound already is only read."

    def handle(self, *args, **options):
        self.stdout.write(f"{bind_record(by=system_user())} deadlines bound anew.")
