"""What stands fulfilled against its delegation's word: said to it, named to staff, opened again in one step."""

import datetime

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from actions.models import Commitment, ProgressReport
from actions.services import following
from correspondence.models import Mail, MailSettings, ReminderPolicy
from correspondence.services import rendering
from desks.models import SetStep
from desks.services.corrections import corrections
from networks.reasons import in_reader_language
from networks.services import count_what_is_stored
from tests.desks.conftest import NOON, TODAY, form
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DelegationFactory,
    DesignationFactory,
    FrozenFactory,
    StaffFactory,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

STEPS, MONDAY = "/en/desk/steps/", "/en/desk/monday/"
A_DAY = datetime.timedelta(days=1)
OPEN_AGAIN = {"step": "open-again", "reason": "Honduras informs that it is not done yet."}


@pytest.fixture(autouse=True)
def ten_days_before(time_machine, the_day):
    """What follows comes day by day."""
    time_machine.move_to(NOON - 10 * A_DAY, tick=False)


@pytest.fixture
def tomorrow(time_machine):
    days = iter(range(9, 0, -1))
    return lambda: time_machine.move_to(NOON - next(days) * A_DAY, tick=False)


@pytest.fixture
def shares(honduras, mexico, officer):
    """A joint action of Honduras and Mexico, agreed without a date."""
    action = ActionFactory(agreement=FrozenFactory(), fulfilment="jointly")
    return [CommitmentFactory(action=action, delegation=one, news_on=TODAY - 30 * A_DAY) for one in (honduras, mexico)]


@pytest.fixture
def inform(client, shares, officer, tomorrow):
    """Honduras informs, a day after what came before."""

    def informed(done, **fields):
        tomorrow()
        client.force_login(officer)
        on = datetime.datetime.now(datetime.UTC).date().isoformat()
        sent = form(shares[0], done=done, on=on, **fields)
        return client.post(reverse("inform", args=["HN"]), sent, follow=True)

    return informed


def words_of(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def sections(client, staff):
    client.force_login(staff)
    return {one.name: one.rows for part in client.get(MONDAY).context["parts"] for one in part.sections}


def corrected(client, staff):
    return [row.report for row in sections(client, staff).get("corrected", [])]


def statuses(rows):
    return list(
        Commitment.objects.filter(pk__in=[one.pk for one in rows]).order_by("pk").values_list("status", flat=True)
    )


def look(client, rows, **fields):
    return client.post(STEPS, {"chosen": " ".join(str(one.pk) for one in rows), "look": "1", **OPEN_AGAIN, **fields})


def open_again(client, rows):
    seen = look(client, rows).context["plan"].seen
    return client.post(
        STEPS, {"chosen": " ".join(str(one.pk) for one in rows), "do": "1", "seen": seen, **OPEN_AGAIN}, follow=True
    )


def test_a_delegation_is_told_that_its_correction_opens_nothing(client, shares, inform, token):
    inform("yes")
    stands = f"{shares[0].action.agreement.reference} stands on record as fulfilled. Should it not be done yet"
    by_link = reverse("inform-by-link", args=[token])
    for address in (reverse("inform", args=["HN"]), by_link):
        assert [stands in words_of(client.get(f"{address}?commitment={one.pk}")) for one in shares] == [True, False]
    after = f"{shares[0].action.agreement.reference}: on record as fulfilled. This report does not change that"
    assert after in words_of(inform("no"))
    assert statuses(shares) == ["fulfilled", "fulfilled"]
    assert after not in words_of(inform("yes"))
    client.logout()
    sent = form(shares[0], done="no", on="2026-05-12", name="Ana Prueba", post="First Secretary")
    said = "What stands as fulfilled stays so until the Technical Secretariat opens it again."
    assert said in words_of(client.post(by_link, sent, follow=True))


def test_what_changes_a_status_says_nothing_of_it(client, shares, inform, token):
    stands = "stands on record as fulfilled"
    address = f"{reverse('inform', args=['HN'])}?commitment={shares[0].pk}"
    client.force_login(shares[0].delegation.designations.get().person)
    assert stands not in words_of(client.get(address))
    answer = inform("no")
    assert (statuses(shares)[0], "on record as fulfilled" in words_of(answer)) == ("in_progress", False)


def test_a_later_not_yet_is_named_on_monday_and_on_the_matters_page(client, shares, inform, staff, officer):
    inform("no", text="We began.")
    inform("yes")
    assert corrected(client, staff) == []
    inform("no", text="It was a mistake.")
    report = ProgressReport.objects.get(text="It was a mistake.")
    assert corrected(client, staff) == [report]
    page = client.get(MONDAY).content.decode()
    there = (
        f'action="{STEPS}?agreement={shares[0].action.agreement.reference.replace("/", "%2F")}&amp;situation=fulfilled"'
    )
    stands = "Informed as not yet done as of 13 May 2026. It stands as fulfilled until"
    matter = client.get(reverse("matter", args=["HN", shares[0].pk]))
    assert (there in page, there in matter.content.decode(), stands in words_of(matter)) == (True, True, True)
    client.force_login(officer)
    own = client.get(reverse("matter", args=["HN", shares[0].pk]))
    assert (there in own.content.decode(), stands in words_of(own)) == (False, True)


def test_it_is_named_until_it_is_opened_or_informed_as_done_after_all(client, shares, inform, staff, tomorrow):
    inform("yes")
    inform("no")
    assert len(corrected(client, staff)) == 1
    inform("yes")
    assert corrected(client, staff) == []
    inform("no")
    tomorrow()
    client.force_login(staff)
    open_again(client, shares[:1])
    assert (corrected(client, staff), statuses(shares)) == ([], ["open", "open"])
    # Once more fulfilled, an earlier word is no correction of that.
    tomorrow()
    following.change_status(commitment_id=shares[0].pk, status="fulfilled", by=staff, on=TODAY - 3 * A_DAY)
    assert corrected(client, staff) == []


def test_what_staff_close_after_a_not_yet_is_no_correction(shares, inform, staff, tomorrow):
    inform("no")
    tomorrow()
    following.change_status(commitment_id=shares[0].pk, status="fulfilled", by=staff, on=TODAY - 8 * A_DAY)
    assert list(corrections()) == []


def test_from_monday_it_is_opened_again_with_those_that_were_closed_with_it(client, shares, inform, staff, mexico):
    inform("yes")
    inform("no")
    apart = CommitmentFactory(
        action=shares[0].action,
        delegation=DelegationFactory(code="CR"),
        status="fulfilled",
        closed_on=TODAY - 5 * A_DAY,
    )
    client.force_login(staff)
    chosen = client.post(STEPS, {"commitment": shares[0].pk, "step": "open-again"})
    assert (chosen.context["chosen"], list(chosen.context["form"].fields)) == ([shares[0].pk], ["reason"])
    plan = look(client, shares[:1]).context["plan"]
    assert [(one.commitment, one.before, one.after, one.together) for one in plan.changes] == [
        (shares[0], "fulfilled as of 11 May 2026", "pending", False),
        (shares[1], "fulfilled as of 11 May 2026", "pending", True),
    ]
    assert "2 commitments were changed." in words_of(open_again(client, shares[:1]))
    assert statuses([*shares, apart]) == ["open", "open", "fulfilled"]
    row = shares[1].history.latest()
    said = f"the Technical Secretariat (step {SetStep.objects.get().pk}). Honduras informs that it is not done yet."
    assert (row.history_user, in_reader_language(row.history_change_reason)) == (staff, said)
    assert (row.outcome, row.closed_on, row.news_on) == ("", None, TODAY - 8 * A_DAY)


def test_all_that_is_fulfilled_is_found_and_offered_to_be_opened_again_alone(client, shares, inform, staff):
    CommitmentFactory(delegation=shares[0].delegation)
    inform("yes")
    client.force_login(staff)
    reference = shares[0].action.agreement.reference
    fulfilled = client.get(f"{STEPS}?agreement={reference}&situation=fulfilled")
    assert {one for one, _situation in fulfilled.context["rows"]} == set(shares)
    buttons = {"open-again", "new-date", "pass-on", "close"}
    offered = [
        {name for name in buttons if f'value="{name}"' in answer.content.decode()}
        for answer in (fulfilled, client.get(f"{STEPS}?delegation=HN"))
    ]
    assert offered == [{"open-again"}, buttons - {"open-again"}]


def test_what_is_not_closed_cannot_be_opened_again(client, shares, staff):
    client.force_login(staff)
    absent = CommitmentFactory(status="to_confirm")
    plan = look(client, [shares[0], absent]).context["plan"]
    assert [one.why for one in plan.refused] == ["Only what is closed can be opened again."] * 2
    assert look(client, shares, reason="").context["plan"] is None


def test_what_was_closed_as_of_a_day_ahead_opens_again(client, shares, staff):
    following.change_status(commitment_id=shares[0].pk, status="fulfilled", by=staff, on=datetime.date(2031, 5, 5))
    client.force_login(staff)
    open_again(client, shares)
    days = Commitment.objects.filter(action=shares[0].action).values_list("status", "closed_on", "news_on")
    assert set(days) == {("open", None, TODAY - 10 * A_DAY)}


def test_those_whose_share_is_opened_again_are_told_in_their_language(client, shares, inform, staff, mexico):
    network = shares[0].action.agreement.report.meeting.network
    DesignationFactory(delegation=mexico, person__email="ines@example.org", person__language="es")
    inform("yes")
    MailSettings.objects.create(pk=1, secretariat_address="secretariat@example.org")
    ReminderPolicy.objects.create(network=network, is_on=True, on_since=TODAY - 30 * A_DAY)
    client.force_login(staff)
    open_again(client, shares[:1])
    mails = list(Mail.objects.order_by("recipient"))
    why, kept = OPEN_AGAIN["reason"], SetStep.objects.get()
    assert [(mail.kind, mail.recipient, mail.about, mail.note) for mail in mails] == [
        ("opened", "ana@example.org", f"step {kept.pk}", f"{why}\n\nPut on record by the Technical Secretariat."),
        ("opened", "ines@example.org", f"step {kept.pk}", f"{why}\n\nLo hizo constar la Secretaría Técnica."),
    ]
    rendering.messages(mails, now=NOON)
    said = ["stands on record as pending again", "consta de nuevo como pendiente"]
    for mail, words in zip(mails, said, strict=True):
        whole = " ".join(mail.text.split())
        assert (words in whole, shares[0].action.agreement.reference in whole) == (True, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_monday_asks_as_often_for_many_as_for_one(client, honduras, officer, staff, tomorrow, rows):
    shares = [CommitmentFactory(delegation=honduras, news_on=TODAY - 30 * A_DAY) for _number in range(rows)]
    for done, on in (("yes", "2026-05-11"), ("no", "2026-05-12")):
        tomorrow()
        client.force_login(officer)
        client.post(reverse("inform", args=["HN"]), form(*shares, done=done, on=on))
    client.force_login(staff)
    count_what_is_stored()
    assert (queries_of(client, f"{MONDAY}?show=corrected"), corrections().count()) == (3, rows)


@pytest.mark.parametrize("rows", [1, 3])
def test_steps_that_were_not_taken_are_named_until_somebody_has_seen_it(client, staff, rows):
    refusals = ("\x1eNothing was changed.\x1eNo se modificó nada.", "", "Typed before there were two languages.")
    asked = {"kind": "close", "source": "note", "source_words": "No. 12", "reason": "R", "on": "2026-05-10"}
    whole = {**asked, "new_date": None, "to": "", "status": "fulfilled", "outcome": ""}
    kept = [
        SetStep.objects.create(
            asked=whole, commitments=[1], seen="", by=staff, at=NOON, state="refused", refusal=refusals[number]
        )
        for number in range(rows)
    ]
    SetStep.objects.create(asked=whole, commitments=[1], seen="", by=staff, at=NOON, state="done", changed=1)
    assert sections(client, staff) == {"untaken": kept}
    count_what_is_stored()
    assert queries_of(client, f"{MONDAY}?show=untaken") == 3
    for page, words in {"/es/desk/monday/": "No se modificó nada.", MONDAY: "Nothing was changed."}.items():
        for place in (page, page.replace("monday", "steps"), f"{page.replace('monday', 'steps')}{kept[0].pk}/"):
            assert words in words_of(client.get(place))
    other = StaffFactory()
    for person in (staff, other):
        client.force_login(person)
        assert client.post(reverse("set-step-seen", args=[kept[0].pk]))["Location"] == MONDAY
    kept[0].refresh_from_db()
    assert (kept[0].seen_by, kept[0].seen_at) == (staff, NOON - 10 * A_DAY)
    assert sections(client, staff) == ({"untaken": kept[1:]} if rows > 1 else {})
