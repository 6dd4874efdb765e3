"""Signing in by a code that is sent by mail: who may, the code, its message, and how it is used up."""

import datetime
import re

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext as _

from .mailing import message_to
from .models import SignInCode, User
from .policies import may_sign_in
from .services import conference, today
from .standing import standing_of

VALID_FOR = datetime.timedelta(minutes=30)
# A code that does nothing any more tells for a day that somebody asked for it.
KEPT_FOR = datetime.timedelta(days=1)
# No vowels, so that it spells no word, and nothing that looks like a digit.
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
NOT_A_LETTER = re.compile(r"[\W_]+")
NOBODY = 0


def signs_in(person, *, now):
    """Whether a person may sign in at the moment `now`: staff, or designated on the conference's day."""
    return may_sign_in(standing_of(person, on=today(now=now)))


def send_code(*, person_id, now):
    """Mail a fresh code to a person who may sign in; gives whether one went out.

    person_id: NOBODY for an address that is nobody's. Codes sent before stay good. Raises OSError, as smtplib's
    errors are, where the mail server does not take it; then the code is worth nothing.
    """
    person = User.objects.filter(pk=person_id).exclude(email=None).first()
    if person is None or not signs_in(person, now=now):
        return False
    letters = get_random_string(8, LETTERS)
    row = SignInCode.objects.create(person=person, digest=_digest(person.pk, letters), made_at=now)
    try:
        _message(person, f"{letters[:4]}-{letters[4:]}").send()
    except OSError:
        row.delete()
        raise
    return True


def use_code(*, person_id, code, now):
    """Use a code up; gives whether it was one sent to this person in the last half hour and not used before.

    A code counts however many were sent after it, and once, whoever else tries it at the same moment.
    """
    good = SignInCode.objects.filter(
        person_id=person_id, digest=_digest(person_id, code), made_at__gte=now - VALID_FOR, used_at=None
    )
    return good.update(used_at=now) > 0


def sessions_of(person, *, now):
    """Where a person is signed in at the moment `now`, the longest first."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    return UserSession.objects.filter(user=person, session_key__in=alive).order_by("created_at", "pk")


def other_sessions(request):
    """The sessions of the person who sends the request, but the one it is sent in."""
    return UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)


def purge(*, now):
    """Remove codes older than a day, sessions that have ended, and what is kept of those."""
    SignInCode.objects.filter(made_at__lt=now - KEPT_FOR).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


def _digest(person_id, code):
    letters = NOT_A_LETTER.sub("", code).upper()
    return salted_hmac("networks.SignInCode", f"{person_id}:{letters}", algorithm="sha256").hexdigest()


def _message(person, code):
    with translation.override(person.language):
        said = {"person": person, "code": code, "minutes": VALID_FOR // datetime.timedelta(minutes=1)}
        said |= {"conference": conference(), "site": settings.SITE_URL}
        subject = _("RCM Minutes: your code to sign in")
        return message_to(person, subject=subject, text=render_to_string("account/code.txt", said))
