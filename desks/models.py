"""What desks keep of their own: the secret addresses of calendars, answers that staff have seen, steps for many."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actions.models import Agreement, Commitment, ProgressReport, Remark
from meetings.models import Meeting
from networks.models import InBothLanguages


class CalendarFeed(models.Model):
    """A person's own calendar behind a secret address.

    What stands in the address is the key signed with the installation's secret: it is nowhere stored.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="calendar_feeds", verbose_name=_("person")
    )
    made_at = models.DateTimeField(_("made at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(revoked_at=None), name="calendar_feed_one_in_force"),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(revoked_at__gte=F("made_at")), name="calendar_feed_in_order"
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.made_at:%Y-%m-%d}"


class SeenAnswer(models.Model):
    """Staff have seen a delegation's answer: it waits for nobody any more."""

    remark = models.OneToOneField(Remark, models.PROTECT, related_name="seen", verbose_name=_("answer"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("seen by"))
    at = models.DateTimeField(_("seen at"))

    class Meta:
        verbose_name = _("answer seen")
        verbose_name_plural = _("answers seen")

    def __str__(self):
        return f"{self.remark}, {self.by}"


class StepState(models.TextChoices):
    WAITING = "waiting", _("waits its turn")
    UNDER_WAY = "under_way", _("under way")
    DONE = "done", _("done")
    REFUSED = "refused", _("nothing was changed")


class SetStep(models.Model):
    """One step for a set of commitments, as it was asked for: taken for all of them or for none.

    What is too large to wait for the worker takes.
    """

    asked = models.JSONField(_("what is done"))  # services.steps.Asked
    commitments = models.JSONField(_("commitments"))
    seen = models.CharField(max_length=64, editable=False)  # what staff were shown: services.steps.Plan
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    state = models.CharField(_("state"), max_length=10, choices=StepState, default=StepState.WAITING)
    # Whose turn it is to take it: see services.steps.
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    refusal = models.TextField(_("why it was refused"), blank=True, help_text=_("Empty where it broke off."))
    seen_at = models.DateTimeField(_("refusal seen at"), null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("refusal seen by"),
    )

    class Meta:
        verbose_name = _("step for many")
        verbose_name_plural = _("steps for many")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.by}, {self.at:%Y-%m-%d}"


def _place_of_source(instance, _filename):
    # What the sender called it is data, never a path.
    return f"sources/{uuid.uuid4().hex}"


class SourceFile(models.Model):
    """The mail or note itself out of which staff entered something for a delegation, as it came.

    It is of one of these: a step for many; a share of which they entered that the delegation joins, takes part or does
    not; an answer.
    """

    step = models.ForeignKey(
        SetStep, models.PROTECT, null=True, blank=True, related_name="source_files", verbose_name=_("step for many")
    )
    commitment = models.ForeignKey(
        Commitment, models.PROTECT, null=True, blank=True, related_name="source_files", verbose_name=_("commitment")
    )
    remark = models.ForeignKey(
        Remark, models.PROTECT, null=True, blank=True, related_name="source_files", verbose_name=_("answer")
    )
    file = models.FileField(_("file"), upload_to=_place_of_source, max_length=200)
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField("SHA-256", max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("mail or note itself")
        verbose_name_plural = _("mails and notes themselves")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(step__isnull=False, commitment=None, remark=None)
                | Q(step=None, commitment__isnull=False, remark=None)
                | Q(step=None, commitment=None, remark__isnull=False),
                name="source_file_of_one_thing",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def matter(self):
        """The commitment that it is about; None for a step's, which is about many."""
        return self.remark.commitment if self.remark else self.commitment


class NamedFilter(models.Model):
    """What a person narrows pending matters to, under a name of their own."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="named_filters", verbose_name=_("person")
    )
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(_("what is shown"), max_length=500)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("named filter")
        verbose_name_plural = _("named filters")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="named_filter_one_of_a_name")]

    def __str__(self):
        return self.name


class MatrixState(models.TextChoices):
    COLUMNS = "columns", _("its columns are to be named")
    COMPARING = "comparing", _("being compared with the record")
    REVIEW = "review", _("to be looked through")
    FILING = "filing", _("being filed")
    FILED = "filed", _("filed")
    DISCARDED = "discarded", _("given up")


class Matrix(InBothLanguages, models.Model):
    """A follow-up matrix that somebody brought in: the file, how it is laid out, and how far it is."""

    name = models.CharField(_("file name"), max_length=250)
    file = models.FileField(_("file"), upload_to="matrices/%Y/")
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField(_("size in bytes"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("brought in by"))
    at = models.DateTimeField(_("brought in at"))
    state = models.CharField(_("state"), max_length=10, choices=MatrixState, default=MatrixState.COLUMNS)
    # Whose turn it is to compare or file it, and how often somebody began: see services.matrix.
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)

    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    header_row = models.PositiveSmallIntegerField(_("row of the headings"), default=1)
    headings = models.JSONField(default=list, blank=True)
    columns = models.JSONField(default=dict, blank=True)  # {what it says: place from 0}
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, blank=True)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("meeting")
    )
    as_of = models.DateField(_("as of"), null=True, blank=True)

    filed_at = models.DateTimeField(_("filed at"), null=True, blank=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("filed by")
    )
    refusal_en = models.TextField(_("why it was not filed (English)"), blank=True)
    refusal_es = models.TextField(_("why it was not filed (Spanish)"), blank=True)

    class Meta:
        verbose_name = _("follow-up matrix")
        verbose_name_plural = _("follow-up matrices")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["sha256"], condition=~Q(state="discarded"), name="matrix_same_file_once"),
            models.CheckConstraint(
                condition=~Q(state="filed") | Q(filed_at__isnull=False), name="matrix_filed_has_a_time"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def refusal(self):
        return self.in_language("refusal")


class MatrixMapping(models.Model):
    """Which column says what, for every file with these headings."""

    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    columns = models.JSONField(_("columns"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("layout of a matrix")
        verbose_name_plural = _("layouts of matrices")

    def __str__(self):
        return self.fingerprint[:12]


class RowState(models.TextChoices):
    """What becomes of a row of a matrix."""

    WRITTEN = "written", _("to be written")
    OPEN = "open", _("to be worked through")
    NOTHING = "nothing", _("says nothing new")
    LEFT_OUT = "left_out", _("left out")


class RowStatus(models.TextChoices):
    """What staff say of the status of a row; values as those of a commitment."""

    DONE = "fulfilled", _("done")
    UNDER_WAY = "in_progress", _("in progress")
    PENDING = "open", _("pending")


class MatrixRow(InBothLanguages, models.Model):
    """A row of a matrix, what it says, and what becomes of it."""

    matrix = models.ForeignKey(Matrix, models.CASCADE, related_name="rows", verbose_name=_("follow-up matrix"))
    number = models.PositiveIntegerField(_("row"))
    cells = models.JSONField()
    state = models.CharField(_("state"), max_length=10, choices=RowState)
    why_en = models.TextField(_("why (English)"), blank=True)
    why_es = models.TextField(_("why (Spanish)"), blank=True)
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agreement")
    )
    borrowed = models.BooleanField(_("its point is that of a row above"), default=False)
    # What will be written: [[delegation, [commitments], whether it has a new date], …], and the words of it.
    answers = models.JSONField(default=list, blank=True)
    text = models.TextField(_("text"), blank=True)
    on = models.DateField(_("as of"), null=True, blank=True)
    done = models.BooleanField(_("done"), default=False)
    new_date = models.DateField(_("new date"), null=True, blank=True)
    # What a person has said of it.
    reference = models.CharField(_("agreement chosen"), max_length=48, blank=True)
    chosen = models.JSONField(default=list, blank=True)
    status = models.CharField(_("status chosen"), max_length=12, choices=RowStatus, blank=True)
    date = models.DateField(_("date chosen"), null=True, blank=True)
    date_stands = models.BooleanField(_("no new date"), default=False)
    reason = models.CharField(_("why it is left out"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("row of a matrix")
        verbose_name_plural = _("rows of matrices")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["matrix", "number"], name="matrix_row_once"),
            models.CheckConstraint(condition=~Q(state="left_out") | ~Q(reason=""), name="matrix_left_out_says_why"),
            models.CheckConstraint(
                condition=~Q(state="written") | Q(agreement__isnull=False, on__isnull=False) & ~Q(text=""),
                name="matrix_written_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["matrix", "state", "number"], name="matrix_row_state")]

    def __str__(self):
        return f"{self.matrix}, {self.number}"

    @property
    def why(self):
        return self.in_language("why")


class MatrixReport(models.Model):
    """A report of progress that was made of a row: where it came from."""

    row = models.ForeignKey(MatrixRow, models.PROTECT, related_name="reports", verbose_name=_("row"))
    report = models.OneToOneField(
        ProgressReport, models.PROTECT, related_name="matrix_row", verbose_name=_("progress report")
    )

    class Meta:
        verbose_name = _("report made of a matrix")
        verbose_name_plural = _("reports made of matrices")

    def __str__(self):
        return f"{self.row} · {self.report}"


class DroppedMail(models.Model):
    """A mail that staff dropped in, to be entered on behalf of whoever wrote it. report: once it was."""

    name = models.CharField(_("file name"), max_length=200)
    file = models.FileField(_("file"), upload_to="mails/%Y/")
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("brought in by"))
    at = models.DateTimeField(_("brought in at"))
    report = models.OneToOneField(
        ProgressReport,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="dropped_mail",
        verbose_name=_("progress report"),
    )

    class Meta:
        verbose_name = _("mail brought in")
        verbose_name_plural = _("mails brought in")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.name
