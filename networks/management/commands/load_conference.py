from django.core.management.base import BaseCommand

from networks.services import load_conference, system_user


class Command(BaseCommand):
    help = "Store the conference's shipped names: its settings, delegations, bodies, memberships and presidencies."

    def handle(self, *args, **options):
        added = load_conference(by=system_user())
        self.stdout.write(
            f"Added {added} rows of the conference's names. What was there already stays as it is."
            if added
            else "The conference's names are all there already; nothing was changed."
        )
