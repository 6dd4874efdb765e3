"""What other rooms are told of meetings, inside the transaction of the change."""

from django.dispatch import Signal

# Sent by meetings.services when a meeting is made, changed in its days, body or state, or about to be removed.
# meeting: as it is now; None once it is to be removed. was: as it was; None for one just made. by, reason: who and why.
meeting_changed = Signal()
