"""Documents come in through the browser, are watched while they are read, and are given up."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actions.models import Report
from documents import tasks
from documents.models import Upload
from documents.services.bringing_in import bring_in
from tests.drafting.conftest import AGENDA, REPORT
from tests.factories import MeetingFactory


@pytest.fixture
def handed_out(monkeypatch):
    """The keys of the documents given to the worker."""
    keys = []
    monkeypatch.setattr(tasks.read_upload, "delay_on_commit", keys.append)
    return keys


def file(content=REPORT, name="report.txt"):
    return SimpleUploadedFile(name, content)


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def test_a_document_comes_in_and_is_handed_out(desk, staff, handed_out):
    answer = desk.post(reverse("bring-in"), {"documents": file(), "text": "", "language": ""})

    upload = Upload.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("upload", args=[upload.pk]))
    assert (upload.name, upload.by, upload.state, handed_out) == ("report.txt", staff, "waiting", [upload.pk])


def test_several_documents_come_in_together(desk, handed_out):
    answer = desk.post(reverse("bring-in"), {"documents": [file(), file(AGENDA, "agenda.txt")], "language": "en"})

    assert answer.url == reverse("uploads")
    assert sorted(Upload.objects.values_list("name", "asked_language")) == [("agenda.txt", "en"), ("report.txt", "en")]
    assert len(handed_out) == 2


def test_beside_one_that_is_refused_the_others_are_taken_in_and_named(desk, handed_out):
    answer = desk.post(reverse("bring-in"), {"documents": [file(), file(b"", "empty.txt")]})

    assert answer.context["form"].errors["documents"] == ["“empty.txt” is empty."]
    assert said(answer) == ["“report.txt” was taken in; it is among the documents."]
    assert handed_out == [Upload.objects.get().pk]


def test_a_pasted_text_is_a_document(desk, handed_out):
    desk.post(reverse("bring-in"), {"text": REPORT.decode()})

    upload = Upload.objects.get()
    assert upload.name == "Pasted text, 2026-03-20 09.00.txt"
    with upload.file.open("rb") as kept:
        assert kept.read().replace(b"\r\n", b"\n").strip() == REPORT.strip()


def test_the_same_file_leads_to_where_it_is(desk, brought_in, handed_out):
    upload = brought_in()

    answer = desk.post(reverse("bring-in"), {"documents": file(name="again.txt")}, follow=True)

    assert answer.redirect_chain == [
        (reverse("upload", args=[upload.pk]), 302),
        (reverse("review", args=[upload.report_id]), 302),
    ]
    assert said(answer) == ["“again.txt” is here already, brought in as “report.txt”."]
    assert (Upload.objects.count(), handed_out) == (1, [])


@pytest.mark.parametrize(
    ("sent", "why"),
    [({}, "Choose a document, or paste a text."), ({"text": "   "}, "Choose a document, or paste a text.")],
)
def test_nothing_chosen_is_said(desk, sent, why):
    answer = desk.post(reverse("bring-in"), sent)

    assert (answer.status_code, answer.context["form"].non_field_errors()) == (200, [why])


def test_an_empty_file_is_refused_at_once(desk, handed_out):
    answer = desk.post(reverse("bring-in"), {"documents": file(b"", "empty.txt")})

    assert answer.context["form"].errors == {"documents": ["“empty.txt” is empty."]}
    assert (Upload.objects.count(), handed_out) == (0, [])


def test_progress_is_a_fragment_that_asks_again_until_it_is_read(desk, brought_in):
    upload = brought_in()
    Upload.objects.filter(pk=upload.pk).update(state="reading", progress=70)
    page = reverse("upload", args=[upload.pk])

    whole, part = desk.get(page), desk.get(page, headers={"HX-Request": "true"})

    assert "<html" in whole.text
    assert "<html" not in part.text
    assert 'hx-trigger="every 1s"' in part.text
    assert 'value="70"' in part.text
    Upload.objects.filter(pk=upload.pk).update(state="read")
    done = desk.get(page, headers={"HX-Request": "true"})
    assert done.headers["HX-Redirect"] == reverse("review", args=[upload.report_id])


def test_a_refusal_says_why_and_offers_another_try(desk, brought_in):
    upload = brought_in()
    Upload.objects.filter(pk=upload.pk).update(state="refused", refusal_en="The file is a picture.")

    text = desk.get(reverse("upload", args=[upload.pk])).text

    assert "The file is a picture." in text
    assert reverse("read-again", args=[upload.pk]) in text


def test_a_refused_document_is_read_again(desk, brought_in, handed_out):
    upload = brought_in()
    Upload.objects.filter(pk=upload.pk).update(state="refused")

    desk.post(reverse("read-again", args=[upload.pk]))

    upload.refresh_from_db()
    assert (upload.state, handed_out) == ("waiting", [upload.pk])


def test_the_original_comes_back_as_it_was(desk, brought_in):
    answer = desk.get(reverse("original", args=[brought_in().pk]))

    assert b"".join(answer.streaming_content) == REPORT
    assert answer.headers["Content-Disposition"] == 'attachment; filename="report.txt"'
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_a_document_is_given_up(desk, brought_in):
    upload = brought_in()

    answer = desk.post(reverse("discard", args=[upload.pk]), follow=True)

    assert said(answer) == ["“report.txt” was given up."]
    assert Report.objects.count() == 0


def test_a_report_is_started_from_an_empty_page(desk):
    meeting = MeetingFactory()

    answer = desk.post(reverse("start-report"), {"meeting": meeting.pk, "language": "es"})

    report = Report.objects.get()
    assert answer.url == reverse("review", args=[report.pk])
    assert (report.meeting, report.original_language) == (meeting, "es")
    assert desk.get(answer.url).status_code == 200
    again = desk.post(reverse("start-report"), {"meeting": meeting.pk, "language": "es"}, follow=True)
    assert said(again) == ["Choose a meeting that has no report yet."]


def test_the_list_names_what_is_in_preparation(desk, brought_in):
    upload = brought_in()

    whole = desk.get(reverse("uploads"))
    part = desk.get(reverse("uploads"), headers={"HX-Request": "true"})

    assert list(whole.context["in_preparation"]) == [upload]
    assert "<html" not in part.text
    assert "report.txt" in part.text


def test_what_came_in_the_evening_came_on_that_day(desk, staff):
    """Ten in the evening in Costa Rica is the next day elsewhere."""
    ten = datetime.datetime(2026, 3, 20, 4, tzinfo=datetime.UTC)
    upload = bring_in(content=REPORT, name="report.txt", by=staff, now=ten)
    for address in (reverse("upload", args=[upload.pk]), reverse("uploads")):
        page = desk.get(address).text
        assert ("19 Mar 2026" in page, "20 Mar 2026" in page) == (True, False)


def test_of_a_document_whose_report_is_a_draft_again_the_way_leads_to_its_review(desk, brought_in):
    upload = brought_in()
    Upload.objects.filter(pk=upload.pk).update(state="filed")
    review = f'href="{reverse("review", args=[upload.report_id])}"'
    pages = [desk.get(reverse("uploads")), desk.get(reverse("upload", args=[upload.pk]))]
    assert [(page.status_code, page.content.decode().count(review)) for page in pages] == [(200, 1), (200, 1)]
    assert reverse("undo-report", args=[upload.report_id]) not in pages[1].content.decode()
