"""Reports of meetings and their numbered agreements."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from meetings.models import AgendaItem, Meeting
from networks.models import InBothLanguages, Network


class ReportState(models.TextChoices):
    DRAFT = "draft", _("draft")
    CIRCULATED = "circulated", _("circulated")
    ADOPTED = "adopted", _("adopted")
    PUBLISHED = "published", _("published")


# What counts as agreed.
RECORDED = (ReportState.ADOPTED, ReportState.PUBLISHED)


def states_visible_to(standing):
    """The states of reports that may be read: staff all, the conference what is adopted, others what is published.

    standing: networks.standing.Standing, here and in every `visible_to`. Observers are others here; what binds
    them stands on their own delegation's page.
    """
    if standing.is_staff:
        return list(ReportState)
    if standing.is_of_the_conference:
        return list(RECORDED)
    return [ReportState.PUBLISHED]


class ReportQuerySet(models.QuerySet):
    def visible_to(self, standing):
        return self.filter(state__in=states_visible_to(standing))

    def on_record(self):
        return self.filter(state__in=RECORDED)

    def drafts_readable_by(self, standing):
        """The drafts of meetings' reports that a person may read: staff all, chairs those of the bodies they chair.

        Whoever is designated, observers included: those that are opened. Apart from `visible_to`, so that no list,
        search, count or table ever has a draft in it.
        """
        drafts = self.filter(state=ReportState.DRAFT, meeting__isnull=False)
        if standing.is_staff or None in standing.chaired:
            return drafts
        if not standing.is_designated:
            return self.none()
        return drafts.filter(Q(opened_on__isnull=False) | Q(meeting__network__in=standing.chaired))


class Report(InBothLanguages, models.Model):
    """The report of one meeting, in its original language and the other."""

    meeting = models.OneToOneField(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="report",
        verbose_name=_("meeting"),
        help_text=_("Empty only in a draft whose meeting is not decided yet."),
    )
    state = models.CharField(_("state"), max_length=12, choices=ReportState, default=ReportState.DRAFT)
    original_language = models.CharField(_("original language"), max_length=2, choices=settings.LANGUAGES, default="en")
    heading_en = models.TextField(_("heading (English)"), blank=True)
    heading_es = models.TextField(_("heading (Spanish)"), blank=True)
    preamble_en = models.TextField(_("preamble (English)"), blank=True)
    preamble_es = models.TextField(_("preamble (Spanish)"), blank=True)
    closing_en = models.TextField(_("closing (English)"), blank=True)
    closing_es = models.TextField(_("closing (Spanish)"), blank=True)
    reference = models.CharField(
        _("reference"),
        max_length=24,
        unique=True,
        null=True,
        blank=True,
        editable=False,
        help_text=_("CP/2016-06, frozen at adoption or filing."),
    )
    followed = models.BooleanField(
        _("followed"),
        null=True,
        blank=True,
        help_text=_("Its commitments are followed up. Empty: as the network's own setting says."),
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    opened_on = models.DateField(
        _("draft opened on"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The day from which those designated may read the draft."),
    )

    objects = ReportQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-adopted_on", "-pk"]
        indexes = [models.Index(fields=["state", "adopted_on"], name="report_state_adopted")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("draft", "circulated"))
                | Q(meeting__isnull=False, reference__isnull=False, adopted_on__isnull=False),
                name="report_adopted_is_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_on__isnull=False), name="report_published_has_a_day"
            ),
            models.CheckConstraint(
                condition=Q(opened_on=None) | Q(state__in=("draft", "circulated"), meeting__isnull=False),
                name="report_opened_is_no_record",
            ),
        ]

    def __str__(self):
        return self.reference or (str(self.meeting) if self.meeting_id else str(_("Draft report")))

    def get_absolute_url(self):
        return reverse("report", args=[self.reference])

    @property
    def is_frozen(self):
        return self.state in RECORDED


class ReportVersion(models.Model):
    """A report as it stood when filed: canonical text, and the SHA-256 of exactly that text in UTF-8."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="versions", verbose_name=_("report"))
    number = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("text"))
    sha256 = models.CharField("SHA-256", max_length=64)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("report version")
        verbose_name_plural = _("report versions")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="report_version_number")]

    def __str__(self):
        return f"{self.report} v{self.number}"


class AgreementKind(models.TextChoices):
    """The first operative verb."""

    THANK = "thank", _("to thank")
    TAKE_NOTE = "take_note", _("to take note")
    WELCOME = "welcome", _("to welcome")
    CONGRATULATE = "congratulate", _("to congratulate")
    RECOGNIZE = "recognize", _("to recognize")
    REAFFIRM = "reaffirm", _("to reaffirm")
    ACCEPT = "accept", _("to accept")
    APPROVE = "approve", _("to approve")
    ADOPT = "adopt", _("to adopt")
    REQUEST = "request", _("to request")
    INSTRUCT = "instruct", _("to instruct")
    URGE = "urge", _("to urge")
    ENCOURAGE = "encourage", _("to encourage")
    AGREE = "agree", _("to agree")
    UNDERTAKE = "undertake", _("to undertake")
    OFFER = "offer", _("to offer")
    SUBMIT = "submit", _("to submit")
    PROPOSE = "propose", _("to propose")
    INFORM = "inform", _("to inform")
    OTHER = "other", _("other")


class AgreementQuerySet(models.QuerySet):
    def visible_to(self, standing):
        return self.filter(report__state__in=states_visible_to(standing))

    def on_record(self):
        return self.filter(reference__isnull=False)


class Agreement(InBothLanguages, models.Model):
    """A numbered paragraph of a report, or a sub-item of one."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="agreements", verbose_name=_("report"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("under")
    )
    # Among siblings, with wide gaps: moving an agreement writes one row.
    position = models.PositiveIntegerField(_("position"))
    label = models.CharField(_("label"), max_length=16, blank=True, help_text=_("As printed: 2, a, 6 bis."))
    reference = models.CharField(
        _("reference"),
        max_length=48,
        unique=True,
        null=True,
        blank=True,
        editable=False,
        help_text=_("CP/2016-06/2.a, frozen at adoption or filing."),
    )
    # Both frozen with the reference: the register's order comes from one index.
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True, editable=False)
    sort_key = models.CharField(max_length=48, blank=True, editable=False)
    kind = models.CharField(_("verb"), max_length=12, choices=AgreementKind, default=AgreementKind.OTHER)
    text_en = models.TextField(_("text (English)"), blank=True)
    text_es = models.TextField(_("text (Spanish)"), blank=True)
    # Both texts, folded, written by the services: what a search for words looks at.
    words = models.TextField(blank=True, editable=False)
    first_line = models.PositiveIntegerField(null=True, blank=True, editable=False)
    last_line = models.PositiveIntegerField(null=True, blank=True, editable=False)

    objects = AgreementQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["words"])

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["report", "sort_key", "position"]
        indexes = [
            models.Index(fields=["-agreed_on", "report", "sort_key"], name="agreement_register"),
            models.Index(fields=["kind", "-agreed_on"], name="agreement_kind"),
            # What is not translated is looked for among all that was ever agreed.
            models.Index(fields=["report"], name="agreement_untranslated", condition=Q(text_en="") | Q(text_es="")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "position"], condition=Q(parent=None), name="agreement_one_place"
            ),
            models.UniqueConstraint(
                fields=["parent", "position"], condition=Q(parent__isnull=False), name="agreement_child_one_place"
            ),
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="agreement_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(reference=None) | (~Q(label="") & ~Q(sort_key="") & Q(agreed_on__isnull=False)),
                name="agreement_reference_is_frozen",
            ),
        ]

    def __str__(self):
        return self.reference or self.label

    def get_absolute_url(self):
        return reverse(
            "agreement", args=[self.report.reference, self.reference.removeprefix(self.report.reference + "/")]
        )


class PointReference(models.Model):
    """An explicit mention of an earlier meeting, or of a point of its report, as the text has it."""

    phrase = models.TextField(_("phrase"), help_text=_("As the text has it."))
    network = models.ForeignKey(
        Network, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("network")
    )
    on = models.DateField(_("day"), null=True, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    number = models.CharField(_("point"), max_length=16, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.phrase


class Lineage(PointReference):
    """An agreement names an earlier one; `earlier` is empty until that report is on record."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="refers_to", verbose_name=_("agreement"))
    earlier = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_further_by",
        verbose_name=_("earlier agreement"),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("reference to an earlier agreement")
        verbose_name_plural = _("references to earlier agreements")
        constraints = [models.CheckConstraint(condition=~Q(agreement=F("earlier")), name="lineage_not_to_itself")]


class TakesUp(PointReference):
    """An agenda item takes up an agreement of an earlier meeting."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="takes_up", verbose_name=_("agenda item"))
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="taken_up_by", verbose_name=_("agreement")
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("agreement taken up")
        verbose_name_plural = _("agreements taken up")
