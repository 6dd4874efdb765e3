"""read_document and import_document: what they print, what they write, and what they refuse."""

import io
import json

import pytest
import time_machine
from django.core.management import CommandError, call_command

from actions.models import Report
from documents.models import Upload
from meetings.models import Meeting

KEYS = [
    "kind",
    "language",
    "network",
    "title",
    "starts_on",
    "ends_on",
    "city",
    "country",
    "venue",
    "participants",
    "preamble",
    "closing",
    "agreements",
    "agenda",
    "dropped",
    "warnings",
]


def run(command, *args, **options):
    out, err = io.StringIO(), io.StringIO()
    call_command(command, *args, stdout=out, stderr=err, **options)
    return out.getvalue()


@pytest.fixture(autouse=True)
def day_of_reading(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def file(tmp_path):
    def write(content, name="report.txt"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def test_a_document_is_read_without_a_database(file, report_es):
    found = json.loads(run("read_document", str(file(report_es)), "--json"))

    assert list(found) == KEYS
    assert (found["kind"], found["language"], found["network"], found["starts_on"], found["ends_on"]) == (
        "report",
        "es",
        "consular-protection",
        "2026-03-10",
        "2026-03-10",
    )
    assert [agreement["number"] for agreement in found["agreements"]] == ["1", "2", "3"]
    assert list(found["agreements"][0]) == ["number", "text", "kind", "children", "refers_to", "actions"]


def test_a_person_reads_a_summary(file, agenda_en):
    assert run("read_document", str(file(agenda_en))).splitlines()[:5] == [
        "agenda (en)  Meeting of the Liaison Officer Network for Consular Protection",
        "  consular-protection  2026-05-12  Antigua, GT",
        "  1 09:00–09:15  Opening words [GT]",
        "  1 09:15–10:00  Progress of the revised guide [HN, MX]",
        "  1 10:00–10:15  Break",
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "The file is empty"),
        (b"\x89PNG\r\n\x1a\n0000", "The file is a picture"),
        (b"A poem\n\nof spring", ": The text is "),
    ],
)
def test_what_cannot_be_read_is_a_clear_refusal(file, content, why):
    path = file(content)

    with pytest.raises(CommandError, match=why) as refusal:
        run("read_document", str(path))

    assert str(refusal.value).startswith(f"{path}: ")


def test_a_file_that_is_not_there_is_a_clear_refusal(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        run("read_document", str(tmp_path / "none.txt"))


@pytest.mark.django_db
def test_files_become_drafts_and_every_refusal_is_named(
    file, conference, report_en, agenda_en, kept_files, django_capture_on_commit_callbacks
):
    good, agenda = file(report_en, "good.txt"), file(agenda_en, "agenda.txt")
    bad, gone = file(b"\x89PNG\r\n\x1a\n0000", "bad.png"), file(b"", "gone.txt").with_name("nowhere.txt")
    out = io.StringIO()

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(CommandError, match="2 of 4 refused"):
        call_command("import_document", good, bad, agenda, gone, stdout=out, stderr=io.StringIO())

    width = max(len(str(path)) for path in (good, bad, agenda, gone))
    assert out.getvalue().splitlines() == [
        f"{good!s:{width}}  draft, to be reviewed",
        f"{bad!s:{width}}  refused: The file is a picture. Please have its text recognised (OCR) or typed, "
        "and bring that as .docx or .txt.",
        f"{agenda!s:{width}}  draft, to be reviewed",
        f"{gone!s:{width}}  refused: No such file or directory",
        "2 of 4 taken in.",
    ]
    assert sorted(Upload.objects.values_list("name", "state", "kind")) == [
        ("agenda.txt", "read", "agenda"),
        ("good.txt", "read", "report"),
    ]
    assert len(kept_files()) == 2
    assert Report.objects.get().history.get().history_user.is_system


@pytest.mark.django_db
def test_published_files_stand_on_the_record(file, conference, report_en, report_es, agenda_en):
    paths = [file(report_en, "en.txt"), file(report_es, "es.txt"), file(agenda_en, "agenda.txt")]

    out = run("import_document", *paths, publish=True)

    report = Report.objects.get()
    assert (report.state, report.reference, report.followed) == ("published", "CP/2026-03", True)
    assert all(agreement.text_en and agreement.text_es for agreement in report.agreements.all())
    assert Meeting.objects.filter(agenda_items__isnull=False).distinct().get().is_public
    assert out.splitlines()[-1] == "3 of 3 taken in."
    assert "here already (en.txt)" in run("import_document", paths[0])


@pytest.mark.django_db
def test_what_is_over_a_year_old_is_not_followed(file, conference, report_en):
    run("import_document", file(report_en.replace(b"2026", b"2019")), publish=True)

    report = Report.objects.get()
    assert (report.reference, report.followed) == ("CP/2019-03", False)


@pytest.mark.django_db
def test_a_dry_run_writes_nothing(file, conference, report_en, kept_files):
    path = file(report_en)

    assert run("import_document", path, dry_run=True, publish=True).splitlines() == [
        f"{path}  filed and published (CP/2026-03)",
        "1 of 1 could be taken in; nothing was written.",
    ]
    assert run("import_document", path, dry_run=True).splitlines()[0] == f"{path}  draft, to be reviewed"
    assert (Upload.objects.count(), Report.objects.count(), kept_files()) == (0, 0, [])


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n0000", b"without a heading", b"of next year"])
def test_a_dry_run_refuses_what_the_run_refuses(file, conference, report_en, content, kept_files):
    if content == b"without a heading":
        content = report_en[report_en.index(b"\n1. ") + 1 :]
    elif content == b"of next year":
        content = report_en.replace(b"2026", b"2027")
    path, said = file(content), []

    for dry_run in (True, False):
        out = io.StringIO()
        with pytest.raises(CommandError, match="1 of 1 refused"):
            call_command("import_document", path, publish=True, dry_run=dry_run, stdout=out, stderr=io.StringIO())
        said.append(out.getvalue().splitlines()[0])
        if dry_run:
            assert (Upload.objects.count(), kept_files()) == (0, [])

    assert said[1].removesuffix(" It is kept as a draft.") == said[0]


@pytest.mark.django_db
def test_a_dry_run_keeps_the_file_of_what_is_here_already(file, conference, report_en, kept_files):
    path = file(report_en)
    run("import_document", path)
    assert "here already" in run("import_document", path, dry_run=True)
    assert len(kept_files()) == 1


@pytest.mark.django_db
def test_what_cannot_be_filed_stays_a_draft(file, conference, report_en):
    out = io.StringIO()
    later = report_en.replace(b"2026", b"2027")

    with pytest.raises(CommandError):
        call_command("import_document", file(later), publish=True, stdout=out, stderr=io.StringIO())

    assert "can be filed from that day on. It is kept as a draft." in out.getvalue()
    assert (Upload.objects.get().state, Report.objects.get().state, Meeting.objects.count()) == ("read", "draft", 0)
