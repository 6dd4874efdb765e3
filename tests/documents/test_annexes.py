"""Documents of a meeting: what is kept of them, what is refused, what stays when they go."""

import datetime
import hashlib
import pathlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from actions.services import file_kinds
from actions.services.attaching import NotTaken
from documents.services import annexes, verifying
from documents.services.annexes import CannotKeep, add_document, change_document, remove_document
from meetings.models import MeetingDocument
from networks.models import PublicVersion
from tests.actions.test_evidence import BROKEN, DOCX, MAIL, PDF, PNG, office, on_disk
from tests.factories import MeetingFactory, StaffFactory

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 3, 20, 15, tzinfo=datetime.UTC)
PPTX = office("ppt/presentation.xml", "ppt/slides/slide1.xml")
WRONG = (
    "“annex.pdf” is none of the files that can be attached: PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx) or a "
    "picture."
)
MACROS = "“annex.pdf” holds macros. Please save it as .docx, .xlsx or .pptx, without them, and attach that."


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def staff():
    return StaffFactory()


@pytest.fixture
def meeting():
    return MeetingFactory(is_public=True)


def add(meeting, by, content=PDF, *, name="annex.pdf", **said):
    words = {"title_en": "Concept note", "distribution": "members"} | said
    return add_document(meeting_id=meeting.pk, upload=SimpleUploadedFile(name, content), by=by, now=NOW, **words)


@pytest.mark.parametrize(
    ("content", "kind", "name", "ending"),
    [
        (PDF, file_kinds.PDF, "note.bin.pdf", "PDF"),
        (DOCX, file_kinds.DOCX, "note.bin.docx", "DOCX"),
        (PPTX, file_kinds.PPTX, "note.bin.pptx", "PPTX"),
        (PNG, file_kinds.PNG, "note.bin.png", "PNG"),
    ],
)
def test_a_document_is_kept_as_it_came(meeting, staff, folder, content, kind, name, ending):
    kept = add(meeting, staff, content, name="../note.bin", title_es="Nota conceptual", language="es")
    assert (kept.content_type, kept.name, kept.ending, kept.size) == (kind, name, ending, len(content))
    assert (kept.sha256, kept.added_by, kept.added_at) == (hashlib.sha256(content).hexdigest(), staff, NOW)
    assert (kept.in_language("title", "en"), kept.in_language("title", "es")) == ("Concept note", "Nota conceptual")
    assert (on_disk(folder), pathlib.Path(kept.file.path).read_bytes()) == ([kept.file.name], content)
    assert kept.history.get().history_user == staff
    assert "note" not in kept.file.name


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"It is agreed.", WRONG),
        (MAIL, WRONG),
        (PDF[:-7], BROKEN.replace("paper", "annex")),
        (office("ppt/presentation.xml", "ppt/vbaProject.bin"), MACROS),
        (b"", "“annex.pdf” is empty."),
    ],
)
def test_what_is_not_taken_leaves_nothing_behind(meeting, staff, folder, content, expected):
    with pytest.raises(NotTaken) as refused:
        add(meeting, staff, content)
    assert (str(refused.value), on_disk(folder), MeetingDocument.objects.count()) == (expected, [], 0)


def test_a_document_is_at_most_twenty_megabytes(meeting, staff, folder):
    upload = SimpleUploadedFile("annex.pdf", PDF)
    upload.size = 20 * 1024 * 1024 + 1
    with pytest.raises(NotTaken, match=r"^“annex\.pdf” is larger than 20 MB\.$"):
        add_document(meeting_id=meeting.pk, upload=upload, distribution="public", title_en="Note", by=staff, now=NOW)
    assert on_disk(folder) == []


def test_without_a_title_nothing_is_kept(meeting, staff, folder):
    with pytest.raises(CannotKeep, match=r"^Give the document a title"):
        add(meeting, staff, title_en="")
    assert (on_disk(folder), MeetingDocument.objects.count()) == ([], 0)


def test_the_same_file_is_kept_once_a_meeting_and_says_where(meeting, staff, folder):
    kept = add(meeting, staff)
    with pytest.raises(CannotKeep) as refused:
        add(meeting, staff, name="again.pdf", title_en="Other", distribution="public")
    assert str(refused.value) == "“again.pdf” is among the documents of this meeting already, as “Concept note”."
    other = add(MeetingFactory(), staff)
    assert (on_disk(folder), MeetingDocument.objects.count()) == (sorted([kept.file.name, other.file.name]), 2)


class GivenUp(Exception):
    pass


def test_a_transaction_that_is_given_up_later_leaves_no_file(meeting, staff, folder):
    def given_up():
        with transaction.atomic():
            add(meeting, staff)
            assert len(on_disk(folder)) == 1
            raise GivenUp

    with pytest.raises(GivenUp):
        given_up()
    assert (on_disk(folder), MeetingDocument.objects.count()) == ([], 0)


def test_a_row_that_cannot_be_written_leaves_no_file(meeting, staff, folder, monkeypatch):
    def refuse(*args, **kwargs):
        raise GivenUp

    monkeypatch.setattr(annexes, "save_recorded", refuse)
    with pytest.raises(GivenUp):
        add(meeting, staff)
    assert on_disk(folder) == []


def test_a_change_is_written_once_with_who_and_why(meeting, staff):
    kept, clerk = add(meeting, staff), StaffFactory()
    change_document(document_id=kept.pk, by=clerk, reason="Agreed with the presidency", distribution="public")
    same = {"title_en": "Concept note", "title_es": "", "language": "", "distribution": "public"}
    change_document(document_id=kept.pk, by=staff, reason="Nothing", **same)
    rows = kept.history.order_by("history_id").values_list("distribution", "history_user", "history_change_reason")
    assert list(rows) == [("members", staff.pk, ""), ("public", clerk.pk, "Agreed with the presidency")]
    with pytest.raises(CannotKeep, match=r"^Give the document a title"):
        change_document(document_id=kept.pk, by=staff, title_en="")
    kept.refresh_from_db()
    assert str(kept) == "Concept note"


def test_every_change_raises_the_public_version(meeting, staff):
    def version():
        return PublicVersion.objects.values_list("number", flat=True).first() or 0

    versions = [version()]
    kept = add(meeting, staff)
    versions.append(version())
    change_document(document_id=kept.pk, by=staff, distribution="public")
    versions.append(version())
    remove_document(document_id=kept.pk, by=staff)
    versions.append(version())
    assert versions == sorted(set(versions))


def test_what_is_removed_is_gone_once_that_is_through_and_its_history_stays(
    meeting, staff, folder, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        kept = add(meeting, staff)
    place = kept.file.name
    with django_capture_on_commit_callbacks() as callbacks:
        remove_document(document_id=kept.pk, by=staff, reason="Superseded")
    assert on_disk(folder) == [place]
    for callback in callbacks:
        callback()
    assert (on_disk(folder), MeetingDocument.objects.count()) == ([], 0)
    row = MeetingDocument.history.filter(history_type="-").get()
    assert (row.in_language("title"), row.distribution, row.history_user, row.history_change_reason) == (
        "Concept note",
        "members",
        staff,
        "Superseded",
    )


def test_what_is_gone_is_neither_changed_nor_removed_again(meeting, staff):
    kept = add(meeting, staff)
    remove_document(document_id=kept.pk, by=staff)
    for verb in (change_document, remove_document):
        with pytest.raises(CannotKeep, match="removed this document in the meantime"):
            verb(document_id=kept.pk, by=staff)
    assert MeetingDocument.history.filter(history_type="-").count() == 1


def test_verify_records_finds_what_is_missing_changed_or_belongs_to_nobody(meeting, staff, folder):
    add(meeting, staff)
    changed, gone = (add(meeting, staff, PDF + bytes([number])) for number in range(2))
    pathlib.Path(changed.file.path).write_bytes(b"other")
    pathlib.Path(gone.file.path).unlink()
    (folder / "meeting-documents" / "stranger").write_bytes(b"?")
    named = f"document {{}} of meeting {meeting.pk}, annex.pdf"
    other = hashlib.sha256(b"other").hexdigest()
    assert list(verifying.findings()) == [
        f"{named.format(changed.pk)}: its content has 5 bytes, not {changed.size}",
        f"{named.format(changed.pk)}: the SHA-256 of its content is {other}, not {changed.sha256}",
        f"{named.format(gone.pk)}: its content {gone.file.name} is gone",
        "meeting-documents/stranger: a file that belongs to no meeting",
    ]
