"""Who may inform, answer, ask, confirm, write and acknowledge, by what they are on the day."""

import pytest

from actions import policies
from actions.models import Commitment, ProgressReport
from actions.models.commitments import Action
from actions.models.reports import Agreement, Report
from meetings.models import Meeting
from networks.standing import VISITOR, Place, Standing

HONDURAS, MEXICO = 1, 2
CONSULAR, CHILDREN = 10, 20


def place(role, delegation=HONDURAS, network=None):
    return Standing(places=(Place(delegation, network, role),))


WHO = {
    "visitor": VISITOR,
    "staff": Standing(is_staff=True),
    "officer": place("liaison_officer", network=CONSULAR),
    "officer elsewhere": place("liaison_officer", network=CHILDREN),
    "officer of another": place("liaison_officer", MEXICO),
    "focal point": place("focal_point"),
    "observer": place("observer"),
    "chair": place("chair"),
}


def commitment(network=CONSULAR, bearer=HONDURAS):
    report = Report(meeting=Meeting(network_id=network))
    row = Commitment(action=Action(agreement=Agreement(report=report)))
    row.bearer = bearer
    return row


def those(allowed):
    return {name for name, standing in WHO.items() if allowed(standing)}


def report(state, came_by="account"):
    return ProgressReport(delegation_id=HONDURAS, state=state, came_by=came_by)


OWN = {"officer", "focal point", "observer"}
CONFIRMS = {"staff", *OWN}


def test_who_informs_and_answers():
    assert those(lambda who: policies.may_inform(who, commitment())) == {"staff", *OWN}
    assert those(lambda who: policies.may_answer(who, commitment())) == OWN
    assert those(lambda who: policies.may_inform(who, commitment(), commitment(CHILDREN))) == {
        "staff",
        "focal point",
        "observer",
    }
    assert those(lambda who: policies.may_inform(who, commitment(), commitment(bearer=MEXICO))) == {"staff"}


@pytest.mark.parametrize("verb", [policies.may_ask, policies.may_acknowledge])
def test_the_secretariat_asks_and_acknowledges(verb):
    assert those(verb) == {"staff"}


@pytest.mark.parametrize(
    ("state", "came_by", "networks", "expected"),
    [
        ("draft", "account", {CONSULAR}, OWN),
        ("draft", "link", {CONSULAR}, OWN),
        ("draft", "account", {CONSULAR, CHILDREN}, {"focal point", "observer"}),
        ("draft", "account", set(), set()),
        ("draft", "on_behalf", {CONSULAR}, {"staff"}),
        ("to_confirm", "link", {CONSULAR}, CONFIRMS),
        ("to_confirm", "on_behalf", {CONSULAR}, CONFIRMS),
        ("to_confirm", "link", {CONSULAR, CHILDREN}, {"staff", "focal point", "observer"}),
        ("sent", "account", {CONSULAR}, set()),
        ("acknowledged", "on_behalf", {CONSULAR}, set()),
        ("set_aside", "account", {CONSULAR}, set()),
    ],
)
def test_who_writes_and_sends(state, came_by, networks, expected):
    assert those(lambda who: policies.may_write(who, report(state, came_by), networks)) == expected


def test_who_confirms():
    assert those(lambda who: policies.may_confirm(who, report("to_confirm", "link"), {CONSULAR})) == CONFIRMS
