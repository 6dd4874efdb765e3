"""Who is told what on a day, found the plain way: one address, one commitment, one question after the other.

Slow, and written from the rules alone: what the planning is held against.
"""

import datetime
import functools
import zoneinfo

from actions.models import Commitment
from correspondence.models import Addressee, DelegationHold, DigestDay, Mention, ReminderPolicy
from networks.models import Conference, Designation, Holiday, Presidency

A_DAY = datetime.timedelta(days=1)
ASKED_ONCE: list = []  # what is the same for all that is asked of one plan
SECTIONS = ["date_passed", "due_soon", "adopted", "to_confirm", "stale", "passed_on"]


def _asked_once_a_day(function):
    ASKED_ONCE.append(functools.cache(function))
    return ASKED_ONCE[-1]


def plain_digests(*, on, now):
    """{address: {commitment: (delegation, section, because, step)}} of the digests of the day."""
    for function in ASKED_ONCE:
        function.cache_clear()
    letters = {}
    for address in _all_addresses():
        told = {}
        for commitment in _all_commitments():
            said = _said(address, commitment, on=on, now=now)
            if said:
                told[commitment.pk] = said
        if any(because != "listed" for _delegation, _section, because, _step in told.values()):
            letters[address] = told
    return letters


def _all_addresses():
    pairs = Designation.objects.values_list("person__email", "copy_to")
    return sorted({address.lower() for pair in pairs for address in pair if address})


@_asked_once_a_day
def _all_commitments():
    return list(Commitment.objects.select_related("delegation", "action__agreement__report__meeting__network"))


@_asked_once_a_day
def _choice(address):
    return Addressee.objects.filter(address=address).first() or Addressee(address=address)


def _said(address, commitment, *, on, now):
    choice = _choice(address)
    if choice.unsubscribed_at or choice.undeliverable_at or not _is_reminded(commitment, on=on):
        return None
    span = _span(choice.rhythm, on=on)
    falls_due = choice.rhythm == "daily" or _is_weekly(on) or _is_too_late_next_week(commitment, on=on)
    network = commitment.action.agreement.report.meeting.network
    through = [one.delegation for one in _designations(address, on=on) if one.network in (None, network)]
    said = []
    for place, delegation in enumerate(_borne_by(commitment, on=on)):
        if delegation in through:
            what = _what(address, commitment, *span, falls_due, on=on, now=now)
            if what:
                said.append((SECTIONS.index(what[0]), place, delegation.pk, *what))
    for country, passed_on in _passed_on(on=on).items():
        of_the_office = commitment.delegation.code == "PPT" and commitment.action.agreement.agreed_on < passed_on
        is_pending = of_the_office and commitment.status != "to_confirm"
        if is_pending and country in through and not _on_hold(country, on=on):
            said.append((SECTIONS.index("passed_on"), 0, country.pk, "passed_on", "listed", None))
    return min(said, key=lambda one: one[:3])[2:] if said else None


@_asked_once_a_day
def _designations(address, *, on):
    return [
        one
        for one in Designation.objects.select_related("person", "delegation", "network")
        if one.starts_on <= on
        and (one.ends_on is None or one.ends_on >= on)
        and one.role != "chair"
        and one.person.is_active
        and address in (one.person.email, one.copy_to.lower())
    ]


@_asked_once_a_day
def _holder(on):
    held = Presidency.objects.on(on).order_by("starts_on").first()
    return held.delegation if held else None


@_asked_once_a_day
def _borne_by(commitment, *, on):
    """Who bears it first, then the office whose share it is."""
    if commitment.delegation.code == "PPT" and _holder(on):
        return [_holder(on), commitment.delegation]
    return [commitment.delegation]


@_asked_once_a_day
def _passed_on(*, on):
    """The countries that a handover of the last thirty days concerns, each with the day of its last one."""
    found = {}
    for number in reversed(range(30)):
        day = on - number * A_DAY
        if _holder(day) != _holder(day - A_DAY):
            for country in (_holder(day - A_DAY), _holder(day)):
                if country:
                    found[country] = day
    return found


@_asked_once_a_day
def _on_hold(delegation, *, on):
    return DelegationHold.objects.filter(delegation=delegation).on(on).exists()


@_asked_once_a_day
def _is_reminded(commitment, *, on):
    agreement = commitment.action.agreement
    report, network = agreement.report, agreement.report.meeting.network
    if commitment.status not in ("open", "in_progress", "to_confirm") or report.state not in ("adopted", "published"):
        return False
    followed = report.followed
    if followed is None:
        followed = network.followed_from is None or agreement.agreed_on >= network.followed_from
    switched_on = ReminderPolicy.objects.filter(network=network, is_on=True).exists()
    held = any(_on_hold(delegation, on=on) for delegation in _borne_by(commitment, on=on))
    return followed and switched_on and not held


@_asked_once_a_day
def _is_working(day):
    return day.weekday() < 5 and not Holiday.objects.filter(on=day).exists()


def _working_before(day):
    while not _is_working(day):
        day -= A_DAY
    return day


def _working_after(day):
    while not _is_working(day):
        day += A_DAY
    return day


def _sunday(day):
    while day.weekday() != 6:
        day += A_DAY
    return day


@_asked_once_a_day
def _span(rhythm, *, on):
    """(after which day, until which day, filed after when)"""
    composed = [one for one in DigestDay.objects.order_by("day") if one.day < on]
    if not composed:
        zone = zoneinfo.ZoneInfo(Conference.objects.get(pk=1).time_zone)
        midnight = datetime.datetime.combine(on, datetime.time(), zone)
        return _working_before(on - A_DAY), on if rhythm == "daily" else _sunday(on), midnight
    an_hour = datetime.timedelta(hours=1)
    if rhythm == "daily":
        return composed[-1].day, on, composed[-1].composed_at - an_hour
    first = next(one for one in composed if _sunday(one.day) == _sunday(composed[-1].day))
    return first.day, _sunday(on), first.composed_at - an_hour


@_asked_once_a_day
def _is_weekly(on):
    """Whether the weekly digests are of this day: the first of its week that is composed."""
    return not any(one.day < on and _sunday(one.day) == _sunday(on) for one in DigestDay.objects.all())


def _is_too_late_next_week(commitment, *, on):
    """Whether its deadline was set after the week's digest and comes before the next one."""
    if commitment.due_on is None or commitment.due_since is None:
        return False
    this_week = min(one.day for one in DigestDay.objects.all() if _sunday(one.day) == _sunday(on))
    next_week = _working_after(_sunday(on) + A_DAY)
    return this_week <= commitment.due_since and on <= commitment.due_on < next_week


def _what(address, commitment, since, until, filed_after, falls_due, *, on, now):
    """(section, because, step) of a commitment for an address, or None. falls_due: False where it is only listed."""
    agreement, due_on = commitment.action.agreement, commitment.due_on
    binding = commitment.action.force in ("undertaken", "requested")
    to_confirm = commitment.status == "to_confirm"
    step = _step(address, commitment, since, until, on=on) if falls_due and not to_confirm else None
    filed = agreement.report.versions.filter(withdrawn_at=None).order_by("made_at").first()
    is_new = (
        falls_due
        and filed is not None
        and filed_after < filed.made_at <= now
        and agreement.agreed_on >= on - 60 * A_DAY
        and not Mention.objects.filter(
            mail__recipient=address, mail__day__gte=_span_start(on=on), mail__kind="digest", commitment=commitment
        ).exists()
    )
    is_stale = commitment.situation(on=on) == "stale"
    # Nobody is asked about what a report filed within six months has on record.
    filed_lately = filed is not None and now - 182 * A_DAY < filed.made_at <= now
    asked = filed_lately or _was_asked(address, commitment, on=on)
    if to_confirm:
        return ("to_confirm", "adopted", None) if is_new else None
    if due_on and due_on < on and binding:
        section = "date_passed"
    elif due_on and on <= due_on and (due_on <= on + 30 * A_DAY or step is not None):
        section = "due_soon"
    elif is_stale:
        section = "stale"
    elif is_new:
        section = "adopted"
    else:
        return None
    if step is not None:
        return section, "step", step
    if is_stale and not asked and falls_due:
        return section, "stale", None
    return section, "adopted" if is_new else "listed", None


def _was_asked(address, commitment, *, on):
    """Whether anybody was asked for news of it in six months; what came back counts for four weeks.

    For who reads weekly nobody else counts who was asked since the last weekly digests.
    """
    weekly, since = _choice(address).rhythm == "weekly", _span("weekly", on=on)[0]
    for mail in _questions(commitment):
        came_back = mail.state in ("refused", "returned")
        counts = mail.state != "withdrawn" and mail.day > on - (28 if came_back else 182) * A_DAY
        if counts and (not weekly or mail.day <= since or mail.recipient == address):
            return True
    return False


@_asked_once_a_day
def _questions(commitment):
    return [mention.mail for mention in Mention.objects.filter(commitment=commitment, because="stale")]


def _span_start(*, on):
    """From which day on it matters what an address was told: the week's first at the latest."""
    return min(_sunday(on) - 6 * A_DAY, *(_span(rhythm, on=on)[0] for rhythm in ("daily", "weekly")))


def _step(address, commitment, since, until, *, on):
    """The latest step that falls due, unless the address was told of it, or of one after it, for this very deadline."""
    due_on, set_on = commitment.due_on, commitment.due_since
    policy = ReminderPolicy.objects.get(network=commitment.action.agreement.report.meeting.network)
    binding = commitment.action.force in ("undertaken", "requested")
    since = max(since, policy.on_since - A_DAY)
    fallen_due = []
    for step in policy.steps.all() if due_on else ():
        if not binding and (step.days > 0 or due_on < on):
            continue
        own_day = due_on + step.days * A_DAY
        goes_out_on = _working_before(own_day) if step.days < 0 else _working_after(own_day)
        in_its_time = own_day > since and goes_out_on <= until
        caught_up = (
            step.days < 0
            and own_day <= since
            and set_on is not None
            and set_on >= since
            and _working_after(set_on) <= min(until, due_on)
        )
        if in_its_time or caught_up:
            fallen_due.append(step.days)
    if not fallen_due:
        return None
    days = max(fallen_due)
    told = Mention.objects.filter(
        mail__recipient=address, mail__kind="digest", commitment=commitment, step__gte=days, due_on=due_on
    )
    return None if told.exists() else days
