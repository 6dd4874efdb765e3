"""How a deadline that is a meeting stands, and who reads an outcome, in the reader's words."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import MeetingState
from meetings.words import name_of
from networks.dates import long_day, month

from .models import Binding, WhichMeeting


def bound_words(action, *, address=""):
    """At the 12th meeting of the …, planned for 9 June 2016; moves with it. With an address, the meeting leads there.

    Reads `bound_to` with its network.
    """
    meeting, words, number = action.bound_to, _beside_a_meeting(action), abs(action.deadline_offset_days)
    held = meeting.state == MeetingState.HELD
    when = _("held on {day}") if held else _("planned for {day}; moves with it")
    name = format_html('<a href="{}">{}</a>', address, name_of(meeting)) if address else name_of(meeting)
    return format_html(f"{words}, {when}", number=number, meeting=name, day=long_day(meeting.starts_on))


def beside_words(action):
    """2 days before the 12th meeting of the …, as plain text. Reads `bound_to` with its network."""
    number = abs(action.deadline_offset_days)
    return _beside_a_meeting(action).format(number=number, meeting=name_of(action.bound_to))


def _beside_a_meeting(action):
    offset = action.deadline_offset_days
    if offset < 0:
        return ngettext("{number} day before {meeting}", "{number} days before {meeting}", -offset)
    if offset > 0:
        return ngettext("{number} day after {meeting}", "{number} days after {meeting}", offset)
    return _("at {meeting}")


def waiting_words(action):
    """What a deadline without a meeting waits for. Reads `deadline_body`."""
    if action.binding == Binding.WAITS:
        return _("waits: the secretariat has bound it to no meeting")
    if action.binding == Binding.LAPSED:
        return _("waits: the meeting chosen for it was cancelled")
    values = {"body": action.deadline_body, "month": month(action.deadline_month) if action.deadline_month else ""}
    if action.deadline_month:
        return _("waits until a meeting in %(month)s is planned (%(body)s)") % values
    if action.deadline_which == WhichMeeting.NEXT:
        return _("waits until the next meeting is planned (%(body)s)") % values
    return _("waits until a meeting is planned (%(body)s)") % values


def outcome_words(conference):
    """What an outcome is to say and who will read it, to whoever writes one. conference: its settings."""
    what = _("What came of it, in a few words.")
    if conference.public_follow_up:
        who = _("Everybody who reads the agreement will read it, visitors too: the follow-up is public.")
    else:
        who = _("Officers, focal points, chairs and staff will read it; visitors too, if the follow-up becomes public.")
    return f"{what} {who}"
