"""Cutting one agreement of a draft in two, and making two one."""

from django.db import transaction
from django.utils.translation import gettext as _

from networks.reasons import in_both_languages
from networks.services import delete_recorded, save_recorded

from ..models import Agreement, AgreementKind
from .editing import CannotEdit, check_unchanged, lock_agreement, place_between, set_fields, siblings_of

ENDS = (".", ":", ";", "?", "!", "”", '"')


def split_agreement(*, agreement_id, language, offset, by, seen=None, kind=AgreementKind.OTHER):
    """Make the text from `offset` on an agreement of its own, right after this one.

    language: whose text is cut; the other language's stays whole where it is. kind: the new one's verb. Actions and
    references go with the part that has their words. Gives the new agreement. Raises CannotEdit.
    """
    with transaction.atomic():
        agreement = lock_agreement(agreement_id)
        check_unchanged(agreement, seen)
        text = getattr(agreement, f"text_{language}")
        first, second = text[:offset].strip(), text[offset:].strip()
        if offset < 0 or not first or not second:
            raise CannotEdit(_("There must be words on both sides of the cut."))
        siblings = siblings_of(agreement)
        position = place_between(siblings, siblings.index(agreement) + 1, by=by)
        agreement.refresh_from_db()
        fresh = Agreement(
            report_id=agreement.report_id,
            parent_id=agreement.parent_id,
            position=position,
            kind=kind,
            first_line=agreement.first_line,
            last_line=agreement.last_line,
        )
        setattr(fresh, f"text_{language}", second)
        reason = in_both_languages(lambda: _("Split"))
        save_recorded(fresh, by=by, reason=reason)
        set_fields(agreement, {f"text_{language}": first}, by=by, reason=reason)
        for action in agreement.actions.order_by("position"):
            if _belongs(getattr(action, f"what_{language}"), first, second):
                set_fields(action, {"agreement_id": fresh.pk}, by=by, reason=reason)
        for reference in agreement.refers_to.all():
            if _belongs(reference.phrase, first, second):
                set_fields(reference, {"agreement_id": fresh.pk}, by=by, reason=reason)
        return fresh


def join_with_previous(*, agreement_id, by):
    """Add an agreement's texts, actions, references and sub-items to the one before it on its level.

    The first of its level joins the one it stands under. What ends like a sentence gets a paragraph of its own, what
    breaks off runs on. Gives the one that remains. Raises CannotEdit.
    """
    with transaction.atomic():
        agreement = lock_agreement(agreement_id)
        siblings = siblings_of(agreement)
        place = siblings.index(agreement)
        previous = siblings[place - 1] if place else agreement.parent
        if previous is None:
            raise CannotEdit(_("There is no agreement before this one."))
        reason = in_both_languages(lambda: _("Joined with the one before it"))
        for number, child in enumerate(agreement.children.order_by("position"), start=1):
            there = list(previous.children.order_by("position"))
            # What stood under the first of a level takes its place; else it comes last.
            position = place_between(there, len(there) if place else number, by=by)
            set_fields(child, {"parent_id": previous.pk, "position": position}, by=by, reason=reason)
        last = previous.actions.order_by("position").last()
        after = last.position + 1 if last else 0
        for position, action in enumerate(agreement.actions.order_by("position"), start=after):
            set_fields(action, {"agreement_id": previous.pk, "position": position}, by=by, reason=reason)
        for reference in agreement.refers_to.all():
            set_fields(reference, {"agreement_id": previous.pk}, by=by, reason=reason)
        texts = {
            field: _joined(getattr(previous, field), getattr(agreement, field)) for field in ("text_en", "text_es")
        }
        lines = {
            "first_line": _first(previous.first_line, agreement.first_line, min),
            "last_line": _first(previous.last_line, agreement.last_line, max),
        }
        delete_recorded(agreement, by=by, reason=reason)
        set_fields(previous, texts | lines, by=by, reason=reason)
        return previous


def _belongs(words, first, second):
    return bool(words) and words in second and words not in first


def _joined(first, second):
    if not first or not second:
        return first or second
    return f"{first}\n\n{second}" if first.endswith(ENDS) else f"{first} {second}"


def _first(one, other, choose):
    known = [line for line in (one, other) if line is not None]
    return choose(known) if known else None
