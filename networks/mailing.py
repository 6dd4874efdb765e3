"""A plain mail to one person; digests and reminders go by the outbox of correspondence/."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from .services import conference


def message_to(person, *, subject, text):
    """The message, in the language now active; of a sample it says so."""
    if conference().is_sample:
        sample = _("Sample")
        subject = f"[{sample}] {subject}"
    return EmailMessage(
        # A name may have been written over several lines.
        subject=" ".join(subject.split()),
        body=f"{text.strip()}\n",
        # The sender of the envelope, as of every other mail; the reader sees From.
        from_email=settings.BOUNCES_ADDRESS or settings.DEFAULT_FROM_EMAIL,
        to=[person.email],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
