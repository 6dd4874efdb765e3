"""Files with a report: told by their bytes, kept whole, and nothing of them left behind."""

import hashlib
import io
import pathlib
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import transaction

from actions.models import Evidence
from actions.services import evidence as services
from actions.services import file_kinds, informing, verifying_progress
from actions.services.attaching import NotTaken, clean_name
from actions.services.evidence import attach, remove, withdraw, withdrawn_from
from networks.services import public_version, system_user
from tests.actions.informants import NOW, TODAY, begin, by_account, by_link, on_behalf, send
from tests.factories import ChairFactory, CommitmentFactory, DelegationFactory, DesignationFactory, StaffFactory

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nwords\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40 + b"IEND\xaeB`\x82"
GIF = b"GIF89a" + b"\0" * 20 + b";"
WEBP = b"RIFF" + (20).to_bytes(4, "little") + b"WEBP" + b"\0" * 16
# A thumbnail, which has an end of its own, then the picture, as a phone writes them.
THUMBNAIL = b"\xff\xe1" + (20).to_bytes(2, "big") + b"Exif\xff\xd8\xff\xd9" + b"\0" * 10
JPEG = b"\xff\xd8" + THUMBNAIL + b"\xff\xff\xda" + (8).to_bytes(2, "big") + b"\0" * 26 + b"\xff\xd9"
MAIL = b"Received: from example.org\nFrom: ana@example.org\nDate: Fri, 20 Mar 2026 09:00:00 -0600\n\nIt is done.\n"


def office(main, *others, types="[Content_Types].xml"):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (types, main, *others):
            archive.writestr(name, f"<x>{name}</x>")
    return packed.getvalue()


DOCX, XLSX = office("word/document.xml", "word/styles.xml"), office("xl/workbook.xml")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def officer():
    return DesignationFactory(delegation=DelegationFactory(code="HN")).person


@pytest.fixture
def draft(officer):
    return begin(CommitmentFactory(), informant=by_account(officer))


def keep(report, content, *, by, name="paper.pdf", **fields):
    return attach(report_id=report.pk, upload=SimpleUploadedFile(name, content), by=by, now=NOW, **fields)


def refusal(*args, **kwargs):
    with pytest.raises(NotTaken) as refused:
        keep(*args, **kwargs)
    return str(refused.value)


def on_disk(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("content", "kind", "shown"),
    [
        (PDF, "application/pdf", "note.bin.pdf"),
        (b"\n" * 900 + PDF, "application/pdf", "note.bin.pdf"),
        (DOCX, file_kinds.DOCX, "note.bin.docx"),
        (XLSX, file_kinds.XLSX, "note.bin.xlsx"),
        (PNG, "image/png", "note.bin.png"),
        (JPEG, "image/jpeg", "note.bin.jpg"),
        (JPEG[:-2] + b"\0" * (file_kinds.START - 21) + JPEG[-2:], "image/jpeg", "note.bin.jpg"),
        (JPEG + b"ftypmp42" + b"\0" * 4096, "image/jpeg", "note.bin.jpg"),
        (GIF, "image/gif", "note.bin.gif"),
        (WEBP, "image/webp", "note.bin.webp"),
    ],
)
def test_a_file_is_what_its_bytes_are_and_is_kept_as_it_came(draft, officer, folder, content, kind, shown):
    kept = keep(draft, content, by=officer, name="note.bin")
    sha256 = hashlib.sha256(content).hexdigest()
    assert (kept.content_type, kept.name, kept.size, kept.sha256) == (kind, shown, len(content), sha256)
    assert (on_disk(folder), pathlib.Path(kept.file.path).read_bytes()) == ([kept.file.name], content)
    assert kept.history.get().history_user == officer
    assert "note" not in kept.file.name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Nota 12.PDF", "Nota 12.PDF"),
        ("carta\u202efdp.exe", "cartafdp.exe.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("a." + "b" * 240, ("a." + "b" * 240)[:196] + ".pdf"),
    ],
)
def test_the_shown_name_is_clean_and_ends_as_the_file_is(draft, officer, name, shown):
    assert keep(draft, PDF, by=officer, name=name).name == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\Users\\ana\\note.pdf", "note.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\nc.pdf", "abc.pdf"),
        ("\t", "Without a name"),
        ("a." + "b" * 300, ("a." + "b" * 300)[:250]),
    ],
)
def test_a_name_is_no_path(name, shown):
    assert clean_name(name, most=250) == shown


WRONG = "“paper.pdf” is none of the files that can be attached: PDF, Word (.docx), Excel (.xlsx) or a picture."
BROKEN = "“paper.pdf” breaks off before its end. Please open it, save it again and attach it once more."
MACROS = "“paper.pdf” holds macros. Please save it as .docx or .xlsx, without them, and attach that."
REFUSED = {
    "text": (b"It is done.", WRONG),
    "a web page": (b"<html><script>1</script></html>", WRONG),
    "a program": (b"MZ" + b"\0" * 100, WRONG),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, WRONG),
    "a picture that draws itself": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', WRONG),
    "PDF too far inside": (b" " * 1024 + PDF, WRONG),
    "a mail that is not the source": (MAIL, WRONG),
    "a presentation": (office("ppt/presentation.xml"), WRONG),
    "an archive": (office("notes.txt"), WRONG),
    "an archive without its types": (office("word/document.xml", types="types.xml"), WRONG),
    "two documents in one": (office("word/document.xml", "xl/workbook.xml"), WRONG),
    "macros": (office("word/document.xml", "word/vbaProject.bin"), MACROS),
    "half a PDF": (PDF[:-7], BROKEN),
    "half a Word file": (DOCX[:-40], BROKEN),
    "half a picture": (PNG[:-8], BROKEN),
    "half a photograph": (JPEG[:-1], BROKEN),
    "a photograph that is zeros after its beginning": (b"\xff\xd8\xff\xe0" + b"\0" * 20, BROKEN),
    "a photograph that breaks off within its thumbnail": (JPEG[:14], BROKEN),
    "half a moving picture": (GIF[:-1], BROKEN),
    "half a picture of the web": (WEBP[:-1], BROKEN),
    "nothing": (b"", "“paper.pdf” is empty."),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_taken_leaves_nothing_behind(draft, officer, folder, what):
    content, expected = REFUSED[what]
    assert refusal(draft, content, by=officer) == expected
    assert (on_disk(folder), Evidence.objects.count()) == ([], 0)


def test_an_archive_with_too_many_entries_is_not_opened(draft, officer, monkeypatch):
    monkeypatch.setattr(file_kinds, "MOST_ENTRIES", 3)
    assert keep(draft, DOCX, by=officer, name="paper.docx").content_type == file_kinds.DOCX
    monkeypatch.setattr(file_kinds, "MOST_ENTRIES", 2)
    other = office("word/document.xml", "word/other.xml")
    monkeypatch.delattr(zipfile, "ZipFile")
    assert refusal(draft, other, by=officer) == WRONG


def test_entries_are_counted_across_chunks():
    look = file_kinds.Look()
    for chunk in (b"..PK", b"\x01\x02..P", b"K\x01\x02PK\x01\x02", b"PK\x01", b"\x02"):
        look.see(chunk)
    assert (look.entries, look.size) == (4, 20)


def test_a_file_is_at_most_twenty_megabytes(draft, officer, folder, monkeypatch):
    upload = SimpleUploadedFile("paper.pdf", PDF)
    upload.size = 20 * 1024 * 1024 + 1
    with pytest.raises(NotTaken, match=r"^“paper\.pdf” is larger than 20 MB\.$"):
        attach(report_id=draft.pk, upload=upload, by=officer, now=NOW)
    assert on_disk(folder) == []


def test_fewer_bytes_than_announced_are_a_file_broken_off(draft, officer):
    upload = SimpleUploadedFile("paper.pdf", PDF)
    upload.size += 1
    with pytest.raises(NotTaken, match="breaks off"):
        attach(report_id=draft.pk, upload=upload, by=officer, now=NOW)


def test_a_report_has_ten_files_and_the_same_one_once(draft, officer, folder):
    kept = [keep(draft, PDF + bytes([number]), by=officer) for number in range(10)]
    assert keep(draft, PDF + b"\x03", by=officer) == kept[3]
    assert refusal(draft, PDF + b"one more", by=officer) == "A report has at most 10 files."
    assert on_disk(folder) == sorted(one.file.name for one in kept)


def test_a_file_that_was_streamed_to_disk_is_moved(draft, officer, folder):
    upload = TemporaryUploadedFile("paper.pdf", "text/html", len(PDF), None)
    upload.write(PDF)
    upload.seek(0)
    kept = attach(report_id=draft.pk, upload=upload, by=officer, now=NOW)
    upload.close()
    assert (kept.content_type, pathlib.Path(kept.file.path).read_bytes()) == ("application/pdf", PDF)
    assert pathlib.Path(kept.file.path).stat().st_mode & 0o777 == 0o640


def test_a_mail_is_kept_where_it_is_the_source():
    staff = StaffFactory()
    report = begin(CommitmentFactory(), informant=on_behalf(staff, source="mail"))
    kept = keep(report, MAIL, by=staff, name="answer", is_source=True)
    assert (kept.content_type, kept.name, kept.is_source) == ("message/rfc822", "answer.eml", True)


def test_behind_a_link_files_come_with_the_draft_alone():
    report = begin(CommitmentFactory(), informant=by_link())
    assert keep(report, PDF, by=None).history.get().history_user == system_user()
    send(report, by=None)
    assert refusal(report, PNG, by=None).startswith("This report is another delegation's")


def test_nobody_else_attaches_or_takes_away(draft, officer, folder):
    kept = keep(draft, PDF, by=officer)
    stranger = DesignationFactory(delegation=DelegationFactory(code="MX")).person
    assert refusal(draft, PNG, by=stranger).startswith("This report is another delegation's")
    with pytest.raises(NotTaken, match="another delegation's"):
        remove(evidence_id=kept.pk, by=stranger, now=NOW)
    send(draft, by=officer)
    assert refusal(draft, PNG, by=officer) == "This report is “informed” and is not changed any more."
    assert on_disk(folder) == [kept.file.name]


def test_what_is_taken_away_from_a_draft_is_gone_once_that_is_through(
    draft, officer, folder, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        kept = keep(draft, PDF, by=officer)
    place, key = kept.file.name, kept.pk
    with django_capture_on_commit_callbacks() as callbacks:
        remove(evidence_id=key, by=officer, now=NOW)
    assert on_disk(folder) == [place]
    for callback in callbacks:
        callback()
    assert (on_disk(folder), Evidence.objects.count()) == ([], 0)
    row = Evidence.history.filter(history_type="-").get()
    assert (row.name, row.history_user) == ("paper.pdf", officer)


def test_from_what_waits_to_be_confirmed_files_are_taken_away_but_not_the_mail_it_came_out_of(officer):
    report = begin(CommitmentFactory(), informant=on_behalf(system_user(), source="mail"))
    mail = keep(report, MAIL, by=system_user(), name="answer.eml", is_source=True)
    paper = keep(report, PDF, by=system_user())
    send(report, by=system_user())
    keep(report, PNG, by=officer, name="photo.png")
    remove(evidence_id=paper.pk, by=officer, now=NOW)
    with pytest.raises(NotTaken, match="out of which it was entered stays"):
        remove(evidence_id=mail.pk, by=officer, now=NOW)
    assert list(report.evidence.values_list("name", flat=True)) == ["answer.eml", "photo.png"]


def test_from_what_was_sent_nothing_is_taken_away(draft, officer):
    kept = keep(draft, PDF, by=officer)
    send(draft, by=officer)
    with pytest.raises(NotTaken, match="is not changed any more"):
        remove(evidence_id=kept.pk, by=officer, now=NOW)


@pytest.mark.parametrize("is_acknowledged", [False, True])
def test_a_file_of_what_was_sent_is_withdrawn_with_its_bytes_and_its_history_says_why(
    draft, officer, folder, django_capture_on_commit_callbacks, is_acknowledged
):
    staff = StaffFactory()
    with django_capture_on_commit_callbacks(execute=True):
        wrong, right = (keep(draft, content, by=officer) for content in (PDF, PNG))
    send(draft, by=officer)
    if is_acknowledged:
        informing.acknowledge_report(report_id=draft.pk, by=staff, now=NOW, on=TODAY)
    before, key = public_version(), wrong.pk
    with django_capture_on_commit_callbacks() as callbacks:
        withdrawn(draft, wrong, by=staff, reason=" The list of another office. ")
    assert on_disk(folder) == sorted([wrong.file.name, right.file.name])
    for callback in callbacks:
        callback()
    assert (on_disk(folder), list(draft.evidence.all()), public_version()) == ([right.file.name], [right], before + 1)
    row = Evidence.history.get(id=key, history_type="-")
    assert (row.name, row.history_user, row.history_change_reason) == (
        "paper.pdf",
        staff,
        "The list of another office.",
    )
    assert withdrawn_from([draft]) == {draft.pk: [row]}
    assert list(verifying_progress.findings()) == []


def withdrawn(report, evidence, *, by, reason="Wrong file."):
    withdraw(report_id=report.pk, evidence_id=evidence.pk, by=by, reason=reason, now=NOW)


def why_not_withdrawn(*args, **kwargs):
    with pytest.raises(NotTaken) as refused:
        withdrawn(*args, **kwargs)
    return str(refused.value)


def test_what_is_refused_leaves_the_file_where_it_is(draft, officer, folder):
    staff = StaffFactory()
    kept = keep(draft, PDF, by=officer)
    changed = "This report is “draft”: its files are taken away where it is changed."
    assert why_not_withdrawn(draft, kept, by=staff) == changed
    send(draft, by=officer)
    chair = ChairFactory(delegation=draft.delegation).person
    for person in (officer, chair):
        only_staff = "The Technical Secretariat withdraws a file of what was informed."
        assert why_not_withdrawn(draft, kept, by=person) == only_staff
    needs = "Please say why; the reason stays in the history."
    assert why_not_withdrawn(draft, kept, by=staff, reason=" ") == needs
    other = begin(CommitmentFactory(), informant=on_behalf(staff))
    send(other, by=staff)
    gone = "Somebody has withdrawn this file in the meantime."
    assert why_not_withdrawn(other, kept, by=staff) == gone
    assert (on_disk(folder), withdrawn_from([draft, other]), withdrawn_from([])) == ([kept.file.name], {}, {})
    withdrawn(draft, kept, by=staff)
    assert why_not_withdrawn(draft, kept, by=staff) == gone
    assert Evidence.history.filter(history_type="-").count() == 1


def test_from_what_waits_to_be_confirmed_nothing_is_withdrawn_but_from_what_was_set_aside():
    staff = StaffFactory()
    report = begin(CommitmentFactory(), informant=by_link())
    kept = keep(report, PDF, by=None)
    send(report, by=None)
    changed = "This report is “to be confirmed”: its files are taken away where it is changed."
    assert why_not_withdrawn(report, kept, by=staff) == changed
    informing.set_aside(report_id=report.pk, by=staff, reason="Not theirs.", on=TODAY)
    withdrawn(report, kept, by=staff)
    assert not report.evidence.exists()


def test_the_source_is_withdrawn_too_and_what_was_taken_away_before_is_not_told_of(draft, officer):
    staff = StaffFactory()
    report = begin(CommitmentFactory(), informant=on_behalf(staff, source="mail"))
    mail = keep(report, MAIL, by=staff, name="answer.eml", is_source=True)
    remove(evidence_id=keep(report, PDF, by=staff).pk, by=staff, now=NOW)
    send(report, by=staff)
    assert withdrawn_from([report]) == {}
    withdrawn(report, mail, by=staff, reason="A mail of somebody else.")
    told = {key: [row.name for row in rows] for key, rows in withdrawn_from([draft, report]).items()}
    assert told == {report.pk: ["answer.eml"]}


class GivenUp(Exception):
    pass


def test_a_transaction_that_is_given_up_later_leaves_no_file(draft, officer, folder):
    def given_up():
        with transaction.atomic():
            keep(draft, PDF, by=officer)
            assert len(on_disk(folder)) == 1
            raise GivenUp

    with pytest.raises(GivenUp):
        given_up()
    assert (on_disk(folder), Evidence.objects.count()) == ([], 0)


def test_a_row_that_cannot_be_written_leaves_no_file(draft, officer, folder, monkeypatch):
    def refuse(*args, **kwargs):
        raise GivenUp

    monkeypatch.setattr(services, "save_recorded", refuse)
    with pytest.raises(GivenUp):
        keep(draft, PDF, by=officer)
    assert on_disk(folder) == []


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_stays(folder, officer):
    draft = begin(CommitmentFactory(), informant=by_account(officer))
    kept = keep(draft, PDF, by=officer)
    assert on_disk(folder) == [kept.file.name]


@pytest.mark.django_db(transaction=True)
def test_a_whole_transaction_that_is_given_up_leaves_no_file(folder, officer):
    draft = begin(CommitmentFactory(), informant=by_account(officer))

    def given_up():
        with transaction.atomic():
            keep(draft, PDF, by=officer)
            raise GivenUp

    with pytest.raises(GivenUp):
        given_up()
    assert on_disk(folder) == []
