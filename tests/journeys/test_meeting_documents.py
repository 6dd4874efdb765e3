"""A document of a meeting: staff add it for members, an officer reads it, to a visitor it is not there."""

import pytest
from django.utils import timezone, translation
from playwright.sync_api import expect

from documents.services.sample_texts import people
from meetings.models import MeetingDocument
from networks.models import Designation
from networks.services import today
from tests.journeys.conftest import PASSWORD
from tests.journeys.person import Person
from tests.journeys.test_accessibility import MISSING, TWO_LOOKS, trouble_seen

A_PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
TITLE = "Nota / Note 12"


@pytest.fixture(params=["es", pytest.param("en", marks=pytest.mark.soak)])
def language(request):
    with translation.override(request.param):
        yield request.param


def say(words, **values):
    return translation.gettext(words) % values


def fine(person):
    assert trouble_seen(person.page, person.page.url, TWO_LOOKS) == []


def test_a_document_for_members(person, new_context, sample, language, complaints, tmp_path):
    officer = Designation.objects.get(delegation__code="HN", role="liaison_officer")
    meeting = officer.network.meetings.upcoming(on=today(now=timezone.now())).first()
    meetings_page = f"/{language}/meetings/{meeting.pk}/"
    main = person.page.get_by_role("main")

    # Staff add it; what is no document is refused in plain words.
    clerk = people()["staff"][0]
    person.signs_in(clerk["email"], clerk["password"])
    person.opens(meetings_page)
    person.clicks(main.get_by_role("link", name=say("Add or change documents")))
    for name, content in (("nota.txt", b"Words."), ("nota.pdf", A_PDF)):
        page_of_documents = person.page.url
        main.get_by_label(say("File")).set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})
        main.get_by_label(say("Title (Spanish)")).fill(TITLE)
        person.clicks(main.get_by_role("button", name=say("Add it")))
        if name == "nota.txt":
            expect(main.locator(".errorlist")).to_contain_text("«nota.txt»" if language == "es" else "“nota.txt”")
            fine(person)
    said = f"{say('Added: “%(title)s”.', title=TITLE)} {say('From now on Member Countries find it with the meeting.')}"
    expect(person.page.get_by_role("status")).to_have_text(said)
    document = MeetingDocument.objects.get(title_es=TITLE)
    assert (document.distribution, document.name) == ("members", "nota.pdf")

    # An officer finds it with the meeting and takes it along.
    officer.person.set_password(PASSWORD)
    officer.person.save()
    reader = Person(new_context().new_page())
    reader.signs_in(officer.person.email, PASSWORD)
    reader.opens(meetings_page)
    fine(reader)
    row = reader.page.get_by_role("main").get_by_role("listitem").filter(has_text=TITLE)
    expect(row).to_contain_text(say("members").capitalize())
    with reader.page.expect_download() as taken:
        reader.clicks(row.get_by_role("link", name=TITLE))
    assert (taken.value.suggested_filename, taken.value.path().read_bytes()) == ("nota.pdf", A_PDF)

    # To a visitor it is not there, nor at its address.
    visitor = Person(new_context().new_page())
    visitor.opens(meetings_page)
    expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
    expect(visitor.page.get_by_text(TITLE)).to_have_count(0)
    expect(visitor.page.get_by_role("heading", name=say("Documents"))).to_have_count(0)
    assert visitor.page.goto(f"{meetings_page}documents/{document.pk}/").status == 404
    assert complaints == [MISSING]
    complaints.clear()

    # Given to all, it is there at once; taken away, it is gone for all.
    steps = person.page.get_by_role("main").locator(".desk-rows > li", has_text=TITLE)
    person.clicks(steps.get_by_role("link", name=say("Change “%(document)s”", document=TITLE)))
    fine(person)
    person.clicks(main.get_by_label(say("Public: whoever sees the meeting, without signing in")))
    person.clicks(main.get_by_role("button", name=say("Save")))
    expect(person.page.get_by_role("status")).to_contain_text(
        say("From now on everybody who sees the meeting finds it there.")
    )
    visitor.opens(meetings_page)
    expect(visitor.page.get_by_role("link", name=TITLE)).to_be_visible()
    assert person.page.url == page_of_documents
    person.clicks(steps.get_by_role("link", name=say("Remove “%(document)s”", document=TITLE)))
    fine(person)
    main.get_by_label(say("Reason")).fill("Entered twice")
    person.clicks(main.get_by_role("button", name=say("Remove the document")))
    expect(person.page.get_by_role("status")).to_have_text(say("“%(title)s” was removed.", title=TITLE))
    person.clicks(main.locator("details > summary"))
    expect(main.get_by_text("Entered twice")).to_be_visible()
    fine(person)
    visitor.opens(meetings_page)
    expect(visitor.page.get_by_role("link", name=TITLE)).to_have_count(0)
