"""An agreement as a list shows it: who is responsible, how far each is, by when."""

import dataclasses
import datetime
from collections import defaultdict
from urllib.parse import quote

from django.db.models import Exists, OuterRef
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from actions.models import Action, ActionOwner, Agreement, Audience, Commitment
from actions.models.commitments import PRESIDENCY, SITUATIONS

from . import services, wording
from .filters import Filters
from .keeping import many_kept_under_version

NO_FILTERS = Filters()
PRESSING = {situation: place for place, situation in enumerate(SITUATIONS)}
MARKS = {
    "fulfilled": "y",
    "date_passed": "n",
    "to_confirm": "q",
    "superseded": "z",
    "withdrawn": "z",
    "not_recorded": "z",
}


# What a row is made from, of tables much wider than that.
ACTION_FIELDS = ("agreement", "force", "deadline_kind", "deadline_body__short_en", "deadline_body__short_es")
COMMITMENT_FIELDS = ("action", "delegation", "status", "due_on", "news_on")
DELEGATION_FIELDS = (
    "delegation__code",
    "delegation__acronym_es",
    "delegation__name_en",
    "delegation__name_es",
)


@dataclasses.dataclass(frozen=True)
class Share:
    """One delegation in a strip."""

    code: str
    title: str
    mark: str = ""


@dataclasses.dataclass(frozen=True)
class Row:
    agreement: Agreement
    situation: str
    due_on: datetime.date | None
    shares: list[Share]
    summary: str
    waits_for: str = ""

    @property
    def url(self):
        """The agreement's address: its reference stands in it as it is."""
        return f"{reverse('agreements')}{quote(self.agreement.reference)}/"

    @property
    def text(self):
        return self.agreement.in_language("text")

    @property
    def language(self):
        return wording.language_shown(self.agreement, "text")

    @property
    def where(self):
        meeting = self.agreement.report.meeting
        return ", ".join(part for part in (str(meeting.network), meeting.city) if part)


def rows_of(agreements, *, reader, filters=None, delegations=None):
    """A `Row` for each agreement; two queries, whatever their number. Without the follow-up: nobody and no status.

    filters: what was asked for; then the share that it asks for speaks for the agreement. delegations: all of them, for
    a page that has them at hand; otherwise they come with their shares.
    """
    agreements = list(agreements)
    if not reader.sees_follow_up:
        return [Row(agreement, "", None, [], "") for agreement in agreements]
    pks = [agreement.pk for agreement in agreements] or [0]
    actions = defaultdict(list)
    known = {}
    call = ActionOwner.objects.filter(action=OuterRef("pk"), audience=Audience.INTERESTED)
    asked = Action.objects.filter(agreement__in=pks).select_related("deadline_body").only(*ACTION_FIELDS)
    asked = asked.annotate(is_call=Exists(call))
    for action in asked.order_by("position"):
        actions[action.agreement_id].append(action)
        known[action.pk] = action
    shares = defaultdict(list)
    by_id = {delegation.pk: delegation for delegation in delegations or ()}
    commitments = Commitment.objects.filter(action__agreement__in=pks).only(*COMMITMENT_FIELDS)
    if not by_id:
        commitments = commitments.select_related("delegation").only(*COMMITMENT_FIELDS, *DELEGATION_FIELDS)
    for commitment in commitments.order_by("delegation__code", "action__position"):
        commitment.action = known[commitment.action_id]
        if by_id:
            commitment.delegation = by_id[commitment.delegation_id]
        shares[commitment.action.agreement_id].append(commitment)
    return [
        row_of(
            agreement,
            actions=actions[agreement.pk],
            commitments=shares[agreement.pk],
            today=reader.today,
            filters=filters or NO_FILTERS,
        )
        for agreement in agreements
    ]


def written_rows(keys, *, reader, filters, delegations):
    """The rows of the agreements with these keys, as the page prints them, each written out once a version.

    What is gone since its key was found has none.
    """
    template = get_template("components/_agreement_row.html")
    speaks = (*sorted(filters.delegation), "", *sorted(filters.status))
    names = {("row", get_language(), *speaks, key): key for key in keys}
    name_of = {key: name for name, key in names.items()}

    def write(missing):
        agreements = services.with_keys([names[name] for name in missing])
        rows = rows_of(agreements, reader=reader, filters=filters, delegations=delegations)
        return {name_of[row.agreement.pk]: template.render({"row": row, "reader": reader}) for row in rows}

    written = many_kept_under_version(names, reader=reader, compute=write)
    return [written[name] for name in names if name in written]


def row_of(agreement, *, actions, commitments, today, filters=NO_FILTERS):
    """What its most pressing share says stands for the agreement; of equally pressing ones, the first date.

    Where `filters` ask for a status or a delegation, only the shares they ask for speak. actions: each with `is_call`,
    whether it is asked of whoever is interested.
    """
    if not actions:
        return Row(agreement, "none", None, [], "")
    if not commitments:
        return Row(agreement, "open_call" if any(action.is_call for action in actions) else "unborne", None, [], "")
    said = [(commitment.situation(on=today), commitment) for commitment in commitments]
    asked = [one for one in said if _is_asked_for(one, filters)] or said
    situation, first = min(asked, key=lambda one: (PRESSING[one[0]], one[1].due_on or datetime.date.max))
    waits_for = ""
    if situation == "waiting":
        bodies = {action.pk: action.deadline_body for action in actions}
        waits_for = _("Next meeting: %(body)s") % {"body": bodies[first.action_id]}
    is_open = situation in ("date_passed", "due_soon", "to_confirm", "in_progress", "open")
    return Row(
        agreement,
        situation,
        first.due_on if is_open else None,
        strip(said),
        progress_words(said),
        waits_for,
    )


def _is_asked_for(one, filters):
    """The presidency's share counts for whoever holds it: the query has looked that up already."""
    situation, commitment = one
    is_its_delegation = not filters.delegation or commitment.delegation.code in (*filters.delegation, PRESIDENCY)
    return is_its_delegation and (not filters.status or situation in filters.status)


def strip(said):
    """One `Share` a delegation, at the most pressing of what it has. said: pairs of a situation and its commitment."""
    worst = {}
    for situation, commitment in said:
        known = worst.get(commitment.delegation_id)
        if known is None or PRESSING[situation] < PRESSING[known[0]]:
            worst[commitment.delegation_id] = (situation, commitment)
    return [
        Share(
            commitment.delegation.acronym,
            f"{commitment.delegation.in_language('name')}: {wording.situation(situation)}",
            MARKS.get(situation, ""),
        )
        for situation, commitment in worst.values()
    ]


def progress_words(said):
    """7 of 11 fulfilled; nothing for a single share."""
    if len(said) < 2:
        return ""
    done = sum(situation == "fulfilled" for situation, _commitment in said)
    unrecorded = sum(situation == "not_recorded" for situation, _commitment in said)
    if unrecorded == len(said):
        return ngettext("%(number)s commitment", "%(number)s commitments", len(said)) % {"number": len(said)}
    return _("%(done)s of %(all)s fulfilled") % {"done": done, "all": len(said)}
