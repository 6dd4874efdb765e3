"""What is said of a commitment on a day, asked of one row and of the database."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from actions.models import Commitment, CommitmentStatus
from actions.models.commitments import SITUATIONS
from tests.factories import ActionFactory, DelegationFactory, PresidencyFactory, ReportFactory

DAY = datetime.date(2026, 6, 15)


def commitment(*, delegation="HN", **fields):
    """An action of its own with one share; fields that start with `deadline_`, and `force`, go to the action."""
    to_action = {name: fields.pop(name) for name in list(fields) if name.startswith("deadline_") or name == "force"}
    action = ActionFactory(agreement__report=ReportFactory(meeting=None), **to_action)
    return Commitment.objects.create(
        action=action, delegation=DelegationFactory(code=delegation), **{"news_on": DAY, **fields}
    )


days = st.dates(DAY - datetime.timedelta(days=400), DAY + datetime.timedelta(days=400))
shares = st.fixed_dictionaries(
    {
        "status": st.sampled_from(CommitmentStatus.values),
        "due_on": st.none() | days,
        "news_on": days,
        "force": st.sampled_from(["undertaken", "requested", "offered", "urged"]),
        "deadline_kind": st.sampled_from(["none", "date"]),
    }
)


def consistent(share):
    if share["status"] not in ("to_confirm", "open", "in_progress"):
        share["closed_on"] = DAY
    if share["due_on"] is None:
        share["deadline_kind"] = "none"
    if share["deadline_kind"] == "date":
        share["deadline_on"] = share["due_on"]
    return share


class SituationsAgree(TestCase):
    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(st.lists(shares.map(consistent), min_size=1, max_size=6), days)
    def test_the_database_says_what_the_row_says(self, described, on):
        rows = [commitment(**share) for share in described]
        said = {row.pk: row.situation(on=on) for row in rows}
        of_these = Commitment.objects.filter(pk__in=said)
        annotated = dict(of_these.with_situation(on=on).values_list("pk", "situation_on_day"))
        assert annotated == said
        for situation in SITUATIONS:
            found = set(of_these.in_situation(situation, on=on).values_list("pk", flat=True))
            assert found == {pk for pk, word in said.items() if word == situation}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "situation"),
    [
        ({"due_on": DAY - datetime.timedelta(days=1)}, "date_passed"),
        ({"due_on": DAY - datetime.timedelta(days=1), "force": "offered"}, "open"),
        ({"due_on": DAY - datetime.timedelta(days=1), "status": "to_confirm"}, "to_confirm"),
        ({"due_on": DAY}, "due_soon"),
        ({"due_on": DAY + datetime.timedelta(days=30)}, "due_soon"),
        ({"due_on": DAY + datetime.timedelta(days=31), "status": "in_progress"}, "in_progress"),
        ({"news_on": DAY - datetime.timedelta(days=183)}, "stale"),
        ({"news_on": DAY - datetime.timedelta(days=182)}, "open"),
        ({"status": "not_recorded", "closed_on": DAY, "due_on": DAY - datetime.timedelta(days=9)}, "not_recorded"),
    ],
)
def test_situations(fields, situation):
    fields = dict(fields)
    if "due_on" in fields:
        fields |= {"deadline_kind": "date", "deadline_on": fields["due_on"]}
    assert commitment(**fields).situation(on=DAY) == situation


@pytest.mark.django_db
def test_the_presidencys_shares_are_borne_by_its_holder_on_the_day_asked_about_or_of_closing():
    honduras, panama = DelegationFactory(code="HN"), DelegationFactory(code="PA")
    PresidencyFactory(delegation=honduras, starts_on="2026-01-01", ends_on="2026-12-31")
    PresidencyFactory(delegation=panama, starts_on="2027-01-01")
    open_share = commitment(delegation="PPT")
    closed_share = commitment(delegation="PPT", status="fulfilled", closed_on=DAY)
    next_year = datetime.date(2027, 2, 1)

    def borne(delegation, on):
        return set(Commitment.objects.borne_by_codes(delegation.code, on=on).values_list("pk", flat=True))

    assert [borne(honduras, DAY), borne(panama, DAY)] == [{open_share.pk, closed_share.pk}, set()]
    assert [borne(honduras, next_year), borne(panama, next_year)] == [{closed_share.pk}, {open_share.pk}]
