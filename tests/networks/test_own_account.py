"""One's own account: password, second factor, sessions."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.urls import reverse

from networks.browsers import browser_name
from networks.reasons import in_reader_language
from tests.factories import StaffFactory
from tests.networks.at_the_door import (
    ASK,
    MINUTE,
    NOON,
    PASS,
    PASSWORD,
    TOO_MANY,
    address,
    ask,
    browser,
    enter,
    mailed,
    shown_by_the_app,
    who,
    words,
)

pytestmark = pytest.mark.django_db


class TestThePassword:
    def test_a_guesser_is_stopped_and_the_right_password_waits_too(self, officer):
        officer.set_password(PASS)
        officer.save()

        def try_with(password):
            return words(browser().post(PASSWORD, {"login": officer.email, "password": password}))

        assert [TOO_MANY in try_with("wrong") for _attempt in range(6)] == [False] * 5 + [True]
        assert TOO_MANY in try_with(PASS)

    def test_of_too_many_attempts_from_one_place_a_page_says_so(self, visitor, monkeypatch, settings):
        settings.ACCOUNT_RATE_LIMITS = {"login": "1/15m/ip"}
        answers = [visitor.post(PASSWORD, {"login": address(), "password": "wrong"}) for _attempt in range(2)]
        assert [answer.status_code for answer in answers] == [200, 429]
        assert "Please wait a little." in words(answers[1])

    def test_it_is_changed_by_whoever_knows_it(self, visitor):
        person = StaffFactory(email=address(), password=PASS)
        visitor.post(PASSWORD, {"login": person.email, "password": PASS})
        new = {"password1": "another-passphrase", "password2": "another-passphrase"}
        wrong = visitor.post(reverse("account_change_password"), {"oldpassword": "wrong", **new})
        assert "This is not your password." in words(wrong)
        assert visitor.post(reverse("account_change_password"), {"oldpassword": PASS, **new}).url == reverse("account")
        person.refresh_from_db()
        assert (person.check_password("another-passphrase"), who(visitor)) == (True, person.pk)
        latest = person.history.latest()
        assert (latest.history_user, in_reader_language(latest.history_change_reason)) == (person, "Password changed")

    def test_who_forgot_it_comes_in_by_a_code_and_need_not_know_it(self, visitor, at_once):
        person = StaffFactory(email=address(), password=PASS)
        enter(visitor, ask(visitor, person))
        new = {"password1": "another-passphrase", "password2": "another-passphrase"}
        assert visitor.post(reverse("account_change_password"), new).url == reverse("account")
        person.refresh_from_db()
        assert person.check_password("another-passphrase")

    def test_who_has_none_may_choose_one(self, visitor, officer, at_once):
        officer.set_unusable_password()
        officer.save()
        enter(visitor, ask(visitor, officer))
        assert visitor.get(reverse("account_change_password")).url == reverse("account_set_password")
        weak = visitor.post(reverse("account_set_password"), {"password1": "short", "password2": "short"})
        assert "at least 12 characters" in words(weak)
        for own in (officer.name, officer.email):
            alike = visitor.post(reverse("account_set_password"), {"password1": own, "password2": own})
            assert "The password is too similar to the" in words(alike)
        visitor.post(reverse("account_set_password"), {"password1": PASS, "password2": PASS})
        officer.refresh_from_db()
        assert officer.check_password(PASS)


class TestTheSecondFactor:
    @pytest.fixture
    def staff(self):
        return StaffFactory(email=address(), password=PASS)

    def set_up(self, client):
        """Set up an app that shows codes; gives its key."""
        key = client.get(reverse("mfa_activate_totp")).context["form"].secret
        answer = client.post(reverse("mfa_activate_totp"), {"code": shown_by_the_app(key)})
        assert answer.url == reverse("mfa_view_recovery_codes")
        return key

    def test_it_is_asked_of_staff_where_the_settings_say_so(self, visitor, staff, settings):
        visitor.post(PASSWORD, {"login": staff.email, "password": PASS})
        assert visitor.get("/en/desk/").status_code == 200
        settings.STAFF_SECOND_FACTOR = True
        for page in ("/en/desk/", "/en/admin/", "/en/agreements/", "/en/account/sessions/"):
            assert visitor.get(page).url == "/en/account/second-factor/"
        assert visitor.get("/en/desk/", headers={"HX-Request": "true"})["HX-Redirect"] == "/en/account/second-factor/"
        assert "Please set one up" in words(visitor.get("/en/account/second-factor/"))
        self.set_up(visitor)
        assert visitor.get("/en/desk/").status_code == 200

    def test_of_officers_and_visitors_nothing_is_asked(self, visitor, officer, settings):
        settings.STAFF_SECOND_FACTOR = True
        assert visitor.get("/en/agreements/").status_code == 200
        visitor.force_login(officer)
        assert visitor.get("/en/agreements/").status_code == 200
        assert "Please set one up" not in words(visitor.get("/en/account/second-factor/"))

    @pytest.mark.parametrize("by", ["password", "code"])
    def test_who_has_one_signs_in_with_it(self, staff, at_once, time_machine, by):
        time_machine.move_to(NOON)
        first = browser()
        first.post(PASSWORD, {"login": staff.email, "password": PASS})
        key = self.set_up(first)
        time_machine.move_to(NOON + 5 * MINUTE)
        client = browser()
        if by == "password":
            answer = client.post(PASSWORD, {"login": staff.email, "password": PASS, "next": "/en/desk/"})
        else:
            client.post(ASK, {"email": staff.email, "next": "/en/desk/"})
            answer = enter(client, mailed(), next="/en/desk/")
        assert (answer.url, who(client)) == ("/en/sign-in/second-factor/", None)
        assert client.get("/en/desk/").status_code == 302
        answer = client.post(answer.url, {"code": "000000"})
        assert ("This code is not the right one." in words(answer), who(client)) == (True, None)
        answer = client.post("/en/sign-in/second-factor/", {"code": shown_by_the_app(key)})
        assert (answer.url, who(client)) == ("/en/desk/", staff.pk)

    def test_a_recovery_code_lets_in_once(self, staff):
        first = browser()
        first.post(PASSWORD, {"login": staff.email, "password": PASS})
        self.set_up(first)
        page = first.get(reverse("mfa_view_recovery_codes"))
        codes = page.context["unused_codes"]
        assert (len(codes), "no-store" in page["Cache-Control"]) == (10, True)
        entered = []
        for code in (codes[0], codes[0], codes[1]):
            client = browser()
            client.post(PASSWORD, {"login": staff.email, "password": PASS})
            client.post("/en/sign-in/second-factor/", {"code": code})
            entered.append(who(client))
        assert entered == [staff.pk, None, staff.pk]

    def test_its_codes_cannot_be_guessed(self, staff):
        first, client = browser(), browser()
        first.post(PASSWORD, {"login": staff.email, "password": PASS})
        key = self.set_up(first)
        client.post(PASSWORD, {"login": staff.email, "password": PASS})
        for _attempt in range(5):
            client.post("/en/sign-in/second-factor/", {"code": "000000"})
        answer = client.post("/en/sign-in/second-factor/", {"code": shown_by_the_app(key)})
        assert (TOO_MANY in words(answer), who(client)) == (True, None)

    def test_changing_it_takes_showing_who_one_is(self, visitor, staff, time_machine):
        time_machine.move_to(NOON)
        visitor.post(PASSWORD, {"login": staff.email, "password": PASS})
        self.set_up(visitor)
        time_machine.move_to(NOON + 20 * MINUTE)
        away = reverse("mfa_deactivate_totp")
        answer = visitor.post(away)
        assert (
            answer.url == f"{reverse('account_reauthenticate')}?next=%2Fen%2Faccount%2Fsecond-factor%2Fapp%2Fremove%2F"
        )
        assert Authenticator.objects.filter(type="totp").exists()
        wrong = visitor.post(answer.url, {"password": "wrong"})
        assert "This is not your password." in words(wrong)
        visitor.post(answer.url, {"password": PASS, "next": away})
        visitor.post(away)
        assert not Authenticator.objects.exists()

    def test_every_page_of_it_opens(self, visitor, staff):
        visitor.post(PASSWORD, {"login": staff.email, "password": PASS})
        names = ["mfa_index", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_activate_totp"]
        assert [visitor.get(reverse(name)).status_code for name in names] == [200] * 4
        self.set_up(visitor)
        names = ["mfa_index", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"]
        assert [visitor.get(reverse(name)).status_code for name in names] == [200] * 4

    def test_new_recovery_codes_take_the_place_of_the_old(self, visitor, staff):
        visitor.post(PASSWORD, {"login": staff.email, "password": PASS})
        self.set_up(visitor)
        before = visitor.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
        assert visitor.post(reverse("mfa_generate_recovery_codes")).url == reverse("mfa_view_recovery_codes")
        after = visitor.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
        assert (len(after), set(before) & set(after)) == (10, set())

    def test_a_passkey_is_offered_to_who_has_none_and_something_made_up_is_refused(self, visitor, staff):
        visitor.post(PASSWORD, {"login": staff.email, "password": PASS})
        page = visitor.get(reverse("mfa_add_webauthn"))
        assert page.context["js_data"]["creation_options"]["publicKey"]["rp"]["id"] == "testserver"
        assert "Passkeys need JavaScript" in words(page)
        for made_up in ('{"id": "made up"}', "[]", "7", "{", '{"response": {}}'):
            answer = visitor.post(reverse("mfa_add_webauthn"), {"name": "Mine", "credential": made_up})
            assert (answer.status_code, Authenticator.objects.count()) == (200, 0)
        self.set_up(visitor)
        other = browser()
        other.post(PASSWORD, {"login": staff.email, "password": PASS})
        for made_up in ('{"id": "made up"}', "[]", "7", "{"):
            answer = other.post("/en/sign-in/second-factor/", {"credential": made_up})
            assert (answer.status_code, who(other)) == (200, None)

    def test_a_code_is_used_once_however_long_it_may_be_typed(self, staff, time_machine):
        time_machine.move_to(NOON)
        first = browser()
        first.post(PASSWORD, {"login": staff.email, "password": PASS})
        code = shown_by_the_app(self.set_up(first))
        entered = []
        for seconds in (1, 32):
            time_machine.move_to(NOON + seconds * MINUTE / 60)
            other = browser()
            other.post(PASSWORD, {"login": staff.email, "password": PASS})
            other.post("/en/sign-in/second-factor/", {"code": code})
            entered.append(who(other))
        assert entered == [staff.pk, None]

    def test_who_lost_everything_is_let_in_by_the_command(self, visitor, staff, capsys):
        visitor.post(PASSWORD, {"login": staff.email, "password": PASS})
        self.set_up(visitor)
        call_command("remove_second_factor", staff.email.upper())
        call_command("remove_second_factor", staff.email)
        assert capsys.readouterr().out == "Removed.\nThis person has none; nothing was changed.\n"
        other = browser()
        other.post(PASSWORD, {"login": staff.email, "password": PASS})
        assert who(other) == staff.pk


class TestSessions:
    def sign_in(self, person):
        client = browser()
        client.post(PASSWORD, {"login": person.email, "password": PASS}, headers={"User-Agent": "A browser"})
        return client

    def test_they_are_listed_and_one_is_ended(self):
        person = StaffFactory(email=address(), password=PASS)
        here, there, third = (self.sign_in(person) for _browser in range(3))
        page = here.get("/en/account/sessions/")
        listed = page.context["sessions"]
        assert ([browser for _session, browser in listed], words(page).count("This one")) == (["A browser"] * 3, 1)
        mine, second, _third = (session for session, _browser in listed)
        assert here.post("/en/account/sessions/", {"session": second.pk}).url == "/en/account/sessions/"
        assert [client.get("/en/account/").status_code for client in (here, there, third)] == [200, 302, 200]
        here.post("/en/account/sessions/")
        assert [client.get("/en/account/").status_code for client in (here, there, third)] == [200, 302, 302]
        assert list(UserSession.objects.values_list("pk", flat=True)) == [mine.pk]

    def test_nobody_ends_anothers(self):
        one, other = (StaffFactory(email=address(), password=PASS) for _person in range(2))
        here, there = self.sign_in(one), self.sign_in(other)
        theirs = UserSession.objects.get(user=other)
        answer = here.post("/en/account/sessions/", {"session": theirs.pk})
        assert (answer.status_code, there.get("/en/account/").status_code) == (200, 200)

    def test_a_new_password_ends_the_others(self):
        person = StaffFactory(email=address(), password=PASS)
        here, there = self.sign_in(person), self.sign_in(person)
        new = {"oldpassword": PASS, "password1": "another-passphrase", "password2": "another-passphrase"}
        here.post(reverse("account_change_password"), new)
        assert [client.get("/en/account/").status_code for client in (here, there)] == [200, 302]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile "
            "Safari/537.36",
            "Chrome, Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 "
            "Safari/537.36 Edg/140.0.0.0",
            "Edge, macOS",
        ),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", "A browser that says nothing of itself"),
    ],
)
def test_a_browser_has_a_name_that_people_know(said, name):
    assert browser_name(said) == name
