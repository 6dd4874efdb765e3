"""The follow-up matrix goes out, comes back with a word in it, is worked through and filed; a mail is entered."""

import email.message
import io
import re

import openpyxl
import pytest
from django.utils import timezone, translation
from playwright.sync_api import expect

from actions.models import ProgressReport
from networks.models import Delegation
from networks.services import today
from tests.factories import CommitmentFactory, DesignationFactory
from tests.journeys.test_accessibility import NARROW, WIDE, trouble_seen

AT_A_DESK, ON_A_PHONE = ("en", WIDE), ("es", NARROW)


@pytest.fixture(
    params=[pytest.param(AT_A_DESK, marks=pytest.mark.soak), ON_A_PHONE], ids=["en, at a desk", "es, on a phone"]
)
def look(request):
    """The language of the pages, whose words are asked of the catalogue, and the size of the window."""
    with translation.override(request.param[0]):
        yield request.param


@pytest.fixture
def shares(conference):
    """Of Honduras and Mexico, under one agreement."""
    first = CommitmentFactory(delegation=Delegation.objects.get(code="HN"))
    return [first, CommitmentFactory(action=first.action, delegation=Delegation.objects.get(code="MX"))]


@pytest.fixture
def fine(clerk, look):
    _language, size = look
    clerk.page.set_viewport_size(size)

    def nothing_wrong():
        assert trouble_seen(clerk.page, clerk.page.url, [("light", size)]) == []
        clerk.page.set_viewport_size(size)

    return nothing_wrong


def say(words, **values):
    return translation.gettext(words) % values


def downloaded(clerk, name):
    with clerk.page.expect_download() as download:
        clerk.presses(name, clerk.page.get_by_role("main"))
    return download.value


def test_a_matrix_goes_out_and_comes_in_again(clerk, look, fine, shares, tmp_path, monkeypatch):
    monkeypatch.setattr("desks.views.matrix.FILED_AT_ONCE", 100)
    language, _size = look
    main = clerk.page.get_by_role("main")
    clerk.opens(f"/{language}/desk/matrix/")
    fine()
    clerk.presses(say("The matrix as it stands"), main)
    fine()
    download = downloaded(clerk, "Excel")
    book = openpyxl.load_workbook(io.BytesIO(download.path().read_bytes()))
    sheet = book.active
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == ["Honduras", str(Delegation.objects.get(code="MX"))]
    sheet["D2"] = "Se envió la guía."
    sheet["C3"] = "I trimestre 2027"
    sheet.append(["An aside", "Honduras", None, "Something else."])
    book.save(tmp_path / "matrix.xlsx")

    clerk.opens(f"/{language}/desk/matrix/")
    main.get_by_label(say("Follow-up matrix")).set_input_files(tmp_path / "matrix.xlsx")
    clerk.presses(say("Bring it in"), main)
    fine()
    clerk.presses(say("Compare with the record"), main)
    expect(main.get_by_text(say("The row names no point of a report."))).to_be_visible()
    fine()
    main.get_by_label(say("There is no new date")).first.check()
    clerk.presses(re.compile(f"^{say('Compare again')}"), main.locator("li", has_text="I trimestre 2027"))
    expect(main.get_by_text("I trimestre 2027")).to_have_count(0)
    clerk.fills(say("Or leave it out, because"), "It is an aside.", main)
    clerk.presses(re.compile(f"^{say('Leave it out')}"), main)
    expect(main.get_by_text("Se envió la guía.").first).to_be_visible()
    fine()
    filing = translation.ngettext("File %(number)s row", "File %(number)s rows", 1) % {"number": 1}
    clerk.presses(filing, main)
    expect(main.get_by_role("button", name=filing)).to_have_count(0)
    fine()
    told = ProgressReport.objects.get()
    assert (told.delegation.code, told.text, told.state) == ("HN", "Se envió la guía.", "acknowledged")


def test_a_mail_is_dropped_in_and_entered(clerk, look, fine, shares, tmp_path):
    language, _size = look
    main = clerk.page.get_by_role("main")
    DesignationFactory(delegation=shares[0].delegation, person__email="ana@example.org")
    message = email.message.EmailMessage()
    message["From"], message["Subject"], message["Date"] = "ana@example.org", "La guía", timezone.now()
    message.set_content(f"Se envió la guía de {shares[0].action.agreement.reference}.")
    (tmp_path / "answer.eml").write_bytes(message.as_bytes())
    clerk.opens(f"/{language}/desk/eml/")
    fine()
    main.get_by_label(say("Mail"), exact=True).set_input_files(tmp_path / "answer.eml")
    clerk.presses(say("Read it"), main)
    expect(main.locator("input[name=commitment]:checked")).to_have_count(1)
    fine()
    clerk.presses(say("Enter it on behalf of %(delegation)s", delegation="Honduras"), main)
    expect(main.get_by_text("Se envió la guía").first).to_be_visible()
    told = ProgressReport.objects.get()
    assert (told.delegation.code, told.on, told.source) == ("HN", today(now=timezone.now()), "mail")


def test_a_desk_is_taken_home_and_a_choice_is_kept(clerk, look, fine, shares):
    language, _size = look
    main = clerk.page.get_by_role("main")
    slug = shares[0].action.agreement.report.meeting.network.slug
    clerk.opens(f"/{language}/delegations/HN/pending/?network={slug}")
    clerk.fills(say("Keep this choice as"), "Consular", main)
    clerk.presses(say("Keep"), main.locator(".named-filters"))
    expect(main.get_by_role("link", name="Consular", exact=True)).to_be_visible()
    fine()
    for name, ending in (("Excel", "xlsx"), (say("Word, for clearance"), "docx")):
        assert downloaded(clerk, name).suggested_filename.endswith(f".{ending}")
