"""The sample's mail: who is reminded in the invented conference, and a first day of digests."""

from networks.models import Network, User
from networks.services import conference

from ..models import SHIPPED_LADDER, MailSettings
from .arranging import arrange_network
from .composing import compose_day
from .working_days import working_days

WITH_OFFICERS = ("consular-protection", "smuggling-trafficking", "migrant-children")
MAILBOX = "secretariat@example.org"


def load_sample_mail(*, today, now):
    """Switch on the mails of the sample's networks and compose the digests of the last working day.

    All persons of the sample are on example.org, which takes no mail. Does nothing where the conference is a real one
    or its mail is arranged already.
    """
    if not conference().is_sample or MailSettings.objects.exists():
        return
    staff = User.objects.filter(email=MAILBOX).first()
    MailSettings(pk=1, secretariat_address=MAILBOX).save()
    on = working_days().on_or_before(today)
    for network in Network.objects.filter(slug__in=WITH_OFFICERS):
        arrange_network(network=network, is_on=True, days=SHIPPED_LADDER, by=staff, on=on)
    compose_day(on=on, now=now)
