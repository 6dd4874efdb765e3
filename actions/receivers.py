"""What happens in meetings/ that moves what was agreed; received inside the transaction of the change."""

from django.dispatch import receiver

from meetings.signals import meeting_changed

from .services.binding import follow_meeting


@receiver(meeting_changed)
def deadlines_follow(sender, *, meeting, was, by, reason, **kwargs):
    follow_meeting(meeting=meeting, was=was, by=by, reason=reason)
