"""A kept file becomes a draft once, whole, or a refusal; whatever breaks off can be taken up again."""

import datetime

import pytest
from django.utils import translation

from actions.models import Agreement, Report
from actions.numbering import in_order
from documents.models import Upload
from documents.services import reading
from documents.services.bringing_in import bring_in
from documents.services.reading import GIVEN_UP_AFTER, MOST_ATTEMPTS, read_again, read_upload, unread
from documents.tasks import hand_out_unread
from tests.factories import MeetingFactory, NetworkFactory, StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def upload(staff, now, report_en, conference):
    return bring_in(content=report_en, name="report.txt", by=staff, now=now)


def test_a_report_becomes_a_draft_with_its_heading(upload, now, staff):
    assert read_upload(upload_id=upload.pk, now=now) is True

    upload.refresh_from_db()
    day = datetime.date(2026, 3, 10)
    heading = (upload.network.slug, upload.starts_on, upload.ends_on, upload.city, upload.country.code, upload.venue)
    assert heading == ("consular-protection", day, day, "Antigua", "GT", "")
    assert (upload.state, upload.progress, upload.kind, upload.language) == ("read", 100, "report", "en")
    assert (upload.participants, upload.meeting) == (["CR", "GT", "HN", "MX"], None)
    report = upload.report
    assert (report.state, report.meeting, report.original_language) == ("draft", None, "en")
    assert report.heading_en == "REPORT OF THE MEETING OF THE LIAISON OFFICER NETWORK FOR CONSULAR PROTECTION"
    agreements = in_order(report.agreements.all())
    assert [(one.label, one.text_en, one.text_es, one.reference) for one in agreements] == [
        ("1", "To thank Guatemala for hosting the meeting.", "", None),
        ("2", "Honduras will send a revised guide to the Technical Secretariat by April 30, 2026.", "", None),
        ("3", "To take note of the calendar presented by the Technical Secretariat.", "", None),
    ]
    lines = {line["number"]: line["text"] for line in upload.lines}
    assert [lines[one.first_line] for one in agreements] == [f"{one.label}. {one.text_en}" for one in agreements]
    assert report.history.get().history_user == staff
    assert {row.history_user for row in Agreement.history.all()} == {staff}


def test_a_second_worker_finds_nothing_to_do(upload, now):
    read_upload(upload_id=upload.pk, now=now)

    assert read_upload(upload_id=upload.pk, now=now) is False
    assert Report.objects.count() == 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_refusal_is_kept_in_both_languages_and_leaves_nothing(
    conference, now, kept_files, django_capture_on_commit_callbacks, language
):
    uploader = StaffFactory(language=language)
    upload = bring_in(content=b"\x89PNG\r\n\x1a\n" + b"0" * 50, name="photo.png", by=uploader, now=now)

    with translation.override(language), django_capture_on_commit_callbacks(execute=True):
        read_upload(upload_id=upload.pk, now=now)

    upload.refresh_from_db()
    english = "The file is a picture. Please have its text recognised (OCR) or typed, and bring that as .docx or .txt."
    with translation.override("es"):
        spanish = translation.gettext(english)
        assert upload.refusal == spanish
    assert (upload.refusal, upload.refusal_en, upload.refusal_es) == (english, english, spanish)
    assert (upload.state, upload.report, upload.file.name) == ("refused", None, "")
    assert (Report.objects.count(), kept_files()) == (0, [])
    assert read_again(upload_id=upload.pk) is False


def test_a_kept_file_that_is_gone_is_refused(upload, now):
    upload.file.storage.delete(upload.file.name)

    read_upload(upload_id=upload.pk, now=now)

    upload.refresh_from_db()
    assert (upload.state, upload.refusal) == (
        "refused",
        "The kept file is not there any more. Please bring it in again.",
    )


def test_an_unexpected_end_keeps_the_file_and_writes_no_half_draft(upload, now, monkeypatch):
    def break_off(*args):
        Report.objects.create()
        raise RuntimeError("no more")

    with monkeypatch.context() as patch:
        patch.setattr(reading, "draft_from", break_off)
        read_upload(upload_id=upload.pk, now=now)

    upload.refresh_from_db()
    assert (upload.state, Report.objects.count()) == ("refused", 0)
    assert (upload.refusal_en, upload.refusal_es) == (
        "Reading broke off unexpectedly. The document is kept and can be read again.",
        "La lectura se interrumpió de forma inesperada. El documento se conserva y se puede volver a leer.",
    )

    assert read_again(upload_id=upload.pk) is True
    upload.refresh_from_db()
    assert (upload.refusal_en, upload.refusal_es) == ("", "")
    assert read_upload(upload_id=upload.pk, now=now) is True
    upload.refresh_from_db()
    assert upload.state == "read"


def test_what_a_stopped_worker_left_is_taken_up_again(upload, now):
    Upload.objects.filter(pk=upload.pk).update(state="reading", claimed_at=now, attempts=1)
    assert read_upload(upload_id=upload.pk, now=now + GIVEN_UP_AFTER) is False
    assert list(unread(now=now + GIVEN_UP_AFTER)) == []

    later = now + GIVEN_UP_AFTER + datetime.timedelta(seconds=1)
    assert list(unread(now=later)) == [upload]
    assert read_upload(upload_id=upload.pk, now=later) is True
    upload.refresh_from_db()
    assert (upload.state, upload.attempts) == ("read", 2)


def test_what_takes_its_reader_away_every_time_is_refused_but_kept(upload, now):
    Upload.objects.filter(pk=upload.pk).update(state="reading", claimed_at=now, attempts=MOST_ATTEMPTS)

    assert list(unread(now=now + 2 * GIVEN_UP_AFTER)) == []

    upload.refresh_from_db()
    assert (upload.state, bool(upload.file)) == ("refused", True)


def test_a_reader_that_was_overtaken_writes_nothing(upload, now, monkeypatch):
    read = reading.read

    def given_up_while_reading(*args, **kwargs):
        Upload.objects.filter(pk=upload.pk).update(state="discarded")
        return read(*args, **kwargs)

    monkeypatch.setattr(reading, "read", given_up_while_reading)

    assert read_upload(upload_id=upload.pk, now=now) is False
    upload.refresh_from_db()
    assert (upload.state, Report.objects.count()) == ("discarded", 0)


def test_a_tick_hands_out_what_was_left(upload, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    hand_out_unread.app.conf.task_always_eager = True
    try:
        hand_out_unread()
    finally:
        hand_out_unread.app.conf.task_always_eager = False

    upload.refresh_from_db()
    assert upload.state == "read"


@pytest.mark.parametrize(
    ("days", "city", "offered"),
    [(0, "Antigua", True), (3, "ANTIGUA", True), (3, "Managua", False), (0, "La Antigua", True), (9, "Antigua", False)],
)
def test_a_meeting_that_exists_is_offered(upload, now, days, city, offered):
    network = NetworkFactory(slug="consular-protection")
    day = datetime.date(2026, 3, 10) + datetime.timedelta(days=days)
    meeting = MeetingFactory(network=network, starts_on=day, city=city)

    read_upload(upload_id=upload.pk, now=now)

    upload.refresh_from_db()
    assert upload.meeting == (meeting if offered else None)


def test_a_meeting_of_another_body_is_not_offered(upload, now):
    MeetingFactory(network=NetworkFactory(slug="rcgm"), starts_on=datetime.date(2026, 3, 10), city="Antigua")

    read_upload(upload_id=upload.pk, now=now)

    upload.refresh_from_db()
    assert upload.meeting is None
