"""Files brought in: the original, what was read in it, and where it went."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actions.models import Agreement, Report
from meetings.models import Meeting
from networks.models import Delegation, InBothLanguages, Network


class UploadState(models.TextChoices):
    WAITING = "waiting", _("waiting to be read")
    READING = "reading", _("being read")
    READ = "read", _("read, to be reviewed")
    REFUSED = "refused", _("could not be read")
    FILED = "filed", _("filed")
    DISCARDED = "discarded", _("discarded")


class UploadKind(models.TextChoices):
    REPORT = "report", _("report")
    AGENDA = "agenda", _("agenda")


class Upload(InBothLanguages, models.Model):
    """A document somebody brought in. Its heading fields say what the document says of its meeting."""

    name = models.CharField(_("file name"), max_length=250)
    file = models.FileField(_("file"), upload_to="originals/%Y/")
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField(_("size in bytes"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="uploads", verbose_name=_("brought in by")
    )
    at = models.DateTimeField(_("brought in at"))
    state = models.CharField(_("state"), max_length=10, choices=UploadState, default=UploadState.WAITING)
    progress = models.PositiveSmallIntegerField(_("progress in %"), default=0)
    refusal_en = models.TextField(_("why it was refused (English)"), blank=True)
    refusal_es = models.TextField(_("why it was refused (Spanish)"), blank=True)
    # Whose turn it is to read it, and how often somebody began: see services.reading.
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    asked_language = models.CharField(_("language asked for"), max_length=2, choices=settings.LANGUAGES, blank=True)

    kind = models.CharField(_("kind"), max_length=8, choices=UploadKind, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, blank=True)
    network = models.ForeignKey(
        Network, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("network")
    )
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    country = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    venue = models.CharField(_("venue"), max_length=250, blank=True)
    participants = models.JSONField(_("present"), default=list, blank=True, help_text=_("Codes, or names as written."))
    lines = models.JSONField(default=list, blank=True)  # the original, line by line: what the left side shows
    reading = models.JSONField(default=dict, blank=True)  # what was found: services.drafts

    report = models.ForeignKey(
        Report, models.PROTECT, null=True, blank=True, related_name="uploads", verbose_name=_("report")
    )
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="uploads",
        verbose_name=_("meeting"),
        help_text=_("The meeting it belongs to; empty: a new one is made at filing."),
    )
    made_meeting = models.BooleanField(
        _("made its meeting"),
        default=False,
        editable=False,
        help_text=_("Its filing made the meeting; undoing takes it away."),
    )
    # On a meeting that was there, and undone with the filing: {"present": codes} and {"announced": true}.
    wrote = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("document brought in")
        verbose_name_plural = _("documents brought in")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"], condition=~Q(state__in=("refused", "discarded")), name="upload_same_file_once"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def has_joined(self):
        """Whether it gave its texts to a report of the other language."""
        return self.report is not None and self.language != self.report.original_language

    @property
    def refusal(self):
        return self.in_language("refusal")


class Doubt(InBothLanguages, models.Model):
    """Something the reader was not sure of, or repaired; it waits until a person has looked at it."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="doubts", verbose_name=_("document"))
    position = models.PositiveIntegerField(default=0)
    line = models.PositiveIntegerField(_("line"), null=True, blank=True)
    agreement = models.ForeignKey(
        Agreement, models.SET_NULL, null=True, blank=True, related_name="doubts", verbose_name=_("agreement")
    )
    as_written = models.CharField(
        _("body as written"), max_length=200, blank=True, help_text=_("Where it asks who that is: once a document.")
    )
    message_en = models.TextField(_("message (English)"))
    message_es = models.TextField(_("message (Spanish)"))
    settled = models.BooleanField(_("settled"), default=False)

    class Meta:
        verbose_name = _("doubt")
        verbose_name_plural = _("doubts")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "as_written"], condition=~Q(as_written=""), name="doubt_one_of_a_body"
            ),
        ]

    def __str__(self):
        return self.message

    @property
    def message(self):
        return self.in_language("message")
