"""All that delegations have answered to one agreement: who, when, what; as a table, and their files as an archive."""

import dataclasses
import io
import pathlib
import re
import shutil
import unicodedata
import zipfile

from django.db.models import Prefetch
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actions.models import (
    Action,
    Agreement,
    Commitment,
    CommitmentStatus,
    Evidence,
    Fulfilment,
    ProgressAnswer,
    ProgressReport,
    ProgressState,
)
from documents.writing.tables import Column, Table, write_csv
from networks import dates
from networks.alphabet import alphabetical

from .matters import Noted, closes, why_ended
from .pending import HEADINGS
from .tables import what_of

# What a delegation keeps to itself, or has taken back, is no answer.
NO_ANSWER = (ProgressState.DRAFT, ProgressState.SET_ASIDE)
DERIVED = ("date_passed", "due_soon", "waiting", "stale")
# What one system or another does not take in the name of a file.
NOT_IN_A_NAME = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
LONGEST_NAME = 120
A_CHUNK = 1024 * 1024


@dataclasses.dataclass(frozen=True)
class Answered:
    """A share, how it stands on the day, and the reports on it, the last first.

    outcome: what was written down of it otherwise, on its behalf; "" where a report says the same. closed: by whom and
    why it was closed, or passed to another delegation, where no report of its own closed it; else None.
    """

    commitment: Commitment
    situation: str
    reports: list[ProgressReport]
    closed: Noted | None = None

    @property
    def outcome(self):
        told = any(report.text == self.commitment.outcome for report in self.reports)
        return "" if told else self.commitment.outcome


@dataclasses.dataclass(frozen=True)
class Asked:
    """An action of the agreement and what each of those responsible answered, in their alphabetical order."""

    action: Action
    shares: list[Answered]


def agreement_of(reference):
    """The agreement on record with this reference, or None."""
    rows = Agreement.objects.filter(reference=reference)
    return rows.select_related("report__meeting__network").first()


def answers_to(agreement, *, on):
    """[Asked, …] of an agreement on the day `on`; five queries however many answered.

    One more if a share was closed by no report of its own.
    """
    reports = (
        ProgressReport.objects.exclude(state__in=NO_ANSWER)
        .select_related("delegation", "author", "entered_by", "confirmed_by")
        .prefetch_related(Prefetch("evidence", Evidence.objects.order_by("pk")))
    )
    told = ProgressAnswer.objects.exclude(report__state__in=NO_ANSWER).order_by(
        "-report__on", "-report__made_at", "-pk"
    )
    shares = Commitment.objects.select_related("delegation").prefetch_related(
        Prefetch("progress", told.prefetch_related(Prefetch("report", reports)), to_attr="told")
    )
    actions = agreement.actions.order_by("position").prefetch_related(Prefetch("commitments", shares))
    every = [share for action in actions for share in action.commitments.all()]
    ended = why_ended([share for share in every if not any(closes(told.report, share) for told in share.told)])
    return [Asked(action, _answered(action, agreement, ended, on=on)) for action in actions]


def _answered(action, agreement, ended, *, on):
    action.agreement = agreement
    shares = {share.delegation: share for share in action.commitments.all()}
    found = []
    for delegation in alphabetical(shares):
        share = shares[delegation]
        share.action = action
        reports = [told.report for told in share.told]
        closed = ended.get(share.pk)
        if closed and (together := _closed_together(share, shares.values())):
            closed = dataclasses.replace(closed, why="", together=together)
        found.append(Answered(share, share.situation(on=on), reports, closed))
    return found


def _closed_together(share, shares):
    """The delegation whose report closed a share of a joint action with its own, or None."""
    if share.action.fulfilment != Fulfilment.JOINTLY:
        return None
    theirs = [told.report for other in shares for told in other.told if closes(told.report, share)]
    return min(theirs, key=lambda report: report.sent_at).delegation if theirs else None


def answers_table(agreement, asked):
    """The answers as one Table: a row for each report, other outcome or end, and one for a share without any.

    Names of persons stay out, and whose mail or note a source was.

    asked: as `answers_to` gives it.
    """
    columns = [
        Column(_("Point"), 14),
        Column(_("What"), 36),
        Column(_("Responsible"), 18),
        Column(_("Date"), 13),
        Column(_("Status"), 15),
        Column(_("As of"), 13),
        Column(_("Progress"), 46),
        Column(_("Remarks"), 30),
    ]
    rows = [row for action in asked for share in action.shares for row in _rows(agreement, action.action, share)]
    return Table(_("Answers to %(reference)s") % {"reference": agreement.reference}, columns, rows)


def _rows(agreement, action, share):
    commitment = share.commitment
    about = (agreement.reference, what_of(action), str(commitment.delegation), commitment.due_on, status_words(share))
    rows = [(*about, report.on, report.text, _remarks(commitment, report)) for report in share.reports]
    if share.outcome or share.closed or not rows:
        rows.insert(0, (*about, commitment.closed_on, share.outcome, _end_words(share)))
    return rows


def _end_words(share):
    """Why a share was withdrawn, or who put its end on record; a reason for another end may name its source."""
    closed = share.closed
    if closed is None:
        return ""
    if closed.together:
        return _("Done together, as %(delegation)s informed.") % {"delegation": closed.together}
    if share.commitment.status == CommitmentStatus.WITHDRAWN and closed.why:
        return closed.why
    return _("Put on record by the Technical Secretariat.") if closed.by and closed.by.is_staff else ""


def status_words(share):
    """How a share stands, in words."""
    if share.situation in DERIVED:
        return str(HEADINGS[share.situation])
    return capfirst(share.commitment.get_status_display())


def _remarks(commitment, report):
    """Whether it is done, where it stands, its new date, out of what it was entered, and its files."""
    words = [_("Done.") if report.done else _("Not yet done.")]
    if report.state == ProgressState.TO_CONFIRM:
        words.append(_("To be confirmed."))
    if report.delegation_id != commitment.delegation_id:
        words.append(_("Informed by %(delegation)s.") % {"delegation": report.delegation})
    if report.new_date:
        words.append(_("New date informed: %(day)s.") % {"day": dates.day(report.new_date)})
    if report.source:
        words.append(_("Entered out of %(source)s.") % {"source": report.get_source_display()})
    if files := [file.name for file in report.evidence.all() if not file.is_source]:
        words.append(_("Files: %(names)s.") % {"names": ", ".join(files)})
    return "\n".join(words)


def write_archive(agreement, asked, file):
    """Write every file of evidence with the answers to `file`, as one zip with an index; gives how many there are.

    Sources stay out: a mail says from whom and to whom it went.

    Each stands in its delegation's folder under a name that any system takes, once only. Files are copied piece by
    piece. The index says which one is not to be found any more.
    """
    taken, listed = set(), []
    with zipfile.ZipFile(file, "w") as archive:
        for report, evidence in files_of(asked):
            place = _place(report, evidence, taken)
            kept = _copy(evidence, archive, place, on=report.on)
            listed.append(
                (
                    place if kept else _("not to be found any more"),
                    str(report.delegation),
                    report.on,
                    report.text,
                    evidence.name,
                    evidence.size,
                    evidence.sha256,
                )
            )
        index = io.BytesIO()
        write_csv(_index(agreement, listed), index)
        archive.writestr(_("index.csv"), index.getvalue())
    return len(listed)


def files_of(asked):
    """(report, its file) of all answers but the sources, each once: one report may speak of several actions."""
    reports = {report.pk: report for action in asked for share in action.shares for report in share.reports}
    every = [(report, evidence) for report in reports.values() for evidence in report.evidence.all()]
    return [(report, evidence) for report, evidence in every if not evidence.is_source]


def _copy(evidence, archive, place, *, on):
    """Copy a file into the archive; gives whether it was there."""
    info = zipfile.ZipInfo(place, date_time=(on.year, on.month, on.day, 0, 0, 0))
    info.external_attr = 0o644 << 16
    info.file_size = evidence.size
    try:
        with evidence.file.open("rb") as kept, archive.open(info, "w") as copy:
            shutil.copyfileobj(kept, copy, A_CHUNK)
    except FileNotFoundError:
        return False
    return True


def _index(agreement, rows):
    columns = (
        _("File"),
        _("Delegation"),
        _("As of"),
        _("Progress"),
        _("Name as it came"),
        _("Size in bytes"),
        "SHA-256",
    )
    title = _("Files with the answers to %(reference)s") % {"reference": agreement.reference}
    return Table(title, [Column(heading) for heading in columns], rows)


def _place(report, evidence, taken):
    """Where in the archive a file stands: `Honduras/2026-05-20 paper.pdf`, with a number where that is taken."""
    folder = _clean(str(report.delegation)) or report.delegation.code
    path = pathlib.PurePath(_clean(evidence.name) or _("file"))
    ending = path.suffix
    stem = f"{report.on.isoformat()} {path.stem}"[: LONGEST_NAME - len(ending)].rstrip(" .")
    place, number = f"{folder}/{stem}{ending}", 1
    while place.casefold() in taken:
        number += 1
        place = f"{folder}/{stem} ({number}){ending}"
    taken.add(place.casefold())
    return place


def _clean(name):
    return NOT_IN_A_NAME.sub("_", unicodedata.normalize("NFC", name)).strip(" .")
