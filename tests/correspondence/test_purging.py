import datetime

import pytest

from correspondence.models import LinkUse, MailSettings, MailState
from correspondence.services.links import links_for, record_use
from correspondence.services.purging import purge
from networks.models import Conference
from tests.factories import DelegationFactory, MailFactory

NOW = datetime.datetime(2026, 3, 20, 15, tzinfo=datetime.UTC)
A_DAY = datetime.timedelta(days=1)
WORDS = {
    "subject": "Honduras: 1 matter",
    "text": "It says this.",
    "html": "<p>It says this.</p>",
    "calendar": "BEGIN",
    "note": "Says who?",
}


def kept(mail):
    mail.refresh_from_db()
    return mail.subject, mail.text, mail.html, mail.calendar, mail.note


@pytest.mark.django_db
def test_what_a_mail_said_goes_when_its_time_is_over_and_the_mail_stays():
    MailSettings.objects.create(bodies_kept=30)
    sent = {"state": MailState.SENT, "sent_at": NOW, **WORDS}
    old = MailFactory(composed_at=NOW - 31 * A_DAY, **sent)
    young = MailFactory(composed_at=NOW - 29 * A_DAY, **sent)
    on_its_way = MailFactory(composed_at=NOW - 31 * A_DAY, **WORDS)
    assert purge(now=NOW) == 1
    assert kept(old) == (WORDS["subject"], "", "", "", "")
    assert kept(young) == kept(on_its_way) == tuple(WORDS.values())
    assert purge(now=NOW) == 0


@pytest.mark.django_db
def test_without_settings_it_is_kept_a_year():
    old = MailFactory(composed_at=NOW - 366 * A_DAY, state=MailState.SENT, sent_at=NOW, **WORDS)
    MailFactory(composed_at=NOW - 364 * A_DAY, state=MailState.SENT, sent_at=NOW, **WORDS)
    assert purge(now=NOW) == 1
    assert kept(old)[1:] == ("", "", "", "")


@pytest.mark.django_db
def test_the_uses_of_links_are_forgotten_as_audited_acts_are():
    Conference.objects.update_or_create(pk=1, defaults={"audit_kept": 30})
    mail = MailFactory()
    link = links_for([(mail, DelegationFactory().pk)], now=NOW, valid_days=45)[mail.pk, DelegationFactory().pk]
    for moment in (NOW - 31 * A_DAY, NOW - 29 * A_DAY):
        record_use(link=link, what="pending", browser="", now=moment)
    purge(now=NOW)
    assert list(LinkUse.objects.values_list("at", flat=True)) == [NOW - 29 * A_DAY]
