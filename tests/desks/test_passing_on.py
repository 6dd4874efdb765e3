"""The presidency passes on: what its next holder reads of a share, and what stays between the last one and staff."""

import datetime
import re

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.html import strip_tags

from actions.models import Remark
from actions.services import asking, following, informing
from actions.services.asking import CannotAsk
from correspondence.services import links
from desks.services.monday import section_of
from desks.services.pending import pending_of
from desks.services.tables import pending_table
from tests.desks.conftest import NOON, TODAY
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DelegationFactory,
    DesignationFactory,
    EvidenceFactory,
    FrozenFactory,
    MailFactory,
    PresidencyFactory,
    ReportFactory,
    SourceFileFactory,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
A_DAY = datetime.timedelta(days=1)
PASSED_ON, THEN = TODAY + A_DAY, NOON + A_DAY


@pytest.fixture
def held(honduras, mexico):
    """A share of the presidency, agreed in a published report; from tomorrow on Mexico's, until then Honduras's."""
    PresidencyFactory(delegation=honduras, starts_on=datetime.date(2026, 1, 1), ends_on=TODAY)
    PresidencyFactory(delegation=mexico, starts_on=PASSED_ON)
    office = DelegationFactory(code="PPT", kind="office", name_en="Presidency Pro-Témpore")
    return CommitmentFactory(delegation=office, due_on=PASSED_ON + 60 * A_DAY, news_on=TODAY)


@pytest.fixture
def informed(held, honduras, officer):
    """What Honduras informed as the presidency, with a paper and the mail out of which it might have been entered."""
    report = informing.begin_report(
        delegation=honduras,
        commitment_ids=[held.pk],
        words=informing.Words("As the presidency we began.", "en", done=False, on=TODAY, new_date=TODAY + 90 * A_DAY),
        informant=informing.Informant(came_by="account", user=officer),
        now=NOON,
        on=TODAY,
    )
    informing.send_report(report_id=report.pk, by=officer, now=NOON, on=TODAY)
    for name, is_source in (("paper.pdf", False), ("mail.pdf", True)):
        file = EvidenceFactory(report=report, name=name, is_source=is_source)
        file.file.storage.save(file.file.name, ContentFile(b"%PDF"))
    report.refresh_from_db()
    return report


@pytest.fixture
def spoken(held, staff, officer):
    """What staff asked Honduras, and what Ana answered."""
    question = asking.ask(commitment_id=held.pk, text="Who chairs?", by=staff, now=NOON)
    return [question, asking.answer(commitment_id=held.pk, text="The minister is away.", by=officer, now=NOON)]


@pytest.fixture
def mexican(mexico):
    return DesignationFactory(person__name="Luz Nueva", person__email="luz@example.org", delegation=mexico).person


def matter(code, share):
    return reverse("matter", args=[code, share.pk])


def words_of(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def links_on(answer):
    (main,) = re.findall(r"<main.*</main>", answer.content.decode(), re.DOTALL)
    return sorted(set(re.findall(r'href="(/[^"#?]*)', main)))


def texts(answer):
    return [one.text for one in answer.context["commitment"].questions]


def their_link(person, delegation):
    mail = MailFactory(recipient=person.email)
    link = links.links_for([(mail, delegation.pk)], now=THEN, valid_days=45)[mail.pk, delegation.pk]
    return f"/en/pending/{links.token_of(link)}/"


# What the next holder reads


@pytest.mark.parametrize("by_link", [False, True])
def test_the_next_holder_reads_what_was_informed_and_neither_who_said_it_nor_what_was_asked(
    client, held, informed, spoken, mexican, mexico, time_machine, by_link
):
    time_machine.move_to(THEN, tick=False)
    if by_link:
        desk = their_link(mexican, mexico)
        page = client.get(f"{desk}matters/{held.pk}/")
    else:
        client.force_login(mexican)
        page, desk = client.get(matter("MX", held)), "/en/delegations/MX/"
    read = words_of(page)
    assert (page.context["commitment"].before, texts(page)) == ([informed], [])
    assert {
        words: words in read
        for words in ("As the presidency we began.", "Informed by Honduras", "20 May 2026", "Nothing yet.")
    } == {"As the presidency we began.": True, "Informed by Honduras": True, "20 May 2026": True, "Nothing yet.": False}
    assert not any(words in read for words in ("Ana Prueba", "Who chairs?", "The minister is away.", "mail.pdf"))
    paper, mail = informed.evidence.order_by("pk")
    opened = [client.get(f"{desk}files/{file.pk}/") for file in (paper, mail)]
    assert [answer.status_code for answer in opened] == [200, 404]
    opened[0].getvalue()
    assert not by_link or "/progress/" not in page.content.decode()


def test_its_desk_and_its_table_say_the_same_as_the_status(held, informed, spoken, mexico, honduras):
    (group,) = pending_of(mexico, on=PASSED_ON)
    (found,) = group.matters
    assert (found.commitment.status, found.report, found.expected) == (
        "in_progress",
        informed,
        "Informed on 20 May 2026; the Technical Secretariat has yet to acknowledge it.",
    )
    (row,) = pending_table(mexico, on=PASSED_ON).rows
    assert row[4:] == ("In progress", "20 May 2026: As the presidency we began.", "Informed by Honduras.")
    (row,) = pending_table(honduras, on=TODAY).rows
    assert row[4:] == ("In progress", "20 May 2026: As the presidency we began.", "")


@pytest.mark.parametrize("state", ["draft", "to_confirm", "set_aside"])
def test_what_the_last_holder_did_not_inform_the_next_one_does_not_read(client, held, informed, mexican, mexico, state):
    informed.state = state
    informed.save()
    (group,) = pending_of(mexico, on=PASSED_ON)
    assert group.matters[0].report is None
    paper = informed.evidence.get(is_source=False)
    client.force_login(mexican)
    assert client.get(reverse("evidence", args=["MX", paper.pk])).status_code == 404


def test_a_new_date_that_the_last_holder_informed_is_said_to_be_informed(
    client, held, informed, staff, mexican, time_machine
):
    informing.acknowledge_report(report_id=informed.pk, by=staff, now=NOON, on=TODAY)
    time_machine.move_to(THEN, tick=False)
    client.force_login(mexican)
    page = client.get(matter("MX", held))
    assert page.context["dated"] is None
    assert "New date, informed and acknowledged: 18 August 2026" in words_of(page)


def test_what_the_next_holder_closes_as_of_the_last_ones_term_names_nobody_to_that_one(
    client, held, mexican, mexico, officer, time_machine
):
    time_machine.move_to(THEN, tick=False)
    report = informing.begin_report(
        delegation=mexico,
        commitment_ids=[held.pk],
        words=informing.Words("It was done before us.", "en", done=True, on=TODAY),
        informant=informing.Informant(came_by="account", user=mexican),
        now=THEN,
        on=PASSED_ON,
    )
    informing.send_report(report_id=report.pk, by=mexican, now=THEN, on=PASSED_ON)
    client.force_login(officer)
    page = client.get(matter("HN", held))
    assert (page.context["closed"], page.context["commitment"].before) == (None, [report])
    assert ("Informed by Mexico" in words_of(page), "Luz Nueva" in words_of(page)) == (True, False)


# What was asked


def test_staff_read_all_and_to_whom_it_was_put(client, held, informed, spoken, staff, time_machine):
    time_machine.move_to(THEN, tick=False)
    client.force_login(staff)
    asking.ask(commitment_id=held.pk, text="And now?", by=staff, now=THEN)
    page = client.get(matter("PPT", held), follow=True)
    assert page.redirect_chain == [(matter("MX", held), 302)]
    assert texts(page) == ["Who chairs?", "The minister is away.", "And now?"]
    read = words_of(page)
    assert "Technical Secretariat put to Honduras 20 May 2026Who chairs?" in read
    assert "Delegation Honduras 20 May 2026 Ana Prueba The minister is away." in read
    assert "Technical Secretariat 21 May 2026And now?" in read
    assert reverse("progress-report", args=["HN", informed.pk]) in links_on(page)


def test_an_open_question_stays_between_staff_and_whom_it_was_put_to(
    client, held, staff, officer, mexican, mexico, honduras, time_machine
):
    asked = asking.ask(commitment_id=held.pk, text="Who chairs?", by=staff, now=NOON)

    def expected(delegation, on):
        (group,) = pending_of(delegation, on=on, for_staff=True)
        return group.matters[0].expected, pending_table(delegation, on=on).rows[0][6]

    question = "The Technical Secretariat asks: Who chairs?"
    assert expected(honduras, TODAY) == (question, question)
    assert expected(mexico, PASSED_ON) == ("A first word from the delegation.", "")
    time_machine.move_to(THEN, tick=False)
    client.force_login(staff)
    for address in ("/en/desk/monday/", "/en/desk/monday/?show=asked"):
        assert "put to Honduras Who chairs?" in words_of(client.get(address))
    with pytest.raises(CannotAsk, match="Nothing was asked about this commitment"):
        asking.answer(commitment_id=held.pk, text="We do.", by=mexican, now=THEN)
    client.force_login(mexican)
    client.post(matter("MX", held), {"text": "We do."})
    assert Remark.objects.get() == asked


def test_its_holders_desk_asks_the_database_no_more_often_for_a_question(
    client, held, informed, staff, officer, honduras, token
):
    desk = f"/en/pending/{token}/"
    before = queries_of(client, desk)
    asking.ask(commitment_id=held.pk, text="Who chairs?", by=staff, now=NOON + datetime.timedelta(hours=1))
    caches["pages"].clear()
    assert (before, queries_of(client, desk)) == (13, 13)
    assert "The Technical Secretariat asks: Who chairs?" in words_of(client.get(desk))


def test_of_an_answer_the_week_says_whose_it_is(client, held, spoken, staff, time_machine):
    time_machine.move_to(THEN, tick=False)
    client.force_login(staff)
    for address in ("/en/desk/monday/", "/en/desk/monday/?show=answered"):
        assert "Honduras: Ana Prueba The minister is away." in words_of(client.get(address))


def test_a_late_answer_entered_on_behalf_goes_with_its_question(client, held, staff, mexican, honduras, time_machine):
    asking.ask(commitment_id=held.pk, text="Who chairs?", by=staff, now=NOON)
    answered = asking.answer_on_behalf(
        commitment_id=held.pk, text="The minister.", source_words="Mail of Ana, 20 May", by=staff, now=THEN
    )
    source = SourceFileFactory(remark=answered)
    source.file.storage.save(source.file.name, ContentFile(b"%PDF"))
    again = asking.ask(commitment_id=held.pk, text="And now?", by=staff, now=THEN + A_DAY)
    reply = asking.answer(commitment_id=held.pk, text="We do.", by=mexican, now=THEN + A_DAY)
    time_machine.move_to(THEN + A_DAY, tick=False)
    client.force_login(mexican)
    page = client.get(matter("MX", held))
    assert (page.context["commitment"].questions, "Mail of Ana" in words_of(page)) == ([again, reply], False)
    assert client.get(reverse("source-file", args=["MX", source.pk])).status_code == 404
    client.force_login(staff)
    opened = client.get(reverse("source-file", args=["MX", source.pk]))
    assert (opened.status_code, opened.getvalue()) == (200, b"%PDF")


def test_a_closed_share_stays_with_its_holder_and_so_does_what_is_asked_of_it_then(
    client, held, staff, officer, mexican, time_machine
):
    closing = {"commitment_id": held.pk, "by": staff, "on": TODAY}
    following.change_status(status="fulfilled", outcome="Done.", **closing)
    time_machine.move_to(THEN, tick=False)
    asking.ask(commitment_id=held.pk, text="Is it done?", by=staff, now=THEN)
    asking.answer(commitment_id=held.pk, text="Between us, no.", by=officer, now=THEN)
    client.force_login(officer)
    assert texts(client.get(matter("HN", held))) == ["Is it done?", "Between us, no."]
    time_machine.move_to(THEN + A_DAY, tick=False)
    following.change_status(status="open", **closing | {"on": PASSED_ON + A_DAY})
    client.force_login(mexican)
    assert texts(client.get(matter("MX", held))) == []


def test_the_day_of_a_question_is_the_conferences(held, staff, honduras, mexico):
    last = datetime.datetime(2026, 5, 21, 5, 59, tzinfo=datetime.UTC)
    for moment in (last, last + datetime.timedelta(minutes=1)):
        asking.ask(commitment_id=held.pk, text=f"At {moment:%H:%M}?", by=staff, now=moment)
    asked = asking.with_bearers(Remark.objects.all())
    assert list(asked.values_list("text", "bearer")) == [("At 05:59?", honduras.pk), ("At 06:00?", mexico.pk)]


def test_without_a_holder_on_record_it_is_the_offices(held, staff):
    before = datetime.datetime(2025, 12, 1, 18, tzinfo=datetime.UTC)
    asking.ask(commitment_id=held.pk, text="When?", by=staff, now=before)
    (page,) = [section_of("asked", on=TODAY, number=1)]
    assert [row.put_to for row in page.rows] == [held.delegation]


# What leads where


def test_the_page_of_a_report_links_to_what_opens(client, held, informed, officer, staff, time_machine):
    agreement = held.action.agreement.get_absolute_url()

    def seen(person):
        client.force_login(person)
        found = links_on(client.get(reverse("progress-report", args=["HN", informed.pk])))
        return [one in found for one in (matter("HN", held), agreement)], found

    assert seen(officer)[0] == [True, False]
    time_machine.move_to(THEN, tick=False)
    for person in (officer, staff):
        where, found = seen(person)
        opened = [client.get(address) for address in found if "/files/" not in address]
        assert (where, {answer.status_code for answer in opened}) == ([False, True], {200})


# An observer


@pytest.fixture
def adopted():
    """A share of an organisation, agreed in a report that is not published."""
    organisation = DelegationFactory(code="IOM", kind="organisation")
    agreement = FrozenFactory(report=ReportFactory(state="adopted", reference="CP/2026-02", adopted_on=TODAY))
    return CommitmentFactory(delegation=organisation, action=ActionFactory(agreement=agreement))


def test_an_observer_is_shown_no_link_to_what_it_may_not_read(client, adopted, staff):
    observer = DesignationFactory(delegation=adopted.delegation, role="observer").person
    agreement = adopted.action.agreement.get_absolute_url()
    shown = {}
    for name, person in {"observer": observer, "staff": staff}.items():
        client.force_login(person)
        shown[name] = agreement in links_on(client.get(matter("IOM", adopted))), client.get(agreement).status_code
    assert shown == {"observer": (False, 404), "staff": (True, 200)}


def test_nor_to_an_open_call_that_is_not_published(client, adopted, honduras, officer):
    call = ActionFactory(agreement=adopted.action.agreement, position=2, confirmed=True)
    call.owners.create(audience="INTERESTED")
    observer = DesignationFactory(delegation=honduras, role="observer").person
    shown = []
    for person in (observer, officer):
        client.force_login(person)
        page = client.get("/en/delegations/HN/pending/")
        shown.append((page.context["calls"].actions, call.agreement.get_absolute_url() in links_on(page)))
    assert shown == [([call], False), ([call], True)]


def test_what_came_by_its_link_an_observer_confirms_signed_in(client, adopted):
    observer = DesignationFactory(delegation=adopted.delegation, role="observer").person
    report = informing.begin_report(
        delegation=adopted.delegation,
        commitment_ids=[adopted.pk],
        words=informing.Words("We printed it.", "en", done=False, on=TODAY),
        informant=informing.Informant(came_by="link", name="A. Nother", post="Assistant"),
        now=NOON,
        on=TODAY,
    )
    informing.send_report(report_id=report.pk, by=None, now=NOON, on=TODAY)
    client.force_login(observer)
    address = reverse("progress-report", args=["IOM", report.pk])
    confirm = reverse("progress-step", args=["IOM", report.pk, "confirm"])
    assert f'action="{confirm}"' in client.get(address).content.decode()
    assert client.post(confirm)["Location"] == address
    report.refresh_from_db()
    assert (report.state, report.confirmed_by) == ("sent", observer)
