"""The watch over public changes sees what it is there to see."""

import pytest

from networks import services
from networks.services import conference, public_change, save_recorded, system_user
from tests.factories import AgreementFactory, DelegationFactory, ReportFactory
from tests.public_changes import UNSEEN, WATCHED, Watch, models_of_the_program, place_in_the_program


@pytest.fixture
def as_the_program(monkeypatch):
    """What is written here counts as written by the program."""
    monkeypatch.setattr("tests.public_changes.place_in_the_program", lambda: "here")


def test_every_model_is_watched_or_unseen():
    assert (models_of_the_program(), set(WATCHED) & UNSEEN) == (set(WATCHED) | UNSEEN, set())


@pytest.mark.django_db
def test_a_write_that_raises_the_version_is_fine(watch, as_the_program):
    with public_change():
        save_recorded(conference(), by=system_user())
    assert watch.forgotten == []


@pytest.mark.django_db
def test_a_write_that_forgets_it_is_seen(watch, as_the_program):
    save_recorded(conference(), by=system_user())
    assert watch.forgotten == ["here writes networks.Conference without public_change()"]
    watch.forgotten.clear()


@pytest.mark.django_db
def test_a_version_raised_before_and_given_up_counts_for_nothing(watch, as_the_program):
    with public_change():
        pass
    save_recorded(conference(), by=system_user())
    assert watch.forgotten == ["here writes networks.Conference without public_change()"]
    watch.forgotten.clear()


@pytest.mark.django_db
def test_a_draft_may_be_written_without(watch, as_the_program):
    AgreementFactory(report=ReportFactory(state="draft"), text_en="Nobody sees this yet.")
    assert watch.forgotten == [
        "here writes networks.Network without public_change()"  # the draft's own meeting needs a body
    ]
    watch.forgotten.clear()


def test_what_a_service_writes_is_written_by_the_program_and_what_a_factory_writes_is_not(db, monkeypatch):
    places = []

    def noting(self, execute, sql, params, many, context):
        if sql.startswith("INSERT"):
            places.append(place_in_the_program())
        return execute(sql, params, many, context)

    monkeypatch.setattr(Watch, "__call__", noting)
    DelegationFactory(code="HN")
    services.make_delegation(name="A body", code="AB", by=system_user())
    assert [place for place in dict.fromkeys(places) if "system_user" not in place] == [
        "",
        "networks/services.py, public_change",
        "networks/services.py, make_delegation",
    ]
