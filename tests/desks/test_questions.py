"""A question of the secretariat: told to those who are to answer it, and on the secretariat's page until it is."""

import datetime
import re

import pytest
from django.urls import reverse

from actions.models import Remark
from actions.services import asking
from correspondence.models import Addressee, DelegationHold, Mail, MailSettings, ReminderPolicy
from correspondence.services import rendering
from tests.desks.conftest import NOON, TODAY
from tests.factories import (
    ActionFactory,
    ChairFactory,
    CommitmentFactory,
    DelegationFactory,
    DesignationFactory,
    FrozenFactory,
    NetworkFactory,
    PresidencyFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
MONDAY = "/en/desk/monday/"


@pytest.fixture
def mails_on(share):
    """The mails of the share's network are switched on."""
    network = share.action.agreement.report.meeting.network
    MailSettings.objects.create(pk=1, secretariat_address="secretariat@example.org")
    return ReminderPolicy.objects.create(network=network, is_on=True, on_since=TODAY)


def ask(client, staff, share, text="Which paper?", code="HN"):
    client.force_login(staff)
    return client.post(f"/en/delegations/{code}/matters/{share.pk}/", {"text": text})


def told():
    return list(Mail.objects.filter(kind="question").order_by("recipient").values_list("recipient", "language", "note"))


def test_the_officers_of_the_network_are_told_in_their_language_once(
    client, officer, honduras, mexico, staff, share, mails_on
):
    network = share.action.agreement.report.meeting.network
    luz = UserFactory(email="luz@example.org", language="es")
    DesignationFactory(person=luz, delegation=honduras, network=network, copy_to="office@example.org")
    DesignationFactory(delegation=honduras, network=NetworkFactory(slug="rcgm"))
    ChairFactory(delegation=honduras)
    DesignationFactory(delegation=mexico)
    for _twice in range(2):
        ask(client, staff, share)
    assert Remark.objects.count() == 1
    assert told() == [
        ("ana@example.org", "en", "Which paper?"),
        ("luz@example.org", "es", "Which paper?"),
        ("office@example.org", "es", "Which paper?"),
    ]
    mentions = Mail.objects.get(recipient="ana@example.org").mentions
    assert list(mentions.values_list("commitment", "delegation", "section", "because")) == [
        (share.pk, honduras.pk, "asked", "asked")
    ]


@pytest.mark.parametrize(
    ("language", "subject", "leads"),
    [
        (
            "en",
            "Honduras: a question of the Technical Secretariat of the RCM",
            ("Answer the question", "Your answer, without a password:"),
        ),
        (
            "es",
            "Honduras: consulta de la Secretaría Técnica de la CRM",
            ("Responder a la consulta", "Su respuesta, sin contraseña:"),
        ),
    ],
)
def test_its_mail_leads_to_the_matter_without_a_password(
    client, officer, staff, share, mails_on, language, subject, leads
):
    officer.language = language
    officer.save()
    ask(client, staff, share)
    client.logout()
    (message,) = rendering.messages(list(Mail.objects.filter(kind="question")), now=NOON).values()
    html = message.alternatives[0][0]
    assert (message.subject, "Which paper?" in message.body, leads[0] in html, leads[1] in message.body) == (
        subject,
        True,
        True,
        True,
    )
    (address,) = re.findall(rf"https?://[^/\s]+(/{language}/pending/\S+/matters/{share.pk}/)", message.body)
    assert f'{address}"' in html
    answered = client.get(address)
    assert (answered.status_code, [one.text for one in answered.context["commitment"].questions]) == (
        200,
        ["Which paper?"],
    )


def test_who_unsubscribed_from_digests_is_asked_all_the_same(client, officer, staff, share, mails_on):
    Addressee.objects.create(address=officer.email, unsubscribed_at=NOON)
    answer = ask(client, staff, share)
    assert (told(), said(client, answer)) == ([("ana@example.org", "en", "Which paper?")], [])


def said(client, answer):
    return [str(message) for message in client.get(answer["Location"]).context["messages"]]


def test_staff_read_that_nobody_is_told_and_why(client, officer, honduras, staff, share, mails_on):
    network = share.action.agreement.report.meeting.network
    why = []

    def asked(text):
        why.extend(said(client, ask(client, staff, share, text)))

    hold = DelegationHold.objects.create(delegation=honduras, starts_on=TODAY, reason="Elections")
    asked("On hold?")
    hold.delete()
    MailSettings.objects.update(secretariat_address="")
    asked("Without a mailbox?")
    MailSettings.objects.update(secretariat_address="secretariat@example.org")
    Addressee.objects.create(address=officer.email, undeliverable_at=NOON)
    asked("Does it arrive?")
    officer.designations.all().delete()
    asked("Is anybody there?")
    mails_on.delete()
    asked("Switched off?")
    words = [
        "Honduras is on hold.",
        "Nothing is sent to anybody: the mail settings do not say which mailbox the secretariat has.",
        f"No mail reaches those whom Honduras has designated for {network}.",
        f"Honduras has nobody to write to for {network}.",
        f"The mails of {network} are not switched on.",
    ]
    assert why == [f"The question stands here, but no mail tells of it. {reason}" for reason in words]
    assert (told(), Remark.objects.count()) == ([], 5)


def test_what_the_presidency_is_asked_its_holder_is_told(client, officer, honduras, staff, share, mails_on):
    PresidencyFactory(delegation=honduras, starts_on=datetime.date(2026, 1, 1))
    office = DelegationFactory(code="PPT", kind="office")
    second = FrozenFactory(report=share.action.agreement.report, label="2")
    held = CommitmentFactory(delegation=office, action=ActionFactory(agreement=second))
    ask(client, staff, held)
    assert told() == [("ana@example.org", "en", "Which paper?")]


def test_it_stands_on_the_secretariats_page_until_it_is_answered(client, officer, staff, honduras):
    share = CommitmentFactory(delegation=honduras, due_on=TODAY + datetime.timedelta(60), news_on=TODAY)
    client.force_login(staff)
    asked = asking.ask(commitment_id=share.pk, text="When?", by=staff, now=NOON)

    def sections():
        parts = client.get(MONDAY).context["parts"]
        return {section.name: section.rows for part in parts for section in part.sections}

    assert sections() == {"asked": [asked]}
    assert f"{reverse('matter', args=['HN', share.pk])}#questions" in client.get(MONDAY).content.decode()
    answered = asking.answer(commitment_id=share.pk, text="In June.", by=officer, now=NOON)
    assert sections() == {"answered": [answered]}
    again = asking.ask(commitment_id=share.pk, text="Which day?", by=staff, now=NOON)
    assert sections() == {"asked": [again]}
