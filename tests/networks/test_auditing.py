"""Who signed in and out, and who was not let in, is noted, and forgotten after a set time."""

import datetime

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.urls import reverse

from networks import designating
from networks.auditing import forget, note
from networks.models import AuditedAct, AuditEntry, Conference
from tests.back_office import form_of
from tests.factories import DesignationFactory, MemberFactory, NetworkFactory, StaffFactory, UserFactory
from tests.networks.at_the_door import (
    MINUTE,
    NOON,
    PASS,
    PASSWORD,
    TOO_MANY,
    address,
    ask,
    browser,
    enter,
    shown_by_the_app,
    who,
    words,
)

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 5, 20, 18, tzinfo=datetime.UTC)
TODAY, A_DAY = datetime.date(2026, 5, 20), datetime.timedelta(days=1)


def test_coming_and_going_is_noted(client):
    person = UserFactory()
    client.force_login(person)
    client.logout()
    authenticate(email="nobody@example.org", password="guessed")
    noted = AuditEntry.objects.order_by("pk").values_list("act", "by", "about")
    assert list(noted) == [("signed_in", person.pk, ""), ("signed_out", person.pk, ""), ("refused", None, "")]


def test_a_wrong_code_is_noted_as_a_wrong_password_is(at_once):
    person, client = StaffFactory(email=address()), browser()
    code = ask(client, person)
    enter(client, "ABCD-EFGH")
    assert who(client) is None
    enter(client, code)
    noted = AuditEntry.objects.order_by("pk").values_list("act", "by", "about")
    assert (who(client), list(noted)) == (person.pk, [("refused", None, ""), ("signed_in", person.pk, "")])


@pytest.fixture
def with_an_app(time_machine):
    """A member of staff who has an app that shows codes, and the key of the app."""
    time_machine.move_to(NOON)
    person, client = StaffFactory(email=address(), password=PASS), browser()
    by_password(client, person)
    key = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": shown_by_the_app(key)})
    time_machine.move_to(NOON + 20 * MINUTE)
    AuditEntry.objects.all().delete()
    return person, key, client


def by_password(client, person):
    client.post(PASSWORD, {"login": person.email, "password": PASS})
    return client


def noted():
    return list(AuditEntry.objects.order_by("pk").values_list("act", "by", "about"))


def test_a_wrong_second_factor_is_noted_for_whose_it_should_be_and_without_what_was_typed(with_an_app):
    person, key, _first = with_an_app
    client, code = by_password(browser(), person), shown_by_the_app(key)
    for answer in ({"code": "000000"}, {"credential": '{"id": "made up"}'}, {"code": ""}, {"code": code}):
        client.post(reverse("mfa_authenticate"), answer)
    again = by_password(browser(), person)
    again.post(reverse("mfa_authenticate"), {"code": code})
    wrong, right = ("wrong_factor", person.pk, ""), ("signed_in", person.pk, "")
    assert (who(client), who(again), noted()) == (person.pk, None, [wrong, wrong, right, wrong])


def test_attempts_beyond_those_that_are_looked_at_are_not_noted(with_an_app):
    person, key, _first = with_an_app
    client = by_password(browser(), person)
    tried = ["000000"] * 6 + [shown_by_the_app(key)]
    stopped = [TOO_MANY in words(client.post(reverse("mfa_authenticate"), {"code": code})) for code in tried]
    assert (stopped, who(client)) == ([False] * 5 + [True] * 2, None)
    assert noted() == [("wrong_factor", person.pk, "")] * 5


def test_a_wrong_one_where_somebody_shows_once_more_who_they_are_is_noted_too(with_an_app):
    person, key, client = with_an_app
    Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={})
    client.post(reverse("mfa_reauthenticate"), {"code": "000000"})
    client.post(reverse("mfa_reauthenticate_webauthn"), {"credential": '{"id": "made up"}'})
    assert client.post(reverse("mfa_reauthenticate"), {"code": shown_by_the_app(key)}).status_code == 302
    assert noted() == [("wrong_factor", person.pk, "")] * 2


def test_roles_that_are_given_and_ended_are_noted_without_the_name_of_whose_they_are():
    staff, network = StaffFactory(), NetworkFactory(slug="consular-protection")
    delegation = MemberFactory(code="HN")
    words = {"delegation": delegation, "language": "es", "by": staff}
    ana = {"email": "ana@example.org", "name": "Ana Prueba"}
    given = designating.designate(role="focal_point", network=None, starts_on=TODAY, **ana, **words)
    mistaken = designating.designate(role="liaison_officer", network=network, starts_on=TODAY, **ana, **words)
    designating.change_designation(designation_id=given.pk, by=staff, on=TODAY, post="Consul")
    designating.take_back(designation_id=mistaken.pk, by=staff, on=TODAY, reason="Another was meant")
    successor = designating.hand_over(
        designation_id=given.pk, from_day=TODAY + A_DAY, email="luz@example.org", name="Luz Paz", language="es",
        by=staff, on=TODAY,
    )  # fmt: skip
    for last in (TODAY + 9 * A_DAY, None):
        designating.end_designation(designation_id=successor.pk, ends_on=last, by=staff, on=TODAY)
    of_all = "HN, focal_point, *, designation"
    of_one = f"HN, liaison_officer, consular-protection, designation {mistaken.pk}"
    assert list(AuditEntry.objects.order_by("pk").values_list("act", "by", "about")) == [
        ("role_given", staff.pk, f"{of_all} {given.pk}"),
        ("role_given", staff.pk, of_one),
        ("role_ended", staff.pk, of_one),
        ("role_ended", staff.pk, f"{of_all} {given.pk}"),
        ("role_given", staff.pk, f"{of_all} {successor.pk}"),
        ("role_ended", staff.pk, f"{of_all} {successor.pk}"),
        ("role_given", staff.pk, f"{of_all} {successor.pk}"),
    ]


@time_machine.travel(NOW, tick=False)
def test_the_back_office_notes_roles_and_rights_too(client):
    administrator, person = StaffFactory(), UserFactory()
    designation = DesignationFactory(person=person, delegation__code="HN", network=None)
    client.force_login(administrator)

    def save(model, row, **changes):
        url = reverse(f"admin:networks_{model}_change", args=[row.pk])
        assert client.post(url, form_of(client, url) | changes).status_code == 302

    save("user", person, is_staff="on")
    save("user", person, is_staff="on", name="Another Name")
    save("designation", designation, post="Consul")
    save("designation", designation, ends_on=TODAY.isoformat())
    save("user", person, **{"designations-0-ends_on": "", "is_staff": ""})
    about = f"HN, liaison_officer, *, designation {designation.pk}"
    noted = AuditEntry.objects.exclude(act="signed_in").order_by("pk").values_list("act", "by", "about")
    assert list(noted) == [
        ("rights", administrator.pk, f"person {person.pk}: is_staff yes"),
        ("role_ended", administrator.pk, about),
        ("rights", administrator.pk, f"person {person.pk}: is_staff no"),
        ("role_given", administrator.pk, about),
    ]


def test_it_is_forgotten_after_the_days_that_the_conference_keeps_it():
    Conference.objects.update_or_create(pk=1, defaults={"audit_kept": 30})
    person = UserFactory()
    old, kept = NOW - datetime.timedelta(days=30, seconds=1), NOW - datetime.timedelta(days=30)
    for moment in (old, kept):
        note(AuditedAct.EXPORTED, by=person, about="a table", now=moment)
    assert (forget(now=NOW), list(AuditEntry.objects.values_list("at", flat=True))) == (1, [kept])
