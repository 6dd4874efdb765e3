"""The staff pages of mail: who sees them, what stands on them, and that they do not ask a query per row."""

import datetime
import html
import re

import pytest
import time_machine

from correspondence.models import (
    Addressee,
    DelegationHold,
    DigestDay,
    LinkUse,
    Mail,
    MailSettings,
    MailText,
    Notice,
    ReminderPolicy,
    SignedLink,
)
from tests.back_office import form_of
from tests.correspondence import reminding
from tests.factories import (
    CommitmentFactory,
    DelegationFactory,
    DesignationFactory,
    MailFactory,
    MentionFactory,
    NetworkFactory,
    PresidencyFactory,
    StaffFactory,
    UserFactory,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 20, 15, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 3, 20)
PAGES = (
    "mails/",
    "mails/ahead/",
    "mails/calls/",
    "mails/remind/",
    "mails/arrangements/",
    "mails/networks/consular-protection/",
    "mails/texts/digest/es/",
)


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def staff(client):
    person = StaffFactory()
    client.force_login(person)
    return person


@pytest.fixture
def switched_on():
    reminding.set_up()
    return reminding.switched_on()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("place", PAGES)
def test_they_open_on_an_empty_record(client, staff, switched_on, place, language):
    assert client.get(f"/{language}/desk/{place}").status_code == 200


@pytest.mark.parametrize(
    "place", ["ahead/?on=9999-12-31", "ahead/?on=0001-01-01", f"?person={9**30}", f"?commitment={9**30}", "?day=soon"]
)
def test_an_address_that_makes_no_sense_is_no_trouble(client, staff, switched_on, place):
    assert client.get(f"/en/desk/mails/{place}").status_code == 200


def test_a_commitment_that_cannot_be_is_not_chosen(client, staff, switched_on):
    assert client.post("/en/desk/mails/remind/", {"commitment": [str(9**30), "²", "x"]}).status_code == 302


def test_the_log_is_narrowed_by_its_address(client, staff):
    share = CommitmentFactory(delegation=DelegationFactory(code="GT"))
    of_it = MentionFactory(commitment=share, mail=MailFactory(recipient="ana@example.org", state="pending")).mail
    person = UserFactory(email="bo@example.org")
    other = MailFactory(recipient="bo@example.org", person=person, state="refused", day=datetime.date(2026, 3, 2))
    narrowed = {
        "": [other, of_it],
        "?address=ANA": [of_it],
        f"?person={person.pk}": [other],
        "?delegation=GT": [of_it],
        f"?agreement={share.action.agreement.reference.lower()}": [of_it],
        f"?commitment={share.pk}": [of_it],
        "?state=refused": [other],
        "?kind=digest&day=2026-03-20": [of_it],
        "?kind=by_hand": [],
        "?state=soon&address=ANA": [of_it],
    }
    found = {query: client.get(f"/en/desk/mails/{query}").context["page"].rows for query in narrowed}
    assert found == narrowed


@pytest.mark.parametrize("place", ["mails/", "mails/calls/", "mails/ahead/", "mails/arrangements/"])
def test_no_page_asks_a_query_per_row(client, staff, switched_on, place):
    def rows(number):
        for _row in range(number):
            delegation = DelegationFactory(code=f"D{Mail.objects.count()}")
            DesignationFactory(delegation=delegation)
            share = CommitmentFactory(delegation=delegation, due_on=TODAY - datetime.timedelta(days=70))
            mail = MentionFactory(commitment=share).mail
            Notice.objects.create(kind="colleague", address="a@example.org", delegation=delegation, at=NOW, mail=mail)
            Addressee.objects.create(address=mail.recipient, undeliverable_at=NOW)
        return queries_of(client, f"/en/desk/{place}")

    assert rows(1) == rows(2) == rows(30)


def test_a_mail_shows_why_it_went_out_and_who_opened_its_link(client, staff):
    mention = MentionFactory(because="step", step=-14)
    mail = mention.mail
    link = SignedLink.objects.create(
        mail=mail,
        delegation=mention.delegation,
        address=mail.recipient,
        issued_at=NOW,
        expires_at=NOW + datetime.timedelta(days=45),
    )
    LinkUse.objects.create(link=link, at=NOW, what="pending", browser="A browser")
    page = client.get(f"/en/desk/mails/{mail.pk}/").content.decode()
    for words in ("14 days before", "A browser", mail.message_id.strip("<>"), "It is written when it is handed over"):
        assert words in page, words


def test_moments_are_told_by_the_conferences_clock(client, staff):
    reminding.set_up(zone="America/Panama")
    late = datetime.datetime(2026, 3, 21, 2, 30, tzinfo=datetime.UTC)
    mail = MailFactory(state="sent", sent_at=late)
    Notice.objects.create(kind="returned", address=mail.recipient, mail=mail, at=late)
    assert "20 mar 2026, 21:30</time>" in client.get(f"/es/desk/mails/{mail.pk}/").content.decode()
    calls = client.get("/en/desk/mails/calls/").content.decode()
    assert ">20 Mar 2026</time>" in calls


def test_the_message_stands_apart_and_runs_nothing(client, staff):
    mail = MailFactory(text="Dear", html="<p>Dear</p>")
    answer = client.get(f"/en/desk/mails/{mail.pk}/message/")
    assert (answer.content, answer["Content-Security-Policy"]) == (
        b"<p>Dear</p>",
        "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    )
    assert client.get(f"/en/desk/mails/{MailFactory().pk}/message/").status_code == 404


def test_a_link_is_revoked_by_a_form_alone(client, staff):
    mention = MentionFactory()
    link = SignedLink.objects.create(
        mail=mention.mail,
        delegation=mention.delegation,
        address="a@example.org",
        issued_at=NOW,
        expires_at=NOW + datetime.timedelta(days=45),
    )
    assert client.get(f"/en/desk/mails/links/{link.pk}/revoke/").status_code == 405
    client.post(f"/en/desk/mails/links/{link.pk}/revoke/")
    link.refresh_from_db()
    assert (link.revoked_at, link.revoked_by) == (NOW, staff)


def test_a_notice_is_ticked_once(client, staff):
    notice = Notice.objects.create(kind="unsubscribed", address="a@example.org", at=NOW)
    client.post(f"/en/desk/mails/notices/{notice.pk}/seen/")
    client.force_login(StaffFactory())
    client.post(f"/en/desk/mails/notices/{notice.pk}/seen/")
    notice.refresh_from_db()
    assert (notice.seen_at, notice.seen_by) == (NOW, staff)


def test_what_goes_out_next_is_shown_word_for_word_and_writes_nothing(client, staff, switched_on):
    share = CommitmentFactory(due_on=TODAY + datetime.timedelta(days=3))
    DesignationFactory(delegation=share.delegation, person__email="ana@example.org")
    answer = client.get("/en/desk/mails/ahead/?to=ana@example.org")
    assert [letter.recipient for letter, _names in answer.context["rows"]] == ["ana@example.org"]
    assert answer.context["words"].subject == "Delegation HN: pending matters with the C (1)"
    assert (Mail.objects.count(), SignedLink.objects.count(), DigestDay.objects.count()) == (0, 0, 0)


def test_of_two_mails_to_the_same_address_each_is_shown(client, staff, switched_on):
    MailSettings.objects.update(escalates=True)
    share = reminding.promised(switched_on, TODAY - datetime.timedelta(days=60))
    reminding.promised(switched_on, TODAY)
    DesignationFactory(delegation=share.delegation, person__email="ana@example.org")
    PresidencyFactory(delegation=share.delegation, starts_on=datetime.date(2026, 1, 1))
    page = client.get("/en/desk/mails/ahead/").content.decode()
    leads = re.findall(r'href="(\?on=2026-03-20&amp;to=ana%40example.org[^"]*)"', page)
    shown = [client.get(f"/en/desk/mails/ahead/{html.unescape(address)}").context["letter"].kind for address in leads]
    assert shown == ["digest", "presidency"]


@pytest.mark.parametrize(("day", "number"), [("2026-03-20", 1), ("2026-03-23", 0), ("2026-04-03", 1)])
def test_what_goes_out_before_a_day_to_come_is_not_shown_for_it(client, staff, switched_on, day, number):
    reminding.composed(TODAY - datetime.timedelta(days=1))
    share = CommitmentFactory(due_on=TODAY)
    DesignationFactory(delegation=share.delegation, person__email="ana@example.org")
    assert len(client.get(f"/en/desk/mails/ahead/?on={day}").context["rows"]) == number


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-04-20", "20 Apr 2026 is too far ahead: what goes out is foreseen for four weeks."),
        ("2026-03-22", "Digests go out on working days, and 22 Mar 2026 is none."),
        ("2026-03-20", "The digests of 20 Mar 2026 are composed already, and what falls due by then is in them."),
        ("2026-03-23", ""),
    ],
)
def test_of_a_day_without_digests_it_is_said_why(client, staff, switched_on, day, said):
    share = CommitmentFactory(due_on=TODAY + datetime.timedelta(days=3))
    DesignationFactory(delegation=share.delegation, person__email="ana@example.org")
    reminding.composed(TODAY)
    context = client.get(f"/en/desk/mails/ahead/?on={day}").context
    assert (context["why_not"], len(context["rows"])) == (said, 0 if said else 1)


def test_a_network_is_switched_on_with_its_ladder(client, staff):
    network = NetworkFactory(slug="consular-protection")
    MailSettings.objects.create(pk=1, secretariat_address="st@example.org")
    page = "/en/desk/mails/networks/consular-protection/"
    assert client.get(page).context["form"].initial == {"is_on": False, "ladder": "-14, -3, 0, 14, 28"}
    client.post(page, {"is_on": "on", "ladder": "−7, 0,30", "reason": "As the network asked"})
    policy = ReminderPolicy.objects.get(network=network)
    assert (policy.is_on, policy.on_since, [step.days for step in policy.steps.all()]) == (True, TODAY, [-7, 0, 30])
    assert {row.history_change_reason for row in policy.history.all()} == {"As the network asked"}
    client.post(page, {"ladder": "-7, 0, 30"})
    policy.refresh_from_db()
    assert (policy.is_on, policy.on_since, policy.steps.count()) == (False, None, 3)


@pytest.mark.parametrize(
    ("ladder", "said"),
    [
        ("soon", "Please write whole numbers with commas between them: -14, -3, 0, 14, 28."),
        (",", "A ladder needs a step: without one nobody is reminded."),
        ("-181", "-181 is no step: from -180 (before the deadline) to 365 (after it)."),
        (", ".join(map(str, range(13))), "A ladder has at most 12 steps."),
    ],
)
def test_a_ladder_that_cannot_be_is_refused_in_plain_words(client, staff, ladder, said):
    NetworkFactory(slug="consular-protection")
    answer = client.post("/en/desk/mails/networks/consular-protection/", {"is_on": "on", "ladder": ladder})
    assert (answer.context["form"].errors["ladder"], ReminderPolicy.objects.count()) == ([said], 0)


def test_staff_see_their_words_in_a_mail_before_they_keep_them(client, staff):
    CommitmentFactory()
    page = "/en/desk/mails/texts/digest/en/"
    own = {"subject": "For {delegation}", "opening": "Good day,", "closing": "Yours"}
    answer = client.post(page, {**own, "look": "1"})
    assert (answer.context["preview"].subject, MailText.objects.count()) == ("For Delegation HN", 0)
    client.post(page, {**own, "keep": "1"})
    assert client.get(page).context["form"].initial == own
    client.post(page, {"shipped": "1"})
    assert client.get(page).context["is_shipped"] is True


def test_shipped_words_that_come_back_from_a_browser_are_still_the_shipped_ones(client, staff):
    page = "/en/desk/mails/texts/digest/en/"
    shipped = {name: words.replace("\n", "\r\n") for name, words in client.get(page).context["form"].initial.items()}
    client.post(page, {**shipped, "keep": "1"})
    assert client.get(page).context["is_shipped"] is True


def test_words_with_a_name_that_nothing_stands_for_are_refused(client, staff):
    answer = client.post(
        "/en/desk/mails/texts/digest/en/", {"subject": "{who}", "opening": "a", "closing": "b", "keep": "1"}
    )
    assert (answer.status_code, MailText.objects.count(), len(answer.context["form"].non_field_errors())) == (200, 0, 1)


def test_an_address_is_taken_up_again(client, staff):
    Addressee.objects.create(address="a@example.org", undeliverable_at=NOW, undeliverable_reason="550")
    client.post("/en/desk/mails/arrangements/deliverable/", {"address": "a@example.org"})
    assert list(Addressee.objects.values_list("undeliverable_at", "undeliverable_reason")) == [(None, "")]


@pytest.mark.parametrize(
    ("language", "settings_said", "hold_said"),
    [
        ("en", "The presidency cannot be told before the secretariat.", "The last day cannot be before the first."),
        (
            "es",
            "No puede informarse a la presidencia antes que a la Secretaría.",
            "El último día no puede ser anterior al primero.",
        ),
    ],
)
def test_the_back_office_says_in_words_what_cannot_be(client, staff, switched_on, language, settings_said, hold_said):
    staff.is_superuser = True
    staff.save()
    place = f"/{language}/admin/correspondence"
    arrangements = f"{place}/mailsettings/1/change/"
    settings = {"hour": 8, "secretariat_address": "st@example.org", "links_valid": 45, "bodies_kept": 365}
    settings |= {"secretariat_after": 90, "presidency_after": 60}
    hold = {"delegation": DelegationFactory().pk, "starts_on": "2026-03-20", "ends_on": "2026-03-19", "reason": "Vote"}
    refused = [
        client.post(arrangements, form_of(client, arrangements) | settings),
        client.post(f"{place}/delegationhold/add/", hold),
    ]
    assert [answer.context["adminform"].form.non_field_errors() for answer in refused] == [[settings_said], [hold_said]]


def test_a_hold_that_begins_later_stands_with_its_day_and_one_that_is_over_does_not(client, staff):
    days = {"GT": ("2026-03-21", None), "HN": ("2026-03-01", "2026-03-20"), "BZ": ("2026-03-01", "2026-03-19")}
    for code, (first, last) in days.items():
        DelegationHold.objects.create(
            delegation=DelegationFactory(code=code), starts_on=first, ends_on=last, reason="Elections"
        )
    page = client.get("/en/desk/mails/arrangements/").content.decode()
    held = re.search(r'<h2 id="holds">.*?</ul>', page, re.DOTALL)[0]
    assert [" ".join(re.sub(r"<[^>]+>", "", one).split()) for one in re.findall(r"<li>.*?</li>", held)] == [
        "Delegation GT: Elections (from 21 Mar 2026)",
        "Delegation HN: Elections (until 20 Mar 2026)",
    ]
