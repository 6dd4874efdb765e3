"""Taking an agreement or an action out of a draft, and taking it back.

The rows go; their history keeps what they were. Those dropped in one act carry the same moment: by it they come back.
"""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from networks.reasons import in_both_languages, is_reason
from networks.services import delete_recorded, save_recorded

from ..models import Action, ActionOwner, Agreement, Lineage
from .assigning import lock_action
from .editing import DEEPEST, CannotEdit, depth_of, height_of, lock_agreement, lock_draft, place_between

# By it what was dropped is found again.
DROPPED = gettext_noop("Dropped from the draft")


def drop_agreement(*, agreement_id, by, now):
    """Take an agreement out of a draft, with its sub-items, actions and references. Raises CannotEdit."""
    with transaction.atomic():
        agreement = lock_agreement(agreement_id)
        going = [agreement, *_under(agreement)]
        actions = Action.objects.filter(agreement__in=going)
        for rows in (
            ActionOwner.objects.filter(action__in=actions),
            actions,
            Lineage.objects.filter(agreement__in=going),
            reversed(going),
        ):
            _delete(rows, by=by, now=now)


def drop_action(*, action_id, by, now):
    """Take a suggested action out of a draft, with those responsible. Raises CannotEdit."""
    with transaction.atomic():
        action = lock_action(action_id)
        _delete(action.owners.all(), by=by, now=now)
        _delete([action], by=by, now=now)


def take_back_agreement(*, report_id, agreement_id, by):
    """Put back an agreement dropped from this draft, with all that went with it. Raises CannotEdit."""
    with transaction.atomic():
        lock_draft(report_id)
        gone = dropped_agreements(report_id).filter(id=agreement_id).first()
        if gone is None:
            raise CannotEdit(_("This agreement was not dropped from the draft."))
        if gone.parent_id and not Agreement.objects.filter(pk=gone.parent_id).exists():
            raise CannotEdit(_("It stood under another one that was dropped: take that one back."))
        moment = {"history_type": "-", "history_date": gone.history_date}
        agreements = _with_those_under(gone, list(Agreement.history.filter(report_id=report_id, **moment)))
        everyone = {one.pk: one for one in Agreement.objects.filter(report=report_id)}
        height = height_of([row.instance for row in agreements], gone.id)
        if depth_of(everyone, gone.parent_id) + height > DEEPEST:
            raise CannotEdit(_("A report has three levels at most."))
        keys = [row.id for row in agreements]
        actions = list(Action.history.filter(agreement_id__in=keys, **moment))
        owners = ActionOwner.history.filter(action_id__in=[row.id for row in actions], **moment)
        lineages = Lineage.history.filter(agreement_id__in=keys, **moment)
        for row in agreements:
            agreement = row.instance
            siblings = list(Agreement.objects.filter(report=report_id, parent=agreement.parent_id).order_by("position"))
            place = sum(one.position < agreement.position for one in siblings)
            if any(one.position == agreement.position for one in siblings):
                agreement.position = place_between(siblings, place, by=by)
            _restore(agreement, by=by)
        for row in (*actions, *owners, *lineages):
            _restore(row.instance, by=by)


def take_back_action(*, report_id, action_id, by):
    """Put back an action dropped from this draft, with those responsible. Raises CannotEdit."""
    with transaction.atomic():
        lock_draft(report_id)
        gone = dropped_actions(report_id).filter(id=action_id).first()
        if gone is None:
            raise CannotEdit(_("This action was not dropped from the draft."))
        action = gone.instance
        others = Action.objects.filter(agreement=action.agreement_id).order_by("position")
        if others.filter(position=action.position).exists():
            action.position = others.last().position + 1
        _restore(action, by=by)
        for row in ActionOwner.history.filter(action_id=gone.id, history_type="-", history_date=gone.history_date):
            _restore(row.instance, by=by)


def dropped_agreements(report_id):
    """History rows of the agreements dropped from a draft and not taken back, the last one first.

    What went together with the agreement above it is not listed by itself.
    """
    there = Agreement.objects.filter(report=report_id)
    gone = Agreement.history.filter(is_reason(DROPPED), report_id=report_id, history_type="-")
    latest = _latest(gone.exclude(id__in=there.values("pk")))
    together = {(row.id, row.history_date) for row in latest}
    heads = [row.history_id for row in latest if (row.parent_id, row.history_date) not in together]
    return Agreement.history.filter(history_id__in=heads).order_by("-history_date", "-history_id")


def dropped_actions(report_id):
    """History rows of the actions dropped by themselves from agreements that stand, the last one first."""
    there = Agreement.objects.filter(report=report_id).values("pk")
    gone = Action.history.filter(is_reason(DROPPED), agreement_id__in=there, history_type="-")
    gone = gone.exclude(id__in=Action.objects.filter(agreement__in=there).values("pk"))
    return Action.history.filter(history_id__in=[row.history_id for row in _latest(gone)]).order_by("-history_date")


def _under(agreement):
    """Everything under an agreement, each after what it stands under."""
    found = []
    for child in agreement.children.order_by("position"):
        found += [child, *_under(child)]
    return found


def _with_those_under(gone, rows):
    found = [gone]
    for row in rows:
        if row.parent_id == gone.id:
            found += _with_those_under(row, rows)
    return found


def _latest(rows):
    """Of each row the last deletion: it may have been dropped, taken back and dropped again."""
    return list({row.id: row for row in rows.order_by("history_date", "history_id")}.values())


def _delete(rows, *, by, now):
    reason = in_both_languages(_, DROPPED)
    for row in rows:
        row._history_date = now
        delete_recorded(row, by=by, reason=reason)


def _restore(row, *, by):
    row._state.adding = True
    save_recorded(row, by=by, reason=in_both_languages(lambda: _("Taken back")))
