"""What the pages of a desk ask of it."""

from django import template

from actions import policies
from actions.models import ProgressState

register = template.Library()


@register.simple_tag
def desk_address(desk, page, *args):
    """Where a page of the desk is, by the way its reader came."""
    return desk.address(page, *args)


@register.simple_tag
def steps_of(report, desk):
    """The names of the steps that whoever sits at the desk may take with a report now."""
    if report.state == ProgressState.SENT:
        return ["acknowledge"] if policies.may_acknowledge(desk.standing) else []
    may_decide = desk.standing.is_staff or desk.is_officers
    if report.state == ProgressState.TO_CONFIRM:
        return ["confirm", "set-aside"] if may_decide else []
    if report.state == ProgressState.DRAFT:
        return ["send", "set-aside"] if desk.standing.is_staff or report.author_id else []
    return []
