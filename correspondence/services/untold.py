"""Why nobody is told of a commitment by mail, in words for staff."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WITHOUT_A_MAILBOX = gettext_lazy(
    "Nothing is sent to anybody: the mail settings do not say which mailbox the secretariat has."
)


def why_silent(commitment, *, bearers, switched_on):
    """Why no mail may go out about a commitment on the day of `bearers`; "" where one may.

    switched_on: the keys of the networks whose mails are switched on.
    """
    network = commitment.action.agreement.report.meeting.network
    if network.pk not in switched_on:
        return _("The mails of %(network)s are not switched on.") % {"network": network}
    if commitment.delegation_id in bearers.spared:
        return _("%(delegation)s is on hold.") % {"delegation": commitment.delegation}
    return ""


def why_unreached(commitment, *, bearers, written_to):
    """Why a mail about a commitment would reach nobody. written_to: recipients.Addresses."""
    network = commitment.action.agreement.report.meeting.network
    values = {"delegation": commitment.delegation, "network": network}
    if written_to.designates((bearers.of(commitment.delegation_id), network.pk)):
        return _("No mail reaches those whom %(delegation)s has designated for %(network)s.") % values
    return _("%(delegation)s has nobody to write to for %(network)s.") % values
