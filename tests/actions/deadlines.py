"""Reports with deadlines that are meetings, for the tests of binding."""

import datetime

from actions.models import Commitment
from actions.services import filing
from tests.factories import (
    ActionFactory,
    ActionOwnerFactory,
    AgreementFactory,
    MeetingFactory,
    MemberFactory,
    NetworkFactory,
    ReportFactory,
)

NOW = datetime.datetime(2026, 3, 20, 15, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 3, 20)
AGREED = datetime.date(2026, 3, 10)


def body(slug="rcgm"):
    return NetworkFactory(slug=slug)


def meeting_of(slug, day, **fields):
    return MeetingFactory(network=body(slug), starts_on=day, **fields)


def draft(*, number=1, on=AGREED, slug="consular-protection", owners=("HN",), **deadline):
    """A draft of a meeting on the day `on`; each of its `number` actions is due at a meeting and asks the owners."""
    report = ReportFactory(meeting=meeting_of(slug, on))
    for place in range(1, number + 1):
        agreement = AgreementFactory(report=report, label=str(place), position=place * 1024)
        action = ActionFactory(
            agreement=agreement, position=0, **{"deadline_kind": "event", "deadline_body": body(), **deadline}
        )
        for position, code in enumerate(owners):
            ActionOwnerFactory(action=action, position=position, delegation=MemberFactory(code=code))
    return report


def file(report, by, *, followed=True, on=TODAY):
    filing.file_report(report_id=report.pk, by=by, on=on, now=NOW, publish=True, followed=followed)
    report.refresh_from_db()
    return report


def action_of(report):
    return report.agreements.get().actions.get()


def stands(action):
    """The meeting an action is bound to, how, and the days on which its shares are due."""
    action.refresh_from_db()
    days = Commitment.objects.filter(action=action).order_by("delegation__code").values_list("due_on", flat=True)
    return action.bound_to, action.binding, list(days)
