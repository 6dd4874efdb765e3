"""The mails that tell a person of a designation, with the page where to sign in, and that it was taken back.

Neither has a key to anything.
"""

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from . import dates
from .mailing import message_to
from .models import Designation
from .policies import may_sign_in
from .services import conference
from .standing import standing_of

# One that is asked for again within this time is a button pressed twice.
AGAIN_AFTER_SECONDS = 15 * 60


class CannotInvite(Exception):
    """No invitation goes out; the message may be shown to the user."""


def take_up_invitation(designation, *, on):
    """Note that the person is to be invited, before the mail is handed to the worker. Raises CannotInvite."""
    if not _can_be_told(designation, on=on):
        raise CannotInvite(_("Nobody can be written to: the designation has ended, or there is no e-mail address."))
    if not _is_let_in_once_it_begins(designation, on=on):
        raise CannotInvite(_("Chairs are invited, and let in, only while the delegation holds the presidency."))
    if not cache.add(f"invited-{designation.pk}", True, AGAIN_AFTER_SECONDS):
        raise CannotInvite(_("An invitation went out a moment ago; please wait a quarter of an hour."))


def invite(*, designation_id, on):
    """Send a person the invitation of a designation, in their language. Gives whether a mail went out."""
    there = Designation.objects.select_related("person", "delegation", "network")
    designation = there.filter(pk=designation_id).first()
    if designation is None or not (_can_be_told(designation, on=on) and _is_let_in_once_it_begins(designation, on=on)):
        return False
    invitation_of(designation, on=on).send()
    return True


def invitation_of(designation, *, on):
    """The mail of the day `on`: who designated the person for what, and where to sign in, then or from what day on."""
    person = designation.person
    with translation.override(person.language):
        values = _values(designation) | {
            "by": _designated_by(designation),
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
            *(_signing_in() if _is_let_in(designation, on=on) else _signing_in_later()),
            _("Should this designation not be right, please tell whoever made it, or the Technical Secretariat."),
            _("With our highest consideration,\nTechnical Secretariat\n%(conference)s"),
        ]
        text = "\n\n".join(paragraph % values for paragraph in paragraphs)
        return message_to(person, subject=subject, text=text)


def _signing_in():
    return [
        _("There you find the pending matters of the delegation and can inform of progress. Please sign in here:"),
        "%(address)s",
        _(
            "On that page, please enter this address, %(email)s. A code will then be sent to it, with which you "
            "sign in; no password is needed."
        ),
    ]


def _signing_in_later():
    return [
        _(
            "From that day on you find there the pending matters of the delegation and can inform of progress. "
            "Please sign in then, on %(day)s or later, here:"
        ),
        "%(address)s",
        _(
            "On that page, please enter this address, %(email)s. A code will then be sent to it, with which you "
            "sign in; no password is needed. Before that day no code is sent."
        ),
    ]


def tell_it_is_taken_back(*, history_id):
    """Tell a person that a designation of theirs was taken back. Gives whether a mail went out.

    history_id: of the row that its history keeps of that.
    """
    gone = Designation.history.select_related("person", "delegation", "network").get(history_id=history_id)
    if not (gone.person.is_active and gone.person.email):
        return False
    word_of_taking_back(gone).send()
    return True


def word_of_taking_back(gone):
    """The mail: which designation was taken back, and that nothing is to be done. gone: a row of the history."""
    person = gone.person
    with translation.override(person.language):
        values = _values(gone)
        subject = _("%(short)s: your designation for %(delegation)s was taken back") % values
        paragraphs = [
            _("Dear %(person)s,"),
            _(
                "You were designated for %(delegation)s by mistake: %(role)s, %(network)s, from %(day)s. "
                "That designation was taken back, as if it had not been made. You need not do anything; please "
                "disregard a mail that told you of it."
            ),
            _("Should this not be right, please tell the national focal point or the Technical Secretariat."),
            _("With our highest consideration,\nTechnical Secretariat\n%(conference)s"),
        ]
        text = "\n\n".join(paragraph % values for paragraph in paragraphs)
        return message_to(person, subject=subject, text=text)


def _values(designation):
    row = conference()
    return {
        "person": designation.person,
        "role": designation.get_role_display(),
        "delegation": designation.delegation,
        "network": designation.network or _("all networks"),
        "day": dates.long_day(designation.starts_on),
        "conference": row,
        "short": row.in_language("short"),
    }


def _can_be_told(designation, *, on):
    person = designation.person
    ended = designation.ends_on is not None and designation.ends_on < on
    return bool(person.is_active and person.email) and not ended


def _is_let_in(designation, *, on):
    return may_sign_in(standing_of(designation.person, on=on))


def _is_let_in_once_it_begins(designation, *, on):
    return _is_let_in(designation, on=max(on, designation.starts_on))


def _designated_by(designation):
    """Who made the designation, by name; the secretariat where it was staff, or nobody is known."""
    made = designation.history.filter(history_type="+").select_related("history_user").first()
    by = made.history_user if made else None
    return _("The Technical Secretariat") if by is None or by.is_staff or by.is_system else by
