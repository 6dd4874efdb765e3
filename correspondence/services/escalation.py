"""What the secretariat and the presidency are told, and the list of whom the secretariat calls."""

from django.conf import settings
from django.db.models import Q

from actions.models.commitments import BINDING
from networks.models import User

from ..models import Because, MailKind, Notice, Rhythm, Section
from .concerns import concerns
from .ladder import latest_step
from .letters import Entry, Letter
from .matters import NETWORK, Bearers, due_in, ladders, matters, reminded_of
from .presidency import Presidency
from .recipients import LANGUAGES
from .working_days import A_DAY


def call_list(*, on):
    """What the secretariat calls about on the day `on`: its date passed, and the ladder has no step left.

    A queryset of commitments; four queries go before it.
    """
    of_networks = ladders()
    by_days = {}
    for network, ladder in of_networks.items():
        by_days.setdefault(_days_until_calling(ladder.steps), []).append(network)
    over = Q(pk__in=[])
    for days, networks in by_days.items():
        over |= Q(**{f"{NETWORK}__in": networks, "due_on__lte": on - days * A_DAY})
    return reminded_of(networks=list(of_networks), bearers=Bearers(on=on)).filter(over, action__force__in=BINDING)


def letters(day, unheard, *, arrangements, now):
    """The secretariat's digest of a day, if it has anything to say, and the presidency's.

    day: a planning.Day. unheard: pairs of a delegation and a network for which something falls due of which nobody
    hears. The secretariat is told what comes onto its call list, what it is to be told by `arrangements` and what the
    presidency is while nobody hears for it, what came back since, and once a week whatever stands in the way of a mail.
    """
    calling, told_secretariat, told_presidency = _fallen_due(day, arrangements)
    to_the_presidency, unreached = _to_the_presidency(day, told_presidency)
    escalated = {matter.pk: matter for matter in (*told_secretariat, *unreached)}
    entries = [_entry(day, matter, Because.ESCALATED) for matter in escalated.values()]
    entries += [_entry(day, matter, Because.STEP, days) for matter, days in calling if matter.pk not in escalated]
    untold = Notice.objects.untold().filter(at__lte=now).order_by("at", "pk").values_list("pk", flat=True)
    notices = [key for key in untold if key not in day.foreseen.notices]
    written = []
    if entries or notices or unheard or (day.begins_a_week and concerns(on=day.on)):
        written.append(_to_the_secretariat(arrangements.secretariat_address.lower(), entries, notices))
    return [*written, *to_the_presidency]


def _days_until_calling(steps):
    return max((*steps, 0)) + 1


def _fallen_due(day, arrangements):
    """What comes onto the call list, as (matter, days), and what the secretariat and the presidency are told of."""
    calling = {network: _days_until_calling(ladder.steps) for network, ladder in day.ladders.items()}
    # A day after the deadline at the soonest: on the day itself nothing has passed.
    after = [max(days, 1) for days in (arrangements.secretariat_after, arrangements.presidency_after)]
    after = after if arrangements.escalates else []
    window = day.spans[Rhythm.DAILY].window
    steps = {network: tuple(sorted({days, *after})) for network, days in calling.items()}
    found = [[], [], []]
    rows = matters(day.reminded_of().filter(due_in(window, ladders=steps), action__force__in=BINDING))
    for matter in sorted(rows, key=lambda one: (one.due_on, one.pk)):
        of_network = window.starting(day.ladders[matter.network_id].on_since)
        for place, days in enumerate([calling[matter.network_id], *after]):
            if latest_step((days,), due_on=matter.due_on, due_since=matter.due_since, window=of_network):
                found[place].append((matter, days) if place == 0 else matter)
    return found


def _entry(day, matter, because, step=None):
    bearer = day.bearers.of(matter.delegation_id)
    due_on = None if step is None else matter.due_on
    return Entry(matter.pk, bearer, matter.network_id, Section.DATE_PASSED, because, step, due_on)


def _to_the_secretariat(address, entries, notices):
    person, language = User.objects.filter(email=address).values_list("pk", "language").first() or (None, "")
    return Letter(
        kind=MailKind.SECRETARIAT,
        recipient=address,
        person_id=person,
        language=language if language in LANGUAGES else settings.LANGUAGE_CODE,
        entries=entries,
        notices=notices,
    )


def _to_the_presidency(day, told):
    """(the letters to whoever hears for the presidency, the matters of which nobody does)"""
    presidency = Presidency(bearers=day.bearers, written_to=day.addresses)
    entries, unreached = {}, []
    for matter in told:
        reached = presidency.of(matter.network_id)
        for address in reached:
            entries.setdefault(address, []).append(_entry(day, matter, Because.ESCALATED))
        if not reached:
            unreached.append(matter)
    recipients = day.addresses.recipients
    letters = [
        Letter(MailKind.PRESIDENCY, address, recipients[address].person_id, recipients[address].language, of_address)
        for address, of_address in sorted(entries.items())
    ]
    return letters, unreached
