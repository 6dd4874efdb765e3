"""Who: persons, the conference and its bodies, delegations, memberships, the presidency."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .rules import is_code, known_time_zone, names_one

AUDIT_KEPT_AT_LEAST = 30  # days


class InBothLanguages:
    """Gives `obj.in_language("name")`: the text of `name_en` / `name_es` in the reader's language, or the other one."""

    def in_language(self, field, language=None):
        first = "es" if (language or get_language() or "en").startswith("es") else "en"
        second = "en" if first == "es" else "es"
        return getattr(self, f"{field}_{first}") or getattr(self, f"{field}_{second}")


class UserManager(BaseUserManager):
    def get_by_natural_key(self, username):
        return self.get(email=username.lower())

    def create_user(self, email=None, password=None, *, name="", **fields):
        user = self.model(email=email.lower() if email else None, name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})


class User(InBothLanguages, AbstractBaseUser, PermissionsMixin):
    """A person: one row, whoever they work for. Many never sign in."""

    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")
    is_staff = models.BooleanField(_("staff"), default=False, help_text=_("May use the back office."))
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Persons are deactivated, never deleted: the record names them.")
    )
    is_system = models.BooleanField(_("the system itself"), default=False, editable=False)
    # What stands in the place of the name of one who was taken out of the record.
    was_en = models.CharField(_("was (English)"), max_length=200, blank=True, editable=False)
    was_es = models.CharField(_("was (Spanish)"), max_length=200, blank=True, editable=False)

    objects = UserManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_lower_case"),
            models.UniqueConstraint(fields=["is_system"], condition=Q(is_system=True), name="user_one_system"),
        ]

    def __str__(self):
        return self.name or self.in_language("was") or self.email or ""

    def clean(self):
        super().clean()
        self.email = self.email.lower() if self.email else None

    def get_short_name(self):
        return self.name


class PublicVersion(models.Model):
    """One row, raised in the transaction of every write that changes what the public can see."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="public_version_one_row")]

    def __str__(self):
        return str(self.number)


_known_time_zone = known_time_zone  # as the first migration calls it


class Conference(InBothLanguages, models.Model):
    """The conference's own settings: one row that staff edit."""

    name_en = models.CharField(_("name (English)"), max_length=200)
    name_es = models.CharField(_("name (Spanish)"), max_length=200)
    short_en = models.CharField(_("short name (English)"), max_length=40)
    short_es = models.CharField(_("short name (Spanish)"), max_length=40)
    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        default="America/Costa_Rica",
        validators=[known_time_zone],
        help_text=_("Decides what “today” is, for example America/Costa_Rica."),
    )
    public_follow_up = models.BooleanField(
        _("follow-up is public"),
        default=False,
        help_text=_("Visitors see statuses, progress and figures. Otherwise only those signed in do."),
    )
    audit_kept = models.PositiveSmallIntegerField(
        _("audited acts are kept"),
        default=730,
        validators=[MinValueValidator(AUDIT_KEPT_AT_LEAST)],
        help_text=_(
            "For so many days, 30 at least, it is known who signed in, took tables away, used a link or changed a role."
        ),
    )
    is_sample = models.BooleanField(
        _("sample"), default=False, help_text=_("Every page says that its content is invented.")
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("conference settings")
        verbose_name_plural = _("conference settings")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="conference_one_row")]

    def __str__(self):
        return self.in_language("name")


class Holiday(InBothLanguages, models.Model):
    """A day on which the conference's secretariat does not work."""

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="holidays", verbose_name=_("conference"))
    on = models.DateField(_("day"), unique=True)
    name_en = models.CharField(_("name (English)"), max_length=120)
    name_es = models.CharField(_("name (Spanish)"), max_length=120)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["on"]

    def __str__(self):
        return f"{self.on} {self.in_language('name')}"


class NetworkKind(models.TextChoices):
    NETWORK = "network", _("liaison officer network")
    GROUP = "group", _("ad hoc group")
    CONSULTATION = "consultation", _("consultation group")
    VICE_MINISTERIAL = "vice_ministerial", _("vice-ministerial meeting")


class Network(InBothLanguages, models.Model):
    """Any body that meets: a network, an ad hoc group, the RCGM, the Vice-Ministers."""

    slug = models.SlugField(_("address"), unique=True)
    code = models.CharField(
        _("code"),
        max_length=8,
        unique=True,
        validators=[is_code],
        help_text=_("Opens every reference: CP in CP/2016-06/6."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=NetworkKind, default=NetworkKind.NETWORK)
    name_en = models.CharField(_("name (English)"), max_length=250)
    name_es = models.CharField(_("name (Spanish)"), max_length=250)
    short_en = models.CharField(_("short name (English)"), max_length=80)
    short_es = models.CharField(_("short name (Spanish)"), max_length=80)
    other_names = models.TextField(
        _("other names"), blank=True, help_text=_("One a line, in either language: how reports call it.")
    )
    reports_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reporting", verbose_name=_("reports to")
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("successor")
    )
    followed_from = models.DateField(
        _("followed from"),
        null=True,
        blank=True,
        help_text=_("Commitments agreed before this day are not followed unless their report says so."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reports_to=F("pk")),
                name="network_not_its_own_superior",
                violation_error_message=_("A body does not report to itself."),
            ),
            models.CheckConstraint(
                condition=~Q(successor=F("pk")),
                name="network_not_its_own_successor",
                violation_error_message=_("A body is not its own successor."),
            ),
        ]

    def __str__(self):
        return self.in_language("short")

    def get_absolute_url(self):
        return reverse("network", args=[self.slug])


class DelegationKind(models.TextChoices):
    COUNTRY = "country", _("country")
    ORGANISATION = "organisation", _("organisation")
    CIVIL_SOCIETY = "civil_society", _("civil society")
    OFFICE = "office", _("office of the conference")
    OTHER = "other", _("other body")


class DelegationQuerySet(models.QuerySet):
    def members(self, *, on):
        """Member Countries on the day `on`."""
        return self.filter(
            Q(memberships__ends_on=None) | Q(memberships__ends_on__gte=on),
            memberships__standing=Standing.MEMBER,
            memberships__starts_on__lte=on,
        ).distinct()


class Delegation(InBothLanguages, models.Model):
    """What agreements bind: a country, an organisation, or an office such as the presidency or the secretariat."""

    code = models.CharField(
        _("code"),
        max_length=16,
        unique=True,
        validators=[is_code, names_one],
        help_text=_("ISO alpha-2, or the English acronym."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=DelegationKind, default=DelegationKind.COUNTRY)
    name_en = models.CharField(_("short name (English)"), max_length=150)
    name_es = models.CharField(_("short name (Spanish)"), max_length=150)
    formal_en = models.CharField(_("formal name (English)"), max_length=250, blank=True)
    formal_es = models.CharField(_("formal name (Spanish)"), max_length=250, blank=True)
    acronym_es = models.CharField(_("acronym (Spanish)"), max_length=16, blank=True, help_text=_("OIM for IOM."))
    other_names = models.TextField(
        _("other names"), blank=True, help_text=_("One a line, in either language: how reports call it.")
    )

    objects = DelegationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["code"]

    def __str__(self):
        return self.in_language("name")

    def get_absolute_url(self):
        return reverse("delegation", args=[self.code])

    @property
    def acronym(self):
        """The code as the reader's language prints it."""
        if self.acronym_es and (get_language() or "en").startswith("es"):
            return self.acronym_es
        return self.code


class Standing(models.TextChoices):
    MEMBER = "member", _("Member Country")
    OBSERVER = "observer", _("observer")
    PARTNER = "partner", _("partner")


class Membership(models.Model):
    """From when to when a delegation is a member, an observer or a partner."""

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="memberships", verbose_name=_("delegation"))
    standing = models.CharField(_("standing"), max_length=10, choices=Standing)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["delegation", "starts_on"], name="membership_one_start"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="membership_in_order",
                violation_error_message=_("The last day cannot be before the first."),
            ),
        ]

    def __str__(self):
        return f"{self.delegation} · {self.get_standing_display()}"


class PresidencyQuerySet(models.QuerySet):
    def on(self, day):
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class Presidency(models.Model):
    """The year in which a Member Country holds the Presidency Pro-Témpore."""

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="presidencies", verbose_name=_("held by"))
    starts_on = models.DateField(_("from"), unique=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = PresidencyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("presidency")
        verbose_name_plural = _("presidencies")
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="presidency_in_order",
                violation_error_message=_("The last day cannot be before the first."),
            ),
        ]

    def __str__(self):
        return f"{self.delegation} {self.starts_on:%Y}"


class Role(models.TextChoices):
    LIAISON_OFFICER = "liaison_officer", _("liaison officer")
    FOCAL_POINT = "focal_point", _("national focal point")
    CHAIR = "chair", _("chair")
    OBSERVER = "observer", _("observer")
    SECRETARIAT = "secretariat", _("secretariat")


class Designation(models.Model):
    """What makes a person something: of a delegation, for a network or all, from a day to a day."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="designations", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.LIAISON_OFFICER)
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, related_name="designations", verbose_name=_("delegation")
    )
    network = models.ForeignKey(
        Network,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="designations",
        verbose_name=_("network"),
        help_text=_("Empty: for all networks."),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    acting = models.BooleanField(_("acting"), default=False)
    post = models.CharField(_("post"), max_length=200, blank=True)
    institution = models.CharField(_("institution"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    copy_to = models.EmailField(_("copy to"), blank=True)
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("The diplomatic note or letter that made it.")
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("designation")
        verbose_name_plural = _("designations")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="designation_in_order",
                violation_error_message=_("The last day cannot be before the first."),
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.get_role_display()}, {self.delegation}"
