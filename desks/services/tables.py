"""A delegation's desk as a table, in the columns that the conference knows from its follow-up matrix."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.models import ProgressState
from actions.services.expanding import agreed_due
from actions.standing import waiting_words
from documents.writing.tables import Column, Table
from networks import dates
from networks.services import public_version

from .matters import closes
from .pending import AS_THEIR_SITUATION, CALLS, HEADINGS, open_calls, pending_of

# (heading, width in characters), in the conference's order
COLUMNS = (
    (gettext_lazy("Point"), 16),
    (gettext_lazy("What"), 44),
    (gettext_lazy("Responsible"), 18),
    (gettext_lazy("Date"), 14),
    (gettext_lazy("Status"), 16),
    (gettext_lazy("Progress"), 44),
    (gettext_lazy("Remarks"), 34),
)
OPEN_CALL = gettext_lazy("open call")
# What is told of a report's day before its words, as long as it is not informed.
NOT_INFORMED = {
    ProgressState.DRAFT: gettext_lazy("draft, not sent"),
    ProgressState.TO_CONFIRM: gettext_lazy("to be confirmed"),
}


def columns():
    """The conference's columns in the reader's language."""
    return [Column(str(heading), width) for heading, width in COLUMNS]


def pending_table(delegation, *, on, networks=(), group="", for_staff=False):
    """All that is on the delegation's desk on the day `on`, as one Table; networks, group, for_staff as on the page."""
    title = _("Pending matters of %(delegation)s") % {"delegation": delegation}
    tables = pending_tables(delegation, on=on, networks=networks, group=group, for_staff=for_staff)
    return Table(title, columns(), [row for table in tables for row in table.rows])


def pending_tables(delegation, *, on, networks=(), group="", for_staff=False):
    """The same as a Table for each group, and one for the open calls that the delegation could join."""
    groups = pending_of(delegation, on=on, networks=networks, in_all=None, for_staff=for_staff)
    groups = [one for one in groups if group in ("", one.name)]
    tables = [
        Table(str(one.heading), columns(), [_matter_row(matter, delegation) for matter in one.matters])
        for one in groups
    ]
    calls = []
    if group in ("", CALLS):
        calls = open_calls(delegation, on=on, version=public_version(), networks=networks)
    if rows := [_call_row(action) for action in calls]:
        tables.append(Table(_("Open calls the delegation could join"), columns(), rows))
    return tables


def _matter_row(matter, delegation):
    commitment = matter.commitment
    action = commitment.action
    return (
        action.agreement.reference,
        what_of(action),
        _("Presidency Pro-Témpore") if matter.as_presidency else str(delegation),
        commitment.due_on or (waiting_words(action) if matter.situation == "waiting" else None),
        _status(matter),
        progress_of(commitment, matter.report),
        _remarks(matter, delegation),
    )


def _call_row(action):
    return (
        action.agreement.reference,
        what_of(action),
        _("interested Member Countries"),
        action.deadline_on,
        str(OPEN_CALL),
        "",
        "",
    )


def what_of(action):
    """What an action is in the reader's language; where nobody put it in words, the agreement's text."""
    what = action.in_language("what") or action.agreement.in_language("text")
    return f"{what[:1].upper()}{what[1:]}"


def progress_words(report):
    """A report as a cell: its day and its text; "" for None. What is not informed says so."""
    if report is None:
        return ""
    told = NOT_INFORMED.get(report.state)
    day = f"{dates.day(report.on)} ({told})" if told else dates.day(report.on)
    return f"{day}: {report.text}"


def progress_of(commitment, report):
    """What a table says of a commitment's progress, as a cell. report: the last one that the table tells, or None."""
    return "\n".join(progress_parts(commitment, report))


def progress_parts(commitment, report):
    """The same in parts: its day, status and outcome, if it is closed and not by this report; then the report."""
    parts = [progress_words(report)]
    if commitment.closed_on and not (report and closes(report, commitment)):
        words = [f"{dates.day(commitment.closed_on)}: {commitment.get_status_display()}", commitment.outcome]
        parts.insert(0, ". ".join(filter(None, words)))
    return list(filter(None, parts))


def _status(matter):
    if matter.situation in AS_THEIR_SITUATION:
        return str(HEADINGS[matter.situation])
    words = matter.commitment.get_status_display()
    return f"{words[:1].upper()}{words[1:]}"


def _remarks(matter, delegation):
    words = standing_remarks(matter.commitment)
    if matter.report and matter.report.delegation != delegation:
        words.insert(0, _("Informed by %(delegation)s.") % {"delegation": matter.report.delegation})
    if matter.question:
        words.insert(0, _("The Technical Secretariat asks: %(question)s") % {"question": matter.question.text})
    if matter.others:
        words.append(
            _("Others who have informed: %(informed)s of %(others)s.")
            % {"informed": matter.informed, "others": matter.others}
        )
    return "\n".join(words)


def standing_remarks(commitment):
    """What stands beside a commitment: the date agreed where another holds now, and the condition. A list of words."""
    action = commitment.action
    words = []
    if commitment.extended_to:
        agreed = agreed_due(action, meeting_ends_on=action.agreement.report.meeting.ends_on)
        if agreed:
            words.append(_("Agreed for %(day)s; the new date stands beside it.") % {"day": dates.day(agreed)})
    if condition := action.in_language("condition"):
        words.append(condition)
    return words
