"""A conference whose mails are switched on, for tests of who is told what and when."""

import datetime

from actions.models import ReportVersion
from correspondence.models import SHIPPED_LADDER, DigestDay, MailSettings, ReminderPolicy, ReminderStep
from networks.models import Conference, Holiday
from networks.services import system_user
from tests.factories import (
    ActionFactory,
    CommitmentFactory,
    DelegationFactory,
    DesignationFactory,
    FrozenFactory,
    MeetingFactory,
    NetworkFactory,
    PublishedFactory,
    UserFactory,
)

A_DAY = datetime.timedelta(days=1)
LONG_AGO = datetime.date(2020, 1, 1)
SECRETARIAT = "st@example.org"


def at(day, hour=14):
    """A moment of the day, by default eight o'clock by the conference's clock."""
    return datetime.datetime.combine(day, datetime.time(hour), datetime.UTC)


def set_up(*, zone="America/Costa_Rica", **arrangements):
    Conference.objects.create(pk=1, name_en="C", name_es="C", short_en="C", short_es="C", time_zone=zone)
    return MailSettings.objects.create(pk=1, **{"secretariat_address": SECRETARIAT, **arrangements})


def switched_on(slug="consular-protection", *, ladder=SHIPPED_LADDER, since=LONG_AGO, **fields):
    """A network whose mails are switched on."""
    network = NetworkFactory(slug=slug, **fields)
    policy = ReminderPolicy.objects.create(network=network, is_on=True, on_since=since)
    ReminderStep.objects.bulk_create([ReminderStep(policy=policy, days=days) for days in ladder])
    return network


def officer(address="ana@example.org", delegation="HN", *, network=None, language="en", **fields):
    person = UserFactory(name=address.partition("@")[0].title(), email=address, language=language)
    return DesignationFactory(person=person, delegation=DelegationFactory(code=delegation), network=network, **fields)


def promised(
    network, due_on=None, *, by="HN", agreed_on=datetime.date(2026, 1, 14), filed_at=None, followed=None, **fields
):
    """A commitment of the delegation `by`. Fields of the action: force."""
    report = PublishedFactory(meeting=MeetingFactory(network=network, starts_on=agreed_on), followed=followed)
    if filed_at:
        ReportVersion.objects.create(report=report, number=1, made_at=filed_at, made_by=system_user())
    action = ActionFactory(
        agreement=FrozenFactory(report=report),
        force=fields.pop("force", "undertaken"),
        deadline_kind="date" if due_on else "none",
        deadline_on=due_on,
    )
    delegation = DelegationFactory(code=by)
    return CommitmentFactory(
        action=action, delegation=delegation, due_on=due_on, **{"due_since": due_on and agreed_on, **fields}
    )


def composed(day):
    """The digests of the day went out, whatever was in them."""
    return DigestDay.objects.create(day=day, composed_at=at(day))


def holiday(day):
    return Holiday.objects.create(conference_id=1, on=day, name_en="Day off", name_es="Asueto")


def digests(letters):
    """{address: [(commitment, section, because, step), …]} of the digests among the letters."""
    return {
        letter.recipient: [(one.commitment_id, one.section, one.because, one.step) for one in letter.entries]
        for letter in letters
        if letter.kind == "digest"
    }
