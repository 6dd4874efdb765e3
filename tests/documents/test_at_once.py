"""Two people, or two workers, at the same moment."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from actions.models import Agreement, Commitment, Report
from actions.services.editing import CannotEdit, add_agreement, write_agreement
from actions.services.filing import CannotFile
from actions.stamps import stamp
from documents.models import Upload
from documents.services.annexes import CannotKeep, add_document
from documents.services.bringing_in import AlreadyBroughtIn, bring_in
from documents.services.filing import file_upload
from documents.services.reading import read_upload
from meetings.models import Meeting, MeetingDocument
from networks.services import load_conference, system_user
from tests.at_once import at_once
from tests.factories import AgreementFactory, MeetingFactory, StaffFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clerk():
    load_conference(by=system_user())
    return StaffFactory()


def test_one_of_two_workers_reads(clerk, now, report_en):
    upload = bring_in(content=report_en, name="report.txt", by=clerk, now=now)

    read = at_once(*[lambda: read_upload(upload_id=upload.pk, now=now)] * 2)

    assert sorted(read) == [False, True]
    assert (Report.objects.count(), Agreement.objects.count()) == (1, 3)


def test_the_same_file_twice_at_once_is_one(clerk, now, report_en, kept_files):
    outcomes = at_once(*[lambda: bring_in(content=report_en, name="report.txt", by=clerk, now=now)] * 2)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [AlreadyBroughtIn.__name__, Upload.__name__]
    assert len(kept_files()) == 1
    with Upload.objects.get().file.open("rb") as kept:
        assert kept.read() == report_en


def test_one_of_two_filings_counts(clerk, now, report_en):
    upload = bring_in(content=report_en, name="report.txt", by=clerk, now=now)
    read_upload(upload_id=upload.pk, now=now)
    how = {"upload_id": upload.pk, "by": clerk, "on": datetime.date(2026, 3, 20), "now": now}

    outcomes = at_once(*[lambda: file_upload(publish=False, followed=True, **how)] * 2)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [CannotFile.__name__, Upload.__name__]
    assert (Meeting.objects.count(), Report.objects.get().versions.count()) == (1, 1)
    assert Commitment.objects.count() == Commitment.objects.values("action", "delegation").distinct().count()


def test_of_two_languages_filed_at_once_one_makes_the_meeting(clerk, now, report_en, report_es):
    uploads = [
        bring_in(content=content, name=name, by=clerk, now=now)
        for content, name in ((report_en, "report.txt"), (report_es, "informe.txt"))
    ]
    for upload in uploads:
        read_upload(upload_id=upload.pk, now=now)
    how = {"by": clerk, "on": datetime.date(2026, 3, 20), "now": now, "publish": False, "followed": True}

    outcomes = at_once(*[lambda pk=upload.pk: file_upload(upload_id=pk, **how) for upload in uploads])

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [CannotFile.__name__, Upload.__name__]
    assert list(Meeting.objects.values_list("report__reference", flat=True)) == ["CP/2026-03"]


def test_of_two_that_saw_the_same_text_one_writes(clerk):
    agreement = AgreementFactory()
    seen = stamp(agreement)

    outcomes = at_once(
        *(
            lambda words=words: write_agreement(agreement_id=agreement.pk, by=clerk, seen=seen, text_en=words)
            for words in ("One.", "Two.")
        )
    )

    refused = [outcome for outcome in outcomes if isinstance(outcome, CannotEdit)]
    written = [outcome.text_en for outcome in outcomes if isinstance(outcome, Agreement)]
    assert (len(refused), written) == (1, [Agreement.objects.get().text_en])


def test_two_that_add_at_the_end_both_find_a_place(clerk):
    first = AgreementFactory()

    at_once(*[lambda: add_agreement(report_id=first.report_id, by=clerk, after_id=first.pk)] * 2)

    assert Agreement.objects.filter(report=first.report).values("position").distinct().count() == 3


def test_the_same_document_added_twice_at_once_is_with_its_meeting_once(clerk, now, kept_files):
    meeting, content = MeetingFactory(), b"%PDF-1.7\nwords\n%%EOF\n"

    def add():
        upload = SimpleUploadedFile("note.pdf", content)
        given = {"distribution": "members", "title_en": "A note", "by": clerk, "now": now}
        return add_document(meeting_id=meeting.pk, upload=upload, **given)

    outcomes = at_once(add, add)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [CannotKeep.__name__, MeetingDocument.__name__]
    assert kept_files() == [MeetingDocument.objects.get().file.name.rpartition("/")[2]]
