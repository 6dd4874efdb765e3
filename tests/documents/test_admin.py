"""The whole back office over the sample: every page for staff, none for visitors, and queries that do not grow."""

import datetime
import shutil
import tempfile

from django.apps import apps
from django.contrib import admin
from django.test import TestCase, override_settings
from django.urls import reverse

from actions.models import Action, Agreement, Commitment, Report, ReportState
from documents.models import Upload
from documents.services.sample import load_sample
from meetings.models import AgendaItem, Attendance, Meeting
from networks.models import Delegation, Holiday, User
from tests.back_office import form_of
from tests.factories import UserFactory
from tests.queries import queries_of

OWN_ROOMS = ("networks", "meetings", "actions", "documents")
# Written row by row inside their owner's page.
INSIDE_OTHERS = {
    "networks.publicversion",
    "networks.holiday",
    "networks.membership",
    "meetings.attendance",
    "meetings.agendaitemlead",
    "actions.actionowner",
    "actions.evidence",
    "actions.progressanswer",
    "actions.reportversion",
    "documents.doubt",
    # Of nobody's interest but the person's who signs in
    "networks.signincode",
}


def page(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def registered():
    return [model for model in admin.site._registry if model._meta.app_label in OWN_ROOMS]


def messages_of(answer):
    return [str(message) for message in answer.context["messages"]]


def test_every_kind_of_row_has_a_page():
    models = [model for room in OWN_ROOMS for model in apps.get_app_config(room).get_models()]
    kept = {model._meta.label_lower for model in models if not model._meta.model_name.startswith("historical")}
    assert kept - {model._meta.label_lower for model in registered()} == INSIDE_OTHERS


class TestOverTheSample(TestCase):
    @classmethod
    def setUpTestData(cls):
        folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, folder)
        with override_settings(MEDIA_ROOT=folder):
            load_sample(today=datetime.date(2026, 11, 21), now=datetime.datetime(2026, 11, 21, 18, tzinfo=datetime.UTC))
        cls.clerk = User.objects.get(email="editor@example.org")
        cls.clerk.language = "en"

    def setUp(self):
        self.client.force_login(self.clerk)

    # A person's history asks for two persons: the one signed in and the one looked at.
    @override_settings(ZEAL_ALLOWLIST=[{"model": "networks.User", "field": "get()"}])
    def test_every_page_answers_staff(self):
        for language in ("en", "es"):
            assert self.client.get(f"/{language}/admin/").status_code == 200
            for model in registered():
                row = model.objects.exclude(pk=None).order_by("-pk").first()
                pages = [page(model, "changelist"), page(model, "change", row.pk)]
                if hasattr(model, "history"):
                    pages.append(page(model, "history", row.pk))
                for url in pages:
                    answer = self.client.get(url.replace("/en/", f"/{language}/"), follow=True)
                    assert answer.status_code == 200, url

    def test_every_page_refuses_everybody_else(self):
        officer = UserFactory()
        for model in registered():
            urls = [page(model, "changelist"), page(model, "change", model.objects.order_by("-pk").first().pk)]
            for url in urls:
                self.client.logout()
                assert self.client.get(url).status_code == 302, url
                self.client.force_login(officer)
                answer = self.client.get(url)
                assert (answer.status_code, answer.url.split("?")[0]) == (302, "/en/admin/login/"), url

    def test_a_search_answers_everywhere(self):
        for model in registered():
            if admin.site._registry[model].search_fields:
                answer = self.client.get(page(model, "changelist"), {"q": "a directory 2"})
                assert answer.status_code == 200, model

    def test_a_list_takes_the_same_number_of_queries_for_one_row_and_for_all(self):
        for model in registered():
            keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
            if model._meta.model_name in ("conference", "upload"):
                continue
            one, many = ("?" + f"id__in={','.join(map(str, keys[:n]))}" for n in (1, 50))
            url = page(model, "changelist")
            assert queries_of(self.client, url + one) == queries_of(self.client, url + many), model

    def test_nothing_can_be_deleted(self):
        for model in registered():
            row = model.objects.order_by("-pk").first()
            answer = self.client.post(page(model, "delete", row.pk), {"post": "yes"})
            assert answer.status_code in (302, 403), model
            assert model.objects.filter(pk=row.pk).exists(), model

    def test_what_is_on_record_is_only_read(self):
        for model, which in ((Report, {"reference": "CP/2026-09"}), (Agreement, {"reference": "CP/2026-09/1"})):
            row = model.objects.get(**which)
            url = page(model, "change", row.pk)
            assert self.client.get(url).context["adminform"].form.fields.keys() <= {"change_reason", "seen"}
            assert self.client.post(url, {"heading_en": "Other", "text_en": "Other"}).status_code == 403
            assert model.objects.filter(pk=row.pk, **which).exists()

    def test_a_drafts_text_is_written_with_the_person(self):
        draft = Report.objects.get(state=ReportState.DRAFT)
        agreement = draft.agreements.order_by("pk").first()
        url = page(Agreement, "change", agreement.pk)
        sent = form_of(self.client, url) | {"text_es": "Agradecer."}
        assert self.client.post(url, sent).status_code == 302
        latest = agreement.history.latest()
        assert (latest.text_es, latest.history_user, agreement.history.count()) == ("Agradecer.", self.clerk, 2)

    def test_the_days_and_the_presence_of_a_filed_meeting_stand(self):
        filed = Meeting.objects.get(report__reference="CP/2026-09")
        answer = self.client.get(page(Meeting, "change", filed.pk))
        assert not {"starts_on", "city", "network", "state"} & set(answer.context["adminform"].form.fields)
        present = answer.context["inline_admin_formsets"][0]
        assert (present.has_add_permission, present.has_delete_permission) == (False, False)

    def test_presence_is_added_and_taken_back_with_history(self):
        planned = Meeting.objects.get(city="Punta Cana")
        url = page(Meeting, "change", planned.pk)
        belize = Delegation.objects.get(code="BZ")
        sent = form_of(self.client, url) | {"attendances-TOTAL_FORMS": 1, "attendances-0-meeting": planned.pk}
        assert self.client.post(url, sent | {"attendances-0-delegation": belize.pk}).status_code == 302
        attendance = planned.attendances.get()
        sent = form_of(self.client, url) | {"attendances-0-DELETE": "on", "change_reason": "It could not come"}
        assert self.client.post(url, sent).status_code == 302
        assert not planned.attendances.exists()
        gone = Attendance.history.filter(id=attendance.pk).latest()
        assert (gone.history_type, gone.history_user, gone.history_change_reason) == (
            "-",
            self.clerk,
            "It could not come",
        )

    def test_a_meetings_page_does_not_ask_once_a_row(self):
        planned = Meeting.objects.get(city="Punta Cana")
        url = page(Meeting, "change", planned.pk)

        def add(first, last):
            for delegation in Delegation.objects.order_by("pk")[first:last]:
                Attendance.objects.create(meeting=planned, delegation=delegation)
            for position in range(first, last):
                AgendaItem.objects.create(meeting=planned, position=position, title_en="Item")

        add(0, 1)
        self.client.get(url)  # what a process asks once, it has asked
        one = queries_of(self.client, url)
        add(1, 12)
        assert queries_of(self.client, url) == one

    def test_the_pages_of_reports_agreements_and_actions_do_not_ask_once_a_row(self):
        pairs = [
            (Report, "reference", "RCGM/2026-09", "CP/2026-09"),
            (Agreement, "reference", "CP/2026-09/3", "NNA/2026-07/3"),
        ]
        for model, field, short, long in pairs:
            few, many = (page(model, "change", model.objects.get(**{field: value}).pk) for value in (short, long))
            self.client.get(few)  # what a process asks once, it has asked
            assert queries_of(self.client, few) == queries_of(self.client, many), model
        few, many = (
            page(Action, "change", Action.objects.get(agreement__reference=reference).pk)
            for reference in ("CP/2026-09/5", "VM/2025-09/5")
        )
        self.client.get(few)
        assert queries_of(self.client, few) == queries_of(self.client, many)

    def test_a_status_changes_through_the_service(self):
        share = Commitment.objects.get(action__agreement__reference="TT/2026-05/6")
        url = page(Commitment, "change", share.pk)
        choices = [value for value, _label in self.client.get(url).context["adminform"].form.fields["status"].choices]
        assert set(choices) == {"open", "in_progress", "fulfilled", "withdrawn", "superseded", "not_recorded"}
        sent = form_of(self.client, url) | {
            "status": "fulfilled",
            "on": "2026-11-20",
            "outcome": "The course will be held in March.",
            "change_reason": "Note of the delegation",
        }
        assert self.client.post(url, sent).status_code == 302
        share.refresh_from_db()
        assert (share.status, share.closed_on, share.news_on, share.outcome) == (
            "fulfilled",
            datetime.date(2026, 11, 20),
            datetime.date(2026, 11, 20),
            "The course will be held in March.",
        )
        latest = share.history.latest()
        assert (latest.history_user, latest.history_change_reason) == (self.clerk, "Note of the delegation")

    def test_where_an_outcome_is_written_it_is_said_who_will_read_it(self):
        url = page(Commitment, "change", Commitment.objects.get(action__agreement__reference="TT/2026-05/6").pk)
        field = self.client.get(url).context["adminform"].form.fields["outcome"]
        assert field.help_text == (
            "What came of it, in a few words. Everybody who reads the agreement will read it, visitors too: the "
            "follow-up is public."
        )

    def test_a_refusal_of_the_service_is_shown_and_changes_nothing(self):
        share = Commitment.objects.get(action__agreement__reference="TT/2026-05/6")
        url = page(Commitment, "change", share.pk)
        sent = {"status": "fulfilled", "on": "2020-01-01", "outcome": "Held.", "change_reason": "Note 5"}
        form = self.client.post(url, form_of(self.client, url) | sent).context["adminform"].form
        assert form.errors == {"__all__": ["The last news of it is of 5 May 2026."]}
        assert {name: form[name].value() for name in sent} == sent
        share.refresh_from_db()
        assert (share.status, share.history.count()) == ("open", 1)

    def test_nothing_changes_its_status_as_of_a_day_ahead(self):
        share = Commitment.objects.get(action__agreement__reference="TT/2026-05/6")
        url = page(Commitment, "change", share.pk)
        sent = {"status": "fulfilled", "on": "2999-01-01", "change_reason": "Note 5"}
        form = self.client.post(url, form_of(self.client, url) | sent).context["adminform"].form
        assert form.errors == {"on": ["The day as of which it is so cannot lie ahead."]}

    def test_no_status_is_of_a_day_that_lies_ahead(self):
        share = Commitment.objects.get(action__agreement__reference="TT/2026-05/6")
        url = page(Commitment, "change", share.pk)
        sent = form_of(self.client, url) | {"status": "fulfilled", "on": "2130-01-01"}
        form = self.client.post(url, sent).context["adminform"].form
        assert (form.errors.keys(), form["status"].value()) == ({"on"}, "fulfilled")
        share.refresh_from_db()
        assert (share.status, share.history.count()) == ("open", 1)

    def test_an_outcome_needs_its_status(self):
        share = Commitment.objects.get(action__agreement__reference="TT/2026-05/6")
        url = page(Commitment, "change", share.pk)
        answer = self.client.post(url, form_of(self.client, url) | {"on": "2026-11-20", "outcome": "Held."})
        assert answer.context["adminform"].form.errors == {"status": ["Choose the status that the outcome goes with."]}

    def test_publishing_and_undoing_go_through_the_services(self):
        report = Report.objects.get(reference="RCGM/2026-09")
        act = {"_selected_action": report.pk, "index": 0}
        url = page(Report, "changelist")
        answer = self.client.post(url, act | {"action": "publish"}, follow=True)
        assert messages_of(answer) == ["RCGM/2026-09 is published."]
        answer = self.client.post(url, act | {"action": "publish"}, follow=True)
        assert messages_of(answer) == ["RCGM/2026-09: Only an adopted report can be published."]
        answer = self.client.post(url, act | {"action": "undo"}, follow=True)
        assert messages_of(answer) == [
            "RCGM/2026-09: Please say why the filing is undone; the reason stays in the history."
        ]
        early = Report.objects.get(reference="NNA/2025-08")
        undo = {"_selected_action": early.pk, "action": "undo", "reason": "Filed by mistake", "index": 0}
        answer = self.client.post(url, undo, follow=True)
        assert messages_of(answer)[0].endswith("the filing stays.")
        report.refresh_from_db()
        assert report.state == "published"

    def test_a_holiday_is_added_and_removed_in_the_settings(self):
        url = reverse("admin:networks_conference_change", args=[1])
        sent = form_of(self.client, url) | {
            "holidays-TOTAL_FORMS": 1,
            "holidays-0-conference": 1,
            "holidays-0-on": "2027-01-01",
            "holidays-0-name_en": "New Year",
            "holidays-0-name_es": "Año Nuevo",
        }
        assert self.client.post(url, sent).status_code == 302
        assert Holiday.objects.get().history.get().history_user == self.clerk
        assert self.client.post(url, form_of(self.client, url) | {"holidays-0-DELETE": "on"}).status_code == 302
        assert not Holiday.objects.exists()

    def test_a_document_is_only_read(self):
        upload = Upload.objects.get()
        assert self.client.post(page(Upload, "change", upload.pk), {"name": "other"}).status_code == 403
        assert self.client.get(page(Upload, "add")).status_code == 403
