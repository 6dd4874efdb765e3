"""No axe violation on any page, in both languages, light and dark, wide and narrow; and nothing wider than a phone."""

import itertools
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.test import RequestFactory
from django.utils import timezone
from playwright.sync_api import expect

from actions.models import Action, Commitment, Evidence, ProgressReport, Report
from correspondence.models import (
    Addressee,
    DelegationHold,
    DigestDay,
    LinkUse,
    MailSettings,
    MailText,
    Notice,
    ReminderPolicy,
    ReminderStep,
    SignedLink,
)
from correspondence.services import links
from desks.models import NamedFilter
from desks.services import eml
from desks.services import matrix as matrices
from documents.models import Upload
from documents.services.bringing_in import bring_in
from documents.services.reading import read_upload
from documents.services.sample_texts import people
from meetings.models import Meeting, MeetingDocument
from networks.admin import BackOffice
from networks.auditing import note
from networks.models import AuditedAct, Designation, Network, User
from networks.services import today
from tests.factories import (
    AgreementFactory,
    CommitmentFactory,
    EvidenceFactory,
    MailFactory,
    MentionFactory,
    ProgressReportFactory,
)
from tests.journeys.axe import violations
from tests.journeys.documents import AGENDA
from tests.journeys.person import Person

# In every run the journeys look at the pages on their way.
pytestmark = pytest.mark.soak

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
TWO_LOOKS = [("light", WIDE), ("dark", NARROW)]
EVERY_LOOK = list(itertools.product(("light", "dark"), (WIDE, NARROW)))
LOOKS = {"en": TWO_LOOKS[:1], "es": TWO_LOOKS[1:]}
PASSWORD = "an-officer-signs-in-here"
A_MAIL = b"From: Ana <ana@example.org>\r\nDate: Mon, 1 Jun 2026 09:00:00 +0000\r\nSubject: Point 2\r\n\r\nSent.\r\n"
MISSING = "Failed to load resource: the server responded with a status of 404 (Not Found)"


@pytest.fixture
def staff(sample):
    return people()["staff"][0]


@pytest.fixture
def visitors_pages(sample):
    """Every page a visitor can be on; addresses without their language."""
    agreement = (
        "agreements/CP/" + Report.objects.get(reference__startswith="CP/", meeting__city="Santa Tecla").reference[3:]
    )
    report = agreement.replace("agreements/", "reports/", 1)
    planned, held = Meeting.objects.get(city="Colón"), Meeting.objects.get(city="Heredia")
    return [
        "",
        "agreements/?status=due_soon&order=deadline",
        "agreements/?words=nowhere",
        f"{agreement}/2/",
        f"{agreement}/7.a/",
        f"{report}/",
        f"{report}/?text=es",
        "meetings/",
        f"meetings/{planned.pk}/",
        f"meetings/{held.pk}/",
        "networks/",
        "networks/consular-protection/",
        "delegations/",
        "delegations/HN/",
        "delegations/PPT/",
        "sign-in/",
        "sign-in/password/",
        "nowhere/",
    ]


@pytest.fixture
def staffs_pages(staff):
    """Every page of the desk, its forms open, and what staff see more of elsewhere."""
    report = Report.objects.get(state="draft")
    point = report.agreements.filter(actions__isnull=False).first()
    filed = Report.objects.on_record().first()
    event = Action.objects.on_record().filter(deadline_kind="event").first()
    now = timezone.now()
    agenda = bring_in(content=AGENDA.encode(), name="agenda.txt", by=User.objects.get(email=staff["email"]), now=now)
    read_upload(upload_id=agenda.pk, now=now)
    waiting = bring_in(content=b"Not read yet.", name="waiting.txt", by=agenda.by, now=now)
    Upload.objects.filter(pk=waiting.pk).update(state="refused", refusal_en="This is a text of another kind.")
    review = f"desk/reports/{report.pk}/"
    closed, opened = (AgreementFactory(report__opened_on=day).report.pk for day in (None, now.date()))
    return [
        "desk/",
        "desk/bring-in/",
        "desk/deadlines/",
        f"desk/deadlines/{event.pk}/",
        review,
        *(
            f"{review}?edit={place}"
            for place in (
                "heading",
                "texts",
                "add",
                f"agreement-{point.pk}",
                f"split-{point.pk}",
                f"action-{point.actions.first().pk}",
                "body-Friends of the Lagoon Foundation",
                "known-Friends of the Lagoon Foundation",
            )
        ),
        f"{review}file/",
        f"desk/reports/{closed}/open/",
        f"desk/reports/{opened}/open/",
        f"reports/drafts/{closed}/",
        f"desk/reports/{filed.pk}/undo/",
        f"desk/documents/{waiting.pk}/",
        f"desk/agendas/{agenda.pk}/",
        f"desk/agendas/{agenda.pk}/?edit=item-0",
        f"agreements/{filed.reference}/2/",
        "account/",
        "account/password/",
        "account/sessions/",
        "account/second-factor/",
        "account/second-factor/app/",
        "account/second-factor/passkeys/",
        "account/second-factor/passkeys/add/",
    ]


@pytest.fixture
def focal_point(sample):
    """Who keeps the officers of Honduras, with a password."""
    person = Designation.objects.get(delegation__code="HN", role="focal_point").person
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def delegations_pages(focal_point):
    """What a delegation's people sit at, with a filter that is kept."""
    officer = Designation.objects.get(delegation__code="HN", role="liaison_officer")
    share = Commitment.objects.pending().filter(delegation=officer.delegation).earliest("pk")
    report = ProgressReport.objects.filter(delegation=officer.delegation).earliest("pk")
    meeting = officer.network.meetings.upcoming(on=today(now=timezone.now())).first()
    NamedFilter.objects.create(
        person=focal_point, name="Consular Protection", query="network=consular-protection", made_at=timezone.now()
    )
    came = ProgressReportFactory(delegation=officer.delegation, about=[share], state="to_confirm", came_by="link")
    aside = ProgressReportFactory(delegation=officer.delegation, about=[share], state="set_aside", came_by="link")
    EvidenceFactory(report=came)
    absent = CommitmentFactory(delegation=officer.delegation, status="to_confirm")
    opened = AgreementFactory(report__opened_on=came.on).report
    desk = "delegations/HN"
    return [
        f"{desk}/matters/{absent.pk}/",
        f"{desk}/inform/?commitment={absent.pk}",
        f"{desk}/progress/{came.pk}/",
        f"{desk}/progress/{came.pk}/change/",
        f"{desk}/progress/{aside.pk}/",
        f"{desk}/pending/",
        f"{desk}/pending/?network=consular-protection",
        f"{desk}/matters/{share.pk}/",
        f"{desk}/inform/?commitment={share.pk}",
        f"{desk}/progress/{report.pk}/",
        f"{desk}/brief/{meeting.pk}/",
        f"{desk}/officers/",
        f"{desk}/officers/add/",
        f"{desk}/officers/{officer.pk}/hand-over/",
        f"{desk}/officers/{officer.pk}/end/",
        "account/calendar/",
        f"reports/drafts/{opened.pk}/",
    ]


@pytest.fixture
def pages_behind_a_link(sample):
    """What a mail's link opens, for whoever has no account."""
    officer = Designation.objects.get(delegation__code="HN", role="liaison_officer")
    mail, delegation = MailFactory(recipient=officer.person.email), officer.delegation_id
    link = links.links_for([(mail, delegation)], now=timezone.now(), valid_days=45)[mail.pk, delegation]
    share = Commitment.objects.pending().filter(delegation=delegation).earliest("pk")
    ProgressReportFactory(delegation=officer.delegation, about=[share], state="to_confirm", came_by="link")
    absent = CommitmentFactory(delegation=officer.delegation, status="to_confirm")
    desk = f"pending/{links.token_of(link)}"
    matters = [f"{desk}/matters/{one.pk}/" for one in (share, absent)]
    return [f"{desk}/", *matters, f"{desk}/inform/?commitment={absent.pk}"]


@pytest.fixture
def secretariats_pages(staff):
    """The secretariat's week, its steps, answers, matrices and mails, and the documents of a meeting."""
    by, now = User.objects.get(email=staff["email"]), timezone.now()
    agreement = ProgressReport.objects.earliest("pk").answers.first().commitment.action.agreement
    report, _slash, label = agreement.reference.rpartition("/")
    first, second = Commitment.objects.pending().filter(action__agreement__report__reference__isnull=False)[:2]
    rows = [
        ["Point", "Responsible", "Date", "Progress"],
        *([share.action.agreement.reference, str(share.delegation), "", "Sent."] for share in (first, second)),
        ["The workshop", "Honduras", "", "Under way."],
    ]
    lines = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    brought_in = matrices.bring_in(content=lines.encode(), name="matrix.csv", by=by, now=now)
    found = matrices.layout(brought_in)
    matrices.lay_out(
        matrix_id=brought_in.pk, sheet=found.sheet, header_row=found.header_row, columns=found.columns, language="en",
        meeting=None, as_of=today(now=now), by=by, now=now,
    )  # fmt: skip
    matrices.compare_matrix(matrix_id=brought_in.pk, now=now)
    dropped = eml.take_in(content=A_MAIL, name="answer.eml", by=by, now=now)
    meeting = MeetingDocument.objects.earliest("pk").meeting
    file = Evidence.objects.filter(report__state="sent").earliest("pk")
    return [
        "desk/monday/",
        "desk/monday/?show=date_passed",
        "desk/steps/?situation=date_passed",
        f"desk/answers/{report}/{label}/",
        "desk/matrix/",
        "desk/matrix/out/",
        f"desk/matrix/{brought_in.pk}/columns/",
        f"desk/matrix/{brought_in.pk}/",
        f"desk/matrix/{brought_in.pk}/?show=written",
        "desk/eml/",
        f"desk/eml/{dropped.pk}/?delegation=HN",
        f"desk/meetings/{meeting.pk}/documents/",
        f"delegations/{file.report.delegation.code}/progress/{file.report_id}/",
        f"delegations/{file.report.delegation.code}/files/{file.pk}/withdraw/",
    ]


@pytest.fixture
def mail(sample):
    """A mail, what came of it, and what is arranged for others: one row of each kind."""
    now, mention = timezone.now(), MentionFactory(commitment=Commitment.objects.first())
    mail, delegation = mention.mail, mention.delegation
    link = SignedLink.objects.create(
        mail=mail, delegation=delegation, address=mail.recipient, issued_at=now, expires_at=now + timedelta(days=45)
    )
    LinkUse.objects.create(link=link, at=now, what="pending", browser="A browser")
    Addressee.objects.create(address=mail.recipient)
    Notice.objects.create(kind="returned", address=mail.recipient, delegation=delegation, words="Unknown.", at=now)
    DigestDay.objects.create(day=mail.day, composed_at=now, mails=1)
    DelegationHold.objects.create(delegation=delegation, starts_on=mail.day, reason="Elections")
    MailText.objects.create(kind="digest", language="en", subject="Pending", opening="Good day.", closing="Regards.")
    MailSettings.objects.create(pk=1)
    policy = ReminderPolicy.objects.create(network=Network.objects.first())
    ReminderStep.objects.create(policy=policy, days=-14)


@pytest.fixture
def back_offices_own(staff, mail, monkeypatch):
    """Pages of the back office that are of no kind of row alone."""
    monkeypatch.setattr(BackOffice, "list_per_page", 3)
    # A kind is looked up once in the life of a server; a page that meets several first would seem to ask row by row.
    ContentType.objects.get_for_models(*admin.site._registry)
    return [
        "actions/",
        "actions/report/?q=nowhere",
        "actions/commitment/?q=a&status__exact=open&o=4",
        "networks/delegation/?_facets=True",
        f"actions/report/{Report.objects.on_record().first().pk}/history/",
        f"networks/user/{User.objects.get(email=staff['email']).pk}/password/",
        "password_change/",
    ]


@pytest.fixture
def back_offices_kinds(staff, back_offices_own):
    """Of each kind of row the pages: the list, that of one there is, and the form for a new one."""
    request = RequestFactory().get("/")
    request.user = User.objects.get(email=staff["email"])
    note(AuditedAct.EXPORTED, by=request.user, about="a table", now=timezone.now())
    kinds = []
    for model, its in admin.site._registry.items():
        place = f"{model._meta.app_label}/{model._meta.model_name}/"
        pages = [place, f"{place}{its.get_queryset(request).latest('pk').pk}/change/"]
        kinds.append([*pages, f"{place}add/"] if its.has_add_permission(request) else pages)
    return kinds


def trouble_on(page, address, looks):
    """What is wrong at an address: with it, how it was looked at and what was found."""
    page.goto(address)
    # Around an open form the page is the same as without it.
    return trouble_seen(page, address, looks, "main form.form" if "?edit=" in address else "html")


def trouble_seen(page, address, looks, part="html"):
    """What is wrong with the page as it stands, called by its address or another name."""
    page.wait_for_load_state()
    found = []
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
            found.append((address, size["width"], "wider than the window"))
    for colours, size in looks:
        page.emulate_media(color_scheme=colours, reduced_motion="reduce")
        page.set_viewport_size(size)
        found += [(address, colours, size["width"], what) for what in violations(page, part)]
    return found


def trouble_by_turns(page, addresses):
    """What is wrong on pages made of the same parts: each is looked at once, by turns in which language and how."""
    turns = itertools.cycle(itertools.product(LOOKS, TWO_LOOKS))
    return [
        trouble
        for (language, look), address in zip(turns, addresses, strict=False)
        for trouble in trouble_on(page, f"/{language}/{address}", [look])
    ]


def trouble_on_all(page, addresses, looks):
    return [
        trouble
        for language in LOOKS
        for address in addresses
        for trouble in trouble_on(page, f"/{language}/{address}", looks)
    ]


def test_pages_behind_a_link(page, pages_behind_a_link):
    assert trouble_by_turns(page, pages_behind_a_link) == []


def test_visitors_pages_in_every_look(page, visitors_pages, complaints):
    assert trouble_on_all(page, visitors_pages, EVERY_LOOK) == []
    assert complaints == [MISSING] * len(LOOKS)
    complaints.clear()


def test_staffs_pages_in_every_look(person, staff, staffs_pages):
    person.signs_in(staff["email"], staff["password"])
    assert trouble_on_all(person.page, staffs_pages, EVERY_LOOK) == []


def test_desks_in_both_languages(person, new_context, staff, focal_point, delegations_pages, secretariats_pages):
    person.signs_in(staff["email"], staff["password"])
    assert trouble_on_all(person.page, secretariats_pages, TWO_LOOKS) == []
    officer = Person(new_context().new_page())
    officer.signs_in(focal_point.email, PASSWORD)
    assert trouble_on_all(officer.page, delegations_pages, TWO_LOOKS) == []


def test_the_back_office(person, staff, back_offices_own, back_offices_kinds):
    person.signs_in(staff["email"], staff["password"])
    assert trouble_on(person.page, "/en/admin/", TWO_LOOKS) == []
    assert trouble_on(person.page, "/es/admin/actions/agreement/", TWO_LOOKS) == []
    # From here on without the list of all kinds beside each page, which stays the same.
    person.page.set_viewport_size(WIDE)
    person.presses("Activar navegación")
    pages = [*back_offices_own, *itertools.chain.from_iterable(back_offices_kinds)]
    assert trouble_by_turns(person.page, [f"admin/{page}" for page in pages]) == []
    # A form with new rows, and refused.
    person.opens(f"/en/admin/meetings/meeting/{Meeting.objects.get(city='Colón').pk}/change/")
    for link in person.page.locator(".add-row a").all():
        person.clicks(link)
    assert trouble_seen(person.page, "new rows", TWO_LOOKS) == []
    person.fills("First day", "", person.page.locator(".field-starts_on"))
    person.presses("Save and continue editing")
    expect(person.page.locator(".errornote")).to_be_visible()
    assert trouble_seen(person.page, "refused", TWO_LOOKS) == []
