"""An agreement's page: both texts, who does what, what stands before and after it, its history."""

import datetime
import re

import pytest
import time_machine
from django.utils import translation
from django.utils.html import strip_tags

from actions.models import Lineage, TakesUp
from actions.services import following
from meetings.models import AgendaItem, AgendaItemLead
from meetings.services import change_meeting, hold_meeting, move_meeting
from networks.models import Delegation
from networks.services import save_recorded, system_user
from tests.factories import (
    ActionOwnerFactory,
    AgreementFactory,
    DelegationFactory,
    DesignationFactory,
    MeetingFactory,
    MemberFactory,
    NetworkFactory,
)
from tests.register.conftest import NOW, TODAY, action_of, draft, file

BY = datetime.date(2026, 4, 9)


@pytest.fixture
def point(staff, conference):
    """CP/2026-03/2: two members by 9 April 2026, one of them absent."""
    honduras = MemberFactory(code="HN", name_en="Honduras", name_es="Honduras")
    MemberFactory(code="BZ", name_en="Belize", name_es="Belice")
    report = draft(present=[honduras], country=honduras)
    AgreementFactory(report=report, label="1", position=1)
    agreement = AgreementFactory(
        report=report,
        label="2",
        position=2,
        text_en="Members send <their> remarks\nby 9 April 2026.\n\nThe list is annexed.",
        text_es="Los miembros envían sus observaciones a más tardar el 9 de abril de 2026.",
    )
    action_of(
        report,
        "MEMBERS",
        agreement=agreement,
        deadline_kind="date",
        deadline_on=BY,
        phrase_en="by 9 April 2026",
        phrase_es="a más tardar el 9 de abril de 2026",
    )
    file(report, staff)
    agreement.refresh_from_db()
    return agreement


def page_of(client, address="/en/agreements/CP/2026-03/2/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def words_of(fragment):
    return " ".join(strip_tags(fragment).split())


def rows_of(page):
    """The share table, row by row, as words."""
    body = re.search(r'<table class="table folds shares">.*?<tbody>(.*?)</tbody>', page, re.S)
    return [words_of(row) for row in re.findall(r"<tr>.*?</tr>", body[1], re.S)]


def test_both_texts_stand_as_printed_with_their_deadlines_marked(client, point):
    page = page_of(client)
    paragraphs = re.findall(r'<p class="record">(.*?)</p>', page, re.S)
    assert paragraphs[:3] == [
        "Members send &lt;their&gt; remarks\n<mark>by 9 April 2026</mark>.",
        "The list is annexed.",
        "Los miembros envían sus observaciones <mark>a más tardar el 9 de abril de 2026</mark>.",
    ]


def test_each_delegation_has_its_share(client, point):
    assert rows_of(page_of(client)) == ["Belize To confirm", "Honduras 20 days left"]
    assert rows_of(page_of(client, "/es/agreements/CP/2026-03/2/")) == [
        "Belice Por confirmar",
        "Honduras Quedan 20 días",
    ]


def test_the_citation_in_both_languages(client, point):
    page = page_of(client)
    assert re.findall(r'<p lang="\w\w" id="cite-(\w\w)">([^<]+)</p>', page) == [
        (
            "en",
            "Point 2 of the report of the Network for consular-protection, Tegucigalpa, Honduras, 10 March 2026 "
            "(CP/2026-03/2)",
        ),
        (
            "es",
            "Punto 2 del informe de la Red de consular-protection, Tegucigalpa, Honduras, 10 de marzo de 2026 "
            "(CP/2026-03/2)",
        ),
    ]


def test_what_stands_before_and_after_it(client, point, staff):
    later = draft("TT", slug="smuggling", on=datetime.date(2026, 3, 15))
    further = AgreementFactory(report=later, label="1", position=1)
    Lineage.objects.create(agreement=further, earlier=point, phrase="point 2 of March")
    Lineage.objects.create(agreement=further, phrase="an agreement nobody has filed")
    file(later, staff)
    assert '<a href="/en/agreements/TT/2026-03/1/">TT/2026-03/1</a>' in page_of(client)
    page = page_of(client, "/en/agreements/TT/2026-03/1/")
    assert '<a href="/en/agreements/CP/2026-03/2/">CP/2026-03/2</a>' in page
    assert "an agreement nobody has filed" in page


def test_a_visitor_is_not_led_to_what_is_not_published(client, point, staff):
    hidden = draft("TT", slug="smuggling", on=datetime.date(2026, 3, 15))
    further = AgreementFactory(report=hidden, label="1", position=1)
    Lineage.objects.create(agreement=further, earlier=point, phrase="point 2 of March")
    file(hidden, staff, publish=False)
    earlier = draft("VM", slug="ministers", on=datetime.date(2026, 1, 15))
    unpublished = AgreementFactory(report=earlier, label="1", position=1, text_en="Kept back.")
    file(earlier, staff, publish=False)
    Lineage.objects.create(agreement=point, earlier=unpublished, phrase="the point of January")
    page = page_of(client)
    assert [word for word in ("TT/2026-03", "VM/2026-01", "Kept back.") if word in page] == []
    assert "the point of January" in page


def test_whoever_changed_something_is_named_to_staff_and_the_own_delegation_alone(client, point, staff):
    honduras, belize = (Delegation.objects.get(code=code) for code in ("HN", "BZ"))
    ana, rosa, luz = (
        DesignationFactory(person__name=name, delegation=delegation).person
        for name, delegation in (("Ana Prueba", honduras), ("Rosa Ríos", honduras), ("Luz Otra", belize))
    )
    share = point.actions.get().commitments.get(delegation=honduras)
    following.change_status(commitment_id=share.pk, status="in_progress", by=ana, on=TODAY)
    ana.designations.update(ends_on=TODAY)
    DesignationFactory(person=ana, delegation=MemberFactory(code="GT"), starts_on=TODAY + datetime.timedelta(days=1))

    def made_by(reader):
        client.force_login(reader)
        changes = [words_of(one) for one in re.findall(r"<li>\s*(<p><b><time.*?)</li>", page_of(client), re.S)]
        (changed,) = [one for one in changes if "pending in progress" in one]
        (filed,) = {one.split(" · ")[1] for one in changes if " · Filed" in one}
        return changed.split(" · ")[1].split(" Changed:")[0], filed

    seen = {reader.name: made_by(reader) for reader in (staff, rosa, luz)}
    assert seen == {
        staff.name: ("Ana Prueba", staff.name),
        "Rosa Ríos": ("Ana Prueba", staff.name),
        "Luz Otra": ("an officer of Honduras", staff.name),
    }
    assert "Ana Prueba" not in page_of(client)


def test_history_is_for_those_signed_in(client, point, staff):
    following.change_status(
        commitment_id=point.actions.get().commitments.get(delegation__code="HN").pk,
        status="fulfilled",
        by=staff,
        on=TODAY,
        outcome="Sent.",
    )
    point.text_en = point.text_en.replace("remarks", "written remarks")
    save_recorded(point, by=staff, reason="A word was missing")
    assert "A word was missing" not in page_of(client)
    client.force_login(staff)
    changes = [words_of(one) for one in re.findall(r"<li>\s*(<p><b><time.*?)</li>", page_of(client), re.S)]
    made = f"20 Mar 2026, 09:00 · {staff}"
    filed = f"{made} · Filed"
    unknown = "20 Mar 2026, 09:00 · –"
    assert sorted(changes) == sorted(
        [
            f"{unknown} Recorded: the agreement",
            f"{unknown} Recorded: what is to be done",
            f"{filed} Changed: the agreement Reference: CP/2026-03/2",
            f"{filed} Changed: what is to be done Confirmed: no yes",
            f"{filed} Recorded: the commitment (BZ, HN)",
            f"{made} Changed: the commitment (HN) Status: pending fulfilled Closed on: 20 Mar 2026 Outcome: Sent.",
            f"{made} · A word was missing Changed: the agreement Text (English): Members send &lt;their&gt; written "
            "remarks by 9 April 2026. The list is annexed.",
        ]
    )
    assert "<ins>written</ins>" in page_of(client)


def test_a_sub_item_has_its_own_address_and_leads_back(client, staff, conference):
    report = draft()
    parent = AgreementFactory(report=report, label="1", position=1)
    AgreementFactory(report=report, parent=parent, label="a", position=1, text_en="The first part.")
    file(report, staff)
    assert '<a class="ref" href="/en/agreements/CP/2026-03/1.a/">' in page_of(client, "/en/agreements/CP/2026-03/1/")
    page = page_of(client, "/en/agreements/CP/2026-03/1.a/")
    assert '<a class="ref" href="/en/agreements/CP/2026-03/1/">CP/2026-03/1</a>' in page
    assert "The first part." in page


def test_an_open_call_is_nobodys_until_somebody_joins(client, staff, conference):
    report = draft(present=[MemberFactory(code="HN")])
    action_of(report, "INTERESTED", label="1")
    file(report, staff)
    page = page_of(client, "/en/agreements/CP/2026-03/1/")
    assert "Open to those interested" in page
    assert '<table class="table folds shares">' not in page


def test_what_no_delegation_bears_is_no_open_call(client, staff, conference):
    """A body that is no delegation, and all those present where nobody is on record as present."""
    report = draft()
    for number, owner in enumerate(("", "ALL", "NETWORK"), start=1):
        action = action_of(report, *filter(None, [owner]), label=str(number), position=number)
        if not owner:
            ActionOwnerFactory(action=action, as_written="The Development Bank")
    file(report, staff)
    for number in (1, 2, 3):
        page = page_of(client, f"/en/agreements/CP/2026-03/{number}/")
        assert ("No delegation responsible" in page, "Open to those interested" in page) == (True, False)
    register = page_of(client, "/en/agreements/")
    assert (register.count("No delegation responsible"), register.count("Open to those interested")) == (3, 0)


def test_an_event_deadline_says_what_it_waits_for(client, staff, conference):
    report = draft()
    action_of(
        report,
        DelegationFactory(code="IOM"),
        label="1",
        deadline_kind="event",
        deadline_body=report.meeting.network,
        deadline_month="2026-11",
        deadline_offset_days=-1,
    )
    file(report, staff)
    page = page_of(client, "/en/agreements/CP/2026-03/1/")
    assert "1 day before the meeting (Consular Protection, November 2026)" in page
    assert "waits until a meeting in November 2026 is planned (Consular Protection)" in page


def changes_on(page):
    return [words_of(one) for one in re.findall(r"<li>\s*(<p><b><time.*?)</li>", page, re.S)]


def deadline_on(page):
    return words_of(re.search(r"<dt>(?:Deadline|Plazo)</dt><dd>(.*?)</dd>", page, re.S)[1])


@pytest.fixture
def at_the_next_meeting(staff, conference):
    """The address of an agreement due at the RCGM's next meeting, and that meeting, announced for 9 June 2026."""
    rcgm = NetworkFactory(slug="rcgm", name_en="Consultation Group", name_es="Grupo de Consulta")
    meeting = MeetingFactory(network=rcgm, starts_on=datetime.date(2026, 6, 9), ordinal=12, is_public=True)
    report = draft()
    action_of(report, DelegationFactory(code="IOM"), label="1", deadline_kind="event", deadline_body=rcgm)
    file(report, staff)
    return "agreements/CP/2026-03/1/", meeting


def test_a_bound_deadline_says_at_which_meeting_it_is_and_moves_with_it(client, staff, at_the_next_meeting):
    address, meeting = at_the_next_meeting
    page = page_of(client, f"/en/{address}")
    assert deadline_on(page) == (
        "9 Jun 2026 · at the 12th meeting of the Consultation Group, planned for 9 June 2026; moves with it"
    )
    assert f'<a href="/en/meetings/{meeting.pk}/">the 12th meeting of the Consultation Group</a>' in page
    move_meeting(meeting_id=meeting.pk, starts_on=datetime.date(2026, 6, 16), by=staff)
    assert deadline_on(page_of(client, f"/es/{address}")) == (
        "16 jun 2026 · en la 12.ª reunión del Grupo de Consulta, prevista para el 16 de junio de 2026; "
        "se traslada con ella"
    )
    hold_meeting(meeting_id=meeting.pk, by=staff)
    assert deadline_on(page_of(client, f"/en/{address}")) == (
        "16 Jun 2026 · at the 12th meeting of the Consultation Group, held on 16 June 2026"
    )
    client.force_login(staff)
    changes = words_of(re.search(r'<h2 id="changes">.*?</section>', page_of(client, f"/en/{address}"), re.S)[0])
    assert "The 12th meeting of the Consultation Group was moved from 9 June 2026 to 16 June 2026." in changes


@pytest.mark.parametrize("who", ["en", "es"])
def test_whoever_acted_its_history_is_read_in_the_readers_language(client, staff, at_the_next_meeting, who):
    address, meeting = at_the_next_meeting
    june = datetime.date(2026, 6, 16)
    with translation.override(who), time_machine.travel(NOW + datetime.timedelta(minutes=5), tick=False):
        move_meeting(meeting_id=meeting.pk, starts_on=june, by=staff, reason="The hall: ocupado")
    client.force_login(staff)
    moved = "The 12th meeting of the Consultation Group was moved from 9 June 2026 to 16 June 2026. The hall: ocupado"
    assert sorted(changes_on(page_of(client, f"/en/{address}"))) == sorted(
        [
            "20 Mar 2026, 09:00 · – Recorded: the agreement",
            "20 Mar 2026, 09:00 · – Recorded: what is to be done",
            f"20 Mar 2026, 09:00 · {staff} · Filed Changed: the agreement Reference: CP/2026-03/1",
            f"20 Mar 2026, 09:00 · {staff} · Filed Changed: what is to be done Confirmed: no yes "
            "Bound to: R · Tegucigalpa, 9 Jun 2026",
            f"20 Mar 2026, 09:00 · {staff} · Filed Recorded: the commitment (IOM)",
            f"20 Mar 2026, 09:05 · {staff} · {moved} Changed: what is to be done "
            "Bound to: R · Tegucigalpa, 9 16 Jun 2026",
            f"20 Mar 2026, 09:05 · {staff} · {moved} Changed: the commitment (IOM) Due on: 9 16 Jun 2026",
        ]
    )
    moved = (
        "La 12.ª reunión del Grupo de Consulta se trasladó del 9 de junio de 2026 al 16 de junio de 2026. "
        "The hall: ocupado"
    )
    assert sorted(changes_on(page_of(client, f"/es/{address}"))) == sorted(
        [
            "20 mar 2026, 09:00 · – Registro: el acuerdo",
            "20 mar 2026, 09:00 · – Registro: lo que debe hacerse",
            f"20 mar 2026, 09:00 · {staff} · Registrado Modificación: el acuerdo Referencia: CP/2026-03/1",
            f"20 mar 2026, 09:00 · {staff} · Registrado Modificación: lo que debe hacerse Confirmada: no sí "
            "Vinculado a: R · Tegucigalpa, 9 jun 2026",
            f"20 mar 2026, 09:00 · {staff} · Registrado Registro: el compromiso (IOM)",
            f"20 mar 2026, 09:05 · {staff} · {moved} Modificación: lo que debe hacerse "
            "Vinculado a: R · Tegucigalpa, 9 16 jun 2026",
            f"20 mar 2026, 09:05 · {staff} · {moved} Modificación: el compromiso (IOM) Vence el: 9 16 jun 2026",
        ]
    )


def test_of_a_meeting_that_is_not_announced_visitors_read_nothing(client, staff, at_the_next_meeting):
    address, meeting = at_the_next_meeting
    change_meeting(meeting_id=meeting.pk, is_public=False, by=staff)
    assert deadline_on(page_of(client, f"/en/{address}")) == "9 Jun 2026 · at the meeting (Rcgm)"


def test_a_report_reads_as_printed_in_one_language_or_both(client, point):
    both = page_of(client, "/en/reports/CP/2026-03/")
    assert re.findall(r'<div class="point" id="([\w-]+)">', both) == ["p-1", "p-2"]
    assert ("Members send &lt;their&gt; remarks" in both, "Los miembros envían" in both) == (True, True)
    spanish = page_of(client, "/en/reports/CP/2026-03/?text=es")
    assert ("Members send" in spanish, "Los miembros envían" in spanish) == (False, True)
    version = point.report.versions.get()
    assert f"kept since 20 March 2026 · SHA-256 <code>{version.sha256}</code>" in both
    assert client.get("/en/reports/CP/2026-03/?text=fr").status_code == 404


def test_a_report_in_one_language_reads_in_that_one_and_says_so_once(client, staff, conference):
    report = draft(present=[MemberFactory(code="HN")])
    AgreementFactory(report=report, label="1", position=1, text_en="To thank the host.", text_es="")
    AgreementFactory(report=report, label="2", position=2, text_en="To take note.", text_es="")
    file(report, staff)
    page = page_of(client, "/es/reports/CP/2026-03/")
    article = re.search(r'<article class="sheet printed">.*?</article>', page, re.S)[0]
    assert words_of(article) == "1 To thank the host. 2 To take note."
    assert page.count("Aún no disponible en español.") == 1
    assert 'href="?text=es"' not in page


def test_a_meeting_shows_its_agenda_its_report_and_who_was_present(client, point):
    meeting = point.report.meeting
    item = AgendaItem.objects.create(meeting=meeting, position=1, title_en="Follow-up", starts_at=datetime.time(9))
    AgendaItem.objects.create(meeting=meeting, parent=item, position=1, title_en="The list")
    AgendaItemLead.objects.create(item=item, as_written="ALL")
    TakesUp.objects.create(item=item, agreement=point, phrase="point 2")
    page = page_of(client, f"/en/meetings/{meeting.pk}/")
    agenda = words_of(re.search(r'<ol class="agenda">.*</ol>\s*</section>', page, re.S)[0])
    assert agenda == "09:00 Follow-up All delegations Takes up CP/2026-03/2 The list"
    present = re.search(r'<h2 id="present">.*?</section>', page, re.S)[0]
    assert words_of(present) == "Who was present Honduras Member Countries not present Belize"
    assert re.findall(r'<a class="ref" href="([^"]+)"', page) == [
        "/en/agreements/CP/2026-03/1/",
        "/en/agreements/CP/2026-03/2/",
    ]


def test_the_hours_of_a_meeting_elsewhere_say_whose_they_are(client, point):
    meeting = point.report.meeting
    AgendaItem.objects.create(meeting=meeting, position=1, title_en="Follow-up", starts_at=datetime.time(9))
    address = f"/es/meetings/{meeting.pk}/"
    assert "hora de" not in page_of(client, address).lower()
    change_meeting(meeting_id=meeting.pk, time_zone="America/Panama", by=system_user())
    assert '<p class="quiet small">Hora de Panamá</p>' in page_of(client, address)


def test_the_pages_of_errors_are_in_plain_words(client, conference):
    missing = client.get("/es/reports/CP/1999-01/")
    assert missing.status_code == 404
    assert "No hay ninguna página en esta dirección." in missing.content.decode()
