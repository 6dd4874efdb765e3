"""The mail that tells a person of a designation and of the page where to sign in; it has no key to anything."""

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from . import dates
from .mailing import message_to
from .models import Designation
from .services import conference

# One that is asked for again within this time is a button pressed twice.
AGAIN_AFTER_SECONDS = 15 * 60


class CannotInvite(Exception):
    """No invitation goes out; the message may be shown to the user."""


def take_up_invitation(designation, *, on):
    """Note that the person is to be invited, before the mail is handed to the worker. Raises CannotInvite."""
    if not _can_be_told(designation, on=on):
        raise CannotInvite(_("Nobody can be written to: the designation has ended, or there is no e-mail address."))
    if not cache.add(f"invited-{designation.pk}", True, AGAIN_AFTER_SECONDS):
        raise CannotInvite(_("An invitation went out a moment ago; please wait a quarter of an hour."))


def invite(*, designation_id, on):
    """Send a person the invitation of a designation, in their language. Gives whether a mail went out."""
    designation = Designation.objects.select_related("person", "delegation", "network").get(pk=designation_id)
    if not _can_be_told(designation, on=on):
        return False
    invitation_of(designation).send()
    return True


def invitation_of(designation):
    """The mail: who designated the person for what, and where to sign in."""
    person = designation.person
    with translation.override(person.language):
        row = conference()
        values = {
            "person": person,
            "by": _designated_by(designation),
            "role": designation.get_role_display(),
            "delegation": designation.delegation,
            "network": designation.network or _("all networks"),
            "day": dates.long_day(designation.starts_on),
            "conference": row,
            "short": row.in_language("short"),
            "address": settings.SITE_URL + reverse("sign-in"),
            "email": person.email,
        }
        subject = _("%(short)s: your designation for %(delegation)s") % values
        paragraphs = [
            _("Dear %(person)s,"),
            _(
                "%(by)s has designated you for %(delegation)s: %(role)s, %(network)s, from %(day)s. "
                "RCM Minutes is the record of what was agreed, and of what follows from it."
            ),
            _("There you find the pending matters of the delegation and can inform of progress. Please sign in here:"),
            "%(address)s",
            _(
                "On that page, please enter this address, %(email)s. A code will then be sent to it, with which you "
                "sign in; no password is needed."
            ),
            _("Should this designation not be right, please tell whoever made it, or the Technical Secretariat."),
            _("With our highest consideration,\nTechnical Secretariat\n%(conference)s"),
        ]
        text = "\n\n".join(paragraph % values for paragraph in paragraphs)
        return message_to(person, subject=subject, text=text)


def _can_be_told(designation, *, on):
    person = designation.person
    ended = designation.ends_on is not None and designation.ends_on < on
    return bool(person.is_active and person.email) and not ended


def _designated_by(designation):
    """Who made the designation, by name; the secretariat where it was staff, or nobody is known."""
    made = designation.history.filter(history_type="+").select_related("history_user").first()
    by = made.history_user if made else None
    return _("The Technical Secretariat") if by is None or by.is_staff or by.is_system else by
