"""What a mail says, and what is kept of it."""

import datetime
import email
import email.policy
import re

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from correspondence.models import Addressee, DelegationHold, MailKind, MailSettings, SignedLink
from correspondence.services import links, rendering
from networks.models import Conference, Delegation, Designation
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DelegationFactory,
    DesignationFactory,
    FrozenFactory,
    MailFactory,
    MeetingFactory,
    MentionFactory,
    NetworkFactory,
    PresidencyFactory,
    PublishedFactory,
    ToOfficerFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 20, 15, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def arrangements():
    Conference.objects.create(
        pk=1,
        name_en="Conference on Moving",
        name_es="Conferencia de Movilidad",
        short_en="CM",
        short_es="CM",
    )
    return MailSettings.objects.create(pk=1, secretariat_address="st@example.org")


def share(code="GT", *, due=None, what=("to send the list", "enviar la lista"), status="open", action=None):
    network = NetworkFactory(slug="consular", code="CP", short_en="Consular", short_es="Consular")
    if action is None:
        report = PublishedFactory(
            meeting=MeetingFactory(network=network, starts_on=datetime.date(2026, 3, 10), city="Belmopan")
        )
        agreement = FrozenFactory(report=report, label="4")
        action = ActionFactory(agreement=agreement, what_en=what[0], what_es=what[1])
    delegation = DelegationFactory(code=code, name_en=f"Country {code}", name_es=f"País {code}")
    return CommitmentFactory(action=action, delegation=delegation, due_on=due, status=status)


def kept(mail):
    return rendering.messages([mail], now=NOW)[mail.pk]


def test_a_digest_says_who_what_and_when(settings):
    settings.SITE_URL = "https://minutes.example.org"
    passed = share(due=datetime.date(2026, 3, 6))
    share("BZ", action=passed.action, status="in_progress")
    share("HN", action=passed.action)
    mail = MailFactory(recipient="ana@example.org")
    ToOfficerFactory(mail=mail, commitment=passed, section="date_passed", because="step", step=14)
    message = kept(mail)
    token = links.token_of(SignedLink.objects.get())
    reference = passed.action.agreement.reference
    assert message.subject == "Country GT: pending matters with the CM (1)"
    assert message.body.split("\n\n")[2:5] == [
        "Date passed\n-----------",
        f"* {reference}  To send the list\n"
        "  6 Mar 2026 (14 days ago); Consular, Belmopan, 10 Mar 2026; 1 of 2 others\n"
        "  have informed",
        f"The pending matters of Country GT, without a password:\nhttps://minutes.example.org/en/pending/{token}/",
    ]
    assert message.body.split("\n\n")[-1] == (
        "-- \n"
        f"A colleague handles this:\nhttps://minutes.example.org/en/pending/{token}/colleague/\n"
        f"How often you receive this:\nhttps://minutes.example.org/en/pending/{token}/rhythm/\n"
        f"No longer receive these digests:\nhttps://minutes.example.org/en/pending/{token}/unsubscribe/\n"
    )


def test_what_is_kept_has_no_key_in_it(settings):
    settings.SITE_URL = "https://minutes.example.org"
    mail = ToOfficerFactory(commitment=share()).mail
    message = kept(mail)
    token = links.token_of(SignedLink.objects.get())
    for words, sent in ((mail.text, message.body), (mail.html, message.alternatives[0].content)):
        assert (token in words, sent) == (False, words.replace("/[GT]/", f"/{token}/"))


def test_a_second_attempt_says_the_same():
    mention = ToOfficerFactory(commitment=share(due=datetime.date(2026, 4, 1)))
    first = kept(mention.mail)
    mention.mail.save()
    mention.commitment.status = "in_progress"
    mention.commitment.save()
    second = kept(mention.mail)
    assert (second.subject, second.body, second.extra_headers["Message-ID"], SignedLink.objects.count()) == (
        first.subject,
        first.body,
        first.extra_headers["Message-ID"],
        1,
    )


def test_its_headers_are_those_of_a_machine_that_can_be_answered():
    mail = ToOfficerFactory(commitment=share()).mail
    message = email.message_from_bytes(kept(mail).message().as_bytes(), policy=email.policy.default)
    token = links.token_of(SignedLink.objects.get())
    names = ("To", "Reply-To", "Auto-Submitted", "Message-ID", "List-Unsubscribe-Post")
    assert {name: message[name] for name in names} == {
        "To": mail.recipient,
        "Reply-To": "st@example.org",
        "Auto-Submitted": "auto-generated",
        "Message-ID": mail.message_id,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert message["List-Unsubscribe"].endswith(f"/en/pending/{token}/unsubscribe/>")


def test_in_spanish_every_word_is_spanish():
    mail = MailFactory(language="es")
    ToOfficerFactory(mail=mail, commitment=share(due=datetime.date(2026, 4, 1)))
    message = kept(mail)
    assert message.subject == "País GT: asuntos pendientes con la CM (1)"
    assert message.body.split("\n\n")[2:4] == [
        "Próximo a vencer\n----------------",
        f"* {mail.mentions.get().commitment.action.agreement.reference}  Enviar la lista\n"
        "  1 abr 2026 (en 12 días); Consular, Belmopan, 10 mar 2026",
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "Dear delegation of Country GT and of the United States,",
                "1 Apr 2026, with the 21st Vice-Ministerial Meeting (in 12 days);",
                "The pending matters of Country GT, without a password:",
                "The pending matters of the United States, without a password:",
            ],
        ),
        (
            "es",
            [
                "Estimada delegación de los Estados Unidos y de País GT:",
                "1 abr 2026, con la 21.ª Reunión Viceministerial (en 12 días);",
                "Los pendientes de los Estados Unidos, sin contraseña:",
                "Los pendientes de País GT, sin contraseña:",
            ],
        ),
    ],
)
def test_delegations_and_meetings_are_named_as_a_sentence_takes_them(language, words):
    body = NetworkFactory(slug="vm", name_en="Vice-Ministerial Meeting", name_es="Reunión Viceministerial")
    meeting = MeetingFactory(network=body, ordinal=21, starts_on=datetime.date(2026, 4, 1))
    mail = MailFactory(language=language)
    for code in ("GT", "US"):
        bound = share(code, due=meeting.starts_on)
        bound.action.deadline_kind, bound.action.deadline_body, bound.action.bound_to = "event", body, meeting
        bound.action.save()
        ToOfficerFactory(mail=mail, commitment=bound)
    Delegation.objects.filter(code="US").update(
        name_en="United States",
        name_es="Estados Unidos",
        formal_en="the United States of America",
        formal_es="los Estados Unidos de América",
    )
    message = kept(mail)
    text = " ".join(message.body.split())
    assert [place for place in words if place not in text] == []
    assert {"en": "Pending matters of the United States", "es": "Pendientes de los Estados Unidos"}[
        language
    ] in message.alternatives[0].content


@pytest.mark.parametrize(
    ("offset", "held", "language", "words"),
    [
        (-1, True, "en", "31 Mar 2026, 1 day before the 21st Vice-Ministerial Meeting, 1 Apr 2026 (in 11 days);"),
        (-1, True, "es", "31 mar 2026, 1 día antes de la 21.ª Reunión Viceministerial, 1 abr 2026 (en 11 días);"),
        (2, True, "en", "3 Apr 2026, 2 days after the 21st Vice-Ministerial Meeting, 1 Apr 2026 (in 14 days);"),
        (-1, False, "en", "waits until the next meeting is planned (VM);"),
        (-1, False, "es", "en espera hasta que se prevea la próxima reunión (VM);"),
    ],
)
def test_a_deadline_beside_a_meeting_names_the_meetings_own_day_and_one_that_waits_says_for_what(
    offset, held, language, words
):
    body = NetworkFactory(
        slug="vm", name_en="Vice-Ministerial Meeting", name_es="Reunión Viceministerial", short_en="VM", short_es="VM"
    )
    meeting = MeetingFactory(network=body, ordinal=21, starts_on=datetime.date(2026, 4, 1)) if held else None
    bound = share(due=meeting and meeting.starts_on + datetime.timedelta(days=offset))
    bound.action.deadline_kind, bound.action.deadline_body, bound.action.bound_to = "event", body, meeting
    bound.action.deadline_offset_days, bound.action.deadline_which = offset, "next"
    bound.action.save()
    message = kept(ToOfficerFactory(mail=MailFactory(language=language), commitment=bound).mail)
    reference = bound.action.agreement.reference
    (line,) = [item for item in message.body.split("\n\n") if item.startswith(f"* {reference}")]
    assert " ".join(line.split()).partition(words)[1] == words
    assert words.partition(" (en ")[0].partition(" (in ")[0].rstrip(";") in message.alternatives[0].content


@pytest.mark.parametrize(
    ("language", "subjects", "words"),
    [
        (
            "en",
            ["Country GT: pending matters with the CM (1)", "Country HN: pending matters with the CM (2)"],
            [
                ["Passed on with the presidency", "now with Country HN"],
                ["Received with the presidency", "handed over by Country GT on 5 Mar 2026"],
            ],
        ),
        (
            "es",
            ["País GT: asuntos pendientes con la CM (1)", "País HN: asuntos pendientes con la CM (2)"],
            [
                ["Entregado con la presidencia", "ahora a cargo de País HN"],
                ["Recibido con la presidencia", "entregado por País GT el 5 mar 2026"],
            ],
        ),
    ],
)
def test_a_handover_is_told_to_both_countries_and_counts_for_the_one_that_bears_it(language, subjects, words):
    of_office, own = share("PPT", what=("to host", "acoger")), {code: share(code) for code in ("GT", "HN")}
    handed_over = datetime.date(2026, 3, 5)
    terms = {
        "GT": {"starts_on": datetime.date(2025, 3, 5), "ends_on": datetime.date(2026, 3, 4)},
        "HN": {"starts_on": handed_over},
    }
    messages = []
    for code, commitment in own.items():
        PresidencyFactory(delegation=commitment.delegation, **terms[code])
    for commitment in own.values():
        mail = MailFactory(language=language)
        ToOfficerFactory(mail=mail, commitment=commitment, because="step", step=0)
        MentionFactory(mail=mail, commitment=of_office, delegation=commitment.delegation, section="passed_on")
        messages.append(kept(mail))
    assert [message.subject for message in messages] == subjects
    bodies = [" ".join(message.body.split()) for message in messages]
    told = [[[one in body for one in of_one] for of_one in words] for body in bodies]
    assert told == [[[True, True], [False, False]], [[False, False], [True, True]]]


def test_a_share_to_confirm_stands_apart_is_no_event_and_once_confirmed_is_pending():
    absent = share(due=datetime.date(2026, 3, 6), status="to_confirm")
    mails = [
        ToOfficerFactory(commitment=absent, section="to_confirm", because="adopted").mail,
        ToOfficerFactory(commitment=absent, section="due_soon", because="by_hand").mail,
    ]
    absent.due_on = datetime.date(2026, 4, 1)
    absent.save()
    for mail in mails:
        message = kept(mail)
        assert ("To confirm: does your delegation take part?" in message.body, message.attachments) == (True, [])
    absent.status = "open"
    absent.save()
    later = ToOfficerFactory(commitment=absent, section="to_confirm", because="adopted").mail
    message = kept(later)
    assert ("Due soon\n" in message.body, "To confirm" in message.body, len(message.attachments)) == (True, False, 1)


def test_what_was_closed_since_is_left_out_and_an_empty_mail_is_not_sent():
    mail = MailFactory()
    ToOfficerFactory(mail=mail, commitment=share(what=("to stay", "quedar")))
    gone = ToOfficerFactory(mail=mail, commitment=share(what=("to go", "irse"))).commitment
    gone.status, gone.closed_on = "fulfilled", datetime.date(2026, 3, 19)
    gone.save()
    assert ("To stay" in kept(mail).body, "To go" in kept(mail).body) == (True, False)
    empty = ToOfficerFactory(commitment=gone).mail
    assert rendering.messages([empty], now=NOW) == {empty.pk: None}


def test_several_delegations_of_one_address_stand_apart_each_with_its_link():
    mail = MailFactory()
    ToOfficerFactory(mail=mail, commitment=share("GT"))
    ToOfficerFactory(mail=mail, commitment=share("AR"))
    message = kept(mail)
    assert message.subject == "Country AR and Country GT: pending matters with the CM (2)"
    tokens = {link.delegation.code: links.token_of(link) for link in SignedLink.objects.select_related("delegation")}
    assert [code for code, token in tokens.items() if f"/pending/{token}/\n" in message.body] == list(tokens)


def test_the_sample_says_so():
    Conference.objects.update(is_sample=True)
    message = kept(ToOfficerFactory(commitment=share()).mail)
    assert (message.subject[:9], message.body[:14]) == ("[Sample] ", "*** Sample ***")


def test_deadlines_come_as_a_calendar_that_can_be_corrected():
    commitment = share(due=datetime.date(2026, 4, 1))
    message = kept(ToOfficerFactory(commitment=commitment).mail)
    name, calendar, kind = message.attachments[0]
    first = [line for line in calendar.split("\r\n") if line.startswith(("UID", "SEQ", "DTSTART"))]
    commitment.due_on = datetime.date(2026, 4, 8)
    commitment.save()
    moved = kept(ToOfficerFactory(commitment=commitment).mail).attachments[0][1]
    second = [line for line in moved.split("\r\n") if line.startswith(("UID", "SEQ", "DTSTART"))]
    assert (name, kind) == ("deadlines.ics", "text/calendar")
    assert first == [f"UID:commitment-{commitment.pk}@localhost", "SEQUENCE:1", "DTSTART;VALUE=DATE:20260401"]
    assert second == [f"UID:commitment-{commitment.pk}@localhost", "SEQUENCE:2", "DTSTART;VALUE=DATE:20260408"]


def test_a_calendar_s_reader_finds_every_word_again():
    said = "Señalar; a más tardar, “el” \\ paso\nsegundo " + "largo " * 30
    commitment = share(due=datetime.date(2026, 4, 1), what=(said, said))
    text = kept(ToOfficerFactory(commitment=commitment).mail).attachments[0][1]
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert {name: event.decoded(name) for name in ("DTSTART", "DTSTAMP")} == {
        "DTSTART": datetime.date(2026, 4, 1),
        "DTSTAMP": NOW,
    }
    assert str(event["DESCRIPTION"]) == f"{said}\nConsular, Belmopan, 10 Mar 2026"


def test_the_number_of_queries_does_not_grow_with_the_mails():
    def queries(number):
        mails = [ToOfficerFactory(commitment=share(f"X{place}")).mail for place in range(number)]
        with CaptureQueriesContext(connection) as captured:
            rendering.messages(mails, now=NOW)
        return len(captured)

    assert queries(1) == queries(3) == queries(30)


@pytest.mark.parametrize(
    ("kinds", "since", "why"),
    [
        (["digest", "presidency"], "unsubscribed_at", "Meanwhile this address gets no digests any more."),
        (["by_hand", "copy", "together", "closed", "opened", "question"], "unsubscribed_at", None),
        (MailKind.values, "undeliverable_at", "Meanwhile this address takes no mail."),
    ],
)
def test_whoever_unsubscribed_since_it_was_composed_gets_no_digest_and_who_takes_no_mail_gets_nothing(
    kinds, since, why
):
    for kind in (kind for kind in kinds if kind != "secretariat"):
        mail = ToOfficerFactory(mail=MailFactory(kind=kind), commitment=share(), because="escalated").mail
        to_others = ToOfficerFactory(mail=MailFactory(kind=kind), commitment=share("HN"), because="escalated").mail
        Addressee.objects.create(address=mail.recipient, **{since: NOW})
        Addressee.objects.create(address=to_others.recipient, rhythm="weekly")
        found = rendering.messages([mail, to_others], now=NOW)
        assert (found[mail.pk] is None, mail.answer, found[to_others.pk].to) == (
            why is not None,
            why or "",
            [to_others.recipient],
        ), kind


@pytest.mark.parametrize("kind", ["digest", "by_hand", "question"])
def test_whoever_stands_for_the_delegation_no_more_is_told_nothing_for_it(kind):
    left, both, successor = [
        ToOfficerFactory(mail=MailFactory(recipient=f"{name}@example.org", kind=kind), commitment=share()).mail
        for name in ("left", "both", "successor")
    ]
    ToOfficerFactory(mail=both, commitment=share("HN"))
    begun = MentionFactory(mail=MailFactory(kind=kind, text="Dear", html="Dear"), commitment=share("HN")).mail
    DesignationFactory(delegation=DelegationFactory(code="BZ"), copy_to="Left@example.org")
    ended = Designation.objects.filter(
        delegation__code="GT", person__email__in=["left@example.org", "both@example.org"]
    )
    ended.update(ends_on=NOW.date())
    on_the_last_day = rendering.messages([left, both, successor], now=NOW)
    assert None not in on_the_last_day.values()
    for mail in (left, both, successor):
        mail.text = ""
    found = rendering.messages([left, both, successor, begun], now=NOW + datetime.timedelta(days=1))
    assert {mail.recipient: mail.answer for mail in (left, both, successor, begun) if found[mail.pk] is None} == {
        "left@example.org": "Meanwhile this address stands for the delegation no more.",
        begun.recipient: "Meanwhile this address stands for the delegation no more.",
    }
    assert [("Country GT" in mail.subject, "Country HN" in mail.subject) for mail in (both, successor)] == [
        (False, True),
        (True, False),
    ]


def test_of_what_is_only_listed_the_first_are_named_and_the_others_counted():
    mail = MailFactory()
    for number in range(28):
        ToOfficerFactory(mail=mail, commitment=share(due=NOW.date() + datetime.timedelta(days=number)))
    for number in (29, 30):
        due = NOW.date() + datetime.timedelta(days=number)
        ToOfficerFactory(mail=mail, commitment=share(due=due), because="step", step=-14)
    message = kept(mail)
    _name, calendar, _kind = message.attachments[0]
    named = [NOW.date() + datetime.timedelta(days=number) for number in (*range(23), 29, 30)]
    assert re.findall(r"DTSTART;VALUE=DATE:(\d+)", calendar) == [f"{day:%Y%m%d}" for day in named]
    assert (message.body.count("To send the list"), "… and 5 more on the page" in message.body) == (25, True)


@pytest.mark.parametrize(
    ("kind", "because"), [("by_hand", "by_hand"), ("presidency", "escalated"), ("digest", "stale")]
)
def test_of_what_a_mail_goes_out_for_everything_is_named(kind, because):
    mail = MailFactory(kind=kind)
    for _share in range(27):
        ToOfficerFactory(mail=mail, commitment=share(), because=because)
    text = kept(mail).body
    assert (text.count("To send the list"), "more on the page" in text) == (27, False)


def test_who_was_put_on_hold_since_is_not_reminded_and_a_second_attempt_says_what_the_first_did():
    held, other = share("GT", due=NOW.date()), share("HN", due=NOW.date())
    alone = ToOfficerFactory(commitment=held).mail
    both = ToOfficerFactory(commitment=held).mail
    ToOfficerFactory(commitment=other, mail=both)
    begun = ToOfficerFactory(commitment=held, mail__text="Dear delegation", mail__html="<p>Dear delegation").mail
    staffs = ToOfficerFactory(commitment=held, because="escalated", mail__kind="secretariat").mail
    DelegationHold.objects.create(delegation=held.delegation, starts_on=NOW.date(), reason="Elections")
    messages = rendering.messages([alone, both, begun, staffs], now=NOW)
    assert messages[alone.pk] is None
    assert both.subject == "Country HN: pending matters with the CM (1)"
    assert messages[begun.pk].body == "Dear delegation"
    assert "Country GT" in messages[staffs.pk].body
