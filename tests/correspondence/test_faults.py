"""What holds when processes, the broker, the mail server or the database break in the middle of a day's mails.

On a real PostgreSQL, a real Redis and a real mail server, with real workers and beats. One small drill with all of it
at once is in every run; `make soak` has each fault by itself and at full size, and prints what it measured.
"""

import time

import pytest

from correspondence.models import Mail, MailKind, MailState
from tests.correspondence.drills import Account, Drill, compose_twice_at_once, persons

pytestmark = [pytest.mark.postgres, pytest.mark.redis, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def drill():
    with Drill() as drill:
        yield drill


def all_sent(number):
    """The account of so many mails, each handed over once."""
    return Account(mails=number, missing=set(), twice=set(), strangers=set(), states={MailState.SENT: number})


def busy(chance, part):
    """An answer of the mail server that puts off a part of the mails, at random."""
    return lambda phase, address: "451 4.3.0 Busy" if phase in ("RCPT", "DATA") and chance.random() < part / 2 else ""


def test_all_at_once_on_a_small_day(drill):
    """Two workers and two beats; a worker killed, Redis emptied, the database cut off, a busy mail server."""
    number = 150
    persons(number)
    drill.mail.answer = busy(drill.chance, 0.1)
    drill.workers(2)
    drill.beats(2)
    assert compose_twice_at_once() == 1
    drill.mail.wait_for(20, seconds=30)
    at_risk = drill.kill_a_worker()
    drill.mail.wait_for(60, seconds=30)
    drill.restart_redis(away=0.2)
    drill.cut_database_connections()
    drill.wait_until_all_are_sent(seconds=60)
    drill.report("all faults at once", kills=1)
    account = drill.account()
    assert account == Account(
        mails=number, missing=set(), twice=account.twice, strangers=set(), states={MailState.SENT: number}
    ), drill.logs()
    assert account.twice <= at_risk
    assert len(account.twice) <= 1


@pytest.mark.soak
def test_four_workers_and_two_beats_send_each_of_5000_digests_once(drill):
    number = 5000
    persons(number)
    drill.workers(4)
    drill.beats(2)
    assert compose_twice_at_once() == 1
    drill.wait_until_all_are_sent(seconds=600)
    drill.report("four workers, two beats", workers=4)
    assert drill.account() == all_sent(number), drill.logs()
    assert Mail.objects.filter(kind=MailKind.DIGEST, attempts=1).count() == number


@pytest.mark.soak
def test_twenty_killed_workers_lose_nothing_and_double_only_what_was_accepted(drill):
    number, kills = 1500, 20
    persons(number)
    drill.workers(2)
    drill.beats(1)
    compose_twice_at_once()
    at_risk, done = set(), 0
    for _kill in range(kills):
        received = len(drill.mail.received)
        drill.mail.wait_for(received + drill.chance.randint(1, 60), seconds=30)
        time.sleep(drill.chance.random() / 10)
        done += Mail.objects.exclude(state=MailState.SENT).exists()
        at_risk |= drill.kill_a_worker()
    drill.wait_until_all_are_sent(seconds=300)
    drill.report("killed workers", kills=kills, **{"kills while mails waited": done, "at risk": len(at_risk)})
    account = drill.account()
    assert (account.missing, account.strangers, account.states) == (set(), set(), {MailState.SENT: number}), (
        drill.logs()
    )
    assert account.twice <= at_risk
    assert len(account.twice) <= kills
    assert done == kills


@pytest.mark.soak
def test_a_redis_that_is_emptied_and_restarted_loses_and_doubles_nothing(drill):
    number = 1500
    persons(number)
    drill.workers(2)
    drill.beats(1)
    compose_twice_at_once()
    for part in (300, 700, 1100):
        drill.mail.wait_for(part, seconds=60)
        drill.restart_redis()
    drill.wait_until_all_are_sent(seconds=300)
    drill.report("Redis emptied and restarted", times=3)
    assert drill.account() == all_sent(number), drill.logs()


@pytest.mark.soak
def test_a_mail_server_that_is_away_then_busy_gets_everything_once(drill):
    number = 1500
    persons(number)
    drill.mail.stop()
    drill.workers(2)
    drill.beats(1)
    compose_twice_at_once()
    time.sleep(6)
    assert Mail.objects.filter(attempts__gt=0).count() == 0
    drill.mail.answer = lambda phase, address: "451 4.3.2 Not now" if phase == "MAIL" else ""
    drill.mail.start()
    time.sleep(4)
    assert drill.mail.received == []
    drill.mail.answer = busy(drill.chance, 0.1)
    drill.mail.wait_for(number * 2 // 3, seconds=90)
    drill.mail.answer = lambda phase, address: ""
    drill.wait_until_all_are_sent(seconds=300)
    put_off = Mail.objects.filter(attempts__gt=1).count()
    drill.report("mail server away, then busy", **{"put off": put_off})
    assert drill.account() == all_sent(number), drill.logs()
    assert put_off > 0


@pytest.mark.soak
def test_a_database_that_goes_away_again_and_again_is_found_again(drill):
    number, cuts = 1500, 5
    persons(number)
    drill.workers(2)
    drill.beats(1)
    compose_twice_at_once()
    lost = 0
    for cut in range(cuts):
        drill.mail.wait_for(200 * (cut + 1), seconds=60)
        lost += drill.cut_database_connections()
    drill.wait_until_all_are_sent(seconds=300)
    drill.report("database connections cut", times=cuts, connections=lost)
    assert drill.account() == all_sent(number), drill.logs()
