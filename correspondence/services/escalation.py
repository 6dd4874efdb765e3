"""What the secretariat and the presidency are told, and the list of whom the secretariat calls."""

from django.conf import settings
from django.db.models import Q

from actions.models.commitments import BINDING
from networks.models import Role, User

from ..models import Because, MailKind, Notice, Rhythm, Section
from .concerns import concerns
from .ladder import latest_step
from .letters import Entry, Letter
from .matters import NETWORK, Bearers, due_in, ladders, matters, reminded_of
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
    hears. The secretariat is told what comes onto its call list, what it is to be told by `arrangements`, what came
    back since, and once a week whatever stands in the way of a mail.
    """
    calling, told_secretariat, told_presidency = _fallen_due(day, arrangements)
    entries = [_entry(day, matter, Because.ESCALATED) for matter in told_secretariat]
    already = {matter.pk for matter in told_secretariat}
    entries += [_entry(day, matter, Because.STEP, days) for matter, days in calling if matter.pk not in already]
    notices = list(Notice.objects.untold().filter(at__lte=now).order_by("at", "pk").values_list("pk", flat=True))
    written = []
    if entries or notices or unheard or (Rhythm.WEEKLY in day.spans and concerns(on=day.on)):
        written.append(_to_the_secretariat(arrangements.secretariat_address.lower(), entries, notices))
    return [*written, *_to_the_presidency(day, told_presidency)]


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
    return Entry(matter.pk, bearer, matter.network_id, Section.DATE_PASSED, because, step)


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
    """Letters to those designated for the presidency, else to its holder's focal points, else its liaison officers."""
    groups = _presidency(day)
    entries = {}
    for matter in told:
        for group in groups:
            reached = [one for one, networks in group.items() if {matter.network_id, None} & networks]
            if reached:
                for address in reached:
                    entries.setdefault(address, []).append(_entry(day, matter, Because.ESCALATED))
                break
    recipients = day.addresses.recipients
    return [
        Letter(MailKind.PRESIDENCY, address, recipients[address].person_id, recipients[address].language, of_address)
        for address, of_address in sorted(entries.items())
    ]


def _presidency(day):
    """Three groups, each {address: the networks it hears about, None for all}."""
    groups = [{}, {}, {}]
    bearers = day.bearers
    for one in day.addresses.designated:
        if not one.is_active or one.role == Role.CHAIR:
            continue
        if one.delegation_id == bearers.office:
            group = groups[0]
        elif one.delegation_id == bearers.holder and one.role == Role.FOCAL_POINT:
            group = groups[1]
        elif one.delegation_id == bearers.holder and one.role == Role.LIAISON_OFFICER:
            group = groups[2]
        else:
            continue
        for address in ((one.email or "").lower(), one.copy_to.lower()):
            if address in day.addresses.recipients:
                group.setdefault(address, set()).add(one.network_id)
    return groups
