"""What no constraint can prove is found, each by its own line, and nothing is found in what is right."""

import datetime
import hashlib
import shutil

import pytest
from django.core.management import call_command
from django.db import transaction

from actions.models import (
    Action,
    Agreement,
    Commitment,
    Evidence,
    Lineage,
    ProgressAnswer,
    ProgressReport,
    ReportVersion,
)
from actions.services.following import reassign
from documents.models import Upload
from documents.services.sample import load_sample
from meetings.models import Attendance
from networks.models import Delegation, Membership, Network, Presidency, User

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 21)


@pytest.fixture
def record(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    load_sample(today=TODAY, now=datetime.datetime(2026, 11, 21, 18, tzinfo=datetime.UTC))
    return tmp_path


def write(model, changed, **which):
    """Write past services and history, as damage would."""
    assert model.objects.filter(**which).update(**changed) == 1


def verified(capsys):
    """The findings, and the exit status."""
    capsys.readouterr()
    status = 0
    try:
        call_command("verify_records")
    except SystemExit as stop:
        status = stop.code
    *lines, summary = capsys.readouterr().out.splitlines()
    assert summary.startswith("Verified 12 reports")
    return lines, status


def damage_sub_item(record):
    child = Agreement.objects.get(reference="TT/2025-05/2.a")
    stranger = Agreement.objects.get(reference="CP/2024-12/1")
    write(Agreement, {"parent": stranger}, pk=child.pk)
    return {
        "TT/2025-05/2.a: stands under an agreement of another report",
        "TT/2025-05/2.a: its reference should be TT/2025-05/a",
        "TT/2025-05: reads otherwise than its version 1",
    }


def damage_circle(record):
    child = Agreement.objects.get(reference="TT/2025-05/2.a")
    write(Agreement, {"parent": child}, reference="TT/2025-05/2")
    return {
        *(f"TT/2025-05/2{letter}: stands under itself, through others" for letter in ("", ".a")),
        "TT/2025-05/2: its reference should be TT/2025-05/2.a.2",
        "TT/2025-05: reads otherwise than its version 1",
    }


def damage_reference(record):
    write(Agreement, {"reference": "CP/2024-12/99"}, reference="CP/2024-12/7")
    return {
        "CP/2024-12/99: its reference should be CP/2024-12/7",
        "CP/2024-12: reads otherwise than its version 1",
    }


def damage_day(record):
    write(Agreement, {"agreed_on": datetime.date(2024, 1, 1)}, reference="CP/2024-12/7")
    return {"CP/2024-12/7: agreed on 2024-01-01, its report adopted on 2024-12-16"}


def damage_hash(record):
    version = ReportVersion.objects.get(report__reference="CP/2024-12")
    write(ReportVersion, {"sha256": "0" * 64}, pk=version.pk)
    return {"CP/2024-12: the SHA-256 of version 1 is not that of its text"}


def damage_text(record):
    write(Agreement, {"text_en": "To thank nobody."}, reference="CP/2024-12/7")
    return {
        "CP/2024-12: reads otherwise than its version 1",
        "CP/2024-12/7: the words to search by are not those of its texts",
    }


def damage_attendance(record):
    present = Attendance.objects.get(meeting__report__reference="CP/2024-12", delegation__code="IOM")
    write(Attendance, {"delegation": Delegation.objects.get(code="EU")}, pk=present.pk)
    return {"CP/2024-12: reads otherwise than its version 1"}


def damage_words(record):
    write(Agreement, {"words": "something else"}, reference="CP/2024-12/7")
    return {"CP/2024-12/7: the words to search by are not those of its texts"}


def damage_version(record):
    version = ReportVersion.objects.get(report__reference="CP/2024-12")
    withdrawn = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    write(ReportVersion, {"withdrawn_at": withdrawn}, pk=version.pk)
    return {"CP/2024-12: is on record without a version"}


def damage_due(record):
    share = Commitment.objects.get(action__agreement__reference="TT/2026-05/6")
    write(Commitment, {"due_on": datetime.date(2030, 1, 1)}, pk=share.pk)
    return {"TT/2026-05/6, action 1, BZ: due on 2030-01-01, agreed is 2026-12-07"}


def damage_missing_share(record):
    Commitment.objects.get(action__agreement__reference="VM/2025-09/5", delegation__code="NI").delete()
    return {"VM/2025-09/5, action 1: no commitment of NI"}


def damage_other_share(record):
    share = Commitment.objects.get(action__agreement__reference="TT/2026-05/6")
    write(Commitment, {"delegation": Delegation.objects.get(code="PE")}, pk=share.pk)
    return {
        "TT/2026-05/6, action 1: no commitment of BZ",
        "TT/2026-05/6, action 1: a commitment of PE, not named by it",
    }


def damage_confirmed(record):
    action = Action.objects.get(agreement__reference="VM/2025-09/5")
    write(Action, {"confirmed": False}, pk=action.pk)
    return {"VM/2025-09/5, action 1: is on record without being confirmed"}


def damage_reference_to_draft(record):
    lineage = Lineage.objects.get(agreement__reference="CP/2026-09/2")
    draft = Agreement.objects.filter(reference=None).first()
    write(Lineage, {"earlier": draft}, pk=lineage.pk)
    return {"CP/2026-09/2: refers to an agreement that is not on record"}


def damage_membership(record):
    belize = Delegation.objects.get(code="BZ")
    Membership.objects.create(delegation=belize, standing="observer", starts_on=datetime.date(2020, 1, 1))
    return {"BZ, membership from 2020-01-01: that from 1996-01-01 has not ended"}


def damage_presidency(record):
    write(Presidency, {"ends_on": datetime.date(2017, 6, 30)}, starts_on=datetime.date(2016, 1, 1))
    return {"presidency from 2017-01-01: that from 2016-01-01 has not ended"}


def damage_bodies(record):
    write(Network, {"reports_to": Network.objects.get(slug="rcgm")}, slug="vice-ministerial")
    return {"RCGM: reports to itself, through others", "VM: reports to itself, through others"}


def damage_original(record):
    upload = Upload.objects.get()
    with open(upload.file.path, "ab") as original:
        original.write(b" ")
    with open(upload.file.path, "rb") as original:
        sha256 = hashlib.file_digest(original, "sha256").hexdigest()
    return {f"document {upload.pk}, {upload.name}: the SHA-256 of its original is {sha256}, not {upload.sha256}"}


def damage_lost_original(record):
    upload = Upload.objects.get()
    upload.file.storage.delete(upload.file.name)
    return {f"document {upload.pk}, {upload.name}: its original {upload.file.name} is gone"}


def damage_stranger(record):
    (record / "originals" / "2026" / "left-over.pdf").write_bytes(b"%PDF")
    return {"originals/2026/left-over.pdf: a file that belongs to no document"}


def damage_filed_without_report(record):
    upload = Upload.objects.get()
    write(Upload, {"state": "filed"}, pk=upload.pk)
    return {f"document {upload.pk}, {upload.name}: is filed, but its report is not on record"}


def damage_informant(record):
    report = ProgressReport.objects.get(delegation__code="US")
    write(ProgressReport, {"delegation": Delegation.objects.get(code="PE")}, pk=report.pk)
    return {f"report of progress {report.pk}: PE never bore the share of US in CP/2026-09/2"}


def damage_answers(record):
    report = ProgressReport.objects.get(delegation__code="US")
    ProgressAnswer.objects.get(report=report).delete()
    return {f"report of progress {report.pk}: speaks of no commitment"}


def _named(evidence):
    return f"file {evidence.pk} of report of progress {evidence.report_id}, {evidence.name}"


def damage_evidence(record):
    evidence = Evidence.objects.get()
    with open(evidence.file.path, "ab") as content:
        content.write(b" ")
    with open(evidence.file.path, "rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    return {f"{_named(evidence)}: the SHA-256 of its content is {sha256}, not {evidence.sha256}"}


def damage_lost_evidence(record):
    evidence = Evidence.objects.get()
    evidence.file.storage.delete(evidence.file.name)
    return {f"{_named(evidence)}: its content {evidence.file.name} is gone"}


def damage_strange_evidence(record):
    (record / "evidence" / "left-over").write_bytes(b"%PDF")
    return {"evidence/left-over: a file that belongs to no report of progress"}


DAMAGES = {name: value for name, value in sorted(globals().items()) if name.startswith("damage_")}


def test_each_damage_is_found_and_named(record, capsys, tmp_path_factory):
    sound = tmp_path_factory.mktemp("sound")
    shutil.copytree(record, sound, dirs_exist_ok=True)
    for name, damage in DAMAGES.items():
        with transaction.atomic():
            expected = damage(record)
            lines, status = verified(capsys)
            transaction.set_rollback(True)
        shutil.rmtree(record)
        shutil.copytree(sound, record)
        assert (set(lines), len(lines), status) == (expected, len(expected), 1), name
    assert verified(capsys) == ([], 0)


def test_a_share_that_passed_to_another_delegation_is_right(record, capsys):
    share = Commitment.objects.get(action__agreement__reference="TT/2026-05/6")
    clerk = User.objects.get(email="editor@example.org")
    call = {"to": Delegation.objects.get(code="PE"), "by": clerk, "on": TODAY, "reason": "By note of both."}
    reassign(commitment_id=share.pk, **call)
    assert verified(capsys) == ([], 0)
