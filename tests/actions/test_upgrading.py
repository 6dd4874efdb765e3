"""What an upgrade mends of what was on file before it."""

import importlib

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from actions.models import Action
from networks.services import public_change, public_version, save_recorded
from tests.actions.informants import TODAY
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DelegationFactory,
    NetworkFactory,
    ReportFactory,
    StaffFactory,
)


def upgraded_by(step, function):
    """Run a function of a migration on the record as it was with it."""
    as_it_was = MigrationLoader(connection).project_state([("actions", step)]).apps
    getattr(importlib.import_module(f"actions.migrations.{step}"), function)(as_it_was, None)


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
    upgraded_by("0003_which_meeting_from_the_phrase", "from_the_phrase")

    def read(action):
        rows = [action.history.get().deadline_which, Action.objects.get(pk=action.pk).deadline_which]
        assert len(set(rows)) == 1
        return rows[0]

    assert {phrase: read(action) for phrase, action in actions.items()} == phrases
    assert (read(spanish), read(undated)) == ("adjoining", "next")


@pytest.mark.soak  # its tables are made by migrating
@pytest.mark.django_db
def test_why_a_share_passed_on_is_taken_out_of_its_outcome_and_stays_in_the_history():
    staff, mexico = StaffFactory(), DelegationFactory(code="MX")
    words = "Mexico has taken it over."
    passed, given_up = CommitmentFactory(), CommitmentFactory()
    with public_change():
        for share in (passed, given_up):
            share.status, share.closed_on, share.outcome = "withdrawn", TODAY, words
            save_recorded(share, by=staff, reason=words)
        taken_over = CommitmentFactory.build(action=passed.action, delegation=mexico)
        save_recorded(taken_over, by=staff, reason=words)
    before = public_version()
    upgraded_by("0007_why_a_share_passed_on_is_no_outcome", "without_the_reason")

    def read(share):
        share.refresh_from_db()
        last = share.history.latest()
        return share.status, share.outcome, last.outcome, last.history_change_reason

    assert read(passed) == ("withdrawn", "", "", words)
    assert read(given_up) == ("withdrawn", words, words, words)
    assert (read(taken_over), public_version()) == (("open", "", "", words), before + 1)
