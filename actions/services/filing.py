"""Filing: a draft becomes part of the record, whole or not at all; and how a wrong filing is undone."""

import hashlib
import unicodedata

from django.db.models import Max, Q
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from meetings.models import Meeting
from meetings.services import hold_meeting
from networks.dates import long_day
from networks.reasons import in_both_languages
from networks.services import delete_recorded, public_change, save_recorded

from ..models import (
    Action,
    ActionOwner,
    Agreement,
    Audience,
    Commitment,
    CommitmentStatus,
    Fulfilment,
    Report,
    ReportState,
    ReportVersion,
)
from ..numbering import in_order, shown_labels
from ..words import fold
from .alike import alike, whole
from .binding import SETTLED, bind_at_filing, release_deadlines
from .expanding import Room, resolve_due, shares
from .lineage import bind_references, release_references


class CannotFile(Exception):
    """The report cannot be filed as it stands; the message may be shown to the user."""


class CannotUndo(Exception):
    """The filing cannot be undone any more; the message may be shown to the user."""


def file_report(*, report_id, by, on, now, publish, followed, meeting=None):
    """File a draft report; what was not dropped counts as confirmed.

    on: the conference's day; now: the aware time for the snapshot; meeting: what it is of, where it has none yet.
    Effects, all or none: the meeting is held; labels, references and order are frozen; each action is confirmed, bound
    to the meeting its deadline means, and shared out (`outcome not recorded` where not followed, `to confirm` for
    members that were absent); references between agreements are bound both ways; a snapshot with its SHA-256 is kept;
    the report is adopted as of the meeting's last day, and published on `on` if `publish`; an opened draft ends.
    Raises CannotFile.
    """
    with public_change():
        report = Report.objects.select_for_update(of=("self",)).select_related("meeting__network").get(pk=report_id)
        report.meeting = report.meeting or meeting
        agreements = in_order(report.agreements.all())
        labels = shown_labels(agreements)
        for agreement in agreements:
            agreement.label = labels[agreement.pk]
        _check(report, agreements, on=on)
        meeting = report.meeting = hold_meeting(meeting_id=report.meeting_id, by=by)
        report.reference = _free_reference(meeting)
        _freeze(report, agreements, meeting, by=by)
        _share_out(agreements, meeting, followed=followed, by=by)
        report.state = ReportState.PUBLISHED if publish else ReportState.ADOPTED
        report.adopted_on = meeting.ends_on
        report.published_on = on if publish else None
        report.followed = followed
        report.opened_on = None
        save_recorded(report, by=by, reason=_filed())
        bind_references(report, by=by)
        keep_version(report, by=by, now=now, agreements=agreements)
        return report


def publish_report(*, report_id, by, on):
    """Publish an adopted report; it is in public view from the day `on`. Raises CannotFile."""
    with public_change():
        report = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
        if report.state != ReportState.ADOPTED:
            raise CannotFile(_("Only an adopted report can be published."))
        report.state = ReportState.PUBLISHED
        report.published_on = on
        return save_recorded(report, by=by, reason=in_both_languages(lambda: _("Published")))


def undo_filing(*, report_id, by, now, reason):
    """Make a wrongly filed report a draft again, with a reason, while nothing later hangs on it.

    Effects: its commitments are removed (their history stays), its deadlines let go of their meetings, references and
    order are released, what was bound to them waits again, the snapshot is kept as withdrawn. Raises CannotUndo.
    """
    reason = reason.strip()
    if not reason:
        raise CannotUndo(_("Please say why the filing is undone; the reason stays in the history."))
    with public_change():
        report = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
        if not report.is_frozen:
            raise CannotUndo(_("This report is not filed."))
        version = report.versions.filter(withdrawn_at=None).order_by("number").first()
        _check_nothing_hangs(report, filed_at=version.made_at)
        for commitment in Commitment.objects.filter(action__agreement__report=report):
            delete_recorded(commitment, by=by, reason=reason)
        release_deadlines(report, by=by, reason=reason)
        release_references(report, by=by, reason=reason)
        agreements = list(report.agreements.all())
        for agreement in agreements:
            agreement.reference, agreement.sort_key, agreement.agreed_on = None, "", None
        bulk_update_with_history(
            agreements, Agreement, ["reference", "sort_key", "agreed_on"], default_user=by, default_change_reason=reason
        )
        report.versions.filter(withdrawn_at=None).update(withdrawn_at=now, reason=reason)
        report.state, report.reference = ReportState.DRAFT, None
        report.adopted_on = report.published_on = report.followed = None
        return save_recorded(report, by=by, reason=reason)


def keep_version(report, *, by, now, reason="", agreements=None):
    """Keep the report as it stands as canonical text with the SHA-256 of exactly that text.

    agreements: all of the report's, for a caller that has them as they are stored.
    """
    text = canonical_text(report, agreements=agreements)
    number = (report.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    return ReportVersion.objects.create(
        report=report,
        number=number,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        made_at=now,
        made_by=by,
        reason=reason,
    )


def canonical_text(report, *, agreements=None):
    """A report as it stands, as the text that a version keeps."""
    present = report.meeting.attendances.values_list("delegation__code", flat=True)
    return composed(report, present=present, agreements=agreements or report.agreements.all())


def composed(report, *, present, agreements):
    """One text that reads the same for ever: NFC, LF, fixed order, both languages.

    present: codes of delegations. agreements: all of the report's, in any order.
    """
    meeting = report.meeting
    parts = [
        report.reference,
        f"{meeting.network.code} {meeting.starts_on.isoformat()} {meeting.ends_on.isoformat()}",
        f"{meeting.city} {meeting.country.code if meeting.country_id else ''}".strip(),
        "present: " + " ".join(sorted(present)),
    ]
    agreements = in_order(agreements)
    for language in ("en", "es"):
        parts += [f"[{language}]", getattr(report, f"heading_{language}"), getattr(report, f"preamble_{language}")]
        parts += [f"{agreement.reference}\n{getattr(agreement, f'text_{language}')}" for agreement in agreements]
        parts.append(getattr(report, f"closing_{language}"))
    whole = "\n\n".join(part for part in parts if part) + "\n"
    return unicodedata.normalize("NFC", whole.replace("\r\n", "\n"))


def too_early(last_day, *, on):
    """Why the report of a meeting that ends on last_day cannot be filed on the day `on`; empty where it can."""
    if last_day <= on:
        return ""
    return _("The meeting ends on %(day)s: its report can be filed from that day on.") % {"day": long_day(last_day)}


def _check(report, agreements, *, on):
    if report.state != ReportState.DRAFT:
        raise CannotFile(_("This report is filed already."))
    if report.meeting is None:
        raise CannotFile(_("Say first which meeting this report is of."))
    if refusal := too_early(report.meeting.ends_on, on=on):
        raise CannotFile(refusal)
    if not agreements:
        raise CannotFile(_("The report has no agreements yet."))
    paths, seen = {}, set()
    for agreement in agreements:
        above = paths.get(agreement.parent_id)
        path = paths[agreement.pk] = f"{above}.{agreement.label}" if above else agreement.label
        if not (agreement.text_en.strip() or agreement.text_es.strip()):
            raise CannotFile(_("Agreement %(number)s has no text.") % {"number": path})
        if path.casefold() in seen:
            raise CannotFile(_("The number %(number)s stands twice.") % {"number": path})
        seen.add(path.casefold())


def _free_reference(meeting):
    """CP/2016-06; the second meeting of the body in a month CP/2016-06b."""
    first = f"{meeting.network.code}/{meeting.starts_on:%Y-%m}"
    # The body's row is the lock: two filings of the same month take turns.
    type(meeting.network).objects.select_for_update().get(pk=meeting.network_id)
    taken = set(Report.objects.filter(reference__startswith=first).values_list("reference", flat=True))
    return next(first + suffix for suffix in ["", *"bcdefghijklmnopqrstuvwxyz"] if first + suffix not in taken)


def _freeze(report, agreements, meeting, *, by):
    references = {}
    keys = {}
    for place, agreement in enumerate(agreements, start=1):
        if agreement.parent_id is None:
            agreement.reference = f"{report.reference}/{agreement.label}"
        else:
            agreement.reference = f"{references[agreement.parent_id]}.{agreement.label}"
        references[agreement.pk] = agreement.reference
        keys[agreement.pk] = agreement.sort_key = f"{place:05d}"
        agreement.agreed_on = meeting.ends_on
        agreement.words = fold(f"{agreement.text_en} {agreement.text_es}")
    bulk_update_with_history(
        agreements,
        Agreement,
        ["label", "reference", "sort_key", "agreed_on", "words"],
        manager=whole(Agreement),
        default_user=by,
        default_change_reason=_filed(),
    )


def _share_out(agreements, meeting, *, followed, by):
    actions = list(Action.objects.filter(agreement__in=agreements).order_by("agreement__sort_key", "position"))
    owners = {}
    for owner in ActionOwner.objects.filter(action__in=actions).select_related("delegation").order_by("position"):
        owners.setdefault(owner.action_id, []).append(owner)
    room = Room(meeting)
    bind_at_filing(actions, meeting=meeting)
    commitments = []
    for action in actions:
        action.confirmed = True
        action_owners = owners.get(action.pk, [])
        if any(owner.audience == Audience.NETWORK for owner in action_owners):
            action.fulfilment = Fulfilment.JOINTLY
        for delegation, status in shares(action_owners, room=room):
            commitment = Commitment(action=action, delegation=delegation, status=status, news_on=meeting.ends_on)
            if not followed and status == CommitmentStatus.OPEN:
                commitment.status = CommitmentStatus.NOT_RECORDED
                commitment.closed_on = meeting.ends_on
            resolve_due(commitment, meeting_ends_on=meeting.ends_on, since=meeting.ends_on)
            commitments.append(commitment)
    filed = {"default_user": by, "default_change_reason": _filed()}
    bulk_update_with_history(actions, Action, ["confirmed", "fulfilment", *SETTLED], manager=alike(Action), **filed)
    bulk_create_with_history(commitments, Commitment, **filed)


def _filed():
    return in_both_languages(lambda: _("Filed"))


def _check_nothing_hangs(report, *, filed_at):
    touched = (
        Commitment.objects.filter(action__agreement__report=report)
        .filter(~Q(news_on=report.adopted_on, outcome="", extended_to=None) | Q(source_files__isnull=False))
        .select_related("delegation", "action__agreement")
        .first()
    )
    if touched:
        raise CannotUndo(
            _("%(delegation)s has informed of %(reference)s since: the filing stays.")
            % {"delegation": touched.delegation, "reference": touched.action.agreement.reference}
        )
    spoken_of = (
        Commitment.objects.filter(action__agreement__report=report)
        .filter(Q(progress__isnull=False) | Q(remarks__isnull=False))
        .select_related("action__agreement")
        .first()
    )
    if spoken_of:
        raise CannotUndo(
            _("There is a report of progress or a question about %(reference)s: the filing stays.")
            % {"reference": spoken_of.action.agreement.reference}
        )
    told = (
        Commitment.objects.filter(action__agreement__report=report, mentions__isnull=False)
        .select_related("delegation", "action__agreement")
        .first()
    )
    if told:
        raise CannotUndo(
            _("%(delegation)s was written to about %(reference)s: the filing stays.")
            % {"delegation": told.delegation, "reference": told.action.agreement.reference}
        )
    later = (
        Report.objects.on_record()
        .filter(agreements__refers_to__earlier__report=report, versions__made_at__gt=filed_at)
        .exclude(pk=report.pk)
        .first()
    )
    if later:
        raise CannotUndo(
            _("%(reference)s, filed later, refers to this report: the filing stays.") % {"reference": later.reference}
        )
    agenda = Meeting.objects.filter(agenda_items__takes_up__agreement__report=report).first()
    if agenda:
        raise CannotUndo(_("The agenda of %(meeting)s takes up this report: the filing stays.") % {"meeting": agenda})
