"""What the secretariat and the presidency are told, the call list, and what stands in the way of a mail."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from correspondence.models import Addressee, DelegationHold, MailSettings, Notice, ReminderPolicy
from correspondence.services.composing import compose_day
from correspondence.services.concerns import ConcernKind, concerns
from correspondence.services.escalation import call_list
from correspondence.services.planning import plan_day
from networks.models import User
from tests.correspondence.reminding import (
    A_DAY,
    LONG_AGO,
    SECRETARIAT,
    at,
    composed,
    holiday,
    officer,
    promised,
    set_up,
    switched_on,
)
from tests.factories import DelegationFactory, NetworkFactory, PresidencyFactory

pytestmark = pytest.mark.django_db

MONDAY = datetime.date(2026, 6, 8)
TUESDAY, WEDNESDAY = MONDAY + A_DAY, MONDAY + 2 * A_DAY


@pytest.fixture(autouse=True)
def arrangements():
    return set_up()


@pytest.fixture
def network():
    return switched_on()


def told(on, kind):
    """{address: [(commitment, because, step), …]} of the letters of a kind."""
    return {
        letter.recipient: [(entry.commitment_id, entry.because, entry.step) for entry in letter.entries]
        for letter in plan_day(on=on, now=at(on))
        if letter.kind == kind
    }


def said(on):
    return [(one.kind.value, one.words) for one in concerns(on=on)]


def test_the_call_list_begins_after_the_last_step(network):
    officer()
    no_ladder = switched_on("no-ladder", ladder=())
    over = promised(network, MONDAY - 29 * A_DAY)
    promised(network, MONDAY - 28 * A_DAY)
    promised(network, MONDAY - 40 * A_DAY, force="offered")
    promised(network, MONDAY - 40 * A_DAY, status="fulfilled", closed_on=MONDAY)
    at_once = promised(no_ladder, MONDAY - A_DAY)
    promised(no_ladder, MONDAY)
    promised(NetworkFactory(slug="off"), MONDAY - 40 * A_DAY)
    assert set(call_list(on=MONDAY)) == {over, at_once}
    DelegationHold.objects.create(delegation=over.delegation, starts_on=MONDAY, reason="Asked for.")
    assert set(call_list(on=MONDAY)) == set()


def test_the_secretariat_is_told_what_comes_onto_the_call_list(network):
    officer()
    composed(MONDAY)
    commitment = promised(network, TUESDAY - 29 * A_DAY)
    promised(network, TUESDAY - 40 * A_DAY)
    assert told(TUESDAY, "secretariat") == {SECRETARIAT: [(commitment.pk, "step", 29)]}
    compose_day(on=TUESDAY, now=at(TUESDAY))
    assert told(WEDNESDAY, "secretariat") == {}


def test_the_secretariat_is_told_what_came_back_once(network):
    composed(MONDAY)
    notice = Notice.objects.create(kind="colleague", address="eva@example.org", words="Luz", at=at(MONDAY))
    Notice.objects.create(kind="colleague", address="eva@example.org", words="Paz", at=at(WEDNESDAY))
    assert [letter.notices for letter in plan_day(on=TUESDAY, now=at(TUESDAY))] == [[notice.pk]]
    compose_day(on=TUESDAY, now=at(TUESDAY))
    assert Notice.objects.untold().get().words == "Paz"


def test_the_secretariat_is_told_on_the_day_that_nobody_hears_of_something(network):
    composed(MONDAY)
    promised(network, WEDNESDAY + 3 * A_DAY)
    assert [told(day, "secretariat") for day in (TUESDAY, WEDNESDAY)] == [{}, {SECRETARIAT: []}]
    officer()
    assert told(WEDNESDAY, "secretariat") == {}


def test_the_secretariat_is_told_once_that_nobody_hears_of_a_step_whose_day_is_free(network):
    composed(MONDAY)
    holiday(WEDNESDAY)
    commitment = promised(network, WEDNESDAY + 3 * A_DAY)
    assert told(TUESDAY, "secretariat") == {SECRETARIAT: []}
    composed(TUESDAY)
    assert told(WEDNESDAY + A_DAY, "secretariat") == {}
    commitment.due_since = TUESDAY  # when the digests of that day may have been composed
    commitment.save()
    assert told(WEDNESDAY + A_DAY, "secretariat") == {SECRETARIAT: []}


def test_the_secretariat_is_told_once_a_week_what_stands_in_the_way(network):
    promised(network, MONDAY + 100 * A_DAY)
    composed(MONDAY - 3 * A_DAY)
    assert told(MONDAY, "secretariat") == {SECRETARIAT: []}
    compose_day(on=MONDAY, now=at(MONDAY))
    assert [told(MONDAY + number * A_DAY, "secretariat") for number in (1, 7)] == [{}, {SECRETARIAT: []}]


def test_a_question_that_reaches_nobody_is_no_reason_for_a_mail_each_day(network):
    promised(network, agreed_on=MONDAY - 200 * A_DAY)
    composed(MONDAY - 3 * A_DAY)
    assert told(MONDAY, "secretariat") == {SECRETARIAT: []}
    compose_day(on=MONDAY, now=at(MONDAY))
    assert [told(MONDAY + number * A_DAY, "secretariat") for number in (1, 2, 3, 4)] == [{}] * 4


def test_the_secretariats_mail_is_in_the_language_of_whoever_has_the_mailbox(network):
    clerk = officer(SECRETARIAT, "TS", language="es").person
    promised(network, MONDAY)
    (letter,) = (one for one in plan_day(on=MONDAY, now=at(MONDAY)) if one.kind == "secretariat")
    assert (letter.language, letter.person_id) == ("es", clerk.pk)


def test_escalation_is_off_until_it_is_switched_on(network):
    officer()
    officer("ppt@example.org", "PPT")
    composed(MONDAY)
    dues = [promised(network, TUESDAY - days * A_DAY) for days in (35, 60, 59)]
    assert [told(TUESDAY, kind) for kind in ("secretariat", "presidency")] == [{}, {}]
    MailSettings.objects.update(escalates=True)
    assert [told(TUESDAY, kind) for kind in ("secretariat", "presidency")] == [
        {SECRETARIAT: [(dues[0].pk, "escalated", None)]},
        {"ppt@example.org": [(dues[1].pk, "escalated", None)]},
    ]


def test_who_hears_for_the_presidency(network):
    other = switched_on("other")
    MailSettings.objects.update(escalates=True, secretariat_after=100, presidency_after=100)
    PresidencyFactory(delegation=DelegationFactory(code="MX"), starts_on=LONG_AGO)
    composed(MONDAY)
    here, there = promised(network, TUESDAY - 100 * A_DAY), promised(other, TUESDAY - 100 * A_DAY)
    both = [(here.pk, "escalated", None), (there.pk, "escalated", None)]
    officer("liaison@example.org", "MX", copy_to="desk@example.org")
    assert told(TUESDAY, "presidency") == {"desk@example.org": both, "liaison@example.org": both}
    officer("focal@example.org", "MX", role="focal_point")
    assert told(TUESDAY, "presidency") == {"focal@example.org": both}
    officer("office@example.org", "PPT", network=network)
    assert told(TUESDAY, "presidency") == {"focal@example.org": both[1:], "office@example.org": both[:1]}
    Addressee.objects.create(address="office@example.org", unsubscribed_at=at(MONDAY))
    assert told(TUESDAY, "presidency") == {"focal@example.org": both}


def test_what_reaches_nobody_of_the_presidency_reaches_the_secretariat(network):
    MailSettings.objects.update(escalates=True)
    PresidencyFactory(delegation=DelegationFactory(code="MX"), starts_on=LONG_AGO)
    officer()
    officer("mx@example.org", "MX")
    composed(MONDAY)
    to_secretariat, to_presidency = (promised(network, TUESDAY - days * A_DAY) for days in (35, 60))
    heard = (to_secretariat.pk, "escalated", None)
    unheard = (to_presidency.pk, "escalated", None)
    assert [told(TUESDAY, kind) for kind in ("secretariat", "presidency")] == [
        {SECRETARIAT: [heard]},
        {"mx@example.org": [unheard]},
    ]
    assert said(TUESDAY) == []
    Addressee.objects.create(address="mx@example.org", unsubscribed_at=at(MONDAY))
    assert [told(TUESDAY, kind) for kind in ("secretariat", "presidency")] == [{SECRETARIAT: [heard, unheard]}, {}]
    assert said(TUESDAY) == [
        (
            "no_presidency",
            "For Consular Protection the Presidency Pro-Témpore has nobody to write to: what it is to be told of "
            "stands in the mail to the Technical Secretariat.",
        ),
        ("closed", "Mx (Delegation MX) has unsubscribed mx@example.org from the digests."),
    ]
    MailSettings.objects.update(escalates=False)
    assert [kind for kind, _words in said(TUESDAY)] == ["closed"]


def test_what_comes_onto_the_call_list_unheard_by_the_presidency_is_said_once(network):
    MailSettings.objects.update(escalates=True, secretariat_after=29, presidency_after=29)
    composed(MONDAY)
    commitment = promised(network, TUESDAY - 29 * A_DAY)
    assert told(TUESDAY, "secretariat") == {SECRETARIAT: [(commitment.pk, "escalated", None)]}


def test_what_stands_in_the_way_of_a_mail(network):
    officer("ana@example.org")
    assert said(MONDAY) == []
    switched_on("no-ladder", ladder=())
    officer("nobody", "MX", network=network, copy_to="50%@@desk")
    person = officer("later@example.org", "MX", language="").person
    person.email = None
    person.save()
    for address, field in (("unsubscribed", "unsubscribed_at"), ("returned", "undeliverable_at")):
        officer(f"{address}@example.org", "MX")
        Addressee.objects.create(address=f"{address}@example.org", **{field: at(LONG_AGO)})
    promised(network, MONDAY, by="MX")
    promised(network, by="MX", agreed_on=MONDAY - 9 * A_DAY)
    early = promised(network, datetime.date(2026, 1, 2))
    MailSettings.objects.update(secretariat_address="")
    reference = early.action.agreement.reference
    assert said(MONDAY) == [
        (
            "no_mailbox",
            "Nothing is sent to anybody: the mail settings do not say which mailbox the secretariat has.",
        ),
        ("no_ladder", "The mails of No Ladder are switched on, but its ladder has no step: nobody is reminded."),
        ("nobody", "Delegation MX has 2 commitments pending in Consular Protection, and nobody to write to."),
        ("no_address", "Later (Delegation MX) has no e-mail address."),
        (
            "no_language",
            "It is not known in which language to write to Later (Delegation MX); until it is, in English.",
        ),
        ("invalid", "“50%@@desk” of Nobody (Delegation MX) cannot be an e-mail address."),
        ("invalid", "“nobody” of Nobody (Delegation MX) cannot be an e-mail address."),
        ("closed", "Mails to returned@example.org of Returned (Delegation MX) cannot be delivered."),
        ("closed", "Unsubscribed (Delegation MX) has unsubscribed unsubscribed@example.org from the digests."),
        (
            "too_early",
            f"{reference}, Delegation HN: the deadline, 2 Jan 2026, is before its meeting, 14 Jan 2026.",
        ),
    ]


def test_what_concerns_nobody_is_not_said(network):
    officer("chair", role="chair")
    officer("gone@@", "MX")
    User.objects.filter(email="gone@@").update(is_active=False)
    officer("then@@", "MX", ends_on=MONDAY - A_DAY)
    ReminderPolicy.objects.create(network=NetworkFactory(slug="off"))
    promised(NetworkFactory(slug="off"), MONDAY, by="MX")
    DelegationHold.objects.create(delegation=DelegationFactory(code="GT"), starts_on=LONG_AGO, reason="Asked for.")
    promised(network, MONDAY, by="GT")
    assert said(MONDAY) == []


def test_the_presidencys_shares_want_somebody_of_the_holder_or_of_the_office(network):
    PresidencyFactory(delegation=DelegationFactory(code="MX"), starts_on=LONG_AGO)
    promised(network, MONDAY, by="PPT")
    words = "Delegation MX has 1 commitment pending in Consular Protection, and nobody to write to."
    assert said(MONDAY) == [("nobody", words)]
    officer("office@example.org", "PPT")
    assert said(MONDAY) == []


def test_every_kind_has_a_heading_in_both_languages():
    with translation.override("es"):
        spanish = [str(kind.label) for kind in ConcernKind]
    english = [str(kind.label) for kind in ConcernKind]
    assert [one for one, other in zip(english, spanish, strict=True) if one == other] == []


@pytest.mark.parametrize("number", [1, 12])
def test_the_number_of_queries_does_not_grow(network, number):
    for count in range(number):
        officer("nobody", f"X{count}") if count == 0 else officer(f"no body {count}", f"X{count}")
        promised(network, datetime.date(2026, 1, 2), by=f"X{count}")
        promised(network, MONDAY - 40 * A_DAY, by=f"X{count}")
    with CaptureQueriesContext(connection) as captured:
        assert len(concerns(on=MONDAY)) == number * 3
    with CaptureQueriesContext(connection) as of_the_list:
        assert len(call_list(on=MONDAY)) == number * 2
    assert (len(captured), len(of_the_list)) == (13, 6)
