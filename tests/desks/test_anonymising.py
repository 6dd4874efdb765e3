"""A person is taken out of the record: nothing that is stored names them, and what was done stays."""

import json
import unicodedata

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.db import models
from django.utils import translation
from django.utils.translation import gettext

from actions.models import ProgressReport, Remark
from correspondence.models import Addressee, DelegationHold, LinkUse, Mail, SignedLink
from correspondence.services import links
from desks.models import Matrix, MatrixRow, NamedFilter, SetStep
from desks.services import anonymising, kept_files, steps
from desks.services.anonymising import CannotAnonymise, anonymise_person, anonymise_stranger
from documents.services.annexes import remove_document
from networks.models import Designation, User
from networks.reasons import in_both_languages, in_reader_language
from networks.services import delete_recorded, save_recorded
from tests.desks.conftest import NOON, TODAY, form
from tests.desks.matrices import a_csv, compared
from tests.factories import DesignationFactory, InformedFactory, MailFactory, MeetingDocumentFactory, StaffFactory

pytestmark = pytest.mark.django_db

TRACES = ("Ana Prueba", "ana@example.org", "First Secretary", "+000 555 0001")


def everything_stored():
    """Each row of every table, as text."""
    return [
        (model._meta.label, json.dumps(list(row.values()), default=str))
        for model in apps.get_models()
        for row in model._base_manager.values()
    ]


def named_in(traces=TRACES):
    return sorted({label for label, row in everything_stored() for trace in traces if trace in row})


def step_for(share, staff):
    """Close a share as staff do for many, out of a call."""
    asked = steps.Asked(
        kind="close",
        source="call",
        source_words="Call of Ana Prueba",
        reason="As ana@example.org said",
        status="fulfilled",
        outcome="Ana Prueba brought it.",
        on=TODAY,
    )
    seen = steps.plan(asked=asked, commitment_ids=[share.pk], on=TODAY).seen
    steps.take(asked=asked, commitment_ids=[share.pk], seen=seen, by=staff, now=NOON)


@pytest.fixture
def life(client, officer, honduras, token, share, staff):
    """All that Ana left behind: by link and signed in, in mails, notes and reasons."""
    designation = officer.designations.get()
    designation.phone, designation.note = "+000 555 0001", "Note on Ana Prueba"
    save_recorded(designation, by=staff, reason="As ana@example.org wrote")
    client.post(f"/en/pending/{token}/inform/", form(share, done="no", name="Ana Prueba", post="First Secretary"))
    client.force_login(staff)
    client.post(f"/en/delegations/HN/matters/{share.pk}/", {"text": "Which paper, Ana Prueba?"})
    client.logout()
    answered = {"text": "The second.", "name": "Ana Prueba", "post": "First Secretary"}
    client.post(f"/en/pending/{token}/matters/{share.pk}/", answered)
    client.post(f"/en/pending/{token}/colleague/", {"colleague": "Luz, not Ana Prueba"})
    client.post(f"/en/pending/{token}/rhythm/", {"rhythm": "weekly"})
    MailFactory(recipient="ana@example.org", state="sent", sent_at=NOON, text="Dear Ana Prueba", about="x")
    for title in ("Talk of Ana Prueba", "Another"):
        document = MeetingDocumentFactory(title_en=title, title_es="De Ana Prueba", name="Ana Prueba.pdf")
    remove_document(document_id=document.pk, by=staff, reason="Ana Prueba asked")
    step_for(share, staff)
    compared(a_csv(("1", "Honduras", "", "Sent by Ana Prueba.", "", "", "ana@example.org")), by=staff)
    MatrixRow.objects.update(text="Ana Prueba sent it", why_es="¿Ana Prueba?", reason="ana@example.org says so")
    Matrix.objects.update(headings=["Point", "Ana Prueba"], refusal_en="Row 1: Ana Prueba")
    NamedFilter.objects.create(person=staff, name="Of Ana Prueba", query="", made_at=NOON)
    DelegationHold(delegation=honduras, starts_on=TODAY, reason="Ana Prueba is away").save()
    taken_back = DesignationFactory(person=officer, delegation=honduras, starts_on=TODAY, phone="+000 555 0001")
    delete_recorded(taken_back, by=staff, reason="Made twice")
    copied = DesignationFactory(delegation=honduras, copy_to="ana@example.org")
    copied.copy_to = ""
    save_recorded(copied, by=staff)
    client.force_login(officer)
    client.get("/en/pending/")


def test_nothing_that_is_stored_names_them_any_more(life, officer, share, staff):
    assert len(named_in()) >= 10
    anonymise_person(person_id=officer.pk, by=StaffFactory(), reason="As the government asked.", now=NOON)
    assert named_in() == []
    share.refresh_from_db()
    was = "former officer of Honduras"
    assert (share.outcome, set(share.history.values_list("outcome", flat=True))) == (
        f"{was} brought it.",
        {"", f"{was} brought it."},
    )
    assert {name: SetStep.objects.get().asked[name] for name in ("source_words", "reason", "outcome")} == {
        "source_words": f"Call of {was}",
        "reason": f"As {was} said",
        "outcome": f"{was} brought it.",
    }
    cells = MatrixRow.objects.get().cells
    assert [cells[place] for place in (3, 6)] == [f"Sent by {was}.", was]


WRITTEN = {
    "folded": "We wrote to Zacarías\nD'Aubuisson-\n  Núñez, and to\n> Zacarías\n> D'Aubuisson-Núñez.",
    "escaped": "<p>Zacarías D&#x27;Aubuisson-Núñez</p><a href=&quot;mailto:Zq.Test@example.org&quot;>Zacarías&nbsp;"
    "D’Aubuisson‑Núñez</a>",
    "capitals": "ZACARÍAS D'AUBUISSON-NÚÑEZ, ZACARIAS D’AUBUISSON-NUNEZ (Zq.Test@Example.org)",
    "marks": unicodedata.normalize("NFD", "Zacarías D'Aubuisson-Núñez"),
}
WAS = "former officer of Honduras"
REWRITTEN = {
    "folded": f"We wrote to {WAS}, and to\n> {WAS}.",
    "escaped": f"<p>{WAS}</p><a href=&quot;mailto:{WAS}&quot;>{WAS}</a>",
    "capitals": f"{WAS}, {WAS} ({WAS})",
    "marks": WAS,
}


@pytest.fixture
def zacarias(officer):
    officer.name, officer.email = "Zacarías D'Aubuisson-Núñez", "zq.test@example.org"
    return save_recorded(officer, by=None)


@pytest.mark.parametrize("how", WRITTEN)
def test_however_they_are_written(zacarias, honduras, share, staff, how):
    """Folded in a mail, escaped on its page, in capitals, with another apostrophe: it is the same person."""
    written, rewritten = WRITTEN[how], REWRITTEN[how]
    mail = MailFactory(recipient="ana@example.org", state="sent", sent_at=NOON, text=written, html=written, about="x")
    report = InformedFactory(delegation=honduras, text=written)
    share.outcome = written
    save_recorded(share, by=staff, reason=written)
    cells = compared(a_csv(("1", "Honduras", "", written)), by=staff)
    noted = json.dumps([{"changed": {"name": "answer", "object": written}}])
    LogEntry.objects.create(user=staff, object_repr="x", action_flag=2, change_message=noted)

    anonymise_person(person_id=zacarias.pk, by=StaffFactory(), reason="As asked.", now=NOON)

    for row in (mail, report, share):
        row.refresh_from_db()
    assert (mail.text, mail.html, report.text, share.outcome) == (rewritten,) * 4
    assert set(report.history.values_list("text", flat=True)) == {rewritten}
    assert set(share.history.values_list("outcome", "history_change_reason")) == {
        ("", None), (rewritten, rewritten), (rewritten, "As asked."),
    }  # fmt: skip
    assert rewritten in MatrixRow.objects.get(matrix=cells).cells
    assert json.loads(LogEntry.objects.get().change_message)[0]["changed"]["object"] == rewritten


def test_other_names_and_addresses_stay(officer, honduras, share, staff):
    """Theirs stands within these: of whole words alone it is certain."""
    said = "Juliana Prueba, Ana Pruebas, luana@example.org, dr.ana@example.org. Mañana, Panamá."
    report = InformedFactory(delegation=honduras, text=f"{said} {officer.email}.")
    anonymise_person(person_id=officer.pk, by=staff, reason="", now=NOON)
    report.refresh_from_db()
    assert report.text == f"{said} {WAS}."


def test_a_single_word_is_found_as_it_is_written(officer, honduras, staff):
    officer.name = "Luz"
    save_recorded(officer, by=None)
    report = InformedFactory(delegation=honduras, text="Luz saw the light: la luz, LUZ, luz@example.org. Luz.")
    anonymise_person(person_id=officer.pk, by=staff, reason="", now=NOON)
    report.refresh_from_db()
    assert report.text == f"{WAS} saw the light: la luz, LUZ, luz@example.org. {WAS}."


def test_who_was_taken_out_can_be_taken_out_again(life, officer, staff):
    """Nothing is known of them any more, and no text is touched."""

    def texts():
        texts = {"actions.ProgressReport", "actions.Remark", "actions.Commitment", "correspondence.Mail"}
        return [(label, row) for label, row in everything_stored() if label in texts]

    anonymise_person(person_id=officer.pk, by=staff, reason="", now=NOON)
    before = texts()
    anonymise_person(person_id=officer.pk, by=staff, reason="", now=NOON)
    assert texts() == before


def test_what_stands_for_a_person_is_cut_where_a_field_ends(honduras, officer, share, staff):
    long = MeetingDocumentFactory(title_en=f"{'x' * 285} Ana Prueba", name="talk.pdf")
    anonymise_person(person_id=officer.pk, by=staff, reason="", now=NOON)
    long.refresh_from_db()
    most = long._meta.get_field("title_en").max_length
    cut = f"{'x' * 285} former officer of Honduras"[:most]
    assert (len(long.title_en), long.title_en, set(long.history.values_list("title_en", flat=True))) == (
        most, cut, {cut},
    )  # fmt: skip


# What reports and agendas themselves say, what was read in a file that is kept, names of bodies and days.
LEFT_AS_THEY_ARE = {
    "actions.Action",
    "actions.ActionOwner",
    "actions.Agreement",
    "actions.Lineage",
    "actions.Report",
    "actions.TakesUp",
    "correspondence.MailSettings",
    "correspondence.MailText",
    "desks.MatrixMapping",
    "documents.Doubt",
    "meetings.AgendaItem",
    "meetings.AgendaItemLead",
    "meetings.Meeting",
    "networks.Conference",
    "networks.Delegation",
    "networks.Holiday",
    "networks.Network",
    "networks.SignInCode",
}


def may_quote(field):
    is_text = isinstance(field, (models.CharField, models.TextField, models.JSONField))
    return is_text and not field.choices and "sha256" not in field.name


def test_every_table_with_texts_is_reached_or_left_on_purpose():
    rooms = {"networks", "meetings", "actions", "documents", "correspondence", "desks"}
    ours = [one for one in apps.get_models() if one._meta.app_label in rooms and not hasattr(one, "history_id")]
    with_texts = {one._meta.label for one in ours if any(map(may_quote, one._meta.fields))}
    quoting = [*anonymising.QUOTING, *anonymising.QUOTING_WITH_HISTORY]
    reached = {model for model, _fields in quoting} | {*kept_files.TRACKED, *kept_files.UNTRACKED}
    reached |= {User, Designation, LinkUse, SignedLink}
    assert with_texts - {one._meta.label for one in reached} == LEFT_AS_THEY_ARE


def test_what_was_done_stays_with_the_delegation(life, officer, honduras, share, staff):
    before = (ProgressReport.objects.count(), Remark.objects.count(), Mail.objects.count(), SignedLink.objects.count())
    anonymise_person(person_id=officer.pk, by=staff, reason="As the government asked.", now=NOON)
    person = User.objects.get(pk=officer.pk)
    assert (str(person), person.is_active, person.has_usable_password()) == ("former officer of Honduras", False, False)
    assert list(person.designations.values_list("delegation__code", "role")) == [("HN", "liaison_officer")]
    assert ProgressReport.objects.get().written_by == "former officer of Honduras"
    after = (ProgressReport.objects.count(), Remark.objects.count(), Mail.objects.count(), SignedLink.objects.count())
    assert (after, Addressee.objects.count()) == (before, 0)


def test_their_links_and_sessions_open_nothing(life, client, officer, token, staff):
    assert client.get("/en/delegations/HN/pending/").status_code == 200
    anonymise_person(person_id=officer.pk, by=staff, reason="As the government asked.", now=NOON)
    assert client.get("/en/delegations/HN/pending/").status_code == 302
    assert client.get(f"/en/pending/{token}/").status_code == 404


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_reads_in_both_languages(officer, staff, language):
    anonymise_person(person_id=officer.pk, by=staff, reason="", now=NOON)
    with translation.override(language):
        words = {"en": "former officer of Honduras", "es": "ex oficial de Honduras"}
        assert str(User.objects.get(pk=officer.pk)) == words[language]


def test_an_administrator_does_it_and_not_to_an_administrator(officer, staff):
    clerk = StaffFactory(is_superuser=False)
    for by, person, reason in ((clerk, officer, ""), (staff, staff, ""), (staff, officer, "Ana Prueba asked.")):
        with pytest.raises(CannotAnonymise):
            anonymise_person(person_id=person.pk, by=by, reason=reason, now=NOON)
    assert User.objects.get(pk=officer.pk).name == "Ana Prueba"


@pytest.fixture
def office(honduras, officer, staff):
    """The key in the address of the link that goes to Ana's office, which gets a copy of her mail."""
    designation = officer.designations.get()
    designation.copy_to = "desk@example.org"
    save_recorded(designation, by=staff)
    mail = MailFactory(recipient="desk@example.org")
    return links.token_of(links.links_for([(mail, honduras.pk)], now=NOON, valid_days=45)[mail.pk, honduras.pk])


@pytest.fixture
def answer_as(client, office, share, staff):
    """Has somebody answer a question by the link of the office."""

    def answer(name, post="First Secretary"):
        client.force_login(staff)
        client.post(f"/en/delegations/HN/matters/{share.pk}/", {"text": "Which paper?"})
        client.logout()
        client.post(f"/en/pending/{office}/matters/{share.pk}/", {"text": "Soon.", "name": name, "post": post})

    return answer


AS_WRITTEN = ["Ana Prueba", "Lic. Ana Prueba", "Sra. Licda. ANA PRUEBA"]


@pytest.mark.parametrize("name", AS_WRITTEN)
def test_who_informed_by_the_link_of_their_office_is_named_no_more(client, office, officer, share, staff, name):
    client.post(f"/en/pending/{office}/inform/", form(share, done="no", name=name, post="First Secretary"))
    anonymise_person(person_id=officer.pk, by=staff, reason="As asked.", now=NOON)
    report = ProgressReport.objects.get()
    assert (report.author_name, report.author_post, report.author_address) == (WAS, "", "desk@example.org")
    assert set(report.history.values_list("author_name", "author_post")) == {(WAS, "")}


@pytest.mark.parametrize("name", AS_WRITTEN)
def test_a_title_before_the_name_changes_nothing(answer_as, officer, staff, name):
    answer_as(name)
    anonymise_person(person_id=officer.pk, by=staff, reason="As asked.", now=NOON)
    assert named_in() == []
    answer = Remark.objects.latest("pk")
    assert (answer.by_name, set(answer.history.values_list("by_name", flat=True))) == (WAS, {WAS})


def test_who_is_on_record_with_a_title_is_found_without(answer_as, officer, share, staff):
    officer.name = "Lic. Ana Prueba"
    save_recorded(officer, by=None)
    share.outcome = "Ana Prueba sent it, says Lic. Ana Prueba."
    save_recorded(share, by=staff)
    answer_as("Ana Prueba")
    anonymise_person(person_id=officer.pk, by=staff, reason="", now=NOON)
    share.refresh_from_db()
    assert (named_in(), share.outcome) == ([], f"{WAS} sent it, says {WAS}.")


def test_the_name_in_the_successors_note_goes_too(officer, honduras, staff):
    successor = DesignationFactory(delegation=honduras, starts_on=TODAY, note="Note 13: in place of Ana Prueba")
    successor.post = "In place of ANA PRUEBA"
    save_recorded(successor, by=staff, reason="In place of Ana Prueba")
    anonymise_person(person_id=officer.pk, by=staff, reason="", now=NOON)
    successor.refresh_from_db()
    assert (named_in(), successor.note, successor.post) == (
        [], f"Note 13: in place of {WAS}", f"In place of {WAS}",
    )  # fmt: skip


WAS_ES = "ex oficial de Honduras"


def test_a_text_in_spanish_gets_spanish_words(client, office, officer, honduras, share, staff):
    words = form(share, done="no", name="Ana Prueba", post="First Secretary", text="Lo envió Ana Prueba.")
    client.post(f"/es/pending/{office}/inform/", words)
    mails = {
        language: MailFactory(state="sent", sent_at=NOON, text="Ana Prueba", about="x", language=language)
        for language in ("en", "es")
    }
    titled = MeetingDocumentFactory(title_en="Talk of Ana Prueba", title_es="Charla de Ana Prueba", name="x.pdf")
    anonymise_person(person_id=officer.pk, by=staff, reason="", now=NOON)
    report = ProgressReport.objects.get()
    assert (report.author_name, report.text) == (WAS_ES, f"Lo envió {WAS_ES}.")
    titled.refresh_from_db()
    assert (titled.title_en, titled.title_es) == (f"Talk of {WAS}", f"Charla de {WAS_ES}")
    for mail in mails.values():
        mail.refresh_from_db()
    assert {language: mail.text for language, mail in mails.items()} == {"en": WAS, "es": WAS_ES}


def test_a_reason_in_both_languages_gets_the_words_of_each(officer, share, staff):
    reason = in_both_languages(lambda: f"{gettext('Informed')}: Ana Prueba")
    save_recorded(share, by=staff, reason=reason)
    anonymise_person(person_id=officer.pk, by=staff, reason="", now=NOON)
    read = {}
    for language in ("en", "es"):
        with translation.override(language):
            read[language] = in_reader_language(share.history.first().history_change_reason).partition(": ")[2]
    assert read == {"en": WAS, "es": WAS_ES}


def test_where_a_text_says_no_language_it_is_the_persons(answer_as, officer, staff):
    officer.language = "es"
    save_recorded(officer, by=None)
    answer_as("Ana Prueba")
    anonymise_person(person_id=officer.pk, by=staff, reason="", now=NOON)
    assert Remark.objects.latest("pk").by_name == WAS_ES


@pytest.fixture
def assistant(client, honduras, office, staff, share):
    """Luz, at an address that gets a copy, has no account here: all that she left behind."""
    token = office
    words = form(share, done="no", name="Luz Otra", post="Assistant", text="Luz Otra sent it.")
    client.post(f"/en/pending/{token}/inform/", words)
    client.force_login(staff)
    client.post(f"/en/delegations/HN/matters/{share.pk}/", {"text": "Which paper?"})
    client.logout()
    answered = {"text": "The second.", "name": "Luz Otra", "post": "Assistant"}
    client.post(f"/en/pending/{token}/matters/{share.pk}/", answered)
    client.post(f"/en/pending/{token}/colleague/", {"colleague": "Please write to Luz Otra"})
    MailFactory(recipient="ana@example.org", state="sent", sent_at=NOON, text="Luz Otra informed", about="x")
    return token


OF_THE_ASSISTANT = ("Luz Otra", "desk@example.org", "Assistant")


def test_who_has_no_account_here_is_taken_out_too(assistant, client, officer, honduras, staff):
    assert len(named_in(OF_THE_ASSISTANT)) >= 8
    was = "former contact of Honduras"
    assert anonymise_stranger(who="Desk@example.org", by=staff, reason="As asked.", now=NOON) == was
    assert named_in(OF_THE_ASSISTANT) == []
    report = ProgressReport.objects.get()
    assert (report.written_by, report.text, Remark.objects.latest("pk").by_name) == (was, f"{was} sent it.", was)
    # Whoever they worked for stays, and the link opens nothing.
    assert User.objects.get(pk=officer.pk).name == "Ana Prueba"
    assert client.get(f"/en/pending/{assistant}/").status_code == 404
    with pytest.raises(CannotAnonymise, match=r"Nobody here has the address or name desk@example\.org\."):
        anonymise_stranger(who="desk@example.org", by=staff, reason="As asked.", now=NOON)


@pytest.mark.parametrize("who", ["Berta Paz Ulloa", "Licda. Berta Paz Ulloa", "BERTA PAZ ULLOA"])
def test_a_name_that_was_given_with_a_title_does_as_well(answer_as, who, staff):
    answer_as("Licda. Berta Paz Ulloa", "Assistant")
    assert anonymise_stranger(who=who, by=staff, reason="", now=NOON) == "former contact of Honduras"
    assert (named_in(("Berta", "Assistant")), Remark.objects.latest("pk").by_name) == ([], "former contact of Honduras")


def test_a_title_and_one_word_are_no_whole_name_to_look_for(answer_as, share, staff):
    answer_as("Lic. Luz", "Assistant")
    share.outcome = "Luz said so."
    save_recorded(share, by=staff)
    anonymise_stranger(who="Lic. Luz", by=staff, reason="", now=NOON)
    share.refresh_from_db()
    assert (share.outcome, Remark.objects.latest("pk").by_name) == ("Luz said so.", "former contact of Honduras")


def test_a_name_alone_does_as_well(share, staff):
    MailFactory(recipient="ana@example.org", state="sent", sent_at=NOON, text="Write to Eva Nadie.", about="x")
    assert anonymise_stranger(who="Eva Nadie", by=staff, reason="", now=NOON) == "former contact"
    assert named_in(("Eva Nadie",)) == []


@pytest.mark.parametrize("name", ["Ana Prueba", "ANA PRUEBA"])
def test_a_name_that_a_person_on_record_has_stays_theirs(client, assistant, officer, share, staff, name):
    client.post(f"/en/pending/{assistant}/inform/", form(share, done="no", name=name, post="First Secretary"))
    anonymise_stranger(who="desk@example.org", by=staff, reason="", now=NOON)
    assert User.objects.get(pk=officer.pk).name == "Ana Prueba"
    assert set(ProgressReport.objects.values_list("author_name", flat=True)) == {"former contact of Honduras"}


@pytest.mark.parametrize(
    ("who", "reason", "words"),
    [
        ("Luz", "", "Please give the whole name"),
        ("ana@example.org", "", "This is a person on record"),
        ("ana prueba", "", "This is a person on record"),
        ("desk@example.org", "Of desk@example.org", "The reason must not name the person"),
        ("nobody@example.org", "", "Nobody here has the address or name"),
    ],
)
def test_what_is_refused_changes_nothing(assistant, officer, staff, who, reason, words):
    before = sorted(map(str, everything_stored()))
    with pytest.raises(CannotAnonymise, match=words):
        anonymise_stranger(who=who, by=staff, reason=reason, now=NOON)
    with pytest.raises(CannotAnonymise, match="An administrator does this"):
        anonymise_stranger(who="desk@example.org", by=officer, reason="", now=NOON)
    assert sorted(map(str, everything_stored())) == before


def test_the_command(officer, assistant, staff, capsys):
    staff.email = "admin@example.org"
    staff.save()
    with pytest.raises(CommandError, match=r"Nobody here has the address or name eva@example\.org"):
        call_command("anonymise_person", "eva@example.org", by="admin@example.org", reason="Asked.")
    with pytest.raises(CommandError, match=r"Nobody here has the address eva@example\.org"):
        call_command("anonymise_person", "ana@example.org", by="eva@example.org", reason="Asked.")
    call_command("anonymise_person", "desk@example.org", by="admin@example.org", reason="Asked.")
    assert capsys.readouterr().out == "Now: former contact of Honduras.\n"
    call_command("anonymise_person", "Ana@example.org", by="admin@example.org", reason="Asked.")
    assert capsys.readouterr().out == "Now: former officer of Honduras.\n"
