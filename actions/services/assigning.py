"""Writing what follows from an agreement of a draft: what is to be done, by whom, and until when."""

from django.db import transaction
from django.utils.translation import gettext as _

from networks.models import Delegation
from networks.services import delete_recorded, save_recorded

from ..models import Action, ActionOwner, Audience, DeadlineKind, DeadlineUnit, Force, Fulfilment, WhichMeeting
from ..stamps import ACTION_FIELDS, owner_key
from .editing import CannotEdit, check_unchanged, lock_agreement, lock_draft, set_fields

NO_DEADLINE = {
    "deadline_on": None,
    "deadline_amount": None,
    "deadline_unit": "",
    "deadline_body_id": None,
    "deadline_month": "",
    "deadline_offset_days": 0,
    "deadline_which": WhichMeeting.NEXT,
}
PARTS_OF_A_DEADLINE = {
    DeadlineKind.NONE: (),
    DeadlineKind.DATE: ("deadline_on",),
    DeadlineKind.PERIOD: ("deadline_amount", "deadline_unit"),
    DeadlineKind.EVENT: ("deadline_body_id", "deadline_which", "deadline_month", "deadline_offset_days"),
}


def lock_action(action_id):
    """An action whose draft is locked. Raises CannotEdit where it is gone or no draft any more."""
    report_id = Action.objects.filter(pk=action_id).values_list("agreement__report", flat=True).first()
    if report_id is not None:
        lock_draft(report_id)
    action = Action.objects.filter(pk=action_id).select_related("agreement").first()
    if action is None:
        raise CannotEdit(_("This action is not in the draft any more."))
    return action


def add_action(*, agreement_id, by, owners=(), confirmed=True, **fields):
    """Add something to do under an agreement. fields: any of `ACTION_FIELDS`; owners: as in `write_action`.

    Raises CannotEdit.
    """
    values = whole_deadline(fields)
    with transaction.atomic():
        agreement = lock_agreement(agreement_id)
        last = agreement.actions.order_by("position").last()
        position = last.position + 1 if last else 0
        action = Action(agreement=agreement, position=position, confirmed=confirmed, **values)
        save_recorded(action, by=by)
        write_owners(action, owners, by=by)
        return action


def write_action(*, action_id, by, owners=None, seen=None, **fields):
    """Write an action of a draft; what a person wrote counts as confirmed.

    fields: any of `ACTION_FIELDS`. owners: codes of delegations, audiences (MEMBERS, INTERESTED, ALL, NETWORK), or
    names as written, in order; None leaves them. Raises CannotEdit.
    """
    with transaction.atomic():
        action = lock_action(action_id)
        check_unchanged(action, seen)
        set_fields(action, whole_deadline(fields, action) | {"confirmed": True}, by=by)
        if owners is not None:
            write_owners(action, owners, by=by)
        return action


def confirm_action(*, action_id, by):
    """Say that a suggested action stands as it is. Raises CannotEdit."""
    with transaction.atomic():
        action = lock_action(action_id)
        set_fields(action, {"confirmed": True}, by=by)
        return action


def name_becomes_delegation(*, report_id, as_written, delegation, by):
    """Make a delegation responsible wherever this draft names it as written. Raises CannotEdit."""
    with transaction.atomic():
        lock_draft(report_id)
        named = ActionOwner.objects.filter(action__agreement__report=report_id, as_written__iexact=as_written)
        for owner in named.select_related("action"):
            if ActionOwner.objects.filter(action=owner.action_id, delegation=delegation).exists():
                delete_recorded(owner, by=by)
            else:
                set_fields(owner, {"delegation_id": delegation.pk, "as_written": ""}, by=by)


def write_owners(action, owners, *, by):
    """Make these the responsible of an action, in this order; rows that stay are not written again."""
    wanted = list(dict.fromkeys(name.strip() for name in owners if name.strip()))
    delegations = {one.code: one for one in Delegation.objects.filter(code__in=[name.upper() for name in wanted])}
    keys = [name.upper() if name.upper() in {*delegations, *Audience.values} else name for name in wanted]
    keys = list(dict.fromkeys(keys))
    there = {owner_key(owner): owner for owner in action.owners.select_related("delegation")}
    for key, owner in there.items():
        if key not in keys:
            delete_recorded(owner, by=by)
    for position, key in enumerate(keys):
        owner = there.get(key) or owner_row(action, key, delegations)
        set_fields(owner, {"position": position}, by=by)


def owner_row(action, key, delegations):
    """An unsaved ActionOwner for a code among `delegations` (by code), an audience, or a name as written."""
    if key in delegations:
        return ActionOwner(action=action, delegation=delegations[key])
    if key in Audience.values:
        return ActionOwner(action=action, audience=key)
    return ActionOwner(action=action, as_written=key[:200])


def whole_deadline(fields, action=None):
    """The fields with a deadline that is whole: what its kind does not need is emptied. Raises CannotEdit.

    action: whose values stand for what `fields` does not give.
    """
    if unknown := set(fields) - set(ACTION_FIELDS):
        raise TypeError(f"unknown fields: {', '.join(sorted(unknown))}")
    for field, words in (("force", Force), ("fulfilment", Fulfilment), ("deadline_which", WhichMeeting)):
        if field in fields and fields[field] not in words.values:
            raise CannotEdit(_("“%(value)s” is not one of the list.") % {"value": fields[field]})
    if not any(field.startswith("deadline_") for field in fields):
        return fields
    base = action or Action()
    given = {field: fields.get(field, getattr(base, field)) for field in ("deadline_kind", *NO_DEADLINE)}
    kind = given["deadline_kind"]
    if kind not in DeadlineKind.values:
        raise CannotEdit(_("“%(value)s” is not one of the list.") % {"value": kind})
    if kind == DeadlineKind.DATE and given["deadline_on"] is None:
        raise CannotEdit(_("A deadline that is a date needs its day."))
    counted = given["deadline_amount"] and given["deadline_unit"] in DeadlineUnit.values
    if kind == DeadlineKind.PERIOD and not counted:
        raise CannotEdit(_("A period needs a number of days, weeks or months."))
    if kind == DeadlineKind.EVENT and given["deadline_body_id"] is None:
        raise CannotEdit(_("A deadline that is a meeting needs the body that meets."))
    kept = {field: given[field] for field in PARTS_OF_A_DEADLINE[kind]}
    return {**fields, **NO_DEADLINE, **kept, "deadline_kind": kind}
