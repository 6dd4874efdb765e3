"""Staff keep the documents of a meeting: what the pages show, take, refuse and say."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from meetings.models import MeetingDocument
from tests.actions.test_evidence import PDF
from tests.drafting.conftest import NOW
from tests.drafting.test_uploads import said
from tests.factories import MeetingDocumentFactory, MeetingFactory, ReportFactory
from tests.queries import queries_of


@pytest.fixture
def meeting():
    return MeetingFactory(is_public=True)


def page(meeting):
    return reverse("meeting-documents", args=[meeting.pk])


def page_of(document, step):
    return reverse(f"meeting-document-{step}", args=[document.meeting_id, document.pk])


def form(content=PDF, name="note.pdf", **given):
    plain = {"title_en": "Concept note", "title_es": "Nota conceptual", "language": "en", "distribution": "observers"}
    return plain | {"file": SimpleUploadedFile(name, content)} | given


def kept():
    return list(MeetingDocument.objects.values_list("title_en", "title_es", "language", "distribution", "name"))


def test_a_document_is_added_and_it_is_said_who_reads_it(desk, staff, meeting):
    answer = desk.post(page(meeting), form(), follow=True)
    assert answer.redirect_chain == [(page(meeting), 302)]
    assert said(answer) == [
        "Added: “Concept note”. From now on observers and Member Countries find it with the meeting."
    ]
    assert kept() == [("Concept note", "Nota conceptual", "en", "observers", "note.pdf")]
    document = MeetingDocument.objects.get()
    assert (document.added_by, list(answer.context["documents"])) == (staff, [document])


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        (
            {"file": SimpleUploadedFile("note.txt", b"It is agreed.")},
            {
                "file": [
                    "“note.txt” is none of the files that can be attached: PDF, Word (.docx), Excel (.xlsx), "
                    "PowerPoint (.pptx) or a picture."
                ]
            },
        ),
        ({"file": SimpleUploadedFile("note.pdf", b"")}, {"file": ["“note.pdf” is empty."]}),
        (
            {"title_en": " ", "title_es": ""},
            {"__all__": ["Give the document a title, in one of the languages at least."]},
        ),
        (
            {"distribution": "everybody"},
            {"distribution": ["Select a valid choice. everybody is not one of the available choices."]},
        ),
    ],
)
def test_a_refusal_stands_at_its_field_and_what_was_typed_stays(desk, meeting, given, errors):
    answer = desk.post(page(meeting), form(**given))
    shown = answer.context["form"]
    assert (answer.status_code, shown.errors, shown["language"].value(), kept()) == (200, errors, "en", [])
    assert "Please choose the file again" in answer.content.decode()


def test_the_same_file_again_says_where_it_is(desk, meeting):
    desk.post(page(meeting), form())
    answer = desk.post(page(meeting), form(name="again.pdf", title_en="Other", distribution="public"))
    assert answer.context["form"].non_field_errors() == [
        "“again.pdf” is among the documents of this meeting already, as “Concept note”."
    ]
    assert len(kept()) == 1


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("members", "public", " From now on everybody who sees the meeting finds it there."),
        ("presidency", "members", " From now on Member Countries find it with the meeting."),
        ("public", "presidency", " From now on fewer read it; whoever took a copy before keeps it."),
        ("members", "members", ""),
    ],
)
def test_another_distribution_says_what_it_means(desk, staff, meeting, before, after, words):
    document = MeetingDocumentFactory(meeting=meeting, distribution=before)
    given = {"title_en": "Final note", "title_es": "", "language": "", "distribution": after, "reason": "As agreed"}
    answer = desk.post(page_of(document, "change"), given, follow=True)
    assert said(answer) == [f"Saved: “Final note”.{words}"]
    document.refresh_from_db()
    assert (str(document), document.title_es, document.distribution) == ("Final note", "", after)
    latest = document.history.latest()
    assert (latest.history_user, latest.history_change_reason) == (staff, "As agreed")


def test_a_change_that_leaves_no_title_is_refused(desk, meeting):
    document = MeetingDocumentFactory(meeting=meeting)
    answer = desk.post(page_of(document, "change"), {"distribution": "members"})
    assert answer.context["form"].non_field_errors() == ["Give the document a title, in one of the languages at least."]


def test_removing_asks_first_and_needs_a_reason_and_what_went_is_told(desk, staff, meeting):
    document = MeetingDocumentFactory(meeting=meeting, title_en="Old note", name="old.pdf")
    asked = desk.get(page_of(document, "remove"))
    assert "The file “old.pdf” is deleted" in asked.content.decode()
    refused = desk.post(page_of(document, "remove"), {"reason": " "})
    assert (refused.context["form"].errors, len(kept())) == ({"reason": ["This field is required."]}, 1)
    answer = desk.post(page_of(document, "remove"), {"reason": "Superseded"}, follow=True)
    assert (said(answer), kept()) == (["“Old note” was removed."], [])
    gone = [
        (row.in_language("title"), row.name, row.distribution, row.history_user, row.history_change_reason)
        for row in answer.context["removed"]
    ]
    assert gone == [("Old note", "old.pdf", "members", staff, "Superseded")]
    assert "1 document was removed" in answer.content.decode()


@pytest.mark.parametrize(("is_public", "is_told"), [(True, False), (False, True)])
def test_that_nobody_outside_sees_the_meeting_is_said(desk, is_public, is_told):
    meeting = MeetingFactory(is_public=is_public)
    document = MeetingDocumentFactory(meeting=meeting, distribution="public")
    for address in (page(meeting), page_of(document, "change")):
        assert ("The meeting is not announced" in desk.get(address).content.decode()) is is_told


@pytest.mark.parametrize(
    ("opened_on", "words"),
    [
        (None, "visitors and observers see neither the meeting nor its documents"),
        (NOW.date(), "Observers see it, with the documents that are for them, while its draft report is open."),
    ],
)
def test_that_observers_see_it_while_its_draft_is_open_is_said(desk, opened_on, words):
    meeting = ReportFactory(opened_on=opened_on).meeting
    document = MeetingDocumentFactory(meeting=meeting)
    for address in (page(meeting), page_of(document, "change")):
        assert words in desk.get(address).content.decode()


def test_a_document_is_found_under_its_own_meeting_alone(desk, meeting):
    document, other = MeetingDocumentFactory(meeting=meeting), MeetingFactory()
    for step in ("change", "remove"):
        address = reverse(f"meeting-document-{step}", args=[other.pk, document.pk])
        assert (desk.get(address).status_code, desk.post(address, {"reason": "x"}).status_code) == (404, 404)
    assert len(kept()) == 1


def test_the_page_asks_no_more_for_more_documents(desk, meeting):
    MeetingDocumentFactory(meeting=meeting)
    one = queries_of(desk, page(meeting))
    for distribution in ("public", "observers", "presidency"):
        MeetingDocumentFactory(meeting=meeting, distribution=distribution)
    assert queries_of(desk, page(meeting)) == one


def test_in_spanish(desk, meeting):
    MeetingDocumentFactory(meeting=meeting, title_es="Nota conceptual", distribution="members")
    shown = desk.get(page(meeting).replace("/en/", "/es/")).content.decode()
    for words in ("Documentos de la reunión", "Nota conceptual", "Miembros", "Cambiar «Nota conceptual»", "Retirar…"):
        assert words in shown
