"""Real workers, beats, Redis and mail server on one database, to see what is left when some of them break."""

import contextlib
import dataclasses
import datetime
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psycopg2
import redis
from django.db import connection
from django.utils import timezone

from correspondence.models import Mail, MailSettings, MailState, ReminderPolicy, ReminderStep
from correspondence.services.composing import compose_day
from networks.models import Designation, User
from tests.at_once import at_once
from tests.factories import ActionFactory, AgreementFactory, CommitmentFactory, DelegationFactory, PublishedFactory
from tests.mail_server import MailServer
from tests.services import RedisServer, other_database

ROOT = Path(__file__).resolve().parents[2]
LEASE_SECONDS = 8
CELERY = [sys.executable, "-m", "celery", "-A", "rcm_minutes"]


def last_working_day():
    today = timezone.localdate()
    return today - datetime.timedelta(days=max(0, today.weekday() - 4))


def persons(number, *, commitments=1, a_delegation=None):
    """So many liaison officers, `a_delegation` each (None: of one), in both languages.

    Each delegation has so many commitments due on the last working day.
    """
    report = PublishedFactory()
    network = report.meeting.network
    policy = ReminderPolicy.objects.create(network=network, is_on=True, on_since=datetime.date(2020, 1, 1))
    ReminderStep.objects.create(policy=policy, days=0)
    MailSettings.objects.create(pk=1, hour=0, secretariat_address="secretariat@example.org")
    actions = [
        ActionFactory(agreement=AgreementFactory(report=report, label=str(place + 1))) for place in range(commitments)
    ]
    together = a_delegation or number
    for first in range(0, number, together):
        delegation = DelegationFactory(code=f"D{first // together}")
        for action in actions:
            CommitmentFactory(action=action, delegation=delegation, due_on=last_working_day())
        users = User.objects.bulk_create(
            User(name=f"Officer {n}", email=f"officer{n}@example.org", password="!", language="es" if n % 2 else "en")
            for n in range(first, min(first + together, number))
        )
        Designation.objects.bulk_create(
            Designation(person=user, delegation=delegation, starts_on=datetime.date(2020, 1, 1)) for user in users
        )


def compose_twice_at_once():
    """As two beats have it: gives how many of the two composed."""
    day = last_working_day()
    composed = at_once(*[lambda: compose_day(on=day, now=timezone.now())] * 2, seconds=120)
    return sum(one is not None for one in composed)


@dataclasses.dataclass(frozen=True)
class Account:
    """What came of the mails: Message-IDs that are missing, that came more than once, that are not ours."""

    mails: int
    missing: set
    twice: set
    strangers: set
    states: dict


class Drill:
    """A context manager: a Redis and a mail server of its own, and the processes that `workers` and `beats` start."""

    def __init__(self):
        self._open = contextlib.ExitStack()
        self.processes = []
        self.chance = random.Random(20260320)

    def __enter__(self):
        self.folder = Path(self._open.enter_context(tempfile.TemporaryDirectory(prefix="rcm-minutes-drill-")))
        self.redis = self._open.enter_context(RedisServer())
        self.mail = self._open.enter_context(MailServer())
        self._open.callback(self._end)
        self.started = time.monotonic()
        return self

    def __exit__(self, *exception):
        self._open.close()

    def workers(self, number):
        for _number in range(number):
            name = f"worker{len(self.processes)}"
            self._start(name, "worker", "--pool=solo", "--without-gossip", "--without-mingle", "-n", name)

    def beats(self, number):
        for _number in range(number):
            name = f"beat{len(self.processes)}"
            self._start(name, "beat", "--schedule", str(self.folder / name), "--pidfile=")

    def _start(self, name, *arguments):
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.correspondence.drill_settings",
            "VAR_DIR": str(self.folder),
            "SECRET_KEY": "only-for-tests",
            "DATABASE_URL": other_database(os.environ["DATABASE_URL"], connection.settings_dict["NAME"]),
            "REDIS_URL": self.redis.url,
            "EMAIL_URL": self.mail.url,
            "MAIL_LEASE_SECONDS": str(LEASE_SECONDS),
        }
        with (self.folder / f"{name}.log").open("wb") as log:
            command = [*CELERY, *arguments, "--loglevel", "WARNING"]
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        self.processes.append((name, process))

    def _end(self):
        for _name, process in self.processes:
            process.terminate()
        for _name, process in self.processes:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def kill_a_worker(self):
        """kill -9 one at random and start another; gives the Message-IDs that were being handed over."""
        alive = [pair for pair in self.processes if pair[0].startswith("worker") and pair[1].poll() is None]
        name, process = self.chance.choice(alive)
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.processes.remove((name, process))
        at_risk = set(Mail.objects.filter(state=MailState.SENDING).values_list("message_id", flat=True))
        self.workers(1)
        return at_risk

    def restart_redis(self, *, away=1.0):
        """Flush it, stop it, and start it empty after a while."""
        with contextlib.closing(redis.Redis.from_url(self.redis.url)) as client:
            client.flushall()
        self.redis.stop()
        time.sleep(away)
        self.redis.start()

    def cut_database_connections(self):
        """End every connection to the database but the test's own; gives how many there were."""
        connection.ensure_connection()
        own = connection.connection.info.backend_pid
        outside = psycopg2.connect(**connection.get_connection_params())
        with contextlib.closing(outside), outside.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid NOT IN (pg_backend_pid(), %s)",
                [own],
            )
            return cursor.fetchone()[0]

    def wait_until_all_are_sent(self, *, seconds):
        deadline = time.monotonic() + seconds
        while Mail.objects.exclude(state=MailState.SENT).exists() and time.monotonic() < deadline:
            time.sleep(0.2)
        self.seconds = time.monotonic() - self.started

    def account(self):
        ours = set(Mail.objects.values_list("message_id", flat=True))
        came = Counter(received.message_id for received in self.mail.received)
        return Account(
            mails=len(ours),
            missing=ours - set(came),
            twice={message_id for message_id, times in came.items() if times > 1},
            strangers=set(came) - ours,
            states=dict(Counter(Mail.objects.values_list("state", flat=True))),
        )

    def report(self, what, **figures):
        """One line on the terminal of what was measured."""
        account = self.account()
        figures |= {"seconds": round(self.seconds), "a second": round(account.mails / self.seconds)}
        told = ", ".join(f"{name} {value}" for name, value in figures.items())
        result = f"{account.mails} mails, {len(account.missing)} missing, {len(account.twice)} twice; {told}"
        sys.stdout.write(f"\n{what}: {result}\n")

    def logs(self):
        """The last words of every process, for a test that fails."""
        return "\n".join(f"== {file.name}\n{file.read_text()[-3000:]}" for file in sorted(self.folder.glob("*.log")))
