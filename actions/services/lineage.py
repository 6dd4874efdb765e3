"""Binding what a text says of an earlier point to that point, in whichever order the reports arrive."""

import datetime

from django.db.models import Q

from networks.services import save_recorded

from ..models import Agreement, Lineage, Report, TakesUp

# Sources disagree in details: an agenda dates a meeting the 7th that the report dates the 8th.
NEARBY = datetime.timedelta(days=4)


def bind_references(report, *, by):
    """Bind the references of a report just filed, and those of others that were waiting for it."""
    near = Q(on=None) | Q(on__range=(report.meeting.starts_on - NEARBY, report.meeting.ends_on + NEARBY))
    same_body = Q(network=None) | Q(network=report.meeting.network_id)
    waiting = same_body & near & ~Q(number="")
    for lineage in Lineage.objects.filter(Q(agreement__report=report) | waiting, earlier=None):
        _bind(lineage, "earlier", by=by)
    for takes_up in TakesUp.objects.filter(waiting, agreement=None):
        _bind(takes_up, "agreement", by=by)


def release_references(report, *, by, reason):
    """Let go of every reference bound to a report whose filing is undone; each waits again."""
    for lineage in Lineage.objects.filter(
        Q(earlier__report=report) | Q(agreement__report=report, earlier__isnull=False)
    ):
        lineage.earlier = None
        save_recorded(lineage, by=by, reason=reason)
    for takes_up in TakesUp.objects.filter(agreement__report=report):
        takes_up.agreement = None
        save_recorded(takes_up, by=by, reason=reason)


def named_point(reference):
    """The agreement on record that a reference names, or None where it names none or more than one.

    A point needs its number, and a day or a city to tell the meeting by.
    """
    if not reference.number or not (reference.on or reference.city):
        return None
    reports = Report.objects.on_record()
    if reference.network_id:
        reports = reports.filter(meeting__network=reference.network_id)
    if reference.on:
        reports = reports.filter(
            meeting__starts_on__lte=reference.on + NEARBY, meeting__ends_on__gte=reference.on - NEARBY
        )
    if reference.city:
        reports = reports.filter(meeting__city__iexact=reference.city)
    points = Agreement.objects.filter(report__in=reports)
    parent, dot, child = reference.number.partition(".")
    if dot:
        points = points.filter(parent__label=parent, label__iexact=child)
    else:
        points = points.filter(parent=None, label__iexact=parent)
    found = list(points[:2])
    return found[0] if len(found) == 1 else None


def _bind(reference, field, *, by):
    point = named_point(reference)
    if point is None:
        return
    if isinstance(reference, Lineage) and point.report_id == reference.agreement.report_id:
        return
    setattr(reference, field, point)
    save_recorded(reference, by=by)
