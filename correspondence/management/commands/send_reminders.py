import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from actions.models import Commitment
from correspondence.models import Because, Section
from correspondence.services import bounces, composing, outbox, planning, purging


class Command(BaseCommand):
    help = (
        "Read the mail that came back, compose the digests of today, if their hour has come, hand over every mail that "
        "waits, and purge what is kept long enough: what the worker does, without it."
    )

    def add_arguments(self, parser):
        parser.add_argument("--on", metavar="DATE", help="compose this day's digests, as 2026-06-08, at any hour")
        parser.add_argument("--dry-run", action="store_true", help="say who would get what, and send nothing")

    def handle(self, *, on, dry_run, **options):
        now = timezone.now()
        day = self._day(on) if on else composing.here(now).date()
        if dry_run:
            self._show(day, now)
            return
        why_not = composing.refusal(on=day, now=now)
        if on and why_not:
            raise CommandError(why_not)
        bounces.take_in(now=now)
        composed = composing.compose_day(on=day, now=now) if on else composing.compose_due(now=now)
        if composed:
            self.stdout.write(f"{composed.day}: {composed.mails} mails composed.")
        else:
            self.stdout.write(why_not or "The hour of the digests is still to come.")
        delivery = outbox.deliver_all(now=timezone.now())
        purging.purge(now=timezone.now())
        if delivery.unreachable:
            raise CommandError(f"The mail server is out of reach: {delivery.unreachable}")
        self.stdout.write(
            f"{delivery.sent} mails accepted, {delivery.put_off} put off, {delivery.refused} refused, "
            f"{delivery.withdrawn} withdrawn."
        )

    def _day(self, text):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            raise CommandError(f"“{text}” is not a day: write it as 2026-06-08.") from None

    def _show(self, day, now):
        if why_not := composing.refusal(on=day, now=now, ahead=True):
            self.stdout.write(why_not)
            return
        letters = planning.plan_ahead(on=day, now=now)
        named = {entry.commitment_id for letter in letters for entry in letter.entries}
        references = dict(
            Commitment.objects.filter(pk__in=named).values_list("pk", "action__agreement__reference").order_by()
        )
        for letter in letters:
            self.stdout.write(f"{letter.recipient} ({letter.language}), {letter.kind.label}")
            for entry in letter.entries:
                because = Because(entry.because).label
                step = "" if entry.step is None else f" ({entry.step:+d})"
                section = Section(entry.section).label
                self.stdout.write(f"    {references[entry.commitment_id]}  {section}: {because}{step}")
            if letter.notices:
                self.stdout.write(f"    {len(letter.notices)} notices")
        self.stdout.write(f"{day}: {len(letters)} mails would be composed.")
