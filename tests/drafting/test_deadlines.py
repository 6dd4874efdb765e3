"""Staff see what each deadline is bound to, and choose otherwise."""

import datetime

import pytest
from django.urls import reverse

from actions.models import Action, Commitment
from actions.services import binding
from meetings import services
from tests.actions.deadlines import action_of, draft, file, meeting_of, stands
from tests.queries import queries_of

ON = datetime.date


def listed(desk, show=""):
    """The rows of the page: (reference, group, words, day, whether before its own meeting)."""
    rows = desk.get(reverse("deadlines"), {"show": show} if show else {}).context["rows"]
    return [
        (row.action.agreement.reference, row.group, str(row.words), row.due_on, row.is_early) for _name, row in rows
    ]


@pytest.fixture
def june():
    return meeting_of("rcgm", ON(2026, 6, 8), ordinal=12)


def test_each_deadline_says_how_it_stands(desk, staff, june):
    december = meeting_of("rcgm", ON(2026, 12, 1))
    bound = file(draft(deadline_offset_days=-1), staff)
    chosen = file(draft(on=ON(2026, 3, 11)), staff)
    lapsed = file(draft(on=ON(2026, 3, 12)), staff)
    file(draft(on=ON(2026, 3, 13), deadline_month="2027-02"), staff)
    file(draft(on=ON(2026, 3, 14), deadline_kind="date", deadline_on=ON(2026, 3, 1), deadline_body=None), staff)
    not_early = {"deadline_kind": "date", "deadline_on": ON(2026, 3, 20), "deadline_body": None}
    file(draft(on=ON(2026, 3, 15), **not_early), staff)
    done = file(draft(on=ON(2026, 3, 16)), staff, followed=False)
    for report in (chosen, lapsed):
        meeting = june if report is chosen else december
        binding.choose_meeting(action_id=action_of(report).pk, meeting_id=meeting.pk, by=staff, reason="By note.")
    services.cancel_meeting(meeting_id=december.pk, by=staff)
    name = f'<a href="/en/meetings/{june.pk}/">the 12th meeting of the Network for rcgm</a>'
    rows = [
        ("CP/2026-03c/1", "lapsed", "waits: the meeting chosen for it was cancelled", None, False),
        ("CP/2026-03e/1", "early", "", ON(2026, 3, 1), True),
        ("CP/2026-03d/1", "waiting", "waits until a meeting in February 2027 is planned (Rcgm)", None, False),
        (
            "CP/2026-03/1",
            "bound",
            f"1 day before {name}, planned for 8 June 2026; moves with it",
            ON(2026, 6, 7),
            False,
        ),
        ("CP/2026-03b/1", "bound", f"at {name}, planned for 8 June 2026; moves with it", ON(2026, 6, 8), False),
    ]
    assert (bound.reference, chosen.reference, done.reference) == ("CP/2026-03", "CP/2026-03b", "CP/2026-03g")
    assert listed(desk) == rows
    page = desk.get(reverse("deadlines")).content.decode()
    assert (
        f'<p class="small">1 day before {name}, planned for 8 June 2026; moves with it · as its words say</p>' in page
    )
    assert f'<p class="small">At {name}, planned for 8 June 2026; moves with it · chosen by staff</p>' in page
    assert page.count("Its day is before the meeting that agreed on it.") == 1
    assert [listed(desk, show=group) for group in ("lapsed", "early", "waiting", "bound")] == [
        rows[:1],
        rows[1:2],
        rows[2:3],
        rows[3:],
    ]


def test_none_is_listed_before_anything_is_filed(desk):
    answer = desk.get(reverse("deadlines"))
    assert (answer.context["rows"], "No deadline here." in answer.content.decode()) == ([], True)


def test_staff_choose_a_meeting_let_it_wait_and_let_the_words_decide(desk, staff, june):
    december = meeting_of("rcgm", ON(2026, 12, 1))
    action = action_of(file(draft(), staff))
    page = reverse("bind-deadline", args=[action.pk])
    form = desk.get(page).context["form"]
    assert form.fields["choice"].choices == [
        ("words", "As its words say: the 12th meeting of the Network for rcgm, 8 June 2026"),
        (str(june.pk), "The 12th meeting of the Network for rcgm, 8 June 2026"),
        (str(december.pk), "The meeting of the Network for rcgm, 1 December 2026"),
        ("none", "None of these: it waits"),
    ]
    assert form.initial["choice"] == "words"
    for choice, expected in (
        (str(december.pk), (december, "chosen", [ON(2026, 12, 1)])),
        ("none", (None, "waits", [None])),
        ("words", (june, "automatic", [ON(2026, 6, 8)])),
    ):
        answer = desk.post(page, {"choice": choice, "reason": "By note."})
        assert (answer.status_code, answer.url) == (302, reverse("deadlines"))
        assert stands(action) == expected
        assert action.history.latest("history_id").history_user == staff


def test_a_choice_needs_a_reason_and_one_of_the_meetings_offered(desk, staff, june):
    action = action_of(file(draft(), staff))
    elsewhere = meeting_of("vice-ministers", ON(2026, 6, 8))
    page = reverse("bind-deadline", args=[action.pk])
    refused = desk.post(page, {"choice": str(june.pk), "reason": ""}).context["form"]
    stranger = desk.post(page, {"choice": str(elsewhere.pk), "reason": "Why"}).context["form"]
    assert (list(refused.errors), list(stranger.errors)) == (["reason"], ["choice"])
    assert stands(action)[1] == "automatic"


def test_only_deadlines_on_record_that_are_meetings_can_be_bound(desk, staff):
    unfiled = action_of(draft())
    dated = action_of(
        file(draft(on=ON(2026, 3, 11), deadline_kind="date", deadline_on=ON(2026, 4, 1), deadline_body=None), staff)
    )
    pages = [reverse("bind-deadline", args=[action.pk]) for action in (unfiled, dated)]
    assert [desk.get(page).status_code for page in pages] == [404, 404]


@pytest.mark.parametrize("number", [1, 3, pytest.param(10, marks=pytest.mark.postgres)])
def test_the_list_asks_as_often_for_any_number(number, desk, staff, june):
    file(draft(number=number, owners=("HN", "MX")), staff)
    assert (Action.objects.count(), Commitment.objects.count()) == (number, number * 2)
    assert queries_of(desk, reverse("deadlines")) == 4
