"""What the reader found becomes a draft: the report with its suggestions, the heading, the doubts."""

from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_create_with_history

from actions.models import Action, Agreement, Lineage, Report
from actions.phrases import which_meeting
from actions.services.assigning import owner_row
from actions.services.editing import GAP
from networks.models import Delegation, Network
from networks.services import save_recorded

from ..models import Doubt, UploadKind, UploadState
from ..reading.messages import filled
from ..reading.parsed import Warning
from .matching import meetings_like
from .wording import in_both_languages

LONGEST_NAME = 200


def draft_from(upload, document, lines):
    """Write a document that was read to its upload (locked by the caller), with a draft report for a report.

    An agenda's items stay in `upload.reading` until it is filed. A body that nobody knows is one doubt, at the first
    place it stands.
    """
    known = _Known()
    upload.kind, upload.language = document.kind, document.language
    upload.network = known.bodies.get(document.network)
    upload.starts_on, upload.ends_on = document.starts_on, document.ends_on
    upload.city, upload.venue = (document.city or "")[:120], (document.venue or "")[:250]
    upload.country = known.delegations.get(document.country)
    upload.participants = document.participants
    upload.lines = [{"number": line.number, "label": line.label or "", "text": line.text} for line in lines]
    upload.reading = _kept(document)
    doubts = [(warning, None) for warning in _once_a_body(document.warnings)]
    if document.kind == UploadKind.REPORT:
        upload.report, found = _draft_report(upload, document, known)
        doubts = [(warning, found.at(warning.line)) for warning, _nowhere in doubts] + found.doubts
    upload.meeting = next(iter(meetings_like(upload)), None)
    upload.state, upload.progress = UploadState.READ, 100
    upload.save()
    Doubt.objects.bulk_create(
        Doubt(
            upload=upload,
            position=position,
            line=warning.line,
            agreement=agreement,
            as_written=warning.as_written[:LONGEST_NAME],
            **in_both_languages("message", warning.message),
        )
        for position, (warning, agreement) in enumerate(doubts)
    )


def _kept(document):
    """The printed form as an upload keeps it: what was left out says why in both languages, the warnings are doubts."""
    printed = document.as_dict()
    del printed["warnings"]
    printed["dropped"] = [
        {"line": one.line, "text": one.text, **in_both_languages("why", one.why)} for one in document.dropped
    ]
    return printed


def _once_a_body(warnings):
    """The warnings without those that ask again who a body is."""
    asked = set()
    for warning in warnings:
        body = warning.as_written[:LONGEST_NAME].casefold()
        if body not in asked:
            yield warning
        if body:
            asked.add(body)


class _Known:
    """The rows that codes and slugs stand for, asked once."""

    def __init__(self):
        self.delegations = {one.code: one for one in Delegation.objects.all()}
        self.bodies = {one.slug: one for one in Network.objects.all()}


class _Found:
    """The agreements written, where they stand in the original, and what was in doubt on the way."""

    def __init__(self):
        self.places = []
        self.doubts = []

    def at(self, line):
        """The innermost agreement an original line belongs to."""
        holding = [(len(lines), -index) for index, (lines, _agreement) in enumerate(self.places) if line in lines]
        return self.places[-min(holding)[1]][1] if holding else None


def _draft_report(upload, document, known):
    language = document.language
    texts = {
        f"heading_{language}": document.title,
        f"preamble_{language}": "\n\n".join(document.preamble),
        f"closing_{language}": "\n\n".join(document.closing),
    }
    report = save_recorded(Report(original_language=language, **texts), by=upload.by)
    found = _Found()
    _draft_agreements(report, document.agreements, None, known, found, by=upload.by)
    return report, found


def _draft_agreements(report, read, parent, known, found, *, by):
    language = report.original_language
    rows = []
    for place, one in enumerate(read, start=1):
        agreement = Agreement(report=report, parent=parent, position=place * GAP, label=one.number[:16], kind=one.kind)
        setattr(agreement, f"text_{language}", one.text)
        if one.lines:
            agreement.first_line, agreement.last_line = min(one.lines), max(one.lines)
        rows.append(agreement)
    rows = _write(rows, by=by)
    actions, owners, references = [], [], []
    for agreement, one in zip(rows, read, strict=True):
        found.places.append((one.lines, agreement))
        for place, read_action in enumerate(one.actions):
            action = action_of(agreement, place, read_action, language, known.bodies)
            if read_action.deadline.kind == "event" and action.deadline_body is None:
                message = _("The deadline “%(phrase)s” is a meeting, but of a body that is not known here.")
                message = filled(message, phrase=read_action.deadline.phrase)
                found.doubts.append((Warning(agreement.first_line, message), agreement))
            actions.append(action)
            owners.append(list(dict.fromkeys(read_action.owners)))
        references += [reference_of(agreement, reference, known.bodies) for reference in one.refers_to]
    actions = _write(actions, by=by)
    responsible = []
    for action, codes in zip(actions, owners, strict=True):
        for place, code in enumerate(codes):
            owner = owner_row(action, code, known.delegations)
            owner.position = place
            responsible.append(owner)
    _write(responsible, by=by)
    _write(references, by=by)
    for agreement, one in zip(rows, read, strict=True):
        _draft_agreements(report, one.children, agreement, known, found, by=by)


def _write(rows, *, by):
    return bulk_create_with_history(rows, type(rows[0]), default_user=by) if rows else []


def action_of(agreement, place, read, language, bodies):
    """An unsaved action for one that was read; a meeting of a body not among `bodies` (by slug) is only its phrase."""
    action = Action(agreement=agreement, position=place, force=read.force, fulfilment=read.fulfilment)
    setattr(action, f"what_{language}", read.what)
    setattr(action, f"condition_{language}", read.condition)
    setattr(action, f"phrase_{language}", read.deadline.phrase)
    deadline = read.deadline
    if deadline.kind == "date":
        action.deadline_kind, action.deadline_on = "date", deadline.on
    elif deadline.kind == "period":
        action.deadline_kind, action.deadline_amount, action.deadline_unit = "period", deadline.amount, deadline.unit
    elif deadline.kind == "event" and deadline.body in bodies:
        action.deadline_kind, action.deadline_body = "event", bodies[deadline.body]
        action.deadline_month, action.deadline_offset_days = deadline.month or "", deadline.offset_days
        action.deadline_which = which_meeting(deadline.phrase)
    return action


def reference_of(agreement, reference, bodies):
    """An unsaved reference to an earlier agreement for one that was read."""
    return Lineage(
        agreement=agreement,
        phrase=reference.phrase,
        network=bodies.get(reference.network),
        on=reference.on,
        city=(reference.city or "")[:120],
        number=(reference.number or "")[:16],
    )
