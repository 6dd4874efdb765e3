"""From a mail's link to an acknowledged report, and every way besides."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from actions.models import Evidence, ProgressReport, Remark
from actions.services import following
from correspondence.models import Addressee, LinkUse, Mail, MailSettings, ReminderPolicy
from networks.models import AuditEntry, Conference
from tests.desks.conftest import NOON, TODAY, form
from tests.factories import ActionFactory, CommitmentFactory, DesignationFactory, FrozenFactory, StaffFactory

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"

MAIL = b"From: ana@example.org\r\nDate: Mon, 18 May 2026 09:00:00 -0600\r\nSubject: The paper\r\n\r\nIt was sent.\r\n"


def a_pdf(name="note.pdf", content=PDF):
    return SimpleUploadedFile(name, content, "application/pdf")


@pytest.fixture
def mails_on(share):
    """The mails of the share's network are switched on, its first ones behind it."""
    network = share.action.agreement.report.meeting.network
    MailSettings.objects.create(pk=1, secretariat_address="secretariat@example.org")
    ReminderPolicy.objects.create(network=network, is_on=True, on_since=TODAY)


def was_sent(answer):
    """Whether a file came, read to its end."""
    return answer.streaming and bool(b"".join(answer.streaming_content))


def said(share):
    share.refresh_from_db()
    return share.status, share.news_on, share.closed_on, share.outcome


def test_by_link_a_report_waits_until_an_officer_confirms_it(client, officer, token, share, staff, mails_on):
    before = said(share)
    page = client.get(f"/en/pending/{token}/inform/?commitment={share.pk}")
    assert {name: page.context["form"].initial[name] for name in ("name", "post")} == {
        "name": "Ana Prueba",
        "post": "First Secretary",
    }
    answer = client.post(f"/en/pending/{token}/inform/", form(share, name="Ana Prueba", post="First Secretary"))
    assert answer.url == f"/en/pending/{token}/?informed=copied"
    report = ProgressReport.objects.get()
    assert (report.state, report.came_by, report.author_address) == ("to_confirm", "link", "ana@example.org")
    assert said(share) == before
    assert list(LinkUse.objects.order_by("pk").values_list("what", flat=True)) == ["inform", "inform_sent"]
    # Those designated have a copy of it.
    assert list(Mail.objects.exclude(kind="digest").values_list("kind", "recipient")) == [("copy", "ana@example.org")]

    client.force_login(officer)
    client.post(f"/en/delegations/HN/progress/{report.pk}/confirm/")
    assert said(share) == ("fulfilled", TODAY, TODAY, "")
    client.force_login(staff)
    client.post(f"/en/delegations/HN/progress/{report.pk}/acknowledge/")
    report.refresh_from_db()
    assert (report.state, report.confirmed_by, report.acknowledged_by) == ("acknowledged", officer, staff)


def test_who_unsubscribed_from_digests_is_told_what_was_said_all_the_same(
    client, officer, token, mexico, share, mails_on
):
    share.action.fulfilment = "jointly"
    share.action.save()
    CommitmentFactory(delegation=mexico, action=share.action)
    DesignationFactory(delegation=mexico, person__email="eva@example.org")
    DesignationFactory(delegation=mexico, person__email="none@example.org")
    for address in (officer.email, "eva@example.org"):
        Addressee.objects.create(address=address, unsubscribed_at=NOON)
    Addressee.objects.create(address="none@example.org", undeliverable_at=NOON)
    client.post(f"/en/pending/{token}/inform/", form(share, name="Ana Prueba", post="First Secretary"))
    client.force_login(officer)
    client.post(f"/en/delegations/HN/progress/{ProgressReport.objects.get().pk}/confirm/")
    told = Mail.objects.exclude(kind="digest").order_by("kind").values_list("kind", "recipient")
    assert list(told) == [("copy", "ana@example.org"), ("together", "eva@example.org")]


def test_the_same_form_sent_twice_is_one_report(client, officer, share):
    client.force_login(officer)
    sent = form(share)
    answers = [client.post("/en/delegations/HN/inform/", sent).url for _time in range(2)]
    report = ProgressReport.objects.get()
    assert answers == [f"/en/delegations/HN/progress/{report.pk}/"] * 2


def test_what_was_typed_stays_where_its_matter_passed_on_meanwhile(client, officer, share):
    client.force_login(officer)
    sent = form(share)
    following.change_status(commitment_id=share.pk, status="withdrawn", by=officer, on=TODAY)

    shown = client.post("/en/delegations/HN/inform/", sent).context["form"]

    assert (shown["text"].value(), ProgressReport.objects.count()) == (sent["text"], 0)
    assert shown.errors == {
        "commitment": ["Of one that you chose there is nothing more to inform here: it passed on, or is withdrawn."]
    }


def test_whose_session_is_over_is_led_back_to_the_same_form(client, share):
    page = f"http://testserver/en/delegations/HN/inform/?commitment={share.pk}"
    answer = client.post("/en/delegations/HN/inform/", form(share), headers={"Referer": page})
    assert answer.url == f"/en/sign-in/?next=%2Fen%2Fdelegations%2FHN%2Finform%2F%3Fcommitment%3D{share.pk}"


def test_signed_in_it_takes_effect_at_once_with_its_files(client, officer, share):
    client.force_login(officer)
    files = [a_pdf(), a_pdf("other.pdf", PDF + b"\n")]
    client.post("/en/delegations/HN/inform/", form(share, done="no", evidence=files))
    assert said(share)[:2] == ("in_progress", TODAY)
    files = list(Evidence.objects.values_list("name", "size", "content_type"))
    assert files == [("note.pdf", len(PDF), "application/pdf"), ("other.pdf", len(PDF) + 1, "application/pdf")]


@pytest.mark.parametrize(("audience", "outcome"), [("public", "The paper was sent."), ("conference", "")])
def test_what_is_for_the_conference_alone_is_no_outcome_for_all_to_read(client, officer, share, audience, outcome):
    Conference.objects.update_or_create(pk=1, defaults={"public_follow_up": True})
    client.force_login(officer)
    client.post("/en/delegations/HN/inform/", form(share, audience=audience))
    page = share.action.agreement.get_absolute_url()
    assert (said(share)[3], "The paper was sent." in client.get(page).content.decode()) == (outcome, True)
    client.logout()
    assert ("The paper was sent." in client.get(page).content.decode()) == bool(outcome)


def test_a_wrong_file_leaves_nothing_behind(client, officer, share):
    client.force_login(officer)
    wrong = SimpleUploadedFile("note.pdf", b"MZ\x90 a program", "application/pdf")
    answer = client.post("/en/delegations/HN/inform/", form(share, evidence=[a_pdf(), wrong]))
    assert (answer.status_code, len(answer.context["form"].errors["evidence"])) == (200, 1)
    assert (ProgressReport.objects.count(), Evidence.objects.count()) == (0, 0)


def test_a_draft_is_kept_and_sent_later(client, officer, share):
    client.force_login(officer)
    client.post("/en/delegations/HN/inform/", form(share, draft="1"))
    report = ProgressReport.objects.get()
    assert (report.state, said(share)[0]) == ("draft", "open")
    client.post(f"/en/delegations/HN/progress/{report.pk}/send/")
    assert said(share)[0] == "fulfilled"


def test_staff_enter_it_on_behalf_and_say_out_of_what(client, staff, share):
    client.force_login(staff)
    without = client.post("/en/delegations/HN/inform/", form(share))
    assert set(without.context["form"].errors) == {"source", "source_words"}
    client.post("/en/delegations/HN/inform/", form(share, source="call", source_words="Call of 18 May"))
    report = ProgressReport.objects.get()
    assert (report.state, report.came_by, report.entered_by) == ("acknowledged", "on_behalf", staff)


@pytest.mark.parametrize("source", ["mail", "note"])
def test_a_mail_or_a_note_is_attached_itself(client, staff, share, source):
    client.force_login(staff)
    sent = form(share, source=source, source_words="Of 18 May")
    answers = [client.post("/en/delegations/HN/inform/", sent | more) for more in ({}, {"draft": "1"})]
    refused = [dict(answer.context["form"].errors) for answer in answers]
    said = {"source_file": ["Please attach the mail or the note out of which it is entered."]}
    assert (refused, ProgressReport.objects.count()) == ([said, said], 0)
    mail = SimpleUploadedFile("answer.eml", MAIL)
    client.post("/en/delegations/HN/inform/", sent | {"source_file": mail})
    kept = Evidence.objects.values_list("report__source", "name", "content_type", "is_source")
    assert list(kept) == [(source, "answer.eml", "message/rfc822", True)]


def test_the_source_is_for_the_delegation_and_staff_alone_whoever_reads_the_report(
    client, officer, mexico, staff, share
):
    Conference.objects.update_or_create(pk=1, defaults={"public_follow_up": True})
    client.force_login(staff)
    words = {"source": "note", "source_words": "Of 18 May", "audience": "public"}
    # Attached a second time, as evidence, it is shown to nobody either.
    files = [a_pdf("paper.pdf", PDF + b"\n"), a_pdf("Copy.pdf")]
    words |= {"source_file": a_pdf("Note of Ana.pdf"), "evidence": files}
    client.post("/en/delegations/HN/inform/", form(share, **words))
    note, paper = Evidence.objects.order_by("pk")
    assert [(one.name, one.is_source) for one in (note, paper)] == [("Note of Ana.pdf", True), ("paper.pdf", False)]
    page = share.action.agreement.get_absolute_url()
    other = DesignationFactory(delegation=mexico).person

    def reads():
        """Is the note named on the page? Sent are the note and the paper there, and the note at the desk."""
        addresses = [f"/en/files/{note.pk}/", f"/en/files/{paper.pk}/", f"/en/delegations/HN/files/{note.pk}/"]
        named = "Note of Ana" in client.get(page).content.decode()
        return (named, *(was_sent(client.get(address)) for address in addresses))

    seen = []
    for person in (staff, officer, other):
        client.force_login(person)
        seen.append(reads())
    client.logout()
    seen.append(reads())
    assert seen == [
        (False, False, True, True), (False, False, True, True), (False, False, True, False),
        (False, False, True, False),
    ]  # fmt: skip


def test_one_report_answers_several(client, officer, honduras, share):
    other = CommitmentFactory(
        delegation=honduras,
        action=ActionFactory(agreement=FrozenFactory(report=share.action.agreement.report, label="2")),
    )
    client.force_login(officer)
    page = client.get(f"/en/delegations/HN/inform/?commitment={share.pk}")
    assert set(page.context["form"].fields["commitment"].queryset) == {share, other}
    client.post("/en/delegations/HN/inform/", form(share, other))
    assert {said(one)[0] for one in (share, other)} == {"fulfilled"}


def test_what_is_another_delegations_cannot_be_informed_of(client, officer, mexico, share):
    theirs = CommitmentFactory(delegation=mexico)
    client.force_login(officer)
    answer = client.post("/en/delegations/HN/inform/", form(share, theirs))
    assert (answer.status_code, ProgressReport.objects.count()) == (200, 0)


def test_a_new_date_stands_once_it_is_acknowledged(client, officer, staff, share):
    client.force_login(officer)
    later = TODAY + datetime.timedelta(30)
    client.post("/en/delegations/HN/inform/", form(share, done="no", new_date=later.isoformat()))
    share.refresh_from_db()
    assert (share.due_on, share.extended_to) == (datetime.date(2026, 5, 10), None)
    client.force_login(staff)
    client.post(f"/en/delegations/HN/progress/{ProgressReport.objects.get().pk}/acknowledge/")
    share.refresh_from_db()
    assert (share.due_on, share.extended_to) == (later, later)


def test_an_officer_does_not_acknowledge(client, officer, share):
    client.force_login(officer)
    client.post("/en/delegations/HN/inform/", form(share))
    report = ProgressReport.objects.get()
    client.post(f"/en/delegations/HN/progress/{report.pk}/acknowledge/")
    report.refresh_from_db()
    assert report.state == "sent"


def test_done_together_the_others_are_told(client, officer, mexico, share, mails_on):
    share.action.fulfilment = "jointly"
    share.action.save()
    theirs = CommitmentFactory(delegation=mexico, action=share.action)
    DesignationFactory(delegation=mexico, person__email="eva@example.org")
    client.force_login(officer)
    client.post("/en/delegations/HN/inform/", form(share))
    assert said(theirs)[0] == "fulfilled"
    told = Mail.objects.filter(kind="together").values_list("recipient", "note")
    assert list(told) == [("eva@example.org", "The paper was sent.\n\nHonduras")]


def test_a_question_is_asked_and_answered(client, staff, officer, token, share):
    address = f"/en/delegations/HN/matters/{share.pk}/"
    client.force_login(staff)
    client.post(address, {"text": "Which paper?"})
    client.logout()
    linked = f"/en/pending/{token}/matters/{share.pk}/"
    assert "Which paper?" in client.get(f"/en/pending/{token}/").content.decode()
    client.post(linked, {"text": "The second.", "name": "Ana Prueba", "post": "First Secretary"})
    remarks = list(Remark.objects.values_list("side", "text", "by_name"))
    assert remarks == [
        ("secretariat", "Which paper?", ""),
        ("delegation", "The second.", "Ana Prueba, First Secretary"),
    ]


def test_evidence_is_saved_never_shown(client, officer, staff, mexico, share):
    client.force_login(officer)
    client.post("/en/delegations/HN/inform/", form(share, evidence=[a_pdf()]))
    address = f"/en/delegations/HN/files/{Evidence.objects.get().pk}/"
    answer = client.get(address)
    headers = ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy")
    assert {name: answer[name] for name in headers} == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="note.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    assert b"".join(answer.streaming_content) == PDF
    client.force_login(DesignationFactory(delegation=mexico).person)
    assert client.get(address).status_code == 404
    client.force_login(StaffFactory())
    assert b"".join(client.get(address).streaming_content) == PDF


def test_who_takes_a_file_away_that_is_not_public_is_noted_under_no_name(client, officer, token, share):
    Conference.objects.update_or_create(pk=1, defaults={"public_follow_up": True})
    client.force_login(officer)
    files = {}
    for audience in ("public", "conference"):
        paper = a_pdf("Ana Prueba.pdf", PDF + audience.encode())
        client.post("/en/delegations/HN/inform/", form(share, evidence=[paper], audience=audience))
        files[audience] = Evidence.objects.order_by("pk").last().pk
    for place in (f"files/{files['public']}", f"files/{files['conference']}"):
        assert was_sent(client.get(f"/en/{place}/"))
    assert was_sent(client.get(f"/en/delegations/HN/files/{files['public']}/"))
    client.logout()
    assert was_sent(client.get(f"/en/pending/{token}/files/{files['conference']}/"))
    noted = AuditEntry.objects.filter(act="exported").order_by("pk").values_list("by", "about")
    assert list(noted) == [
        (officer.pk, f"evidence {files['conference']}"),
        (officer.pk, f"evidence {files['public']}"),
        (None, f"evidence {files['conference']}"),
    ]


def test_a_delegation_joins_an_open_call(client, officer, honduras):
    call = ActionFactory(agreement=FrozenFactory(), confirmed=True)
    call.owners.create(audience="INTERESTED")
    client.force_login(officer)
    assert call.pk in [one.pk for one in client.get("/en/delegations/HN/pending/").context["calls"].actions]
    client.post(f"/en/delegations/HN/calls/{call.pk}/join/")
    assert [(one.delegation, one.status) for one in call.commitments.all()] == [(honduras, "open")]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": " "}, "text"),
        ({"on": "2026-05-21"}, "__all__"),
        ({"new_date": "2026-06-01"}, "__all__"),
        ({"done": "no", "new_date": "2026-05-01"}, "__all__"),
        ({"commitment": []}, "commitment"),
        ({"on": "yesterday"}, "on"),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_cannot_be_taken_is_said(client, officer, share, wrong, field, language):
    client.force_login(officer)
    answer = client.post(f"/{language}/delegations/HN/inform/", form(share) | wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    assert ProgressReport.objects.count() == 0
