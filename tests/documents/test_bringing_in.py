"""A file comes in once, is kept under its digest, and can be given up."""

import hashlib

import pytest

from actions.models import Agreement, Report
from documents.models import Doubt, Upload
from documents.reading.files import MAX_BYTES
from documents.services.bringing_in import AlreadyBroughtIn, CannotBringIn, CannotDiscard, bring_in, discard
from documents.services.reading import read_upload

pytestmark = pytest.mark.django_db


def test_the_original_is_kept_under_its_digest(staff, now, report_en, kept_files):
    upload = bring_in(content=report_en, name="C:\\papers\\Report of March.TXT", by=staff, now=now)

    digest = hashlib.sha256(report_en).hexdigest()
    assert (upload.name, upload.sha256, upload.size, upload.state, upload.by, upload.at) == (
        "Report of March.TXT",
        digest,
        len(report_en),
        "waiting",
        staff,
        now,
    )
    assert kept_files() == [f"{digest}.txt"]
    with upload.file.open("rb") as kept:
        assert kept.read() == report_en


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("", "Without a name"),
        ("a\n\tb.txt", "ab.txt"),
        ("x" * 400 + ".txt", "x" * 246 + ".txt"),
    ],
)
def test_a_name_is_only_a_name(staff, now, name, kept):
    assert bring_in(content=b"text", name=name, by=staff, now=now).name == kept


def test_the_same_file_again_is_recognised(staff, now, report_en, kept_files):
    first = bring_in(content=report_en, name="one.txt", by=staff, now=now)

    with pytest.raises(AlreadyBroughtIn, match=r"“two\.txt” is here already, brought in as “one\.txt”") as refusal:
        bring_in(content=report_en, name="two.txt", by=staff, now=now)

    assert refusal.value.upload == first
    assert (Upload.objects.count(), len(kept_files())) == (1, 1)


@pytest.mark.parametrize(("content", "why"), [(b"", "is empty"), (b"x" * (MAX_BYTES + 1), "larger than 20 MB")])
def test_what_cannot_be_a_report_leaves_nothing(staff, now, kept_files, content, why):
    with pytest.raises(CannotBringIn, match=why):
        bring_in(content=content, name="file.txt", by=staff, now=now)

    assert (Upload.objects.count(), kept_files()) == (0, [])


def test_what_was_given_up_goes_and_may_come_again(
    staff, now, report_en, kept_files, conference, django_capture_on_commit_callbacks
):
    upload = bring_in(content=report_en, name="one.txt", by=staff, now=now)
    read_upload(upload_id=upload.pk, now=now)

    with django_capture_on_commit_callbacks(execute=True):
        discard(upload_id=upload.pk, by=staff)

    upload.refresh_from_db()
    assert (upload.state, upload.lines, upload.reading) == ("discarded", [], {})
    assert (upload.report, upload.file.name) == (None, "")
    assert (Report.objects.count(), Agreement.objects.count(), Doubt.objects.count(), kept_files()) == (0, 0, 0, [])
    assert Agreement.history.filter(history_type="-", history_user=staff).count() == 3
    with pytest.raises(CannotDiscard):
        discard(upload_id=upload.pk, by=staff)
    assert bring_in(content=report_en, name="one.txt", by=staff, now=now).state == "waiting"
