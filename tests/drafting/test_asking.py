"""What is asked about a document is asked in the reader's language, and of a body once, wherever it stands."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from actions.models import ActionOwner
from actions.services.assigning import add_action
from actions.stamps import owner_key
from documents.models import Upload
from documents.services.bringing_in import bring_in
from documents.services.reading import read_upload
from networks.models import Delegation
from tests.drafting.conftest import AGENDA, NOW, REPORT
from tests.factories import AgreementFactory, MeetingFactory, ReportFactory, StaffFactory

pytestmark = pytest.mark.django_db

BODY = b"Harbour Foundation"
NAMED_OFTEN = (
    REPORT.replace(b"Honduras and Mexico.", b"Honduras, Harbour Foundation and Mexico.")
    .replace(b"2. Honduras will", b"2. Harbour Foundation and Honduras will")
    .replace(
        b"3. To take note",
        b"3. Harbour Foundation will print the guide:\n   a. in English by May 4, 2026;\n4. To take note",
    )
)


@pytest.fixture
def draft(brought_in):
    return brought_in(NAMED_OFTEN).report


def page_of(desk, name, *args, language="en", **query):
    with override(language):
        return desk.get(reverse(name, args=args), query)


def owners(draft):
    return [owner_key(owner) for owner in ActionOwner.objects.filter(action__agreement__report=draft).order_by("pk")]


def settled(upload):
    return list(upload.doubts.exclude(as_written="").values_list("as_written", "settled"))


@pytest.mark.parametrize("language", ["en", "es"])
def test_doubts_and_what_was_left_out_are_said_in_the_reader_s_language(desk, conference, language):
    uploader = StaffFactory(name="Uploader", language="es" if language == "en" else "en")
    content = REPORT.replace(b"March 10, 2026\n\nThe", b"March 12, 2026\n\nPage 1\n\nThe").replace(b"3.", b"5.")
    upload = bring_in(content=content, name="report.txt", by=uploader, now=NOW)
    with override(uploader.language):
        read_upload(upload_id=upload.pk, now=NOW)
    report = Upload.objects.get(pk=upload.pk).report

    page = page_of(desk, "review", report.pk, language=language).text

    said = {
        "en": ("Numbers are missing before 5.", "The preamble gives another date (2026-03-10)", "Page number."),
        "es": ("Faltan números antes de 5.", "El preámbulo indica una fecha (2026-03-10)", "Número de página."),
    }
    other = said["es" if language == "en" else "en"]
    assert [words in page for words in said[language]] == [True] * 3
    assert [words in page for words in other] == [False] * 3


@pytest.mark.parametrize("name", ["upload", "uploads"])
def test_a_refusal_is_said_in_the_reader_s_language(desk, conference, name):
    upload = bring_in(content=b"{\\rtf1}", name="report.rtf", by=StaffFactory(language="es"), now=NOW)
    read_upload(upload_id=upload.pk, now=NOW)
    english, spanish = "Rich text files (.rtf) cannot be read.", "Los archivos de texto enriquecido (.rtf)"

    pages = [page_of(desk, name, *([upload.pk] if name == "upload" else []), language=one).text for one in ("en", "es")]

    assert [(english in page, spanish in page) for page in pages] == [(True, False), (False, True)]


def test_a_body_is_asked_about_once_with_all_its_places(desk, draft):
    review = page_of(desk, "review", draft.pk).context["review"]

    (body,) = review.questions.asked
    at = {shown.path: shown.place for shown in review.agreements}
    assert (body.name, body.places) == (
        "Harbour Foundation",
        [
            ("among those present", "heading"),
            ("agreement 2", at["2"]),
            ("agreement 3", at["3"]),
            ("agreement 3.a", at["3.a"]),
        ],
    )
    assert [doubt.as_written for doubt in review.questions.open].count("Harbour Foundation") == 1
    assert body.doubt not in review.questions.others


def test_a_body_becomes_a_delegation_in_all_its_places(desk, draft):
    desk.post(
        reverse("make-delegation", args=[draft.pk]),
        {"as_written": "Harbour Foundation", "code": "HF", "kind": "civil_society"},
    )

    upload = draft.uploads.get()
    assert (upload.participants, owners(draft)) == (["CR", "GT", "HN", "HF", "MX"], ["HF", "HN", "MX", "HF", "HF"])
    assert settled(upload) == [("Harbour Foundation", True)]


def test_a_body_is_one_of_the_delegations_here_in_all_its_places(desk, draft):
    chosen = Delegation.objects.get(code="IOM")
    form = page_of(desk, "review", draft.pk, edit="known-Harbour Foundation").context["opened"].form
    assert (str(form["as_written"].value()), form.fields["delegation"].choices[1][1]) == (
        "Harbour Foundation",
        "Argentina",
    )

    answer = desk.post(
        reverse("make-delegation", args=[draft.pk]),
        {"as_written": "Harbour Foundation", "delegation": chosen.pk},
        follow=True,
    )

    upload = draft.uploads.get()
    assert (upload.participants, owners(draft)) == (["CR", "GT", "HN", "IOM", "MX"], ["IOM", "HN", "MX", "IOM", "IOM"])
    assert settled(upload) == [("Harbour Foundation", True)]
    assert [str(message) for message in answer.context["messages"]] == [
        f"“Harbour Foundation” stands for {chosen} now."
    ]
    assert answer.context["review"].questions.asked == []


def test_a_body_is_left_as_written_in_all_its_places(desk, draft):
    doubt = draft.uploads.get().doubts.get(as_written="Harbour Foundation")

    desk.post(reverse("settle-doubts", args=[draft.pk]), {"doubt": doubt.pk})

    asked = page_of(desk, "review", draft.pk).context["review"].questions
    assert (asked.asked, [(body.name, len(body.places)) for body in asked.left]) == ([], [("Harbour Foundation", 4)])
    assert owners(draft).count("Harbour Foundation") == 3


def test_whom_a_body_stands_for_must_be_said(desk, draft):
    sent = {"as_written": "Harbour Foundation", "delegation": ""}

    refused = desk.post(reverse("make-delegation", args=[draft.pk]), sent).context["opened"]

    assert (refused.place, refused.form.errors) == (
        "known-Harbour Foundation",
        {"delegation": ["This field is required."]},
    )
    assert settled(draft.uploads.get()) == [("Harbour Foundation", False)]


def test_a_body_typed_here_is_no_doubt_but_can_be_said(desk, staff, conference):
    report = ReportFactory(meeting=MeetingFactory())
    agreement = AgreementFactory(report=report)
    action = add_action(agreement_id=agreement.pk, by=staff, owners=["The Coalition"])
    asked = page_of(desk, "review", report.pk).context["review"].questions
    assert (asked.open, asked.asked, [body.name for body in asked.left]) == ([], [], ["The Coalition"])

    sent = {"as_written": "The Coalition", "delegation": Delegation.objects.get(code="IOM").pk}
    desk.post(reverse("make-delegation", args=[report.pk]), sent)

    assert [owner_key(owner) for owner in action.owners.all()] == ["IOM"]


def test_a_body_that_leads_items_is_asked_about_once(desk, brought_in):
    upload = brought_in(
        AGENDA.replace(b"[Lead: Guatemala]", b"[Lead: Harbour Foundation]").replace(b"and Mexico", b"and " + BODY),
        "a.txt",
    )
    page = page_of(desk, "agenda-review", upload.pk)
    (body,) = page.context["questions"].asked
    assert body.places == [("Opening words", "item-0"), ("Progress of the revised guide", "item-1")]

    sent = {"as_written": "Harbour Foundation", "delegation": Delegation.objects.get(code="IOM").pk}
    desk.post(reverse("make-agenda-delegation", args=[upload.pk]), sent)

    upload.refresh_from_db()
    assert [entry["leads"] for entry in upload.reading["agenda"]] == [["IOM"], ["HN", "IOM"], []]
    assert settled(upload) == [("Harbour Foundation", True)]
