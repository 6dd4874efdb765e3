"""What is foreseen for a day to come is what goes out on it, if nothing changes until then."""

import datetime

import pytest

from correspondence.models import Addressee, DigestDay, Mail, MailSettings, Notice
from correspondence.services.composing import compose_day
from correspondence.services.planning import plan_ahead, plan_day
from tests.correspondence.reminding import (
    A_DAY,
    LONG_AGO,
    at,
    composed,
    holiday,
    officer,
    promised,
    set_up,
    switched_on,
)
from tests.factories import PresidencyFactory

pytestmark = pytest.mark.django_db

MONDAY = datetime.date(2026, 6, 8)
FRIDAY = MONDAY + 4 * A_DAY


@pytest.fixture
def network():
    """Who reads daily and who reads weekly, and much that falls due in four weeks."""
    set_up(escalates=True)
    MailSettings.objects.update(secretariat_after=35, presidency_after=40)
    network = switched_on()
    officer()
    officer("eva@example.org")
    officer("mx@example.org", "MX")
    Addressee.objects.create(address="eva@example.org", rhythm="weekly")
    PresidencyFactory(delegation=officer("cr@example.org", "CR").delegation, starts_on=LONG_AGO, ends_on=FRIDAY)
    holiday(MONDAY + 10 * A_DAY)
    for number in (-38, -31, -14, -2, 0, 3, 8, 9, 13, 14, 20, 26):
        promised(network, MONDAY + number * A_DAY, by="MX" if number % 3 else "HN")
    promised(network, MONDAY + 12 * A_DAY, by="PPT")
    promised(network, MONDAY + 15 * A_DAY, by="GT")  # of which nobody hears
    for number in (-183, -178, -171):
        promised(network, agreed_on=MONDAY + number * A_DAY)
    promised(network, agreed_on=MONDAY - 300 * A_DAY, filed_at=at(MONDAY - 174 * A_DAY))
    Notice.objects.create(kind="colleague", address="eva@example.org", words="Luz", at=at(MONDAY - A_DAY))
    return network


@pytest.mark.parametrize("hour", [12, 20])
def test_it_is_what_goes_out_on_each_day_of_four_weeks(network, hour):
    if hour == 12:
        composed(MONDAY - 3 * A_DAY)
    else:
        compose_day(on=MONDAY, now=at(MONDAY))
    promised(network, agreed_on=MONDAY - 9 * A_DAY, filed_at=at(MONDAY, hour=hour))
    moved = promised(network, FRIDAY)
    moved.due_since = MONDAY
    moved.save()
    moment = at(MONDAY, hour=hour)
    days = [MONDAY + number * A_DAY for number in range(0 if hour == 12 else 1, 28)]
    days = [day for day in days if day.weekday() < 5 and day != MONDAY + 10 * A_DAY]
    before = (DigestDay.objects.count(), Mail.objects.count())
    foreseen = {day: plan_ahead(on=day, now=moment) for day in days}
    assert (DigestDay.objects.count(), Mail.objects.count()) == before
    assert [len(foreseen[day]) > 0 for day in days].count(True) > 10
    for day in days:
        then = moment + (day - MONDAY)
        assert foreseen[day] == plan_day(on=day, now=then), day
        compose_day(on=day, now=then)


def test_a_day_gone_by_is_what_would_be_composed_now(network):
    assert plan_ahead(on=MONDAY - 3 * A_DAY, now=at(MONDAY)) == plan_day(on=MONDAY - 3 * A_DAY, now=at(MONDAY))
