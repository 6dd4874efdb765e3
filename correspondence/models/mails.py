"""The outbox: every mail that is to go out or went out, and what it speaks of. Not tracked: a row is its own story."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from actions.models import Commitment
from networks.models import Delegation


class MailKind(models.TextChoices):
    DIGEST = "digest", _("digest")
    BY_HAND = "by_hand", _("reminder by hand")
    SECRETARIAT = "secretariat", _("digest of the secretariat")
    PRESIDENCY = "presidency", _("digest of the presidency")
    COPY = "copy", _("copy of what was informed by a link")
    TOGETHER = "together", _("word of what was done together")
    CLOSED = "closed", _("word of what was closed together")
    OPENED = "opened", _("word of what was opened again")
    QUESTION = "question", _("question of the Technical Secretariat")


class MailState(models.TextChoices):
    PENDING = "pending", _("waiting")
    CLAIMED = "claimed", _("being prepared")
    SENDING = "sending", _("being handed over")
    SENT = "sent", _("accepted by the mail server")
    REFUSED = "refused", _("refused by the mail server")
    RETURNED = "returned", _("came back")
    WITHDRAWN = "withdrawn", _("nothing left to say")


# Nothing more happens to these by itself.
OVER = (MailState.SENT, MailState.REFUSED, MailState.RETURNED, MailState.WITHDRAWN)


class Mail(models.Model):
    """One mail to one address. Its text is written when it is handed over; what is kept has its links redacted."""

    kind = models.CharField(_("kind"), max_length=12, choices=MailKind)
    recipient = models.EmailField(_("to"))
    about = models.CharField(
        _("about"), max_length=60, blank=True, help_text=_("Empty for a digest: one a day, whatever it lists.")
    )
    day = models.DateField(_("the conference's day"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="mails", verbose_name=_("person")
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    note = models.TextField(_("note"), blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sent by")
    )
    message_id = models.CharField("Message-ID", max_length=120, unique=True)
    composed_at = models.DateTimeField(_("composed at"))

    # See services.outbox: who has it, since when, and what the mail server said last.
    state = models.CharField(_("state"), max_length=10, choices=MailState, default=MailState.PENDING)
    claim = models.UUIDField(null=True, blank=True, editable=False)
    claimed_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next attempt at"))
    sent_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    answer = models.TextField(_("the mail server's last word"), blank=True)

    # Empty until it is handed over, and again when the time to keep them is over.
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField("HTML", blank=True)
    calendar = models.TextField(_("calendar"), blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-composed_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="mail_state_next_try"),
            models.Index(fields=["recipient", "-composed_at"], name="mail_recipient"),
            # Asked every minute: whose text has been kept long enough.
            models.Index(fields=["composed_at"], name="mail_with_text", condition=~Q(text="")),
            # What was told lately, and who was asked for news, is asked each day, however much was sent before.
            models.Index(fields=["day"], name="mail_day"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "recipient", "about", "day"], name="mail_once_a_day"),
            models.CheckConstraint(condition=Q(recipient=Lower("recipient")), name="mail_recipient_lower_case"),
            models.CheckConstraint(
                condition=~Q(state__in=("sent", "returned")) | Q(sent_at__isnull=False), name="mail_sent_has_a_time"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.recipient}, {self.day}"


class Section(models.TextChoices):
    """Where in a mail a commitment stands; in this order."""

    DATE_PASSED = "date_passed", _("date passed")
    DUE_SOON = "due_soon", _("due soon")
    ADOPTED = "adopted", _("newly adopted")
    TO_CONFIRM = "to_confirm", _("to confirm")
    STALE = "stale", _("without news for six months")
    PENDING = "pending", _("pending")
    PASSED_ON = "passed_on", _("passed on with the presidency")
    INFORMED = "informed", _("informed of")
    ASKED = "asked", _("asked about")


class Because(models.TextChoices):
    """Why a commitment is in a mail. Nothing goes out for what is only listed."""

    STEP = "step", _("a step of the ladder")
    ADOPTED = "adopted", _("newly adopted")
    STALE = "stale", _("asked for news")
    ESCALATED = "escalated", _("escalation")
    BY_HAND = "by_hand", _("by hand")
    LISTED = "listed", _("listed with the others")
    INFORMED = "informed", _("a report of progress")
    ASKED = "asked", _("a question")


class Mention(models.Model):
    """A commitment that a mail speaks of."""

    mail = models.ForeignKey(Mail, models.PROTECT, related_name="mentions", verbose_name=_("mail"))
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="mentions", verbose_name=_("commitment"))
    # Who bears it that day: for a share of the presidency, its holder.
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+", verbose_name=_("delegation"))
    section = models.CharField(_("section"), max_length=12, choices=Section)
    because = models.CharField(_("because of"), max_length=10, choices=Because, default=Because.LISTED)
    step = models.SmallIntegerField(_("days from the deadline"), null=True, blank=True)
    # The deadline may move and come back: who was told of a step was told of it for this day.
    due_on = models.DateField(_("the deadline of its step"), null=True, blank=True)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ["pk"]
        indexes = [models.Index(fields=["commitment"], name="mention_asked", condition=Q(because="stale"))]
        constraints = [
            models.UniqueConstraint(fields=["mail", "commitment"], name="mention_once_a_mail"),
            models.CheckConstraint(
                condition=Q(because="step", step__isnull=False) | (~Q(because="step") & Q(step=None)),
                name="mention_step_has_its_days",
            ),
            models.CheckConstraint(condition=Q(because="step") | Q(due_on=None), name="mention_deadline_of_a_step"),
        ]

    def __str__(self):
        return f"{self.commitment} ({self.get_because_display()})"

    @property
    def days_from(self):
        """How far from the deadline its step is, in days; None where no step is why."""
        return None if self.step is None else abs(self.step)


class DigestDay(models.Model):
    """A day whose digests are composed. What falls due after the last one, up to the day itself, is the next one's."""

    day = models.DateField(_("day"), unique=True)
    composed_at = models.DateTimeField(_("composed at"))
    mails = models.PositiveIntegerField(_("mails"), default=0)

    class Meta:
        verbose_name = _("day composed")
        verbose_name_plural = _("days composed")
        ordering = ["-day"]

    def __str__(self):
        return f"{self.day}"
