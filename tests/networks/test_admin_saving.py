"""What the back office does not do: undo what somebody else wrote, lose what was typed, write what cannot be."""

import datetime
import re

import pytest
import time_machine
from django.urls import reverse

from networks.models import Delegation, Designation, Network
from networks.services import conference, load_conference, save_recorded
from tests.back_office import form_of
from tests.factories import DelegationFactory, DesignationFactory, NetworkFactory, StaffFactory

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 5, 12, 18, tzinfo=datetime.UTC)
MEANWHILE = (
    "Somebody else changed this in the meantime. Nothing of theirs was overwritten. Please look at it and save again"
)


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def clerk(client):
    person = StaffFactory(name="A Clerk")
    load_conference(by=person)
    client.force_login(person)
    return person


@pytest.fixture
def belize(clerk):
    return Delegation.objects.get(code="BZ")


def page(row, name="change"):
    return reverse(f"admin:networks_{row._meta.model_name}_{name}", args=[row.pk])


def shown(answer):
    """What the browser would send from a page that is shown again."""
    forms = [answer.context["adminform"].form]
    for inline in answer.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    sent = {field.html_name: field.value() for form in forms for field in form}
    return {name: value for name, value in sent.items() if value not in (None, False)}


def written(row, **values):
    """Another person's change of a row, by another way."""
    for name, value in values.items():
        setattr(row, name, value)
    save_recorded(row, by=StaffFactory())


def test_what_another_person_has_written_is_not_undone(client, belize):
    opened = form_of(client, page(belize))
    written(belize, name_es="Belice (Belize)", acronym_es="BLZ")
    answer = client.post(page(belize), opened | {"formal_en": "State of Belize", "change_reason": "Note 5"})
    form = answer.context["adminform"].form
    assert form.errors == {"__all__": [f"{MEANWHILE}: Acronym (Spanish), Short name (Spanish)."]}
    names = ("name_es", "acronym_es", "formal_en", "change_reason")
    assert [form[name].value() for name in names] == ["Belice (Belize)", "BLZ", "State of Belize", "Note 5"]
    belize.refresh_from_db()
    assert (belize.name_es, belize.formal_en) == ("Belice (Belize)", "Belize")
    assert client.post(page(belize), shown(answer)).status_code == 302
    belize.refresh_from_db()
    assert (belize.name_es, belize.acronym_es, belize.formal_en) == ("Belice (Belize)", "BLZ", "State of Belize")


def test_what_both_have_written_is_written_over_knowingly(client, belize):
    opened = form_of(client, page(belize))
    written(belize, name_es="Belice (Belize)", kind="other")
    answer = client.post(page(belize), opened | {"name_es": "Belicia", "kind": "organisation"})
    form = answer.context["adminform"].form
    assert form.errors == {
        "__all__": [f"{MEANWHILE}: Kind, Short name (Spanish)."],
        "name_es": ["Meanwhile it reads: Belice (Belize)"],
        "kind": ["Meanwhile it reads: other body"],
    }
    assert client.post(page(belize), shown(answer)).status_code == 302
    belize.refresh_from_db()
    assert (belize.name_es, belize.kind) == ("Belicia", "organisation")


def test_nor_is_it_undone_in_the_rows_below(client, belize):
    membership = belize.memberships.get()
    opened = form_of(client, page(belize))
    written(membership, ends_on=datetime.date(2026, 12, 31))
    answer = client.post(page(belize), opened | {"formal_en": "State of Belize"})
    rows = answer.context["inline_admin_formsets"][0].formset.forms
    assert rows[0].errors == {"__all__": [f"{MEANWHILE}: Until."]}
    membership.refresh_from_db()
    assert membership.ends_on == datetime.date(2026, 12, 31)
    assert client.post(page(belize), shown(answer)).status_code == 302
    membership.refresh_from_db()
    belize.refresh_from_db()
    assert (membership.ends_on, belize.formal_en) == (datetime.date(2026, 12, 31), "State of Belize")


def test_where_nothing_would_be_undone_nobody_is_stopped(client, belize):
    opened = form_of(client, page(belize))
    written(belize, formal_en="State of Belize")
    written(belize, formal_en="Belize")
    assert client.post(page(belize), opened | {"name_es": "Belicia"}).status_code == 302
    belize.refresh_from_db()
    assert (belize.name_es, belize.formal_en) == ("Belicia", "Belize")


def test_a_text_of_lines_that_nobody_touched_is_as_it_was(client, belize):
    written(belize, other_names="Belice\nBritish Honduras")
    before = belize.history.count()
    sent = form_of(client, page(belize)) | {"other_names": "Belice\r\nBritish Honduras"}
    assert client.post(page(belize), sent).status_code == 302
    belize.refresh_from_db()
    assert (belize.other_names, belize.history.count()) == ("Belice\nBritish Honduras", before)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("reports_to", "Vice-Ministers reports to this body already, itself or through others."),
        ("successor", "Vice-Ministers is succeeded by this body already, itself or through others."),
    ],
)
def test_no_body_reports_to_or_follows_itself_through_others(field, words, client, clerk):
    first, second, third = (
        NetworkFactory(slug=f"body-{n}", code=f"B{n}", short_en=name)
        for n, name in enumerate(("A", "B", "Vice-Ministers"))
    )
    written(second, **{field: first})
    written(third, **{field: second})
    sent = form_of(client, page(first)) | {field: third.pk}
    form = client.post(page(first), sent).context["adminform"].form
    assert form.errors == {field: [words]}
    assert client.post(page(third), form_of(client, page(third)) | {field: first.pk}).status_code == 302
    assert Network.objects.filter(**{field: first}).count() == 2


@pytest.fixture
def ana(clerk):
    return DesignationFactory(
        person__name="Ana",
        delegation=DelegationFactory(code="HX", name_en="Coastland"),
        role="liaison_officer",
        network=None,
        starts_on=datetime.date(2026, 1, 1),
    )


TWICE = "Ana is designated already: liaison officer, all networks, since 1 January 2026."


def test_nobody_is_designated_twice(client, ana):
    same = {"person": ana.person.pk, "role": ana.role, "delegation": ana.delegation.pk, "starts_on": "2026-03-01"}
    form = client.post(reverse("admin:networks_designation_add"), same).context["adminform"].form
    assert form.errors == {"__all__": [TWICE]}
    row = {f"designations-1-{name}": value for name, value in same.items()} | {"designations-TOTAL_FORMS": 2}
    answer = client.post(page(ana.person), form_of(client, page(ana.person)) | row | {"language": "es"})
    assert answer.context["adminform"].form.errors == {"__all__": [TWICE]}
    ana.person.refresh_from_db()
    assert (Designation.objects.count(), ana.person.language) == (1, "en")


def test_a_chair_is_the_presidencys(client, ana):
    form = client.post(page(ana), form_of(client, page(ana)) | {"role": "chair"}).context["adminform"].form
    assert list(form.errors) == ["__all__"]
    assert "on 1 January 2026 Coastland does not hold the presidency" in form.errors["__all__"][0]
    ana.delegation.presidencies.create(starts_on=datetime.date(2026, 1, 1))
    assert client.post(page(ana), form_of(client, page(ana)) | {"role": "chair"}).status_code == 302
    ana.refresh_from_db()
    assert ana.role == "chair"


def test_a_designation_that_has_ended_is_only_read(client, ana):
    written(ana, ends_on=datetime.date(2026, 5, 11))
    sent = {"person": StaffFactory().pk, "role": "chair", "starts_on": "2026-01-01"}
    assert client.post(page(ana), sent).status_code == 403
    row = {"designations-0-role": "chair", "designations-0-ends_on": "", "name": "Ana Prueba"}
    assert client.post(page(ana.person), form_of(client, page(ana.person)) | row).status_code == 302
    ana.refresh_from_db()
    assert (ana.role, ana.ends_on, ana.history.count()) == ("liaison_officer", datetime.date(2026, 5, 11), 2)
    ana.person.refresh_from_db()
    assert ana.person.name == "Ana Prueba"


def history_of(client, row):
    """What the page of a row's history says: [heading, row, row…] of each table, the first without a heading."""
    text = client.get(page(row, "history")).content.decode().partition('id="content-main"')[2]
    parts = []
    for part in text.split('<div class="module">')[1:]:
        heading = re.findall(r"<h2>(.*?)</h2>", part)
        rows = [re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL)[1:] for row in part.split("<tr>")[2:]]
        words = [[re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", cell)).strip() for cell in cells] for cells in rows]
        parts.append([*heading, *words])
    return parts


def test_the_history_has_what_was_written_below_the_form(client, clerk, belize):
    sent = form_of(client, page(belize)) | {"memberships-0-ends_on": "2026-12-31", "change_reason": "Note 17/2026"}
    assert client.post(page(belize), sent).status_code == 302
    assert history_of(client, belize) == [
        [["A Clerk", "Added", "", ""]],
        [
            "Memberships",
            ["A Clerk", "Changed", "Belize · Member Country", "Until: – → Dec. 31, 2026", "Note 17/2026"],
            ["A Clerk", "Added", "Belize · Member Country", "", ""],
        ],
    ]


def test_the_history_has_what_was_removed_there(client, clerk):
    settings = conference()
    settings_page = page(settings)
    holiday = {"on": "2027-01-01", "name_en": "New Year", "name_es": "Año Nuevo", "conference": 1}
    row = {f"holidays-0-{name}": value for name, value in holiday.items()} | {"holidays-TOTAL_FORMS": 1}
    client.post(settings_page, form_of(client, settings_page) | row | {"change_reason": "Decree 5"})
    gone = {"holidays-0-DELETE": "on", "change_reason": "Not kept"}
    client.post(settings_page, form_of(client, settings_page) | gone)
    below = history_of(client, settings)[1]
    assert [line if isinstance(line, str) else (line[1], line[-1]) for line in below] == [
        "Holidays",
        ("Removed", "Not kept"),
        ("Added", "Decree 5"),
    ]
