"""What an upgrade finds of deadlines that were on file before it: their words are read once, both ways harmless."""

import importlib

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from actions.models import Action
from tests.factories import ActionFactory, NetworkFactory, ReportFactory

STEP = "0003_which_meeting_from_the_phrase"


@pytest.mark.soak  # its tables are made by migrating
@pytest.mark.django_db
def test_which_meeting_is_meant_is_read_from_the_phrase_in_the_history_too():
    event = {"deadline_kind": "event", "deadline_body": NetworkFactory(slug="rcgm")}
    phrases = {
        "before the RCGM": "adjoining",
        "before the next meeting of the RCGM": "next",
        "": "next",
    }
    report = ReportFactory()
    actions = {phrase: ActionFactory(agreement__report=report, phrase_en=phrase, **event) for phrase in phrases}
    spanish = ActionFactory(agreement__report=report, phrase_es="antes de la reunión del GRCM", **event)
    undated = ActionFactory(agreement__report=report, phrase_en="in the margins of the RCGM")
    as_it_was = MigrationLoader(connection).project_state([("actions", STEP)]).apps
    importlib.import_module(f"actions.migrations.{STEP}").from_the_phrase(as_it_was, None)

    def read(action):
        rows = [action.history.get().deadline_which, Action.objects.get(pk=action.pk).deadline_which]
        assert len(set(rows)) == 1
        return rows[0]

    assert {phrase: read(action) for phrase, action in actions.items()} == phrases
    assert (read(spanish), read(undated)) == ("adjoining", "next")
