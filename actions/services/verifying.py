"""What no constraint can prove of the record: read in bulk, a few reports at a time, and nothing is written."""

import hashlib
import itertools

from django.db.models import Prefetch

from meetings.models import Attendance, Meeting, MeetingState
from networks.models import Delegation, Membership, Network, Presidency, Standing
from networks.terms import overlaps

from ..models import (
    Action,
    ActionOwner,
    Agreement,
    Audience,
    Binding,
    Commitment,
    CommitmentStatus,
    DeadlineKind,
    Lineage,
    Report,
    ReportVersion,
    TakesUp,
)
from ..words import fold
from . import verifying_progress as progress
from .binding import Calendar
from .editing import DEEPEST
from .expanding import Room, agreed_due, shares
from .filing import composed

REPORTS_A_BATCH = 100


def findings():
    """What is wrong with the record, a line each, naming the row."""
    yield from _terms()
    yield from _bodies()
    yield from _references()
    members = _Members()
    calendar = Calendar(Meeting.objects.all())
    reports = Report.objects.order_by("pk").select_related("meeting__network", "meeting__country")
    whole = reports.prefetch_related(
        Prefetch("meeting__attendances", Attendance.objects.select_related("delegation").order_by("pk")),
        Prefetch("agreements", Agreement.objects.order_by("pk")),
        Prefetch("versions", ReportVersion.objects.order_by("number")),
        Prefetch("agreements__actions", Action.objects.select_related("bound_to").order_by("position")),
        Prefetch("agreements__actions__owners", ActionOwner.objects.select_related("delegation")),
        Prefetch("agreements__actions__commitments", Commitment.objects.select_related("delegation")),
    )
    for report in whole.iterator(chunk_size=REPORTS_A_BATCH):
        yield from _report(report, members, calendar)
    yield from progress.findings()


def _terms():
    by_delegation = Membership.objects.select_related("delegation").order_by("delegation", "starts_on")
    for delegation, terms in itertools.groupby(by_delegation, key=lambda term: term.delegation):
        for earlier, later in overlaps(terms):
            yield f"{delegation.code}, membership from {later.starts_on}: that from {earlier.starts_on} has not ended"
    for earlier, later in overlaps(Presidency.objects.all()):
        yield f"presidency from {later.starts_on}: that from {earlier.starts_on} has not ended"


def _bodies():
    for field, words in (("reports_to_id", "reports to"), ("successor_id", "is succeeded by")):
        above = dict(Network.objects.values_list("pk", field))
        for network in Network.objects.order_by("pk"):
            if network.pk in _above(network.pk, above):
                yield f"{network.code}: {words} itself, through others"


def _references():
    for lineage in Lineage.objects.filter(earlier__isnull=False, earlier__reference=None).select_related("agreement"):
        yield f"{lineage.agreement}: refers to an agreement that is not on record"
    for taken in TakesUp.objects.filter(agreement__isnull=False, agreement__reference=None).select_related("item"):
        yield f"agenda item {taken.item_id}: takes up an agreement that is not on record"


def _report(report, members, calendar):
    agreements = list(report.agreements.all())
    name = report.reference or f"draft report {report.pk}"
    yield from _places(name, agreements)
    if not report.is_frozen:
        for agreement in agreements:
            if agreement.reference or any(action.commitments.all() for action in agreement.actions.all()):
                yield f"{name}: agreement {agreement.pk} has a reference or commitments before the report is filed"
            if any(action.bound_to or action.binding != Binding.AUTOMATIC for action in agreement.actions.all()):
                yield f"{name}: a deadline of agreement {agreement.pk} is bound before the report is filed"
        return
    yield from _versions(report, agreements)
    room = _Room(report.meeting, members)
    for agreement in agreements:
        yield from _frozen(report, agreement)
        for action in agreement.actions.all():
            yield from _action(report, agreement, action, room)
            if action.deadline_kind == DeadlineKind.EVENT:
                yield from _binding(report, agreement, action, calendar)


def _places(name, agreements):
    keys = {agreement.pk: agreement.parent_id for agreement in agreements}
    for agreement in agreements:
        which = agreement.reference or f"{name}, agreement {agreement.pk}"
        if agreement.parent_id is not None and agreement.parent_id not in keys:
            yield f"{which}: stands under an agreement of another report"
        elif agreement.pk in _above(agreement.pk, keys):
            yield f"{which}: stands under itself, through others"
        elif len(_above(agreement.pk, keys)) >= DEEPEST:
            yield f"{which}: stands deeper than {DEEPEST} levels"


def _versions(report, agreements):
    versions = list(report.versions.all())
    for version in versions:
        if hashlib.sha256(version.text.encode()).hexdigest() != version.sha256:
            yield f"{report.reference}: the SHA-256 of version {version.number} is not that of its text"
    standing = [version for version in versions if version.withdrawn_at is None]
    present = [attendance.delegation.code for attendance in report.meeting.attendances.all()]
    if not standing:
        yield f"{report.reference}: is on record without a version"
    elif standing[-1].text != composed(report, present=present, agreements=agreements):
        yield f"{report.reference}: reads otherwise than its version {standing[-1].number}"


def _frozen(report, agreement):
    parents = {one.pk: one for one in report.agreements.all()}
    parent = parents.get(agreement.parent_id)
    expected = f"{parent.reference}.{agreement.label}" if parent else f"{report.reference}/{agreement.label}"
    if agreement.reference != expected:
        yield f"{agreement.reference or f'agreement {agreement.pk}'}: its reference should be {expected}"
    if agreement.agreed_on != report.adopted_on:
        yield f"{agreement.reference}: agreed on {agreement.agreed_on}, its report adopted on {report.adopted_on}"
    if agreement.words != fold(f"{agreement.text_en} {agreement.text_es}"):
        yield f"{agreement.reference}: the words to search by are not those of its texts"


def _action(report, agreement, action, room):
    name = f"{agreement.reference}, action {action.position + 1}"
    if not action.confirmed:
        yield f"{name}: is on record without being confirmed"
    owners = list(action.owners.all())
    expected = {delegation.code for delegation, _status in shares(owners, room=room)}
    held = {commitment.delegation.code: commitment for commitment in action.commitments.all()}
    if missing := sorted(expected - set(held)):
        yield f"{name}: no commitment of {', '.join(missing)}"
    open_call = any(owner.audience == Audience.INTERESTED for owner in owners)
    # A share that passed to another delegation leaves one behind that is withdrawn.
    passed = sum(commitment.status == CommitmentStatus.WITHDRAWN for commitment in held.values())
    beyond = sorted(set(held) - expected)
    if not open_call and len(beyond) > passed:
        yield f"{name}: a commitment of {', '.join(beyond)}, not named by it"
    agreed = agreed_due(action, meeting_ends_on=report.meeting.ends_on)
    for code, commitment in held.items():
        due = commitment.extended_to or agreed
        # The day of a share that is closed stays where its meeting was then.
        stays = commitment.closed_on is not None and action.deadline_kind == DeadlineKind.EVENT
        if commitment.due_on != due and not stays:
            yield f"{name}, {code}: due on {commitment.due_on}, agreed is {due}"


def _binding(report, agreement, action, calendar):
    name = f"{agreement.reference}, action {action.position + 1}"
    meeting = report.meeting
    if action.bound_to and action.bound_to.state == MeetingState.CANCELLED:
        yield f"{name}: bound to {_on_its_day(action.bound_to)}, which is cancelled"
    elif action.bound_to and action.bound_to.network_id != action.deadline_body_id:
        yield f"{name}: bound to {_on_its_day(action.bound_to)}, of another body than it names"
    elif action.binding == Binding.AUTOMATIC:
        meant = calendar.meeting_for(action, own=meeting.pk, starts_on=meeting.starts_on, ends_on=meeting.ends_on)
        if meant != action.bound_to:
            yield f"{name}: bound to {_on_its_day(action.bound_to)}, its words mean {_on_its_day(meant)}"


def _on_its_day(meeting):
    return f"meeting {meeting.pk} on {meeting.starts_on}" if meeting else "no meeting"


class _Members:
    """The Member Countries of any day, asked once."""

    def __init__(self):
        terms = Membership.objects.filter(standing=Standing.MEMBER).order_by("delegation")
        self.terms = list(terms)
        self.delegations = Delegation.objects.in_bulk([term.delegation_id for term in self.terms])

    def on(self, day):
        held = (term for term in self.terms if term.starts_on <= day and (term.ends_on is None or term.ends_on >= day))
        return [self.delegations[pk] for pk in dict.fromkeys(term.delegation_id for term in held)]


class _Room(Room):
    """The same question as at filing, answered from what is loaded already."""

    def __init__(self, meeting, members):
        self.members = members.on(meeting.starts_on)
        self.present = [attendance.delegation for attendance in meeting.attendances.all()]
        self.absent_ids = set()


def _above(key, parents):
    """The keys above one, nearest first, until there is none or one comes again."""
    found = []
    while (key := parents.get(key)) is not None and key not in found:
        found.append(key)
    return found
