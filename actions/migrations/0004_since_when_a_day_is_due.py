"""Since when a commitment is due on its day: for those on file, since the last news of them."""

from django.db import migrations, models
from django.db.models import F


def since_the_last_news(apps, schema_editor):
    # The history too: otherwise the next edit of a commitment would seem to have changed it.
    for name in ("Commitment", "HistoricalCommitment"):
        apps.get_model("actions", name).objects.exclude(due_on=None).update(due_since=F("news_on"))


class Migration(migrations.Migration):
    dependencies = [("actions", "0003_which_meeting_from_the_phrase")]

    operations = [
        migrations.AddField(
            model_name=model,
            name="due_since",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="due on that day since"),
        )
        for model in ("commitment", "historicalcommitment")
    ] + [migrations.RunPython(since_the_last_news, migrations.RunPython.noop)]
