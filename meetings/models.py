"""When and about what: meetings, who was present, the agenda, the documents."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from networks.dates import day
from networks.models import Delegation, InBothLanguages, Network
from networks.models.rules import known_time_zone


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, standing):
        """The conference sees all meetings; others those that are announced or have a published report.

        Observers also those whose draft report is opened to them.
        """
        if standing.is_of_the_conference:
            return self
        seen = Q(is_public=True) | Q(report__state="published")
        if standing.is_designated:
            seen |= Q(report__opened_on__isnull=False)
        return self.filter(seen)

    def upcoming(self, *, on):
        return self.filter(state=MeetingState.PLANNED, ends_on__gte=on).order_by("starts_on")


class Meeting(InBothLanguages, models.Model):
    network = models.ForeignKey(Network, models.PROTECT, related_name="meetings", verbose_name=_("network"))
    ordinal = models.PositiveSmallIntegerField(_("ordinal"), null=True, blank=True)
    title_en = models.CharField(_("title (English)"), max_length=300, blank=True)
    title_es = models.CharField(_("title (Spanish)"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    city = models.CharField(_("city"), max_length=120, blank=True)
    country = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="hosted_meetings", verbose_name=_("country")
    )
    venue = models.CharField(_("venue"), max_length=250, blank=True)
    is_virtual = models.BooleanField(_("virtual"), default=False)
    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        blank=True,
        validators=[known_time_zone],
        help_text=_("That of the agenda's hours, for example America/Panama. Empty: the conference's."),
    )
    is_public = models.BooleanField(
        _("announced"),
        default=False,
        help_text=_("Visitors see the meeting and its agenda before a report is published."),
    )

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["network", "starts_on"], name="meeting_network_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="meeting_in_order",
                violation_error_message=_("The meeting ends before it begins."),
            ),
        ]

    def __str__(self):
        place = f", {self.city}" if self.city else ""
        return f"{self.network}{place}, {day(self.starts_on)}"

    def get_absolute_url(self):
        return reverse("meeting", args=[self.pk])


class Attendance(models.Model):
    """A delegation was present at a meeting; no row: it was absent, or nothing is known."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances", verbose_name=_("meeting"))
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="attendances", verbose_name=_("delegation"))
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [models.UniqueConstraint(fields=["meeting", "delegation"], name="attendance_once")]

    def __str__(self):
        return str(self.delegation)


class AgendaItemKind(models.TextChoices):
    SESSION = "session", _("session")
    BREAK = "break", _("break")


class AgendaItem(InBothLanguages, models.Model):
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda_items", verbose_name=_("meeting"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("under")
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    day = models.PositiveSmallIntegerField(_("day"), default=1)
    starts_at = models.TimeField(_("from"), null=True, blank=True)
    ends_at = models.TimeField(_("until"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=AgendaItemKind, default=AgendaItemKind.SESSION)
    title_en = models.TextField(_("title (English)"), blank=True)
    title_es = models.TextField(_("title (Spanish)"), blank=True)
    notes_en = models.TextField(_("notes (English)"), blank=True)
    notes_es = models.TextField(_("notes (Spanish)"), blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["meeting", "day", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"], condition=Q(parent=None), name="agenda_item_one_place"
            ),
            models.UniqueConstraint(
                fields=["parent", "position"], condition=Q(parent__isnull=False), name="agenda_child_one_place"
            ),
        ]

    def __str__(self):
        return self.in_language("title")


class AgendaItemLead(models.Model):
    """Who leads an agenda item: a delegation, or all of them."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="leads", verbose_name=_("agenda item"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("delegation")
    )
    as_written = models.CharField(
        _("as written"), max_length=200, blank=True, help_text=_("A name that is no delegation, or ALL.")
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(delegation__isnull=False, as_written="") | (Q(delegation=None) & ~Q(as_written="")),
                name="agenda_lead_delegation_or_name",
                violation_error_message=_("Choose a delegation or write a name that is none: one of the two."),
            ),
            models.UniqueConstraint(
                fields=["item", "delegation"],
                condition=Q(delegation__isnull=False),
                name="agenda_lead_once",
                violation_error_message=_("This delegation leads the item already."),
            ),
        ]

    def __str__(self):
        return str(self.delegation) if self.delegation else self.as_written


class Distribution(models.TextChoices):
    """For whom a document is, the widest circle first; each has the ones after it in it."""

    PUBLIC = "public", _("public")
    OBSERVERS = "observers", _("observers")
    MEMBERS = "members", _("members")
    PRESIDENCY = "presidency", _("presidency")


class MeetingDocumentQuerySet(models.QuerySet):
    def visible_to(self, standing):
        """Of the meetings a person may see: what is public; to the designated what is for them; staff see all.

        Observers read what is for observers; the Member Countries' people and chairs also what is for members; chairs
        what is for the presidency, of the bodies they chair.
        """
        if standing.is_staff:
            return self
        readable = Q(distribution=Distribution.PUBLIC)
        if standing.is_designated:
            readable |= Q(distribution=Distribution.OBSERVERS)
        if standing.is_of_the_conference:
            readable |= Q(distribution=Distribution.MEMBERS)
        chaired = standing.chaired
        if None in chaired:
            readable |= Q(distribution=Distribution.PRESIDENCY)
        elif chaired:
            readable |= Q(distribution=Distribution.PRESIDENCY, meeting__network__in=chaired)
        return self.filter(readable, meeting__in=Meeting.objects.visible_to(standing))


def _place_of_document(instance, _filename):
    # What the sender called it is data, never a path.
    return f"meeting-documents/{uuid.uuid4().hex}"


class MeetingDocument(InBothLanguages, models.Model):
    """An annex, a presentation, a note: a file that belongs to a meeting. Served through a permission check alone."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="documents", verbose_name=_("meeting"))
    title_en = models.CharField(_("title (English)"), max_length=300, blank=True)
    title_es = models.CharField(_("title (Spanish)"), max_length=300, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, blank=True, help_text=_("Empty: both, or neither.")
    )
    distribution = models.CharField(
        _("distribution"), max_length=10, choices=Distribution, default=Distribution.MEMBERS
    )
    file = models.FileField(_("file"), upload_to=_place_of_document, max_length=200)
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField("SHA-256", max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by"))
    added_at = models.DateTimeField(_("added at"))

    objects = MeetingDocumentQuerySet.as_manager()
    history = HistoricalRecords(bases=[InBothLanguages, models.Model])

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title_en="", title_es=""), name="meeting_document_has_a_title"),
            models.UniqueConstraint(fields=["meeting", "sha256"], name="meeting_document_once"),
        ]

    def __str__(self):
        return self.in_language("title")

    def get_absolute_url(self):
        return reverse("meeting-document", args=[self.meeting_id, self.pk])

    @property
    def ending(self):
        """PDF, DOCX: its name ends as its bytes are."""
        return self.name.rpartition(".")[2].upper()
