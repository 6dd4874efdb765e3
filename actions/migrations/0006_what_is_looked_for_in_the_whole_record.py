"""Indexes of the few rows that a page looks for in the whole record: open calls, what waits, what is not translated."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("actions", "0005_progress_reports")]

    operations = [
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                fields=["agreement"], name="action_waiting", condition=Q(deadline_kind="event", bound_to=None)
            ),
        ),
        migrations.AddIndex(
            model_name="actionowner",
            index=models.Index(fields=["action"], name="action_owner_open_call", condition=Q(audience="INTERESTED")),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(
                fields=["report"], name="agreement_untranslated", condition=Q(text_en="") | Q(text_es="")
            ),
        ),
    ]
