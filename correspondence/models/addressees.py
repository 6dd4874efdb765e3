"""Mail addresses, what their owners chose, and what the secretariat is to be told of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from networks.models import Delegation

from .mails import Mail


class Rhythm(models.TextChoices):
    DAILY = "daily", _("on the day")
    WEEKLY = "weekly", _("once a week")


class AddresseeQuerySet(models.QuerySet):
    def closed(self):
        """To which no digests go: unsubscribed, or not deliverable."""
        return self.exclude(unsubscribed_at=None, undeliverable_at=None)


class Addressee(models.Model):
    """What is known of a mail address. Without a row: a digest on the day, whenever there is one."""

    address = models.EmailField(_("e-mail"), unique=True)
    rhythm = models.CharField(_("digests"), max_length=6, choices=Rhythm, default=Rhythm.DAILY)
    weekly_since = models.DateField(
        _("weekly since"),
        null=True,
        blank=True,
        help_text=_("The week's digest covers whole weeks: until the next one begins, digests come on the day."),
    )
    unsubscribed_at = models.DateTimeField(_("unsubscribed at"), null=True, blank=True)
    undeliverable_at = models.DateTimeField(_("not deliverable since"), null=True, blank=True)
    undeliverable_reason = models.TextField(_("what the mail server said"), blank=True)

    objects = AddresseeQuerySet.as_manager()

    class Meta:
        verbose_name = _("addressee")
        verbose_name_plural = _("addressees")
        ordering = ["address"]
        constraints = [models.CheckConstraint(condition=Q(address=Lower("address")), name="addressee_lower_case")]

    def __str__(self):
        return self.address


class NoticeKind(models.TextChoices):
    COLLEAGUE = "colleague", _("a colleague handles this")
    UNSUBSCRIBED = "unsubscribed", _("unsubscribed from digests")
    SUBSCRIBED = "subscribed", _("receives digests again")
    REFUSED = "refused", _("the mail server refused the address")
    RETURNED = "returned", _("the mail came back")


class NoticeQuerySet(models.QuerySet):
    def untold(self):
        """Not yet in a digest of the secretariat."""
        return self.filter(told_in=None)

    def unseen(self):
        """Not yet ticked by staff."""
        return self.filter(seen_at=None)


class Notice(models.Model):
    """Something that came back and that the secretariat is told once; the record itself does not change."""

    kind = models.CharField(_("what"), max_length=12, choices=NoticeKind)
    address = models.EmailField(_("e-mail"))
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("delegation")
    )
    words = models.TextField(_("in their words"), blank=True)
    at = models.DateTimeField(_("at"))
    mail = models.ForeignKey(
        Mail, models.PROTECT, null=True, blank=True, related_name="notices", verbose_name=_("mail")
    )
    told_in = models.ForeignKey(
        Mail, models.PROTECT, null=True, blank=True, related_name="tells", verbose_name=_("told in")
    )
    seen_at = models.DateTimeField(_("seen at"), null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("seen by")
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["at"], name="notice_untold", condition=Q(told_in=None)),
            models.Index(fields=["-at"], name="notice_unseen", condition=Q(seen_at=None)),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.address}"
