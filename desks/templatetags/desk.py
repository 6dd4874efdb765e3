"""What the pages of a desk ask of it."""

from django import template

from actions import policies
from actions.models import ProgressState
from actions.models.reports import states_visible_to
from actions.services.expanding import agreed_due

from ..forms import KINDS_OF_A_SOURCE
from ..services.matters import networks_of

register = template.Library()


@register.simple_tag
def desk_address(desk, page, *args):
    """Where a page of the desk is, by the way its reader came."""
    return desk.address(page, *args)


@register.simple_tag
def steps_of(report, desk):
    """The names of the steps that whoever sits at the desk may take with a report (of `reports_at`) now."""
    if report.state == ProgressState.SENT:
        return ["acknowledge"] if policies.may_acknowledge(desk.standing) else []
    if not policies.may_write(desk.standing, report, networks_of(report)):
        return []
    return ["send" if report.state == ProgressState.DRAFT else "confirm", "change", "set-aside"]


@register.simple_tag
def may_withdraw_files(report, desk):
    """Whether whoever sits at the desk takes a file out of a report that was sent."""
    return policies.may_withdraw_files(desk.standing, report)


@register.simple_tag
def kinds_of_a_source():
    """The endings of the files that a mail or a note can be attached as, for a control that asks for one."""
    return KINDS_OF_A_SOURCE


@register.filter
def opens_at(agreement, desk):
    """Whether an agreement's own page opens for whoever sits at the desk. Reads its report."""
    return agreement.report.state in states_visible_to(desk.standing)


@register.filter
def agreed_day(commitment):
    """The day a commitment was agreed to be due, whatever new date stands beside it; None where it had none."""
    action = commitment.action
    return agreed_due(action, meeting_ends_on=action.agreement.report.meeting.ends_on)
