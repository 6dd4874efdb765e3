"""A draft and its original side by side: everything the review page shows, asked for once."""

import dataclasses
import datetime

from django.db.models import Prefetch
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from actions.models import Action, Agreement, Audience, CommitmentStatus, Report
from actions.numbering import in_order, shown_labels
from actions.services.dropping import dropped_actions, dropped_agreements
from actions.services.expanding import OF_THOSE_PRESENT, agreed_due, shares
from actions.services.filing import too_early
from actions.stamps import stamp
from documents.models import Doubt, Upload, UploadState
from documents.services.matching import counterpart_of, meetings_like, report_in_the_way
from networks.alphabet import alphabetical
from networks.models import Delegation

from .asking import Questions, questions
from .marking import original_lines


@dataclasses.dataclass
class ActionShown:
    """due: the day it comes to, once the meeting's days are known."""

    action: Action
    due: datetime.date | None

    @property
    def place(self):
        return f"action-{self.action.pk}"

    @property
    def offset(self):
        """How far from the meeting it is due, in words; empty for the meeting itself."""
        days = self.action.deadline_offset_days
        if not days:
            return ""
        if days < 0:
            return ngettext("%(n)s day before", "%(n)s days before", -days) % {"n": -days}
        return ngettext("%(n)s day after", "%(n)s days after", days) % {"n": days}


@dataclasses.dataclass
class AgreementShown:
    """label: as the draft numbers it. path: with those above it, "3.a". twice: another has the same number."""

    agreement: Agreement
    label: str
    path: str
    depth: int
    actions: list[ActionShown]
    phrases: list[str]
    text: str
    other_text: str
    doubts: list = dataclasses.field(default_factory=list)
    twice: bool = False

    @property
    def place(self):
        return f"agreement-{self.agreement.pk}"

    @property
    def split_place(self):
        return f"split-{self.agreement.pk}"

    @property
    def after_place(self):
        return f"add-{self.agreement.pk}"

    @property
    def under_place(self):
        return f"under-{self.agreement.pk}"

    @property
    def new_action_place(self):
        return f"add-action-{self.agreement.pk}"


@dataclasses.dataclass
class Review:
    """upload: whose heading counts, None for a report typed here. uploads: all documents of the report."""

    report: Report
    language: str
    other_language: str
    upload: Upload | None
    uploads: list[Upload]
    shown: Upload | None
    agreements: list[AgreementShown]
    questions: Questions
    obstacles: list[tuple[str, str]]
    present: list[Delegation]
    unknown: list[str]
    meetings: list
    counterpart: Report | None
    gone_agreements: list
    gone_actions: list

    @property
    def meeting(self):
        if self.report.meeting_id:
            return self.report.meeting
        return self.upload.meeting if self.upload else None

    @property
    def gone(self):
        """What can be taken back, as the page calls it."""
        return {f"agreement-{row.id}" for row in self.gone_agreements} | {
            f"action-{row.id}" for row in self.gone_actions
        }

    @property
    def stamp(self):
        return stamp(self.report)

    @property
    def last_day(self):
        return self.meeting.ends_on if self.meeting else _last_day(self.report, self.upload)

    def lines(self):
        """The lines of the document shown beside the draft; of its own draft each with its agreement."""
        if self.shown is None:
            return []
        own = self.shown.language == self.language
        places = [
            (one.agreement.first_line, one.agreement.last_line, one.agreement.pk, one.phrases)
            for one in self.agreements
            if own and one.agreement.first_line
        ]
        return original_lines(self.shown.lines, places=places, left_out=left_out_of(self.shown))


def review_of(report, *, on, beside=None):
    """Everything the review page of a draft shows on the day `on`.

    beside: the key of the document to show, else the heading's own.
    """
    language = report.original_language
    # Filed ones too: a filing that was undone leaves a document of the other language where it was.
    uploads = list(
        report.uploads.exclude(state=UploadState.DISCARDED)
        .select_related("network", "country", "meeting__network", "meeting__country", "meeting__report")
        .prefetch_related(Prefetch("doubts", Doubt.objects.select_related("agreement")))
        .order_by("at", "pk")
    )
    heading = next((one for one in uploads if one.language == language), None)
    upload = None if report.meeting_id else heading
    shown = next((one for one in uploads if one.pk == beside), heading or (uploads[0] if uploads else None))
    agreements = _agreements(report, _last_day(report, upload))
    doubts = [doubt for one in uploads for doubt in one.doubts.all()]
    for doubt in doubts:
        for one in agreements:
            if doubt.agreement_id == one.agreement.pk and not doubt.settled and not doubt.as_written:
                one.doubts.append(doubt)
    present, unknown = _present(report, upload)
    review = Review(
        report=report,
        language=language,
        other_language="es" if language == "en" else "en",
        upload=upload,
        uploads=uploads,
        shown=shown,
        agreements=agreements,
        questions=questions(doubts, _unknown_names(agreements, unknown)),
        obstacles=[],
        present=present,
        unknown=unknown,
        meetings=meetings_like(upload) if upload else [],
        counterpart=counterpart_of(upload) if upload else None,
        gone_agreements=list(dropped_agreements(report.pk)),
        gone_actions=list(dropped_actions(report.pk)),
    )
    review.obstacles = list(_obstacles(review, on=on))
    return review


def left_out_of(upload):
    """(line, text, why) of what the reader left out of a document."""
    why = "why_es" if get_language() == "es" else "why_en"
    return [(dropped["line"], dropped["text"], dropped[why]) for dropped in upload.reading.get("dropped", ())]


@dataclasses.dataclass
class RoomToBe:
    """Who will count as member, present and absent once the draft is filed."""

    members: list[Delegation]
    present: list[Delegation]
    absent_ids: set[int]


@dataclasses.dataclass
class FilingPreview:
    """What filing will create. nobody: names responsible that are no delegation; calls: open calls.

    without_present: actions asked of those present, where nobody is recorded as present.
    """

    agreements: int
    actions: int
    commitments: int
    to_confirm: list[tuple[Delegation, int]]
    nobody: list[str]
    calls: int
    without_present: int


def preview_of(review):
    """What filing this draft will create, counted the way filing counts."""
    starts_on = review.meeting.starts_on if review.meeting else review.upload and review.upload.starts_on
    members = list(Delegation.objects.members(on=starts_on)) if starts_on else []
    present = list(review.present)
    if review.upload and review.meeting:
        present += [one.delegation for one in review.meeting.attendances.select_related("delegation")]
    present_ids = {delegation.pk for delegation in present}
    absent = {member.pk for member in members if present and member.pk not in present_ids}
    room = RoomToBe(members, present, absent)
    commitments, to_confirm, nobody, calls, actions, without_present = 0, {}, [], 0, 0, 0
    for shown in review.agreements:
        for one in shown.actions:
            actions += 1
            owners = one.action.owners.all()
            nobody += [owner.as_written for owner in owners if owner.as_written]
            calls += any(owner.audience == Audience.INTERESTED for owner in owners)
            without_present += not present and any(owner.audience in OF_THOSE_PRESENT for owner in owners)
            for delegation, status in shares(owners, room=room):
                commitments += 1
                if status == CommitmentStatus.TO_CONFIRM:
                    to_confirm[delegation] = to_confirm.get(delegation, 0) + 1
    return FilingPreview(
        agreements=len(review.agreements),
        actions=actions,
        commitments=commitments,
        to_confirm=[(one, to_confirm[one]) for one in alphabetical(to_confirm)],
        nobody=list(dict.fromkeys(nobody)),
        calls=calls,
        without_present=without_present,
    )


def _agreements(report, last_day):
    language = report.original_language
    other = "es" if language == "en" else "en"
    rows = report.agreements.prefetch_related("actions__owners__delegation", "actions__deadline_body", "refers_to")
    ordered = in_order(rows)
    labels = shown_labels(ordered)
    paths, depths, seen = {None: ""}, {None: -1}, set()
    shown = []
    for agreement in ordered:
        label = labels[agreement.pk]
        above = paths[agreement.parent_id]
        path = paths[agreement.pk] = f"{above}.{label}" if above else label
        depths[agreement.pk] = depths[agreement.parent_id] + 1
        actions = sorted(agreement.actions.all(), key=lambda action: action.position)
        shown.append(
            AgreementShown(
                agreement=agreement,
                label=label,
                path=path,
                depth=depths[agreement.pk],
                actions=[ActionShown(action, _due(action, last_day)) for action in actions],
                phrases=[phrase for action in actions if (phrase := getattr(action, f"phrase_{language}"))],
                text=getattr(agreement, f"text_{language}"),
                other_text=getattr(agreement, f"text_{other}"),
                twice=path.casefold() in seen,
            )
        )
        seen.add(path.casefold())
    return shown


def _due(action, last_day):
    return agreed_due(action, meeting_ends_on=last_day) if last_day else action.deadline_on


def _last_day(report, upload):
    if report.meeting_id:
        return report.meeting.ends_on
    return (upload.ends_on or upload.starts_on) if upload else None


def _present(report, upload):
    if upload is None:
        if not report.meeting_id:
            return [], []
        rows = report.meeting.attendances.select_related("delegation")
        return [attendance.delegation for attendance in rows], []
    known = {one.code: one for one in Delegation.objects.filter(code__in=upload.participants)}
    return [known[code] for code in upload.participants if code in known], [
        name for name in upload.participants if name not in known
    ]


def _unknown_names(agreements, participants):
    """Wherever a name stands that nobody knows, for `questions`."""
    for name in participants:
        yield name, _("among those present"), "heading"
    for shown in agreements:
        for one in shown.actions:
            for owner in one.action.owners.all():
                if owner.as_written:
                    words = _("agreement %(number)s") % {"number": shown.path}
                    yield owner.as_written, words, f"agreement-{shown.agreement.pk}"


def _obstacles(review, *, on):
    """What must be put right before filing: (what, the place on the page)."""
    upload = review.upload
    if upload and not upload.meeting_id:
        if not upload.network_id:
            yield _("Say which body met."), "heading"
        if not upload.starts_on:
            yield _("Say on which day the meeting began."), "heading"
    if upload and review.counterpart is None and (taken := report_in_the_way(upload)):
        yield _("This meeting has a report in this language already: %(report)s.") % {"report": taken}, "heading"
    if review.last_day and (refusal := too_early(review.last_day, on=on)):
        yield refusal, "heading"
    if not review.agreements:
        yield _("The report has no agreements yet."), "agreements"
    for one in review.agreements:
        place = f"agreement-{one.agreement.pk}"
        if one.twice:
            yield _("The number %(number)s stands twice.") % {"number": one.path}, place
        if not (one.text.strip() or one.other_text.strip()):
            yield _("Agreement %(number)s has no text.") % {"number": one.path}, place
