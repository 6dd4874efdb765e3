"""An action as an agreement's page shows it: what, who, by when, and each delegation's share."""

import dataclasses

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.models import (
    INFORMED,
    Action,
    ActionOwner,
    Audience,
    Commitment,
    DeadlineKind,
    DeadlineUnit,
    Evidence,
    ProgressAnswer,
    ProgressReport,
    ReportState,
)
from actions.models.commitments import PRESIDENCY
from actions.services.expanding import agreed_due
from actions.standing import bound_words, waiting_words
from networks import dates
from networks.alphabet import collation_key
from networks.services import presidency_terms

from . import changes, rows
from .presidency import Holding, holding

# What is read of an action and of a report of progress, with what they name: tables much wider than that.
ACTION_FIELDS = (
    "agreement",
    "position",
    *changes.ACTION_FIELDS,
    *(f"deadline_body__{field}" for field in ("short_en", "short_es")),
    *(f"bound_to__{field}" for field in ("ordinal", "title_en", "title_es", "state", "starts_on", "is_public")),
    *(f"bound_to__network__{field}" for field in ("name_en", "name_es")),
    "bound_to__report__state",
)
REPORT_FIELDS = (
    *(f"report__{field}" for field in ("text", "language", "done", "on", "new_date", "audience")),
    *(f"report__delegation__{field}" for field in ("name_en", "name_es")),
)


@dataclasses.dataclass(frozen=True)
class SharedAction:
    action: Action
    owners: list[str]
    deadline: str
    deadline_note: str
    row: rows.Row | None
    said: list
    presidency: Holding | None = None
    reports: list[ProgressReport] = dataclasses.field(default_factory=list)

    @property
    def has_own_days(self):
        """Some share has another day than the rest: then each says its own."""
        return len({commitment.due_on for _situation, commitment in self.said}) > 1


def shared_actions(agreement, *, reader):
    """Each action of the agreement as a `SharedAction`: at most six queries, one of them if PPT is in it.

    Shares stand as on the reader's day; without the follow-up, the actions as agreed and no more.
    """
    parts = [Prefetch("owners", ActionOwner.objects.select_related("delegation").order_by("position", "pk"))]
    if reader.sees_follow_up:
        shares = Commitment.objects.select_related("delegation").order_by("delegation__code")
        parts.append(Prefetch("commitments", shares))
    actions = agreement.actions.select_related("deadline_body", "bound_to__network", "bound_to__report")
    actions = actions.only(*ACTION_FIELDS).order_by("position").prefetch_related(*parts)
    shares = [share for action in actions for share in action.commitments.all()] if reader.sees_follow_up else []
    terms = presidency_terms() if any(share.delegation.code == PRESIDENCY for share in shares) else []
    reports = reports_on(shares, reader=reader) if reader.sees_follow_up else {}
    return [_shared(action, agreement, terms=terms, reports=reports, reader=reader) for action in actions]


def reports_on(shares, *, reader):
    """{action id: what was informed of it that the reader may read, the last first}; two queries."""
    action_of = {share.pk: share.action_id for share in shares}
    may_be_read = ProgressReport.objects.visible_to(reader.standing).filter(state__in=INFORMED)
    answers = (
        ProgressAnswer.objects.filter(commitment__in=action_of, report__in=may_be_read)
        .select_related("report__delegation")
        .prefetch_related(Prefetch("report__evidence", Evidence.objects.filter(is_source=False)))
        .only("commitment", *REPORT_FIELDS)
        .order_by("-report__on", "-report_id")
    )
    found = {}
    for answer in answers:
        reports = found.setdefault(action_of[answer.commitment_id], [])
        if answer.report not in reports:
            reports.append(answer.report)
    return found


def handovers_of(actions):
    """When the presidency passed on while it had a share of one of these `SharedAction`s, the first time first."""
    passed = {one.on: one for shared in actions if shared.presidency for one in shared.presidency.handovers}
    return [passed[day] for day in sorted(passed)]


def _shared(action, agreement, *, terms, reports, reader):
    commitments = list(action.commitments.all()) if reader.sees_follow_up else []
    for commitment in commitments:
        commitment.action = action
    office = next((one for one in commitments if one.delegation.code == PRESIDENCY), None)
    said = [(one.situation(on=reader.today), one) for one in commitments]
    said.sort(key=lambda one: collation_key(one[1].delegation.in_language("name")))
    row = None
    if reader.sees_follow_up:
        action.is_call = any(owner.audience == Audience.INTERESTED for owner in action.owners.all())
        row = rows.row_of(action.agreement, actions=[action], commitments=commitments, today=reader.today)
    return SharedAction(
        action=action,
        owners=[str(owner) for owner in action.owners.all()],
        deadline=deadline_words(action, said),
        deadline_note=(standing_note(action, reader=reader) if reader.sees_follow_up else "") or deadline_note(action),
        row=row,
        said=said,
        presidency=office and holding(office, agreed_on=agreement.agreed_on, terms=terms, today=reader.today),
        reports=reports.get(action.pk, []),
    )


def deadline_words(action, said=()):
    """The day it comes to, or what it waits for."""
    days = {commitment.due_on for _situation, commitment in said if commitment.due_on and not commitment.extended_to}
    if action.deadline_kind == DeadlineKind.DATE:
        return dates.day(action.deadline_on)
    if said and action.bound_to is not None:
        # A share that is closed keeps the day on which its meeting was to be then.
        return dates.day(agreed_due(action, meeting_ends_on=None))
    if days:
        return dates.day(min(days))
    if action.deadline_on:
        return dates.day(action.deadline_on)
    return _("No deadline") if action.deadline_kind == DeadlineKind.NONE else deadline_note(action)


def standing_note(action, *, reader):
    """Which meeting the deadline is bound to, or what it waits for; nothing of a meeting the reader may not see."""
    if action.deadline_kind != DeadlineKind.EVENT:
        return ""
    meeting = action.bound_to
    if meeting is None:
        return waiting_words(action)
    report = getattr(meeting, "report", None)
    in_view = meeting.is_public or (report is not None and report.state == ReportState.PUBLISHED)
    if not in_view and not reader.standing.is_of_the_conference:
        return ""
    return bound_words(action, address=meeting.get_absolute_url())


def deadline_note(action):
    """How the deadline was agreed, where it is no plain day."""
    if action.deadline_kind == DeadlineKind.PERIOD:
        return period_words(action.deadline_amount, action.deadline_unit)
    if action.deadline_kind != DeadlineKind.EVENT:
        return ""
    body = action.deadline_body
    when = f", {dates.month(action.deadline_month)}" if action.deadline_month else ""
    offset = action.deadline_offset_days
    if offset < 0:
        words = ngettext(
            "%(number)s day before the meeting (%(body)s%(when)s)",
            "%(number)s days before the meeting (%(body)s%(when)s)",
            -offset,
        )
    elif offset > 0:
        words = ngettext(
            "%(number)s day after the meeting (%(body)s%(when)s)",
            "%(number)s days after the meeting (%(body)s%(when)s)",
            offset,
        )
    else:
        words = _("at the meeting (%(body)s%(when)s)")
    return words % {"number": abs(offset), "body": body, "when": when}


def period_words(amount, unit):
    """Within two months of the meeting, as a number."""
    words = {
        DeadlineUnit.DAYS: ngettext("%(number)s day after the meeting", "%(number)s days after the meeting", amount),
        DeadlineUnit.WEEKS: ngettext("%(number)s week after the meeting", "%(number)s weeks after the meeting", amount),
        DeadlineUnit.MONTHS: ngettext(
            "%(number)s month after the meeting", "%(number)s months after the meeting", amount
        ),
    }
    return words[unit] % {"number": amount}
