"""Who is told what on a day, rule by rule."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from correspondence.models import Addressee, DelegationHold, Mail, MailSettings, Mention, ReminderPolicy
from correspondence.services.composing import compose_day
from correspondence.services.planning import plan_day
from networks.models import User
from tests.correspondence.reminding import (
    A_DAY,
    LONG_AGO,
    at,
    composed,
    digests,
    holiday,
    officer,
    promised,
    set_up,
    switched_on,
)
from tests.factories import DelegationFactory, MailFactory, MentionFactory, NetworkFactory, PresidencyFactory

pytestmark = pytest.mark.django_db

MONDAY = datetime.date(2026, 6, 8)
TUESDAY, FRIDAY = MONDAY + A_DAY, MONDAY + 4 * A_DAY
STEP_3 = ("due_soon", "step", -3)


@pytest.fixture(autouse=True)
def arrangements():
    return set_up()


@pytest.fixture
def network():
    return switched_on()


def plan(on, *, now=None):
    return digests(plan_day(on=on, now=now or at(on)))


def recipients(on):
    return sorted(plan(on))


@pytest.mark.parametrize(
    ("due_in", "section", "step"),
    [
        (14, "due_soon", -14),
        (3, "due_soon", -3),
        (0, "due_soon", 0),
        (-14, "date_passed", 14),
        (-28, "date_passed", 28),
    ],
)
def test_each_step_of_the_shipped_ladder(network, due_in, section, step):
    officer()
    commitment = promised(network, FRIDAY + due_in * A_DAY)
    composed(FRIDAY - A_DAY)
    expected = {"ana@example.org": [(commitment.pk, section, "step", step)]}
    assert [plan(FRIDAY), plan(FRIDAY - A_DAY)] == [expected, {}]


@pytest.mark.parametrize("far", [datetime.date.max, datetime.date.max - 27 * A_DAY, datetime.date.min])
def test_a_date_at_the_end_of_the_calendar_stops_nobody_elses_mail(network, far):
    officer()
    commitment = promised(network, FRIDAY + 3 * A_DAY)
    promised(network, far, by="HN", due_since=FRIDAY)
    promised(network, far, by="MX", due_since=FRIDAY)
    officer("eva@example.org", "MX")
    composed(FRIDAY - A_DAY)
    assert [entry for entry in plan(FRIDAY)["ana@example.org"] if entry[2] == "step"] == [(commitment.pk, *STEP_3)]


def test_weekends_and_holidays(network):
    officer()
    before, after = promised(network, MONDAY + 9 * A_DAY), promised(network, MONDAY + 6 * A_DAY)
    holiday(FRIDAY)
    composed(TUESDAY)
    thursday, next_monday = FRIDAY - A_DAY, MONDAY + 7 * A_DAY
    assert plan(thursday) == {
        "ana@example.org": [(after.pk, *STEP_3), (before.pk, "due_soon", "step", -3)]  # Thursday's and Sunday's
    }
    compose_day(on=thursday, now=at(thursday))
    assert plan(next_monday) == {
        "ana@example.org": [(after.pk, "date_passed", "step", 0), (before.pk, "due_soon", "listed", None)]
    }


def test_a_week_that_was_missed_is_one_digest_each(network):
    for address in ("ana@example.org", "eva@example.org"):
        officer(address)
    dues = [promised(network, MONDAY + number * A_DAY) for number in (-5, -4, -3, 0)]
    composed(MONDAY - 7 * A_DAY)
    letters = plan_day(on=MONDAY, now=at(MONDAY))
    told = [(one.pk, "date_passed", "step", 0) for one in dues[:3]] + [(dues[3].pk, "due_soon", "step", 0)]
    assert (len(letters), digests(letters)) == (2, {"ana@example.org": told, "eva@example.org": told})


def test_several_steps_missed_are_the_latest(network):
    officer()
    commitment = promised(network, MONDAY)
    composed(MONDAY - 20 * A_DAY)
    assert plan(MONDAY) == {"ana@example.org": [(commitment.pk, "due_soon", "step", 0)]}


def test_a_digest_lists_everything_of_its_reader_once_something_falls_due():
    consular, trafficking = switched_on("consular"), switched_on("trafficking")
    officer(network=consular)
    officer("eva@example.org")
    quiet = [
        promised(trafficking, MONDAY - 20 * A_DAY),
        promised(consular, MONDAY - 10 * A_DAY),
        promised(consular, MONDAY + 10 * A_DAY),
    ]
    composed(MONDAY - 3 * A_DAY)
    assert plan(MONDAY) == {}
    falls_due = promised(consular, MONDAY + 3 * A_DAY)
    of_consular = [
        (quiet[1].pk, "date_passed", "listed", None),
        (falls_due.pk, *STEP_3),
        (quiet[2].pk, "due_soon", "listed", None),
    ]
    assert plan(MONDAY) == {
        "ana@example.org": of_consular,
        "eva@example.org": [(quiet[0].pk, "date_passed", "listed", None), *of_consular],
    }


def test_who_is_written_to(network):
    other = NetworkFactory(slug="another")
    officer("liaison@example.org", acting=True)
    officer("network@example.org", network=network, role="focal_point", copy_to="Desk@Example.org")
    officer("other-network@example.org", network=other)
    officer("other-country@example.org", "MX")
    officer("chair@example.org", role="chair")
    officer("not-yet@example.org", starts_on=TUESDAY)
    officer("no-more@example.org", ends_on=MONDAY - A_DAY)
    officer("last-day@example.org", ends_on=MONDAY)
    officer("gone@example.org")
    User.objects.filter(email="gone@example.org").update(is_active=False)
    for address, field in (("unsubscribed", "unsubscribed_at"), ("returned", "undeliverable_at")):
        officer(f"{address}@example.org")
        Addressee.objects.create(address=f"{address}@example.org", **{field: at(LONG_AGO)})
    promised(network, MONDAY)
    assert recipients(MONDAY) == [
        "desk@example.org",
        "last-day@example.org",
        "liaison@example.org",
        "network@example.org",
    ]


def test_handing_over_moves_what_is_still_to_come(network):
    officer("before@example.org", ends_on=TUESDAY)
    officer("after@example.org", starts_on=TUESDAY + A_DAY)
    promised(network, TUESDAY)
    promised(network, TUESDAY + A_DAY)
    assert [recipients(TUESDAY), recipients(TUESDAY + A_DAY)] == [["before@example.org"], ["after@example.org"]]


def test_the_languages_of_an_address(network):
    officer("ana@example.org", language="es", copy_to="desk@example.org")
    officer("eva@example.org", copy_to="ana@example.org")
    officer("none@example.org", language="")
    promised(network, MONDAY)
    letters = [one for one in plan_day(on=MONDAY, now=at(MONDAY)) if one.kind == "digest"]
    spoken = {one.recipient: (one.language, one.person_id and one.person_id == _person(one)) for one in letters}
    assert spoken == {
        "ana@example.org": ("es", True),
        "desk@example.org": ("es", None),
        "eva@example.org": ("en", True),
        "none@example.org": ("en", True),
    }


def _person(letter):
    return User.objects.get(email=letter.recipient).pk


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "to_confirm"},
        {"status": "fulfilled", "closed_on": MONDAY},
        {"followed": False},
        {"agreed_on": datetime.date(2024, 1, 1)},
    ],
)
def test_what_nobody_is_reminded_of(network, fields):
    network.followed_from = datetime.date(2025, 1, 1)
    network.save()
    officer()
    promised(network, MONDAY, **fields)
    assert plan(MONDAY) == {}
    promised(network, MONDAY, agreed_on=datetime.date(2024, 1, 1), followed=True)
    assert recipients(MONDAY) == ["ana@example.org"]


def test_a_share_to_confirm_is_told_when_it_is_newly_adopted_and_never_by_a_step(network):
    officer()
    absent = promised(network, MONDAY + 3 * A_DAY, agreed_on=MONDAY - 9 * A_DAY, filed_at=at(MONDAY, hour=13))
    absent.status = "to_confirm"
    absent.save()
    stays = promised(network, MONDAY + 7 * A_DAY)
    composed(MONDAY - 3 * A_DAY)
    assert plan(MONDAY) == {
        "ana@example.org": [(stays.pk, "due_soon", "listed", None), (absent.pk, "to_confirm", "adopted", None)]
    }
    composed(MONDAY)
    assert plan(MONDAY + 3 * A_DAY) == {}
    assert plan(MONDAY + 31 * A_DAY) == {"ana@example.org": [(stays.pk, "date_passed", "step", 14)]}


def test_a_report_that_is_not_adopted_reminds_of_nothing(network):
    officer()
    commitment = promised(network, MONDAY)
    report = commitment.action.agreement.report
    report.state = "circulated"
    report.save()
    assert plan(MONDAY) == {}


def test_only_networks_that_are_switched_on():
    officer()
    promised(NetworkFactory(slug="never"), MONDAY)
    off = NetworkFactory(slug="off")
    ReminderPolicy.objects.create(network=off)
    promised(off, MONDAY)
    assert plan(MONDAY) == {}


def test_nothing_that_fell_due_before_they_were_switched_on():
    network = switched_on(since=MONDAY)
    officer()
    promised(network, MONDAY - A_DAY)
    composed(MONDAY - 3 * A_DAY)
    assert plan(MONDAY) == {}
    promised(network, MONDAY)
    assert recipients(MONDAY) == ["ana@example.org"]


def test_a_delegation_on_hold(network):
    officer()
    commitment = promised(network, MONDAY)
    hold = DelegationHold.objects.create(
        delegation=commitment.delegation, starts_on=MONDAY, ends_on=TUESDAY, reason="Asked for."
    )
    assert plan(MONDAY) == {}
    hold.starts_on = TUESDAY
    hold.save()
    assert recipients(MONDAY) == ["ana@example.org"]


@pytest.mark.parametrize("force", ["offered", "urged"])
def test_of_what_was_offered_nobody_is_reminded_after_its_day(network, force):
    officer()
    for days in (-15, -14, -1):
        promised(network, MONDAY + days * A_DAY, force=force)
    on_the_day, before = promised(network, MONDAY, force=force), promised(network, MONDAY + 3 * A_DAY, force=force)
    composed(MONDAY - 3 * A_DAY)
    assert plan(MONDAY) == {"ana@example.org": [(on_the_day.pk, "due_soon", "step", 0), (before.pk, *STEP_3)]}


def test_the_presidencys_shares_are_its_holders_and_for_a_month_those_who_passed_it_on_see_them(network):
    for code in ("HN", "MX", "PPT"):
        officer(f"{code.lower()}@example.org", code)
    share, later = (promised(network, MONDAY + days * A_DAY, by="PPT") for days in (0, 100))
    promised(network, MONDAY + 100 * A_DAY, by="PPT", agreed_on=MONDAY)
    PresidencyFactory(delegation=DelegationFactory(code="HN"), starts_on=LONG_AGO, ends_on=MONDAY - A_DAY)
    PresidencyFactory(delegation=DelegationFactory(code="MX"), starts_on=MONDAY)
    own = promised(network, MONDAY, by="HN")
    falls_due = (share.pk, "due_soon", "step", 0)
    assert plan(MONDAY) == {
        "hn@example.org": [
            (own.pk, "due_soon", "step", 0),
            (share.pk, "passed_on", "listed", None),
            (later.pk, "passed_on", "listed", None),
        ],
        "mx@example.org": [falls_due, (later.pk, "passed_on", "listed", None)],
        "ppt@example.org": [falls_due],
    }
    entries = {one.recipient: one.entries for one in plan_day(on=MONDAY, now=at(MONDAY))}
    told_for = {address: {DelegationFactory(code=code).pk for code in [address[:-12].upper()]} for address in entries}
    assert {address: {entry.delegation_id for entry in of_address} for address, of_address in entries.items()} == (
        told_for
    )


def test_without_a_holder_the_presidencys_shares_stay_with_the_office(network):
    officer("ppt@example.org", "PPT")
    promised(network, MONDAY, by="PPT")
    assert recipients(MONDAY) == ["ppt@example.org"]


def test_what_is_newly_adopted_is_told_once(network):
    officer()
    fresh = promised(network, agreed_on=TUESDAY - 60 * A_DAY, filed_at=at(MONDAY, hour=20))
    promised(network, agreed_on=TUESDAY - 61 * A_DAY, filed_at=at(MONDAY, hour=20))
    promised(network, agreed_on=MONDAY - 9 * A_DAY, filed_at=at(MONDAY - 5 * A_DAY))
    compose_day(on=MONDAY, now=at(MONDAY))
    assert plan(TUESDAY) == {"ana@example.org": [(fresh.pk, "adopted", "adopted", None)]}
    compose_day(on=TUESDAY, now=at(TUESDAY))
    assert plan(TUESDAY + A_DAY) == {}


def test_a_report_filed_while_the_digests_were_composed_is_not_forgotten(network):
    officer()
    compose_day(on=MONDAY, now=at(MONDAY))
    promised(network, agreed_on=MONDAY - 9 * A_DAY, filed_at=at(MONDAY) - datetime.timedelta(seconds=2))
    assert recipients(TUESDAY) == ["ana@example.org"]


def test_filing_an_old_report_or_the_other_language_mails_nobody(network):
    officer()
    old = promised(network, MONDAY + 9 * A_DAY, agreed_on=MONDAY - 400 * A_DAY, filed_at=at(MONDAY, hour=8))
    known = promised(network, filed_at=at(MONDAY - 20 * A_DAY))
    known.action.agreement.report.versions.create(
        number=2, made_at=at(MONDAY, hour=9), made_by=known.action.agreement.report.versions.get().made_by
    )
    assert (plan(MONDAY), old.action.agreement.report.followed) == ({}, None)


def test_without_news_for_six_months_it_is_asked_about_once_in_six_months(network):
    officer()
    officer("eva@example.org")
    commitment = promised(network, agreed_on=MONDAY - 183 * A_DAY)
    asked = [(commitment.pk, "stale", "stale", None)]
    assert plan(MONDAY) == {"ana@example.org": asked, "eva@example.org": asked}
    compose_day(on=MONDAY, now=at(MONDAY))
    assert [plan(MONDAY + days * A_DAY) for days in (1, 30, 181)] == [{}, {}, {}]
    assert plan(MONDAY + 182 * A_DAY) == {"ana@example.org": asked, "eva@example.org": asked}


def test_what_was_filed_lately_and_is_without_news_is_listed_and_asked_about_six_months_later(network):
    officer()
    composed(MONDAY - 3 * A_DAY)
    old = promised(network, agreed_on=MONDAY - 300 * A_DAY, filed_at=at(MONDAY, hour=8))
    assert plan(MONDAY) == {}
    dated = promised(network, MONDAY)
    assert plan(MONDAY) == {"ana@example.org": [(dated.pk, "due_soon", "step", 0), (old.pk, "stale", "listed", None)]}
    dated.status, dated.closed_on = "fulfilled", MONDAY
    dated.save()
    composed(MONDAY + 180 * A_DAY)
    asked = {"ana@example.org": [(old.pk, "stale", "stale", None)]}
    assert [plan(MONDAY + days * A_DAY) for days in (181, 182)] == [{}, asked]


def test_a_question_put_to_who_reads_daily_is_put_to_who_reads_weekly_in_the_next_week(network):
    for address in ("ana@example.org", "eva@example.org", "luz@example.org"):
        officer(address)
    for address in ("eva@example.org", "luz@example.org"):
        Addressee.objects.create(address=address, rhythm="weekly")
    compose_day(on=MONDAY, now=at(MONDAY))
    commitment = promised(network, agreed_on=TUESDAY - 183 * A_DAY)
    asked = [(commitment.pk, "stale", "stale", None)]
    assert plan(TUESDAY) == {"ana@example.org": asked}
    for number in range(1, 5):
        compose_day(on=MONDAY + number * A_DAY, now=at(MONDAY + number * A_DAY))
    assert plan(MONDAY + 7 * A_DAY) == {"eva@example.org": asked, "luz@example.org": asked}
    Addressee.objects.filter(address="eva@example.org").update(rhythm="daily")
    Addressee.objects.create(address="ana@example.org", rhythm="weekly")
    assert plan(MONDAY + 7 * A_DAY) == {"luz@example.org": asked}
    for number in (7, 14):
        compose_day(on=MONDAY + number * A_DAY, now=at(MONDAY + number * A_DAY))
    put = Mention.objects.filter(because="stale").values_list("mail__recipient", "mail__day")
    assert sorted(put) == [("ana@example.org", TUESDAY), ("luz@example.org", MONDAY + 7 * A_DAY)]


@pytest.mark.parametrize("state", ["refused", "returned"])
def test_a_question_that_came_back_is_put_again_after_four_weeks(network, state):
    officer()
    commitment = promised(network, agreed_on=MONDAY - 183 * A_DAY)
    compose_day(on=MONDAY, now=at(MONDAY))
    Mail.objects.filter(kind="digest").update(state=state, sent_at=at(MONDAY))
    assert [plan(MONDAY + days * A_DAY) for days in (1, 7, 25)] == [{}] * 3
    assert plan(MONDAY + 28 * A_DAY) == {"ana@example.org": [(commitment.pk, "stale", "stale", None)]}


def test_a_question_that_was_withdrawn_was_not_put(network):
    officer()
    commitment = promised(network, agreed_on=MONDAY - 183 * A_DAY)
    compose_day(on=MONDAY, now=at(MONDAY))
    Mail.objects.filter(kind="digest").update(state="withdrawn")
    assert plan(TUESDAY) == {"ana@example.org": [(commitment.pk, "stale", "stale", None)]}


def test_a_weekly_digest_covers_all_that_falls_due_before_the_next(network):
    officer()
    Addressee.objects.create(address="ana@example.org", rhythm="weekly")
    dues = [promised(network, MONDAY + number * A_DAY) for number in (-1, 0, 4, 7)]
    composed(MONDAY - 7 * A_DAY)
    told = [
        (dues[0].pk, "date_passed", "step", 0),
        (dues[1].pk, "due_soon", "step", 0),
        (dues[2].pk, "due_soon", "step", 0),
        (dues[3].pk, "due_soon", "step", -3),  # whose day is Thursday
    ]
    assert plan(MONDAY) == {"ana@example.org": told}
    compose_day(on=MONDAY, now=at(MONDAY))
    assert [plan(MONDAY + number * A_DAY) for number in (1, 2, 3, 4)] == [{}] * 4
    next_monday = plan(MONDAY + 7 * A_DAY)["ana@example.org"]
    assert [one for one in next_monday if one[2] != "listed"] == [(dues[3].pk, "due_soon", "step", 0)]


def test_a_deadline_that_moves_in_the_week_is_not_lost_to_a_weekly_reader(network):
    officer()
    Addressee.objects.create(address="ana@example.org", rhythm="weekly")
    commitment = promised(network, MONDAY + 90 * A_DAY)
    composed(MONDAY)
    commitment.due_on, commitment.due_since = FRIDAY + 14 * A_DAY, TUESDAY
    commitment.save()
    assert plan(MONDAY + 7 * A_DAY) == {"ana@example.org": [(commitment.pk, "due_soon", "step", -14)]}


def test_a_weekly_reader_hears_in_the_week_of_a_deadline_that_comes_before_the_next_digest(network):
    for address in ("ana@example.org", "eva@example.org"):
        officer(address)
        Addressee.objects.create(address=address, rhythm="weekly")
    officer("mx@example.org", "MX")
    Addressee.objects.create(address="mx@example.org", rhythm="weekly")
    dues = [MONDAY + number * A_DAY for number in (90, 91, -9)]
    nearer, far, passed = (promised(network, due_on) for due_on in dues)
    promised(network, FRIDAY, by="MX", agreed_on=MONDAY - 9 * A_DAY)
    promised(network, agreed_on=MONDAY - 200 * A_DAY, news_on=MONDAY - 182 * A_DAY)
    compose_day(on=MONDAY, now=at(MONDAY))
    for commitment, due_on in ((nearer, FRIDAY + A_DAY), (far, MONDAY + 7 * A_DAY)):
        commitment.due_on, commitment.due_since = due_on, TUESDAY
        commitment.save()
    told = [
        (passed.pk, "date_passed", "listed", None),
        (nearer.pk, *STEP_3),  # whose day is Wednesday
        (far.pk, "due_soon", "listed", None),
    ]
    on_tuesday = plan(TUESDAY)
    assert {address: lines[:3] for address, lines in on_tuesday.items()} == dict.fromkeys(
        ["ana@example.org", "eva@example.org"], told
    )
    assert [lines[3][1:] for lines in on_tuesday.values()] == [("stale", "listed", None)] * 2
    compose_day(on=TUESDAY, now=at(TUESDAY))
    assert [plan(TUESDAY + number * A_DAY) for number in (1, 2, 3)] == [{}] * 3


def test_before_a_week_that_begins_late_a_weekly_reader_hears_of_its_first_days(network):
    officer()
    Addressee.objects.create(address="ana@example.org", rhythm="weekly")
    commitment = promised(network, MONDAY + 90 * A_DAY)
    compose_day(on=MONDAY, now=at(MONDAY))
    commitment.due_on, commitment.due_since = MONDAY + 7 * A_DAY, TUESDAY
    commitment.save()
    assert plan(TUESDAY) == {}
    holiday(MONDAY + 7 * A_DAY)
    assert plan(TUESDAY) == {"ana@example.org": [(commitment.pk, *STEP_3)]}


def test_whoever_chooses_each_day_is_not_told_again_what_the_week_s_digest_told(network):
    officer()
    choice = Addressee.objects.create(address="ana@example.org", rhythm="weekly")
    commitment = promised(network, FRIDAY)
    compose_day(on=MONDAY, now=at(MONDAY))
    assert Mention.objects.get().step == 0
    choice.rhythm = "daily"
    choice.save()
    for number in (1, 2, 3):
        compose_day(on=MONDAY + number * A_DAY, now=at(MONDAY + number * A_DAY))
    assert (plan(FRIDAY), Mention.objects.count()) == ({}, 1)
    commitment.due_on, commitment.due_since = FRIDAY + 3 * A_DAY, FRIDAY
    commitment.save()
    assert plan(FRIDAY) == {"ana@example.org": [(commitment.pk, *STEP_3)]}


@pytest.mark.parametrize("days", [1, 9])
def test_a_deadline_that_moved_and_moved_back_is_told_of_no_step_twice(network, days):
    officer()
    commitment = promised(network, MONDAY + 14 * A_DAY)
    for number in range(days + 1):
        compose_day(on=MONDAY + number * A_DAY, now=at(MONDAY + number * A_DAY))
    following = MONDAY + (days + 1) * A_DAY
    commitment.due_since = following - A_DAY
    commitment.save()
    assert plan(following) == {}
    officer("eva@example.org")
    assert plan(following) == {"eva@example.org": [(commitment.pk, "due_soon", "step", -14)]}
    commitment.due_on += A_DAY
    commitment.save()
    assert recipients(following) == ["ana@example.org", "eva@example.org"]


def test_whoever_changes_rhythm_is_told_neither_twice_nor_not_at_all(network):
    officer()
    choice = Addressee.objects.create(address="ana@example.org", rhythm="weekly")
    commitment = promised(network, FRIDAY + 3 * A_DAY)
    compose_day(on=MONDAY, now=at(MONDAY))
    choice.rhythm = "daily"
    choice.save()
    assert (plan(FRIDAY), Mention.objects.get().step) == ({}, -3)
    Mention.objects.all().delete()
    assert plan(FRIDAY) == {"ana@example.org": [(commitment.pk, *STEP_3)]}


def test_nothing_is_planned_while_the_secretariat_has_no_mailbox(network):
    officer()
    promised(network, MONDAY)
    MailSettings.objects.update(secretariat_address="")
    assert plan_day(on=MONDAY, now=at(MONDAY)) == []


def test_bad_addresses_leave_the_others_alone(network):
    officer("ana@example.org", copy_to="not an address")
    officer("nobody")
    person = officer("later@example.org").person
    person.email = None
    person.save()
    promised(network, MONDAY)
    promised(switched_on("no-ladder", ladder=()), MONDAY)
    assert recipients(MONDAY) == ["ana@example.org"]


def test_planning_writes_nothing(network):
    officer()
    promised(network, MONDAY)
    with CaptureQueriesContext(connection) as captured:
        assert recipients(MONDAY) == ["ana@example.org"]
    assert {query["sql"].split()[0].lstrip("(") for query in captured.captured_queries} == {"SELECT"}
    assert Mail.objects.count() == 0


def queries_to_plan(number):
    network = switched_on()
    for count in range(number):
        code = f"X{count}"
        officer(f"{code.lower()}@example.org", code, copy_to="desk@example.org")
        promised(network, MONDAY, by=code)
        promised(network, by=code, agreed_on=MONDAY - 9 * A_DAY, filed_at=at(MONDAY, hour=8))
        promised(network, by=code, agreed_on=MONDAY - 200 * A_DAY)
        MentionFactory(mail=MailFactory(day=FRIDAY - 7 * A_DAY), commitment=promised(network, TUESDAY, by=code))
    composed(FRIDAY - 7 * A_DAY)
    with CaptureQueriesContext(connection) as captured:
        assert len(plan(MONDAY)) == number + 1
    return len(captured)


@pytest.mark.parametrize("number", [1, 3, 20])
def test_the_number_of_queries_does_not_grow(number):
    assert queries_to_plan(number) == 33
