"""Who informs in the tests, and what they say: drafts, and drafts sent at once."""

import datetime

from actions.models import CameBy, Source
from actions.services import informing
from actions.services.informing import Informant, Words

TODAY = datetime.date(2026, 3, 20)
NOW = datetime.datetime(2026, 3, 20, 15, tzinfo=datetime.UTC)
A_DAY = datetime.timedelta(days=1)


def words(**said):
    """For the public, unless it says otherwise."""
    plain = {"text": "Half of it is written.", "language": "en", "done": False, "on": TODAY, "audience": "public"}
    return Words(**{**plain, **said})


def by_account(user):
    return Informant(came_by=CameBy.ACCOUNT, user=user)


def by_link(**given):
    who = {"name": "Ana Invented", "post": "Adviser", "address": "ana@example.org", **given}
    return Informant(came_by=CameBy.LINK, **who)


def on_behalf(staff, source=Source.CALL):
    return Informant(came_by=CameBy.ON_BEHALF, entered_by=staff, source=source, source_words="Call of the minister")


def begin(*commitments, informant, delegation=None, on=TODAY, now=NOW, key=None, **said):
    """A draft of the delegation that the first commitment binds."""
    return informing.begin_report(
        delegation=delegation or commitments[0].delegation,
        commitment_ids=[commitment.pk for commitment in commitments],
        words=words(**said),
        informant=informant,
        now=now,
        on=on,
        key=key,
    )


def send(report, *, by, on=TODAY, now=NOW):
    return informing.send_report(report_id=report.pk, by=by, now=now, on=on)


def inform(*commitments, by, **begun):
    """A report of the person `by` of the delegation, begun and sent."""
    return send(begin(*commitments, informant=by_account(by), **begun), by=by)
