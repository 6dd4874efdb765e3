"""What delegations inform of: reports of progress, the files with them, and questions that stand on a commitment."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from networks.models import Delegation, Presidency

from .commitments import OPEN_STATUSES, PRESIDENCY, Commitment, CommitmentStatus


class ProgressState(models.TextChoices):
    """draft → sent → acknowledged; between the first two, what came by a link is to be confirmed."""

    DRAFT = "draft", _("draft")
    TO_CONFIRM = "to_confirm", _("to be confirmed")
    SENT = "sent", _("informed")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    SET_ASIDE = "set_aside", _("set aside")


# What others than the delegation and the secretariat may read.
INFORMED = (ProgressState.SENT, ProgressState.ACKNOWLEDGED)
# What is still changed, with its files, before it is sent or confirmed.
CHANGEABLE = (ProgressState.DRAFT, ProgressState.TO_CONFIRM)


class CameBy(models.TextChoices):
    ACCOUNT = "account", _("by the delegation, signed in")
    LINK = "link", _("by the link of a mail")
    ON_BEHALF = "on_behalf", _("entered by the Technical Secretariat")


class Source(models.TextChoices):
    """Out of what the secretariat entered it."""

    MAIL = "mail", _("a mail")
    NOTE = "note", _("a note")
    CALL = "call", _("a call")
    MATRIX = "matrix", _("a follow-up matrix")


class ReportAudience(models.TextChoices):
    PUBLIC = "public", _("for the public")
    CONFERENCE = "conference", _("for the conference only")


# What a delegation keeps to itself, of reports as of their history: its drafts, and those it set aside without sending.
NEVER_SENT = (~Q(came_by=CameBy.ON_BEHALF) & Q(state=ProgressState.DRAFT)) | Q(
    came_by=CameBy.ACCOUNT, state=ProgressState.SET_ASIDE
)


class ProgressReportQuerySet(models.QuerySet):
    def for_staff(self):
        """All but what a delegation has not sent; what staff have begun on its behalf is theirs."""
        return self.exclude(NEVER_SENT)

    def visible_to(self, standing):
        """Staff what is for them; a delegation's people their own; the conference what was informed; others the public.

        standing: networks.standing.Standing. What hangs on an agreement that may not be read is left out by the
        agreement's own `visible_to`.
        """
        if standing.is_staff:
            return self.for_staff()
        own = Q(delegation__in=standing.delegations)
        if standing.is_of_the_conference:
            return self.filter(own | Q(state__in=INFORMED))
        return self.filter(own | Q(state__in=INFORMED, audience=ReportAudience.PUBLIC))


class ProgressReport(models.Model):
    """A delegation's word on one or several of its commitments: what was done, or not yet, as of a day."""

    delegation = models.ForeignKey(
        Delegation, models.PROTECT, related_name="progress_reports", verbose_name=_("delegation")
    )
    text = models.TextField(_("what was done"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    done = models.BooleanField(_("done"), default=False)
    on = models.DateField(_("as of"))
    new_date = models.DateField(
        _("new date"), null=True, blank=True, help_text=_("By when the delegation now expects to have it done.")
    )
    audience = models.CharField(
        _("who may read it"), max_length=10, choices=ReportAudience, default=ReportAudience.CONFERENCE
    )
    state = models.CharField(_("state"), max_length=12, choices=ProgressState, default=ProgressState.DRAFT)

    came_by = models.CharField(_("came"), max_length=10, choices=CameBy, default=CameBy.ACCOUNT)
    # Who wrote it: a person on record, or the name and post given behind a link or found in a mail.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("written by")
    )
    author_name = models.CharField(_("name"), max_length=200, blank=True)
    author_post = models.CharField(_("post"), max_length=200, blank=True)
    author_address = models.EmailField(_("e-mail"), blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )
    source = models.CharField(_("source"), max_length=10, choices=Source, blank=True)
    source_words = models.CharField(
        _("which one"), max_length=250, blank=True, help_text=_("Number and day of the note, or whose mail or call.")
    )

    # What the form carries in which it is begun, so that the same form sent twice begins one report.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_at = models.DateTimeField(_("begun at"))
    sent_at = models.DateTimeField(_("informed at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("acknowledged by"),
    )
    acknowledged_at = models.DateTimeField(_("acknowledged at"), null=True, blank=True)

    objects = ProgressReportQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["state", "made_at"], name="progress_state_made")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=("sent", "acknowledged")) | Q(sent_at__isnull=False),
                name="progress_informed_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="acknowledged") | Q(acknowledged_at__isnull=False),
                name="progress_acknowledged_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(came_by="on_behalf") | (Q(entered_by__isnull=False) & ~Q(source="")),
                name="progress_on_behalf_has_a_source",
            ),
            models.CheckConstraint(condition=Q(done=False) | Q(new_date=None), name="progress_done_needs_no_date"),
        ]

    def __str__(self):
        return f"{self.delegation}, {self.on}"

    @property
    def written_by(self):
        """Who is to be named to those who may know it."""
        return str(self.author) if self.author_id else self.author_name


class ProgressAnswer(models.Model):
    """A progress report speaks of this commitment."""

    report = models.ForeignKey(
        ProgressReport, models.PROTECT, related_name="answers", verbose_name=_("progress report")
    )
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="progress", verbose_name=_("commitment"))
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["report", "commitment"], name="progress_answer_once")]

    def __str__(self):
        return f"{self.report} · {self.commitment}"


def _place_of_evidence(instance, _filename):
    # What the sender called it is data, never a path.
    return f"evidence/{uuid.uuid4().hex}"


class Evidence(models.Model):
    """A file with a progress report, as it came. Served through a permission check alone."""

    report = models.ForeignKey(
        ProgressReport, models.PROTECT, related_name="evidence", verbose_name=_("progress report")
    )
    file = models.FileField(_("file"), upload_to=_place_of_evidence, max_length=200)
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField("SHA-256", max_length=64)
    is_source = models.BooleanField(
        _("the source itself"), default=False, help_text=_("The mail or note out of which it was entered.")
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["pk"]

    def __str__(self):
        return self.name


class Side(models.TextChoices):
    SECRETARIAT = "secretariat", _("Technical Secretariat")
    DELEGATION = "delegation", _("delegation")


class RemarkQuerySet(models.QuerySet):
    def open_questions(self):
        """What the secretariat asked last, where nothing has answered it since: one a commitment at most.

        An answer does, a report of progress that is informed, and whatever closes the commitment.
        """
        later = Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
        remarks = Remark.objects.filter(later, commitment=OuterRef("commitment"))
        informed = ProgressAnswer.objects.filter(
            commitment=OuterRef("commitment"), report__state__in=INFORMED, report__sent_at__gte=OuterRef("at")
        )
        undone = (CommitmentStatus.TO_CONFIRM, *OPEN_STATUSES)
        closed = Commitment.history.filter(id=OuterRef("commitment"), history_date__gte=OuterRef("at"))
        return self.filter(
            Q(commitment__status__in=undone) | ~Exists(closed.exclude(status__in=undone)),
            ~Exists(remarks),
            ~Exists(informed),
            side=Side.SECRETARIAT,
        )

    def with_bearer(self, *, zone):
        """Annotates `bearer`: the id of the delegation to which a question was put; an answer goes with its question.

        It is whoever bore the commitment then; for the presidency's, as in `CommitmentQuerySet.with_bearer`, the holder
        of that day, or of the day on which the share stood closed. zone: the conference's, in which days are counted.
        """
        questions = Remark.objects.filter(
            commitment=OuterRef("commitment"), side=Side.SECRETARIAT, at__lte=OuterRef("at")
        )
        then = Commitment.history.filter(id=OuterRef("commitment"), history_date__lte=OuterRef("asked_at"))
        holder = Presidency.objects.on(OuterRef("asked_on")).values("delegation")[:1]
        own = F("commitment__delegation")
        return self.annotate(
            asked_at=Coalesce(Subquery(questions.order_by("-at", "-pk").values("at")[:1]), F("at")),
            asked_on=Coalesce(
                Subquery(then.order_by("-history_date", "-history_id").values("closed_on")[:1]),
                TruncDate("asked_at", tzinfo=zone),
            ),
            bearer=Case(
                When(commitment__delegation__code=PRESIDENCY, then=Coalesce(Subquery(holder), own)),
                default=own,
                output_field=BigIntegerField(),
            ),
        )


class Remark(models.Model):
    """A question or an answer between secretariat and delegation, on a commitment; nobody else reads it."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="remarks", verbose_name=_("commitment"))
    side = models.CharField(_("side"), max_length=12, choices=Side)
    text = models.TextField(_("text"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    by_name = models.CharField(_("name"), max_length=200, blank=True)
    source_words = models.CharField(
        _("out of"),
        max_length=250,
        blank=True,
        help_text=_("Out of what the Technical Secretariat entered it on behalf of the delegation."),
    )
    at = models.DateTimeField(_("at"))

    objects = RemarkQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("question or answer")
        verbose_name_plural = _("questions and answers")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["commitment", "at"], name="remark_commitment_at")]

    def __str__(self):
        return f"{self.commitment}, {self.at:%Y-%m-%d}"
