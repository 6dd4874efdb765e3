"""What no constraint can prove of reports of progress and of files: who spoke for whom, and that each file is whole."""

import hashlib

from django.core.files.storage import default_storage

from networks.models import Presidency

from ..models import INFORMED, Evidence, ProgressAnswer, ProgressReport
from ..models.commitments import PRESIDENCY

FOLDER = "evidence"


def findings():
    """What is wrong with reports of progress and their files, a line each, naming the row."""
    for report in ProgressReport.objects.filter(state__in=INFORMED, answers=None).order_by("pk"):
        yield f"report of progress {report.pk}: speaks of no commitment"
    yield from _bearers()
    known = set()
    for evidence in Evidence.objects.order_by("pk").iterator():
        known.add(evidence.file.name)
        name = f"file {evidence.pk} of report of progress {evidence.report_id}, {evidence.name}"
        yield from file_findings(evidence.file.name, evidence.sha256, name=name, which="its content")
    yield from stranger_findings(FOLDER, known, belongs_to="report of progress")


def _bearers():
    holders = set(Presidency.objects.values_list("delegation", flat=True))
    answers = ProgressAnswer.objects.select_related(
        "report__delegation", "commitment__delegation", "commitment__action__agreement"
    )
    for answer in answers.order_by("pk").iterator():
        spoke, bears = answer.report.delegation, answer.commitment.delegation
        as_presidency = bears.code == PRESIDENCY and spoke.pk in holders
        if spoke != bears and not as_presidency:
            share = f"the share of {bears.code} in {answer.commitment.action.agreement.reference}"
            yield f"report of progress {answer.report_id}: {spoke.code} never bore {share}"


def file_findings(kept, sha256, *, name, which, size=None):
    """What is wrong with a kept file, a line each. kept: where it is; name: the row's; which: what it is to that.

    size: what the row says of it in bytes, where it does.
    """
    if not default_storage.exists(kept):
        yield f"{name}: {which} {kept} is gone"
        return
    if size is not None and (bytes_found := default_storage.size(kept)) != size:
        yield f"{name}: {which} has {bytes_found} bytes, not {size}"
    with default_storage.open(kept) as content:
        found = hashlib.file_digest(content, "sha256").hexdigest()
    if found != sha256:
        yield f"{name}: the SHA-256 of {which} is {found}, not {sha256}"


def stranger_findings(folder, known, *, belongs_to):
    """The files in a folder that no row names, a line each. known: the names of those that one does."""
    for kept in _files_in(folder):
        if kept not in known:
            yield f"{kept}: a file that belongs to no {belongs_to}"


def _files_in(folder):
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in sorted(files))
    for inner in sorted(folders):
        yield from _files_in(f"{folder}/{inner}")
