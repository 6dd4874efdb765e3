import time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from actions.services.scale import CannotMakeScaleData, make_scale_data
from networks.services import system_user, today


class Command(BaseCommand):
    help = "Fill an empty database with a large invented register, for measuring."

    def add_arguments(self, parser):
        parser.add_argument("--agreements", type=int, required=True, help="how many agreements to store")
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same register")

    def handle(self, *, agreements, seed, **options):
        if agreements < 1:
            raise CommandError("Say how many agreements to make: 1 or more.")
        now = timezone.now()
        started = said = time.monotonic()
        batches = make_scale_data(agreements=agreements, seed=seed, today=today(now=now), now=now, by=system_user())
        try:
            for stored in batches:
                if time.monotonic() - said > 5 or stored == agreements:
                    said = time.monotonic()
                    self.stdout.write(f"{stored} of {agreements} agreements, {said - started:.0f} s")
        except CannotMakeScaleData as refusal:
            raise CommandError(str(refusal)) from None
