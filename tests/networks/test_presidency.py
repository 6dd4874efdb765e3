"""Who holds the presidency on a day, and when it passes on."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from networks.services import handovers, presidency_holder, presidency_terms
from networks.terms import gaps, overlaps
from tests.factories import DelegationFactory, PresidencyFactory

pytestmark = pytest.mark.django_db

LONG_AGO, FAR_AHEAD = datetime.date.min, datetime.date.max


def day(text):
    return datetime.date.fromisoformat(text)


def term(code, first, last=None):
    return PresidencyFactory(
        delegation=DelegationFactory(code=code), starts_on=day(first), ends_on=day(last) if last else None
    )


def passed(since=LONG_AGO, until=FAR_AHEAD):
    """Each handover as its day and the codes of the two countries."""
    return [
        (one.on.isoformat(), one.outgoing and one.outgoing.code, one.incoming and one.incoming.code)
        for one in handovers(since=since, until=until)
    ]


def test_the_presidency_passes_on_the_first_day_of_the_next_term():
    term("HN", "2016-01-01", "2016-12-31")
    term("SV", "2017-01-01", "2017-12-31")
    term("PA", "2018-01-01")
    assert passed() == [
        ("2016-01-01", None, "HN"),
        ("2017-01-01", "HN", "SV"),
        ("2018-01-01", "SV", "PA"),
    ]


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("2016-12-31", "2017-01-01", ["2017-01-01"]),
        ("2017-01-01", "2017-12-31", []),
        ("2016-06-08", "2018-06-08", ["2017-01-01", "2018-01-01"]),
        ("2018-06-08", "2016-06-08", []),
    ],
)
def test_between_two_days_the_first_excluded(since, until, days):
    term("HN", "2016-01-01", "2016-12-31")
    term("SV", "2017-01-01", "2017-12-31")
    term("PA", "2018-01-01")
    assert [on for on, _from, _to in passed(day(since), day(until))] == days


def test_days_without_a_presidency_stand_between_two_handovers():
    term("HN", "2016-01-01", "2016-12-31")
    term("SV", "2017-03-01", "2017-12-31")
    assert passed(day("2016-06-08")) == [
        ("2017-01-01", "HN", None),
        ("2017-03-01", None, "SV"),
        ("2018-01-01", "SV", None),
    ]
    assert [presidency_holder(on=day(one)) for one in ("2017-01-01", "2017-02-28", "2018-01-01")] == [None] * 3
    assert gaps(presidency_terms()) == [(day("2017-01-01"), day("2017-02-28"))]


def test_of_terms_that_share_a_day_the_one_that_began_first_holds_it():
    first, second = term("HN", "2016-01-01", "2017-01-31"), term("SV", "2017-01-01", "2017-12-31")
    assert passed(day("2016-06-08"), day("2017-12-31")) == [("2017-02-01", "HN", "SV")]
    assert presidency_holder(on=day("2017-01-15")).code == "HN"
    assert (overlaps([second, first]), gaps([second, first])) == ([(first, second)], [])


def test_a_country_that_follows_itself_passes_nothing_on():
    term("HN", "2016-01-01", "2016-12-31")
    term("HN", "2017-01-01", "9999-12-31")
    assert passed(day("2016-06-08")) == []
    assert gaps(presidency_terms()) == []


@pytest.mark.parametrize("years", [1, 3, pytest.param(30, marks=pytest.mark.postgres)])
def test_one_query_however_many_terms(years):
    for number in range(years):
        term(f"M{number}", f"{2000 + number}-01-01", f"{2000 + number}-12-31")
    with CaptureQueriesContext(connection) as captured:
        found = handovers(since=day("2000-01-01"), until=day("2299-12-31"))
        assert {one.outgoing.code for one in found if one.outgoing} == {f"M{number}" for number in range(years)}
    assert len(captured) == 1
    terms = presidency_terms()
    with CaptureQueriesContext(connection) as captured:
        assert handovers(since=day("2000-01-01"), until=day("2299-12-31"), terms=terms) == found
        assert presidency_holder(on=day("2000-06-08"), terms=terms).code == "M0"
    assert len(captured) == 0
