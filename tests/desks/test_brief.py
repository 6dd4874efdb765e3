"""The sheet that a delegation prints before a meeting."""

import datetime

import pytest

from tests.desks.conftest import TODAY
from tests.factories import (
    CommitmentFactory,
    DelegationFactory,
    DesignationFactory,
    MeetingFactory,
    NetworkFactory,
    RemarkFactory,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)


@pytest.fixture
def superior():
    return NetworkFactory(slug="rcgm", code="RCGM")


@pytest.fixture
def network(superior):
    return NetworkFactory(slug="consular-protection", reports_to=superior)


@pytest.fixture
def meeting(network):
    return MeetingFactory(network=network, starts_on=TODAY + 10 * A_DAY, ends_on=TODAY + 11 * A_DAY)


@pytest.fixture
def sheet(meeting):
    return f"/en/delegations/HN/brief/{meeting.pk}/"


def share(delegation, network, days=None, **fields):
    """Due so many days from today."""
    due_on = None if days is None else TODAY + days * A_DAY
    meeting = MeetingFactory(network=network)
    return CommitmentFactory(delegation=delegation, due_on=due_on, action__agreement__report__meeting=meeting, **fields)


def commitments(matters):
    return [matter.commitment for matter in matters]


def test_what_is_due_by_then_stands_first_in_the_order_of_its_day(
    client, officer, honduras, mexico, network, superior, sheet
):
    at_it = share(honduras, network, 11)
    passed = share(honduras, superior, -40)
    before = share(honduras, superior, 3)
    after = share(honduras, network, 12)
    open_ended = share(honduras, superior)
    to_confirm = share(honduras, network, status="to_confirm")
    share(honduras, network, 1, status="fulfilled", closed_on=TODAY)
    share(honduras, NetworkFactory(slug="trafficking"), 1)
    share(mexico, network, 1)
    client.force_login(officer)
    brief = client.get(sheet).context["brief"]
    assert commitments(brief.due) == [passed, before, at_it]
    assert commitments(brief.later) == [after, open_ended, to_confirm]
    assert (brief.questions, brief.left_out) == ([], 0)


def test_what_others_have_informed_is_a_count(client, officer, honduras, mexico, network, sheet):
    own = share(honduras, network, 1)
    CommitmentFactory(action=own.action, delegation=mexico, status="in_progress")
    CommitmentFactory(action=own.action, delegation=DelegationFactory(code="GT"))
    client.force_login(officer)
    text = client.get(sheet).content.decode()
    assert "1 of 2 others have informed" in text
    assert [name for name in ("Mexico", "Delegation GT") if name in text] == []


def test_open_questions_stand_together(client, officer, honduras, network, sheet):
    asked = share(honduras, network, 1)
    RemarkFactory(commitment=asked, text="When is the paper expected?")
    answered = share(honduras, network, 2)
    RemarkFactory(commitment=answered)
    RemarkFactory(
        commitment=answered, side="delegation", text="In June.", at=datetime.datetime(2026, 4, 1, tzinfo=datetime.UTC)
    )
    client.force_login(officer)
    answer = client.get(sheet)
    assert commitments(answer.context["brief"].questions) == [asked]
    assert "When is the paper expected?" in answer.content.decode()


def test_it_is_a_sheet_to_read_not_to_act_on(client, officer, honduras, network, sheet):
    share(honduras, network, 1)
    client.force_login(officer)
    text = client.get(sheet).content.decode()
    main = text[text.index("<main") : text.index("</main>")]
    assert [word for word in ("<button", "<form", "<input", "Inform of progress") if word in main] == []


def test_without_anything_pending_it_says_so(client, officer, sheet):
    client.force_login(officer)
    assert "Nothing is pending in this body." in client.get(sheet).content.decode()


def test_in_spanish(client, officer, honduras, network, superior, sheet):
    share(honduras, network, 1)
    client.force_login(officer)
    text = client.get(sheet.replace("/en/", "/es/")).content.decode()
    for words in ("Con plazo hasta la reunión", f"Pendiente en {network.short_es} y en {superior.short_es}"):
        assert words in text, words


def test_another_delegation_s_people_find_nothing(client, honduras, mexico, network, sheet):
    share(honduras, network, 1)
    for role in ("focal_point", "liaison_officer", "observer"):
        client.force_login(DesignationFactory(delegation=mexico, role=role).person)
        assert client.get(sheet).status_code == 404
    client.logout()
    assert client.get(sheet).status_code == 302


def test_staff_print_it_for_a_delegation(client, staff, honduras, network, sheet):
    own = share(honduras, network, 1)
    client.force_login(staff)
    assert commitments(client.get(sheet).context["brief"].due) == [own]


def test_a_meeting_one_may_not_see_has_no_sheet(client, honduras, meeting, sheet):
    client.force_login(DesignationFactory(delegation=honduras, role="observer").person)
    assert client.get(sheet).status_code == 404
    meeting.is_public = True
    meeting.save()
    assert client.get(sheet).status_code == 200


@pytest.mark.parametrize("rows", [1, 4])
def test_it_asks_the_database_as_often_for_many(client, officer, honduras, mexico, network, superior, sheet, rows):
    for days in range(rows):
        for body in (network, superior):
            own = share(honduras, body, days)
            CommitmentFactory(action=own.action, delegation=mexico)
            RemarkFactory(commitment=own)
            share(honduras, body)
    client.force_login(officer)
    assert queries_of(client, sheet) == 10
