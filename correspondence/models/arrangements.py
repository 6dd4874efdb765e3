"""What the secretariat decides about mail: the hour, the ladders, who is on hold, the words."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from networks.models import Delegation, Network

# Days from the deadline: before it, on it, after it. Whoever knows better edits the network's own.
SHIPPED_LADDER = (-14, -3, 0, 14, 28)


class MailSettings(models.Model):
    """The conference's settings for what it sends: one row that staff edit."""

    hour = models.PositiveSmallIntegerField(
        _("hour of the digests"),
        default=8,
        validators=[MaxValueValidator(23)],
        help_text=_("0 to 23, in the conference's time zone: one hour for everybody."),
    )
    secretariat_address = models.EmailField(
        _("the secretariat's mailbox"),
        blank=True,
        help_text=_(
            "Answers go there, and the secretariat's own digest. Nothing is sent to anybody while it is empty."
        ),
    )
    escalates = models.BooleanField(
        _("escalation"),
        default=False,
        help_text=_("Some time after a date passed, the Technical Secretariat is told, then the presidency."),
    )
    secretariat_after = models.PositiveSmallIntegerField(_("days until the secretariat is told"), default=35)
    presidency_after = models.PositiveSmallIntegerField(_("days until the presidency is told"), default=60)
    links_valid = models.PositiveSmallIntegerField(
        _("days a mailed link is valid"), default=45, validators=[MinValueValidator(1)]
    )
    bodies_kept = models.PositiveSmallIntegerField(
        _("days a mail's text is kept"), default=365, validators=[MinValueValidator(7)]
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("mail settings")
        verbose_name_plural = _("mail settings")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="mail_settings_one_row"),
            models.CheckConstraint(condition=Q(hour__lte=23), name="mail_settings_hour_of_a_day"),
            models.CheckConstraint(
                condition=Q(presidency_after__gte=F("secretariat_after")),
                name="mail_settings_secretariat_first",
                violation_error_message=_("The presidency cannot be told before the secretariat."),
            ),
        ]

    def __str__(self):
        return str(self._meta.verbose_name)


class ReminderPolicy(models.Model):
    """Whether a network's officers are reminded, and since when. Its steps are the ladder."""

    network = models.OneToOneField(Network, models.PROTECT, related_name="reminder_policy", verbose_name=_("network"))
    is_on = models.BooleanField(_("mails are switched on"), default=False)
    on_since = models.DateField(_("on since"), null=True, blank=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("reminders of a network")
        verbose_name_plural = _("reminders of the networks")
        ordering = ["network"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_on=False, on_since=None) | Q(is_on=True, on_since__isnull=False),
                name="reminder_policy_on_since_a_day",
            )
        ]

    def __str__(self):
        return str(self.network)


class ReminderStep(models.Model):
    """One step of a network's ladder."""

    policy = models.ForeignKey(ReminderPolicy, models.PROTECT, related_name="steps", verbose_name=_("network"))
    days = models.SmallIntegerField(
        _("days from the deadline"),
        validators=[MinValueValidator(-180), MaxValueValidator(365)],
        help_text=_("-14: fourteen days before; 0: on the day; 14: fourteen days after."),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["days"]
        constraints = [models.UniqueConstraint(fields=["policy", "days"], name="reminder_step_once")]

    def __str__(self):
        return f"{self.days:+d}" if self.days else "0"


class DelegationHoldQuerySet(models.QuerySet):
    def on(self, day):
        return self.not_over(day).filter(starts_on__lte=day)

    def not_over(self, day):
        """Of this day, and those that begin later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day))


class DelegationHold(models.Model):
    """From when to when a delegation gets no reminders."""

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="holds", verbose_name=_("delegation"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=250)

    objects = DelegationHoldQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="hold_in_order",
                violation_error_message=_("The last day cannot be before the first."),
            )
        ]

    def __str__(self):
        return f"{self.delegation} {self.starts_on}"


class TextKind(models.TextChoices):
    DIGEST = "digest", _("digest of a liaison officer")
    BY_HAND = "by_hand", _("reminder sent by hand")
    SECRETARIAT = "secretariat", _("digest of the Technical Secretariat")
    PRESIDENCY = "presidency", _("digest of the presidency")
    COPY = "copy", _("copy of what was informed by a link")
    TOGETHER = "together", _("word of what was done together")
    CLOSED = "closed", _("word of what was closed together")
    OPENED = "opened", _("word of what was opened again")
    QUESTION = "question", _("question of the Technical Secretariat")


class MailText(models.Model):
    """The words around a mail's list, where staff have written their own; without a row the shipped ones stand."""

    kind = models.CharField(_("mail"), max_length=12, choices=TextKind)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=150)
    opening = models.TextField(_("opening"))
    closing = models.TextField(_("closing"))
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("text of a mail")
        verbose_name_plural = _("texts of mails")
        ordering = ["kind", "language"]
        constraints = [models.UniqueConstraint(fields=["kind", "language"], name="mail_text_once")]

    def __str__(self):
        return f"{self.get_kind_display()} ({self.language})"
