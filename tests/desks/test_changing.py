"""A draft, or what is to be confirmed, is changed on one page, with its files."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actions.models import Evidence, ProgressReport
from networks.models import Conference
from tests.desks.conftest import TODAY, form
from tests.desks.test_informing import was_sent
from tests.factories import ActionFactory, CommitmentFactory, DesignationFactory, FrozenFactory, NetworkFactory

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def a_pdf(name):
    return SimpleUploadedFile(name, PDF + name.encode() + b"\n", "application/pdf")


def changed(*commitments, **fields):
    """What the form to change a report sends: what the first form sends, and in which language it is written."""
    return form(*commitments, **{"done": "no", "language": "en", **fields})


def address(report, page="progress-change"):
    return reverse(page, args=[report.delegation.code, report.pk])


def begun(client, share, *, draft=True, **fields):
    """The report that whoever is signed in begins."""
    client.post("/en/delegations/HN/inform/", form(share, **({"draft": "1"} if draft else {}), **fields))
    return ProgressReport.objects.get()


def by_link(client, token, share, **fields):
    client.post(f"/en/pending/{token}/inform/", form(share, name="Luz Paz", post="Adviser", **fields))
    return ProgressReport.objects.get()


def last_said(answer):
    """The last message on the page one was led to."""
    return str(list(answer.context["messages"])[-1])


def stands(report):
    report.refresh_from_db()
    files = list(report.evidence.order_by("pk").values_list("name", flat=True))
    about = list(report.answers.order_by("pk").values_list("commitment", flat=True))
    return report.state, report.text, report.language, about, files


def test_the_page_is_led_to_and_shows_what_stands(client, officer, share):
    client.force_login(officer)
    report = begun(client, share, evidence=[a_pdf("one.pdf")])
    assert f'href="{address(report)}"' in client.get(address(report, "progress-report")).content.decode()
    assert f'href="{address(report)}"' in client.get(reverse("matter", args=["HN", share.pk])).content.decode()
    shown = client.get(address(report)).context["form"]
    names = ("commitment", "text", "language", "done", "on", "new_date", "audience")
    assert {name: shown[name].value() for name in names} == {
        "commitment": [share.pk],
        "text": "The paper was sent.",
        "language": "en",
        "done": "yes",
        "on": TODAY,
        "new_date": None,
        "audience": "conference",
    }
    assert [choice.data["label"] for choice in shown["without"]] == ["one.pdf"]


def test_a_draft_is_written_anew_with_other_files_and_about_other_commitments(client, officer, honduras, share):
    beside = ActionFactory(agreement=FrozenFactory(report=share.action.agreement.report, label="2"))
    other = CommitmentFactory(delegation=honduras, action=beside)
    client.force_login(officer)
    report = begun(client, share, evidence=[a_pdf("one.pdf"), a_pdf("two.pdf")])
    first = Evidence.objects.get(name="one.pdf")
    words = {"text": "Se envió la mitad.", "language": "es", "keep": "1", "audience": "public"}
    sent = changed(other, without=[first.pk], evidence=[a_pdf("three.pdf")], **words)
    assert client.post(address(report), sent).url == address(report, "progress-report")
    assert stands(report) == ("draft", "Se envió la mitad.", "es", [other.pk], ["two.pdf", "three.pdf"])
    assert (report.done, report.audience, report.author) == (False, "public", officer)
    share.refresh_from_db()
    assert share.status == "open"


def test_a_draft_is_sent_as_it_was_changed(client, officer, share):
    client.force_login(officer)
    report = begun(client, share)
    client.post(address(report), changed(share, text="Half of it."))
    share.refresh_from_db()
    assert (stands(report)[:2], share.status) == (("sent", "Half of it."), "in_progress")


def test_what_came_by_a_link_is_corrected_before_it_is_confirmed(client, officer, token, share):
    report = by_link(client, token, share, evidence=[a_pdf("wrong.pdf")])
    client.force_login(officer)
    wrong = Evidence.objects.get()
    client.post(address(report), changed(share, text="Half of it.", without=[wrong.pk], keep="1"))
    assert stands(report) == ("to_confirm", "Half of it.", "en", [share.pk], [])
    assert (report.author_name, report.history.first().history_user) == ("Luz Paz", officer)
    client.post(address(report), changed(share, text="Half of it, the rest in June."))
    share.refresh_from_db()
    assert (stands(report)[:2], share.status) == (("sent", "Half of it, the rest in June."), "in_progress")
    assert report.confirmed_by == officer


def test_what_cannot_be_taken_changes_nothing(client, officer, share):
    client.force_login(officer)
    report = begun(client, share, evidence=[a_pdf("one.pdf")])
    before = stands(report)
    one = Evidence.objects.get()
    wrong = SimpleUploadedFile("note.pdf", b"MZ\x90 a program", "application/pdf")
    ahead = (TODAY + datetime.timedelta(days=1)).isoformat()
    refused = {
        "evidence": changed(share, without=[one.pk], text="Other.", evidence=[wrong]),
        "text": changed(share, without=[one.pk], text=" "),
        "__all__": changed(share, without=[one.pk]) | {"on": ahead},
    }
    for field, sent in refused.items():
        answer = client.post(address(report), sent)
        assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    assert stands(report) == before


def test_what_was_attached_for_readers_is_kept_from_them_once_it_is_the_source(client, staff, share):
    Conference.objects.update_or_create(pk=1, defaults={"public_follow_up": True})
    client.force_login(staff)
    call = {"source": "call", "source_words": "Call of 18 May", "audience": "public"}
    report = begun(client, share, evidence=[a_pdf("note.pdf"), a_pdf("paper.pdf")], **call)
    note = {"source": "note", "source_words": "Note 12 of 18 May", "audience": "public"}
    client.post(address(report), changed(share, source_file=a_pdf("note.pdf"), **note))
    assert stands(report)[0] == "acknowledged"
    client.logout()
    kept = list(report.evidence.order_by("pk"))
    opened = [was_sent(client.get(reverse("open-evidence", args=[one.pk]))) for one in kept]
    assert [(one.name, one.is_source) for one in kept] == [("note.pdf", True), ("paper.pdf", False)]
    assert (opened, kept[0].history.first().history_user) == ([False, True], staff)


def test_staff_change_what_they_began_with_its_source(client, staff, share):
    client.force_login(staff)
    note = {"source": "note", "source_words": "Note 12 of 18 May"}
    report = begun(client, share, source_file=a_pdf("note.pdf"), **note)
    kept = Evidence.objects.get()
    other = {"source": "note", "source_words": "Note 13 of 19 May"}
    without = client.post(address(report), changed(share, without=[kept.pk], **other))
    assert list(without.context["form"].errors) == ["source_file"]
    client.post(address(report), changed(share, without=[kept.pk], source_file=a_pdf("right.pdf"), keep="1", **other))
    assert (stands(report)[0], report.source_words) == ("draft", "Note 13 of 19 May")
    assert list(Evidence.objects.values_list("name", "is_source")) == [("right.pdf", True)]
    client.post(address(report), changed(share, **other))
    assert stands(report)[0] == "acknowledged"


def test_what_is_sent_is_not_changed_any_more_and_that_is_said(client, officer, share):
    client.force_login(officer)
    report = begun(client, share, draft=False)
    for answer in (client.get(address(report), follow=True), client.post(address(report), changed(share), follow=True)):
        assert answer.redirect_chain == [(address(report, "progress-report"), 302)]
        assert last_said(answer) == "This report is “informed” and is not changed any more."
    assert stands(report)[1] == "The paper was sent."


def test_a_body_for_which_one_is_not_designated_is_refused_plainly(client, officer, honduras, share):
    client.force_login(officer)
    report = begun(client, share)
    client.force_login(DesignationFactory(delegation=honduras, network=NetworkFactory(slug="rcgm")).person)
    answer = client.get(address(report), follow=True)
    refused = "This report is another delegation's, or of a body for which you are not designated."
    assert last_said(answer) == refused


def test_others_find_no_such_report(client, officer, mexico, staff, share):
    client.force_login(officer)
    report = begun(client, share)
    for person in (DesignationFactory(delegation=mexico).person, staff):
        client.force_login(person)
        assert [client.get(address(report)).status_code, client.post(address(report)).status_code] == [404, 404]


def test_what_a_colleague_wrote_meanwhile_is_shown_and_not_written_over(client, officer, share):
    client.force_login(officer)
    report = begun(client, share)
    seen = client.get(address(report)).context["form"]["seen"].value()
    client.post(address(report), changed(share, text="Of a colleague.", keep="1", seen=seen))

    shown = client.post(address(report), changed(share, text="Mine.", keep="1", seen=seen)).context["form"]

    assert stands(report)[1] == "Of a colleague."
    assert shown.non_field_errors() == [
        "Somebody else changed this in the meantime. Nothing of theirs was overwritten."
    ]
    assert (shown["text"].value(), shown.theirs[0]) == ("Mine.", ("What was done, in a few words", "Of a colleague."))
    client.post(address(report), changed(share, text="Mine.", keep="1", seen=shown["seen"].value()))
    assert stands(report)[1] == "Mine."
