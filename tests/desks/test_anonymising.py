"""A person is taken out of the record: nothing that is stored names them, and what was done stays."""

import json

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import translation

from actions.models import ProgressReport, Remark
from correspondence.models import Addressee, Mail, SignedLink
from desks.services.anonymising import CannotAnonymise, anonymise_person
from documents.services.annexes import remove_document
from networks.models import User
from networks.services import save_recorded
from tests.desks.conftest import NOON, form
from tests.factories import MailFactory, MeetingDocumentFactory, StaffFactory

pytestmark = pytest.mark.django_db

TRACES = ("Ana Prueba", "ana@example.org", "First Secretary", "+000 555 0001")


def everything_stored():
    """Each row of every table, as text."""
    return [
        (model._meta.label, json.dumps(list(row.values()), default=str))
        for model in apps.get_models()
        for row in model._base_manager.values()
    ]


def named_in():
    return sorted({label for label, row in everything_stored() for trace in TRACES if trace in row})


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
    client.post(f"/en/pending/{token}/matters/{share.pk}/", {"text": "The second.", "name": "Ana Prueba"})
    client.post(f"/en/pending/{token}/colleague/", {"colleague": "Luz, not Ana Prueba"})
    client.post(f"/en/pending/{token}/rhythm/", {"rhythm": "weekly"})
    MailFactory(recipient="ana@example.org", state="sent", sent_at=NOON, text="Dear Ana Prueba", about="x")
    for title in ("Talk of Ana Prueba", "Another"):
        document = MeetingDocumentFactory(title_en=title, title_es="De Ana Prueba", name="Ana Prueba.pdf")
    remove_document(document_id=document.pk, by=staff, reason="Ana Prueba asked")
    client.force_login(officer)
    client.get("/en/pending/")


def test_nothing_that_is_stored_names_them_any_more(life, officer, share, staff):
    assert len(named_in()) >= 10
    anonymise_person(person_id=officer.pk, by=StaffFactory(), reason="As the government asked.", now=NOON)
    assert named_in() == []


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


def test_the_command(officer, staff, capsys):
    staff.email = "admin@example.org"
    staff.save()
    with pytest.raises(CommandError, match=r"Nobody here has the address eva@example\.org"):
        call_command("anonymise_person", "eva@example.org", by="admin@example.org", reason="Asked.")
    call_command("anonymise_person", "Ana@example.org", by="admin@example.org", reason="Asked.")
    assert capsys.readouterr().out == "Now: former officer of Honduras.\n"
