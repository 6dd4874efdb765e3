"""What the reader did not say of the deadlines on file: whether their words mean the next meeting or the one beside.

Which meeting that is on a filled database is bound afterwards, by `manage.py bind_deadlines`: binding writes history
and days through the services, which know today's tables and not those of this step.
"""

from django.db import migrations

from actions.phrases import which_meeting


def from_the_phrase(apps, schema_editor):
    # The history too: otherwise the next edit of an action would seem to have changed it.
    for name in ("Action", "HistoricalAction"):
        model = apps.get_model("actions", name)
        events = model.objects.filter(deadline_kind="event").only("phrase_en", "phrase_es", "deadline_which")
        adjoining = [one.pk for one in events.iterator() if _which(one) == "adjoining"]
        for start in range(0, len(adjoining), 500):
            model.objects.filter(pk__in=adjoining[start : start + 500]).update(deadline_which="adjoining")


def _which(action):
    """A deadline that a person entered without its words keeps the default."""
    phrase = action.phrase_en or action.phrase_es
    return str(which_meeting(phrase)) if phrase else "next"


class Migration(migrations.Migration):
    dependencies = [("actions", "0002_deadlines_bound_to_meetings")]

    operations = [migrations.RunPython(from_the_phrase, migrations.RunPython.noop)]
