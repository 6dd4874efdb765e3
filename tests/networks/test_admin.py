"""The back office of who: its pages, who may see them, what a save leaves behind."""

import datetime

import pytest
from django.contrib import messages
from django.core.management import call_command
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from networks.models import Conference, Delegation, Network, Presidency, PublicVersion, User
from networks.reasons import in_both_languages
from networks.services import load_conference, public_version, save_recorded, system_user
from tests.back_office import form_of
from tests.factories import DelegationFactory, MailFactory, StaffFactory, UserFactory
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

MODELS = ["user", "conference", "network", "delegation", "presidency", "designation"]


@pytest.fixture
def clerk():
    """Staff, but no administrator."""
    return StaffFactory(name="A Clerk", is_superuser=False)


@pytest.fixture
def administrator():
    return StaffFactory(name="An Administrator")


@pytest.fixture
def conference(clerk):
    load_conference(by=clerk)
    return Conference.objects.get()


def page(model, name, *args):
    return reverse(f"admin:networks_{model}_{name}", args=args)


@pytest.mark.parametrize("model", MODELS)
def test_staff_sees_every_list_and_visitors_none(client, clerk, conference, model):
    url = page(model, "changelist")
    assert client.get(url).status_code == 302
    client.force_login(UserFactory())
    assert client.get(url).status_code == 302
    client.force_login(clerk)
    assert client.get(url, follow=True).status_code == 200


@pytest.mark.parametrize("model", ["user", "network", "delegation", "presidency", "designation"])
def test_each_kind_can_be_added(client, clerk, conference, model):
    client.force_login(clerk)
    answer = client.get(page(model, "add"))
    assert (answer.status_code, "change_reason" in answer.context["adminform"].form.fields) == (200, True)


def test_the_conference_is_one_row_that_is_only_changed(client, clerk, conference):
    client.force_login(clerk)
    answer = client.get(page("conference", "changelist"))
    assert (answer.status_code, answer.url) == (302, page("conference", "change", 1))
    assert client.get(page("conference", "add")).status_code == 403
    assert client.post(page("conference", "delete", 1), {"post": "yes"}).status_code == 403
    assert Conference.objects.count() == 1


def test_a_change_is_saved_with_person_and_reason_and_raises_the_public_version(client, clerk, conference):
    client.force_login(clerk)
    url = page("conference", "change", 1)
    before = public_version()
    sent = form_of(client, url) | {"public_follow_up": "on", "change_reason": "Decided by the presidency"}
    assert client.post(url, sent).status_code == 302
    latest = conference.history.latest()
    assert (latest.history_user, latest.history_change_reason) == (clerk, "Decided by the presidency")
    assert (latest.public_follow_up, public_version()) == (True, before + 1)


def test_saving_without_a_change_writes_no_history(client, clerk, conference):
    client.force_login(clerk)
    url = page("conference", "change", 1)
    assert client.post(url, form_of(client, url)).status_code == 302
    assert conference.history.count() == 1


@pytest.mark.parametrize(("days", "kept"), [("400", 400), ("30", 30), ("29", 730), ("0", 730), ("", 730)])
def test_how_long_audited_acts_are_kept_is_set_and_never_to_nothing(client, clerk, conference, days, kept):
    client.force_login(clerk)
    url = page("conference", "change", 1)
    answer = client.post(url, form_of(client, url) | {"audit_kept": days})
    conference.refresh_from_db()
    assert (conference.audit_kept, answer.status_code) == (kept, 302 if kept != 730 else 200)


def test_staff_cannot_delete_what_the_record_names(client, administrator, conference):
    client.force_login(administrator)
    for model, rows in (("delegation", Delegation), ("network", Network), ("user", User)):
        row = rows.objects.exclude(pk=administrator.pk).first()
        assert client.post(page(model, "delete", row.pk), {"post": "yes"}).status_code in (302, 403)
        assert rows.objects.filter(pk=row.pk).exists()


def test_two_presidencies_do_not_share_a_day(client, clerk, conference):
    client.force_login(clerk)
    belize = Delegation.objects.get(code="BZ")
    sent = {"delegation": belize.pk, "starts_on": "2019-06-01", "ends_on": "2019-12-31"}
    form = client.post(page("presidency", "add"), sent).context["adminform"].form
    words = "“Belize 2019” begins before “Guatemala 2019” ends. Correct the last day of “Guatemala 2019” first."
    assert form.errors == {"__all__": [words]}
    assert [form["starts_on"].value(), form["ends_on"].value()] == ["2019-06-01", "2019-12-31"]
    assert not Presidency.objects.filter(delegation=belize).exists()


def warnings_of(answer):
    return [str(message) for message in answer.context["messages"] if message.level == messages.WARNING]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "From 1 January 2020 to 31 December 2020 no presidency is on record: nobody holds its commitments on these "
            "days.",
        ),
        (
            "es",
            "Del 1 de enero de 2020 al 31 de diciembre de 2020 no consta ninguna presidencia: en esos días nadie tiene "
            "a su cargo los compromisos que le corresponden.",
        ),
    ],
)
def test_days_without_a_presidency_are_said(language, said, client, clerk, conference):
    client.force_login(clerk)
    sent = {"delegation": Delegation.objects.get(code="BZ").pk, "starts_on": "2021-01-01", "ends_on": ""}
    answer = client.post(page("presidency", "add").replace("/en/", f"/{language}/"), sent, follow=True)
    assert warnings_of(answer) == [said]
    assert Presidency.objects.filter(delegation__code="BZ").count() == 1


@pytest.mark.parametrize("model", ["presidency", "delegation"])
def test_a_presidency_that_changes_raises_the_public_version(model, client, clerk, conference):
    client.force_login(clerk)
    guatemala = Presidency.objects.get(delegation__code="GT")
    rows = {"presidency": guatemala, "delegation": guatemala.delegation}
    url = page(model, "change", rows[model].pk)
    field = {"presidency": "ends_on", "delegation": "presidencies-0-ends_on"}[model]
    before = public_version()
    assert client.post(url, form_of(client, url) | {field: "2020-12-31"}).status_code == 302
    guatemala.refresh_from_db()
    assert (guatemala.ends_on, public_version()) == (datetime.date(2020, 12, 31), before + 1)


def test_a_presidency_that_has_ended_without_another_is_said(client, clerk, conference):
    client.force_login(clerk)
    guatemala = Delegation.objects.get(code="GT")
    url = page("delegation", "change", guatemala.pk)
    sent = form_of(client, url) | {"presidencies-0-ends_on": "2019-11-30"}
    answer = client.post(url, sent, follow=True)
    assert warnings_of(answer) == [
        "After 30 November 2019 no presidency is on record: nobody holds its commitments now."
    ]
    answer = client.post(url, form_of(client, url) | {"name_en": "Guatemala (changed)"}, follow=True)
    assert warnings_of(answer) == []


def test_memberships_of_a_delegation_do_not_share_a_day(client, clerk, conference):
    client.force_login(clerk)
    belize = Delegation.objects.get(code="BZ")
    url = page("delegation", "change", belize.pk)
    sent = form_of(client, url) | {
        "memberships-TOTAL_FORMS": 2,
        "memberships-1-delegation": belize.pk,
        "memberships-1-standing": "observer",
        "memberships-1-starts_on": "2020-01-01",
        "formal_en": "Belize, as typed",
    }
    answer = client.post(url, sent)
    form, memberships = answer.context["adminform"].form, answer.context["inline_admin_formsets"][0].formset
    assert form.errors == {
        "__all__": [
            "“Belize · observer” begins before “Belize · Member Country” ends. "
            "Correct the last day of “Belize · Member Country” first."
        ]
    }
    assert (form["formal_en"].value(), memberships.forms[1]["starts_on"].value()) == ("Belize, as typed", "2020-01-01")
    belize.refresh_from_db()
    assert (belize.memberships.count(), belize.formal_en) == (1, "Belize")


def test_code_and_address_of_a_body_with_a_report_on_record_stand(client, clerk, conference):
    client.force_login(clerk)
    network = Network.objects.get(slug="rcgm")
    answer = client.get(page("network", "change", network.pk))
    assert "code" in answer.context["adminform"].form.fields


def test_a_new_person_has_no_password_and_an_address_in_lower_case(client, clerk, conference):
    client.force_login(clerk)
    sent = {"name": "A Person", "email": "A.Person@Example.org", "language": "es", "is_active": "on"}
    sent |= {"designations-TOTAL_FORMS": 0, "designations-INITIAL_FORMS": 0}
    assert client.post(page("user", "add"), sent).status_code == 302
    person = User.objects.get(name="A Person")
    assert (person.email, person.has_usable_password(), person.is_staff) == ("a.person@example.org", False, False)
    assert person.history.latest().history_user == clerk


def test_access_is_given_by_administrators_alone(client, clerk, administrator, conference):
    person = UserFactory()
    client.force_login(clerk)
    answer = client.get(page("user", "change", person.pk))
    assert not {"is_staff", "is_superuser"} & set(answer.context["adminform"].form.fields)
    assert client.get(reverse("admin:auth_user_password_change", args=[person.pk])).status_code == 403
    url = page("user", "change", administrator.pk)
    assert client.post(url, {"name": "Somebody else"}).status_code == 403
    client.force_login(administrator)
    answer = client.get(page("user", "change", person.pk))
    assert {"is_staff", "is_superuser"} <= set(answer.context["adminform"].form.fields)
    assert client.get(reverse("admin:auth_user_password_change", args=[person.pk])).status_code == 200


def test_a_day_is_asked_for_by_the_browser_and_a_person_offered_by_name(client, clerk, conference):
    client.force_login(clerk)
    UserFactory(name="Zoe")
    form = client.get(page("designation", "add")).context["adminform"].form
    assert form["starts_on"].field.widget.render("starts_on", datetime.date(2026, 3, 5)) == (
        '<input type="date" name="starts_on" value="2026-03-05">'
    )
    # The system, which signs what no person does, is none to designate.
    assert [label for _pk, label in form["person"].field.choices] == ["---------", "A Clerk", "Zoe"]


def test_two_terms_of_a_delegation_are_named_without_a_query_for_each(client, clerk, conference):
    client.force_login(clerk)
    guatemala = Delegation.objects.get(code="GT")
    for year in (2041, 2043):
        Presidency.objects.create(delegation=guatemala, starts_on=datetime.date(year, 1, 1))
    answer = client.get(page("delegation", "change", guatemala.pk))
    assert all(f"Guatemala {year}" in answer.content.decode() for year in (2041, 2043))


def test_the_system_itself_is_not_in_the_list(client, administrator):
    system = system_user()
    client.force_login(administrator)
    assert client.get(page("user", "change", system.pk)).status_code == 302
    assert list(client.get(page("user", "changelist")).context["cl"].result_list) == [administrator]


@pytest.mark.parametrize("model", ["user", "network", "delegation", "presidency", "designation"])
def test_a_list_asks_the_same_number_of_queries_for_one_row_and_for_many(client, clerk, model):
    client.force_login(clerk)
    make = {
        "user": lambda n: UserFactory(),
        "network": lambda n: Network.objects.create(
            slug=f"n{n}",
            code=f"N{n}",
            name_en="A",
            name_es="A",
            short_en="A",
            short_es="A",
            reports_to=Network.objects.first(),
        ),
        "delegation": lambda n: DelegationFactory(code=f"D{n}"),
        "presidency": lambda n: DelegationFactory(code=f"D{n}").presidencies.create(
            starts_on=datetime.date(2000 + n, 1, 1), ends_on=datetime.date(2000 + n, 12, 31)
        ),
        "designation": lambda n: UserFactory().designations.create(
            delegation=DelegationFactory(code=f"D{n}"), starts_on=datetime.date(2020, 1, 1)
        ),
    }[model]
    make(1)
    one = queries_of(client, page(model, "changelist"))
    for n in range(2, 12):
        make(n)
    assert queries_of(client, page(model, "changelist")) == one


def test_history_reads_in_the_readers_language_and_in_a_fixed_number_of_queries(client, clerk, conference):
    client.force_login(clerk)
    belize = Delegation.objects.get(code="BZ")
    url = page("delegation", "history", belize.pk).replace("/en/", "/es/")

    def change(kind):
        belize.kind = kind
        save_recorded(belize, by=clerk, reason=in_both_languages(lambda: f"{gettext('Filed')}: as noted"))

    change("other")
    text = client.get(url).content.decode()
    parts = ["Añadido", "Modificado", "Tipo:", "país → otro organismo", "Registrado: as noted"]
    assert [part for part in parts if part in text] == parts
    two = queries_of(client, url)
    for kind in ("country", "other", "country"):
        change(kind)
    assert queries_of(client, url) == two


def test_the_reason_is_asked_for_once(client, clerk):
    client.force_login(clerk)
    answer = client.get(reverse("admin:correspondence_delegationhold_add"))
    assert answer.content.decode().count('name="change_reason"') == 1


def test_of_what_keeps_no_history_none_is_offered(client, clerk, conference):
    client.force_login(clerk)
    network, mail = Network.objects.get(slug="rcgm"), MailFactory()
    assert page("network", "history", network.pk) in client.get(page("network", "change", network.pk)).content.decode()
    url = reverse("admin:correspondence_mail_change", args=[mail.pk])
    assert "historylink" not in client.get(url).content.decode()
    with pytest.raises(NoReverseMatch):
        reverse("admin:correspondence_mail_history", args=[mail.pk])


def test_there_is_no_way_back_to_an_old_version(client, administrator, conference):
    client.force_login(administrator)
    version = conference.history.first()
    address = f"{page('conference', 'history', 1)}{version.pk}/"
    client.post(address, form_of(client, page("conference", "change", 1)) | {"name_en": "Old"}, follow=True)
    assert (conference.history.count(), Conference.objects.get().name_en) == (1, "Regional Conference on Migration")


def test_load_conference_can_run_again(capsys):
    call_command("load_conference")
    counts = Delegation.objects.count(), Network.objects.count(), Presidency.objects.count()
    call_command("load_conference")
    assert (Delegation.objects.count(), Network.objects.count(), Presidency.objects.count()) == counts
    assert capsys.readouterr().out.splitlines()[1] == (
        "The conference's names are all there already; nothing was changed."
    )
    assert PublicVersion.objects.get().number == 2


def test_createsuperuser_asks_for_an_address(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a-long-passphrase")
    call_command("createsuperuser", email="Chief@Example.org", name="Chief", interactive=False, verbosity=0)
    chief = User.objects.get()
    assert (chief.email, chief.is_staff, chief.check_password("a-long-passphrase")) == ("chief@example.org", True, True)


def test_the_back_office_of_a_sample_says_so_on_every_page(client, clerk, conference):
    client.force_login(clerk)
    pages = [
        reverse("admin:index"),
        page("network", "changelist"),
        page("network", "change", Network.objects.first().pk),
    ]

    def marked():
        return [b'<aside class="sample"' in client.get(url).content for url in pages]

    Conference.objects.update(is_sample=False)
    assert marked() == [False, False, False]
    Conference.objects.update(is_sample=True)
    assert marked() == [True, True, True]


def test_what_cannot_be_is_said_in_words(client, clerk, conference):
    client.force_login(clerk)
    rcgm = Network.objects.get(slug="rcgm")
    itself = form_of(client, page("network", "change", rcgm.pk)) | {"reports_to": rcgm.pk, "successor": rcgm.pk}
    ended = {"delegation": Delegation.objects.get(code="BZ").pk, "starts_on": "2031-01-01", "ends_on": "2030-01-01"}
    refused = [
        client.post(page("network", "change", rcgm.pk), itself),
        client.post(page("presidency", "add"), ended),
        client.post(page("designation", "add"), ended | {"person": clerk.pk, "role": "liaison_officer"}),
    ]
    assert [answer.context["adminform"].form.non_field_errors() for answer in refused] == [
        ["A body does not report to itself.", "A body is not its own successor."],
        ["The last day cannot be before the first."],
        ["The last day cannot be before the first."],
    ]
