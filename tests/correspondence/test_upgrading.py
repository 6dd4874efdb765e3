"""What an upgrade mends of what was told before it."""

import datetime
import importlib

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from correspondence.models import Mention
from tests.factories import CommitmentFactory, MailFactory, MentionFactory

MONDAY = datetime.date(2026, 6, 8)
A_DAY = datetime.timedelta(days=1)


@pytest.mark.soak  # its tables are made by migrating
@pytest.mark.django_db
def test_of_which_deadline_a_step_was_told_is_known_where_it_is_still_the_same():
    step = "0010_of_which_deadline_a_step_was_told"
    due_on = MONDAY + 14 * A_DAY
    known, since = {}, {"never moved": None, "set before": MONDAY - A_DAY, "set that day": MONDAY}
    for name, due_since in since.items():
        commitment = CommitmentFactory(due_on=due_on, due_since=due_since)
        mail = MailFactory(day=MONDAY, recipient=f"officer{len(known)}@example.org")
        known[name] = MentionFactory(mail=mail, commitment=commitment, because="step", step=-14)
    listed = MentionFactory(mail=known["never moved"].mail, commitment=CommitmentFactory(due_on=due_on))
    as_it_was = MigrationLoader(connection).project_state([("correspondence", step)]).apps
    importlib.import_module(f"correspondence.migrations.{step}").of_the_deadline_that_still_is(as_it_was, None)
    now = dict(Mention.objects.values_list("pk", "due_on"))
    assert {name: now[mention.pk] for name, mention in known.items()} == {
        "never moved": due_on,
        "set before": due_on,
        "set that day": None,
    }
    assert now[listed.pk] is None
