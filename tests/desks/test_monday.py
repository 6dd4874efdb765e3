"""The secretariat's week: each line stands there until it is closed, and leads to where that is done."""

import datetime

import pytest
from django.urls import reverse

from actions.models import Commitment, ProgressReport
from actions.services import asking, following, informing
from correspondence.models import Notice, NoticeKind
from desks.models import DroppedMail, Matrix, SetStep
from desks.services.monday import HEADINGS, SHOWN_OF_A_SECTION
from documents.models import Doubt, Upload
from meetings.services import make_meeting
from networks.services import count_what_is_stored, public_change
from tests.desks.conftest import NOON, TODAY
from tests.factories import (
    ActionFactory,
    AgreementFactory,
    CommitmentFactory,
    DelegationFactory,
    DesignationFactory,
    FrozenFactory,
    InformedFactory,
    MailFactory,
    NetworkFactory,
    PresidencyFactory,
    ProgressReportFactory,
    PublishedFactory,
    RemarkFactory,
    ReportFactory,
    StaffFactory,
    UserFactory,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
PAGE = "/en/desk/monday/"
# Filed with both texts, followed by somebody who is written to, and not due: nothing of it waits for anybody.
LATER = TODAY + datetime.timedelta(days=60)


@pytest.fixture(autouse=True)
def at_the_desk(client, staff):
    client.force_login(staff)


@pytest.fixture
def quiet(officer, honduras):
    """A share of Honduras that nobody has to do anything about."""
    return CommitmentFactory(delegation=honduras, due_on=LATER, news_on=TODAY)


def shown(client):
    """{section: its rows} of the page."""
    parts = client.get(PAGE).context["parts"]
    return {section.name: section.rows for part in parts for section in part.sections}


def names(client):
    return list(shown(client))


def upload(**fields):
    return Upload.objects.create(
        **{"name": "agenda.docx", "sha256": "0" * 64, "size": 1000, "at": NOON, "kind": "agenda", **fields}
    )


def test_with_nothing_to_do_it_says_so(client, quiet):
    answer = client.get(PAGE)
    assert (names(client), "Nothing waits for you." in answer.content.decode()) == ([], True)


def test_a_report_is_acknowledged_from_the_page_itself(client, quiet, honduras):
    report = InformedFactory(delegation=honduras, about=[quiet], text="Sent to the capital.")
    assert shown(client) == {"informed": [report]}
    page = client.get(PAGE).content.decode()
    assert "Sent to the capital." in page
    assert f'action="{reverse("progress-step", args=["HN", report.pk, "acknowledge"])}"' in page
    answer = client.post(reverse("progress-step", args=["HN", report.pk, "acknowledge"]), {"back": PAGE})
    assert (answer["Location"], names(client)) == (PAGE, [])


def test_what_came_by_a_link_is_confirmed_then_acknowledged(client, quiet, honduras):
    report = ProgressReportFactory(
        delegation=honduras, about=[quiet], state="to_confirm", came_by="link", author_name="Luz Paz", on=TODAY
    )
    assert shown(client) == {"to_confirm": [report]}
    assert reverse("progress-report", args=["HN", report.pk]) in client.get(PAGE).content.decode()
    client.post(reverse("progress-step", args=["HN", report.pk, "confirm"]))
    assert shown(client) == {"informed": [report]}
    client.post(reverse("progress-step", args=["HN", report.pk, "acknowledge"]))
    assert names(client) == []


def test_one_set_aside_waits_for_nobody(client, quiet, honduras, staff):
    report = ProgressReportFactory(delegation=honduras, about=[quiet], state="to_confirm", came_by="link")
    assert names(client) == ["to_confirm"]
    informing.set_aside(report_id=report.pk, by=staff, reason="Sent by mistake.", on=TODAY)
    assert names(client) == []


def test_an_answer_stands_until_it_is_seen_or_asked_on(client, quiet, staff, officer):
    asking.ask(commitment_id=quiet.pk, text="When?", by=staff, now=NOON)
    assert names(client) == ["asked"]
    answered = asking.answer(commitment_id=quiet.pk, text="In June.", by=officer, now=NOON)
    assert shown(client) == {"answered": [answered]}
    assert f"{reverse('matter', args=['HN', quiet.pk])}#questions" in client.get(PAGE).content.decode()
    assert client.post(reverse("answer-seen", args=[answered.pk]))["Location"] == PAGE
    assert (names(client), answered.seen.by) == ([], staff)
    client.post(reverse("answer-seen", args=[answered.pk]))
    again = RemarkFactory(commitment=quiet, side="delegation", text="In July.", at=NOON + datetime.timedelta(hours=1))
    assert shown(client) == {"answered": [again]}
    RemarkFactory(commitment=quiet, at=NOON + datetime.timedelta(hours=2))
    assert names(client) == ["asked"]


def test_notices_and_what_came_back_stand_apart_until_seen(client, quiet, honduras, staff):
    mail = MailFactory(state="returned", sent_at=NOON)
    told = Notice.objects.create(kind=NoticeKind.COLLEAGUE, address="a@example.org", delegation=honduras, at=NOON)
    back = Notice.objects.create(kind=NoticeKind.RETURNED, address="b@example.org", mail=mail, at=NOON)
    assert shown(client) == {"notices": [told], "returned": [back]}
    page = client.get(PAGE).content.decode()
    assert (reverse("mail", args=[mail.pk]) in page, f'href="{reverse("officers", args=["HN"])}"' in page) == (
        True,
        True,
    )
    for notice in (told, back):
        assert client.post(reverse("monday-notice-seen", args=[notice.pk]))["Location"] == PAGE
    assert (names(client), set(Notice.objects.values_list("seen_by", flat=True))) == ([], {staff.pk})


def test_what_is_missing_stands_by_delegation_and_network_with_its_oldest_day(client, quiet, honduras, staff):
    shares = [
        CommitmentFactory(delegation=honduras, due_on=TODAY - datetime.timedelta(days=days), news_on=TODAY)
        for days in (3, 10, 1)
    ]
    CommitmentFactory(  # offered: followed without alarm
        delegation=honduras,
        due_on=datetime.date(2026, 5, 1),
        action=ActionFactory(agreement=FrozenFactory(), force="offered"),
    )
    CommitmentFactory(delegation=honduras, due_on=datetime.date(2026, 5, 1), action=ActionFactory())  # of a draft
    (cell,) = shown(client)["date_passed"]
    assert (cell.delegation, cell.number, cell.since) == (honduras, 3, datetime.date(2026, 5, 10))
    page = client.get(PAGE).content.decode()
    address = "/en/desk/steps/?delegation=HN&amp;network=consular-protection&amp;situation=date_passed"
    assert (address in page, "overdue" in page.lower()) == (True, False)
    found = client.get(address.replace("&amp;", "&")).context["rows"]
    assert [one for one, _situation in found] == [shares[1], shares[0], shares[2]]
    for share in shares:
        following.extend(commitment_id=share.pk, new_date=LATER, by=staff, on=TODAY, reason="A note")
    assert "date_passed" not in names(client)


def test_the_presidencys_stands_with_its_holder(client, quiet, honduras, mexico):
    PresidencyFactory(delegation=mexico, starts_on=datetime.date(2026, 1, 1))
    DesignationFactory(delegation=mexico)
    office = DelegationFactory(code="PPT", kind="office")
    CommitmentFactory(delegation=office, due_on=datetime.date(2026, 5, 15), news_on=TODAY)
    CommitmentFactory(delegation=mexico, due_on=datetime.date(2026, 5, 12), news_on=TODAY)
    (cell,) = shown(client)["date_passed"]
    assert (cell.delegation, cell.number, cell.since) == (mexico, 2, datetime.date(2026, 5, 12))


def test_what_is_answered_for_the_presidency_leads_to_its_holders_desk(client, quiet, honduras, mexico, staff):
    office = DelegationFactory(code="PPT", kind="office")
    now = CommitmentFactory(delegation=office, due_on=LATER)
    past = CommitmentFactory(delegation=office, status="fulfilled", closed_on=datetime.date(2025, 6, 1))
    PresidencyFactory(delegation=mexico, starts_on=datetime.date(2025, 1, 1), ends_on=datetime.date(2025, 12, 31))
    PresidencyFactory(delegation=honduras, starts_on=datetime.date(2026, 1, 1))
    RemarkFactory(commitment=now, side="delegation")
    RemarkFactory(commitment=past, side="delegation")
    page = client.get(PAGE).content.decode()
    leads = {one: reverse("matter", args=["PPT", one.pk]) for one in (now, past)}
    assert [f'href="{address}#questions"' in page for address in leads.values()] == [True, True]
    assert [client.get(address).url for address in leads.values()] == [
        reverse("matter", args=["HN", now.pk]),
        reverse("matter", args=["MX", past.pk]),
    ]
    inform = reverse("inform", args=["PPT"])
    assert client.get(f"{inform}?commitment={now.pk}").url == f"{reverse('inform', args=['HN'])}?commitment={now.pk}"
    assert client.get(reverse("delegation-pending", args=["PPT"])).url == reverse("delegation-pending", args=["HN"])
    # Whom the office itself has designated stays with it.
    assert client.get(reverse("officers", args=["PPT"])).status_code == 200


def test_the_presidencys_desk_is_its_own_while_nobody_holds_it(client, quiet):
    DelegationFactory(code="PPT", kind="office")
    assert client.get(reverse("delegation-pending", args=["PPT"])).status_code == 200


def test_those_who_were_absent_are_asked_until_they_confirm(client, quiet, honduras, staff):
    absent = CommitmentFactory(delegation=honduras, status="to_confirm", news_on=TODAY)
    (cell,) = shown(client)["absent"]
    assert (cell.delegation, cell.number, cell.since) == (honduras, 1, absent.action.agreement.agreed_on)
    address = "/en/delegations/HN/pending/?group=to_confirm&amp;network=consular-protection"
    assert address in client.get(PAGE).content.decode()
    assert [one.commitment for one in client.get(address.replace("&amp;", "&")).context["page"].rows] == [absent]
    following.change_status(commitment_id=absent.pk, status="open", by=staff, on=TODAY)
    assert names(client) == []


def test_who_has_nobody_to_write_to(client, quiet, mexico):
    CommitmentFactory(delegation=mexico, due_on=LATER, news_on=TODAY)
    (cell,) = shown(client)["nobody"]
    assert (cell.delegation, cell.number, cell.designated) == (mexico, 1, False)
    page = client.get(PAGE).content.decode()
    assert (reverse("officers", args=["MX"]) in page, "No officer" in page) == (True, True)
    silent = DesignationFactory(delegation=mexico, person__email=None)
    assert [one.designated for one in shown(client)["nobody"]] == [True]
    silent.person.email = "paz@example.org"
    silent.person.save()
    assert names(client) == []


def test_a_text_in_one_language_alone_is_missing_until_it_is_there(client, quiet):
    report = PublishedFactory()
    FrozenFactory(report=report, text_es="")
    second = FrozenFactory(report=report, label="2", text_en="")
    AgreementFactory(text_es="")  # of a draft
    (row,) = shown(client)["translations"]
    assert (row, row.without_en, row.without_es) == (report, 1, 1)
    with public_change():
        second.text_en = "A text."
        second.save()
    assert [(one.without_en, one.without_es) for one in shown(client)["translations"]] == [(0, 1)]
    with public_change():
        report.agreements.filter(label="1").get().delete()
    assert "translations" not in names(client)


def test_what_is_to_be_done_and_a_reports_own_words_are_to_be_translated_too(client, quiet):
    report = PublishedFactory(heading_en="A heading", preamble_es="Un preámbulo", closing_en="A", closing_es="Un")
    agreement = FrozenFactory(report=report)
    ActionFactory(agreement=agreement, what_es="")
    ActionFactory(agreement=agreement, what_en="")
    # In no words of its own in either language: the agreement's text says it.
    ActionFactory(agreement=FrozenFactory(), what_en="", what_es="")
    ActionFactory(agreement=AgreementFactory(), what_es="")  # of a draft
    ActionFactory(agreement=(half := FrozenFactory()), what_es="")
    found = [(one, one.without_en, one.without_es) for one in shown(client)["translations"]]
    assert found == [(half.report, 0, 1), (report, 2, 2)]


def test_what_staff_begin_for_a_delegation_stands_until_it_is_on_record(client, quiet, honduras, staff):
    ProgressReportFactory(delegation=honduras, about=[quiet], author=UserFactory())  # the delegation's own
    begun = ProgressReportFactory(
        delegation=honduras, about=[quiet], came_by="on_behalf", source="note", source_words="No. 12", entered_by=staff
    )
    assert shown(client) == {"on_behalf": [begun]}
    assert reverse("progress-report", args=["HN", begun.pk]) in client.get(PAGE).content.decode()
    informing.send_report(report_id=begun.pk, by=staff, now=NOON, on=TODAY)
    assert names(client) == []


def test_what_there_is_no_news_of_stands_by_delegation_and_network(client, quiet, officer, honduras):
    oldest = datetime.date(2025, 2, 3)
    for day in (TODAY - datetime.timedelta(days=183), oldest, TODAY - datetime.timedelta(days=182)):
        CommitmentFactory(delegation=honduras, news_on=day)
    (cell,) = shown(client)["stale"]
    network = quiet.action.agreement.report.meeting.network
    assert (names(client), cell[:4]) == (["stale"], (honduras, network, 2, oldest))
    address = f"{reverse('steps')}?delegation=HN&amp;network={network.slug}&amp;situation=stale"
    assert f'href="{address}"' in client.get(PAGE).content.decode()


def test_what_is_in_preparation_with_its_open_doubts(client, quiet, staff):
    draft = ReportFactory()
    read = upload(by=staff, kind="report", state="read", report=draft)
    agenda = upload(by=staff, state="read", sha256="1" * 64)
    refused = upload(by=staff, kind="", state="refused", sha256="2" * 64)
    upload(by=staff, kind="report", state="filed", sha256="3" * 64)
    upload(by=staff, state="discarded", sha256="4" * 64)
    for doubted in (read, read, agenda):
        Doubt.objects.create(upload=doubted, message_en="Who is that?")
    Doubt.objects.create(upload=read, message_en="Which year?", settled=True)
    found = {name: [(row, row.open_doubts) for row in rows] for name, rows in shown(client).items()}
    assert found == {"drafts": [(draft, 2)], "documents": [(agenda, 1), (refused, 0)]}
    page = client.get(PAGE).content.decode()
    assert f'{draft}</a> <span class="quiet small">agenda.docx</span>' in page
    for address in (reverse("review", args=[draft.pk]), reverse("upload", args=[agenda.pk])):
        assert address in page


def test_a_mail_brought_in_stands_until_a_report_was_made_of_it(client, quiet, honduras, staff):
    mail = DroppedMail.objects.create(name="answer.eml", sha256="5" * 64, by=staff, at=NOON)
    assert shown(client) == {"dropped": [mail]}
    assert reverse("dropped-mail", args=[mail.pk]) in client.get(PAGE).content.decode()
    mail.report = InformedFactory(delegation=honduras, about=[quiet], state="acknowledged", acknowledged_at=NOON)
    mail.save()
    assert names(client) == []


def test_a_matrix_stands_until_it_is_filed_or_given_up(client, quiet, staff):
    matrix = Matrix.objects.create(name="matrix.xlsx", sha256="6" * 64, size=1, by=staff, at=NOON)
    for state in ("columns", "comparing", "review", "filing"):
        Matrix.objects.update(state=state)
        assert shown(client) == {"matrices": [matrix]}
    assert reverse("matrix", args=[matrix.pk]) in client.get(PAGE).content.decode()
    for state in ("filed", "discarded"):
        Matrix.objects.update(state=state, filed_at=NOON)
        assert names(client) == []


def test_a_deadline_waits_until_its_meeting_is_planned(client, quiet, honduras, mexico):
    rcgm = NetworkFactory(slug="rcgm")
    action = ActionFactory(agreement=FrozenFactory(), deadline_kind="event", deadline_body=rcgm)
    DesignationFactory(delegation=mexico)
    for delegation in (honduras, mexico):
        CommitmentFactory(delegation=delegation, action=action, news_on=TODAY)
    (row,) = shown(client)["waiting"]
    assert (row, row.shares) == (action, 2)
    assert reverse("bind-deadline", args=[action.pk]) in client.get(PAGE).content.decode()
    make_meeting(
        network=rcgm,
        starts_on=LATER,
        ends_on=LATER,
        by=StaffFactory(),
        on=TODAY,
    )
    assert names(client) == []


def test_of_a_long_section_the_first_stand_there_and_all_page_by_page(client, honduras, officer):
    number = SHOWN_OF_A_SECTION + 2
    reports = [
        InformedFactory(delegation=honduras, sent_at=NOON + datetime.timedelta(minutes=minute))
        for minute in range(number)
    ]
    (section,) = client.get(PAGE).context["parts"][0].sections
    assert (section.rows, section.number, section.more) == (reports[:SHOWN_OF_A_SECTION], number, 2)
    page = client.get(f"{PAGE}?show=informed").context["page"]
    assert (page.rows, page.has_next) == (reports, False)


def test_a_section_without_rows_says_one_plain_line(client):
    for name in HEADINGS:
        assert "Nothing here." in client.get(f"{PAGE}?show={name}").content.decode()
    assert client.get(f"{PAGE}?show=nothing").status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_others_find_nothing_here(client, quiet, honduras, officer, method):
    answered = RemarkFactory(commitment=quiet, side="delegation")
    notice = Notice.objects.create(kind=NoticeKind.COLLEAGUE, address="a@example.org", at=NOON)
    addresses = [PAGE, reverse("answer-seen", args=[answered.pk]), reverse("monday-notice-seen", args=[notice.pk])]
    client.force_login(officer)
    assert [getattr(client, method)(address).status_code for address in addresses] == [404, 404, 404]
    client.logout()
    assert [getattr(client, method)(address).status_code for address in addresses] == [302, 302, 302]
    notice.refresh_from_db()
    assert (notice.seen_at, hasattr(answered, "seen")) == (None, False)


def test_its_entry_is_the_first_of_staffs(client):
    page = client.get("/es/desk/monday/").content.decode()
    assert '<a href="/es/desk/monday/" aria-current="page">Esta semana</a>' in page


@pytest.mark.parametrize("rows", [1, 3, pytest.param(10, marks=pytest.mark.postgres)])
def test_it_asks_the_database_as_often_for_many_lines_as_for_one(client, staff, officer, honduras, rows):
    event = {"deadline_kind": "event", "deadline_body": NetworkFactory(slug="rcgm")}
    for number in range(rows):
        share = CommitmentFactory(delegation=honduras, due_on=TODAY - datetime.timedelta(days=1 + number))
        elsewhere = NetworkFactory(slug=f"network-{number}", code=f"N{number}")
        agreement = FrozenFactory(report__meeting__network=elsewhere, text_es="")
        absent = DelegationFactory(code=f"D{number}")
        CommitmentFactory(delegation=absent, action=ActionFactory(agreement=agreement), status="to_confirm")
        CommitmentFactory(delegation=absent, action=ActionFactory(agreement=agreement, **event))
        InformedFactory(delegation=honduras, about=[share])
        CommitmentFactory(delegation=honduras, news_on=datetime.date(2025, 2, 3))
        ProgressReportFactory(
            delegation=honduras, about=[share], came_by="on_behalf", source="note", source_words="12", entered_by=staff
        )
        ProgressReportFactory(delegation=honduras, about=[share], state="to_confirm", came_by="link")
        RemarkFactory(commitment=share, side="delegation")
        RemarkFactory(commitment=CommitmentFactory(delegation=honduras, due_on=LATER))
        for kind in (NoticeKind.COLLEAGUE, NoticeKind.RETURNED):
            mail = MailFactory()
            Notice.objects.create(kind=kind, address=mail.recipient, delegation=honduras, mail=mail, at=NOON)
        DroppedMail.objects.create(name="answer.eml", sha256=f"{number:064}", by=staff, at=NOON)
        Matrix.objects.create(name="matrix.xlsx", sha256=f"{number:064}", size=1, by=staff, at=NOON)
        done = CommitmentFactory(delegation=honduras, due_on=LATER, status="fulfilled", closed_on=TODAY)
        InformedFactory(delegation=honduras, about=[done], done=False, sent_at=NOON + datetime.timedelta(hours=1))
        SetStep.objects.create(asked={"kind": "close"}, commitments=[], by=staff, at=NOON, state="refused")
        draft = ReportFactory()
        read = upload(by=staff, kind="report", state="read", report=draft, sha256=f"{number:064}")
        agenda = upload(by=staff, state="read", sha256=f"a{number:063}")
        for doubted in (read, agenda):
            Doubt.objects.create(upload=doubted, message_en="Who is that?")
    count_what_is_stored()
    assert len(names(client)) == len(HEADINGS)
    asked = queries_of(client, PAGE), queries_of(client, f"{PAGE}?show=informed")
    assert (asked, Commitment.objects.count(), ProgressReport.objects.count()) == ((45, 4), 6 * rows, 4 * rows)
