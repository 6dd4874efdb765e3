"""Out of what the secretariat entered an answer on behalf of a delegation."""

from django.db import migrations, models


def source_words():
    return models.CharField(
        "out of",
        max_length=250,
        blank=True,
        help_text="Out of what the Technical Secretariat entered it on behalf of the delegation.",
    )


class Migration(migrations.Migration):
    dependencies = [("actions", "0008_a_draft_opened_to_those_designated")]

    operations = [
        migrations.AddField("historicalremark", "source_words", source_words()),
        migrations.AddField("remark", "source_words", source_words()),
    ]
