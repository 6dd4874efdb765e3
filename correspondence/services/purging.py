"""What a mail said, and who opened its link, is kept for a time; that it was sent, and about what, for good."""

import datetime

from django.db.models import Q

from networks.services import conference

from ..models import OVER, LinkUse, Mail, MailSettings


def purge(*, now):
    """Empty the texts, and staff's notes, of mails older than MailSettings.bodies_kept days; gives how many.

    The uses of links are forgotten as audited acts are, after Conference.audit_kept days.

    A mail that is still on its way keeps its text: a second attempt says the same.
    """
    settings_row = MailSettings.objects.filter(pk=1).first() or MailSettings(pk=1)
    old = Mail.objects.filter(composed_at__lt=now - datetime.timedelta(days=settings_row.bodies_kept), state__in=OVER)
    before = now - datetime.timedelta(days=conference().audit_kept)
    LinkUse.objects.filter(at__lt=before).delete()
    said = {"text": "", "html": "", "calendar": "", "note": ""}
    return old.filter(~Q(text="")).update(**said)
