"""The back office: of what a delegation informs it shows what was sent, in a draft it overwrites nobody's text."""

import re

import pytest
from django.urls import reverse

from actions.services.editing import write_agreement
from networks.services import save_recorded
from tests.back_office import form_of
from tests.factories import AgreementFactory, CommitmentFactory, ProgressReportFactory, StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    """Begun with words that were thought better of, changed, and sent."""
    share = CommitmentFactory()
    report = ProgressReportFactory(delegation=share.delegation, about=[share], text="First words.")
    report.text = "Second words."
    save_recorded(report, by=None)
    report.state, report.sent_at = "sent", report.made_at
    return save_recorded(report, by=None)


def history_of(client, report):
    """The rows of its history, the last first, as words."""
    page = client.get(reverse("admin:actions_progressreport_history", args=[report.pk])).content.decode()
    rows = re.findall(r"<tr>(.*?)</tr>", page.partition("<tbody>")[2], re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", row)).strip() for row in rows]


def test_its_history_begins_when_it_was_sent(client, report):
    client.force_login(StaffFactory())
    rows = history_of(client, report)
    assert (len(rows), "words" in rows[0]) == (1, False)
    report.text = "Written over."
    save_recorded(report, by=None, reason="A person was taken out.")
    rows = history_of(client, report)
    assert [[words in row for words in ("First", "Second words.", "Written over.")] for row in rows] == [
        [False, True, True],
        [False, False, False],
    ]


def test_a_draft_of_staff_is_there_with_its_history(client):
    staff = StaffFactory()
    began = {"came_by": "on_behalf", "entered_by": staff, "source": "call"}
    report = ProgressReportFactory(text="First words.", **began)
    report.text = "Second words."
    save_recorded(report, by=staff)
    client.force_login(staff)
    listed = client.get(reverse("admin:actions_progressreport_changelist")).content.decode()
    assert "Second words." in listed
    assert ["First words." in row for row in history_of(client, report)] == [True, False]


def test_the_other_language_that_somebody_wrote_meanwhile_stays(client):
    draft = AgreementFactory(text_en="To thank.", text_es="")
    client.force_login(StaffFactory())
    url = reverse("admin:actions_agreement_change", args=[draft.pk])
    opened = form_of(client, url)
    write_agreement(agreement_id=draft.pk, by=StaffFactory(), text_en="To thank Guatemala.")
    form = client.post(url, opened | {"text_es": "Agradecer."}).context["adminform"].form
    assert {name: form[name].value() for name in ("text_en", "text_es")} == {
        "text_en": "To thank Guatemala.",
        "text_es": "Agradecer.",
    }
    sent = opened | {"text_en": "To thank Guatemala.", "text_es": "Agradecer.", "seen": form["seen"].value()}
    assert client.post(url, sent).status_code == 302
    draft.refresh_from_db()
    assert (draft.text_en, draft.text_es) == ("To thank Guatemala.", "Agradecer.")
