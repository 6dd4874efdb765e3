"""A day's digests of a large record, on PostgreSQL."""

from bench.figures import Figure, at_least, at_most
from bench.workshop import Workshop

SECONDS = 20
MEGABYTES = 300
FASTER = 20
QUIET_SECONDS = 1


def measure(workshop: Workshop) -> list[Figure]:
    environment = workshop.on_postgresql("reminders")
    filled = workshop.inside(environment, "reminders", "fill")
    workshop.analyze(environment)
    queries = workshop.inside(environment, "reminders", "plan")
    plainly = workshop.inside(environment, "reminders", "plainly")
    composed = workshop.inside(environment, "reminders", "compose")
    quiet = workshop.inside(environment, "reminders", "quiet")
    what = f"{filled['commitments']} open commitments, {filled['persons']} persons"
    return [
        at_most(
            f"composing one day, {what}",
            composed["seconds"],
            SECONDS,
            " s",
            digits=1,
            note=f"{composed['mails']} mails that list {composed['mentions']}; {composed['queries']} queries in all",
        ),
        at_most("its memory: the process's peak, Django and all", composed["megabytes"], MEGABYTES, " MB"),
        at_most(
            f"queries to plan it, for {filled['persons']} persons",
            queries["all"],
            queries["few"],
            note=f"{queries['few']} for {filled['few']}; what is written goes in statements of 5,000 rows",
        ),
        at_least(
            "faster than the plain way",
            plainly / composed["seconds"],
            FASTER,
            " times",
            note=f"{plainly:.0f} s by {filled['plain']} of the commitments",
        ),
        at_most(f"a day with nothing due, {what}", quiet, QUIET_SECONDS, " s", digits=2),
    ]
