"""Why a share passed to another delegation stood in its outcome, which visitors may read: the history alone keeps it."""

from django.db import migrations
from django.db.models import Exists, F, OuterRef


def without_the_reason(apps, schema_editor):
    shares, history = (apps.get_model("actions", name).objects for name in ("Commitment", "HistoricalCommitment"))
    same_stroke = history.filter(
        action=OuterRef("action"), status="open", history_change_reason=OuterRef("history_change_reason")
    ).exclude(id=OuterRef("id"))
    reasons = history.filter(Exists(same_stroke), status="withdrawn", history_change_reason=F("outcome"))
    passed = set(reasons.exclude(outcome="").values_list("id", "outcome"))
    # The history's outcome too: otherwise the next edit of a commitment would seem to have changed it.
    for rows in (shares, history):
        for key, reason in passed:
            rows.filter(id=key, status="withdrawn", outcome=reason).update(outcome="")
    if passed:
        apps.get_model("networks", "PublicVersion").objects.update(number=F("number") + 1)


class Migration(migrations.Migration):
    dependencies = [("actions", "0006_what_is_looked_for_in_the_whole_record")]

    operations = [migrations.RunPython(without_the_reason, migrations.RunPython.noop)]
