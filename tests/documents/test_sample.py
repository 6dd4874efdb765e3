"""The sample: invented, in both languages, and alive on whatever day it is loaded."""

import datetime
import re
import shutil
import tempfile
from collections import Counter

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings

from actions.models import (
    Action,
    ActionOwner,
    Agreement,
    Commitment,
    Lineage,
    ProgressReport,
    Remark,
    Report,
    TakesUp,
)
from documents.models import Upload
from documents.services.sample import load_sample
from documents.services.sample_texts import Calendar, days_in_words, meetings
from meetings.models import AgendaItem, Meeting
from networks.models import Conference, User
from networks.reasons import MARK, in_both_languages, in_reader_language
from networks.services import load_conference, system_user

pytestmark = pytest.mark.django_db

SITUATIONS = {
    "date_passed",
    "due_soon",
    "to_confirm",
    "stale",
    "in_progress",
    "open",
    "waiting",
    "not_recorded",
    "fulfilled",
    "withdrawn",
}


@pytest.fixture
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_on_another_day_every_situation_is_seen_and_a_second_time_changes_nothing(uploads, capsys):
    call_command("load_sample", "--today", "2028-02-29")
    on = datetime.date(2028, 2, 29)
    situations = Counter(share.situation(on=on) for share in Commitment.objects.select_related("action"))
    assert set(situations) == SITUATIONS
    assert Counter(Report.objects.values_list("state", flat=True)) == {"published": 10, "adopted": 1, "draft": 1}
    assert Meeting.objects.upcoming(on=on).count() == 4
    assert "secretariat@example.org  sample-secretariat" in capsys.readouterr().out
    before = Agreement.history.count(), Commitment.history.count(), Meeting.objects.count()
    call_command("load_sample")
    said = capsys.readouterr().out
    assert said.startswith("The sample is loaded already; nothing was changed.")
    assert "secretariat@example.org  sample-secretariat" in said
    assert (Agreement.history.count(), Commitment.history.count(), Meeting.objects.count()) == before


class TestWhatIsLoaded(TestCase):
    @classmethod
    def setUpTestData(cls):
        folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, folder)
        with override_settings(MEDIA_ROOT=folder):
            load_sample(today=datetime.date(2026, 11, 21), now=datetime.datetime(2026, 11, 21, 18, tzinfo=datetime.UTC))

    def test_what_is_loaded_hangs_together(self):
        conference = Conference.objects.get()
        assert (conference.is_sample, conference.public_follow_up) == (True, True)
        # The initiative over three meetings, and every other reference, found what it names.
        assert not Lineage.objects.filter(earlier=None).exists()
        assert not TakesUp.objects.filter(agreement=None).exists()
        chain = Agreement.objects.get(reference="CP/2026-09/2").refers_to.get().earlier
        assert chain.reference == "CP/2026-01/2"
        assert Commitment.objects.filter(action__agreement__parent__isnull=False).exists()
        assert ActionOwner.objects.filter(audience="INTERESTED", action__commitments__isnull=False).exists()
        assert set(User.objects.exclude(is_system=True).values_list("email", flat=True)) == {
            "secretariat@example.org",
            "editor@example.org",
            *(f"officer{n}@example.org" for n in range(1, 20)),
        }

    def test_both_languages_are_whole_and_actions_stand_in_their_texts(self):
        on_record = Agreement.objects.on_record().prefetch_related("actions")
        assert on_record.count() > 70
        for agreement in on_record:
            for language in ("en", "es"):
                text = getattr(agreement, f"text_{language}")
                assert text
                assert not re.search(r"[{}]", text)
                for action in agreement.actions.all():
                    said = [getattr(action, f"{part}_{language}") for part in ("what", "condition", "phrase")]
                    assert [part for part in said if part not in text] == [], agreement
        assert not AgendaItem.objects.filter(title_en="").exists()
        assert not AgendaItem.objects.filter(title_es="").exists()

    def test_delegations_have_informed_and_one_question_is_open(self):
        told = ProgressReport.objects.order_by("made_at").values_list(
            "delegation__code", "language", "state", "came_by"
        )
        assert list(told) == [
            ("HN", "es", "acknowledged", "account"),
            ("US", "en", "acknowledged", "account"),
            ("UNICEF", "en", "acknowledged", "on_behalf"),
            ("CA", "en", "sent", "account"),
            ("NI", "es", "to_confirm", "link"),
        ]
        extended = Commitment.objects.exclude(extended_to=None)
        assert [(share.delegation.code, share.due_on) for share in extended] == [("US", datetime.date(2027, 1, 8))]
        open_questions = Remark.objects.open_questions().values_list("commitment__delegation__code", flat=True)
        assert (list(open_questions), Remark.objects.count()) == (["PA"], 3)

    def test_what_the_system_says_in_a_history_reads_in_both_languages(self):
        histories = [model for model in apps.get_models() if hasattr(model, "history_change_reason")]
        kept = {why for model in histories for why in model.objects.values_list("history_change_reason", flat=True)}
        read = [in_both_languages(in_reader_language, why)[1:].split(MARK) for why in kept if why]
        assert {english for english, spanish in read if english == spanish} == {
            "A public holiday in the host country.",  # typed, by whoever moved a meeting
            "Nota de la delegación",  # typed, by staff who let a delegation join a call
        }
        assert len(read) > 5

    def test_one_document_waits_in_review(self):
        upload = Upload.objects.get()
        assert (upload.state, upload.city, str(upload.starts_on), upload.network.slug) == (
            "read",
            "Dangriga",
            "2026-11-10",
            "migrant-children",
        )
        assert upload.report.agreements.count() == 7
        assert Action.objects.filter(agreement__report=upload.report, confirmed=True).count() == 0
        assert upload.doubts.exists()


def test_it_is_not_poured_into_a_real_conference():
    load_conference(by=system_user())
    with pytest.raises(CommandError, match="into an empty database only"):
        call_command("load_sample")
    assert not Meeting.objects.exists()


def test_no_meeting_falls_on_a_weekend():
    written = meetings()
    for shift in range(14):
        calendar = Calendar.of(written, today=datetime.date(2026, 11, 16) + datetime.timedelta(days=shift))
        days = [day for one in written for day in calendar.meeting_days(one)]
        assert [day for day in days if day.weekday() > 4] == []


@pytest.mark.parametrize(
    ("first", "last", "english", "spanish"),
    [
        ((2026, 6, 8), (2026, 6, 8), "8 June 2026", "8 de junio de 2026"),
        ((2026, 6, 8), (2026, 6, 9), "8-9 June 2026", "8 y 9 de junio de 2026"),
        ((2026, 6, 30), (2026, 7, 1), "30 June 2026 and 1 July 2026", "30 de junio de 2026 y 1 de julio de 2026"),
    ],
)
def test_days_are_put_in_words(first, last, english, spanish):
    days = datetime.date(*first), datetime.date(*last)
    assert (days_in_words(*days, "en"), days_in_words(*days, "es")) == (english, spanish)
