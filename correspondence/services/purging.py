"""What a mail said is kept for a time; that it was sent, when, to whom and about what, is kept for good."""

import datetime

from django.db.models import Q

from ..models import OVER, Mail, MailSettings


def purge(*, now):
    """Empty the texts, and staff's notes, of mails older than MailSettings.bodies_kept days; gives how many.

    A mail that is still on its way keeps its text: a second attempt says the same.
    """
    settings_row = MailSettings.objects.filter(pk=1).first() or MailSettings(pk=1)
    old = Mail.objects.filter(composed_at__lt=now - datetime.timedelta(days=settings_row.bodies_kept), state__in=OVER)
    said = {"text": "", "html": "", "calendar": "", "note": ""}
    return old.filter(~Q(text="")).update(**said)
