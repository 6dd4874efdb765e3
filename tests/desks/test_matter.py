"""The page of a matter: what was agreed, what was said of it, by whom and by which way, and what can be done."""

import datetime
import re

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.html import strip_tags

from actions.models import Remark
from actions.services import following, informing
from correspondence.models import DelegationHold, Mail, MailSettings, ReminderPolicy
from correspondence.services import outbox
from tests.desks.conftest import NOON, TODAY, form
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DesignationFactory,
    EvidenceFactory,
    FrozenFactory,
    InformedFactory,
    NetworkFactory,
    ProgressReportFactory,
    RemarkFactory,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

AGREED, LATER = datetime.date(2026, 5, 10), datetime.date(2026, 7, 1)


def page_of(client, share):
    return client.get(reverse("matter", args=[share.delegation.code, share.pk])).content.decode()


def words_of(page):
    """What one reads, without the tags, on one line."""
    return " ".join(strip_tags(page).split())


def buttons(page):
    steps = re.findall(r'progress/\d+/(send|confirm|change|acknowledge|set-aside)/"', page)
    return [step for place, step in enumerate(steps) if step not in steps[:place]]


@pytest.fixture
def agreed(honduras):
    """Agreed for 10 May."""
    action = ActionFactory(agreement=FrozenFactory(), deadline_kind="date", deadline_on=AGREED)
    return CommitmentFactory(action=action, delegation=honduras, due_on=AGREED)


@pytest.fixture
def mails_on(share):
    network = share.action.agreement.report.meeting.network
    MailSettings.objects.create(pk=1, secretariat_address="secretariat@example.org")
    ReminderPolicy.objects.create(network=network, is_on=True, on_since=TODAY)


# Whose draft it is


def test_a_delegations_draft_is_not_there_for_staff(client, officer, staff, honduras, share):
    draft = ProgressReportFactory(delegation=honduras, about=[share], author=officer, text="Not cleared yet.")
    file = EvidenceFactory(report=draft)
    file.file.storage.save(file.file.name, ContentFile(b"%PDF"))
    own = InformedFactory(delegation=honduras, about=[share], author=officer, text="It was begun.")
    addresses = [
        reverse("matter", args=["HN", share.pk]),
        reverse("pending-csv", args=["HN"]),
        reverse("delegation-pending", args=["HN"]),
        reverse("delegation-pending", args=["HN"]) + "?group=date_passed",
        reverse("brief", args=["HN", share.action.agreement.report.meeting_id]),
    ]
    own.made_at = draft.made_at - datetime.timedelta(days=1)
    own.save()

    def opened(address):
        answer = client.get(address)
        answer.getvalue()  # read to its end it is closed, and the test's connection is not
        return answer.status_code

    def reads():
        """Of the draft: its page, its file, whether it can be sent, and where its words or its author stand."""
        found = [client.get(address).getvalue().decode() for address in addresses]
        return (
            client.get(reverse("progress-report", args=["HN", draft.pk])).status_code,
            opened(reverse("evidence", args=["HN", file.pk])),
            ["Not cleared yet." in page or "A draft by" in page for page in found],
        )

    client.force_login(officer)
    assert reads() == (200, 200, [True] * 5)
    client.force_login(staff)
    assert reads() == (404, 404, [False] * 5)
    assert client.post(reverse("progress-step", args=["HN", draft.pk, "send"])).status_code == 404


def test_what_a_delegation_set_aside_unsent_stays_its_own(client, officer, staff, honduras, share):
    draft = ProgressReportFactory(delegation=honduras, about=[share], author=officer, text="Not cleared yet.")
    client.force_login(officer)
    step = reverse("progress-step", args=["HN", draft.pk, "set-aside"])
    client.post(step, {"reason": "The minister says no"})
    address = reverse("progress-report", args=["HN", draft.pk])
    told = ("What was set aside", "Not cleared yet.", "The minister says no")

    def reads():
        page = page_of(client, share)
        return client.get(address).status_code, [words in page for words in told]

    assert reads() == (200, [True] * 3)
    client.force_login(staff)
    assert reads() == (404, [False] * 3)


def test_what_came_by_a_link_and_was_set_aside_staff_read(client, officer, staff, honduras, share):
    aside = {"state": "set_aside", "came_by": "link"}
    ProgressReportFactory(delegation=honduras, about=[share], text="Not so.", **aside)
    client.force_login(staff)
    assert "Not so." in page_of(client, share)


def test_what_staff_began_is_theirs_to_send_and_the_delegation_sees_it_as_such(client, officer, staff, honduras, share):
    ProgressReportFactory(delegation=honduras, about=[share], came_by="on_behalf", entered_by=staff, source="call")
    seen = []
    for person in (staff, officer):
        client.force_login(person)
        pending = client.get("/en/delegations/HN/pending/").content.decode()
        seen.append((buttons(page_of(client, share)), "A draft of the Technical Secretariat" in pending))
    assert seen == [(["send", "change", "set-aside"], True), ([], True)]


# Every button that is shown works


def test_only_who_is_designated_for_the_body_is_shown_the_buttons(client, officer, staff, honduras, share):
    network = share.action.agreement.report.meeting.network
    elsewhere = DesignationFactory(delegation=honduras, network=NetworkFactory(slug="rcgm")).person
    there = DesignationFactory(delegation=honduras, network=network).person
    came = ProgressReportFactory(delegation=honduras, about=[share], state="to_confirm", came_by="link")
    decide = ["confirm", "change", "set-aside"]
    shown = {}
    for name, person in {"elsewhere": elsewhere, "there": there, "all": officer, "staff": staff}.items():
        client.force_login(person)
        report = client.get(reverse("progress-report", args=["HN", came.pk])).content.decode()
        shown[name] = buttons(page_of(client, share)), buttons(report)
    assert shown == {name: (decide, decide) if name != "elsewhere" else ([], []) for name in shown}
    came.state, came.author = "draft", officer
    came.save()
    for name, person in {"elsewhere": elsewhere, "there": there}.items():
        client.force_login(person)
        shown[name] = buttons(page_of(client, share))
    assert (shown["elsewhere"], shown["there"]) == ([], ["send", "change", "set-aside"])


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_the_database_as_often_for_many_reports_as_for_one(client, officer, honduras, share, rows):
    for _number in range(rows):
        for state in ("to_confirm", "set_aside"):
            EvidenceFactory(
                report=ProgressReportFactory(delegation=honduras, about=[share], state=state, came_by="link")
            )
        RemarkFactory(commitment=share, side="delegation", by=officer)
    client.force_login(officer)
    assert queries_of(client, reverse("matter", args=["HN", share.pk])) == 17


# What stands, and why


def test_the_date_agreed_stands_beside_the_new_one_and_who_put_it_on_record(client, officer, staff, agreed):
    client.force_login(officer)
    assert "Date agreed: 10 May 2026" in words_of(page_of(client, agreed))
    following.extend(commitment_id=agreed.pk, new_date=LATER, by=staff, on=TODAY, reason="A note. The office moves.")
    read = words_of(page_of(client, agreed))
    told = (
        "Date agreed: 10 May 2026 New date, put on record by the Technical Secretariat: 1 July 2026 "
        "A note. The office moves."
    )
    assert (told in read, "informed and acknowledged" in read) == (True, False)
    listed = words_of(client.get("/en/delegations/HN/pending/").content.decode())
    assert ("agreed for 10 May 2026" in listed, "informed and acknowledged" in listed) == (True, False)


def test_a_new_date_that_was_informed_says_so(client, officer, staff, agreed):
    client.force_login(officer)
    client.post("/en/delegations/HN/inform/", form(agreed, done="no", new_date=LATER.isoformat()))
    report = agreed.progress.get().report
    informing.acknowledge_report(report_id=report.pk, by=staff, now=NOON, on=TODAY)
    read = words_of(page_of(client, agreed))
    assert "Date agreed: 10 May 2026 New date, informed and acknowledged: 1 July 2026" in read


def test_what_the_secretariat_closed_says_what_came_of_it_who_and_why(client, officer, staff, agreed):
    following.change_status(
        commitment_id=agreed.pk, status="fulfilled", by=staff, on=TODAY, outcome="It was sent.", reason="A call. Known."
    )
    client.force_login(officer)
    read = words_of(page_of(client, agreed))
    told = "Fulfilled, 20 May 2026 It was sent. A call. Known. Put on record by the Technical Secretariat."
    assert (told in read, "Nothing yet." in read) == (True, False)


def test_what_passed_to_another_delegation_says_who_and_why(client, officer, staff, mexico, agreed):
    following.reassign(commitment_id=agreed.pk, to=mexico, by=staff, on=TODAY, reason="Mexico has taken it over.")
    told = "Withdrawn, 20 May 2026 Mexico has taken it over. Put on record by the Technical Secretariat."
    for person in (officer, staff):
        client.force_login(person)
        assert words_of(page_of(client, agreed)).count(told) == 1


def test_what_its_own_report_closed_is_said_by_the_report_alone(client, officer, agreed):
    client.force_login(officer)
    client.post("/en/delegations/HN/inform/", form(agreed, audience="public"))
    read = words_of(page_of(client, agreed))
    assert (read.count("The paper was sent."), "Put on record" in read) == (1, False)


def test_what_was_done_together_names_the_delegation_that_informed_and_nobody_of_it(client, officer, mexico, agreed):
    agreed.action.fulfilment = "jointly"
    agreed.action.save()
    theirs = CommitmentFactory(action=agreed.action, delegation=mexico)
    person = DesignationFactory(delegation=mexico, person__name="Eva Prueba").person
    client.force_login(person)
    client.post("/en/delegations/MX/inform/", form(theirs, audience="public"))
    client.force_login(officer)
    read = words_of(page_of(client, agreed))
    told = "Fulfilled, 20 May 2026 The paper was sent. Done together, as Mexico informed."
    assert (told in read, "Eva Prueba" in read) == (True, False)


# Who said it, and by which way


def test_an_answer_by_link_says_who_which_way_and_goes_to_the_officers(client, officer, staff, token, share, mails_on):
    DesignationFactory(delegation=share.delegation, person__email="luz@example.org", person__language="es")
    RemarkFactory(commitment=share)
    linked = f"/en/pending/{token}/matters/{share.pk}/"
    asked = client.get(linked).context["form"].initial
    assert asked == {"name": "Ana Prueba", "post": "First Secretary"}
    without = client.post(linked, {"text": "In June.", "name": "Ana Prueba"})
    assert list(without.context["form"].errors) == ["post"]
    for _time in range(2):
        client.post(linked, {"text": "In June.", "name": "Luz Paz", "post": "Adviser"})
    answer = Remark.objects.get(side="delegation")
    assert (answer.by, answer.by_name) == (None, "Luz Paz, Adviser")
    copies = Mail.objects.filter(kind="copy").order_by("recipient")
    assert list(copies.values_list("recipient", "about", "note")) == [
        (address, f"answer {answer.pk}", "In June.\n\nLuz Paz, Adviser, Honduras")
        for address in ("ana@example.org", "luz@example.org")
    ]
    client.force_login(officer)
    assert "Luz Paz, Adviser, by the link of a mail" in words_of(page_of(client, share))
    client.force_login(staff)
    assert "Luz Paz, Adviser, by the link of a mail" in words_of(client.get("/en/desk/monday/").content.decode())


def test_an_answer_at_the_desk_names_who_is_signed_in(client, officer, staff, share, mails_on):
    RemarkFactory(commitment=share)
    client.force_login(officer)
    client.post(reverse("matter", args=["HN", share.pk]), {"text": "In June."})
    read = words_of(page_of(client, share))
    assert ("Ana Prueba In June." in read, Mail.objects.filter(kind="copy").count()) == (True, 0)


# What came by a link, and how it is confirmed


def informed_by_link(client, token, share):
    return client.post(
        f"/en/pending/{token}/inform/", form(share, name="Luz Paz", post="Adviser"), follow=True
    ).content.decode()


def test_by_the_link_of_the_copy_one_is_led_to_sign_in_and_confirm(client, officer, token, share, mails_on, settings):
    settings.SITE_URL = "https://record.example.org"
    assert "designated officers have a copy" in informed_by_link(client, token, share)
    report = share.progress.get().report
    there = reverse("progress-report", args=["HN", report.pk])
    assert (
        f'href="{there}">Sign in to confirm</a>'
        in client.get(f"/en/pending/{token}/matters/{share.pk}/").content.decode()
    )
    assert client.get(there).url == f"{reverse('sign-in')}?next={there.replace('/', '%2F')}"
    outbox.deliver_all(now=NOON)
    copy = Mail.objects.get(kind="copy")
    confirm = f"Sign in to confirm it:\nhttps://record.example.org{there}\n"
    assert (confirm in copy.text, f'href="https://record.example.org{there}"' in copy.html) == (True, True)


def test_two_reports_in_the_same_words_each_lead_to_themselves(client, officer, token, share, mails_on):
    for _time in range(2):
        informed_by_link(client, token, share)
    outbox.deliver_all(now=NOON)
    led = {re.search(r"/progress/(\d+)/", copy.text)[1]: copy.about for copy in Mail.objects.filter(kind="copy")}
    assert led == {str(pk): f"report {pk}" for pk in share.progress.values_list("report", flat=True)}


@pytest.mark.parametrize("why", ["network off", "no mailbox", "on hold"])
def test_where_no_copy_was_written_the_page_does_not_say_so(client, token, share, mails_on, why):
    if why == "network off":
        ReminderPolicy.objects.update(is_on=False, on_since=None)
    elif why == "no mailbox":
        MailSettings.objects.update(secretariat_address="")
    else:
        DelegationHold.objects.create(delegation=share.delegation, starts_on=TODAY)
    read = informed_by_link(client, token, share)
    assert ("have a copy" in read, "Once a designated officer of the delegation" in read) == (False, True)


def test_why_it_was_set_aside_stands_with_it(client, officer, token, share):
    informed_by_link(client, token, share)
    report = share.progress.get().report
    client.force_login(officer)
    client.post(reverse("progress-step", args=["HN", report.pk, "set-aside"]), {"reason": "Not agreed at home."})
    told = "Set aside on 20 May 2026 by Ana Prueba. Why: Not agreed at home."
    alone = words_of(client.get(reverse("progress-report", args=["HN", report.pk])).content.decode())
    assert (told in alone, told in words_of(page_of(client, share))) == (True, True)
