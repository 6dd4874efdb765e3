"""Coming in: the codes that were sent, and who came in and what they took away."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .record import User


class AuditedAct(models.TextChoices):
    SIGNED_IN = "signed_in", _("signed in")
    REFUSED = "refused", _("was not let in")
    WRONG_FACTOR = "wrong_factor", _("gave a wrong second factor")
    SIGNED_OUT = "signed_out", _("signed out")
    EXPORTED = "exported", _("took a table or file away")
    ROLE_GIVEN = "role_given", _("gave a role")
    ROLE_ENDED = "role_ended", _("ended a role")
    RIGHTS = "rights", _("changed a person's rights")
    ANONYMISED = "anonymised", _("took a person out of the record")


class AuditEntry(models.Model):
    """Somebody came in, took something away, or changed what others may do. Kept for `Conference.audit_kept` days."""

    at = models.DateTimeField(_("at"), db_index=True)
    act = models.CharField(_("act"), max_length=12, choices=AuditedAct)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by"))
    about = models.CharField(_("about"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("audited act")
        verbose_name_plural = _("audited acts")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_act_display()}"


class SignInCode(models.Model):
    """A code that was mailed to a person to sign in with: its keyed hash, never the code. A used one is used up."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="sign_in_codes", verbose_name=_("person")
    )
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("made at"), db_index=True)
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(used_at__gte=F("made_at")), name="sign_in_code_used_after_made"
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.made_at:%Y-%m-%d %H:%M}"
