"""Who informs, answers, asks, acknowledges, and opens a draft: pure predicates on what a person is on a day.

standing: networks.standing.Standing. network_ids: the bodies whose meetings agreed on what a report speaks of.
"""

from networks.standing import OFFICERS

from .models import CHANGEABLE, CameBy, ProgressState


def speaks_for_all(standing, delegation_id, network_ids):
    """Whether this person informs for the delegation in each of these bodies."""
    return bool(network_ids) and all(standing.speaks_for(delegation_id, network_id) for network_id in network_ids)


def may_inform(standing, *commitments):
    """Whether this person informs of all these commitments: staff on behalf, others for whoever bears them.

    commitments: each with `bearer`, as `with_bearer` gives it, and with its agreement's report and meeting.
    """
    return standing.is_staff or all(may_answer(standing, one) for one in commitments)


def may_answer(standing, commitment):
    """Whether this person answers for the delegation that bears the commitment. commitment: as in `may_inform`."""
    return standing.speaks_for(commitment.bearer, commitment.action.agreement.report.meeting.network_id)


def may_join(standing, delegation_id, network_id):
    """Whether this person joins an open call of that body for the delegation: its officers, and staff on its behalf."""
    officer = any(place.delegation_id == delegation_id and place.role in OFFICERS for place in standing.places)
    return standing.is_staff or (officer and standing.speaks_for(delegation_id, network_id))


def may_ask(standing):
    return standing.is_staff


def may_answer_on_behalf(standing):
    return standing.is_staff


def may_acknowledge(standing):
    return standing.is_staff


def may_open_draft(standing, network_id):
    """Whether this person opens the draft report of a meeting of that body to those designated, and closes it again.

    Its chairs, as the presidency; staff on the presidency's behalf, with a reason that says who asked.
    """
    return standing.is_staff or not standing.chaired.isdisjoint({None, network_id})


def may_withdraw_files(standing, report):
    """Whether this person takes a file out of a report that nobody changes any more: the secretariat, with a reason."""
    return standing.is_staff and report.state not in CHANGEABLE


def may_confirm(standing, report, network_ids):
    """What came without a person signed in is confirmed by whoever informs for the delegation, or the secretariat."""
    return standing.is_staff or speaks_for_all(standing, report.delegation_id, network_ids)


def may_write(standing, report, network_ids):
    """Whether this person changes or sends the report: a draft its own side, what is to be confirmed who confirms it.

    Once sent, nobody.
    """
    if report.state == ProgressState.TO_CONFIRM:
        return may_confirm(standing, report, network_ids)
    if report.state != ProgressState.DRAFT:
        return False
    if report.came_by == CameBy.ON_BEHALF:
        return standing.is_staff
    return speaks_for_all(standing, report.delegation_id, network_ids)
