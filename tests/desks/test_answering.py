"""What answers a question of the secretariat, and an answer that the secretariat enters on behalf."""

import datetime

import pytest
from django.urls import reverse
from django.utils import translation

from actions.models import Remark
from actions.services import asking, following
from tests.desks.conftest import NOON, TODAY, form
from tests.desks.test_questions import MONDAY, ask
from tests.factories import CommitmentFactory, FrozenFactory, NetworkFactory

pytestmark = pytest.mark.django_db


def asked_at_monday(client, staff):
    client.force_login(staff)
    parts = client.get(MONDAY).context["parts"]
    return [
        row.commitment for part in parts for section in part.sections if section.name == "asked" for row in section.rows
    ]


def test_a_report_or_the_end_of_the_matter_answers_what_was_asked_before_it(client, officer, staff, honduras):
    network = NetworkFactory()
    shares = [
        CommitmentFactory(delegation=honduras, action__agreement=FrozenFactory(report__meeting__network=network))
        for _number in range(4)
    ]
    informed, closed, still, after = shares
    following.change_status(commitment_id=after.pk, status="fulfilled", by=staff, on=TODAY)
    for share in (informed, closed, still):
        asking.ask(commitment_id=share.pk, text="When?", by=staff, now=NOON)
    asking.ask(commitment_id=after.pk, text="Which paper was it?", by=staff, now=NOON + datetime.timedelta(hours=1))
    assert asked_at_monday(client, staff) == [informed, closed, still, after]
    following.change_status(commitment_id=closed.pk, status="withdrawn", by=staff, on=TODAY)
    client.force_login(officer)
    client.post("/en/delegations/HN/inform/", form(informed))
    assert asked_at_monday(client, staff) == [still, after]
    groups = client.get("/en/delegations/HN/pending/").context["groups"]
    questions = {one.commitment: one.question and one.question.text for group in groups for one in group.matters}
    assert questions == {informed: None, still: "When?", after: "Which paper was it?"}


def answered(client, share, **fields):
    values = {"text": "In June.", "source_words": "Call of 19 May", **fields}
    return client.post(
        reverse("matter", args=["HN", share.pk]), {f"answered-{name}": value for name, value in values.items()}
    )


def test_staff_enter_an_answer_out_of_a_call_and_the_delegation_sees_it_as_such(client, officer, staff, share):
    ask(client, staff, share)
    assert list(answered(client, share, source_words=" ").context["answered"].errors) == ["source_words"]
    assert answered(client, share).url == reverse("matter", args=["HN", share.pk])
    remark = Remark.objects.latest("pk")
    assert (remark.side, remark.text, remark.by, remark.source_words) == (
        "delegation",
        "In June.",
        staff,
        "Call of 19 May",
    )
    page = client.get(MONDAY)
    listed = [section.name for part in page.context["parts"] for section in part.sections]
    assert (remark.seen.by, "asked" in listed, "answered" in listed) == (staff, False, False)
    told = {"en": "entered by the Technical Secretariat, out of: Call of 19 May"}
    told["es"] = "registrada por la Secretaría Técnica; fuente: Call of 19 May"
    client.force_login(officer)
    for language, words in told.items():
        with translation.override(language):
            read = client.get(reverse("matter", args=["HN", share.pk])).content.decode()
        assert (words in read, "A Clerk" in read) == (True, False)


def test_an_answer_is_entered_by_staff_alone_and_where_something_was_asked(client, officer, staff, share):
    client.force_login(staff)
    page = client.get(reverse("matter", args=["HN", share.pk]))
    assert page.context["answered"] is None
    nothing = answered(client, share).context["answered"].errors
    assert nothing == {"__all__": ["Nothing was asked about this commitment."]}
    ask(client, staff, share)
    client.force_login(officer)
    assert client.get(reverse("matter", args=["HN", share.pk])).context["answered"] is None
    assert list(answered(client, share).context["form"].errors) == ["text"]
    refused = "The Technical Secretariat enters an answer on behalf of a delegation."
    with pytest.raises(asking.CannotAsk, match=refused):
        asking.answer_on_behalf(commitment_id=share.pk, text="Yes.", source_words="Call", by=officer, now=NOON)
    assert Remark.objects.count() == 1
