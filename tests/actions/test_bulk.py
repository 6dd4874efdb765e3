"""One step for many commitments: all of it or nothing, and just what one by one would have come to."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from actions.models import Commitment
from actions.services import bulk, following
from actions.services.bulk import CannotTakeStep, Close, NewDate, Reassign, preview, take_step
from tests.factories import ActionFactory, CommitmentFactory, DelegationFactory, FrozenFactory, StaffFactory

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 3, 20)
JUNE = datetime.date(2026, 6, 1)
FIELDS = ("status", "due_on", "due_since", "extended_to", "news_on", "closed_on", "outcome")


@pytest.fixture
def staff():
    return StaffFactory()


def take(shares, step, *, by, reason="As noted.", **more):
    return take_step(commitment_ids=[share.pk for share in shares], step=step, by=by, on=TODAY, reason=reason, **more)


def refused(shares, step, *, by, **more):
    """Why each is refused, and what is said of the whole."""
    with pytest.raises(CannotTakeStep) as refusal:
        take(shares, step, by=by, **more)
    return str(refusal.value), {one.commitment: one.why for one in refusal.value.refused}


def rows(shares):
    found = Commitment.objects.filter(pk__in=[share.pk for share in shares]).order_by("pk")
    return list(found.values_list(*FIELDS))


def last_rows(shares):
    """What the newest history row of each says: how many there are, by whom, why."""
    return [
        (share.history.count(), row.history_user, row.history_change_reason)
        for share in shares
        for row in [share.history.latest()]
    ]


def test_many_get_a_new_date_with_a_history_row_each(staff):
    shares = [CommitmentFactory() for _number in range(3)]
    others = [CommitmentFactory()]
    before = rows(others)
    assert take(shares, NewDate(JUNE), by=staff) == 3
    assert [(row[1], row[2], row[3]) for row in rows(shares)] == [(JUNE, TODAY, JUNE)] * 3
    assert last_rows(shares) == [(2, staff, "As noted.")] * 3
    assert rows(others) == before


def test_many_are_closed_with_their_outcome(staff):
    shares = [CommitmentFactory(), CommitmentFactory(status="in_progress")]
    reason = "a note: No. 12 of 18 March"
    take(shares, Close("fulfilled", outcome="All sent."), by=staff, reason=reason)
    assert [(row[0], *row[4:]) for row in rows(shares)] == [("fulfilled", TODAY, TODAY, "All sent.")] * 2
    assert last_rows(shares) == [(2, staff, reason)] * 2


def test_a_joint_action_is_closed_whole_whichever_of_its_shares_are_chosen(staff):
    action = ActionFactory(agreement=FrozenFactory(), fulfilment="jointly")
    chosen, also, beside = (
        CommitmentFactory(action=action, delegation=DelegationFactory(code=code)) for code in ("HN", "MX", "CR")
    )
    confirming = CommitmentFactory(action=action, delegation=DelegationFactory(code="BZ"), status="to_confirm")
    step = Close("withdrawn", outcome="No longer needed.")
    seen = preview(commitment_ids=[chosen.pk, also.pk], step=step, on=TODAY)
    assert (seen.chosen, seen.together, seen.refused) == ([chosen, also], [beside], [])
    assert seen.chosen[0].status == "open"
    assert take([chosen, also], step, by=staff) == 3
    assert [row[0] for row in rows([chosen, also, beside, confirming])] == ["withdrawn"] * 3 + ["to_confirm"]
    assert [share.history.count() for share in (chosen, also, beside, confirming)] == [2, 2, 2, 1]


def test_many_pass_to_another_delegation(staff):
    mexico = DelegationFactory(code="MX")
    shares = [CommitmentFactory(), CommitmentFactory(extended_to=JUNE, due_on=JUNE, outcome="It was begun.")]
    given_back = CommitmentFactory(action=shares[0].action, delegation=mexico, status="withdrawn", closed_on=TODAY)
    assert take(shares, Reassign(mexico), by=staff, reason="Mexico has taken them over.") == 4
    theirs = Commitment.objects.filter(delegation=mexico).order_by("action_id")
    assert [(row[0], row[-1]) for row in rows(shares)] == [("withdrawn", ""), ("withdrawn", "")]
    assert [(one.action_id, one.status, one.due_on) for one in theirs] == [
        (shares[0].action_id, "open", None),
        (shares[1].action_id, "open", JUNE),
    ]
    assert theirs[0] == given_back
    assert last_rows([*shares, *theirs]) == [
        (2, staff, "Mexico has taken them over."),
        (2, staff, "Mexico has taken them over."),
        (2, staff, "Mexico has taken them over."),
        (1, staff, "Mexico has taken them over."),
    ]


def test_one_that_cannot_be_done_refuses_the_whole_and_says_which(staff):
    fine, closed, newer = (
        CommitmentFactory(),
        CommitmentFactory(status="fulfilled", closed_on=TODAY),
        CommitmentFactory(news_on=TODAY + datetime.timedelta(days=1)),
    )
    every = [fine, closed, newer]
    before = rows(every)
    why = {
        closed: "A commitment that is “fulfilled” cannot become “withdrawn”.",
        newer: "The last news of it is of 21 March 2026.",
    }
    whole = "2 commitments cannot take this step: nothing was changed."
    assert refused(every, Close("withdrawn"), by=staff) == (whole, why)
    seen = preview(commitment_ids=[share.pk for share in every], step=Close("withdrawn"), on=TODAY)
    assert {one.commitment: one.why for one in seen.refused} == why
    whole = "1 commitment cannot take this step: nothing was changed."
    assert refused(every, NewDate(JUNE), by=staff) == (
        whole,
        {closed: "Only what is pending or in progress can have a new date."},
    )
    assert refused(every, Reassign(DelegationFactory(code="MX")), by=staff) == (
        whole,
        {closed: "Only what is pending, in progress or to confirm can pass to another delegation."},
    )
    assert (rows(every), [share.history.count() for share in every]) == (before, [1, 1, 1])


def test_a_date_in_a_year_far_off_is_a_slip(staff):
    share = CommitmentFactory()
    assert refused([share], NewDate(datetime.date(2206, 6, 1)), by=staff)[1] == {
        share: "The new date, 1 June 2206, is more than ten years ahead: please look at the year."
    }
    assert take([share], NewDate(datetime.date(2036, 3, 20)), by=staff) == 1


def test_two_shares_of_one_action_do_not_pass_to_one_delegation(staff):
    first = CommitmentFactory()
    second = CommitmentFactory(action=first.action, delegation=DelegationFactory(code="CR"))
    mexico = DelegationFactory(code="MX")
    assert refused([first, second], Reassign(mexico), by=staff)[1] == {
        second: "Of one action, one share alone can pass to Delegation MX."
    }


def test_a_failure_midway_changes_nothing(staff, monkeypatch):
    monkeypatch.setattr(bulk, "A_BATCH", 2)
    shares = [CommitmentFactory() for _number in range(5)]
    before = rows(shares)
    told = []

    def fail(written, total):
        told.append((written, total))
        if written == 4:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        take(shares, NewDate(JUNE), by=staff, progress=fail)
    assert told == [(2, 5), (4, 5)]
    assert (rows(shares), [share.history.count() for share in shares]) == (before, [1] * 5)


def test_what_a_step_needs(staff):
    share = CommitmentFactory()
    assert refused([share], NewDate(JUNE), by=staff, reason=" ") == (
        "Please say why, or out of what it is known; it stays in the history.",
        {},
    )
    assert refused([], NewDate(JUNE), by=staff) == ("Please choose at least one commitment.", {})
    gone = CommitmentFactory()
    gone.delete()
    gone.pk = 0
    assert refused([share, gone], NewDate(JUNE), by=staff) == (
        "Some of the commitments are not on record any more: please choose anew.",
        {},
    )


@pytest.mark.parametrize(("step", "queries"), [(NewDate(JUNE), 6), (Close("fulfilled"), 6), ("pass on", 9)])
def test_queries_grow_with_batches_alone(staff, step, queries, django_assert_num_queries):
    mexico = DelegationFactory(code="MX")
    take([CommitmentFactory()], NewDate(JUNE), by=staff)  # the first change of all makes the version's row
    for number in (1, 7):
        shares = [CommitmentFactory() for _number in range(number)]
        with django_assert_num_queries(queries):
            take(shares, step if step != "pass on" else Reassign(mexico), by=staff)


STATUSES = ("to_confirm", "open", "in_progress", "fulfilled", "not_recorded")
# An action: whether it is joint, and for each share its status and whether it is chosen.
actions = st.tuples(
    st.booleans(), st.lists(st.tuples(st.sampled_from(STATUSES), st.booleans()), min_size=1, max_size=3)
)


anything = given(st.lists(actions, min_size=1, max_size=3), st.sampled_from(bulk.CLOSE_AS))


class TheSameAsOneByOne(TestCase):
    @settings(max_examples=10, suppress_health_check=list(HealthCheck))
    @anything
    def test_closing(self, described, status):
        self._comes_to_the_same(described, status)

    @pytest.mark.soak
    @settings(max_examples=150, suppress_health_check=list(HealthCheck))
    @anything
    def test_closing_many_more(self, described, status):
        self._comes_to_the_same(described, status)

    def _comes_to_the_same(self, described, status):
        staff = StaffFactory()
        twins = [self._made(described) for _twin in range(2)]
        try:
            take([share for share, chosen in twins[0] if chosen], Close(status, outcome="Done."), by=staff)
        except CannotTakeStep:
            assert rows([share for share, _chosen in twins[0]]) == rows([share for share, _chosen in twins[1]])
            return
        for share, chosen in twins[1]:
            share.refresh_from_db()
            # One that closed with another needs no closing any more.
            if chosen and share.history.count() == 1:
                following.change_status(
                    commitment_id=share.pk, status=status, by=staff, on=TODAY, outcome="Done.", reason="As noted."
                )
        of_twins = [[share for share, _chosen in twin] for twin in twins]
        assert rows(of_twins[0]) == rows(of_twins[1])
        assert [share.history.count() for share in of_twins[0]] == [share.history.count() for share in of_twins[1]]

    @staticmethod
    def _made(described):
        made = []
        for joint, shares in described:
            action = ActionFactory(agreement=FrozenFactory(), fulfilment="jointly" if joint else "each")
            for code, (status, chosen) in zip(("HN", "MX", "CR"), shares, strict=False):
                closed_on = TODAY if status in ("fulfilled", "not_recorded") else None
                delegation = DelegationFactory(code=code)
                fields = {"status": status, "closed_on": closed_on}
                made.append((CommitmentFactory(action=action, delegation=delegation, **fields), chosen))
        return made
