"""A person's own calendar: deadlines of the delegations, and meetings, behind a secret address."""

import datetime
import uuid

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Count, Q
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from actions.models import Commitment
from actions.models.commitments import OPEN_STATUSES
from actions.models.reports import RECORDED, states_visible_to
from correspondence.services import calendar
from meetings.models import Meeting, MeetingState
from meetings.words import name_of
from networks.models import Role, User
from networks.services import today
from networks.standing import standing_of

from ..models import CalendarFeed

SALT = "desks.calendar-feed"
# What lies further back is looked up on the pages; a calendar is for what is to come.
LOOKS_BACK = datetime.timedelta(days=365)
DEADLINES_AT_MOST = 2000
WORDS_OF_A_TEXT = 40


class FeedRefused(Exception):
    """The address opens no calendar: forged, unknown, revoked, or its person is designated no more."""


def token_of(feed):
    """What stands in the address of a calendar: its key, signed. It is stored nowhere and can be derived again."""
    return _signer().sign(feed.key.hex)


def _signer():
    # Written like the keys of mailed links: what keeps those out of the log keeps these out, too.
    return Signer(salt=SALT, sep="~")


def feed_of(person):
    """The CalendarFeed in force of a person, or None."""
    return CalendarFeed.objects.filter(person=person, revoked_at=None).first()


def make_feed(*, person, now):
    """Give a person an address; one there was opens nothing any more. Gives the CalendarFeed."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        revoke_feed(person=person, now=now)
        return CalendarFeed.objects.create(person=person, made_at=now)


def revoke_feed(*, person, now):
    """Make a person's address open nothing any more. Gives whether there was one."""
    return CalendarFeed.objects.filter(person=person, revoked_at=None).update(revoked_at=now) > 0


def open_feed(token, *, now):
    """The calendar behind an address at the moment `now`, as iCalendar text in the language now active.

    Effects: the use is noted, as the moment of the last one. Raises FeedRefused.
    """
    try:
        key = uuid.UUID(hex=_signer().unsign(token))
    except (BadSignature, ValueError) as forged:
        raise FeedRefused from forged
    feed = CalendarFeed.objects.filter(key=key, revoked_at=None).select_related("person").first()
    if feed is None:
        raise FeedRefused
    on = today(now=now)
    standing = standing_of(feed.person, on=on)
    if not (standing.is_staff or standing.is_designated):
        raise FeedRefused
    CalendarFeed.objects.filter(pk=feed.pk).update(last_used_at=now)
    return calendar_of(feed.person, standing=standing, on=on, now=now)


def calendar_of(person, *, standing, on, now):
    """What a person has to keep in mind, as iCalendar text in the language now active.

    Open commitments of the person's delegations that have a day, with what these bear as the presidency; meetings the
    person may see. The number of queries does not grow with them.
    """
    deadlines = list(_deadlines(person, on=on))
    meetings = list(_meetings(standing, on=on))
    revisions = _revisions(Commitment, deadlines)
    readable = states_visible_to(standing)
    events = [_deadline(one, readable, sequence=revisions.get(one.pk, 1), now=now) for one in deadlines]
    revisions = _revisions(Meeting, meetings)
    events += [_meeting(one, sequence=revisions.get(one.pk, 1), now=now) for one in meetings]
    return calendar.whole(events, name=_("RCM Minutes: deadlines and meetings"))


def _deadlines(person, *, on):
    # Staff, too, may be designated for a delegation: that of the secretariat.
    in_force = person.designations.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)
    codes = set(in_force.exclude(role=Role.CHAIR).values_list("delegation__code", flat=True))
    return (
        Commitment.objects.borne_by_codes(*codes, on=on)
        .filter(
            status__in=OPEN_STATUSES,
            due_on__gte=on - LOOKS_BACK,
            action__agreement__report__state__in=RECORDED,
        )
        .select_related("delegation", "action__agreement__report__meeting__network")
        .order_by("due_on", "pk")[:DEADLINES_AT_MOST]
    )


def _meetings(standing, *, on):
    return (
        Meeting.objects.visible_to(standing)
        .filter(ends_on__gte=on - LOOKS_BACK)
        .exclude(state=MeetingState.CANCELLED)
        .select_related("network", "country")
        .order_by("starts_on", "pk")
    )


def _revisions(model, rows):
    """{key: how many times the row was written}, in one query: what moves is sent anew under a higher number."""
    written = model.history.filter(id__in=[row.pk for row in rows]).order_by().values_list("id")
    return dict(written.annotate(number=Count("history_id")))


def _deadline(commitment, readable, *, sequence, now):
    action = commitment.action
    agreement = action.agreement
    what = action.in_language("what") or agreement.in_language("text")
    what = Truncator(what).words(WORDS_OF_A_TEXT, truncate=" …")
    return calendar.event(
        uid=f"commitment-{commitment.pk}",
        sequence=sequence,
        now=now,
        first=commitment.due_on,
        summary=f"{commitment.delegation}: {agreement.reference}",
        description=f"{what[:1].upper()}{what[1:]}",
        address=settings.SITE_URL + agreement.get_absolute_url() if agreement.report.state in readable else "",
    )


def _meeting(meeting, *, sequence, now):
    name = name_of(meeting)
    places = (meeting.venue, meeting.city, str(meeting.country or ""), _("virtual") if meeting.is_virtual else "")
    return calendar.event(
        uid=f"meeting-{meeting.pk}",
        sequence=sequence,
        now=now,
        first=meeting.starts_on,
        last=meeting.ends_on,
        summary=f"{name[:1].upper()}{name[1:]}",
        description=str(meeting.network),
        place=", ".join(filter(None, places)),
        address=settings.SITE_URL + meeting.get_absolute_url(),
    )
