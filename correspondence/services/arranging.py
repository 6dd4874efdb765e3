"""What the secretariat decides: whose mails are on, by which ladder, the settings; and what it has seen."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from networks.services import delete_recorded, save_recorded

from ..models import Addressee, MailSettings, ReminderPolicy, ReminderStep

EARLIEST, LATEST = -180, 365
MOST_STEPS = 12


class CannotArrange(Exception):
    """It stays as it was; the message may be shown to the user."""


def arrange_network(*, network, is_on, days, by, on, reason=""):
    """Switch a network's mails on (from the day `on`) or off, and give it its steps.

    days: of the steps, from the deadline, negative before it. Raises CannotArrange.
    """
    _check_ladder(days)
    with transaction.atomic():
        policy = ReminderPolicy.objects.select_for_update(of=("self",)).filter(network=network).first()
        policy = policy or ReminderPolicy(network=network)
        if policy.pk is None or policy.is_on != is_on:
            policy.is_on, policy.on_since = is_on, on if is_on else None
            save_recorded(policy, by=by, reason=reason)
        wanted, there = set(days), {row.days: row for row in policy.steps.all()}
        for step in sorted(there.keys() - wanted):
            delete_recorded(there[step], by=by, reason=reason)
        for step in sorted(wanted - there.keys()):
            save_recorded(ReminderStep(policy=policy, days=step), by=by, reason=reason)
    return policy


def _check_ladder(days):
    if not days:
        raise CannotArrange(_("A ladder needs a step: without one nobody is reminded."))
    if len(set(days)) > MOST_STEPS:
        raise CannotArrange(
            ngettext("A ladder has at most %(number)s step.", "A ladder has at most %(number)s steps.", MOST_STEPS)
            % {"number": MOST_STEPS}
        )
    for one in days:
        if not EARLIEST <= one <= LATEST:
            raise CannotArrange(
                _("%(days)s is no step: from %(earliest)s (before the deadline) to %(latest)s (after it).")
                % {"days": one, "earliest": EARLIEST, "latest": LATEST}
            )


def take_up_again(*, address, now):
    """Let mail go to an address again that could not be delivered to."""
    return Addressee.objects.filter(address=address, undeliverable_at__lte=now).update(
        undeliverable_at=None, undeliverable_reason=""
    )


def tick_notice(*, notice, by, now):
    """Note that staff saw a notice; who ticked it first stays."""
    return type(notice).objects.filter(pk=notice.pk, seen_at=None).update(seen_at=now, seen_by=by)


def mail_settings():
    """The settings as they stand; unsaved defaults before anybody wrote any."""
    return MailSettings.objects.filter(pk=1).first() or MailSettings(pk=1)
