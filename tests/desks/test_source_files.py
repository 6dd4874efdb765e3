"""The mail or note itself stands with whatever staff enter out of it for a delegation."""

import gc
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from actions.models import Commitment, CommitmentStatus
from actions.services import asking
from actions.services.filing import CannotUndo, keep_version, undo_filing
from desks.models import SetStep, SourceFile
from desks.services import steps
from networks.services import public_change
from tests.desks.conftest import NOON, TODAY
from tests.desks.test_eml import a_mail
from tests.desks.test_informing import a_pdf, was_sent
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DesignationFactory,
    FrozenFactory,
    RemarkFactory,
    SourceFileFactory,
)

pytestmark = pytest.mark.django_db
STEPS = "/en/desk/steps/"
NEW_DATE = {"step": "new-date", "new_date": "2026-07-01", "source": "note", "source_words": "No. 12", "reason": "Asked"}
NONE_OF_THEM = (
    "“note.pdf” is none of the files that can be attached: PDF, Word (.docx), Excel (.xlsx), a mail (.eml) or a "
    "picture."
)


@pytest.fixture(autouse=True)
def kept_here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def a_note(name="note.pdf"):
    return a_pdf(name)


def a_program():
    return SimpleUploadedFile("note.pdf", b"MZ\x90 a program", "application/pdf")


def on_disk(folder):
    gc.collect()  # what a transaction that did not go through has forgotten goes at once
    return [path.name for path in folder.rglob("*") if path.is_file()]


def words_of(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def said(answer):
    return [str(message) for message in answer.context["messages"]]


@pytest.fixture
def absent(honduras):
    return CommitmentFactory(delegation=honduras, status="to_confirm")


@pytest.fixture
def call():
    action = ActionFactory(agreement=FrozenFactory(), confirmed=True)
    action.owners.create(audience="INTERESTED")
    return action


@pytest.fixture
def asked(staff, share):
    """Staff have asked the delegation about the share."""
    asking.ask(commitment_id=share.pk, text="When?", by=staff, now=NOON)
    return share


# The three ways of entering something on one matter: what is posted where, and which share it is about.


def takes_part(client, share, part="yes", **fields):
    address = reverse("take-part", args=["HN", share.pk])
    return client.post(address, {"part": part, "words": "Note of 18 May", **fields}, follow=True)


def joins(client, call, **fields):
    address = reverse("join-call", args=["HN", call.pk])
    return client.post(address, {"words": "Note of 18 May", **fields}, follow=True)


def answered(client, share, **fields):
    values = {"text": "In June.", "source_words": "Note of 18 May", **fields}
    address = reverse("matter", args=["HN", share.pk])
    return client.post(address, {f"answered-{name}": value for name, value in values.items()}, follow=True)


@pytest.fixture(params=["yes", "no", "joins", "answered"])
def entered(request, client, staff, honduras):
    """The share of Honduras about which staff have entered something out of a note that they attach."""
    client.force_login(staff)
    if request.param == "joins":
        joins(client, request.getfixturevalue("call"), source_file=a_note())
        share = Commitment.objects.get()
    elif request.param == "answered":
        share = request.getfixturevalue("asked")
        answered(client, share, source_file=a_note())
    else:
        share = request.getfixturevalue("absent")
        takes_part(client, share, request.param, source_file=a_note())
    client.logout()
    return share


def test_it_stands_beside_the_words_for_staff_the_delegation_and_its_links(
    client, officer, staff, mexico, token, entered
):
    kept = SourceFile.objects.get()
    assert (kept.name, kept.content_type, kept.by, kept.at, kept.matter) == (
        "note.pdf",
        "application/pdf",
        staff,
        NOON,
        entered,
    )
    at_the_desk, by_link = f"/en/delegations/HN/sources/{kept.pk}/", f"/en/pending/{token}/sources/{kept.pk}/"
    listed = rf'<a href="(.+?)">note.pdf</a> <span class="quiet">{kept.size}\xa0bytes, the source</span>'
    for person in (officer, staff):
        client.force_login(person)
        page = client.get(reverse("matter", args=["HN", entered.pk]))
        assert re.findall(listed, page.content.decode()) == [at_the_desk]
        assert "Note of 18 May" in words_of(page)
        assert was_sent(client.get(at_the_desk))
    client.logout()
    page = client.get(f"/en/pending/{token}/matters/{entered.pk}/")
    assert re.findall(listed, page.content.decode()) == [by_link]
    answer = client.get(by_link)
    assert was_sent(answer)
    assert answer["Content-Disposition"] == 'attachment; filename="note.pdf"'
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == (
        "nosniff",
        "default-src 'none'; sandbox",
    )


def test_nobody_else_finds_it(client, mexico, entered):
    kept = SourceFile.objects.get()
    addresses = [f"/en/delegations/{code}/sources/{kept.pk}/" for code in ("HN", "MX")]
    assert [client.get(address).status_code for address in addresses] == [302, 302]
    client.force_login(DesignationFactory(delegation=mexico).person)
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    assert client.get(f"/en/desk/steps/sources/{kept.pk}/").status_code == 404


def test_where_it_stands_is_read_in_spanish_too(client, officer, staff, absent):
    client.force_login(staff)
    takes_part(client, absent, source_file=a_note())
    client.force_login(officer)
    with translation.override("es"):
        page = words_of(client.get(reverse("matter", args=["HN", absent.pk])))
    told = (
        "Honduras estuvo ausente cuando se acordó esto. El 20 de mayo de 2026 comunicó que participa. Note of 18 May "
        "Lo hizo constar la Secretaría Técnica. note.pdf"
    )
    assert told in page


def test_who_said_that_it_takes_part_is_told_without_a_file_too(client, officer, absent):
    client.force_login(officer)
    takes_part(client, absent, words="", source_file=a_note())
    page = words_of(client.get(reverse("matter", args=["HN", absent.pk])))
    told = "On 20 May 2026 it said that it takes part. Said by the delegation: Ana Prueba"
    # What an officer attaches is nobody's source: staff alone are asked for one.
    assert (told in page, SourceFile.objects.count()) == (True, 0)


def test_one_who_is_no_officer_of_the_body_leaves_no_file(client, officer, share, absent, tmp_path):
    client.force_login(officer)
    answered(client, share, source_file=a_note())
    assert (SourceFile.objects.count(), on_disk(tmp_path)) == (0, [])


def test_a_mail_is_taken_as_it_is(client, staff, absent):
    client.force_login(staff)
    takes_part(client, absent, source_file=SimpleUploadedFile("answer.eml", a_mail()))
    kept = SourceFile.objects.get()
    with kept.file.open() as content:
        assert (kept.name, kept.content_type, content.read()) == ("answer.eml", "message/rfc822", a_mail())


def test_without_one_it_is_entered_all_the_same(client, staff, absent, call, asked):
    client.force_login(staff)
    takes_part(client, absent)
    joins(client, call)
    answered(client, asked)
    absent.refresh_from_db()
    now = (absent.status, call.commitments.count(), asked.remarks.filter(side="delegation").count())
    assert (now, SourceFile.objects.count()) == ((CommitmentStatus.OPEN, 1, 1), 0)


def test_a_wrong_file_is_refused_in_words_and_nothing_is_written(client, staff, absent, call, asked, tmp_path):
    client.force_login(staff)
    assert said(takes_part(client, absent, source_file=a_program())) == [NONE_OF_THEM]
    assert said(joins(client, call, source_file=a_program())) == [NONE_OF_THEM]
    form = answered(client, asked, source_file=a_program()).context["answered"]
    assert (form.errors, form["text"].value(), form["source_words"].value()) == (
        {"source_file": [NONE_OF_THEM]},
        "In June.",
        "Note of 18 May",
    )
    absent.refresh_from_db()
    now = (absent.status, absent.history.count(), call.commitments.count(), asked.remarks.count())
    assert (now, SourceFile.objects.count(), on_disk(tmp_path)) == ((CommitmentStatus.TO_CONFIRM, 1, 0, 1), 0, [])


def test_what_is_refused_for_another_reason_leaves_no_file(client, staff, absent, tmp_path):
    client.force_login(staff)
    refused = "Please say out of what it is known: a mail, a note or a call, and its day."
    assert said(takes_part(client, absent, words=" ", source_file=a_note())) == [refused]
    assert (SourceFile.objects.count(), on_disk(tmp_path)) == (0, [])


def test_the_same_answer_sent_twice_keeps_its_file_once(client, staff, asked, tmp_path):
    client.force_login(staff)
    for _twice in range(2):
        answered(client, asked, source_file=a_note())
    assert (SourceFile.objects.count(), len(on_disk(tmp_path))) == (1, 1)


def test_it_is_of_exactly_one_thing(share):
    remark = RemarkFactory(commitment=share)
    for of in ({}, {"commitment": share, "remark": remark}):
        with pytest.raises(IntegrityError, match="source_file_of_one_thing"), transaction.atomic():
            SourceFileFactory(**of)


def test_a_filing_is_not_undone_once_something_was_entered_out_of_a_note(client, staff, honduras):
    """As on the day of the meeting itself, when no later news tells of it."""
    share = CommitmentFactory(delegation=honduras)
    report = share.action.agreement.report
    with public_change():
        keep_version(report, by=staff, now=NOON)
    Commitment.objects.filter(pk=share.pk).update(news_on=report.adopted_on)
    SourceFileFactory(commitment=share)
    with pytest.raises(CannotUndo, match=f"Honduras has informed of {share.action.agreement.reference} since"):
        undo_filing(report_id=report.pk, by=staff, now=NOON, reason="Wrong meeting.")


# A step for many


def stepped(client, shares, button, fields=NEW_DATE, **more):
    chosen = " ".join(str(one.pk) for one in shares)
    return client.post(STEPS, {"chosen": chosen, button: "1", **fields, **more})


def done(client, shares, fields=NEW_DATE, **more):
    seen = stepped(client, shares, "look", fields).context["plan"].seen
    return stepped(client, shares, "do", fields, seen=seen, **more)


@pytest.mark.parametrize(("source", "is_offered"), [("mail", True), ("note", True), ("call", False)])
def test_a_step_asks_for_it_beside_the_button_where_there_is_one(client, staff, share, source, is_offered):
    client.force_login(staff)
    fields = NEW_DATE | {"source": source}
    first = stepped(client, [share], "look", fields | {"source_words": ""}).content.decode()
    looked_at = stepped(client, [share], "look", fields).content.decode()
    words = "Choose it last: it goes with the button that does it, and looking again does not keep it."
    assert ('type="file"' in first, 'type="file"' in looked_at, words in looked_at) == (False, is_offered, is_offered)
    done(client, [share], fields, source_file=a_note())
    share.refresh_from_db()
    assert (share.extended_to is not None, SourceFile.objects.count()) == (True, int(is_offered))


def test_it_is_kept_with_the_step_and_staff_alone_read_it(client, officer, staff, share):
    client.force_login(staff)
    done(client, [share], source_file=a_note())
    kept, step = SourceFile.objects.get(), SetStep.objects.get()
    assert (kept.step, kept.matter, kept.by) == (step, None, staff)
    link = f'<a href="{STEPS}sources/{kept.pk}/">note.pdf</a>'
    listed = client.get(STEPS)
    assert (list(listed.context["lately"]), f'href="{STEPS}{step.pk}/"' in listed.content.decode()) == ([step], True)
    assert link in client.get(f"{STEPS}{step.pk}/").content.decode()
    answer = client.get(f"{STEPS}sources/{kept.pk}/")
    assert (was_sent(answer), answer["Content-Disposition"]) == (True, 'attachment; filename="note.pdf"')
    assert client.get(f"/en/delegations/HN/sources/{kept.pk}/").status_code == 404
    client.force_login(officer)
    addresses = [f"{STEPS}sources/{kept.pk}/", f"/en/delegations/HN/sources/{kept.pk}/"]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    assert "note.pdf" not in client.get(reverse("matter", args=["HN", share.pk])).content.decode()


def test_it_is_kept_when_the_worker_takes_the_step(client, staff, honduras, share, monkeypatch):
    monkeypatch.setattr("desks.services.steps.AT_ONCE", 1)
    shares = [share, CommitmentFactory(delegation=honduras, due_on=TODAY)]
    client.force_login(staff)
    answer = done(client, shares, source_file=a_note())
    step = SetStep.objects.get()
    assert (answer["Location"], step.state, SourceFile.objects.get().step) == (f"{STEPS}{step.pk}/", "waiting", step)
    steps.take_kept(step_id=step.pk, now=NOON)
    step.refresh_from_db()
    assert (step.state, SourceFile.objects.get().name) == ("done", "note.pdf")


@pytest.mark.parametrize("at_once", [1, 500])
def test_a_wrong_file_stops_the_step_and_what_was_typed_stays(
    client, staff, honduras, share, tmp_path, monkeypatch, at_once
):
    monkeypatch.setattr("desks.services.steps.AT_ONCE", at_once)
    shares = [share, CommitmentFactory(delegation=honduras, due_on=TODAY)]
    client.force_login(staff)
    answer = done(client, shares, source_file=a_program())
    assert (answer.context["source"].errors, answer.context["form"]["source_words"].value()) == (
        {"source_file": [NONE_OF_THEM]},
        "No. 12",
    )
    assert "Please choose the file again: a browser does not keep it." in answer.content.decode()
    kept = (SetStep.objects.count(), SourceFile.objects.count(), on_disk(tmp_path))
    assert (kept, Commitment.objects.exclude(extended_to=None).count()) == ((0, 0, []), 0)
    again = stepped(client, shares, "do", seen=answer.context["plan"].seen, source_file=a_note())
    assert (again.status_code, SourceFile.objects.count()) == (302, 1)


def test_a_step_that_has_changed_since_leaves_no_file(client, staff, share, tmp_path):
    client.force_login(staff)
    answer = stepped(client, [share], "do", seen="other", source_file=a_note())
    assert said(answer) == ["Something has changed since you looked. Please look again before it is done."]
    assert "Please choose the file again: a browser does not keep it." in answer.content.decode()
    assert (SetStep.objects.count(), SourceFile.objects.count(), on_disk(tmp_path)) == (0, 0, [])


def test_an_empty_file_is_refused(client, staff, share):
    client.force_login(staff)
    answer = done(client, [share], source_file=SimpleUploadedFile("note.pdf", b""))
    assert (list(answer.context["source"].errors), SetStep.objects.count()) == (["source_file"], 0)
