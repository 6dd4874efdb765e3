"""What was said in one language before is still said, in both directions."""

import datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

# Tables are made by migrating in what takes longer.
pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]

# What a document names stands as it is now.
NOW = ("networks", "0003_former_persons_and_audit")
BEFORE = [("documents", "0001_initial"), NOW]
AFTER = [("documents", "0002_messages_in_both_languages"), NOW]


def migrated(to):
    executor = MigrationExecutor(connection)
    executor.migrate(to)
    return executor.loader.project_state(to).apps


@pytest.fixture
def before():
    """The models as they were; the database is as it is now again when the test ends."""
    yield migrated(BEFORE)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def brought_in(apps, language, **fields):
    person = apps.get_model("networks", "User").objects.create(name=language, language=language)
    at = datetime.datetime(2026, 3, 20, 15, tzinfo=datetime.UTC)
    uploads = apps.get_model("documents", "Upload").objects
    return uploads.create(name=language, sha256=language * 32, size=1, by_id=person.pk, at=at, **fields)


def test_messages_stand_in_both_languages_and_go_back_to_the_uploaders(before):
    for language in ("en", "es"):
        upload = brought_in(
            before, language, reading={"dropped": [{"line": 1, "text": "1", "why": f"Why ({language})"}]}
        )
        before.get_model("documents", "Doubt").objects.create(upload=upload, message=f"Doubt ({language})")
    brought_in(before, "en", state="refused", refusal="No (en)")

    after = migrated(AFTER)

    doubts = after.get_model("documents", "Doubt").objects.order_by("pk")
    assert list(doubts.values_list("message_en", "message_es", "as_written")) == [
        ("Doubt (en)", "Doubt (en)", ""),
        ("Doubt (es)", "Doubt (es)", ""),
    ]
    uploads = after.get_model("documents", "Upload").objects.order_by("pk")
    assert list(uploads.values_list("refusal_en", "refusal_es")) == [("", ""), ("", ""), ("No (en)", "No (en)")]
    assert [upload.reading for upload in uploads] == [
        {"dropped": [{"line": 1, "text": "1", "why_en": "Why (en)", "why_es": "Why (en)"}]},
        {"dropped": [{"line": 1, "text": "1", "why_en": "Why (es)", "why_es": "Why (es)"}]},
        {},
    ]
    doubts.update(message_en="Doubt", message_es="Duda")
    uploads.filter(state="refused").update(refusal_en="No", refusal_es="No está")
    for upload in uploads.exclude(reading={}):
        upload.reading["dropped"][0] |= {"why_en": "Why", "why_es": "Por qué"}
        upload.save()

    again = migrated(BEFORE)

    doubts = again.get_model("documents", "Doubt").objects.order_by("pk")
    assert list(doubts.values_list("message", flat=True)) == ["Doubt", "Duda"]
    uploads = again.get_model("documents", "Upload").objects.order_by("pk")
    assert [(upload.refusal, upload.reading) for upload in uploads] == [
        ("", {"dropped": [{"line": 1, "text": "1", "why": "Why"}]}),
        ("", {"dropped": [{"line": 1, "text": "1", "why": "Por qué"}]}),
        ("No", {}),
    ]
