"""The conference's names, its day, and who becomes a delegation."""

import contextlib
import datetime

import pytest
from django.db import connection, transaction

from networks.models import Conference, Delegation, Network, PublicVersion, User
from networks.services import (
    CannotMakeDelegation,
    conference,
    count_what_is_stored,
    load_conference,
    make_delegation,
    presidency_holder,
    public_change,
    public_version,
    save_recorded,
    system_user,
    today,
)

pytestmark = pytest.mark.django_db


def test_the_shipped_names_are_loaded_once():
    assert load_conference(by=system_user()) > 0
    members = Delegation.objects.members(on=datetime.date(2014, 11, 24))
    assert sorted(members.values_list("code", flat=True)) == [
        "BZ",
        "CA",
        "CR",
        "DO",
        "GT",
        "HN",
        "MX",
        "NI",
        "PA",
        "SV",
        "US",
    ]
    assert dict(Network.objects.values_list("slug", "code")) == {
        "consular-protection": "CP",
        "smuggling-trafficking": "TT",
        "migrant-children": "NNA",
        "rcgm": "RCGM",
        "vice-ministerial": "VM",
    }
    assert Network.objects.get(slug="consular-protection").reports_to.reports_to.slug == "vice-ministerial"
    assert [presidency_holder(on=datetime.date(year, 6, 8)).code for year in (2014, 2016, 2019)] == ["NI", "HN", "GT"]
    assert load_conference(by=system_user()) == 0


def test_loading_again_keeps_what_staff_changed():
    load_conference(by=system_user())
    panama = Delegation.objects.get(code="PA")
    panama.name_en = "Panama (changed)"
    save_recorded(panama, by=system_user())
    load_conference(by=system_user())
    panama.refresh_from_db()
    assert panama.name_en == "Panama (changed)"


def test_the_conferences_time_zone_decides_the_day():
    settings = conference()
    settings.time_zone = "America/Costa_Rica"
    settings.save()
    just_after_midnight_utc = datetime.datetime(2026, 3, 2, 3, tzinfo=datetime.UTC)
    assert today(now=just_after_midnight_utc) == datetime.date(2026, 3, 1)
    Conference.objects.update(time_zone="Europe/Madrid")
    assert today(now=just_after_midnight_utc) == datetime.date(2026, 3, 2)


def test_a_change_rolled_back_leaves_the_version_as_it_was():
    with public_change():
        pass
    before = public_version()
    with pytest.raises(RuntimeError), transaction.atomic(), public_change():
        raise RuntimeError
    assert (public_version(), PublicVersion.objects.count()) == (before, 1)


def test_one_change_raises_the_public_version_once_whatever_changes_within_it():
    before = public_version()
    with public_change():
        with public_change():
            assert public_version() == before + 1
        assert public_version() == before + 1
    with public_change():
        pass
    assert public_version() == before + 2


def test_what_failed_within_a_change_is_not_passed_over():
    before = public_version()

    def change():
        with public_change():
            with contextlib.suppress(RuntimeError), public_change():
                raise RuntimeError
            Delegation.objects.update(name_en="Elsewhere")

    with pytest.raises(transaction.TransactionManagementError):
        change()
    assert public_version() == before


def test_there_is_one_system_user_who_cannot_sign_in():
    assert system_user() == system_user()
    user = User.objects.get(is_system=True)
    assert (user.is_active, user.has_usable_password(), user.email) == (False, False, None)


def test_addresses_are_kept_in_lower_case():
    user = User.objects.create_user("Ana.Perez@Example.org", name="Ana")
    assert user.email == "ana.perez@example.org"
    assert User.objects.get_by_natural_key("ANA.PEREZ@example.org") == user


def test_a_body_becomes_a_delegation_with_its_name_as_written():
    by = system_user()
    bank = make_delegation(name=" The Coast Bank ", code="tcb", by=by)
    assert (bank.code, bank.name_en, bank.name_es, bank.kind, bank.other_names) == (
        "TCB",
        "The Coast Bank",
        "The Coast Bank",
        "other",
        "The Coast Bank",
    )
    assert bank.history.get().history_user == by


@pytest.mark.parametrize(
    ("name", "code"),
    [("", "X"), ("X", " "), ("Another", "TCB"), ("A", "S/C"), ("A", "A.B"), ("A", "members"), ("A", "A" * 17)],
)
def test_a_body_without_name_or_with_a_code_that_cannot_be_is_refused(name, code):
    by = system_user()
    make_delegation(name="The Coast Bank", code="TCB", by=by)
    with pytest.raises(CannotMakeDelegation):
        make_delegation(name=name, code=code, by=by)
    assert Delegation.objects.count() == 1


@pytest.mark.postgres
def test_the_database_knows_how_much_was_stored_at_once():
    load_conference(by=system_user())
    count_what_is_stored()
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'networks_delegation'")
        assert cursor.fetchone() == (Delegation.objects.count(),)
