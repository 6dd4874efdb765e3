"""What was said in the language of whoever brought a document in is kept in both; a doubt knows the body it asks about.

Texts there already stand in both columns, since nothing says how they would read in the other language. Backwards, the
text of whoever brought the document in is kept.
"""

from django.db import migrations, models
from django.db.models import F, Q

LANGUAGES = ("en", "es")


# Each row is written once: PostgreSQL alters no table in which the same transaction wrote a row twice.


def into_both_languages(apps, schema_editor):
    apps.get_model("documents", "Doubt").objects.update(message_en=F("message"), message_es=F("message"))
    for upload in apps.get_model("documents", "Upload").objects.only("refusal", "reading").iterator(chunk_size=100):
        upload.refusal_en = upload.refusal_es = upload.refusal
        for dropped in upload.reading.get("dropped", ()):
            dropped["why_en"] = dropped["why_es"] = dropped.pop("why")
        upload.save(update_fields=["refusal_en", "refusal_es", "reading"])


def into_that_of_the_uploader(apps, schema_editor):
    doubts = apps.get_model("documents", "Doubt").objects
    uploads = apps.get_model("documents", "Upload").objects
    for language in LANGUAGES:
        doubts.filter(upload__by__language=language).update(message=F(f"message_{language}"))
        for upload in uploads.filter(by__language=language).iterator(chunk_size=100):
            upload.refusal = getattr(upload, f"refusal_{language}")
            for dropped in upload.reading.get("dropped", ()):
                whys = {one: dropped.pop(f"why_{one}") for one in LANGUAGES}
                dropped["why"] = whys[language]
            upload.save(update_fields=["refusal", "reading"])


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.AddField(
            "doubt",
            "as_written",
            models.CharField(
                blank=True,
                help_text="Where it asks who that is: once a document.",
                max_length=200,
                verbose_name="body as written",
                default="",
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "doubt",
            models.UniqueConstraint(
                condition=~Q(as_written=""), fields=("upload", "as_written"), name="doubt_one_of_a_body"
            ),
        ),
        migrations.AddField(
            "doubt",
            "message_en",
            models.TextField(verbose_name="message (English)", default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "doubt",
            "message_es",
            models.TextField(verbose_name="message (Spanish)", default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "upload", "refusal_en", models.TextField(blank=True, verbose_name="why it was refused (English)")
        ),
        migrations.AddField(
            "upload", "refusal_es", models.TextField(blank=True, verbose_name="why it was refused (Spanish)")
        ),
        # Given a default first: backwards, the column comes back empty before its text does.
        migrations.AlterField("doubt", "message", models.TextField(verbose_name="message", default="")),
        migrations.RunPython(into_both_languages, into_that_of_the_uploader),
        migrations.RemoveField("doubt", "message"),
        migrations.RemoveField("upload", "refusal"),
    ]
