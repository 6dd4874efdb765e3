"""The day from which those designated may read a draft: of a meeting's draft alone, never of what is on record."""

from django.db import migrations, models
from django.db.models import Q


def opened_on():
    return models.DateField(
        "draft opened on",
        null=True,
        blank=True,
        editable=False,
        help_text="The day from which those designated may read the draft.",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0007_why_a_share_passed_on_is_no_outcome"),
        ("meetings", "0002_documents_of_a_meeting"),
    ]

    operations = [
        migrations.AddField("historicalreport", "opened_on", opened_on()),
        migrations.AddField("report", "opened_on", opened_on()),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=Q(opened_on=None) | Q(state__in=("draft", "circulated"), meeting__isnull=False),
                name="report_opened_is_no_record",
            ),
        ),
    ]
