"""Links that open a delegation's pending matters without a password."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from networks.models import Delegation

from .mails import Mail


class SignedLink(models.Model):
    """One link, for one address, to one delegation's pending matters.

    The token in the address is the key signed with the installation's secret: it is nowhere stored, and derived again
    where a mail is sent anew.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="links", verbose_name=_("delegation"))
    address = models.EmailField(_("sent to"))
    mail = models.ForeignKey(Mail, models.PROTECT, null=True, blank=True, related_name="links", verbose_name=_("mail"))
    issued_at = models.DateTimeField(_("issued at"))
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("revoked by")
    )

    # For which networks its holder informs, None among them for all: known where it is opened (services.links).
    networks: frozenset[int | None] = frozenset()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["-issued_at", "-pk"]
        indexes = [models.Index(fields=["address"], name="signed_link_address")]
        constraints = [
            models.UniqueConstraint(fields=["mail", "delegation"], name="signed_link_one_a_mail"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("issued_at")), name="signed_link_in_order"),
        ]

    def __str__(self):
        return f"{self.delegation}, {self.address}"


class LinkPage(models.TextChoices):
    """A page behind a link, opened; or its form, sent. Scanners of mail open pages, but send no forms."""

    PENDING = "pending", _("pending matters")
    INFORM = "inform", _("form to inform of progress")
    INFORM_SENT = "inform_sent", _("form to inform of progress, sent")
    COLLEAGUE = "colleague", _("form to name a colleague")
    COLLEAGUE_SENT = "colleague_sent", _("form to name a colleague, sent")
    RHYTHM = "rhythm", _("form for how often")
    RHYTHM_SENT = "rhythm_sent", _("form for how often, sent")
    UNSUBSCRIBE = "unsubscribe", _("form to unsubscribe")
    UNSUBSCRIBE_SENT = "unsubscribe_sent", _("form to unsubscribe, sent")


class LinkUse(models.Model):
    """Somebody opened a link, or sent a form from its pages."""

    link = models.ForeignKey(SignedLink, models.PROTECT, related_name="uses", verbose_name=_("link"))
    at = models.DateTimeField(_("at"))
    what = models.CharField(_("page"), max_length=20, choices=LinkPage)
    browser = models.CharField(_("browser"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("use of a link")
        verbose_name_plural = _("uses of links")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_what_display()}"
