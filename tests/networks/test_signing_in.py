"""Signing in: by a code sent by mail or a password, whoever may; what the others are told is the same for all."""

import datetime
import re
import smtplib

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from celery.exceptions import Retry
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from networks import signing_in, tasks
from networks.models import Conference, SignInCode
from networks.services import load_conference, system_user
from tests.factories import DesignationFactory, UserFactory
from tests.networks.at_the_door import (
    ASK,
    CODE,
    HOME,
    MINUTE,
    NOON,
    NOT_VALID,
    PASS,
    PASSWORD,
    THE_CODE,
    TOO_MANY,
    address,
    ask,
    browser,
    enter,
    mailed,
    who,
    words,
)

pytestmark = pytest.mark.django_db


class TestWhoAsks:
    def test_a_known_and_an_unknown_address_get_the_same_answer(self, officer, asked):
        def answers_to(email):
            client, said = browser(), []
            for step in (
                lambda: client.post(f"{ASK}?next=/en/agreements/", {"email": email}),
                lambda: client.get(CODE),
                lambda: client.post(CODE, {"code": "BCDF-GHJK"}),
            ):
                answer = step()
                page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
                said.append((answer.status_code, answer.headers.get("Location"), page.replace(email, "…")))
            return said

        assert answers_to(officer.email) == answers_to(address())
        assert asked == [officer.pk, signing_in.NOBODY]

    def test_each_step_costs_the_same_for_both(self, officer, asked):
        def queries_for(email):
            client = browser()
            with CaptureQueriesContext(connection) as captured:
                client.post(ASK, {"email": email})
                client.get(CODE)
                client.post(CODE, {"code": "BCDF-GHJK"})
            return [re.sub(r"'[^']*'|\d+", "…", query["sql"])[:60] for query in captured.captured_queries]

        queries_for(address())  # whatever is asked for once in the life of a process
        assert sorted(queries_for(officer.email)) == sorted(queries_for(address()))

    def test_an_address_in_capitals_is_the_same(self, visitor, officer, at_once):
        visitor.post(ASK, {"email": officer.email.upper()})
        enter(visitor, mailed())
        assert who(visitor) == officer.pk

    @pytest.mark.parametrize(
        ("person", "designation"),
        [
            ({}, None),
            ({}, {"ends_on": datetime.date(2026, 3, 9)}),
            ({}, {"starts_on": datetime.date(2026, 3, 11)}),
            ({"is_active": False}, {}),
            ({"is_active": False, "is_staff": True}, None),
        ],
        ids=["designated for nothing", "until yesterday", "from tomorrow", "deactivated", "staff no more"],
    )
    def test_who_may_not_sign_in_gets_no_code_and_no_entrance(self, visitor, asked, time_machine, person, designation):
        time_machine.move_to(NOON, tick=False)
        row = UserFactory(email=address(), password=PASS, **person)
        if designation is not None:
            DesignationFactory(person=row, **designation)
        answer = visitor.post(ASK, {"email": row.email})
        assert (answer.status_code, answer.url, len(asked)) == (302, CODE, 1)
        assert (signing_in.send_code(person_id=row.pk, now=NOON), mail.outbox) == (False, [])
        answer = visitor.post(PASSWORD, {"login": row.email, "password": PASS})
        assert "No account has this e-mail and this password." in words(answer)
        assert who(visitor) is None

    @pytest.mark.parametrize(
        ("person", "designation"),
        [
            ({"is_staff": True}, None),
            ({}, {"ends_on": datetime.date(2026, 3, 10)}),
            ({}, {"starts_on": datetime.date(2026, 3, 10), "role": "observer"}),
        ],
        ids=["staff", "until today", "from today"],
    )
    def test_who_may_signs_in_by_code_and_by_password(self, at_once, time_machine, person, designation):
        time_machine.move_to(NOON, tick=False)
        row = UserFactory(email=address(), password=PASS, **person)
        if designation is not None:
            DesignationFactory(person=row, **designation)
        one, other = browser(), browser()
        assert enter(one, ask(one, row)).url == HOME
        assert other.post(PASSWORD, {"login": row.email, "password": PASS}).url == HOME
        assert (who(one), who(other)) == (row.pk, row.pk)

    def test_the_day_is_the_conferences(self, officer, asked):
        officer.designations.update(ends_on=datetime.date(2026, 3, 10))
        late = datetime.datetime(2026, 3, 11, 5, 30, tzinfo=datetime.UTC)  # 23:30 of the 10th in Costa Rica
        assert signing_in.send_code(person_id=officer.pk, now=late)
        assert not signing_in.send_code(person_id=officer.pk, now=late + 60 * MINUTE)

    def test_nobody_has_more_addresses_than_their_own(self, visitor, officer, at_once):
        enter(visitor, ask(visitor, officer))
        assert EmailAddress.objects.count() == 0

    def test_without_a_broker_the_page_says_what_to_do(self, visitor, officer, monkeypatch):
        def no_broker(args, **options):
            raise OperationalError("nobody listens")

        monkeypatch.setattr(tasks.send_sign_in_code, "apply_async", no_broker)
        answer = visitor.post(ASK, {"email": officer.email})
        assert answer.status_code == 200
        assert "No code can be sent at the moment. Please try again in some minutes" in words(answer)


class TestTheCode:
    @pytest.mark.parametrize(("minutes", "lets_in"), [(30, True), (31, False)])
    def test_it_is_valid_for_thirty_minutes(self, visitor, officer, at_once, time_machine, minutes, lets_in):
        time_machine.move_to(NOON, tick=False)
        code = ask(visitor, officer)
        time_machine.move_to(NOON + minutes * MINUTE, tick=False)
        answer = enter(visitor, code)
        assert (who(visitor) == officer.pk) == lets_in
        assert (NOT_VALID in words(answer)) != lets_in

    def test_a_newer_one_voids_none(self, officer, at_once):
        first, second = browser(), browser()
        codes = [ask(first, officer), ask(first, officer), ask(second, officer)]
        enter(first, codes[0])
        enter(second, codes[1])
        assert (who(first), who(second), len(set(codes))) == (officer.pk, officer.pk, 3)

    def test_it_is_used_once(self, officer, at_once):
        first, second = browser(), browser()
        ask(second, officer)
        code = ask(first, officer)
        enter(first, code)
        assert NOT_VALID in words(enter(second, code))
        assert (who(first), who(second)) == (officer.pk, None)

    def test_it_may_be_typed_in_any_way(self, visitor, officer, at_once):
        enter(visitor, f" {ask(visitor, officer).lower().replace('-', ' ')} ")
        assert who(visitor) == officer.pk

    def test_it_is_one_persons(self, visitor, officer, at_once):
        ask(visitor, officer)
        other = browser()
        code = ask(other, DesignationFactory(person=UserFactory(email=address())).person)
        assert NOT_VALID in words(enter(visitor, code))

    def test_who_loses_the_designation_meanwhile_stays_outside(self, visitor, officer, at_once, time_machine):
        time_machine.move_to(NOON, tick=False)
        code = ask(visitor, officer)
        officer.designations.update(ends_on=datetime.date(2026, 3, 9))
        answer = visitor.post(CODE, {"code": code}, follow=True)
        assert (who(visitor), NOT_VALID in words(answer)) == (None, True)

    def test_a_session_has_five_attempts(self, visitor, officer, at_once):
        code = ask(visitor, officer)
        for _attempt in range(4):
            assert NOT_VALID in words(enter(visitor, "BCDF-GHJK"))
        answer = visitor.post(CODE, {"code": "BCDF-GHJK"}, follow=True)
        said = [text in words(answer) for text in ("Too many codes were wrong. Please have another one sent", TOO_MANY)]
        assert (answer.redirect_chain, said) == ([(ASK, 302)], [True, False])
        assert (enter(visitor, code).url, who(visitor)) == (ASK, None)
        enter(visitor, ask(visitor, officer))
        assert who(visitor) == officer.pk

    def test_attempts_of_all_sessions_are_counted(self, officer, at_once, time_machine):
        time_machine.move_to(NOON, tick=False)
        said = []
        for _session in range(8):
            client = browser()
            code = ask(client, officer)
            said += [TOO_MANY in words(enter(client, "BCDF-GHJK")) for _attempt in range(4)]
        assert said == [False] * 30 + [True] * 2
        assert TOO_MANY in words(enter(client, code)) or who(client) is None
        time_machine.move_to(NOON + 16 * MINUTE, tick=False)
        client = browser()
        ask(client, officer)
        enter(client, code)
        assert who(client) == officer.pk

    def test_asking_is_limited_too(self, visitor, officer, asked):
        answers = [visitor.post(ASK, {"email": officer.email}).status_code for _time in range(11)]
        assert (answers, len(asked)) == ([302] * 10 + [200], 10)

    def test_a_database_read_by_others_shows_no_code(self, visitor, officer, at_once):
        code = ask(visitor, officer)
        row = SignInCode.objects.get()
        kept = f"{row.digest} {visitor.session.items()}"
        assert code not in kept
        assert code.replace("-", "") not in kept.upper()


class TestTheMail:
    def test_in_english(self, officer, settings):
        load_conference(by=system_user())
        Conference.objects.update(is_sample=True)
        settings.SITE_URL = "https://minutes.example.org"
        signing_in.send_code(person_id=officer.pk, now=NOON)
        (message,) = mail.outbox
        assert (message.subject, message.to, message.attachments) == (
            "[Sample] RCM Minutes: your code to sign in",
            [officer.email],
            [],
        )
        assert message.message()["Auto-Submitted"] == "auto-generated"
        assert THE_CODE.sub("CODE", message.body) == (
            "*** Sample ***\n\n"
            "Dear Ana Reyes,\n\n"
            "With this code you can sign in to RCM Minutes:\n\n"
            "    CODE\n\n"
            "It is valid for 30 minutes, and for one time. Please enter it on the page\nwhere you asked for it.\n\n"
            "Should you not have asked for it, please disregard this message: nobody can sign in\n"
            "without the code, and nothing else is needed on your part.\n\n"
            "Technical Secretariat\n"
            "Regional Conference on Migration\n"
            "https://minutes.example.org\n"
        )

    def test_in_spanish_for_whoever_reads_that(self, officer):
        officer.language = "es"
        officer.save()
        signing_in.send_code(person_id=officer.pk, now=NOON)
        (message,) = mail.outbox
        assert message.subject == "RCM Minutes: su código para iniciar sesión"
        assert "Es válido durante 30 minutos" in message.body

    def test_its_envelope_is_sent_by_who_gets_what_comes_back(self, officer, settings):
        settings.DEFAULT_FROM_EMAIL, settings.BOUNCES_ADDRESS = "Minutes <minutes@example.org>", "back@example.org"
        signing_in.send_code(person_id=officer.pk, now=NOON)
        (message,) = mail.outbox
        assert (message.from_email, message.message()["From"]) == ("back@example.org", "Minutes <minutes@example.org>")

    def test_a_server_that_puts_it_off_is_asked_again_and_no_log_knows_for_whom(self, officer, monkeypatch, caplog):
        def refuses(self, fail_silently=False):
            raise smtplib.SMTPRecipientsRefused({officer.email: (450, b"Try later")})

        monkeypatch.setattr("networks.mailing.EmailMessage.send", refuses)
        task = tasks.send_sign_in_code
        task.push_request(args=[officer.pk], called_directly=False, is_eager=False, id="1")
        tried_again = []
        monkeypatch.setattr("celery.canvas.Signature.apply_async", lambda self, **options: tried_again.append(self))
        try:
            with pytest.raises(Retry) as again:
                task.run(officer.pk)
        finally:
            task.pop_request()
        assert (len(tried_again), tried_again[0].args, SignInCode.objects.count()) == (1, (officer.pk,), 0)
        assert officer.email not in f"{again.value} {caplog.text}"


class TestTheWay:
    def test_one_comes_back_to_where_one_was(self, officer, at_once):
        officer.set_password(PASS)
        officer.save()
        one, other = browser(), browser()
        there = "/es/agreements/?status=due_soon"
        asked = one.post(ASK, {"email": officer.email, "next": there})
        assert asked.url == f"{CODE}?next=%2Fes%2Fagreements%2F%3Fstatus%3Ddue_soon"
        assert 'value="/es/agreements/?status=due_soon"' in one.get(asked.url).content.decode()
        assert enter(one, mailed(), next=there).url == there
        assert other.post(PASSWORD, {"login": officer.email, "password": PASS, "next": there}).url == there

    @pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
    def test_one_is_led_nowhere_else(self, officer, at_once, elsewhere):
        officer.set_password(PASS)
        officer.save()
        one, other = browser(), browser()
        assert one.post(ASK, {"email": officer.email, "next": elsewhere}).url == CODE
        assert enter(one, mailed(), next=elsewhere).url == HOME
        assert other.post(PASSWORD, {"login": officer.email, "password": PASS, "next": elsewhere}).url == HOME
        assert one.post("/en/sign-out/", {"next": elsewhere}).url == HOME

    def test_one_may_go_back_and_begin_again(self, visitor, officer, asked):
        visitor.post(ASK, {"email": officer.email})
        assert [visitor.get(page).status_code for page in (ASK, PASSWORD, CODE)] == [200, 200, 200]

    def test_there_is_no_entering_without_asking(self, visitor):
        assert (visitor.get(CODE).url, visitor.post(CODE, {"code": "BCDF-GHJK"}).url) == (ASK, ASK)

    def test_signing_out_takes_a_form(self, visitor, officer):
        visitor.force_login(officer)
        assert (visitor.get("/en/sign-out/").status_code, who(visitor)) == (405, officer.pk)
        assert (visitor.post("/en/sign-out/").url, who(visitor)) == (HOME, None)

    @pytest.mark.parametrize("name", ["account_signup", "account_email", "account_reset_password"])
    def test_nobody_signs_up_and_no_other_address_is_kept(self, name):
        with pytest.raises(NoReverseMatch):
            reverse(name)

    def test_the_back_office_has_the_same_way_in(self, visitor, officer):
        inside = reverse("admin:networks_network_changelist")
        answer = visitor.get(inside, follow=True)
        assert answer.redirect_chain[-1] == (f"{ASK}?next=%2Fen%2Fadmin%2Fnetworks%2Fnetwork%2F", 302)
        visitor.force_login(officer)
        assert visitor.get(inside, follow=True).status_code == 403

    @pytest.mark.parametrize("language", ["en", "es"])
    def test_whoever_is_signed_in_has_an_account_page(self, visitor, officer, language):
        assert visitor.get(f"/{language}/account/").url == f"/{language}/sign-in/?next=/{language}/account/"
        visitor.force_login(officer)
        page = visitor.get(f"/{language}/account/").content.decode()
        for place in ("sessions", "second-factor", "password/set" if not officer.has_usable_password() else "password"):
            assert f'href="/{language}/account/{place}/"' in page


def test_what_has_served_is_removed(officer, at_once, time_machine):
    time_machine.move_to(NOON, tick=False)
    client = browser()
    enter(client, ask(client, officer))
    ask(browser(), officer)
    tasks.purge()
    assert (SignInCode.objects.count(), Session.objects.count(), UserSession.objects.count()) == (2, 2, 1)
    time_machine.move_to(NOON + datetime.timedelta(hours=13), tick=False)
    tasks.purge()
    assert (SignInCode.objects.count(), Session.objects.count(), UserSession.objects.count()) == (2, 0, 0)
    time_machine.move_to(NOON + datetime.timedelta(hours=25), tick=False)
    signing_in.send_code(person_id=officer.pk, now=timezone.now())
    tasks.purge()
    assert SignInCode.objects.count() == 1
