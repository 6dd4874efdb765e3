"""The command that does without the worker."""

import datetime
import io

import pytest
import structlog
import time_machine
from django.core.management import CommandError, call_command

from correspondence.models import DigestDay, Mail, Mention
from tests.correspondence.reminding import A_DAY, at, officer, promised, set_up, switched_on
from tests.factories import MailFactory
from tests.services import free_port

pytestmark = pytest.mark.django_db

MONDAY = datetime.date(2026, 6, 8)


@pytest.fixture
def due():
    set_up()
    network = switched_on()
    officer("ana@example.org", language="es")
    promised(network, MONDAY - 14 * A_DAY)
    return promised(network, MONDAY)


def run(*arguments, on=MONDAY, hour=14):
    output = io.StringIO()
    with time_machine.travel(at(on, hour=hour), tick=False):
        call_command("send_reminders", *arguments, stdout=output)
    return output.getvalue().splitlines()


def test_it_composes_todays_digests_and_hands_them_over(due, mailoutbox):
    assert run() == ["2026-06-08: 1 mails composed.", "1 mails accepted, 0 put off, 0 refused, 0 withdrawn."]
    assert [mail.to for mail in mailoutbox] == [["ana@example.org"]]
    assert run(hour=15) == [
        "The digests of 8 Jun 2026 are composed already, and what falls due by then is in them.",
        "0 mails accepted, 0 put off, 0 refused, 0 withdrawn.",
    ]


def test_before_the_hour_it_hands_over_what_waits(due):
    assert run(hour=13) == [
        "The hour of the digests is still to come.",
        "0 mails accepted, 0 put off, 0 refused, 0 withdrawn.",
    ]
    assert DigestDay.objects.count() == 0


def test_a_day_of_ones_own(due, mailoutbox):
    assert run("--on", "2026-06-08", on=MONDAY + A_DAY)[0] == "2026-06-08: 1 mails composed."
    assert Mail.objects.get().day == MONDAY


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        ("2026-06-07", "Digests go out on working days, and 7 Jun 2026 is none."),
        ("2026-06-09", "9 Jun 2026 is still to come."),
        ("8.6.2026", "“8.6.2026” is not a day: write it as 2026-06-08."),
    ],
)
def test_a_day_that_cannot_be_composed(due, day, refusal):
    with pytest.raises(CommandError, match=refusal):
        run("--on", day)
    assert DigestDay.objects.count() == 0


def test_a_dry_run_says_who_would_get_what_and_writes_nothing(due, mailoutbox):
    reference = due.action.agreement.reference
    for arguments in (["--dry-run"], ["--dry-run", "--on", "2026-06-08"]):
        passed = Mention._meta.get_field("commitment").related_model.objects.exclude(pk=due.pk).get()
        assert run(*arguments) == [
            "ana@example.org (es), digest",
            f"    {passed.action.agreement.reference}  date passed: a step of the ladder (+14)",
            f"    {reference}  due soon: a step of the ladder (+0)",
            "2026-06-08: 1 mails would be composed.",
        ]
    assert [DigestDay.objects.count(), Mail.objects.count(), mailoutbox] == [0, 0, []]


def test_a_dry_run_looks_ahead(due):
    for day in ("2026-06-09", "2026-06-24"):  # what falls due on Monday goes out then
        assert run("--dry-run", "--on", day) == [f"{day}: 0 mails would be composed."]
    assert run("--dry-run", "--on", "2026-06-22")[-1] == "2026-06-22: 1 mails would be composed."
    assert run("--dry-run", "--on", "2026-07-07") == [
        "7 Jul 2026 is too far ahead: what goes out is foreseen for four weeks."
    ]
    assert run("--dry-run", "--on", "2026-06-21") == ["Digests go out on working days, and 21 Jun 2026 is none."]


def test_it_reads_what_came_back_and_purges_what_is_kept_long_enough_but_not_by_a_dry_run(due, settings):
    settings.BOUNCES_URL = f"imap://returned:word@127.0.0.1:{free_port()}/INBOX"
    long_ago = at(MONDAY - 900 * A_DAY)
    old = MailFactory(composed_at=long_ago, state="sent", sent_at=long_ago, subject="Said", text="Said then.")
    tried, texts = [], []
    for arguments in (["--dry-run"], []):
        with structlog.testing.capture_logs() as logged:
            run(*arguments)
        tried.append([line["event"] for line in logged])
        old.refresh_from_db()
        texts.append(old.text)
    assert tried == [[], ["the mailbox for returned mail could not be read"]]
    assert texts == ["Said then.", ""]
