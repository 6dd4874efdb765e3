import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from correspondence.services.sample import load_sample_mail
from documents.services.sample import CannotLoadSample, load_sample
from documents.services.sample_texts import people
from networks.services import conference, count_what_is_stored, today


class Command(BaseCommand):
    help = "Store the sample: an invented conference in both languages, alive on the day it is loaded."

    def add_arguments(self, parser):
        parser.add_argument(
            "--today", type=datetime.date.fromisoformat, help="the day it is alive on, YYYY-MM-DD (default: today)"
        )

    def handle(self, *args, **options):
        if conference().is_sample:
            self.stdout.write("The sample is loaded already; nothing was changed. To sign in as its staff:")
        else:
            now = timezone.now()
            day = options["today"] or today(now=now)
            try:
                load_sample(today=day, now=now)
            except CannotLoadSample as refusal:
                raise CommandError(str(refusal)) from None
            load_sample_mail(today=day, now=now)
            count_what_is_stored()
            self.stdout.write("The sample is loaded. Everything in it is invented. To sign in as its staff:")
        for person in people()["staff"]:
            self.stdout.write(f"  {person['email']}  {person['password']}")
