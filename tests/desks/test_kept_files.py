"""The files that may name a person who is taken out: each is listed, and what files are called names nobody."""

import io

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from actions.models import Evidence
from actions.services.file_kinds import MAIL
from desks.models import DroppedMail, Matrix, SetStep, SourceFile
from desks.services.anonymising import traces_of
from desks.services.kept_files import files_that_may_name, files_that_may_name_stranger
from documents.models import Upload
from networks.services import save_recorded
from tests.desks.conftest import NOON
from tests.desks.matrices import a_csv, brought_in
from tests.desks.test_eml import a_mail, taken_in
from tests.factories import (
    CommitmentFactory,
    InformedFactory,
    MeetingDocumentFactory,
    RemarkFactory,
    SourceFileFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.fixture(autouse=True)
def kept_here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.SITE_URL = "https://minutes.example.org"


@pytest.fixture
def eva(mexico):
    return UserFactory(name="Eva Otra", email="eva@example.org")


def attached(delegation, name, content, content_type="application/pdf", **report):
    evidence = Evidence(
        report=InformedFactory(delegation=delegation, **report),
        name=name,
        content_type=content_type,
        size=len(content),
        sha256="0" * 64,
    )
    evidence.file.save(name, ContentFile(content), save=False)
    return save_recorded(evidence, by=None)


def workbook(*cells):
    book = openpyxl.Workbook()
    book.create_sheet("Second").append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def found(person):
    return [(one.address, one.why) for one in files_that_may_name(person)]


def test_evidence_is_listed_by_its_sender_its_words_or_where_nobody_can_read_it(officer, honduras, mexico):
    sent = attached(mexico, "a.png", PICTURE, author=officer)
    by_link = attached(mexico, "b.png", PICTURE, came_by="link", author_name="ana prueba")
    named = attached(mexico, "list.xlsx", workbook("ANA  PRUEBA", "present"))
    written = attached(mexico, "note.txt", b"Please write to Ana@Example.org.")
    called = attached(mexico, "Ana Prueba.png", PICTURE)
    unread = attached(honduras, "c.png", PICTURE)
    attached(mexico, "d.png", PICTURE)
    attached(honduras, "e.txt", b"Nobody is named.")
    expected = [
        (sent, "brought in by the person"),
        (by_link, "brought in by the person"),
        (named, "names the person"),
        (written, "names the person"),
        (called, "names the person"),
        (unread, "of the person's delegation, and cannot be read here"),
    ]
    assert found(officer) == [
        (f"/en/delegations/{one.report.delegation.code}/progress/{one.report_id}/", why) for one, why in expected
    ]


def test_mails_are_read_with_what_is_attached_to_them(officer, honduras, mexico, eva):
    mail = a_mail("In base64: é", sender="Eva <eva@example.org>", files=[("list.xlsx", workbook("Ana Prueba"))])
    source = attached(mexico, "source", mail, MAIL)
    kept = taken_in(a_mail(), by=eva)
    assert found(officer) == [
        (f"/en/delegations/MX/progress/{source.report_id}/", "names the person"),
        (f"/en/desk/eml/{kept.pk}/", "names the person"),
    ]
    assert found(eva) == [
        (f"/en/delegations/MX/progress/{source.report_id}/", "names the person"),
        (f"/en/desk/eml/{kept.pk}/", "brought in by the person"),
    ]


def test_matrices_and_documents_are_listed(officer, eva):
    matrix = brought_in(a_csv(("1", "Honduras", "", "Sent by Ana Prueba.")), by=eva)
    upload = Upload.objects.create(
        name="report.docx", file="originals/x", sha256="1" * 64, size=1, by=eva, at=NOON, lines=[["1. Ana Prueba"]]
    )
    Upload.objects.create(name="gone.docx", sha256="2" * 64, size=1, by=officer, at=NOON, state="discarded")
    document = MeetingDocumentFactory(title_en="Speech of Ana Prueba", added_by=eva)
    addresses = [
        f"/en/desk/matrix/{matrix.pk}/",
        f"/en/meetings/{document.meeting_id}/documents/{document.pk}/",
        f"/en/desk/documents/{upload.pk}/",
    ]
    assert found(officer) == [(address, "names the person") for address in addresses]
    assert found(eva) == [(address, "brought in by the person") for address in addresses]
    assert found(UserFactory(name="", email=None)) == []


def a_step(*shares, by):
    asked = {"kind": "close", "source": "note", "source_words": "No. 12"}
    keys = [one.pk for one in shares]
    return SetStep.objects.create(asked=asked, commitments=keys, seen="", by=by, at=NOON)


def a_source(content, name="note.txt", **fields):
    source = SourceFileFactory(name=name, **fields)
    source.file.save(name, ContentFile(content))
    return source


def test_the_mails_and_notes_themselves_are_listed_where_they_stand(officer, honduras, mexico, eva):
    ours, theirs = (CommitmentFactory(delegation=one) for one in (honduras, mexico))
    a_source(b"Please write to Ana Prueba.", commitment=theirs)
    a_source(PICTURE, "Ana Prueba.png", remark=RemarkFactory(commitment=theirs))
    a_source(PICTURE, "a.png", commitment=ours)
    a_source(PICTURE, "b.png", commitment=theirs)
    a_source(a_mail(sender="Ana <ana@example.org>"), "answer.eml", content_type=MAIL, commitment=ours)
    of_both, of_theirs = a_step(ours, theirs, by=eva), a_step(theirs, by=eva)
    a_source(PICTURE, "c.png", step=of_both)
    a_source(PICTURE, "d.png", step=of_theirs)
    a_source(b"Nobody is named.", by=eva, step=of_theirs)
    names, unread = "names the person", "of the person's delegation, and cannot be read here"
    at_ours, at_theirs = f"/en/delegations/HN/matters/{ours.pk}/", f"/en/delegations/MX/matters/{theirs.pk}/"
    assert found(officer) == [
        (at_theirs, names),
        (at_theirs, names),
        (at_ours, unread),
        (at_ours, names),
        (f"/en/desk/steps/{of_both.pk}/", unread),
    ]
    assert found(eva) == [(f"/en/desk/steps/{of_theirs.pk}/", "brought in by the person")]


def test_of_somebody_without_an_account_they_are_listed_too(honduras, mexico, staff):
    by_link = attached(
        honduras, "a.png", PICTURE, came_by="link", author_name="Luz Otra", author_address="l@example.org"
    )
    named = attached(mexico, "note.txt", b"Sent by Luz Otra.")
    kept = taken_in(a_mail(sender="Luz <L@example.org>"), by=staff)
    attached(mexico, "b.png", PICTURE)
    traces = traces_of("L@example.org")
    assert (traces.names, traces.delegations) == (["Luz Otra"], [honduras])
    listed = files_that_may_name_stranger(
        {"L@example.org", *traces.names}, reports=traces.reports, delegations=traces.delegations
    )
    assert [(one.address, one.why) for one in listed] == [
        (f"/en/delegations/HN/progress/{by_link.report_id}/", "brought in by the person"),
        (f"/en/delegations/MX/progress/{named.report_id}/", "names the person"),
        (f"/en/desk/eml/{kept.pk}/", "names the person"),
    ]


def test_the_command_lists_them_and_what_files_are_called_names_nobody(officer, honduras, mexico, staff, capsys):
    staff.email = "admin@example.org"
    staff.save()
    evidence = attached(mexico, "Nota_ANA-prueba.v2.pdf", b"%PDF-1.4 not whole")
    kept = taken_in(a_mail(), by=staff, name="ana@example.org.eml")
    matrix = brought_in(a_csv(("1", "Honduras")), by=staff, name="Matriz Ana Prueba.csv")
    document = MeetingDocumentFactory(title_en="Speech", title_es="Discurso de Ana Prueba", name="speech.pdf")
    other = brought_in(a_csv(("2", "Honduras")), by=staff, name="Banana Pruebas.csv")
    share = CommitmentFactory(delegation=mexico)
    source = a_source(b"Sent.", "ana_prueba.txt", commitment=share)
    call_command("anonymise_person", "ana@example.org", by="admin@example.org", reason="Asked.")
    assert capsys.readouterr().out.splitlines() == [
        "Now: former officer of Honduras.",
        "These files may name the person, and stay as they came (docs/data.md says what to do):",
        f"https://minutes.example.org/en/delegations/MX/progress/{evidence.report_id}/  {evidence.file.name}"
        "  names the person",
        f"https://minutes.example.org/en/delegations/MX/matters/{share.pk}/  {source.file.name}  names the person",
        f"https://minutes.example.org/en/desk/eml/{kept.pk}/  {kept.file.name}  names the person",
        f"https://minutes.example.org/en/desk/matrix/{matrix.pk}/  {matrix.file.name}  names the person",
        f"https://minutes.example.org/en/meetings/{document.meeting_id}/documents/{document.pk}/  {document.file.name}"
        "  names the person",
    ]
    assert list(Evidence.history.order_by("history_id").values_list("name", "history_change_reason")) == [
        ("Nota_former officer of Honduras.v2.pdf", ""),
        ("Nota_former officer of Honduras.v2.pdf", "Asked."),
    ]
    assert Evidence.objects.get().name == "Nota_former officer of Honduras.v2.pdf"
    document.refresh_from_db()
    assert (document.title_en, document.title_es, document.name) == (
        "Speech", "Discurso de ex oficial de Honduras", "speech.pdf",
    )  # fmt: skip
    assert set(document.history.values_list("title_es", flat=True)) == {"Discurso de ex oficial de Honduras"}
    assert DroppedMail.objects.get().name == "former officer of Honduras.eml"
    assert SourceFile.objects.get().name == "former officer of Honduras.txt"
    names = Matrix.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["Matriz former officer of Honduras.csv", other.name]
