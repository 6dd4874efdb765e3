"""A delegation that was absent when something was agreed says whether it takes part."""

import pytest
from django.urls import reverse

from tests.desks.conftest import TODAY
from tests.factories import CommitmentFactory, DesignationFactory, NetworkFactory

pytestmark = pytest.mark.django_db

BUTTONS = ["The delegation takes part", "The delegation does not take part"]


@pytest.fixture
def absent(honduras):
    return CommitmentFactory(delegation=honduras, status="to_confirm")


def said(client, share, part, words=""):
    """What the commitment is after the button, what was said to whoever pressed it, and what the history says."""
    address = reverse("take-part", args=[share.delegation.code, share.pk])
    answer = client.post(address, {"part": part, "words": words}, follow=True)
    share.refresh_from_db()
    last = share.history.first()
    messages = [str(message) for message in answer.context["messages"]]
    return (share.status, share.closed_on, share.outcome), messages, last.history_change_reason or ""


def shown(client, share):
    page = client.get(reverse("matter", args=[share.delegation.code, share.pk])).content.decode()
    return [words for words in BUTTONS if f">{words}</button>" in page]


def test_it_takes_part_and_is_pending_from_then_on(client, officer, absent):
    client.force_login(officer)
    assert shown(client, absent) == BUTTONS
    assert said(client, absent, "yes") == (("open", None, ""), ["Honduras takes part."], "")
    assert (absent.news_on, absent.history.first().history_user, shown(client, absent)) == (TODAY, officer, [])


def test_it_does_not_and_says_why(client, officer, absent):
    client.force_login(officer)
    why = "Please say in a few words why it does not take part."
    assert said(client, absent, "no") == (("to_confirm", None, ""), [why], "")
    withdrawn = ("withdrawn", TODAY, "")
    assert said(client, absent, "no", "No consulate there.") == (
        withdrawn,
        ["Honduras does not take part."],
        "No consulate there.",
    )
    page = client.get(reverse("matter", args=["HN", absent.pk])).content.decode()
    assert "No consulate there." in page
    assert "Said by the delegation: Ana Prueba" in page


def test_the_others_of_a_joint_action_stay_as_they_are(client, officer, mexico, absent):
    absent.action.fulfilment = "jointly"
    absent.action.save()
    theirs = CommitmentFactory(action=absent.action, delegation=mexico)
    client.force_login(officer)
    said(client, absent, "no", "No consulate there.")
    theirs.refresh_from_db()
    assert (absent.status, theirs.status) == ("withdrawn", "open")


def test_staff_say_it_on_behalf_and_out_of_what_they_know_it(client, staff, absent):
    client.force_login(staff)
    asked = "Please say out of what it is known: a mail, a note or a call, and its day."
    assert said(client, absent, "yes") == (("to_confirm", None, ""), [asked], "")
    assert said(client, absent, "yes", "Call of 18 May") == (
        ("open", None, ""),
        ["Honduras takes part."],
        "Call of 18 May",
    )


def test_what_is_pending_already_is_not_confirmed(client, officer, share):
    client.force_login(officer)
    assert shown(client, share) == []
    nothing = "There is nothing to confirm: this commitment is “pending”."
    assert said(client, share, "no", "Other.") == (("open", None, ""), [nothing], "")


def test_an_officer_of_another_body_is_not_asked_and_is_refused(client, honduras, absent):
    client.force_login(DesignationFactory(delegation=honduras, network=NetworkFactory(slug="rcgm")).person)
    assert shown(client, absent) == []
    refused = "This is another delegation's, or of a body for which you are not designated."
    assert said(client, absent, "yes") == (("to_confirm", None, ""), [refused], "")


def test_another_delegation_finds_nothing(client, mexico, absent):
    client.force_login(DesignationFactory(delegation=mexico).person)
    address = reverse("take-part", args=["HN", absent.pk])
    theirs = reverse("take-part", args=["MX", absent.pk])
    assert [client.post(one, {"part": "yes"}).status_code for one in (address, theirs)] == [404, 404]


def test_by_a_link_one_is_led_to_sign_in(client, token, absent):
    page = client.get(f"/en/pending/{token}/matters/{absent.pk}/").content.decode()
    desk = reverse("matter", args=["HN", absent.pk])
    assert f'href="{desk}">Sign in to say so</a>' in page
    assert client.get(desk).url == f"{reverse('sign-in')}?next={desk.replace('/', '%2F')}"
    assert client.post(reverse("take-part", args=["HN", absent.pk])).status_code == 302
    absent.refresh_from_db()
    assert absent.status == "to_confirm"


def test_the_list_and_the_form_lead_there(client, officer, token, absent):
    linked = f"/en/pending/{token}/matters/{absent.pk}/#part"
    assert f'href="{linked}">Say whether it takes part</a>' in client.get(f"/en/pending/{token}/").content.decode()
    form = client.get(f"/en/pending/{token}/inform/?commitment={absent.pk}").content.decode()
    assert f'href="{linked}"' in form
    client.force_login(officer)
    desk = reverse("matter", args=["HN", absent.pk]) + "#part"
    assert f'href="{desk}">Say whether it takes part</a>' in client.get("/en/delegations/HN/pending/").content.decode()
