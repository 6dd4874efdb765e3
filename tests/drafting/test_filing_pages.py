"""The last step in the browser: what will be created, filing, joining, undoing."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from actions.models import Commitment, Report
from actions.services.assigning import add_action
from actions.services.editing import start_report
from documents.models import Doubt, Upload
from documents.services import agendas
from documents.services.headings import heading_stamp, reading_stamp, write_heading
from meetings.models import AgendaItem, Meeting
from networks.reasons import in_reader_language
from tests.drafting.conftest import AGENDA, NOW, REPORT
from tests.factories import (
    AgreementFactory,
    AttendanceFactory,
    DelegationFactory,
    MeetingFactory,
    MemberFactory,
    NetworkFactory,
    ReportFactory,
)
from tests.queries import queries_of

SPANISH = """\
INFORME DE LA REUNIÓN DE LA RED DE FUNCIONARIOS DE ENLACE DE PROTECCIÓN CONSULAR

Antigua, Guatemala
10 de marzo de 2026

La Red de Funcionarios de Enlace de Protección Consular se reunió el 10 de marzo de 2026 en Antigua, Guatemala, con la
participación de Costa Rica, Guatemala, Honduras y México.

La Red somete su informe a la consideración del Grupo Regional de Consulta sobre Migración (GRCM), como sigue:

1. Agradecer a Guatemala por ser sede de la reunión.
2. Honduras enviará una guía revisada a la Secretaría Técnica a más tardar el 30 de abril de 2026.
""".encode()


def stamp_of(upload, index):
    return agendas.item_stamp(upload.reading["agenda"][index])


def titles(upload):
    upload.refresh_from_db()
    return [entry["title"] for entry in upload.reading["agenda"]]


@pytest.fixture
def upload(brought_in):
    return brought_in()


def said(answer):
    return [str(message) for message in answer.context["messages"]]


@pytest.mark.parametrize("owner", ["ALL", "NETWORK"])
def test_filing_says_what_is_asked_of_those_present_where_nobody_is_recorded(desk, staff, owner):
    report = ReportFactory(meeting=MeetingFactory(state="held", starts_on=NOW.date(), ends_on=NOW.date()))
    add_action(agreement_id=AgreementFactory(report=report).pk, by=staff, owners=[owner])
    address = reverse("file-report", args=[report.pk])
    answer = desk.get(address)
    preview = answer.context["preview"]
    assert (preview.actions, preview.commitments, preview.without_present) == (1, 0, 1)
    assert "Nobody recorded as present" in answer.content.decode()

    AttendanceFactory(meeting=report.meeting, delegation=MemberFactory(code="HN"))
    answer = desk.get(address)
    preview = answer.context["preview"]
    assert (preview.commitments, preview.without_present) == (1, 0)
    assert "Nobody recorded as present" not in answer.content.decode()


def test_filing_says_first_what_it_will_create(desk, upload, staff):
    third = upload.report.agreements.get(label="3")
    for action in list(upload.report.agreements.get(label="2").actions.all()):
        action.owners.all().delete()
        action.delete()
    add_action(agreement_id=third.pk, by=staff, owners=["MEMBERS"])
    add_action(agreement_id=third.pk, by=staff, owners=["INTERESTED", "The Coalition"])

    answer = desk.get(reverse("file-report", args=[upload.report_id]))

    preview = answer.context["preview"]
    assert (preview.agreements, preview.actions, preview.commitments) == (3, 2, 11)
    assert [(delegation.code, n) for delegation, n in preview.to_confirm] == [
        (code, 1) for code in ["BZ", "CA", "DO", "SV", "NI", "PA", "US"]
    ]
    assert (preview.nobody, preview.calls) == (["The Coalition"], 1)
    assert (answer.context["old"], answer.context["form"]["followed"].value()) == (False, "yes")

    desk.post(reverse("file-report", args=[upload.report_id]), {"followed": "yes"})
    assert Commitment.objects.count() == 11


def test_a_report_is_filed_and_published(desk, upload, staff):
    answer = desk.post(
        reverse("file-report", args=[upload.report_id]), {"followed": "yes", "publish": "on"}, follow=True
    )

    report = Report.objects.get()
    assert answer.redirect_chain == [(report.get_absolute_url(), 302)]
    assert said(answer) == ["Filed as CP/2026-03."]
    assert (report.state, report.followed, report.versions.get().made_by) == ("published", True, staff)
    again = desk.get(reverse("review", args=[report.pk]))
    assert (again.status_code, again.url) == (302, report.get_absolute_url())
    part = desk.get(reverse("review", args=[report.pk]), headers={"HX-Request": "true"})
    assert part.headers["HX-Redirect"] == report.get_absolute_url()


def test_over_a_year_old_the_answer_offered_is_no(desk, brought_in):
    upload = brought_in(REPORT.replace(b"2026", b"2019"))

    answer = desk.get(reverse("file-report", args=[upload.report_id]))

    assert (answer.context["old"], answer.context["form"]["followed"].value()) == (True, "no")
    assert "over a year ago" in answer.text
    desk.post(reverse("file-report", args=[upload.report_id]), {"followed": "no"})
    assert Report.objects.get().followed is False


def test_whether_it_is_followed_must_be_said(desk, upload):
    answer = desk.post(reverse("file-report", args=[upload.report_id]), {})

    assert list(answer.context["form"].errors) == ["followed"]
    assert Report.objects.get().state == "draft"


def test_what_cannot_be_filed_says_why(desk, upload):
    Upload.objects.filter(pk=upload.pk).update(network=None)

    answer = desk.post(reverse("file-report", args=[upload.report_id]), {"followed": "yes"})

    assert answer.context["form"].non_field_errors() == ["Say first which body met."]
    assert (Report.objects.get().state, Meeting.objects.count()) == ("draft", 0)


def test_a_meeting_that_has_its_report_is_named_before_filing(desk, upload, brought_in):
    desk.post(reverse("file-report", args=[upload.report_id]), {"followed": "yes"})
    again = brought_in(b"\n" + REPORT, "again.txt")

    review = desk.get(reverse("review", args=[again.report_id])).context["review"]

    assert review.obstacles == [("This meeting has a report in this language already: CP/2026-03.", "heading")]


def test_before_the_meeting_is_over_its_report_says_from_when_it_can_be_filed(desk, brought_in, staff):
    draft = brought_in(REPORT.replace(b"March 10", b"March 30")).report_id
    words = "The meeting ends on 30 March 2026: its report can be filed from that day on."

    before = desk.get(reverse("file-report", args=[draft])).context["review"]
    with time_machine.travel(datetime.datetime(2026, 3, 30, 15, tzinfo=datetime.UTC)):
        desk.force_login(staff)
        on_its_day = desk.get(reverse("file-report", args=[draft])).context["review"]

    assert (before.obstacles, on_its_day.obstacles) == ([(words, "heading")], [])


def test_a_typed_report_is_filed_without_a_document(desk, conference):
    network = NetworkFactory(slug="consular-protection")
    report = ReportFactory(meeting=MeetingFactory(network=network))
    AttendanceFactory(meeting=report.meeting, delegation=DelegationFactory(code="MX"))
    sent = {"place": "add", "kind": "other", "text_en": "Mexico will send a draft by May 4, 2026."}
    desk.post(reverse("add-agreement", args=[report.pk]), sent)

    desk.post(reverse("file-report", args=[report.pk]), {"followed": "yes"})

    assert [agreement.reference for agreement in report.agreements.all()] == ["CP/2026-03/1"]
    assert Commitment.objects.get().delegation.code == "MX"


def test_the_other_language_is_compared_and_joined(desk, upload, brought_in):
    desk.post(reverse("file-report", args=[upload.report_id]), {"followed": "yes"})
    spanish = brought_in(SPANISH, "informe.txt")

    page = desk.get(reverse("join-report", args=[spanish.report_id]))
    assert [mismatch.message for mismatch in page.context["pairing"].mismatches][-1] == (
        "Point 3 of the report it joins is not in this document."
    )

    answer = desk.post(reverse("join-report", args=[spanish.report_id]), follow=True)

    assert said(answer) == ["2 agreements have their texts now."]
    assert Report.objects.get().agreements.get(label="1").text_es == "Agradecer a Guatemala por ser sede de la reunión."


def test_a_document_read_before_the_other_was_filed_is_led_to_joining(desk, upload, brought_in):
    spanish = brought_in(SPANISH, "informe.txt")
    desk.post(reverse("file-report", args=[upload.report_id]), {"followed": "yes", "publish": "on"})
    join = reverse("join-report", args=[spanish.report_id])

    for page in ("review", "file-report"):
        answer = desk.get(reverse(page, args=[spanish.report_id]))
        assert answer.context["review"].counterpart == upload.report
        assert f'href="{join}"' in answer.text
    answer = desk.post(reverse("file-report", args=[spanish.report_id]), {"followed": "yes"})
    assert answer.context["form"].non_field_errors() == [
        "This meeting has its report in the other language: this document can join it."
    ]
    assert f'href="{join}"' in answer.text
    assert "makes a new meeting" not in answer.text
    answer = desk.post(join, follow=True)

    report = Report.objects.get()
    assert said(answer) == ["2 agreements have their texts now."]
    assert answer.redirect_chain == [(report.get_absolute_url(), 302)]
    assert (report.reference, report.meeting) == ("CP/2026-03", Meeting.objects.get())
    assert [(one.label, bool(one.text_en), bool(one.text_es)) for one in report.agreements.order_by("sort_key")] == [
        ("1", True, True),
        ("2", True, True),
        ("3", True, False),
    ]


@pytest.mark.parametrize("filed", [False, True], ids=["draft", "filed"])
def test_the_join_page_asks_as_much_of_many_agreements_as_of_few(desk, brought_in, filed):
    def page_of(day, more):
        """Gives the pairs on the page that joins the reports of that day, and the number of queries it takes."""
        points = range(4, 4 + more)
        english = REPORT.replace(b"March 10", b"March %d" % day)
        english += b"".join(b"%d. Guatemala will send its comments by May 4, 2026.\n" % number for number in points)
        spanish = SPANISH.replace(b"10 de marzo", b"%d de marzo" % day)
        points = "".join(f"{n}. Guatemala enviará sus comentarios antes del 4 de mayo de 2026.\n" for n in points)
        spanish += f"3. Tomar nota del calendario.\n{points}".encode()
        report = brought_in(english, f"report{day}.txt").report
        joining = brought_in(spanish, f"informe{day}.txt").report
        if filed:
            desk.post(reverse("file-report", args=[report.pk]), {"followed": "yes"})
        page = reverse("join-report", args=[joining.pk])
        pairs = desk.get(page).context["pairing"].pairs
        assert {other.report for _, other in pairs} == {report}
        return len(pairs), queries_of(desk, page)

    assert [page_of(3, more=0), page_of(18, more=5)] == [(3, 20), (8, 20)]


def test_an_adopted_report_is_published_on_its_page_once(desk, upload):
    desk.post(reverse("file-report", args=[upload.report_id]), {"followed": "yes"})
    report = Report.objects.get()
    address = reverse("publish-report", args=[report.pk])

    def offered():
        return desk.get(report.get_absolute_url()).content.decode().count(f'action="{address}"')

    assert (report.state, offered()) == ("adopted", 1)
    answer = desk.post(address, follow=True)
    assert answer.redirect_chain == [(report.get_absolute_url(), 302)]
    assert said(answer) == ["CP/2026-03 is published."]
    report.refresh_from_db()
    why = in_reader_language(report.history.first().history_change_reason)
    assert (report.state, why, offered()) == ("published", "Published", 0)
    assert said(desk.post(address, follow=True)) == ["Only an adopted report can be published."]
    assert desk.get(address).status_code == 405


def test_a_draft_begun_by_mistake_is_given_up(desk, staff, conference):
    report = start_report(meeting_id=MeetingFactory().pk, by=staff, language="en")
    assert reverse("discard-draft", args=[report.pk]) in desk.get(reverse("review", args=[report.pk])).text

    answer = desk.post(reverse("discard-draft", args=[report.pk]), follow=True)

    assert (said(answer), Report.objects.count()) == ([f"The draft “{report}” was given up."], 0)


def test_a_draft_that_was_read_goes_with_its_document_alone(desk, upload):
    page = desk.get(reverse("review", args=[upload.report_id])).text
    assert (reverse("discard", args=[upload.pk]) in page, "discard-draft" in page) == (True, False)
    assert desk.post(reverse("discard-draft", args=[upload.report_id])).status_code == 404
    assert Report.objects.count() == 1


def test_the_texts_of_a_document_that_joined_are_taken_back_on_its_page(desk, upload, brought_in):
    spanish = brought_in(SPANISH, "informe.txt")
    assert desk.get(reverse("undo-joining", args=[spanish.pk])).status_code == 404
    desk.post(reverse("join-report", args=[spanish.report_id]))
    address = reverse("undo-joining", args=[spanish.pk])
    beside = desk.get(reverse("review", args=[upload.report_id]), {"beside": spanish.pk}).text
    assert address in beside
    assert desk.post(address, {"reason": ""}).context["form"].errors

    answer = desk.post(address, {"reason": "Of another meeting."}, follow=True)

    assert said(answer) == ["Its texts are taken back; “informe.txt” is read again."]
    assert list(upload.report.agreements.exclude(text_es="")) == []
    spanish.refresh_from_db()
    assert spanish.state in ("waiting", "read")


def test_a_draft_without_its_other_language_has_nothing_to_join(desk, upload):
    assert desk.get(reverse("join-report", args=[upload.report_id])).status_code == 404


def test_a_filing_is_undone_with_a_reason(desk, upload):
    desk.post(reverse("file-report", args=[upload.report_id]), {"followed": "yes"})
    page = reverse("undo-report", args=[upload.report_id])

    silent = desk.post(page, {"reason": " "})
    assert list(silent.context["form"].errors) == ["reason"]
    answer = desk.post(page, {"reason": "The wrong meeting"}, follow=True)

    assert said(answer) == ["The filing was undone; the report is a draft again."]
    assert answer.redirect_chain == [(reverse("review", args=[upload.report_id]), 302)]
    assert (Report.objects.get().state, Meeting.objects.count()) == ("draft", 0)


def test_a_filing_is_undone_in_the_back_office_as_on_its_page(desk, upload):
    desk.post(reverse("file-report", args=[upload.report_id]), {"followed": "yes"})
    reports = reverse("admin:actions_report_changelist")
    undo = {"_selected_action": upload.report_id, "action": "undo", "reason": "The wrong meeting", "index": 0}
    undone = "The filing of CP/2026-03 is undone; it is a draft again."
    assert said(desk.post(reports, undo, follow=True)) == ["Filed as CP/2026-03.", undone]
    assert (Report.objects.get().state, Meeting.objects.count()) == ("draft", 0)
    upload.refresh_from_db()
    assert (upload.state, upload.meeting) == ("read", None)
    listed = desk.get(reverse("uploads")).context
    assert ([*listed["in_preparation"]], [*listed["filed"]]) == ([upload], [])
    assert desk.get(reverse("upload", args=[upload.pk])).url == reverse("review", args=[upload.report_id])


def test_an_agenda_is_corrected_and_filed(desk, brought_in):
    upload = brought_in(AGENDA, "agenda.txt")
    page = reverse("agenda-review", args=[upload.pk])
    assert desk.get(reverse("upload", args=[upload.pk])).url == page
    assert [entry["title"] for entry in desk.get(page).context["entries"]] == [
        "Opening words",
        "Progress of the revised guide",
        "Break",
    ]
    written = {"place": "item-0", "day": "1", "starts_at": "09:00", "ends_at": "09:20", "kind": "session"}
    for place in ("item-0", "add", "heading", "item-99"):
        assert desk.get(page, {"edit": place}).status_code == 200

    desk.post(
        reverse("write-agenda-item", args=[upload.pk]),
        written
        | {"title": "Welcome", "leads": "Guatemala, PPT", "notes": "One.\r\n\r\nTwo.", "seen": stamp_of(upload, 0)},
    )
    upload.refresh_from_db()
    desk.post(reverse("change-agenda-item", args=[upload.pk, 1]), {"do": "up", "seen": reading_stamp(upload)})
    upload.refresh_from_db()
    desk.post(reverse("change-agenda-item", args=[upload.pk, 2]), {"do": "drop", "seen": reading_stamp(upload)})
    answer = desk.post(reverse("file-agenda", args=[upload.pk]), {"publish": "on"}, follow=True)

    meeting = Meeting.objects.get()
    assert said(answer) == ["The agenda is filed."]
    assert answer.redirect_chain == [(meeting.get_absolute_url(), 302)]
    items = meeting.agenda_items.order_by("position")
    assert [(item.title_en, [str(lead) for lead in item.leads.all()], item.notes_en) for item in items] == [
        ("Progress of the revised guide", ["Honduras", "Mexico"], ""),
        ("Welcome", ["Guatemala", "Presidency Pro-Témpore"], "One.\n\nTwo."),
    ]

    undone = desk.post(reverse("undo-agenda", args=[upload.pk]), {"reason": "The wrong day"}, follow=True)
    assert undone.redirect_chain == [(page, 302)]
    assert (AgendaItem.objects.count(), Meeting.objects.count()) == (0, 0)


def test_sub_items_are_lines_with_their_leads(desk, brought_in):
    upload = brought_in(AGENDA, "agenda.txt")
    upload.reading["agenda"][0]["children"] = [{"title": "A workshop", "leads": ["CR"], "notes": ["In May."]}]
    upload.save()
    page = desk.get(reverse("agenda-review", args=[upload.pk]), {"edit": "item-0"})
    assert page.context["opened"].form["children"].value() == "A workshop [CR]"

    sent = {"place": "item-0", "day": "1", "kind": "session", "title": "Opening", "seen": stamp_of(upload, 0)}
    sent["children"] = "A workshop [Costa Rica, MX]\r\n\r\nA film"
    desk.post(reverse("write-agenda-item", args=[upload.pk]), sent)

    upload.refresh_from_db()
    assert upload.reading["agenda"][0]["children"] == [
        {"title": "A workshop", "leads": ["CR", "MX"], "notes": ["In May."]},
        {"title": "A film", "leads": [], "notes": []},
    ]


def test_doubts_of_an_agenda_are_settled_and_opened_again(desk, brought_in):
    upload = brought_in(AGENDA, "agenda.txt")
    upload.doubts.all().delete()
    doubt = Doubt.objects.create(upload=upload, message_en="A doubt")
    address = reverse("settle-agenda-doubts", args=[upload.pk])

    desk.post(address, {"doubt": "all"})
    doubt.refresh_from_db()
    assert doubt.settled

    desk.post(address, {"doubt": doubt.pk, "do": "reopen"})
    doubt.refresh_from_db()
    assert not doubt.settled


def test_an_unknown_lead_becomes_a_delegation(desk, brought_in):
    upload = brought_in(AGENDA, "agenda.txt")
    upload.reading["agenda"][0]["leads"] = ["GT", "ALL", "The Coalition"]
    upload.save()
    page = reverse("agenda-review", args=[upload.pk])
    (body,) = desk.get(page).context["questions"].left
    assert (body.name, body.places) == ("The Coalition", [("Opening words", "item-0")])
    assert desk.get(page, {"edit": "body-The Coalition"}).status_code == 200

    sent = {"as_written": "The Coalition", "code": "RC", "kind": "other"}
    desk.post(reverse("make-agenda-delegation", args=[upload.pk]), sent)

    upload.refresh_from_db()
    assert upload.reading["agenda"][0]["leads"] == ["GT", "ALL", "RC"]
    assert desk.get(page).context["questions"].left == []


def test_an_item_that_others_moved_is_written_where_it_is_now(desk, brought_in):
    upload = brought_in(AGENDA, "agenda.txt")
    sent = {"place": "item-0", "day": "1", "kind": "session", "title": "Welcome", "seen": stamp_of(upload, 0)}
    agendas.move_item(upload_id=upload.pk, index=0, steps=1)

    answer = desk.post(reverse("write-agenda-item", args=[upload.pk]), sent)

    assert answer["Location"].endswith("#item-1")
    assert titles(upload) == ["Progress of the revised guide", "Welcome", "Break"]


@pytest.mark.parametrize("of_the_other", ["written", "dropped"])
def test_what_is_typed_into_an_item_that_is_another_by_now_is_kept_and_can_be_saved(desk, brought_in, of_the_other):
    upload = brought_in(AGENDA, "agenda.txt")
    sent = {"place": "item-0", "day": "1", "kind": "session", "title": "Welcome", "seen": stamp_of(upload, 0)}
    if of_the_other == "written":
        agendas.write_item(upload_id=upload.pk, index=0, title="Of a colleague")
    else:
        agendas.drop_item(upload_id=upload.pk, index=0)
    before = titles(upload)

    opened = desk.post(reverse("write-agenda-item", args=[upload.pk]), sent).context["opened"]

    assert (opened.place, opened.form["title"].value(), titles(upload)) == ("add", "Welcome", before)
    assert opened.form.non_field_errors() == [
        "Somebody else changed this item or took it out in the meantime. "
        "What you wrote is kept here: save it as an item of its own, or cancel."
    ]
    desk.post(reverse("write-agenda-item", args=[upload.pk]), sent | {"place": "add"})
    assert titles(upload) == [*before, "Welcome"]


def test_the_heading_of_an_agenda_changed_meanwhile_is_shown_beside_ones_own(desk, brought_in):
    upload = brought_in(AGENDA, "agenda.txt")
    address = reverse("write-agenda-heading", args=[upload.pk])
    mine = {"network": upload.network_id, "starts_on": "2026-05-12", "ends_on": "2026-05-12", "city": "Flores"}
    mine["seen"] = heading_stamp(upload)
    write_heading(upload_id=upload.pk, city="Cobán")

    opened = desk.post(address, mine).context["opened"]

    assert [(label, str(there)) for label, there in opened.theirs] == [("City", "Cobán"), ("Country", "Guatemala")]
    desk.post(address, mine | {"seen": opened.form["seen"].value()})
    upload.refresh_from_db()
    assert upload.city == "Flores"


def test_an_agenda_changed_meanwhile_is_not_overwritten(desk, brought_in):
    upload = brought_in(AGENDA, "agenda.txt")
    seen = reading_stamp(upload)
    desk.post(reverse("change-agenda-item", args=[upload.pk, 0]), {"do": "down", "seen": seen})

    answer = desk.post(reverse("change-agenda-item", args=[upload.pk, 0]), {"do": "drop", "seen": seen}, follow=True)

    assert said(answer) == ["Somebody else changed this in the meantime. Nothing of theirs was overwritten."]
    upload.refresh_from_db()
    assert len(upload.reading["agenda"]) == 3


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"starts_at": "25:00"}, "starts_at"),
        ({"day": "0"}, "day"),
        ({"kind": "feast"}, "kind"),
    ],
)
def test_a_wrong_agenda_item_is_said_at_its_field(desk, brought_in, wrong, field):
    upload = brought_in(AGENDA, "agenda.txt")
    sent = {"place": "add", "day": "1", "kind": "session", "title": "New", "seen": reading_stamp(upload)} | wrong

    answer = desk.post(reverse("write-agenda-item", args=[upload.pk]), sent)

    assert list(answer.context["opened"].form.errors) == [field]
    upload.refresh_from_db()
    assert len(upload.reading["agenda"]) == 3
