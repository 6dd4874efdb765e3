"""Writing a draft report: its texts, its agreements and their order."""

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import Meeting
from networks.reasons import in_both_languages
from networks.services import save_recorded

from ..models import Agreement, AgreementKind, Report, ReportState
from ..stamps import AGREEMENT_FIELDS, REPORT_TEXTS, stamp

GAP = 1024
DEEPEST = 3  # 1 · a · i


class CannotEdit(Exception):
    """The draft cannot be changed like this; the message may be shown to the user."""


class ChangedMeanwhile(CannotEdit):
    """Somebody else wrote since the form was opened; nothing is overwritten."""


def start_report(*, meeting_id, by, language="en"):
    """Begin the report of a meeting that has none: an empty draft in its original language. Raises CannotEdit."""
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id)
        if Report.objects.filter(meeting=meeting).exists():
            raise CannotEdit(_("This meeting has a report already."))
        return save_recorded(Report(meeting=meeting, original_language=language), by=by)


def lock_draft(report_id):
    """The report's row, locked until the transaction ends. Raises CannotEdit where it is no draft any more."""
    report = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
    if report.state != ReportState.DRAFT:
        raise CannotEdit(_("This report is filed: its texts are frozen."))
    return report


def lock_agreement(agreement_id):
    """An agreement whose draft is locked. Raises CannotEdit where it is gone or no draft any more."""
    report_id = Agreement.objects.filter(pk=agreement_id).values_list("report", flat=True).first()
    if report_id is None:
        raise CannotEdit(_("This agreement is not in the draft any more."))
    lock_draft(report_id)
    agreement = Agreement.objects.filter(pk=agreement_id).first()
    if agreement is None:
        raise CannotEdit(_("This agreement is not in the draft any more."))
    return agreement


def check_unchanged(row, seen):
    """seen: the stamp of what the writer had before them, None to write whatever stands there."""
    if seen is not None and seen != stamp(row):
        raise ChangedMeanwhile(_("Somebody else changed this in the meantime. Nothing of theirs was overwritten."))


def set_fields(row, values, *, by, reason=""):
    """Save a row only if one of `values` differs from what it holds. Gives whether it did."""
    changed = [field for field, value in values.items() if getattr(row, field) != value]
    for field in changed:
        setattr(row, field, values[field])
    if changed or row.pk is None:
        save_recorded(row, by=by, reason=reason)
    return bool(changed)


def write_report(*, report_id, by, seen=None, **texts):
    """Write the heading, preamble or closing of a draft. texts: any of `REPORT_TEXTS`. Raises CannotEdit."""
    _only(texts, REPORT_TEXTS)
    with transaction.atomic():
        report = lock_draft(report_id)
        check_unchanged(report, seen)
        set_fields(report, texts, by=by)
        return report


def add_agreement(*, report_id, by, under_id=None, after_id=None, **fields):
    """Add an agreement at the end of the report, under another one, or after one of its kind. Raises CannotEdit.

    fields: any of `AGREEMENT_FIELDS`; without a label it is numbered by its place.
    """
    _only(fields, AGREEMENT_FIELDS)
    _check_fields(fields)
    with transaction.atomic():
        report = lock_draft(report_id)
        everyone = {agreement.pk: agreement for agreement in report.agreements.all()}
        if not {under_id, after_id} <= {None, *everyone}:
            raise CannotEdit(_("This agreement is not in the draft any more."))
        parent_id = everyone[after_id].parent_id if after_id else under_id
        if depth_of(everyone, parent_id) + 1 > DEEPEST:
            raise CannotEdit(_("A report has three levels at most."))
        siblings = _siblings(everyone.values(), parent_id)
        place = siblings.index(everyone[after_id]) + 1 if after_id else len(siblings)
        agreement = Agreement(report=report, parent_id=parent_id, **fields)
        agreement.position = place_between(siblings, place, by=by)
        return save_recorded(agreement, by=by)


def write_agreement(*, agreement_id, by, seen=None, **fields):
    """Write an agreement's texts, verb or number. fields: any of `AGREEMENT_FIELDS`. Raises CannotEdit."""
    _only(fields, AGREEMENT_FIELDS)
    _check_fields(fields)
    with transaction.atomic():
        agreement = lock_agreement(agreement_id)
        check_unchanged(agreement, seen)
        set_fields(agreement, fields, by=by)
        return agreement


def move_agreement(*, agreement_id, by, steps):
    """Move an agreement among its siblings, up (-1) or down (1). Writes one row. Raises CannotEdit."""
    with transaction.atomic():
        agreement = lock_agreement(agreement_id)
        others = [one for one in siblings_of(agreement) if one.pk != agreement.pk]
        now = sum(one.position < agreement.position for one in others)
        place = min(max(now + steps, 0), len(others))
        if place != now:
            set_fields(agreement, {"position": place_between(others, place, by=by)}, by=by)
        return agreement


def make_sub_item(*, agreement_id, by):
    """Put an agreement under the one before it, as its last sub-item. Raises CannotEdit."""
    with transaction.atomic():
        agreement = lock_agreement(agreement_id)
        siblings = siblings_of(agreement)
        place = siblings.index(agreement)
        if place == 0:
            raise CannotEdit(_("The first of a level has nothing to stand under."))
        everyone = {one.pk: one for one in agreement.report.agreements.all()}
        if depth_of(everyone, agreement.pk) + height_of(everyone.values(), agreement.pk) > DEEPEST:
            raise CannotEdit(_("A report has three levels at most."))
        _put(agreement, siblings[place - 1].pk, None, by=by)
        return agreement


def make_point(*, agreement_id, by):
    """Lift a sub-item one level up, to stand after what it stood under. Raises CannotEdit."""
    with transaction.atomic():
        agreement = lock_agreement(agreement_id)
        if agreement.parent_id is None:
            raise CannotEdit(_("This is a numbered point already."))
        _put(agreement, agreement.parent.parent_id, agreement.parent, by=by)
        return agreement


def renumber(*, report_id, by):
    """Number every agreement by its place, whatever was printed before it. Raises CannotEdit."""
    with transaction.atomic():
        report = lock_draft(report_id)
        reason = in_both_languages(lambda: _("Renumbered"))
        for agreement in report.agreements.exclude(label=""):
            set_fields(agreement, {"label": ""}, by=by, reason=reason)


def siblings_of(agreement):
    """The agreements on the same level under the same one, itself included, in order."""
    return list(Agreement.objects.filter(report=agreement.report_id, parent=agreement.parent_id).order_by("position"))


def place_between(siblings, place, *, by):
    """A free position that makes a row the 0-based `place` among `siblings`; they move apart where none is left."""
    before = siblings[place - 1].position if place else 0
    if place == len(siblings):
        return before + GAP
    after = siblings[place].position
    if after - before > 1:
        return (before + after) // 2
    # Upwards of all of them, so that no two ever share a position on the way.
    last = siblings[-1].position
    for index, sibling in enumerate(siblings, start=1):
        set_fields(sibling, {"position": last + index * GAP}, by=by)
    return place_between(siblings, place, by=by)


def _put(agreement, parent_id, after, *, by):
    """Hang an agreement under another parent, after one of its children or last; its printed number goes."""
    siblings = list(Agreement.objects.filter(report=agreement.report_id, parent=parent_id).order_by("position"))
    place = siblings.index(after) + 1 if after else len(siblings)
    position = place_between(siblings, place, by=by)
    set_fields(agreement, {"parent_id": parent_id, "position": position, "label": ""}, by=by)


def _siblings(agreements, parent_id):
    return sorted((one for one in agreements if one.parent_id == parent_id), key=lambda one: one.position)


def depth_of(everyone, pk):
    """On which level an agreement stands, 1 for a point; 0 for None. everyone: {pk: agreement} of its report."""
    depth = 0
    while pk is not None:
        depth, pk = depth + 1, everyone[pk].parent_id
    return depth


def height_of(agreements, pk):
    """How many levels an agreement takes with what stands under it."""
    return 1 + max((height_of(agreements, one.pk) for one in agreements if one.parent_id == pk), default=0)


def _only(given, known):
    if unknown := set(given) - set(known):
        raise TypeError(f"unknown fields: {', '.join(sorted(unknown))}")


def _check_fields(fields):
    label = fields.get("label", "")
    if label.strip(".") != label or set("/\\?#%") & set(label):
        raise CannotEdit(
            _("A number is part of an address: please write it without / ? # % and with no point at its end.")
        )
    if fields.get("kind", AgreementKind.OTHER) not in AgreementKind.values:
        raise CannotEdit(_("This verb is not one of the list."))
