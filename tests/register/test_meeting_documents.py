"""The documents on a meeting's page, and their addresses: what one may not read is not there."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents.services.annexes import add_document, change_document
from meetings.models import Distribution
from networks.models import AuditEntry, Membership, Role
from tests.actions.test_evidence import PDF
from tests.factories import (
    DelegationFactory,
    DesignationFactory,
    MeetingDocumentFactory,
    MeetingFactory,
    MemberFactory,
    StaffFactory,
)
from tests.queries import queries_of
from tests.register.conftest import NOW

pytestmark = pytest.mark.django_db

ALL = list(Distribution.values)
READ = {
    "visitor": ["public"],
    "observer": ["public", "observers"],
    "officer of an observer": ["public", "observers"],
    "officer": ["public", "observers", "members"],
    "chair": ALL,
    "staff": ALL,
}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def meeting():
    return MeetingFactory(is_public=True)


@pytest.fixture
def documents(meeting):
    """{distribution: the document of it}, each with a file."""
    made = {one: MeetingDocumentFactory(meeting=meeting, distribution=one, title_en=f"For {one}") for one in ALL}
    for document in made.values():
        document.file.storage.save(document.file.name, ContentFile(PDF))
    return made


@pytest.fixture
def people():
    organisation = DelegationFactory(code="IOM", kind="organisation")
    Membership.objects.create(delegation=organisation, standing="observer", starts_on=datetime.date(2000, 1, 1))
    return {
        "visitor": None,
        "observer": DesignationFactory(delegation=organisation, role=Role.OBSERVER).person,
        "officer of an observer": DesignationFactory(delegation=organisation).person,
        "officer": DesignationFactory(delegation=MemberFactory(code="HN")).person,
        "chair": DesignationFactory(delegation=DelegationFactory(code="PPT", kind="office"), role=Role.CHAIR).person,
        "staff": StaffFactory(),
    }


def shown_to(client, person, meeting):
    client.logout()
    if person:
        client.force_login(person)
    answer = client.get(meeting.get_absolute_url())
    return answer, answer.content.decode()


def status_at(client, address):
    """The status of the answer, whose file is read to its end."""
    answer = client.get(address)
    if answer.streaming:
        assert b"".join(answer.streaming_content) == PDF
    return answer.status_code


def test_each_reader_finds_on_the_page_and_at_the_addresses_what_is_for_them(client, meeting, documents, people):
    listed, served, told = {}, {}, {}
    for role, person in people.items():
        answer, page = shown_to(client, person, meeting)
        listed[role] = [one for one in ALL if f"For {one}<" in page]
        told[role] = [one.distribution for one in answer.context["documents"]]
        served[role] = [one for one in ALL if status_at(client, documents[one].get_absolute_url()) == 200]
    assert (listed, told, served) == (READ, READ, READ)


def test_for_whom_it_is_is_shown_to_those_who_take_part(client, meeting, documents, people):
    shown = {role: "status is-open" in shown_to(client, person, meeting)[1] for role, person in people.items()}
    assert shown == {role: role != "visitor" for role in people}


def test_the_kept_page_of_visitors_never_has_what_is_for_members(client, meeting, documents, people):
    """Whatever order they come in: visitors' pages are kept, members' are not."""
    first = shown_to(client, None, meeting)[1]
    members = shown_to(client, people["officer"], meeting)[1]
    client.cookies.clear()
    again = client.get(meeting.get_absolute_url()).content.decode()
    assert ("For members<" in first, "For members<" in members, "For members<" in again) == (False, True, False)


def test_visitors_find_it_once_it_is_public_and_no_longer_once_it_is_not(client, meeting):
    staff = StaffFactory()
    upload = SimpleUploadedFile("note.pdf", PDF)
    document = add_document(
        meeting_id=meeting.pk, upload=upload, distribution="members", title_en="A note", by=staff, now=NOW
    )
    seen = []
    for distribution in ("members", "public", "observers"):
        change_document(document_id=document.pk, by=staff, distribution=distribution)
        page = client.get(meeting.get_absolute_url()).content.decode()
        seen.append(("A note" in page, status_at(client, document.get_absolute_url())))
    assert seen == [(False, 404), (True, 200), (False, 404)]


def test_a_file_is_served_to_be_saved_and_runs_nothing(client, documents):
    answer = client.get(documents["public"].get_absolute_url())
    assert b"".join(answer.streaming_content) == PDF
    headers = ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy")
    assert [answer.headers[name] for name in headers] == [
        "application/pdf",
        'attachment; filename="annex.pdf"',
        "nosniff",
        "default-src 'none'; sandbox",
    ]
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_guessed_address_answers_like_one_that_is_nowhere(client, meeting, documents):
    elsewhere = MeetingFactory(is_public=True)
    guesses = [
        reverse("meeting-document", args=[meeting.pk, documents["members"].pk]),
        reverse("meeting-document", args=[meeting.pk, 10**6]),
        reverse("meeting-document", args=[elsewhere.pk, documents["public"].pk]),
        f"/{documents['members'].file.name}",
        f"/media/{documents['members'].file.name}",
    ]
    assert [client.get(address).status_code for address in guesses] == [404] * len(guesses)


def test_without_its_meeting_a_public_document_is_not_there(client, documents, meeting):
    meeting.is_public = False
    meeting.save()
    assert client.get(documents["public"].get_absolute_url()).status_code == 404


def test_a_file_that_is_gone_is_not_found(client, documents):
    documents["public"].file.storage.delete(documents["public"].file.name)
    assert client.get(documents["public"].get_absolute_url()).status_code == 404


def test_taking_what_is_not_public_away_is_noted(client, documents, people):
    client.force_login(people["chair"])
    for document in documents.values():
        status_at(client, document.get_absolute_url())
    noted = list(AuditEntry.objects.exclude(act="signed_in").order_by("pk").values_list("act", "by", "about"))
    kept = [f"meetingdocument {documents[one].pk}" for one in ALL if one != "public"]
    assert noted == [("exported", people["chair"].pk, about) for about in kept]


@pytest.mark.parametrize("role", ["visitor", "officer", "staff"])
def test_where_there_is_nothing_to_read_only_staff_are_told(client, meeting, people, role):
    MeetingDocumentFactory(meeting=MeetingFactory(is_public=True), distribution="public")
    page = shown_to(client, people[role], meeting)[1]
    assert ('id="documents"' in page, "Add or change documents" in page) == (role == "staff", role == "staff")


def test_the_page_asks_no_more_for_more_documents(client, meeting, people):
    def asked():
        return queries_of(client, meeting.get_absolute_url())

    client.force_login(people["officer"])
    MeetingDocumentFactory(meeting=meeting)
    one = asked()
    for distribution in ALL:
        MeetingDocumentFactory(meeting=meeting, distribution=distribution)
    assert asked() == one


def test_in_spanish_a_title_is_said_in_its_language(client, meeting):
    MeetingDocumentFactory(meeting=meeting, distribution="public", title_es="Nota conceptual", language="es")
    MeetingDocumentFactory(meeting=meeting, distribution="public", title_es="", title_en="Only in English")
    page = client.get(meeting.get_absolute_url().replace("/en/", "/es/")).content.decode()
    for words in ('lang="es">Nota conceptual<', 'lang="en">Only in English<', "PDF, 1000", "español"):
        assert words in page
